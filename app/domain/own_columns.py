"""Tables that list their columns themselves: kinds of service, schools, years with a gap between them.

A column is a period. A head that the calendar can say (R4, 令和5年6月) is that period; any other is a period with a
name of its own, so that the figures below it are the column's alone.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from app.domain.additions import add_at, add_table
from app.domain.board import BoardIndex
from app.domain.edits import RowEdit, change, deletion, insertion
from app.domain.entity import new_uid
from app.domain.errors import InputError
from app.domain.figures import AmbiguousBlank, parse_figure
from app.domain.fiscal import Period, fiscal_year_of
from app.domain.fiscal_reading import parse_period
from app.domain.metrics import Observation, Table, TableColumn, TableRow
from app.domain.ordering import SPACING
from app.domain.plan import Indicator, NamedPeriod

FIRST_HEADS = ("列1", "列2", "列3")
Figures = Callable[[str], Iterable[Observation]]


def columns_of(index: BoardIndex, table: str) -> tuple[TableColumn, ...]:
    """Return the columns that a table lists itself, in order."""
    return index.where(TableColumn, "table", table)


def added_table(
    index: BoardIndex, node: str, meeting: str | None, title: str, after: str | None
) -> tuple[str, list[RowEdit]]:
    """Return a new table's uid and the edits that add it with one row and FIRST_HEADS, and the block that shows it."""
    uid, edits = add_table(index, node, meeting, title, "columns", None, None, after)
    for place, head in enumerate(FIRST_HEADS, 1):
        column, named = _named(TableColumn(uid=new_uid(), table=uid, position=place * SPACING, period="", label=head))
        edits += [insertion(named), insertion(column)]
    return uid, edits


def added_column(
    index: BoardIndex, table: str, head: str, after: str | None, year: int | None
) -> tuple[str, list[RowEdit]]:
    """Return a new column's uid and the edits that add it behind the column `after` (None: last).

    `year` is the fiscal year of months typed without one. InputError for an empty head or one that stands already.
    """
    column, named = _headed(index, TableColumn(uid=new_uid(), table=table, position=0, period=""), head, year)
    return column.uid, [*([insertion(named)] if named else []), *add_at(index, column, "table", after)]


def renamed_column(
    index: BoardIndex, column: TableColumn, head: str, year: int | None, *, filled: bool
) -> list[RowEdit]:
    """Return the edits that give a column another head; InputError where `filled` figures would mean another period."""
    if head.strip() == column.label:
        return []
    fresh, named = _headed(index, column, head, year)
    own = index.one(NamedPeriod, column.period)
    if named and own and _alone(index, column):
        return [change(own, replace(own, label=named.label)), change(column, replace(fresh, period=column.period))]
    if named and filled:  # a calendar period keeps its meaning under other words
        return [change(column, replace(fresh, period=column.period))]
    if filled and fresh.period != column.period:
        raise InputError(f"数値が入っているため「{head.strip()}」という期間の列にはできません。列を足してください。")
    return [*([insertion(named)] if named else []), change(column, fresh)]


def removed_columns(index: BoardIndex, columns: Sequence[TableColumn], figures: Figures) -> list[RowEdit]:
    """Return the edits that delete columns of one table with the figures that only they show."""
    gone = {column.period for column in columns if column.period.startswith("x:") and _alone(index, column)}
    edits = [deletion(one) for metric in _metrics(index, columns) for one in figures(metric) if one.period in gone]
    return [*edits, *(deletion(column) for column in columns)]


def listed(index: BoardIndex, table: Table, periods: Iterable[tuple[str, str]]) -> list[RowEdit]:
    """Return the edits that let a table of months or years list the columns (period and label) that it has now."""
    columns = [
        TableColumn(uid=new_uid(), table=table.uid, position=place * SPACING, period=period, label=label)
        for place, (period, label) in enumerate(periods, 1)
    ]
    return [
        change(table, replace(table, axis="columns", start=None, end=None, total_label=None)),
        *map(insertion, columns),
    ]


def _headed(
    index: BoardIndex, column: TableColumn, head: str, year: int | None
) -> tuple[TableColumn, NamedPeriod | None]:
    """Return a column under a head, and the name of its period where the calendar has none."""
    words = head.strip()
    if not words:
        raise InputError("列の見出しは空にできません。")
    others = [one for one in columns_of(index, column.table) if one.uid != column.uid]
    if any(one.label == words for one in others):
        raise InputError(f"「{words}」の列は、もうあります。")
    try:
        period = str(parse_period(words, year).code)
    except InputError:
        return _named(replace(column, label=words))
    if any((one.period, one.kind) == (period, column.kind) for one in others):
        raise InputError(f"「{words}」と同じ期間の列が、もうあります。")
    return replace(column, label=words, period=period), None


def _named(column: TableColumn) -> tuple[TableColumn, NamedPeriod]:
    code = f"x:{new_uid()}"
    named = NamedPeriod(uid=code, label=str(column.label), sort_key=f"9999-99-99 {code}")
    return replace(column, period=code), named


def _alone(index: BoardIndex, column: TableColumn) -> bool:
    """Say whether no other column stands for the same period."""
    return len(index.where(TableColumn, "period", column.period)) <= 1


def _metrics(index: BoardIndex, columns: Sequence[TableColumn]) -> list[str]:
    """Return the metrics that only the columns' table shows."""
    tables = {column.table for column in columns}
    rows = [row for table in tables for row in index.where(TableRow, "table", table) if row.metric]
    return [
        str(row.metric)
        for row in rows
        if not index.where(Indicator, "metric", row.metric)
        and {one.table for one in index.where(TableRow, "metric", row.metric)} == tables
    ]


def names_columns(index: BoardIndex, table: str, lines: Sequence[Sequence[str]]) -> bool:
    """Say whether a pasted block begins with a line of heads: names that are no figures, or the table's own."""
    if len(lines) < 2 or len(lines[0]) < 2:
        return False
    heads, own = heads_of(lines), {column.label for column in columns_of(index, table)}
    if not heads or not all(heads) or not all(line and line[0].strip() for line in lines[1:]):
        return False
    return own.issuperset(heads) or not any(map(_is_figure, heads))


def heads_of(lines: Sequence[Sequence[str]]) -> list[str]:
    """Return the heads in the first line of a pasted block, without empty ones at its end."""
    heads = [cell.strip() for cell in lines[0][1:]]
    while heads and not heads[-1]:
        heads.pop()
    return heads


def unlisted(index: BoardIndex, table: Table, axis: str, months: Sequence[str], figures: Figures) -> list[RowEdit]:
    """Return the edits that let a table with own columns run over these months, or the fiscal years of them, again."""
    ends = (months[0], months[-1])
    start, end = ends if axis == "months" else (fiscal_year_of(month) for month in ends)
    total = "計" if axis == "months" else None
    plain = change(table, replace(table, axis=axis, start=start, end=end, total_label=total))
    return [plain, *removed_columns(index, columns_of(index, table.uid), figures)]


def months_meant(index: BoardIndex, table: str) -> tuple[str, ...]:
    """Return the months from the first to the last that the calendar columns of a table stand for, () for none."""
    found = sorted(month for column in columns_of(index, table) for month in Period.from_code(column.period).months())
    return Period.from_code(f"{found[0]}/{found[-1]}").months() if found else ()


def _is_figure(text: str) -> bool:
    try:
        parse_figure(text)
    except AmbiguousBlank:
        return True
    except InputError:
        return False
    return True
