"""All tables, for migrations and tests that compare them with the database."""

from sqlalchemy import MetaData

from ombud.storage import (  # noqa: F401  each module adds its tables to the metadata
    appeals,
    articles,
    author_erasures,
    authors,
    cascades,
    comments,
    decisions,
    deliveries,
    delivery_history,
    erasures,
    feed,
    idempotency,
    jobs,
    keys,
    policies,
    reports,
    retention,
    sites,
    suggested_scores,
    webhooks,
)
from ombud.storage.schema import Base

METADATA: MetaData = Base.metadata
