"""The copy of the data: agreements, rules, markets, duties, product labels."""

import sqlalchemy as sa
from alembic import op

revision = "data_0001"
down_revision = None
branch_labels = None
depends_on = None

_TABLES = (
    "product_specific_rules",
    "market_agreements",
    "agreement_partners",
    "tariff_lines",
    "tariff_files",
    "protocols",
    "product_labels",
    "markets",
    "duty_rules",
    "data_builds",
    "agreements",
)


def upgrade() -> None:
    op.create_table('agreements',
    sa.Column('id', sa.String(length=64), nullable=False),
    sa.Column('title_de', sa.Text(), nullable=False),
    sa.Column('title_en', sa.Text(), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('status', sa.String(length=32), nullable=False),
    sa.Column('origin_protocol', sa.String(length=64)),
    sa.Column('legal_reference', sa.JSON(), nullable=False),
    sa.Column('note_de', sa.Text(), nullable=False),
    sa.Column('note_en', sa.Text(), nullable=False),
    sa.Column('confidence', sa.String(length=16), nullable=False),
    sa.Column('as_of', sa.Date(), nullable=False),
    sa.PrimaryKeyConstraint('id', name='pk_agreements')
    )
    op.create_table('data_builds',
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('data_version', sa.String(length=64), nullable=False),
    sa.Column('fingerprint', sa.String(length=64), nullable=False),
    sa.Column('built_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name='pk_data_builds')
    )
    op.create_table('duty_rules',
    sa.Column('line', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('markets', sa.Text(), nullable=False),
    sa.Column('agreements', sa.Text(), nullable=False),
    sa.Column('side', sa.String(length=16), nullable=False),
    sa.Column('hs_from', sa.String(length=10), nullable=False),
    sa.Column('hs_to', sa.String(length=10), nullable=False),
    sa.Column('percent', sa.String(length=32)),
    sa.Column('text_de', sa.Text(), nullable=False),
    sa.Column('text_en', sa.Text(), nullable=False),
    sa.Column('valid_from', sa.Date()),
    sa.Column('valid_to', sa.Date()),
    sa.Column('confidence', sa.String(length=16), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('line', name='pk_duty_rules')
    )
    op.create_table('markets',
    sa.Column('iso2', sa.String(length=2), nullable=False),
    sa.Column('status', sa.String(length=64), nullable=False),
    sa.Column('note_de', sa.Text(), nullable=False),
    sa.Column('note_en', sa.Text(), nullable=False),
    sa.Column('confidence', sa.String(length=16), nullable=False),
    sa.Column('as_of', sa.Date()),
    sa.Column('source', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('iso2', name='pk_markets')
    )
    op.create_table('product_labels',
    sa.Column('hs', sa.String(length=6), nullable=False),
    sa.Column('label_de', sa.Text(), nullable=False),
    sa.Column('label_en', sa.Text(), nullable=False),
    sa.Column('words_de', sa.Text(), nullable=False),
    sa.Column('words_en', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('hs', name='pk_product_labels')
    )
    op.create_table('protocols',
    sa.Column('id', sa.String(length=64), nullable=False),
    sa.Column('title_de', sa.Text(), nullable=False),
    sa.Column('title_en', sa.Text(), nullable=False),
    sa.Column('hs_edition', sa.String(length=4), nullable=False),
    sa.Column('rules_recorded', sa.Boolean(), nullable=False),
    sa.Column('warning_de', sa.Text(), nullable=False),
    sa.Column('warning_en', sa.Text(), nullable=False),
    sa.Column('as_of', sa.Date(), nullable=False),
    sa.PrimaryKeyConstraint('id', name='pk_protocols')
    )
    op.create_table('tariff_files',
    sa.Column('market', sa.String(length=2), nullable=False),
    sa.Column('agreement_id', sa.String(length=64), nullable=False),
    sa.Column('side', sa.String(length=16), nullable=False),
    sa.Column('path', sa.String(length=255), nullable=False),
    sa.Column('hs_edition', sa.String(length=4), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date()),
    sa.Column('confidence', sa.String(length=16), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('market', 'agreement_id', 'side', name='pk_tariff_files')
    )
    op.create_table('tariff_lines',
    sa.Column('path', sa.String(length=255), nullable=False),
    sa.Column('line', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('code', sa.String(length=10), nullable=False),
    sa.Column('rate', sa.Text()),
    sa.Column('percent', sa.String(length=32)),
    sa.Column('notes', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('path', 'line', name='pk_tariff_lines')
    )
    op.create_index('ix_tariff_lines_code', 'tariff_lines', ['code'])
    op.create_table('agreement_partners',
    sa.Column('agreement_id', sa.String(length=64), nullable=False),
    sa.Column('market', sa.String(length=2), nullable=False),
    sa.Column('applied_from', sa.Date()),
    sa.Column('applied_until', sa.Date()),
    sa.ForeignKeyConstraint(['agreement_id'], ['agreements.id'], name='fk_agreement_partners_agreement_id'),
    sa.PrimaryKeyConstraint('agreement_id', 'market', name='pk_agreement_partners')
    )
    op.create_table('market_agreements',
    sa.Column('market', sa.String(length=2), nullable=False),
    sa.Column('agreement_id', sa.String(length=64), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['agreement_id'], ['agreements.id'], name='fk_market_agreements_agreement_id'),
    sa.ForeignKeyConstraint(['market'], ['markets.iso2'], name='fk_market_agreements_market'),
    sa.PrimaryKeyConstraint('market', 'agreement_id', name='pk_market_agreements')
    )
    op.create_table('product_specific_rules',
    sa.Column('protocol_id', sa.String(length=64), nullable=False),
    sa.Column('row', sa.String(length=64), nullable=False),
    sa.Column('line', sa.Integer(), nullable=False),
    sa.Column('hs_from', sa.String(length=6), nullable=False),
    sa.Column('hs_to', sa.String(length=6), nullable=False),
    sa.Column('covers', sa.String(length=16), nullable=False),
    sa.Column('description_de', sa.Text(), nullable=False),
    sa.Column('description_en', sa.Text(), nullable=False),
    sa.Column('rule', sa.Text(), nullable=False),
    sa.Column('direction', sa.String(length=32), nullable=False),
    sa.Column('valid_from', sa.Date()),
    sa.Column('valid_to', sa.Date()),
    sa.Column('confidence', sa.String(length=1), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('remark', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['protocol_id'], ['protocols.id'], name='fk_product_specific_rules_protocol_id'),
    sa.PrimaryKeyConstraint('protocol_id', 'row', name='pk_product_specific_rules')
    )
    op.create_index('ix_product_specific_rules_hs_from', 'product_specific_rules', ['hs_from'])


def downgrade() -> None:
    for table in _TABLES:
        op.drop_table(table)
