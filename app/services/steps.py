"""Several verbs as one: one transaction, one undo step, one line of history, and all or nothing."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from app.lazy import LazyModule
from app.services.places import Place
from app.services.session import Session

if TYPE_CHECKING:
    from app.domain import entering
    from app.domain import metrics as metric_rows
    from app.domain.edits import RowEdit
    from app.domain.entity import Key
else:
    entering = LazyModule("app.domain.entering")
    metric_rows = LazyModule("app.domain.metrics")


class Steps(Session):
    """The open file, of which a table may ask many small edits at once."""

    _gathered: "list[RowEdit] | None" = None

    @contextmanager
    def one_step(self, label: str) -> Iterator[None]:
        """Make one step of what the verbs within do; an error out of any of them leaves everything as it was.

        Each verb sees what those before it did to the structure; a figure may be set once only.
        """
        if self._gathered is not None:  # a step within a step is part of it
            yield
            return
        self._gathered = []
        try:
            yield
        finally:
            edits, self._gathered = self._gathered, None
            self.index.apply([edit.reversed() for edit in reversed(edits)])
        self._commit(label, _merged(edits))

    def understood(self, metric: str, typed: str) -> str:
        """Return how a figure typed for a metric is read where that is not how it was typed, else ''."""
        return entering.understood(self._one(metric_rows.Metric, metric), typed)

    def unit_of(self, metric: str) -> str:
        """Return a metric's unit, one for those that mean the same (名 is 人), '' where it has none."""
        from app.domain.proof.mentions import unit_class  # not before the first picture

        return unit_class(self._one(metric_rows.Metric, metric).unit)

    def _commit(self, label: str, edits: "Iterable[RowEdit]", place: Place | None = None) -> None:
        if self._gathered is None:
            super()._commit(label, edits, place)
            return
        new = list(edits)
        self._gathered += new
        self.index.apply(new)


def _merged(edits: "Iterable[RowEdit]") -> "list[RowEdit]":
    """Return one edit a row, from how it was at first to how it is at last."""
    found: dict[tuple[str, Key], RowEdit] = {}
    for edit in edits:
        place = (edit.table, edit.key)
        found[place] = replace(found[place], after=edit.after) if place in found else edit
    return [edit for edit in found.values() if edit.before != edit.after]
