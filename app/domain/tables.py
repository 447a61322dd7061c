"""The list of all tables, in the order in which they are dumped; parents stand before their children.

The names are known at once, the entities behind them are imported when one of them is first asked for: the first window
needs few of them.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

STRUCTURE_NAMES = {
    "board": "plan.Board",
    "plan": "plan.Plan",
    "level": "plan.Level",
    "department": "plan.Department",
    "named_period": "plan.NamedPeriod",
    "meeting": "plan.Meeting",
    "node": "plan.Node",
    "placement": "plan.Placement",
    "metric": "metrics.Metric",
    "indicator": "plan.Indicator",
    "target": "plan.Target",
    "responsibility": "plan.Responsibility",
    "succession": "plan.Succession",
    "scheme": "plan.Scheme",
    "legend": "plan.Legend",
    "reason": "plan.Reason",
    "rule": "plan.Rule",
    "assessment": "plan.Assessment",
    "table_view": "metrics.Table",
    "table_row": "metrics.TableRow",
    "table_column": "metrics.TableColumn",
    "loose_line": "metrics.LooseLine",
    "event": "metrics.Event",
    "block": "blocks.Block",
    "list_item": "blocks.ListItem",
    "phase": "blocks.Phase",
    "chart_series": "blocks.ChartSeries",
    "slide": "paper.Slide",
    "correction": "plan.Correction",
    "settlement": "settlement.Settlement",
}
"""Read whole when a file is opened: what the program needs to know to draw any tab."""

ON_DEMAND_NAMES = {
    "observation": "metrics.Observation",
    "image": "blocks.Image",
    "fixed_version": "plan.FixedVersion",
    "fixed_figure": "plan.FixedFigure",
    "history": "history.History",
}
"""Read only where needed: they grow with the years."""

if TYPE_CHECKING:
    from app.domain.entity import Entity

    STRUCTURE: tuple[type[Entity], ...]
    ON_DEMAND: tuple[type[Entity], ...]
    ENTITIES: tuple[type[Entity], ...]
    BY_TABLE: dict[str, type[Entity]]

_LISTS = ("STRUCTURE", "ON_DEMAND", "ENTITIES", "BY_TABLE")


def __getattr__(name: str) -> Any:
    """Make the lists of entities, all of them when one of them is first asked for."""
    if name not in _LISTS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    structure, on_demand = (
        {table: _entity(place) for table, place in names.items()} for names in (STRUCTURE_NAMES, ON_DEMAND_NAMES)
    )
    by_table = structure | on_demand
    made = (tuple(structure.values()), tuple(on_demand.values()), tuple(by_table.values()), by_table)
    globals().update(zip(_LISTS, made, strict=True))
    return globals()[name]


def _entity(place: str) -> Any:
    module, name = place.split(".")
    return getattr(import_module(f"app.domain.{module}"), name)
