"""A text that is still being written, kept on this PC: a crash or a power cut takes no half hour of writing away."""

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from app.domain import tables
from app.lazy import LazyModule
from app.services.assessing import Assessing
from app.services.rescuing import Rescuing

if TYPE_CHECKING:
    from app.domain import edits as edit_rows
    from app.domain.edits import LoggedCommand, RowEdit
else:
    edit_rows = LazyModule("app.domain.edits")

DRAFT = "書きかけの文章"


class Drafts(Assessing, Rescuing):
    """The open file with the one text that is in its editor: in the recovery log, and offered at the next start."""

    _draft = ""

    def keep_draft(self, table: str, uid: str, name: str, text: str) -> None:
        """Keep what a field's editor holds, in place of what was kept before; the file is not touched."""
        entity: Any = tables.BY_TABLE[table]
        present = self.index.one(entity, uid)
        if present is not None:
            self._keep_edits([edit_rows.change(present, replace(present, **{name: text or None}))])

    def keep_note_draft(self, indicator: str, text: str) -> None:
        """Keep what the editor of a status's note holds, which may have no row in the file yet."""
        self._keep_edits(self._note_edits(indicator, text))

    def _keep_edits(self, edits: "list[RowEdit]") -> None:
        if self._log is None or not edits or not self.repository.database.writable:
            return
        before, new = self._draft, edit_rows.command(DRAFT, edits)
        self._draft = new.uid
        self._note(new, datetime.now().astimezone().isoformat(timespec="seconds"))
        if before:
            self._drop([before])

    def drop_draft(self) -> None:
        """Let the kept text go: it was saved, or given up."""
        if self._draft:
            self._drop([self._draft])
            self._draft = ""

    def leftovers(self) -> "list[LoggedCommand]":
        """Return what was typed in an earlier session and is not in the file; not what is being written now."""
        return [entry for entry in super().leftovers() if entry.command.uid != self._draft]
