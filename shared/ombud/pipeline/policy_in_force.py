"""The policy that a site goes by just now, read once for each version."""

from threading import Lock
from uuid import UUID

import structlog
from sqlalchemy import Connection

from ombud.policy.document import PolicyDocument
from ombud.policy.parse import parse_policy
from ombud.policy.yaml_source import PolicyError
from ombud.storage.policies import stored_policy
from ombud.storage.sites import Site

log = structlog.get_logger(__name__)

PLAIN = PolicyDocument(version=1)
"""What holds where a site says nothing: the default texts, appeals within 14 days, nothing forgotten by time."""

MOST_KEPT = 200


class PoliciesInForce:
    """Policies by site and version, for what is told and granted to readers. Their conditions are not compiled."""

    def __init__(self) -> None:
        self._documents: dict[tuple[UUID, int], PolicyDocument] = {}
        self._lock = Lock()

    def of(self, connection: Connection, site: Site) -> PolicyDocument:
        """Return the policy in force on a site; `PLAIN` where there is none or it cannot be read."""
        return PLAIN if site.policy_version is None else self.version(connection, site, site.policy_version)

    def version(self, connection: Connection, site: Site, version: int) -> PolicyDocument:
        """Return one version of a site's policy; `PLAIN` where there is no such version or it cannot be read."""
        known = self._documents.get((site.id, version))
        if known is not None:
            return known
        document = _read(connection, site, version)
        with self._lock:
            if len(self._documents) >= MOST_KEPT:
                self._documents.clear()
            self._documents[site.id, version] = document
        return document


def _read(connection: Connection, site: Site, version: int) -> PolicyDocument:
    stored = stored_policy(connection, site.id, version)
    if stored is None:
        return PLAIN
    try:
        return parse_policy(stored.document)
    except PolicyError as error:
        log.error("policy_not_usable", site=site.name, version=version, error=str(error))
        return PLAIN
