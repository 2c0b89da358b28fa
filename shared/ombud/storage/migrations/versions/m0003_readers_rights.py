"""Readers' rights: appeals, reports and their reporters, erasures of authors, retention, what authors are told."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column(
        "decisions",
        sa.Column("author_reasons", sa.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
    )
    op.create_index(
        "decisions_of_people_idx",
        "decisions",
        ["decided_at"],
        unique=False,
        postgresql_where=sa.text("cause IN ('review', 'site')"),
    )
    op.create_index(
        "comments_client_idx",
        "comments",
        ["site_id", "accepted_at"],
        unique=False,
        postgresql_where=sa.text("client_ip IS NOT NULL OR client_user_agent IS NOT NULL"),
    )
    op.create_index(
        "comments_rejected_text_idx",
        "comments",
        ["site_id", "updated_at"],
        unique=False,
        postgresql_where=sa.text("status = 'rejected' AND text_digest IS NOT NULL"),
    )
    op.create_table(
        "appeals",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("comment_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["decision_id"], ["decisions.id"], name=op.f("appeals_decision_id_fkey")),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("appeals_site_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("appeals_pkey")),
        sa.UniqueConstraint("decision_id", name=op.f("appeals_decision_id_key")),
    )
    op.create_index(op.f("appeals_comment_id_idx"), "appeals", ["comment_id"], unique=False)
    op.create_index("appeals_site_idx", "appeals", ["site_id", "id"], unique=False)
    op.create_index(
        "appeals_open_idx", "appeals", ["site_id", "id"], unique=False, postgresql_where=sa.text("status = 'open'")
    )
    op.create_index(
        "appeals_text_idx",
        "appeals",
        ["site_id", "decided_at"],
        unique=False,
        postgresql_where=sa.text("text IS NOT NULL"),
    )
    op.create_table(
        "reports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("comment_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("reporter_id", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("muted", sa.Boolean(), nullable=False),
        sa.Column("wants_look", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("reports_site_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("reports_pkey")),
    )
    op.create_index("reports_reporter_key", "reports", ["comment_id", "revision", "reporter_id"], unique=True)
    op.create_index("reports_site_reporter_idx", "reports", ["site_id", "reporter_id"], unique=False)
    op.create_index(
        "reports_note_idx",
        "reports",
        ["site_id", "reported_at"],
        unique=False,
        postgresql_where=sa.text("note IS NOT NULL"),
    )
    op.create_table(
        "reporters",
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("right_count", sa.Integer(), server_default="0", nullable=False),
        sa.Column("wrong_count", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("reporters_site_id_fkey")),
        sa.PrimaryKeyConstraint("site_id", "id", name=op.f("reporters_pkey")),
    )
    op.create_table(
        "author_erasures",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("author_digest", sa.LargeBinary(), nullable=False),
        sa.Column("author_id", sa.Text(), nullable=True),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("author_erasures_site_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("author_erasures_pkey")),
    )
    op.create_index("author_erasures_author_idx", "author_erasures", ["site_id", "author_digest", "id"], unique=False)
    op.create_index(
        "author_erasures_unfinished_idx",
        "author_erasures",
        ["begun_at"],
        unique=False,
        postgresql_where=sa.text("erased_at IS NULL"),
    )
    op.create_table(
        "retention",
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("forgotten", sa.BigInteger(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("retention_site_id_fkey")),
        sa.PrimaryKeyConstraint("site_id", "kind", name=op.f("retention_pkey")),
    )
