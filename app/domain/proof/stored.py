"""The figures of tables as they stand in the file, typed or printed: nothing computed, nothing reconstructed."""

from dataclasses import dataclass
from fractions import Fraction

from app.domain.fiscal import format_period
from app.domain.metrics import LooseLine, Metric, Observation, Table, TableRow
from app.domain.report_goal import Scene
from app.domain.report_table import table_columns
from app.domain.series import canonical_period, exact, months_in

RECONSTRUCTED = "reconstructed"
Cell = tuple[str, str]
"""A metric and a canonical period."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A table's figures: `rows` are metrics, `columns` its own periods, `totals` longer ones within them."""

    table: Table
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    totals: tuple[str, ...]
    cells: dict[Cell, Fraction]


def stored_table(scene: Scene, table: Table) -> Stored:
    """Return the stored figures of a table's rows, shares and rates left out."""
    rows = tuple(
        dict.fromkeys(
            row.metric for row in scene.index.where(TableRow, "table", table.uid) if row.metric and _adds(scene, row)
        )
    )
    listed = [column for column in table_columns(scene, table) if column.kind == "result"]
    columns = tuple(dict.fromkeys(canonical_period(column.period) for column in listed))
    within = {month for column in columns for month in months_in(column)}
    cells: dict[Cell, Fraction] = {}
    totals: dict[str, None] = {}
    for uid in rows:
        for period, item in stored_figures(scene, uid).items():
            months = months_in(period)
            if period in columns or (len(months) > 1 and within.issuperset(months)):
                cells[uid, period] = exact(item) or Fraction(0)
                if period not in columns:
                    totals[period] = None
    return Stored(table, rows, columns, tuple(totals), cells)


def stored_figures(scene: Scene, metric: str, reconstructed: bool = False) -> dict[str, Observation]:
    """Return the results of a metric that the meeting shows and that have a value, by canonical period.

    Values that were reconstructed from totals prove nothing and are left out unless asked for.
    """
    found: dict[str, Observation] = {}
    for item in scene.book.observations(metric):
        counts = item.kind == "result" and item.value is not None and (reconstructed or item.quality != RECONSTRUCTED)
        if counts and scene.book.observation(metric, item.period) is item:
            found[canonical_period(item.period)] = item
    return found


def loose_figures(line: LooseLine) -> tuple[Fraction, ...]:
    """Return the figures of a line whose places are lost, none where they cannot be read."""
    try:
        return tuple(Fraction(part.replace(",", "")) for part in line.figures.split())
    except ValueError:
        return ()


def period_name(scene: Scene, period: str) -> str:
    """Return a period as a sentence calls it: 5月, or the words for a longer one."""
    short = len(months_in(period)) == 1
    return format_period(period, "month") if short else scene.period_label(period, "era_long")


def name_of(scene: Scene, metric: str) -> str:
    """Return the name of a metric."""
    return scene.index.get(Metric, metric).name


def _adds(scene: Scene, row: TableRow) -> bool:
    metric = scene.index.one(Metric, row.metric)
    return metric is not None and row.role != "rate" and metric.scale != "percent" and metric.unit not in ("%", "％")
