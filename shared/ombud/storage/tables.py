"""All tables, for migrations and tests that compare them with the database."""

from sqlalchemy import MetaData

from ombud.storage import (  # noqa: F401  each module adds its tables to the metadata
    articles,
    authors,
    cascades,
    comments,
    decisions,
    erasures,
    feed,
    idempotency,
    jobs,
    keys,
    policies,
    sites,
)
from ombud.storage.schema import Base

METADATA: MetaData = Base.metadata
