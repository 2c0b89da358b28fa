"""Who comes in by a door, and what their site says of it."""

from enum import StrEnum

import structlog

from ombud.domain.errors import UnavailableError
from ombud.domain.keys import Scope
from ombud.pipeline.policy_in_force import PLAIN
from ombud.policy.service_parts import Doors
from ombud_api.auth.site_keys import Caller
from ombud_api.context import Services
from ombud_api.limits.request_limits import count_request
from ombud_api.problems import Problem

log = structlog.get_logger(__name__)


class DoorName(StrEnum):
    """The protocols that Ombud speaks, as the policy file and the metrics name them."""

    PERSPECTIVE = "perspective"
    CORAL = "coral"
    AKISMET = "akismet"
    OPENAI = "openai"


def let_in(ours: Services, secret: str | None) -> Caller:
    """Return whose key it is: a door key, or a site key with the scope `score`. A `Problem` says why nobody's."""
    if not secret:
        raise Problem("missing-key", "The request has no key. Send a door key of your site.")
    caller = ours.key_ring.caller(secret.strip())
    if caller is None:
        raise Problem("unknown-key", "The key is mistyped, revoked, expired or of another service.")
    if not caller.may(Scope.SCORE):
        raise Problem("missing-scope", f"The key lacks the scope '{Scope.SCORE}', which doors need.")
    count_request(ours, caller)
    return caller


def doors_of(ours: Services, caller: Caller) -> Doors:
    """Return what the site's policy says of its doors; the defaults where that cannot be read just now."""
    try:
        with ours.database.transaction() as connection:
            return ours.policies.of(connection, caller.site).doors
    except UnavailableError as error:
        log.warning("doors_by_default", site=caller.site.name, error=str(error))
        return PLAIN.doors
