"""Decisions: verdicts with their evidence. Rows are added, never changed, but for what erasure takes out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Connection, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from ombud.domain.decision import Actor, Cause, Judgement
from ombud.storage.comments import CommentRow
from ombud.storage.schema import Base


class DecisionRow(Base):
    """One decision on one revision of a comment."""

    __tablename__ = "decisions"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    comment_id: Mapped[UUID] = mapped_column(ForeignKey(CommentRow.id))
    revision: Mapped[int]
    cause: Mapped[str]
    verdict: Mapped[str]
    actor_kind: Mapped[str]
    actor_id: Mapped[str | None]
    reasons: Mapped[list[Any]]
    scores: Mapped[dict[str, Any]]
    signals: Mapped[dict[str, Any]]
    model_name: Mapped[str | None]
    model_version: Mapped[str | None]
    policy_version: Mapped[int | None]
    normaliser_version: Mapped[str | None]
    undoes: Mapped[UUID | None]
    author_reasons: Mapped[list[str]] = mapped_column(server_default=text("'{}'"))
    decided_at: Mapped[datetime]

    __table_args__ = (
        Index("decisions_comment_idx", "comment_id", "id"),
        Index("decisions_first_key", "comment_id", "revision", unique=True, postgresql_where=text("cause = 'first'")),
        Index("decisions_of_people_idx", "decided_at", postgresql_where=text("cause IN ('review', 'site')")),
    )


@dataclass(frozen=True, slots=True)
class NewDecision:
    """A decision about to be recorded."""

    id: UUID
    comment_id: UUID
    revision: int
    cause: Cause
    actor: Actor
    judgement: Judgement
    undoes: UUID | None = None

    def as_row(self, decided_at: datetime) -> dict[str, Any]:
        """Return the decision as a row of the table, in JSON's types."""
        judgement = self.judgement
        return {
            "id": self.id,
            "comment_id": self.comment_id,
            "revision": self.revision,
            "cause": self.cause,
            "verdict": judgement.verdict,
            "actor_kind": self.actor.kind,
            "actor_id": self.actor.id,
            "reasons": [reason.as_json() for reason in judgement.reasons],
            "scores": dict(judgement.scores),
            "signals": dict(judgement.signals),
            "model_name": judgement.model.name if judgement.model else None,
            "model_version": judgement.model.version if judgement.model else None,
            "policy_version": judgement.policy_version,
            "normaliser_version": judgement.normaliser_version,
            "undoes": self.undoes,
            "author_reasons": judgement.author_reasons,
            "decided_at": decided_at,
        }


_COLUMNS = ", ".join(DecisionRow.__table__.columns.keys())
_ADD = text(f"""
    INSERT INTO decisions ({_COLUMNS})
    SELECT {_COLUMNS} FROM jsonb_populate_recordset(NULL::decisions, CAST(:rows AS jsonb))
""")  # noqa: S608  the names are our own columns'


def add_decisions(connection: Connection, decisions: Sequence[NewDecision], decided_at: datetime) -> None:
    """Store decisions that were all taken now."""
    add_decision_rows(connection, [decision.as_row(decided_at) for decision in decisions])


def add_decision_rows(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Store decisions, each with its own time: see `NewDecision.as_row`."""
    connection.execute(_ADD, {"rows": orjson.dumps(rows).decode()})


def strip_decisions(connection: Connection, comment_id: UUID) -> int:
    """Leave only the bare decisions of an erased comment: no scores, signals or reasons. Returns how many there are."""
    stripped = text("UPDATE decisions SET reasons = '[]', scores = '{}', signals = '{}' WHERE comment_id = :id")
    return connection.execute(stripped, {"id": comment_id}).rowcount
