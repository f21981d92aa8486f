"""The deadline of an agreement about one child is of that child: others do not see it."""

from alembic import op

revision = "2026_11_22_20_child_of_deadline"
down_revision = "2026_11_22_19_seals"
branch_labels = None
depends_on = None

_OF_AGREEMENT = (
    "SELECT {what} FROM agreement WHERE agreement.case_id = deadline.case_id"
    " AND deadline.key = 'agreement.' || agreement.public_id"
)


def upgrade() -> None:
    """Go one step on."""
    child = _OF_AGREEMENT.format(what="agreement.child_id")
    slot = _OF_AGREEMENT.format(what="coalesce(cast(agreement.child_id as text), '')")
    op.execute(
        f"UPDATE deadline SET child_id = ({child}), slot = ({slot})"  # noqa: S608 - no value of anybody
        " WHERE deadline.child_id IS NULL AND EXISTS ("
        + _OF_AGREEMENT.format(what="1")
        + " AND agreement.child_id IS NOT NULL)"
    )


def downgrade() -> None:
    """Go one step back."""
    op.execute("UPDATE deadline SET child_id = NULL, slot = '' WHERE key LIKE 'agreement.%'")
