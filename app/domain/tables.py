"""The list of all tables, in the order in which they are dumped; parents stand before their children."""

from app.domain import blocks, metrics, plan
from app.domain.edits import History
from app.domain.entity import Entity

STRUCTURE: tuple[type[Entity], ...] = (
    plan.Board,
    plan.Plan,
    plan.Level,
    plan.Department,
    plan.NamedPeriod,
    plan.Meeting,
    plan.Node,
    plan.Placement,
    metrics.Metric,
    plan.Indicator,
    plan.Target,
    plan.Responsibility,
    plan.Succession,
    plan.Scheme,
    plan.Legend,
    plan.Reason,
    plan.Rule,
    plan.Assessment,
    metrics.Table,
    metrics.TableRow,
    metrics.TableColumn,
    metrics.Event,
    blocks.Block,
    blocks.ListItem,
    blocks.Phase,
    blocks.ChartSeries,
    plan.Correction,
)
"""Read whole when a file is opened: what the program needs to know to draw any tab."""

ON_DEMAND: tuple[type[Entity], ...] = (
    metrics.Observation,
    blocks.Image,
    plan.FixedVersion,
    plan.FixedFigure,
    History,
)
"""Read only where needed: they grow with the years."""

ENTITIES: tuple[type[Entity], ...] = STRUCTURE + ON_DEMAND

BY_TABLE: dict[str, type[Entity]] = {entity.TABLE: entity for entity in ENTITIES}
