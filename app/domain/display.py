"""From an exact figure to what is shown: rounding happens here, once, by the metric's rules or the figure's own."""

from app.domain import figures
from app.domain.entity import Key
from app.domain.labels import MISSING_WORDS, QUALITIES, ROUNDINGS
from app.domain.metrics import Metric, Observation
from app.domain.narrative import PLAIN, Form
from app.domain.plan import Target
from app.domain.report import EMPTY, FigureView, State
from app.domain.series import NOTHING, Figure, exact

RECONSTRUCTED_MARK = "※"


def show(metric: Metric, figure: Figure, period: str, key: Key | None = None, formula: str = "") -> FigureView:
    """Return a figure of a metric as shown; `key` makes it editable, `formula` (by names) explains a derived one."""
    if figure == NOTHING:
        return EMPTY if key is None else FigureView(key=key, metric=metric.uid, period=period)
    source = figure.observation
    digits, rounding = _rules(metric, source, figure.source != "computed")
    text, full = _texts(metric, figure, source, digits, rounding)
    state = _state(figure)
    if state == "printed":
        text = f"[{text}]"
    return FigureView(
        text=text,
        full=full,
        value=figure.value,
        state=state,
        missing=figure.missing,
        key=key,
        reason=_reason(state, figure, metric, formula),
        mark=RECONSTRUCTED_MARK if state == "reconstructed" else "",
        digits=digits,
        rounding=rounding,
        percent=metric.scale == "percent" and not _own_unit(source),
        metric=metric.uid,
        period=period,
    )


def words_of(metric: Metric, figure: Figure, form: Form) -> str:
    """Return a figure with unit and qualifier as a text prints it: as everywhere, but for what the form says."""
    if figure == NOTHING:
        return ""
    digits, rounding = _rules(metric, figure.observation, figure.source != "computed")
    digits = digits if form.digits is None else form.digits
    bare, full = _texts(metric, figure, figure.observation, digits, form.rounding or rounding, form)
    return bare if form.bare else full


def show_target(metric: Metric, target: Target | None) -> FigureView:
    """Return a target as shown; an absent one is empty."""
    if target is None:
        return EMPTY
    figure = Figure(exact(target), target.missing, target.text, "typed", None)
    if figure.value is None and not figure.missing and not figure.text:
        return EMPTY
    digits, rounding = _rules(metric, target, True)
    text, full = _texts(metric, figure, target, digits, rounding)
    state: State = "text" if target.text else "missing" if target.missing else "value"
    return FigureView(text=text, full=full, value=figure.value, state=state, missing=target.missing, digits=digits)


def _own_unit(source: Observation | Target | None) -> bool:
    return source is not None and source.unit is not None and source.numerator is None


def _rules(metric: Metric, source: Observation | Target | None, typed: bool) -> tuple[int | None, str]:
    """Return digits and rounding: the figure's own, else the metric's, else as many digits as were typed."""
    digits = metric.digits if source is None or source.digits is None else source.digits
    if digits is None and typed and source is not None and source.value is not None:
        digits = len(source.value.partition(".")[2])
    return digits, (source.rounding if source and source.rounding else metric.rounding)


def _texts(
    metric: Metric,
    figure: Figure,
    source: Observation | Target | None,
    digits: int | None,
    rounding: str,
    form: Form = PLAIN,
) -> tuple[str, str]:
    if figure.missing == "as_printed" and source is not None:
        return source.printed or "", source.printed or ""
    percent = metric.scale == "percent" and not _own_unit(source)
    unit = "%" if percent else (source.unit if source and source.unit is not None else metric.unit) or ""
    own = source.qualifier if source and source.qualifier else metric.qualifier
    qualifier = own if form.qualifier is None else form.qualifier or None

    def written(unit: str) -> str:
        return figures.format_figure(
            figure.value,
            missing=figure.missing,
            text=figure.text,
            qualifier=qualifier,
            unit=unit,
            digits=digits,
            rounding=rounding,  # type: ignore[arg-type]
            scale_percent=percent,
        )

    inside = "%" if percent or unit in ("%", "％") else ""
    text = written(inside)
    if inside == unit or not text:
        return text, text
    # A number without a word behind it takes its unit at its end: half the work of the thousands in a long table.
    plain = figure.text is None and not figure.missing and not qualifier
    return text, f"{text}{unit}" if plain and not inside else written(unit)


def _state(figure: Figure) -> State:
    if figure.value is None:
        return "text" if figure.text is not None else "missing" if figure.missing else "empty"
    quality = figure.observation.quality if figure.observation else None
    if figure.source == "typed":
        named: dict[str, State] = {
            "reconstructed": "reconstructed",
            "provisional": "provisional",
            "part": "provisional",
        }
        return "forecast" if quality == "forecast" else named.get(quality or "", "value")
    return "printed" if figure.source == "printed" else "derived"


def _reason(state: State, figure: Figure, metric: Metric, formula: str) -> str:
    rounding = f"（{ROUNDINGS[metric.rounding]}）" if metric.digits is not None else ""
    computed = f"計算: {formula}{rounding}" if formula else "月別から計算しています。"
    if state == "derived":
        return computed
    if state == "printed":
        return f"資料に印字された値です。{figure.reason}"
    if state == "reconstructed":
        return "合計から復元した値です（資料の月の欄は空白）。"
    if state in ("provisional", "forecast") and figure.observation and figure.observation.quality:
        return f"{QUALITIES[figure.observation.quality]}の値です。"
    if state in ("missing", "empty"):
        return figure.reason or MISSING_WORDS.get(figure.missing or "", "")
    return ""
