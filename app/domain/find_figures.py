"""The figures of a board as lines to be found: those that are stored, and those that tabs compute."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from app.domain.display import show
from app.domain.entity import Key
from app.domain.find import Query, read_query
from app.domain.labels import MISSING_KINDS
from app.domain.metrics import Metric, Observation
from app.domain.report import FigureView, GoalReport, ItemReport
from app.domain.series import Figure, exact
from app.domain.text import search_key

_COMPUTED = ("derived", "printed")


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure that stands somewhere and is no stored observation: computed, or a target."""

    metric: str
    period: str
    text: str
    kind: str
    table: str
    row: Key


def forms(metric: Metric, observation: Observation) -> tuple[str, ...]:
    """Return the forms under which a stored figure is found: as shown, as stored, as printed."""
    found: list[str] = []
    if observation.missing and observation.missing in MISSING_KINDS:
        found.append(search_key(MISSING_KINDS[observation.missing]))
    if observation.text:
        found.append(search_key(observation.text))
    if observation.value is not None:
        found += _number_forms(metric, observation)
    elif observation.numerator is not None:
        found += words_of(view(metric, observation).text)
    if observation.printed:
        found += words_of(observation.printed)
    return tuple(found)


def _number_forms(metric: Metric, observation: Observation) -> tuple[str, ...]:
    value = observation.value or ""
    if metric.scale == "percent" and observation.unit is None:
        value = plain_decimal(Decimal(value) * 100)
    if metric.digits is None and observation.digits is None:
        return (value,)
    return (*words_of(view(metric, observation).text), value)


def plain_decimal(value: Decimal) -> str:
    """Return a decimal without exponent and without zeros at its end."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def view(metric: Metric, observation: Observation) -> FigureView:
    """Return a stored figure as shown, whatever the meeting's day."""
    figure = Figure(exact(observation), observation.missing, observation.text, "typed", observation)
    return show(metric, figure, observation.period)


def words_of(shown: str) -> tuple[str, ...]:
    """Return what finds a figure as shown: its plain number, or its words."""
    query: Query = read_query(shown.strip("[]※"))
    return (query.number,) if query.number else ("".join(query.words),) if query.words else ()


def shown_in_goal(report: GoalReport) -> Iterator[Shown]:
    """Yield the computed figures and the targets of a goal's table."""
    for row in report.rows:
        if row.target.text and row.target_uid:
            yield Shown(row.metric, report.target_label, row.target.full, "", "target", (row.target_uid,))
        if row.rate.text:
            yield Shown(row.metric, "達成率", row.rate.full, "", "indicator", (row.uid,))
        yield from _computed(row.metric, row.years)


def shown_in_item(report: ItemReport) -> Iterator[Shown]:
    """Yield the computed figures of an item's tables, totals included."""
    for block in report.blocks:
        for row in block.table.rows if block.table else ():
            if row.metric:
                yield from _computed(row.metric, (*row.cells, *((row.total,) if row.total else ())))


def _computed(metric: str, views: tuple[FigureView, ...]) -> Iterator[Shown]:
    for one in views:
        if one.state in _COMPUTED and one.text and one.period:
            key = (metric, one.period, "result", "")
            yield Shown(metric, one.period, one.full, "計算", "observation", key)
