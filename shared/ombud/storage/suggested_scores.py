"""What sites' people made of texts that passed a door: our score and their label, without the text."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, ForeignKey, Index, insert
from sqlalchemy.orm import Mapped, mapped_column

from ombud.domain.ids import new_id
from ombud.storage.schema import Base
from ombud.storage.sites import SiteRow


class SuggestedScoreRow(Base):
    """One label for one attribute: the score 0-1 that `model` gave, and the one 0-1 that somebody would have given."""

    __tablename__ = "suggested_scores"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    site_id: Mapped[UUID] = mapped_column(ForeignKey(SiteRow.id))
    attribute: Mapped[str]
    model: Mapped[str]
    score: Mapped[float]
    label: Mapped[float]
    suggested_at: Mapped[datetime]

    __table_args__ = (Index("suggested_scores_site_idx", "site_id", "attribute", "id"),)


@dataclass(frozen=True, slots=True)
class SuggestedScore:
    """What the model gave for an attribute, and what somebody would have given."""

    attribute: str
    score: float
    label: float


def add_suggested_scores(
    connection: Connection, site_id: UUID, model: str, suggested: Sequence[SuggestedScore], now: datetime
) -> None:
    """Keep labels of one text."""
    rows = [
        {"id": new_id(), "site_id": site_id, "model": model, "suggested_at": now}
        | {"attribute": one.attribute, "score": one.score, "label": one.label}
        for one in suggested
    ]
    connection.execute(insert(SuggestedScoreRow), rows)
