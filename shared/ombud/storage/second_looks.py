"""Jobs for revisions that were decided already: another look, because readers reported them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, text

from ombud.domain.jobs import Lane

# A worker that holds the job has read the signals before, so it begins anew. Not where it works on this text alone:
# there lost leases are counted, and nobody may go on resetting the count.
_ASK_AGAIN = text("""
    INSERT INTO jobs (comment_id, site_id, revision, lane, cause, tokens, due_at, waiting_since)
    VALUES (:comment_id, :site_id, :revision, :lane, :cause, :tokens, :now, :now)
    ON CONFLICT (comment_id) DO UPDATE SET lease_token = NULL, lease_until = NULL
        WHERE jobs.lease_token IS NOT NULL AND NOT jobs.alone
""")


def ask_again(
    connection: Connection, comment_id: UUID, site_id: UUID, revision: int, cause: str, tokens: int, now: datetime
) -> None:
    """Ask for another decision on a locked comment's revision; a job that waits for it already does as well."""
    connection.execute(
        _ASK_AGAIN,
        {
            "comment_id": comment_id,
            "site_id": site_id,
            "revision": revision,
            "lane": Lane.LIVE,
            "cause": cause,
            "tokens": tokens,
            "now": now,
        },
    )
