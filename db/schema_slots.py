"""The table of the slots that campaigns fill. Deliveries refer to its rows, so they are for ever."""

from db.columns import check, optional, required, table, text_key
from db.types import Moment

slot = table(
    "slot",
    text_key(),
    required("days"),
    required("wall_time"),
    required("zone"),
    required("added_at", Moment),
    required("added_by"),
    optional("removed_at", Moment),
    optional("removed_by"),
    check("removed", "(removed_at IS NULL) = (removed_by IS NULL)"),
)
