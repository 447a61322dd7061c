"""Typed figures tied to the expression of the board that they come from.

M1 a typed figure agrees with one expression, which a live figure could say; M2 it differs from the only expression that
it can mean; M3 it cannot be tied to any, or to more than one.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from app.domain.figures import format_figure, round_fraction
from app.domain.narrative import written
from app.domain.proof.expressions import Expression, Expressions
from app.domain.proof.finding import Finding, Mend
from app.domain.proof.fitting import FIT_WORDS, chosen, elsewhere, fit, fitting, says_month
from app.domain.proof.meaning import Meant, before, meant, named
from app.domain.proof.mentions import WEAK_UNITS, Mention, Typed
from app.domain.proof.passages import Passage, finding_at
from app.domain.report_goal import Scene

_STEP = 20
_TELLING = 1000
"""A figure from here on fits a cell of a table only where it comes from there; smaller ones do so by chance."""


def link_findings(scene: Scene, texts: tuple[Passage, ...], typed: Typed) -> Iterator[Finding | None]:
    """Yield a finding for every typed figure; None between texts and after every few figures."""
    known = Expressions(scene, texts)
    for passage, found in typed:
        last = 0
        for place, mention in enumerate(found):
            tied = _tie(known, passage, mention, last)
            last = mention.end
            if tied:
                yield tied
            if place % _STEP == 0:
                yield None


def _tie(known: Expressions, passage: Passage, mention: Mention, last: int) -> Finding | None:
    words = before(passage, mention, last)
    called = named(known, passage.node, mention.unit, words)
    own = _own(known, passage, mention, called, words)
    one = chosen(own, called, passage, mention)
    if one:
        return _agrees(known.scene, passage, mention, one, bool(called))
    others = [] if own else elsewhere(known, passage.node, mention)
    if not own and not others:
        other = meant(known, passage, mention, called, words)
        if other:
            return _differs(known.scene, passage, mention, other)
    one = chosen(others, frozenset(), passage, mention)
    if one:
        return _agrees(known.scene, passage, mention, one, False)
    weak = mention.unit in WEAK_UNITS and not known.of_item(passage.node, mention.unit)
    return None if weak else _untied(known.scene, passage, mention, own)


def _own(
    known: Expressions, passage: Passage, mention: Mention, called: frozenset[str], words: str
) -> list[Expression]:
    """Return what fits in the figure's own item, and for more than by chance.

    A cell of a table fits where its month is named or the figure is large, a mean where the text speaks of one. A
    figure of few digits that no words name fits where the item has few figures of the unit.
    """
    tells = mention.value >= _TELLING
    fits = [one for one in fitting(known, passage.node, mention) if tells or not one.cell or says_month(words, one)]
    found = [one for one in fits if not one.mean] or [one for one in fits if "平均" in words]
    named = [one for one in found if one.metric.uid in called or one.cell]
    return named or (found if _is_telling(known, passage.node, mention) else [])


def _is_telling(known: Expressions, node: str, mention: Mention) -> bool:
    """Say whether a figure has digits enough for it not to fit one of the item's figures by chance."""
    values = {one.value for one in known.of_item(node, mention.unit) if not one.cell and not one.mean}
    digits = len(str((mention.value / mention.step).numerator))
    return len(values) < 2 or 10**digits >= 3 * len(values)


def _agrees(scene: Scene, passage: Passage, mention: Mention, one: Expression, named: bool) -> Finding:
    full = "" if one.mean else scene.figure(one.metric, one.period).full
    same = passage.node == one.node
    can = passage.live and bool(full)
    how = FIT_WORDS[fit(mention, one.value)]
    return finding_at(
        "M1",
        passage,
        (mention.start, mention.end),
        f"「{mention.text}」は{_label(scene, one)}と{how}。" + ("表と連動する数値に置き換えられます。" if can else ""),
        why="同じ取組の数値です。" if same else "ほかの取組の数値です。",
        sure="certain" if named and same else "likely" if same else "possible",
        period_label=scene.period_label(one.period, "era_long"),
        computed=full,
        mends=(_live(passage, mention, one, f"「{full}」を表と連動させる"),) if can else (),
    )


def _live(passage: Passage, mention: Mention, one: Expression, label: str) -> Mend:
    live = written(one.metric.uid, one.period)
    return passage.mended(label, passage.with_run(mention.start, mention.end, live))


def _label(scene: Scene, one: Expression) -> str:
    mean = "の月平均" if one.mean else ""
    return f"「{one.metric.name}」{mean}（{scene.period_label(one.period, 'era_long')}）"


def _differs(scene: Scene, passage: Passage, mention: Mention, meaning: Meant) -> Finding:
    one = meaning.expression
    view = scene.figure(one.metric, one.period)
    mode: Any = view.rounding
    shown = one.value if view.digits is None else Fraction(round_fraction(one.value, view.digits, mode))
    gap = mention.value - shown
    way = "多い" if gap > 0 else "少ない"
    unit = "ポイント" if one.unit == "%" else one.unit
    size = format_figure(abs(gap), unit=unit)
    return finding_at(
        "M2",
        passage,
        (mention.start, mention.end),
        f"「{mention.text}」は{_label(scene, one)}の{view.full}より{size}{way}値です。"
        "どちらが正しいか確かめてください。",
        why=meaning.why,
        sure=meaning.sure,
        period_label=scene.period_label(one.period, "era_long"),
        computed=view.full,
        mends=(_live(passage, mention, one, f"「{view.full}」に置き換える"),) if passage.live else (),
    )


def _untied(scene: Scene, passage: Passage, mention: Mention, fitting: list[Expression]) -> Finding:
    several = "、".join(dict.fromkeys(_label(scene, one) for one in fitting[:3]))
    return finding_at(
        "M3",
        passage,
        (mention.start, mention.end),
        f"「{mention.text}」はどの表の数値か決められないため、検算していません。",
        why=f"{several}などに合います。" if several else "はっきり合う数値が表にありません。",
        sure="possible",
    )
