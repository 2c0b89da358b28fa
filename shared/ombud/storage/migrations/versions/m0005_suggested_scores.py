"""Labels that sites suggest through Perspective's door."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "suggested_scores",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("attribute", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("label", sa.Float(), nullable=False),
        sa.Column("suggested_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("suggested_scores_site_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("suggested_scores_pkey")),
    )
    op.create_index("suggested_scores_site_idx", "suggested_scores", ["site_id", "attribute", "id"], unique=False)
