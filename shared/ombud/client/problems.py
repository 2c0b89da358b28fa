"""What can go wrong with a call: the service says no, or cannot be reached."""

from typing import Any


class ProblemError(Exception):
    """A problem that the service answered (RFC 9457). `code` is stable: `erased`, `rate-limited`, ….

    `errors` maps JSON pointers of fields to what is wrong with them. `request_id` names the request to whoever runs
    the service. `retry_after` is in seconds, where the service told it.
    """

    def __init__(self, status: int, document: dict[str, Any], retry_after: int | None = None) -> None:
        super().__init__(document.get("detail") or f"The service answered {status}.")
        self.status = status
        self.code: str = str(document.get("type", "")).rpartition("/")[2]
        self.title: str = document.get("title", "")
        self.request_id: str = document.get("request_id", "")
        self.errors: dict[str, str] = {one["pointer"]: one["detail"] for one in document.get("errors", [])}
        self.retry_after = retry_after


class OmbudUnreachableError(Exception):
    """The service did not answer, however often it was tried. Whether it did what it was asked is not known."""
