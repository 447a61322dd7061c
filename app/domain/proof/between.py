"""The same figure in two places, at two times, or in an earlier version of the paper.

B1 printed twice with different values; B2 fell although it is cumulative; B3 changed since the paper was fixed.
"""

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import pairwise

from app.domain.errors import InputError
from app.domain.figures import format_figure, parse_figure
from app.domain.fiscal import Period, fiscal_year_of
from app.domain.metrics import Metric, Observation
from app.domain.narrative import known_period
from app.domain.plan import FixedFigure, Node
from app.domain.proof.finding import Finding, Spot
from app.domain.proof.mentions import Mention, Typed, unit_class
from app.domain.proof.passages import Passage, finding_at
from app.domain.report_goal import Scene
from app.domain.series import canonical_period, exact

_CUMULATIVE = re.compile("累計|累積|通算")
_EACH_YEAR = re.compile("年度累計|年間累計|年度内|当年度|今年度|各年度")
_WORD = re.compile(r"[^\W\d_ぁ-ゖ][^\W\d_]*[^\W\d_ぁ-ゖ]|[^\W\d_ぁ-ゖ]{2,}")
_PERIOD_WORD = re.compile(
    r"(?:[RHS]|令和|平成|昭和)(?:[0-9]{1,2}|元)年?度?|[0-9]{4}年度?|[0-9]{1,2}月[0-9]{0,2}|[昨前今本当去翌]年度?|第[0-9]四半期"
    r"|[0-9]{1,2}/[0-9]{1,2}|ひと月|[1一]か月|平均|目標|見込|予定|うち|ほか|以外|全国|県"
)
_REACH = 24

_Words = tuple[str, str, tuple[str, ...]]


def between_findings(scene: Scene, typed: Typed, frozen: Iterable[FixedFigure] = ()) -> Iterator[Finding | None]:
    """Yield figures that disagree with themselves; `frozen` are the figures of the fixed version to compare with."""
    for metric in scene.index.all(Metric):
        results = [row for row in scene.book.observations(metric.uid) if row.kind == "result"]
        yield from _stored_twice(scene, metric, results)
        if _is_running(metric):
            yield from _fell(scene, metric, results)
        yield None
    yield from _said_twice(typed)
    yield None
    for figure in frozen:
        found = _changed(scene, figure)
        if found:
            yield found


def _stored_twice(scene: Scene, metric: Metric, results: list[Observation]) -> Iterator[Finding]:
    """Yield a figure that the file has twice for the same months under two codes, with different values."""
    known: dict[tuple[str, str], Observation] = {}
    for row in results:
        slot = (canonical_period(row.period), row.as_of)
        first = known.setdefault(slot, row)
        if first is not row and exact(first) is not None and exact(row) is not None and exact(first) != exact(row):
            yield _of_metric(
                scene,
                "B1",
                metric,
                row,
                f"同じ期間の「{metric.name}」が{_shown(metric, row)}と{_shown(metric, first)}の二つあります。"
                "正しいほうだけを残してください。",
                (first,),
            )


def _is_running(metric: Metric) -> bool:
    """Say whether a series only rises; 延べ counts of single months (gross) may fall."""
    if metric.unit in ("%", "％") or metric.scale == "percent":
        return False
    said = _CUMULATIVE.search(metric.name) or (metric.aggregation == "last" and "延べ" in metric.name)
    return metric.aggregation == "cumulative" or bool(said)


def _fell(scene: Scene, metric: Metric, results: list[Observation]) -> Iterator[Finding]:
    """Yield the places at which a running total is smaller than before; one that starts again each year may be."""
    found: dict[tuple[str, str], dict[str, Observation]] = {}
    for row in results:
        kind = Period.from_code(row.period).kind if known_period(row.period) else "irregular"
        if kind != "irregular" and exact(row) is not None:
            again = _EACH_YEAR.search(f"{metric.name}{metric.definition or ''}")
            year = fiscal_year_of(row.period) if again and kind == "month" else ""
            shown = scene.book.observation(metric.uid, row.period)
            if shown is not None and not (again and not year):
                found.setdefault((kind, year), {})[row.period] = shown
    for rows in found.values():
        in_order = sorted(rows.values(), key=lambda row: Period.from_code(row.period).sort_key)
        for before, after in pairwise(in_order):
            if (exact(after) or 0) < (exact(before) or 0):
                yield _of_metric(
                    scene,
                    "B2",
                    metric,
                    after,
                    f"累計の「{metric.name}」が{_shown(metric, before)}から{_shown(metric, after)}に減っています。",
                    (before,),
                )


def _shown(metric: Metric, row: Observation) -> str:
    value = exact(row)
    return format_figure(value, unit=metric.unit or "", scale_percent=metric.scale == "percent")


def _of_metric(
    scene: Scene, code: str, metric: Metric, row: Observation, message: str, others: tuple[Observation, ...]
) -> Finding:
    node = scene.index.one(Node, metric.node)
    return Finding(
        code=code,
        spot=_spot(metric, row),
        item=node.title if node else "",
        subject=metric.name,
        period_label=scene.period_label(row.period, "era_long"),
        printed=_shown(metric, row),
        computed=_shown(metric, others[0]),
        message=message,
        why=f"{scene.period_label(others[0].period, 'era_long')}の数値と比べました。",
        also=tuple(_spot(metric, other) for other in others),
    )


def _spot(metric: Metric, row: Observation) -> Spot:
    return Spot(metric.node or "", row.TABLE, (row.metric, row.period, row.kind, row.as_of), "value")


def _said_twice(typed: Typed) -> Iterator[Finding]:
    """Yield typed figures that follow the same words elsewhere, in the same unit and period, with another value.

    Words that one text uses of several figures name none of them, and are passed over.
    """
    known: dict[_Words, list[tuple[Passage, Mention]]] = {}
    for text, found in typed:
        for mention in found:
            words = _said(text, mention)
            if words:
                known.setdefault(words, []).append((text, mention))
    for words, places in known.items():
        if len(places) == len({place[0].spot() for place in places}):
            yield from _differing(words[0], places)


def _differing(words: str, places: list[tuple[Passage, Mention]]) -> Iterator[Finding]:
    first_text, first = places[0]
    for text, mention in places[1:]:
        if first.value != mention.value and not _near(first, mention):
            yield finding_at(
                "B1",
                text,
                (mention.start, mention.end),
                f"「{words}」が、ここでは「{mention.text}」、{first_text.item}の{first_text.subject}では"
                f"「{first.text}」です。正しいほうにそろえてください。",
                why="同じ言葉・単位・時期で、値が違います。",
                sure="likely" if text.node == first_text.node else "possible",
                computed=first.text,
                also=(first_text.spot(first.start, first.end),),
            )


def _said(text: Passage, mention: Mention) -> _Words | None:
    """Return what a typed figure speaks of: the word right before it, its unit, and its sentence's words of time."""
    start, end = text.sentence(mention.start)
    before = text.plain[max(start, mention.start - _REACH) : mention.start]
    words = list(_WORD.finditer(before))
    near = words and not re.search(r"[0-9、。]", before[words[-1].end() :])
    if not near or not mention.unit or len(words[-1].group()) < 3:
        return None
    times = tuple(_PERIOD_WORD.findall(text.plain[start:end]))
    return words[-1].group(), mention.unit, times


def _near(one: Mention, other: Mention) -> bool:
    """Say whether two typed figures may be one, printed with more and fewer digits."""
    steps = {figure.rough_step if figure.qualifier else figure.step for figure in (one, other)}
    return len(steps) > 1 and abs(one.value - other.value) < max(steps)


def _changed(scene: Scene, fixed: FixedFigure) -> Finding | None:
    """Return the finding of a figure that the board shows otherwise than the fixed version did."""
    metric = scene.index.one(Metric, fixed.metric)
    if metric is None or not fixed.period or not known_period(fixed.period):
        return None
    view = scene.figure(metric, fixed.period)
    if fixed.printed in (view.full, view.text) or _same(fixed.printed, view.full, metric):
        return None
    node = scene.index.one(Node, metric.node)
    now = f"今は{view.full}です。" if view.full else "今は値がありません。"
    return Finding(
        code="B3",
        spot=Spot(metric.node or "", fixed.TABLE, (fixed.uid,), "printed"),
        item=node.title if node else "",
        subject=metric.name,
        period_label=scene.period_label(fixed.period, "era_long"),
        printed=fixed.printed,
        computed=view.full,
        message=f"固定した版の{fixed.place}では{fixed.printed}でしたが、{now}正誤表に載せるか確かめてください。",
        why="版を固定した後に数値が変わりました。",
    )


def _same(printed: str, full: str, metric: Metric) -> bool:
    """Say whether two printed figures say the same: as numbers, or letter by letter where they are none."""
    try:
        one, other = (parse_figure(text, allow_text=True, unit=metric.unit) for text in (printed, full))
    except InputError:
        return printed == full
    if one.value is None or other.value is None:
        return printed == full
    same_unit = not one.unit or not other.unit or unit_class(one.unit) == unit_class(other.unit)
    return Fraction(one.value) == Fraction(other.value) and one.qualifier == other.qualifier and same_unit
