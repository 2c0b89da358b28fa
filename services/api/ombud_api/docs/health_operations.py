"""The two health addresses, described."""

from http import HTTPStatus

from ombud_api.v1.operation import Answer, Operation
from ombud_api.v1.responses import Liveness, Readiness

HEALTH_OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "GET",
        "/livez",
        "live",
        "Health",
        "Is the process alive?",
        "Looks at nothing else. Restart the process where it does not answer.",
        (Answer(HTTPStatus.OK, "It is.", Liveness),),
    ),
    Operation(
        "GET",
        "/readyz",
        "ready",
        "Health",
        "Can requests be served?",
        "Looks at the database and its schema. Without Redis or a model the service is degraded and still ready: "
        "comments are accepted, and wait or are held.",
        (
            Answer(HTTPStatus.OK, "They can; `problems` lists what is lacking.", Readiness),
            Answer(HTTPStatus.SERVICE_UNAVAILABLE, "They cannot.", Readiness),
        ),
    ),
)
