"""Rules of status as a person writes them: read, put into the plan, and what each indicator would get."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from app.domain import formula
from app.domain.board import BoardIndex
from app.domain.edits import RowEdit, change, deletion, insertion
from app.domain.entity import new_uid
from app.domain.errors import InputError
from app.domain.ordering import SPACING
from app.domain.plan import Indicator, Reason, Rule, Scheme
from app.domain.report import IndicatorRow, StatusView
from app.domain.status import by_rules

if TYPE_CHECKING:
    from app.domain.report_goal import Scene

NO_SCHEME = "状況の言葉（凡例）がまだないため、規則を作れません。"
EMPTY = "条件を入れてください。例: 実績 >= 目標"
NO_REASON = "当てはまるときの状況を選んでください。"
# Offered where there are no rules yet. A target below the baseline is one to come down to.
OFFERED = ("目標 < 基準 and 実績 <= 目標", "目標 < 基準 and 実績 > 目標", "実績 >= 目標", "実績 < 目標")


class RuleLine(NamedTuple):
    """A rule as it is written: its condition in words (実績 >= 目標) and the uid of the reason it leads to."""

    condition: str
    reason: str


class Judged(NamedTuple):
    """What an indicator has now, and what the rules choose; `by_hand` keeps what a person chose."""

    indicator: str
    title: str
    before: StatusView
    ruled: StatusView

    @property
    def by_hand(self) -> bool:
        """Return whether a person chose the status, which no rule changes."""
        return self.before.by_hand

    @property
    def differs(self) -> bool:
        """Return whether the rules choose another status than stands now."""
        return (self.before.reason_uid, self.before.legend_uid) != (self.ruled.reason_uid, self.ruled.legend_uid)

    @property
    def changes(self) -> bool:
        """Return whether the indicator would get another status than now."""
        return self.differs and not self.by_hand


def lines_of(index: BoardIndex) -> tuple[RuleLine, ...]:
    """Return the rules of the first scheme in order, as people read them."""
    return tuple(RuleLine(formula.to_shown(rule.condition, {}), rule.reason) for rule in _rules(index))


def check(line: RuleLine) -> str:
    """Return a rule's condition as it is stored; InputError (FormulaError with its place) where it cannot be read."""
    if not line.condition.strip():
        raise InputError(EMPTY)
    stored = formula.to_stored(line.condition, {}, allow_conditions=True)
    if not line.reason:
        raise InputError(NO_REASON)
    return stored


def edits_for(index: BoardIndex, lines: Sequence[RuleLine]) -> list[RowEdit]:
    """Return the edits that make these the rules of the first scheme; rules that stay keep their rows."""
    made, present = proposed(index, lines), list(_rules(index))
    edits = [change(was, now) for was, now in zip(present, made, strict=False) if was != now]
    edits += [insertion(rule) for rule in made[len(present) :]]
    return [*edits, *(deletion(rule) for rule in present[len(made) :])]


def proposed(index: BoardIndex, lines: Sequence[RuleLine]) -> list[Rule]:
    """Return lines as rules of the first scheme, in the rows of the present ones as far as these reach."""
    schemes, present = index.all(Scheme), _rules(index)
    if not schemes:
        raise InputError(NO_SCHEME)
    uids = [rule.uid for rule in present] + [new_uid() for _ in lines[len(present) :]]
    return [
        Rule(uid=uid, scheme=schemes[0].uid, position=SPACING * place, condition=check(line), reason=line.reason)
        for place, (uid, line) in enumerate(zip(uids, lines, strict=False), 1)
    ]


def judged(scene: "Scene", rules: Sequence[Rule], rows: Iterable[IndicatorRow]) -> list[Judged]:
    """Return what each row's indicator has now and what rules choose for it, also where a status by hand stays."""
    found = []
    for row in rows:
        indicator = scene.index.get(Indicator, row.uid)
        result = row.years[-1] if row.years else None
        ruled = by_rules(scene, rules, indicator, result, row.target) if result else StatusView()
        found.append(Judged(row.uid, row.title, row.status, ruled))
    return found


def reasons(index: BoardIndex) -> tuple[Reason, ...]:
    """Return the reasons that a rule may lead to: those of the first scheme."""
    schemes = index.all(Scheme)
    return index.where(Reason, "scheme", schemes[0].uid) if schemes else ()


def _rules(index: BoardIndex) -> tuple[Rule, ...]:
    schemes = index.all(Scheme)
    return index.where(Rule, "scheme", schemes[0].uid) if schemes else ()
