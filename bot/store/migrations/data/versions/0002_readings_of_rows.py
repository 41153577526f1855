"""How every row was checked after its first draft."""

import sqlalchemy as sa
from alembic import op

revision = "data_0002"
down_revision = "data_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # The rows of an older copy are replaced right after this step, so the empty text is never read.
    column = sa.Column("reviewed_by", sa.String(64), nullable=False, server_default="")
    op.add_column("product_specific_rules", column)


def downgrade() -> None:
    op.drop_column("product_specific_rules", "reviewed_by")
