"""The legend and the reasons of status as the open file's verbs."""

from typing import TYPE_CHECKING

from app.domain.plan import Legend, Reason
from app.lazy import LazyModule
from app.services.places import Place
from app.services.session import Session

if TYPE_CHECKING:
    from app.domain import legends, ordering
else:
    legends = LazyModule("app.domain.legends")
    ordering = LazyModule("app.domain.ordering")

NOWHERE = Place(table="legend")  # no tab shows it


class Legends(Session):
    """The open file with its legend (凡例) and the reasons of a status."""

    def begin_legend(self) -> None:
        """Give a board without status words the usual ones."""
        self._commit("凡例の始まり", legends.begin_edits(self.index), NOWHERE)

    def add_legend(self, label: str) -> str:
        """Add a printed class at the end; return its uid."""
        uid, edits = legends.add_legend(self.index, label)
        self._commit(f"凡例「{label.strip()}」の追加", edits, NOWHERE)
        return uid

    def add_reason(self, label: str) -> str:
        """Add a reason at the end, folded to no class yet; return its uid."""
        uid, edits = legends.add_reason(self.index, label)
        self._commit(f"状況「{label.strip()}」の追加", edits, NOWHERE)
        return uid

    def set_looks(self, legend: str, mark: str, colour: str | None) -> None:
        """Give a class another mark and colour name."""
        item = self._one(Legend, legend)
        self._commit(f"凡例「{item.label}」の印の変更", legends.looks_edits(item, mark, colour), NOWHERE)

    def fold_reason(self, reason: str, legend: str | None, needs_note: bool) -> None:
        """Fold a reason to a class (None: to none) and say whether it wants a note."""
        item = self._one(Reason, reason)
        self._commit(f"状況「{item.label}」の印字の変更", legends.fold_edits(item, legend, needs_note), NOWHERE)

    def move_legend(self, legend: str, place: int) -> None:
        """Put a class at another place of the legend (0-based)."""
        item = self._one(Legend, legend)
        edits = ordering.move_edits(legends.legends(self.index), item, place)
        self._commit(f"凡例「{item.label}」の移動", edits, NOWHERE)

    def move_reason(self, reason: str, place: int) -> None:
        """Put a reason at another place of the list (0-based)."""
        item = self._one(Reason, reason)
        edits = ordering.move_edits(legends.reasons(self.index), item, place)
        self._commit(f"状況「{item.label}」の移動", edits, NOWHERE)

    def delete_legend(self, legend: str) -> None:
        """Delete a class; reasons that were folded to it print their own words."""
        item = self._one(Legend, legend)
        self._commit(f"凡例「{item.label}」の削除", legends.delete_legend(self.index, item), NOWHERE)

    def delete_reason(self, reason: str) -> None:
        """Delete a reason that nothing uses; InputError else."""
        item = self._one(Reason, reason)
        self._commit(f"状況「{item.label}」の削除", legends.delete_reason(self.index, item), NOWHERE)
