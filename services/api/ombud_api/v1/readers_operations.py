"""The endpoints for what readers may know and ask, described."""

from http import HTTPStatus

from ombud.domain.appeals import AppealStatus
from ombud.domain.keys import Scope
from ombud.domain.limits import LANGUAGE, LONGEST_ID
from ombud_api.v1 import list_appeals
from ombud_api.v1.operation import Answer, Operation, Parameter
from ombud_api.v1.readers_answers import Appeal, AppealList, AuthorExport, AuthorReceipt, AuthorStatus, Report
from ombud_api.v1.readers_bodies import AppealBody, AppealDecisionBody, ReportBody

_COMMENT = Parameter("comment_id", "path", "Ombud's id of the comment.", {"type": "string", "format": "uuid"})
_APPEAL = Parameter("appeal_id", "path", "Ombud's id of the appeal.", {"type": "string", "format": "uuid"})
_AUTHOR = Parameter(
    "author_id", "path", "Your own id of the reader, percent-encoded.", {"type": "string", "maxLength": LONGEST_ID}
)
_LIMIT = Parameter(
    "limit",
    "query",
    f"How many items to send: 1 to {list_appeals.LARGEST_LIMIT}, or {list_appeals.DEFAULT_LIMIT} if not told.",
    {
        "type": "integer",
        "minimum": 1,
        "maximum": list_appeals.LARGEST_LIMIT,
        "default": list_appeals.DEFAULT_LIMIT,
    },
)

READERS_OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "GET",
        "/v1/comments/{comment_id}/status",
        "read_status",
        "Readers",
        "Tell an author where a comment stands",
        "Made to be shown to the author: the state, the reasons in your own words, how long comments usually wait for "
        "a person, whether and until when an appeal is possible, and for a rejection the statement of reasons. It "
        "holds no text of the comment, and nothing by which one could probe your thresholds, rules and lists.",
        (Answer(HTTPStatus.OK, "What the author may be told.", AuthorStatus),),
        Scope.READ,
        (
            _COMMENT,
            Parameter(
                "language",
                "query",
                "The language to tell it in, as a BCP 47 tag; that of the comment if not told. Where a text is not "
                "given in it, it comes in the language that is there.",
                {"type": "string", "pattern": LANGUAGE.pattern},
            ),
        ),
        problems=("not-found",),
    ),
    Operation(
        "POST",
        "/v1/comments/{comment_id}/reports",
        "report_comment",
        "Readers",
        "Report a comment",
        "A reader says that somebody should look at a comment. Your rules can act on it: the comment is judged once "
        "more, with `reports.count` and `reports.weight`. What a person has decided of the same text stands; the "
        "report is kept and announced.",
        (
            Answer(HTTPStatus.CREATED, "Stored.", Report),
            Answer(HTTPStatus.OK, "The same reader reported this text before: that report.", Report),
        ),
        Scope.SUBMIT,
        (_COMMENT,),
        ReportBody,
        ("not-found", "erased"),
    ),
    Operation(
        "POST",
        "/v1/comments/{comment_id}/appeals",
        "appeal_rejection",
        "Readers",
        "Appeal a rejection",
        "The author asks for another look at the latest decision, which has to be a rejection. There is one appeal for "
        "each decision, within the time and the length that your policy gives.",
        (Answer(HTTPStatus.CREATED, "The appeal; a person has to answer it.", Appeal),),
        Scope.SUBMIT,
        (_COMMENT,),
        AppealBody,
        ("not-found", "not-rejected", "not-appealable", "already-appealed", "appeal-expired", "erased"),
    ),
    Operation(
        "GET",
        "/v1/appeals",
        "list_appeals",
        "Readers",
        "List appeals",
        "Your site's appeals, newest first.",
        (Answer(HTTPStatus.OK, "A page.", AppealList),),
        Scope.READ,
        (
            Parameter(
                "status",
                "query",
                "Only appeals of this status: `open`, `upheld`, `granted` or `overtaken`.",
                {"type": "string", "enum": [*map(str, AppealStatus)]},
            ),
            Parameter("cursor", "query", "The `next_cursor` of the page before.", {"type": "string"}),
            _LIMIT,
        ),
    ),
    Operation(
        "POST",
        "/v1/appeals/{appeal_id}/decision",
        "decide_appeal",
        "Readers",
        "Answer an appeal",
        "For what your people decide on an appeal in your own admin. It is a new decision that follows the appealed "
        "one, which stays as it was, and is announced as `comment.decided` and `appeal.decided`.",
        (Answer(HTTPStatus.CREATED, "The appeal, answered.", Appeal),),
        Scope.DECIDE,
        (_APPEAL,),
        AppealDecisionBody,
        ("not-found", "appeal-closed"),
    ),
    Operation(
        "DELETE",
        "/v1/authors/{author_id}",
        "erase_author",
        "Readers",
        "Erase an author",
        "Takes out everything about one reader: all comments as by their own erasure, appeals, reports made, name and "
        "counts. Bare decisions stay. Repeating the call returns the receipt; a reader who comments again afterwards "
        "is a new one.",
        (
            Answer(HTTPStatus.OK, "The receipt.", AuthorReceipt),
            Answer(HTTPStatus.ACCEPTED, "So much that it goes on by itself; ask again for the receipt.", AuthorReceipt),
        ),
        Scope.ERASE,
        (_AUTHOR,),
        problems=("not-found",),
    ),
    Operation(
        "GET",
        "/v1/authors/{author_id}/export",
        "export_author",
        "Readers",
        "Export all about an author",
        "Everything that is kept about one reader, as one JSON document. It holds scores and reasons too: look at it "
        "before you hand it on.",
        (Answer(HTTPStatus.OK, "The record.", AuthorExport),),
        Scope.READ,
        (_AUTHOR,),
        problems=("not-found",),
    ),
)
"""A part of `OPERATIONS`."""
