"""Figures that a person typed into a text: each with its run of characters, value, unit and precision."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from app.domain.errors import InputError
from app.domain.figures import parse_figure
from app.domain.metrics import Metric
from app.domain.proof.passages import Passage
from app.domain.report_goal import Scene

# Counters of an office that are figures even where no series of the board has them.
_COUNTERS = (
    *("件", "人", "名", "回", "台", "園", "校", "課", "部署", "団体", "社", "者", "か所", "箇所", "施設", "通", "枚"),
    *(
        "冊",
        "点",
        "本",
        "戸",
        "世帯",
        "円",
        "h",
        "時間",
        "ライセンス",
        "手続き",
        "業務",
        "種類",
        "棟",
        "ha",
        "km",
        "kg",
    ),
    *("t", "トン", "%", "‰", "ポイント", "項目", "店舗", "事業", "プロジェクト", "講座", "票", "㎡", "日", "か月"),
)
_SAME_UNIT = {
    "名": "人",
    "箇所": "か所",
    "カ所": "か所",
    "ヶ所": "か所",
    "ケ所": "か所",
    "個所": "か所",
    "ヵ所": "か所",
    "カ月": "か月",
    "ヶ月": "か月",
    "ケ月": "か月",
    "ヵ月": "か月",
    "箇月": "か月",
    "個月": "か月",
    "時間": "h",
    "パーセント": "%",
    "手続": "手続き",
    "種": "種類",
}
_CONSTANTS = {("24", "h"), ("365", "日"), ("366", "日"), ("12", "か月"), ("1", "か月"), ("60", "分")}
WEAK_UNITS = ("か月", "日", "分")
"""Units that mostly tell a length of time; such a number is a figure only where the item has one of that unit."""
_LONGEST = 40

_SCALES = "[十百千]?[万億]|百万|千万|百|千|兆"
_NOT_BEFORE = r"(?<![0-9A-Za-z.,#№第])(?<![0-9][/:.\-〜~～])"
_NOT_AFTER = r"(?!目|当たり|あたり|当り|年度|月|日[前後])"
_GROUPS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+")


@dataclass(frozen=True, slots=True)
class Mention:
    """One typed figure: its run in the passage, the value it says and `step`, the worth of its last printed digit."""

    start: int
    end: int
    text: str
    value: Fraction
    step: Fraction
    unit: str
    qualifier: str | None

    @property
    def rough_step(self) -> Fraction:
        """Return the worth of its last digit that is not zero: 約3,500 says hundreds."""
        step = self.step
        while self.value and self.value % (step * 10) == 0:
            step *= 10
        return step


Typed = tuple[tuple[Passage, tuple[Mention, ...]], ...]


def unit_class(unit: str | None) -> str:
    """Return one unit for those that mean the same: 名 is 人, ヵ月 is か月, ％ is %."""
    folded = (unit or "").replace("％", "%").strip()
    return _SAME_UNIT.get(folded, folded)


def board_units(scene: Scene) -> frozenset[str]:
    """Return the units of a board's series; 「件/年」 and 「(設置の有無)」 are no units that stand behind a number."""
    units = {metric.unit.replace("％", "%") for metric in scene.index.all(Metric) if metric.unit}
    return frozenset(unit for unit in units if re.fullmatch(r"[^\W\d_/]{1,8}|[%‰㎡]", unit))


@lru_cache(maxsize=8)
def _pattern(units: frozenset[str]) -> re.Pattern[str]:
    known = sorted({*_COUNTERS, *_SAME_UNIT, *units}, key=len, reverse=True)
    return re.compile(
        _NOT_BEFORE + r"(?P<head>(?:約|およそ|おおむね|概ね)[ \n]?)?(?P<sign>[▲△])?"
        r"(?P<number>[0-9][0-9,]*(?:\.[0-9]+)?)"
        rf"(?P<scale>{_SCALES})?(?P<more>[0-9]+(?P<last>{_SCALES})?)?"
        rf" ?(?P<unit>{'|'.join(map(re.escape, known))})?"
    )


_AFTER = re.compile(_NOT_AFTER)


def mentions(passage: Passage, units: Iterable[str] = ()) -> Iterator[Mention]:
    """Yield the figures typed into a passage, in order; not dates, numbers of pages or sections, nor constants (24h).

    `units` are the board's own beside the common counters. A number with neither a unit nor thousands is no figure.
    """
    if not passage.prose:
        return
    for found in _pattern(frozenset(units)).finditer(passage.plain):
        if (found["unit"] or "," in found["number"]) and found.end() - found.start() <= _LONGEST:
            mention = _read(passage, found)
            if mention is not None:
                yield mention


def typed_figures(scene: Scene, texts: Iterable[Passage]) -> Typed:
    """Return the texts that hold typed figures, each with them."""
    units = board_units(scene)
    found = ((text, tuple(mentions(text, units))) for text in texts)
    return tuple(pair for pair in found if pair[1])


def _read(passage: Passage, found: "re.Match[str]") -> Mention | None:
    unit = unit_class(found["unit"])
    number = found["number"].rstrip(",")
    bare = not unit and (not _GROUPS.fullmatch(number) or found["scale"])
    if bare or (number, unit) in _CONSTANTS or not _AFTER.match(passage.plain, found.end()):
        return None
    if unit == "日" and not found["scale"] and number.isdecimal() and int(number) <= 31:
        return None  # a day of a month
    try:
        typed = parse_figure(found.group().removesuffix(found["unit"] or ""))
    except InputError:
        return None
    if typed.value is None:
        return None
    last = found["last"] if found["more"] else found["scale"]
    step = Fraction(_scale(last or ""), 10 ** len(number.partition(".")[2]))
    start, end = found.start(), found.end() - (len(found.group()) - len(found.group().rstrip(", ")))
    words = passage.text[start:end].replace("\n", "")
    return Mention(start, end, words, Fraction(typed.value), step, unit, typed.qualifier)


@lru_cache(maxsize=32)
def _scale(word: str) -> int:
    return int(parse_figure(f"1{word}").value or 1)
