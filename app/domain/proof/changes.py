"""What the history of a file says of texts and figures: which was changed after which."""

import json
from collections.abc import Iterable

from app.domain.entity import key_of
from app.domain.history import History
from app.domain.proof.passages import Passage
from app.domain.report_goal import Scene
from app.domain.series import canonical_period, months_in


class Changes:
    """The last change of every text, and the changes of figures, read from the history when first asked for."""

    def __init__(self, scene: Scene, history: Iterable[History]) -> None:
        self._scene = scene
        self._history = tuple(history)
        self._texts: dict[tuple[str, tuple[str, ...], str], int] = {}
        self._figures: list[tuple[int, str, str]] | None = None
        self._reached: dict[str, frozenset[str]] = {}

    def __bool__(self) -> bool:
        return bool(self._history)

    def after(self, text: Passage, metric: str, period: str) -> bool:
        """Say whether a figure, or one that it is computed from, was changed after a text was last written."""
        if self._figures is None:
            self._figures = self._read()
        written = self._texts.get((text.entity.TABLE, key_of(text.entity), text.field), -1)
        return any(
            place > written and metric in self._touched(changed) and _overlap(period, of)
            for place, changed, of in self._figures
        )

    def _touched(self, metric: str) -> frozenset[str]:
        if metric not in self._reached:
            self._reached[metric] = self._scene.book.affected((metric,))
        return self._reached[metric]

    def _read(self) -> list[tuple[int, str, str]]:
        """Return the changes of figures as (sequence, series, period), and keep those of texts."""
        figures = []
        for line in self._history:
            for edit in json.loads(line.edits):
                before, after = edit["before"] or {}, edit["after"] or {}
                if edit["table"] == "observation":
                    figures.append((line.sequence, edit["key"][0], edit["key"][1]))
                for field in {*before, *after}:
                    if before.get(field) != after.get(field):
                        slot = (edit["table"], tuple(edit["key"]), field)
                        self._texts[slot] = max(line.sequence, self._texts.get(slot, -1))
        return figures


def _overlap(one: str, other: str) -> bool:
    """Say whether two periods share a month, or are the same where they have none."""
    months = months_in(one)
    return bool(months and not set(months).isdisjoint(months_in(other))) or canonical_period(one) == canonical_period(
        other
    )
