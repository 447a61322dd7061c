"""Build the trend of one metric: months beside last year, years beside their targets, where figures come from."""

from fractions import Fraction

from app.domain.display import show_target
from app.domain.fiscal import Period, fiscal_year_of, format_period, months_of
from app.domain.labels import OBSERVATION_KINDS, QUALITIES
from app.domain.metrics import Metric, Observation
from app.domain.plan import Department, Indicator, Target
from app.domain.report import ChartView, FigureView, SeriesView, TrendView
from app.domain.report_goal import Scene, current_target, year_before

YEARS_SHOWN = 10


def build_trend(scene: Scene, uid: str) -> TrendView:
    """Return the trend of a metric around the meeting's fiscal year."""
    metric = scene.index.get(Metric, uid)
    year = scene.fiscal_year or _latest_year(scene, uid)
    months = months_of(year) if year else ()
    before = months_of(year_before(year)) if year else ()
    years = _years(scene, uid, year)
    month_cells = tuple(scene.figure(metric, month) for month in months)
    last_cells = tuple(scene.figure(metric, month) for month in before)
    year_cells = tuple(scene.figure(metric, code) for code in years)
    month_labels = tuple(format_period(month, "month") for month in months)
    year_labels = tuple(format_period(code, "era_short") for code in years)
    return TrendView(
        metric=uid,
        title=metric.name,
        unit="%" if metric.scale == "percent" else metric.unit or "",
        months=_month_chart(metric, months, month_labels, month_cells, last_cells, year),
        years=_year_chart(scene, metric, years, year_labels, year_cells),
        month_cells=month_cells,
        year_cells=year_cells,
        last_year_cells=last_cells,
        month_total=scene.figure(metric, year) if year else FigureView(),
        month_labels=month_labels,
        year_labels=year_labels,
        formula=scene.index.shown_formula(metric),
        source=metric.source or "",
        remarks=_remarks(scene, metric),
    )


def _latest_year(scene: Scene, uid: str) -> str | None:
    periods = [Period.from_code(item.period) for item in scene.book.observations(uid)]
    return max((fiscal_year_of(item.code) for item in periods if item.kind in ("fiscal_year", "month")), default=None)


def _years(scene: Scene, uid: str, current: str | None) -> tuple[str, ...]:
    """Return the fiscal years with figures or targets and those between, the last YEARS_SHOWN of them."""
    found = {current} if current and current.startswith("FY") else set()
    for item in scene.book.observations(uid):
        if item.kind == "result" and Period.from_code(item.period).kind in ("fiscal_year", "month"):
            found.add(fiscal_year_of(item.period))
    found |= {item.period for item in _targets(scene, uid) if item.period.startswith("FY")}
    numbers = sorted(int(code[2:6]) for code in found)
    return tuple(f"FY{year}" for year in range(numbers[0], numbers[-1] + 1))[-YEARS_SHOWN:] if numbers else ()


def _targets(scene: Scene, uid: str) -> list[Target]:
    indicators = scene.index.where(Indicator, "metric", uid)
    return [item for indicator in indicators for item in scene.index.where(Target, "indicator", indicator.uid)]


def _values(cells: tuple[FigureView, ...]) -> tuple[Fraction | None, ...]:
    return tuple(cell.value for cell in cells)


def _month_chart(
    metric: Metric,
    months: tuple[str, ...],
    labels: tuple[str, ...],
    cells: tuple[FigureView, ...],
    before: tuple[FigureView, ...],
    year: str | None,
) -> ChartView:
    label = format_period(year, "era_short") if year else ""
    last = format_period(year_before(year), "era_short") if year else ""
    percent = metric.scale == "percent"
    series = SeriesView(metric.uid, label, "line", "left", _values(cells), percent, metric.unit or "")
    shown_before = _values(before) if any(cell.value is not None for cell in before) else ()
    return ChartView("line", f"{metric.name}（月別）", labels, months, (series,), None, "", shown_before, last)


def _year_chart(
    scene: Scene, metric: Metric, years: tuple[str, ...], labels: tuple[str, ...], cells: tuple[FigureView, ...]
) -> ChartView:
    series = SeriesView(metric.uid, "実績", "bar", "left", _values(cells), metric.scale == "percent", metric.unit or "")
    indicators = scene.index.where(Indicator, "metric", metric.uid)
    target, _ = current_target(scene, indicators[0]) if indicators else (None, ())
    view = show_target(metric, target)
    name = f"目標値 {view.full}" if view.value is not None else ""
    return ChartView("column", f"{metric.name}（年度別）", labels, years, (series,), view.value, name)


def _remarks(scene: Scene, metric: Metric) -> tuple[str, ...]:
    """Return the lines of 根拠と経緯: definition, source, when it is fixed, and the evidence of each figure."""
    head = [
        f"定義: {metric.definition}" if metric.definition else "",
        f"出典: {metric.source}" if metric.source else "",
        f"確定の時期: {metric.fixed_when}" if metric.fixed_when else "",
        metric.remark or "",
        f"内部メモ: {metric.note}" if metric.note else "",
    ]
    evidence = [_evidence(scene, item) for item in scene.book.observations(metric.uid)]
    return tuple(line for line in (*head, *evidence) if line)


def _evidence(scene: Scene, item: Observation) -> str:
    department = scene.index.one(Department, item.from_department)
    facts = [
        f"印字「{item.printed}」" if item.printed else "",
        QUALITIES.get(item.quality or "", ""),
        f"{department.name}より" if department else "",
        f"{item.received_on}受領" if item.received_on else "",
        item.document or "",
        item.remark or "",
        item.note or "",
    ]
    told = "、".join(fact for fact in facts if fact)
    kind = "" if item.kind == "result" else f" {OBSERVATION_KINDS[item.kind]}"
    return f"{item.period_label or scene.period_label(item.period, 'era_long')}{kind}: {told}" if told else ""
