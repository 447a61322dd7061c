"""A proof as a person reads it: every finding under one of six verdicts, with its note, counted and found by place."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeVar

from app.domain import figures
from app.domain.entity import Key
from app.domain.errors import InputError
from app.domain.proof.finding import Finding

if TYPE_CHECKING:
    from app.domain.report_goal import Scene

Verdict = Literal["differs", "warning", "unchecked", "nearly", "agrees", "settled"]
Place = tuple[str, Key]  # table and key of a row
K = TypeVar("K")


class VerdictWords(NamedTuple):
    """How a verdict is called and drawn: its word, what has to be said beside it, a shape and a colour's name."""

    word: str
    more: str
    mark: str
    colour: str


VERDICTS: dict[Verdict, VerdictWords] = {
    "differs": VerdictWords("不一致", "印字値と計算値が違います", "▲", "error"),
    "warning": VerdictWords("注意", "期間や言葉などの確認", "◆", "status_behind"),
    "unchecked": VerdictWords("検算できません", "もとになる数値が足りません", "？", "status_review"),
    "nearly": VerdictWords("切捨て／四捨五入のみ一致", "一方の丸め方でだけ合います", "△", "grey"),
    "agrees": VerdictWords("一致", "表の中では一致・元資料との照合は含みません", "○", "status_good"),
    "settled": VerdictWords("了承済み", "了承のメモがあります", "■", "grey"),
}
"""In the order in which a person takes them up."""
WAITING: tuple[Verdict, ...] = ("differs", "warning")
# All other codes are for a person to look at: formulas, periods, traces of copying, words, what fell or changed.
_BY_CODE: Mapping[str, Verdict] = {
    "P1": "agrees",
    "P2": "nearly",
    "P3": "nearly",
    "P4": "differs",
    "P5": "unchecked",
    "M1": "agrees",
    "M2": "differs",
    "M3": "unchecked",
    "B1": "differs",
    "I1": "agrees",
    "I2": "differs",
    "I3": "agrees",
    "R1": "unchecked",
    "R2": "unchecked",
    "R3": "differs",
    "R4": "agrees",
    "F1": "differs",
    "F2": "differs",
}
SURENESS = {"certain": "確実", "likely": "おそらく", "possible": "かもしれない"}


@dataclass(frozen=True, slots=True)
class Judged:
    """A finding with its verdict."""

    finding: Finding
    verdict: Verdict

    @property
    def note(self) -> str:
        """Return what a person said who settled it, '' where nobody did."""
        return self.finding.settled

    @property
    def waits(self) -> bool:
        """Return whether a person has to look at it."""
        return self.verdict in WAITING

    @property
    def words(self) -> VerdictWords:
        """Return how the verdict is called and drawn."""
        return VERDICTS[self.verdict]

    @property
    def place(self) -> str:
        """Return where it stands within its item: the subject and the period."""
        return "　".join(part for part in (self.finding.subject, self.finding.period_label) if part)

    @property
    def identity(self) -> tuple[object, ...]:
        """Return what tells it from the others, the same in the next proof as long as it stands."""
        spot = self.finding.spot
        return (self.finding.code, spot.table, spot.key, spot.field, spot.start, self.finding.subject)

    def summary(self) -> str:
        """Return it in a line or two, for a tooltip."""
        found = self.finding
        values = (("印字値", found.printed), ("計算値", found.computed))
        tail = "、".join(f"{name} {value}" for name, value in values if value)
        return f"検算 {self.words.mark} {self.words.word}: {found.message}" + (f"（{tail}）" if tail else "")


@dataclass(frozen=True, slots=True)
class Proof:
    """All that a proof found of a board at one revision, as one meeting sees it, in the order of the paper."""

    revision: int
    meeting: str | None
    lines: tuple[Judged, ...]
    _by_place: dict[Place, tuple[Judged, ...]] = field(init=False, repr=False, compare=False)
    _by_figure: dict[tuple[str, str], tuple[Judged, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Put what waits for a person under its places."""
        waiting = [line for line in self.lines if line.waits]
        object.__setattr__(self, "_by_place", _gathered((_place(line), line) for line in waiting))
        results = (((key[0], key[1]), line) for line in waiting if (key := _result_key(line)))
        object.__setattr__(self, "_by_figure", _gathered(results))

    @property
    def counts(self) -> dict[Verdict, int]:
        """Return how many findings each verdict has."""
        found = Counter(line.verdict for line in self.lines)
        return {verdict: found[verdict] for verdict in VERDICTS}

    @property
    def waiting(self) -> int:
        """Return how many findings need a person."""
        return sum(line.waits for line in self.lines)

    def in_words(self) -> list[tuple[str, int]]:
        """Return each verdict's word with its count, those without findings too."""
        return [(VERDICTS[verdict].word, count) for verdict, count in self.counts.items()]

    def at(self, table: str, key: Key) -> tuple[Judged, ...]:
        """Return what waits for a person at a row."""
        return self._by_place.get((table, key), ())

    def at_figure(self, key: Key | None, metric: str | None, period: str | None) -> tuple[Judged, ...]:
        """Return what waits at a figure: of its observation, else of the result that a computed cell shows."""
        if key is not None:
            return self._by_place.get(("observation", key), ())
        return self._by_figure.get((metric, period), ()) if metric and period else ()


def judge(scene: "Scene", findings: Iterable[Finding], revision: int = 0) -> Proof:
    """Return the findings of a scene with their verdicts, in the order of the paper."""
    nodes = (node for top in scene.index.children(None) for node in scene.index.below(top.uid))
    order = {node.uid: place for place, node in enumerate(nodes)}
    lines = [Judged(one, verdict_of(one)) for one in findings]
    lines.sort(key=lambda line: order.get(line.finding.spot.node, len(order)))
    return Proof(revision, scene.meeting.uid if scene.meeting else None, tuple(lines))


def verdict_of(finding: Finding) -> Verdict:
    """Return the verdict of a finding: settled by a note, else what its code says."""
    if finding.settled:
        return "settled"
    return _BY_CODE.get(finding.code, "warning")


def difference(finding: Finding) -> str:
    """Return printed less computed as they are shown, '' where there are no two figures of one unit."""
    printed, computed = _number(finding.printed), _number(finding.computed)
    if printed is None or computed is None or len({unit for _, unit in (printed, computed) if unit}) > 1:
        return ""
    value, unit = printed[0] - computed[0], printed[1] or computed[1]
    unit = "ポイント" if unit == "%" else unit
    return ("+" if value > 0 else "") + figures.format_figure(value, unit=unit)


def _number(text: str) -> tuple[Fraction, str] | None:
    try:
        found = figures.parse_figure(text)
    except InputError:
        return None
    return (Fraction(found.value), found.unit or "") if found.value is not None else None


def _place(line: Judged) -> Place:
    return line.finding.spot.table, line.finding.spot.key


def _result_key(line: Judged) -> Key | None:
    spot = line.finding.spot
    return spot.key if spot.table == "observation" and len(spot.key) > 2 and spot.key[2] == "result" else None


def _gathered(pairs: Iterable[tuple[K, Judged]]) -> dict[K, tuple[Judged, ...]]:
    found: dict[K, tuple[Judged, ...]] = {}
    for key, line in pairs:
        found[key] = (*found.get(key, ()), line)
    return found
