"""Every endpoint of version 1, described. A test compares this table with the routes."""

from http import HTTPStatus

from ombud.domain.comment import Status
from ombud.domain.keys import Scope
from ombud.domain.limits import LONGEST_ID
from ombud_api.v1 import list_comments, read_events
from ombud_api.v1.decision_answer import Check
from ombud_api.v1.operation import Answer, Operation, Parameter
from ombud_api.v1.readers_operations import READERS_OPERATIONS
from ombud_api.v1.requests import BatchBody, CheckBody, CommentBody, DecisionBody, EditBody
from ombud_api.v1.responses import BatchOutcomes, Comment, CommentList, EventList, Receipt

_ID = Parameter("comment_id", "path", "Ombud's id of the comment.", {"type": "string", "format": "uuid"})
_PREFER = Parameter(
    "Prefer",
    "header",
    "`wait=N` waits up to N seconds, at most 10, for the decision. Where there is no room to wait, the answer comes "
    "at once.",
    {"type": "string", "examples": ["wait=5"]},
)
_IDEMPOTENCY_KEY = Parameter(
    "Idempotency-Key",
    "header",
    "A name for this request that you have not used in the last 24 hours, such as a UUID. Repeating the request with "
    "it, byte for byte, makes no second comment: the answer has the first status, and the comment as it is now.",
    {"type": "string", "minLength": 1, "maxLength": LONGEST_ID, "pattern": "^[!#-~]([ !#-~]*[!#-~])?$"},
)
_FILTER = {"type": "string", "pattern": r"^[^\u0000]*$"}


def _limit(default: int, most: int) -> Parameter:
    schema = {"type": "integer", "minimum": 1, "maximum": most, "default": default}
    return Parameter("limit", "query", f"How many items to send: 1 to {most:,}, or {default} if not told.", schema)


OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "POST",
        "/v1/comments",
        "submit_comment",
        "Comments",
        "Post a comment",
        "Hands over what a reader wrote. The comment is stored before the answer comes and decided on within moments; "
        "the decision reaches you by `Prefer: wait`, by the event feed, or by reading the comment.\n\n"
        "With an `external_id` the call can be repeated without harm: the same text gets 200 and the same comment, "
        "another text 409.",
        (
            Answer(HTTPStatus.ACCEPTED, "Stored; the decision follows.", Comment, ("Location",)),
            Answer(
                HTTPStatus.OK,
                "Decided while you waited, or known already by its external id.",
                Comment,
                ("Location", "Preference-Applied"),
            ),
        ),
        Scope.SUBMIT,
        (_PREFER, _IDEMPOTENCY_KEY),
        CommentBody,
        ("external-id-conflict", "idempotency-key-in-use", "idempotency-key-reused", "erased", "backlog-full"),
    ),
    Operation(
        "GET",
        "/v1/comments",
        "list_comments",
        "Comments",
        "List comments",
        "Your site's comments, newest first. Filters can be combined. Comments that arrive while you page are not "
        "seen, and none that was there before is missed or seen twice.",
        (Answer(HTTPStatus.OK, "A page.", CommentList),),
        Scope.READ,
        (
            Parameter("external_id", "query", "Only the comment with this id of yours.", _FILTER),
            Parameter("article_id", "query", "Only comments on this article.", _FILTER),
            Parameter("author_id", "query", "Only comments by this author.", _FILTER),
            Parameter(
                "status",
                "query",
                "Only comments of this status: `pending`, `approved`, `held`, `rejected` or `erased`.",
                {"type": "string", "enum": [*map(str, Status)]},
            ),
            Parameter("cursor", "query", "The `next_cursor` of the page before.", {"type": "string"}),
            _limit(list_comments.DEFAULT_LIMIT, list_comments.LARGEST_LIMIT),
        ),
    ),
    Operation(
        "POST",
        "/v1/comments/batch",
        "submit_batch",
        "Comments",
        "Post many comments",
        "Up to 1,000 comments in one call of at most 8 MiB, decided behind those posted one by one. Each is taken or "
        "refused by itself. Give each an `external_id`: then the whole batch can be sent again after a failure.\n\n"
        "A comment with a `decision` is history: it is stored as it was decided, counts for its author's record, and "
        "is neither scored nor announced.",
        (Answer(HTTPStatus.MULTI_STATUS, "What became of each, in order.", BatchOutcomes),),
        Scope.SUBMIT,
        (),
        BatchBody,
        ("backlog-full",),
    ),
    Operation(
        "GET",
        "/v1/comments/{comment_id}",
        "read_comment",
        "Comments",
        "Read a comment",
        "The comment with its text, its latest decision, and what may be published now.",
        (Answer(HTTPStatus.OK, "The comment.", Comment),),
        Scope.READ,
        (_ID,),
        problems=("not-found",),
    ),
    Operation(
        "PUT",
        "/v1/comments/{comment_id}",
        "edit_comment",
        "Comments",
        "Edit a comment",
        "A reader's edit: a new revision, decided anew. Until then an approved comment goes on showing its last "
        "approved revision (`show_revision`). The same text makes no new revision.",
        (
            Answer(HTTPStatus.ACCEPTED, "A new revision; its decision follows.", Comment, ("Location",)),
            Answer(
                HTTPStatus.OK,
                "Decided while you waited, or the text that the comment had already.",
                Comment,
                ("Location", "Preference-Applied"),
            ),
        ),
        Scope.SUBMIT,
        (_ID, _PREFER),
        EditBody,
        ("not-found", "erased", "backlog-full"),
    ),
    Operation(
        "DELETE",
        "/v1/comments/{comment_id}",
        "erase_comment",
        "Comments",
        "Erase a comment",
        "Takes out text, author, scores and reasons, everywhere and for good; the bare decisions stay. Repeating the "
        "call returns the first receipt.",
        (Answer(HTTPStatus.OK, "The receipt.", Receipt),),
        Scope.ERASE,
        (_ID,),
        problems=("not-found",),
    ),
    Operation(
        "POST",
        "/v1/comments/{comment_id}/decisions",
        "decide_comment",
        "Decisions",
        "Tell a decision of your own",
        "For what your people decide in your own admin. It counts for the present revision, over whatever the machine "
        "said or is about to say, and is announced like every other decision.",
        (Answer(HTTPStatus.CREATED, "The comment, with the decision.", Comment, ("Location",)),),
        Scope.DECIDE,
        (_ID,),
        DecisionBody,
        ("not-found", "erased"),
    ),
    Operation(
        "POST",
        "/v1/check",
        "check_text",
        "Decisions",
        "Check a text",
        "What would be decided about a text, for a nudge before the reader posts it. Nothing is stored, and nothing is "
        "known of the author but what you send.",
        (Answer(HTTPStatus.OK, "What would be decided.", Check),),
        Scope.SCORE,
        (),
        CheckBody,
    ),
    *READERS_OPERATIONS,
    Operation(
        "GET",
        "/v1/events",
        "read_events",
        "Events",
        "Read the feed",
        "What happened to your site's comments, in order and without gaps. Keep `next` together with what you made of "
        "the items and send it as `after`: then nothing is missed and nothing is seen twice, whatever fails.\n\n"
        "Events hold no text and no author's name; read the comment for these.",
        (Answer(HTTPStatus.OK, "The events after that place; none where there is nothing new.", EventList),),
        Scope.READ,
        (
            Parameter("after", "query", "The `next` of the answer before; absent, from the start.", {"type": "string"}),
            Parameter(
                "wait",
                "query",
                "How many seconds to wait for an event where there is none yet: 0 to 30, or 0 if not told.",
                {"type": "integer", "minimum": 0, "maximum": read_events.LONGEST_WAIT, "default": 0},
            ),
            _limit(read_events.DEFAULT_LIMIT, read_events.LARGEST_LIMIT),
        ),
    ),
)
