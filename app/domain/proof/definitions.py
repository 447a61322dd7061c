"""H5: what a row's words say of how it is counted, against its numbers.

Read are 「応答−表題なし」, 「正答÷回答」 and 「回答から再学習を要するものを除いた残り」. A definition is only held
against numbers where each of its words is a series of the same item, and only called wrong where it fits at no period.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from app.domain import figures
from app.domain.metrics import Metric, TableRow
from app.domain.plan import Node
from app.domain.proof.finding import Finding, Spot
from app.domain.proof.passages import half_width
from app.domain.report_goal import Scene

_REST = re.compile(
    r"(?P<whole>[^、。]{1,60}?)から(?P<parts>[^。]{1,120}?)を(?:除外し|除い|差し引い|引い|取り除い|控除し)た"
)
_SIGN = re.compile(r"[-+÷×]")
_JOIN = re.compile("・|、|,|及び|および|並びに|と")
_BRACKETS = re.compile(r"\(([^()]*)\)")
_HIRAGANA = re.compile(r"[ぁ-ゖ\s]")
_TAIL = re.compile(r"(?:件数|数|者|分)$")
_MOST_PERIODS = 24


@dataclass(frozen=True, slots=True)
class _Reading:
    """A definition as read: the first series, then signs each with a series."""

    first: str
    rest: tuple[tuple[str, str], ...]

    def value(self, scene: Scene, period: str) -> Fraction | None:
        """Return what it gives at a period, None where a part has no value there or it divides by zero."""
        total = scene.book.figure(self.first, period).value
        for sign, uid in self.rest:
            part = scene.book.figure(uid, period).value
            if total is None or part is None or (sign == "÷" and part == 0):
                return None
            total = _applied(total, sign, part)
        return total


def _applied(total: Fraction, sign: str, part: Fraction) -> Fraction:
    if sign == "÷":
        return total / part
    if sign == "×":
        return total * part
    return total + part if sign == "+" else total - part


def definition_findings(scene: Scene) -> Iterator[Finding]:
    """Yield the definitions and row explanations that contradict the numbers beside them at every period."""
    for metric in scene.index.all(Metric):
        node = metric.node
        if node is None or not scene.index.one(Node, node):
            continue
        texts = [(metric.definition, Spot(node, metric.TABLE, (metric.uid,), "definition"))]
        rows = scene.index.where(TableRow, "metric", metric.uid)
        texts += [(row.sublabel, Spot(node, row.TABLE, (row.uid,), "sublabel")) for row in rows]
        for text, spot in texts:
            reading = _read(scene, node, text) if text else None
            if text and reading:
                yield from _contradiction(scene, metric, text, spot, reading)


def _read(scene: Scene, node: str, text: str) -> _Reading | None:
    """Return a definition as read, None where it is no calculation or one of its words is no series of the item."""
    plain = half_width(text)
    rest = _REST.match(plain)
    if rest:
        words = [rest["whole"], *_JOIN.split(rest["parts"])]
        return _resolved(scene, node, words, "-" * (len(words) - 1))
    for part in (_BRACKETS.sub("", plain), *_BRACKETS.findall(plain)):
        signs = "".join(_SIGN.findall(part))
        if signs and (len(signs) == 1 or set(signs) <= set("+-")):
            found = _resolved(scene, node, _SIGN.split(part), signs)
            if found:
                return found
    return None


def _resolved(scene: Scene, node: str, words: list[str], signs: str) -> _Reading | None:
    uids = [_series_called(scene, node, word) for word in words]
    known = [uid for uid in uids if uid]
    if len(known) != len(uids):
        return None
    return _Reading(known[0], tuple(zip(signs, known[1:], strict=True)))


def _series_called(scene: Scene, node: str, word: str) -> str | None:
    """Return the one series of an item that a word means: the same but for kana and 数, else one that begins alike."""
    key = _skeleton(word)
    names = {metric.uid: _skeleton(metric.name) for metric in scene.index.where(Metric, "node", node)}
    same = [uid for uid, name in names.items() if name == key]
    alike = [uid for uid, name in names.items() if len(key) > 1 and name.startswith(key)]
    found = same or alike
    return found[0] if len(found) == 1 and key else None


def _skeleton(word: str) -> str:
    """Return a word without brackets, kana and a counting word at its end; 再学習を要するもの and 再学習要 are one."""
    bare = _BRACKETS.sub("", half_width(word)).strip()
    return _TAIL.sub("", _HIRAGANA.sub("", bare)) or bare


def _contradiction(scene: Scene, metric: Metric, text: str, spot: Spot, reading: _Reading) -> Iterator[Finding]:
    pairs: list[tuple[Fraction, Fraction, str]] = []
    for own, said, period in _pairs(scene, metric, reading):
        if _agree(metric, own, said):
            return
        pairs.append((own, said, period))
    if len(pairs) < 2:
        return
    others = scene.index.where(Metric, "node", metric.node)
    meant = [other.name for other in others if other is not metric and _is(scene, other, pairs)]
    own, said, period = pairs[-1]
    yield Finding(
        code="H5",
        spot=spot,
        item=scene.index.get(Node, spot.node).title,
        subject=metric.name,
        period_label=scene.period_label(period, "era_long"),
        printed=text,
        computed=_shown(metric, said),
        message=f"「{metric.name}」の説明のとおりに計算すると{_shown(metric, said)}になり、"
        f"数値の{_shown(metric, own)}と合いません。"
        + (f"その説明に合うのは「{meant[0]}」です。" if meant else "説明か数値を確かめてください。"),
        why=f"{len(pairs)}の期間のどれでも合いません。",
        sure="certain" if meant else "likely",
    )


def _pairs(scene: Scene, metric: Metric, reading: _Reading) -> Iterator[tuple[Fraction, Fraction, str]]:
    """Yield the metric's own value and what the definition gives, at the periods where both are known."""
    uids = (metric.uid, reading.first)
    periods = dict.fromkeys(row.period for uid in uids for row in scene.book.observations(uid) if row.kind == "result")
    for period in list(periods)[:_MOST_PERIODS]:
        own, said = scene.book.figure(metric.uid, period).value, reading.value(scene, period)
        if own is not None and said is not None:
            yield own, said, period


def _agree(metric: Metric, own: Fraction, said: Fraction) -> bool:
    """Say whether two values are one but for rounding: within one of the last digit that is kept."""
    if metric.unit in ("%", "％") and metric.scale != "percent":
        own /= 100
    if own == said:
        return True
    try:
        one = Fraction(1, 10 ** len(figures.canonical(own).partition(".")[2]))
    except ValueError:
        return False  # no finite decimal: both are computed
    return (said / one).denominator != 1 and abs(own - said) < one


def _is(scene: Scene, other: Metric, pairs: list[tuple[Fraction, Fraction, str]]) -> bool:
    return all(scene.book.figure(other.uid, period).value == said for _, said, period in pairs)


def _shown(metric: Metric, value: Fraction) -> str:
    """Return a value with two decimals cut off where it is not whole, so that its rounding can be seen."""
    percent = metric.scale == "percent"
    digits = None if value.denominator == 1 else 2
    unit = "%" if percent else metric.unit or ""
    return figures.format_figure(value, digits=digits, rounding="down", unit=unit, scale_percent=percent)
