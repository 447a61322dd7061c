"""The status of an indicator at a meeting: chosen by hand with a note, else by the first rule that holds."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from app.domain import formula
from app.domain.figures import format_figure
from app.domain.fiscal import Period
from app.domain.formula_tree import VARIABLES
from app.domain.labels import MARKS
from app.domain.plan import Assessment, Indicator, Legend, Node, Plan, Reason, Rule, Scheme
from app.domain.report import FigureView, StatusView

if TYPE_CHECKING:
    from app.domain.report_goal import Scene

BEHIND_MARKS = ("▲",)
NO_HAND_NOTE = "手動で選んだ理由のメモがまだありません。"
NO_BEHIND_NOTE = "遅れの理由と今後の対応のメモがまだありません。"
NO_NOTE = "この状況の理由のメモがまだありません。"
_VARIABLE = re.compile(rf"(?<![A-Za-z])({'|'.join(VARIABLES)})(?![A-Za-z])", re.IGNORECASE)
_SIGNS = {">=": "≧", "<=": "≦", "<>": "≠", r"\band\b": "、かつ", r"\bor\b": "、または", r"\bnot\b": "でない"}


def status_of(scene: "Scene", indicator: Indicator, result: FigureView, target: FigureView) -> StatusView:
    """Return the status that the meeting prints for an indicator; empty where none is known.

    A status by hand counts in any scheme, the first scheme before the others; rules are those of the first. A note
    alone leaves the choice to the rules.
    """
    schemes = scene.index.all(Scheme)
    if not schemes:
        return StatusView()
    ruled = by_rules(scene, scene.index.where(Rule, "scheme", schemes[0].uid), indicator, result, target)
    for scheme in schemes:
        found = assessment(scene, indicator, scheme.uid)
        if found is not None and (found.reason or found.printed):
            return _by_hand(scene, found, ruled)
        if found is not None:
            return _noted(scene, ruled, found.note)
    return _noted(scene, ruled, None)


def _by_hand(scene: "Scene", found: Assessment, ruled: StatusView) -> StatusView:
    reason = scene.index.one(Reason, found.reason)
    view = status_view(scene, reason, True, found.printed or "手動で選ばれています。")
    differs = ruled.reason_uid is not None and ruled.reason_uid != view.reason_uid
    told = ruled.why.partition("→")[0].strip()
    view = view._replace(ruled=f"規則では「{ruled.reason}」です: {told}" if differs else "")
    return _noted(scene, view, found.note, wanted="" if found.printed else NO_HAND_NOTE)


def _noted(scene: "Scene", view: StatusView, note: str | None, wanted: str = "") -> StatusView:
    """Return a status with its note, or with what a note is wanted for."""
    if note:
        return view._replace(note=note)
    reason = scene.index.one(Reason, view.reason_uid)
    if view.mark in BEHIND_MARKS:
        wanted = NO_BEHIND_NOTE
    elif not wanted and reason is not None and reason.needs_note:
        wanted = NO_NOTE
    return view._replace(lacks=wanted) if wanted else view


def status_view(scene: "Scene", reason: Reason | None, by_hand: bool, why: str) -> StatusView:
    """Return a reason folded to the legend that the city prints."""
    if reason is None:
        return StatusView(by_hand=by_hand, why=why)
    legend = scene.index.one(Legend, reason.legend)
    if legend is None:
        return StatusView(reason.label, reason.uid, by_hand=by_hand, why=why)
    return StatusView(
        reason.label, reason.uid, legend.label, legend.uid, MARKS[legend.mark], legend.colour, by_hand, why
    )


def assessment(scene: "Scene", indicator: Indicator, scheme: str) -> Assessment | None:
    """Return what a person chose or noted of an indicator: at the meeting before that of no meeting, None for none."""
    here = scene.meeting.uid if scene.meeting else None
    found = [item for item in scene.index.where(Assessment, "indicator", indicator.uid) if item.scheme == scheme]
    return next((item for meeting in (here, None) for item in found if item.meeting == meeting), None)


def by_rules(
    scene: "Scene", rules: Sequence[Rule], indicator: Indicator, result: FigureView, target: FigureView
) -> StatusView:
    """Return the status of the first rule in order whose condition holds; a missing figure makes no rule hold."""
    if not rules:
        return StatusView()
    variables = _variables(scene, indicator, result, target)
    for rule in rules:
        condition = _condition(rule.condition)
        if formula.evaluate(condition, lambda uid: formula.BLANK, variables=variables) is True:
            reason = scene.index.get(Reason, rule.reason)
            told = _told(scene, rule.condition, variables, {"result": result.full, "target": target.full})
            return status_view(scene, reason, False, f"{told}→ {reason.label}")
    return StatusView(why="どの規則にも当てはまりません（実績か目標値がないなど）。")


@lru_cache(maxsize=256)
def _condition(text: str) -> "formula.Condition":
    """Return a rule's condition parsed; a board asks the same few for every indicator."""
    return formula.parse(text, allow_conditions=True)


def _told(scene: "Scene", text: str, variables: "Mapping[str, formula.Operand]", shown: Mapping[str, str]) -> str:
    """Return a condition with its figures for names, and their day: 3,500人 ≧ 3,000人（2月末）."""

    def figure(found: re.Match[str]) -> str:
        name = found[0].lower()
        value = variables.get(name)
        if name in shown or not isinstance(value, Fraction):
            return shown.get(name) or VARIABLES[name]
        if name == "elapsed":
            return f"経過割合{format_figure(value * 100, digits=0, unit='%')}"
        return f"基準値{format_figure(value)}"

    return _VARIABLE.sub(figure, _worded(text)) + _day_told(scene.meeting.as_of if scene.meeting else None)


@lru_cache(maxsize=256)
def _worded(text: str) -> str:
    """Return a condition with words for its signs."""
    for sign, word in _SIGNS.items():
        text = re.sub(sign, word, text, flags=re.IGNORECASE)
    return text


@lru_cache(maxsize=16)
def _day_told(as_of: str | None) -> str:
    if not as_of:
        return " "
    day = date.fromisoformat(as_of)
    last = (day + timedelta(days=1)).day == 1
    return f"（{day.month}月{'末' if last else f'{day.day}日'}）"


def _variables(
    scene: "Scene", indicator: Indicator, result: FigureView, target: FigureView
) -> dict[str, "formula.Operand"]:
    baseline = scene.book.baseline(indicator.metric)
    base = scene.book.figure(indicator.metric, baseline.period, "baseline").value if baseline else None
    found = {"result": result.value, "target": target.value, "baseline": base, "elapsed": elapsed(scene, indicator)}
    return {name: value for name, value in found.items() if value is not None}


def elapsed(scene: "Scene", indicator: Indicator) -> Fraction | None:
    """Return the share of the plan's days gone by at the meeting's as-of day, 0 to 1; None where either is unknown."""
    node = scene.index.one(Node, indicator.node)
    plan = scene.index.one(Plan, node.plan) if node else None
    day = scene.meeting.as_of if scene.meeting else None
    if plan is None or plan.start is None or plan.end is None or day is None:
        return None
    return _gone(plan.start, plan.end, day)


@lru_cache(maxsize=16)
def _gone(first: str, last: str, day: str) -> Fraction | None:
    start, end = Period.from_code(first).start, Period.from_code(last).end
    if start is None or end is None:
        return None
    gone = (date.fromisoformat(day) - start).days + 1
    return min(max(Fraction(gone, (end - start).days + 1), Fraction(0)), Fraction(1))


def reasons(scene: "Scene") -> tuple[Reason, ...]:
    """Return the reasons to choose from: those of the first scheme."""
    schemes = scene.index.all(Scheme)
    return scene.index.where(Reason, "scheme", schemes[0].uid) if schemes else ()
