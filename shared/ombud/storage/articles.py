"""Articles, known by the site's own ids."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from ombud.storage.schema import Base


class ArticleRow(Base):
    """What is commented on: as much of it as the site ever told."""

    __tablename__ = "articles"

    site_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    url: Mapped[str | None]
    title: Mapped[str | None]
    section: Mapped[str | None]
    tags: Mapped[list[str] | None]
    published_at: Mapped[datetime | None]
