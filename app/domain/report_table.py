"""Build metric tables: columns over the axis, rows with their totals, events with theirs."""

from app.domain.display import show
from app.domain.fiscal import Period, format_period
from app.domain.metrics import Event, Metric, Table, TableColumn, TableRow
from app.domain.report import ColumnView, EventGroup, EventView, FigureView, TableRowView, TableView
from app.domain.report_goal import Scene
from app.domain.series import Figure, counted_label, span_code

RECONSTRUCTED_NOTE = "※は合計から復元した値です（資料の月の欄は空白）。"
UNKNOWN_NOTE = "「不明」は資料の合計からは定まらない月です。"
PRINTED_NOTE = "[ ]の計は資料の印字値です（不明の月を含むため計算していません）。"


def build_table(scene: Scene, table: Table) -> TableView:
    """Return a table as laid out; an event table fills groups, every other one columns and rows."""
    columns = table_columns(scene, table)
    rows = () if table.axis == "events" else _rows(scene, table, columns)
    groups = _groups(scene, table) if table.axis == "events" else ()
    period = table_period(table, columns)
    return TableView(
        uid=table.uid,
        title=table.title,
        unit=table.unit or "",
        axis=table.axis,
        down=table.orientation == "down",
        row_heading=table.row_heading or "",
        columns=columns,
        rows=rows,
        groups=groups,
        total_label=_total_label(scene, table, rows, period),
        total_period=period,
        notes=_notes(table, rows),
    )


def table_columns(scene: Scene, table: Table) -> tuple[ColumnView, ...]:
    """Return the columns of a table: those it lists itself, else the months or fiscal years from start to end."""
    own = scene.index.where(TableColumn, "table", table.uid)
    if own:
        return tuple(ColumnView(item.period, item.label or _label(scene, item.period), "", item.kind) for item in own)
    if table.start is None or table.end is None:
        return ()
    if table.axis == "years":
        first, last = int(table.start[2:6]), int(table.end[2:6])
        return tuple(ColumnView(f"FY{year}", _label(scene, f"FY{year}"), "") for year in range(first, last + 1))
    months = Period.from_code(f"{table.start}/{table.end}").months() if table.axis == "months" else ()
    groups = {month: format_period(f"CY{month[:4]}", "era_long") for month in months}
    return tuple(ColumnView(month, _label(scene, month), group) for month, group in groups.items())


def table_period(table: Table, columns: tuple[ColumnView, ...]) -> str:
    """Return the period that a table's totals stand for, '' where its columns are no run of months."""
    if table.axis == "months" and columns:
        return span_code(tuple(column.period for column in columns))
    if table.start and table.end and table.axis == "events":
        return table.start if table.start == table.end else f"{table.start}/{table.end}"
    return ""


def _label(scene: Scene, code: str) -> str:
    return scene.period_label(code, "month" if Period.from_code(code).kind == "month" else "era_short")


def _rows(scene: Scene, table: Table, columns: tuple[ColumnView, ...]) -> tuple[TableRowView, ...]:
    period = table_period(table, columns)
    return tuple(_row(scene, table, row, columns, period) for row in scene.index.where(TableRow, "table", table.uid))


def _row(scene: Scene, table: Table, row: TableRow, columns: tuple[ColumnView, ...], period: str) -> TableRowView:
    metric = scene.index.one(Metric, row.metric)
    cells = tuple(scene.figure(metric, column.period, column.kind) if metric else FigureView() for column in columns)
    total = None
    if metric and table.total_label is not None and period:
        total = scene.figure(metric, period)
    return TableRowView(
        uid=row.uid,
        metric=row.metric,
        label=row.label or (metric.name if metric else ""),
        sublabel=row.sublabel or (metric.definition or "" if metric else ""),
        role=row.role,
        cells=cells,
        total=total,
        formula=metric.formula if metric else None,
    )


def _groups(scene: Scene, table: Table) -> tuple[EventGroup, ...]:
    groups = []
    for row in scene.index.where(TableRow, "table", table.uid):
        if row.metric is not None:
            metric = scene.index.get(Metric, row.metric)
            events = tuple(_event(scene, metric, item) for item in scene.index.where(Event, "metric", metric.uid))
            groups.append(EventGroup(metric.uid, row.label or metric.name, events, events_total(scene, metric)))
    return tuple(groups)


def _event(scene: Scene, metric: Metric, event: Event) -> EventView:
    day = event.printed_day or scene.period_label(event.period, "era_long")
    figure = scene.figure(metric, event.period)
    inferred = event.certainty != "certain"
    return EventView(event.uid, day, event.period, inferred, event.place or "", event.title or "", figure)


def events_total(scene: Scene, metric: Metric) -> FigureView:
    """Return the sum over a metric's events; empty where one of them has no figure."""
    events = scene.index.where(Event, "metric", metric.uid)
    values = [scene.book.figure(metric.uid, event.period).value for event in events]
    known = [value for value in values if value is not None]
    if not values or len(known) != len(values):
        return FigureView(reason="人数のない回があるため計を出していません。" if values else "")
    return show(metric, Figure(sum(known, known[0] * 0), source="computed"), "", None, "各回の合計")


def _total_label(scene: Scene, table: Table, rows: tuple[TableRowView, ...], period: str) -> str:
    """Return the total's head; 「計（4〜2月）」 where some row counts fewer months than the axis has."""
    if table.total_label is None or not period or table.axis != "months":
        return table.total_label or ""
    whole = Period.from_code(period).months()
    counted = [scene.book.figure(row.metric, period).months for row in rows if row.metric]
    label = counted_label(max((run for run in counted if run), key=len, default=()), whole)
    return f"計（{label}）" if label else table.total_label


def _notes(table: Table, rows: tuple[TableRowView, ...]) -> tuple[str, ...]:
    cells = [cell for row in rows for cell in row.cells]
    totals = [row.total for row in rows if row.total] + cells
    notes = [table.remark] if table.remark else []
    if any(cell.state == "reconstructed" for cell in cells):
        notes.append(RECONSTRUCTED_NOTE)
    if any(cell.missing == "unknown" for cell in cells):
        notes.append(UNKNOWN_NOTE)
    if any(cell.state == "printed" for cell in totals):
        notes.append(PRINTED_NOTE)
    return tuple(notes)


def table_metrics(scene: Scene, table: Table) -> tuple[str, ...]:
    """Return the metrics of a table's rows."""
    return tuple(row.metric for row in scene.index.where(TableRow, "table", table.uid) if row.metric)


def node_of_metric(scene: Scene, metric: Metric) -> str | None:
    """Return the node that a metric belongs to: its own, else that of the first table that shows it."""
    if metric.node is not None:
        return metric.node
    rows = scene.index.where(TableRow, "metric", metric.uid)
    return scene.index.get(Table, rows[0].table).node if rows else None
