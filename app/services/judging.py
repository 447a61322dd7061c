"""The rules of status as the open file's verbs: written, tried on every indicator, put in force."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from app.lazy import LazyModule
from app.services.places import Place
from app.services.session import Session

if TYPE_CHECKING:
    from app.domain import rules
    from app.domain.rules import Judged, RuleLine
else:
    rules = LazyModule("app.domain.rules")

NOWHERE = Place(table="rule")  # no tab shows it
SHOWN_AT_ONCE = 40  # indicators a step: some milliseconds


class Judging(Session):
    """The open file with its rules of status."""

    def rule_lines(self) -> "tuple[RuleLine, ...]":
        """Return the rules in force, in order, as people read them."""
        return rules.lines_of(self.index)

    def set_rules(self, lines: "Sequence[RuleLine]") -> None:
        """Make these the rules, all at once; InputError where one cannot be read. Status by hand stays."""
        self._commit("状況の規則の変更", rules.edits_for(self.index, lines), NOWHERE)

    def judged(self, lines: "Sequence[RuleLine]") -> "Iterator[list[Judged]]":
        """Yield what indicators have now and would get by lines, some milliseconds a step; InputError as set_rules."""
        made = rules.proposed(self.index, lines)
        for tab in self.tabs():
            if tab.kind == "goal":
                yield from self._ahead(tab.node)
                rows = self.goal_report(tab.node).rows
                for start in range(0, len(rows), SHOWN_AT_ONCE):
                    yield rules.judged(self.scene, made, rows[start : start + SHOWN_AT_ONCE])

    def _ahead(self, goal: str) -> "Iterator[list[Judged]]":
        for _ in self.build_ahead(goal):
            yield []
