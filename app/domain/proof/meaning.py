"""What a typed figure that fits nothing can mean: the series named by the words before it, or a figure a slip away."""

import re
from fractions import Fraction
from typing import NamedTuple

from app.domain.figures import canonical
from app.domain.fiscal import format_period
from app.domain.proof.expressions import Expression, Expressions, names_of
from app.domain.proof.finding import Sureness
from app.domain.proof.fitting import MONTH, ends_of, fit, says_month
from app.domain.proof.mentions import WEAK_UNITS, Mention
from app.domain.proof.passages import HOLE, Passage, half_width
from app.domain.report_goal import Scene

_CONTEXT = 60
_FAR = 12
"""A figure this many times larger or smaller than the expression means something else."""
_OTHER_TIME = re.compile(r"[昨前去]年|翌年|前回|[RHS](?:[0-9]+|元)|令和|平成|昭和|[0-9]{4}年|目標|見込|予定|全国|県")
_RUN = re.compile(r"[0-9]月[〜~～]|[〜~～][^。]{0,6}[0-9]月")
_PART = re.compile("うち|ほか|他|以外|あたり|当たり|ごと|差|増|減")
_LOOSE = re.compile("以上|超|を超|を上回|以下|未満|程度|前後|近く|弱|強|余|ずつ|の?増|の?減|多|少な")
_GAP = 20
_PAIR = re.compile(r"(?=([^\W\d_ぁ-ゖー]{2}))")


class Meant(NamedTuple):
    """The expression that a figure can mean, how that was found, and how sure it is."""

    expression: Expression
    why: str
    sure: Sureness


def before(passage: Passage, mention: Mention, last: int) -> str:
    """Return the words of the sentence that stand before a figure and behind the figure before it, else the heading."""
    start = max(passage.sentence(mention.start)[0], mention.start - _CONTEXT, last)
    near = passage.plain[start : mention.start]
    heading = getattr(passage.entity, "heading", None) if not last else None
    return near if near.strip() or not heading else half_width(heading)


def named(known: Expressions, node: str, unit: str, before: str) -> frozenset[str]:
    """Return the series that the words before a figure name: those of the longest name that ends nearest to it."""
    best: tuple[int, int] = (0, 0)
    found: set[str] = set()
    for word, uid in known.labels(node, unit):
        place = before.rfind(word)
        if place >= 0:
            rank = (place + len(word), len(word))
            if rank > best:
                best, found = rank, set()
            if rank == best:
                found.add(uid)
    return frozenset(found)


def meant(known: Expressions, passage: Passage, mention: Mention, named: frozenset[str], words: str) -> Meant | None:
    """Return what a figure that fits nothing can mean, None where that is open; `words` are those before it."""
    sentence = _without_own_year(known.scene, passage.plain[passage.sentence(mention.start)[0] : mention.start])
    open_ = _LOOSE.match(passage.plain, mention.end) or _OTHER_TIME.search(sentence)
    if not mention.unit or mention.value <= 0 or open_:
        return None
    one = _by_name(known, passage, mention, named, words)
    if one:
        near = Fraction(1, 2) < mention.value / one.value < 2
        why = f"文の前の言葉が「{one.metric.name}」を指し、当てはまる期間は一つだけです。"
        return Meant(one, why, "likely" if near else "possible")
    one = _by_slip(known, passage, mention)
    if one:
        sure: Sureness = "likely" if len(_digits(mention.value)) > 3 else "possible"
        return Meant(one, "合う数値がなく、1字だけ違う数値がこの取組にあります。", sure)
    one = _by_unit(known, passage, mention, words)
    return Meant(one, f"この取組で単位が同じ数値は「{one.metric.name}」だけです。", "possible") if one else None


def _by_name(
    known: Expressions, passage: Passage, mention: Mention, named: frozenset[str], before: str
) -> Expression | None:
    """Return the only expression that a figure can mean: of the one series named before it, at the only period."""
    if len(named) != 1:
        return None
    words = (word for word, uid in known.labels(passage.node, mention.unit) if uid in named)
    gap = before[max(before.rfind(word) + len(word) for word in words if word in before) :]
    if len(gap) > _GAP or _PART.search(gap):
        return None
    own = [one for one in known.of_item(passage.node, mention.unit) if one.metric.uid in named and not one.mean]
    if any(fit(mention, one.value) for one in own):
        return None  # a month's figure, though the text does not say which month
    sentence = passage.plain[passage.sentence(mention.start)[0] : mention.start]
    if _RUN.search(sentence):
        return None
    months = list(MONTH.finditer(sentence))
    if len(months) > 1:
        return None
    if months and not months[0]["until"]:
        own = [one for one in own if one.cell and says_month(sentence, one)]
    else:
        own = [one for one in own if one.shown or not one.cell]
        own = [one for one in own if not months or _ends_in(known.scene, one, int(months[0][1]))]
    values = {one.value for one in own}
    near = len(values) == 1 and _close(mention.value, values.pop())
    return own[0] if near else None


def _by_slip(known: Expressions, passage: Passage, mention: Mention) -> Expression | None:
    """Return the one total or figure of the item whose digits are one slip away; three digits need a common word."""
    typed = _digits(mention.value)
    before = passage.plain[passage.sentence(mention.start)[0] : mention.start]
    if len(typed) < 3 or _PART.search(before[-_GAP:]):
        return None
    words = _pairs(before)
    found = []
    for one in known.of_item(passage.node, mention.unit):
        view = known.scene.figure(one.metric, one.period)
        if not one.cell and not one.mean and _one_slip(typed, re.sub("[^0-9]", "", view.text)):
            alike = any(not words.isdisjoint(_pairs(name)) for name in names_of(known.scene, one.metric))
            if alike or len(typed) > 3:
                found.append(one)
    return found[0] if len({one.metric.uid for one in found}) == 1 else None


def _by_unit(known: Expressions, passage: Passage, mention: Mention, words: str) -> Expression | None:
    """Return the only series of the item in a unit, where the words before share one with its name and it is near."""
    own = [one for one in known.of_item(passage.node, mention.unit) if not one.mean]
    alone = len({one.metric.uid for one in own}) == 1 and len({one.value for one in own}) == 1
    if not alone or mention.unit in WEAK_UNITS or _PART.search(words):
        return None
    sentence = passage.plain[passage.sentence(mention.start)[0] : mention.start]
    said = _pairs(sentence)
    alike = any(not said.isdisjoint(_pairs(name)) for name in names_of(known.scene, own[0].metric))
    near = own[0].value > 0 and Fraction(1, 2) < mention.value / own[0].value < 2
    return own[0] if alike and near else None


def _pairs(words: str) -> frozenset[str]:
    """Return the pairs of neighbouring signs in the words of a text, kana left out: what two names have in common."""
    return frozenset(_PAIR.findall(words.replace(HOLE, " ")))


def _digits(value: Fraction) -> str:
    """Return the digits of a figure without its point, as printed."""
    return re.sub("[^0-9]", "", canonical(value))


def _one_slip(typed: str, other: str) -> bool:
    """Say whether two numbers differ by one digit, by two neighbours swapped, or by a digit left out or doubled."""
    if len(typed) == len(other):
        wrong = [place for place, (one, two) in enumerate(zip(typed, other, strict=True)) if one != two]
        swapped = len(wrong) == 2 and wrong[1] == wrong[0] + 1 and typed[wrong[0]] == other[wrong[1]]
        return len(wrong) == 1 or (swapped and typed[wrong[1]] == other[wrong[0]])
    long, short = sorted((typed, other), key=len, reverse=True)
    return len(long) == len(short) + 1 and any(long[:place] + long[place + 1 :] == short for place in range(len(long)))


def _without_own_year(scene: Scene, sentence: str) -> str:
    """Return a sentence without the words for the meeting's own fiscal year."""
    if not scene.fiscal_year:
        return sentence
    for style in ("era_long", "western"):
        sentence = sentence.replace(format_period(scene.fiscal_year, style), "")
    return re.sub(format_period(scene.fiscal_year, "era_short") + "(?:年度)?(?![0-9])", "", sentence)


def _ends_in(scene: Scene, one: Expression, month: int) -> bool:
    counted = scene.book.figure(one.metric.uid, one.period).months
    ends = ends_of(one.period)
    return (int(counted[-1][5:]) if counted else ends[1] if ends else 0) == month


def _close(one: Fraction, other: Fraction) -> bool:
    return one > 0 and other > 0 and one < other * _FAR and other < one * _FAR
