"""Every problem there is: what it is called, what it means, and what its reader can do about it.

The code is the end of the problem's `type` and stable. The texts are shown at `/problems/<code>`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

TYPE_PREFIX = "/problems/"


@dataclass(frozen=True, slots=True)
class ProblemType:
    """One kind of problem. `meaning` and `remedy` are sentences for people who build against the API."""

    status: HTTPStatus
    title: str
    meaning: str
    remedy: str


PROBLEM_TYPES: Mapping[str, ProblemType] = {
    "bad-request": ProblemType(
        HTTPStatus.BAD_REQUEST,
        "The request cannot be read",
        "Something about the request itself, often a header, is not as HTTP or this API wants it.",
        "Read the detail, mend the request and send it again. Sending it unchanged gets the same answer.",
    ),
    "malformed-json": ProblemType(
        HTTPStatus.BAD_REQUEST,
        "The body is not JSON",
        "The body is empty, is not UTF-8, breaks JSON's grammar or gives one name twice in one object.",
        "The detail names the place. Let a JSON library write the body; never put strings together by hand.",
    ),
    "missing-key": ProblemType(
        HTTPStatus.UNAUTHORIZED,
        "A key is needed",
        "The request has no Authorization header, or one of another scheme.",
        "Send your site key: Authorization: Bearer ombud_live_… Keep it on your server; it belongs in no browser.",
    ),
    "unknown-key": ProblemType(
        HTTPStatus.UNAUTHORIZED,
        "The key is not valid",
        "The key is mistyped, was revoked, has expired, or belongs to another Ombud.",
        "Compare it with the key that you were given. If it is lost, have a new one issued: a key is shown only once.",
    ),
    "missing-scope": ProblemType(
        HTTPStatus.FORBIDDEN,
        "The key may not do this",
        "The key is valid, but it was issued without the scope that this call needs.",
        "Use a key with that scope, or have one issued. The detail and the description of the call name the scope.",
    ),
    "not-found": ProblemType(
        HTTPStatus.NOT_FOUND,
        "There is no such thing here",
        "The address is wrong, or your site has nothing of that id. Other sites' comments are not found either.",
        "Check the address against the documentation and the id against the one that you were given.",
    ),
    "method-not-allowed": ProblemType(
        HTTPStatus.METHOD_NOT_ALLOWED,
        "The method is not allowed here",
        "The address exists but does not take this method.",
        "The Allow header lists the methods it takes.",
    ),
    "external-id-conflict": ProblemType(
        HTTPStatus.CONFLICT,
        "The external id belongs to a comment with another text",
        "Your site posted a comment of this external_id before, and its text is a different one.",
        "If a reader edited the comment, send the new text with PUT to the address in the detail. If it is another "
        "comment, give it an external_id of its own.",
    ),
    "idempotency-key-in-use": ProblemType(
        HTTPStatus.CONFLICT,
        "A request with this idempotency key is still running",
        "The first request with this Idempotency-Key has not been answered yet.",
        "Wait for as long as Retry-After says and send the same request again.",
    ),
    "already-decided": ProblemType(
        HTTPStatus.CONFLICT,
        "The comment was decided by somebody else",
        "Somebody decided on this comment after you had read it.",
        "Read the comment again, look at the decision, and decide anew if you still want to.",
    ),
    "webhook-disabled": ProblemType(
        HTTPStatus.CONFLICT,
        "The webhook is disabled",
        "Nothing is sent to this webhook: your site disabled it, or its receiver answered 410.",
        "Enable it first: PATCH the webhook with enabled true.",
    ),
    "not-rejected": ProblemType(
        HTTPStatus.CONFLICT,
        "There is no rejection to appeal",
        "An appeal is a request to look at a rejection again, and the comment is not rejected just now.",
        "Read the comment's status. A comment that is held waits for a person anyway.",
    ),
    "not-appealable": ProblemType(
        HTTPStatus.CONFLICT,
        "This rejection admits no appeal",
        "The site's policy admits no appeal for these reasons, or the rejection is itself the answer to an appeal.",
        "The status names the other ways that the author has.",
    ),
    "already-appealed": ProblemType(
        HTTPStatus.CONFLICT,
        "This decision was appealed before",
        "There is one appeal for each decision, and this one has had it.",
        "Read the comment's status: it says what became of the appeal.",
    ),
    "appeal-closed": ProblemType(
        HTTPStatus.CONFLICT,
        "The appeal needs no answer any more",
        "Somebody answered it, or the comment was edited, erased or decided otherwise meanwhile.",
        "List the appeals again: the detail names what became of this one.",
    ),
    "appeal-expired": ProblemType(
        HTTPStatus.GONE,
        "The time for an appeal is over",
        "The site's policy gives a time for appeals, counted from the decision, and it has passed.",
        "The status names the other ways that the author has.",
    ),
    "erased": ProblemType(
        HTTPStatus.GONE,
        "The comment was erased",
        "The comment's text and author were erased for good. It takes no edits and no decisions and cannot come back.",
        "Do not send the request again. Take the comment off your pages if it is still there.",
    ),
    "body-too-large": ProblemType(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        "The body is too large",
        "The body has more bytes than this address takes: 128 KiB, or 8 MiB for a batch.",
        "Send less. A batch can be sent in parts.",
    ),
    "unsupported-media-type": ProblemType(
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        "The body must be plain JSON",
        "The body's Content-Type is not application/json, or its Content-Encoding is not identity.",
        "Send uncompressed JSON with Content-Type: application/json.",
    ),
    "invalid-request": ProblemType(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "The request has fields that cannot be accepted",
        "The request can be read, but some of its fields are missing, unknown or outside their limits.",
        "Each entry of errors names a field (a JSON pointer into the body, or ?name for a parameter) and what is "
        "wrong with it. Mend them all; nothing was stored.",
    ),
    "idempotency-key-reused": ProblemType(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "The idempotency key was used for another request",
        "A request with this Idempotency-Key but another body succeeded in the last 24 hours.",
        "Use a new key for each new request, and the same key only to repeat one byte for byte.",
    ),
    "rate-limited": ProblemType(
        HTTPStatus.TOO_MANY_REQUESTS,
        "Too many requests",
        "The key, or one author, sent more in a short time than is allowed.",
        "Wait for as long as Retry-After says. RateLimit tells with every answer how much is left.",
    ),
    "internal-error": ProblemType(
        HTTPStatus.INTERNAL_SERVER_ERROR,
        "Something went wrong on our side",
        "The request failed through a defect of ours.",
        "Send it again later, with the same Idempotency-Key or external_id. If it goes on failing, tell whoever runs "
        "this service the request_id.",
    ),
    "backlog-full": ProblemType(
        HTTPStatus.SERVICE_UNAVAILABLE,
        "Too many comments wait already",
        "More comments of your site wait for a decision than the service takes on.",
        "Keep the comment and send it again after the time that Retry-After gives. Slow down imports first.",
    ),
    "unavailable": ProblemType(
        HTTPStatus.SERVICE_UNAVAILABLE,
        "The service cannot answer just now",
        "The database cannot be reached or is overloaded. Nothing that was answered before is lost.",
        "Wait for as long as Retry-After says and send the same request again, with the same Idempotency-Key or "
        "external_id.",
    ),
    "model": ProblemType(
        HTTPStatus.SERVICE_UNAVAILABLE,
        "A scoring model cannot be used",
        "The model that scores texts is missing or damaged.",
        "Comments can still be posted: they are held for a person. Whoever runs this service has to mend the model.",
    ),
}
"""By code, in the order of their statuses."""
