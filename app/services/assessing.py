"""Statuses by hand and their notes as the open file's verbs; rules are never overruled or applied in silence."""

from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.entity import new_uid
from app.domain.errors import InputError
from app.domain.plan import Assessment, Indicator, Reason, Scheme
from app.lazy import LazyModule
from app.services.session import Session

if TYPE_CHECKING:
    from app.domain import edits as edit_rows
    from app.domain import pasting, status
    from app.domain.edits import RowEdit
else:
    edit_rows = LazyModule("app.domain.edits")
    pasting = LazyModule("app.domain.pasting")
    status = LazyModule("app.domain.status")


class Assessing(Session):
    """The verbs of an indicator's status."""

    def set_status(self, indicator: str, reason: str | None, note: str | None = None) -> None:
        """Choose a status by hand for the meeting (None: back to the rules); a note stays where none is given."""
        present = self._assessment(indicator)
        chosen = self._one(Reason, reason).label if reason else "規則による判定"
        words = note or (present.note if present else None)
        edits = self._assessing(indicator, present, reason, words)
        self._commit(f"{self._one(Indicator, indicator).title}の状況を{chosen}に", edits)

    def set_status_typed(self, indicator: str, typed: str) -> None:
        """Choose a status by the words or the mark that a person typed ('': back to the rules); InputError."""
        self.set_status(indicator, self._reason_called(typed).uid if typed.strip() else None)

    def status_read(self, typed: str) -> str:
        """Return the status that typed words or a mark stand for, '' where they are its words or stand for none."""
        try:
            label = self._reason_called(typed).label
        except InputError:
            return ""
        return "" if label == typed.strip() else label

    def _reason_called(self, typed: str) -> Reason:
        return pasting.reason_called(self.index, self._scheme(), typed.strip())

    def set_status_note(self, indicator: str, note: str) -> None:
        """Say for the meeting why a status stands, whether a person or a rule chose it; '' takes the note away."""
        self._commit(f"{self._one(Indicator, indicator).title}の状況のメモ", self._note_edits(indicator, note))

    def _note_edits(self, indicator: str, note: str) -> "list[RowEdit]":
        present = self._assessment(indicator)
        return self._assessing(indicator, present, present.reason if present else None, note.strip() or None)

    def _scheme(self) -> str:
        schemes = self.index.all(Scheme)
        if not schemes:
            raise InputError("この計画には凡例がまだありません。「計画」の「凡例…」で作ってから入れてください。")
        return schemes[0].uid

    def _assessment(self, indicator: str) -> Assessment | None:
        return status.assessment(self.scene, self._one(Indicator, indicator), self._scheme())

    def _assessing(
        self, indicator: str, present: Assessment | None, reason: str | None, note: str | None
    ) -> "list[RowEdit]":
        """Return the edit that makes a status and its note what they are to be, none where they are."""
        kept = reason or note or (present is not None and present.printed and reason == present.reason)
        if present is None:
            scheme = self._scheme()
            made = Assessment(
                uid=new_uid(), scheme=scheme, indicator=indicator, meeting=self.meeting, reason=reason, note=note
            )
            return [edit_rows.insertion(made)] if kept else []
        if not kept:
            return [edit_rows.deletion(present)]
        # What the source prints tells of the reason that it goes with; another reason is the person's own.
        printed = present.printed if reason == present.reason else None
        after = replace(present, reason=reason, note=note, printed=printed)
        return [edit_rows.change(present, after)] if after != present else []
