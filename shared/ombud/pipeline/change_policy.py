"""Changing the policy in force: every change is a new version, an older one put back too."""

from datetime import datetime

from sqlalchemy import Connection

from ombud.domain.errors import CallerError
from ombud.policy.evaluation import Policy
from ombud.storage.policies import StoredPolicy, activate_policy, stored_policy
from ombud.storage.sites import Site


class NoSuchPolicyError(CallerError):
    """A version that the site's policy never had."""

    code = "policy-version"
    title = "There is no such version of the policy"


def change_policy(connection: Connection, site: Site, document: str, *, by: str, note: str, now: datetime) -> int:
    """Put a policy in force and return its number; `PolicyError` where it cannot be used, and nothing changes then.

    Workers read the number with every claim: comments that are claimed after the commit are judged by it.
    """
    Policy.parse(document, 0)
    return activate_policy(connection, site.id, document, by=by, note=note, now=now)


def roll_back(connection: Connection, site: Site, *, to: int | None, by: str, now: datetime) -> tuple[int, int]:
    """Put an older version's text back in force, the one before where none is named; returns (taken from, now)."""
    current = site.policy_version or 0
    older = policy_version(connection, site, current - 1 if to is None else to)
    note = f"Back to version {older.version}"
    return older.version, change_policy(connection, site, older.document, by=by, note=note, now=now)


def policy_version(connection: Connection, site: Site, version: int | None = None) -> StoredPolicy:
    """Return a version of the site's policy, the one in force where none is named; `NoSuchPolicyError` if none."""
    wanted = version if version is not None else site.policy_version or 0
    found = stored_policy(connection, site.id, wanted)
    if found is None:
        raise NoSuchPolicyError(f"The policy of '{site.name}' has no version {wanted}; {_there_are(site)}.")
    return found


def _there_are(site: Site) -> str:
    match site.policy_version:
        case None:
            return "it has none yet"
        case 1:
            return "there is only version 1"
        case newest:
            return f"there are 1 to {newest}"
