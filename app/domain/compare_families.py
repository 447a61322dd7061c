"""Which rows of a board belong together: what comes and goes as one, and among whom a row has its order."""

from collections.abc import Mapping

from app.domain.entity import Key, Row

Slot = tuple[str, Key]

SIBLINGS: dict[str, tuple[str, ...]] = {
    "plan": (),
    "level": ("plan",),
    "department": (),
    "meeting": (),
    "placement": ("parent",),
    "metric": ("node",),
    "indicator": ("node",),
    "scheme": (),
    "legend": ("scheme",),
    "reason": ("scheme",),
    "rule": ("scheme",),
    "table_row": ("table",),
    "table_column": ("table",),
    "event": ("metric",),
    "block": ("node",),
    "list_item": ("block",),
    "phase": ("block",),
    "chart_series": ("block",),
    "slide": ("meeting",),
    "correction": ("meeting",),
    "fixed_figure": ("version",),
    "responsibility": ("indicator", "metric", "node"),
}
"""Tables whose rows have an order, and the columns that say among whom (none: all of them)."""
BELONGS = {
    "observation": (("metric", "metric"),),
    "event": (("metric", "metric"),),
    "target": (("indicator", "indicator"),),
    "responsibility": (("indicator", "indicator"), ("metric", "metric"), ("node", "node")),
    "assessment": (("indicator", "indicator"), ("node", "node")),
    "placement": (("child", "node"),),
    "indicator": (("node", "node"),),
    "block": (("node", "node"),),
    "table_row": (("table", "table_view"),),
    "table_column": (("table", "table_view"),),
    "loose_line": (("table", "table_view"),),
    "list_item": (("block", "block"),),
    "phase": (("block", "block"),),
    "chart_series": (("block", "block"),),
    "slide": (("node", "node"), ("meeting", "meeting")),
    "correction": (("meeting", "meeting"),),
    "fixed_version": (("meeting", "meeting"),),
    "fixed_figure": (("version", "fixed_version"),),
    "level": (("plan", "plan"),),
    "legend": (("scheme", "scheme"),),
    "reason": (("scheme", "scheme"),),
    "rule": (("scheme", "scheme"),),
}
"""Whom a row belongs to: it is one choice with the first of these rows that is added or removed with it."""
SHOWN_BY = {"metric": ("metric", ("indicator", "table_row")), "table_view": ("table", ("block",))}
"""What belongs to the row that shows it: a series to its indicator or row of a table, a table to its block."""


def families(alone: Mapping[Slot, Row]) -> dict[Slot, list[Slot]]:
    """Return rows by the row that they belong to in the end."""
    shown_by = _shown_by(alone)
    found: dict[Slot, list[Slot]] = {}
    for slot in alone:
        found.setdefault(_root(slot, alone, shown_by), []).append(slot)
    return found


def _root(slot: Slot, alone: Mapping[Slot, Row], shown_by: Mapping[Slot, Slot]) -> Slot:
    seen = {slot}
    while True:
        above = shown_by.get(slot) or _owner_in(slot, alone)
        if above is None or above in seen:  # a ring that a damaged board may hold ends
            return slot
        seen.add(above)
        slot = above


def _owner_in(slot: Slot, alone: Mapping[Slot, Row]) -> Slot | None:
    row = alone[slot]
    owners = ((table, (str(row[name]),)) for name, table in BELONGS.get(slot[0], ()) if row.get(name))
    return next((owner for owner in owners if owner in alone), None)


def _shown_by(alone: Mapping[Slot, Row]) -> dict[Slot, Slot]:
    """Return for a series, a table and a node the row under which they come along."""
    found: dict[Slot, Slot] = {}
    for (table, key), row in alone.items():
        for shown, (column, users) in SHOWN_BY.items():
            target = (shown, (str(row.get(column)),))
            if table in users and target in alone:
                found.setdefault(target, (table, key))
        parent = ("node", (str(row.get("parent")),))
        if table == "placement" and parent in alone:
            found.setdefault(("node", (str(row["child"]),)), parent)
    return {slot: above for slot, above in found.items() if slot in alone}


def owner_of(table: str, row: Row) -> Key:
    """Return among whom a row has its order."""
    return tuple(str(row.get(name) or "") for name in SIBLINGS[table])


def ordered(rows: Mapping[Key, Row], keys: list[Key]) -> list[Key]:
    """Return keys in the order of their rows."""
    return sorted(keys, key=lambda key: (int(str(rows[key]["position"])), key))
