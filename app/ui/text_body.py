"""The body of a text block: its editor, and while it is written the strip with what can be done."""

from typing import TYPE_CHECKING

from app.domain.errors import BoardError
from app.domain.report import BlockView
from app.services.document import Document
from app.ui.block_bodies import Body
from app.ui.narrative_editor import NarrativeEditor

if TYPE_CHECKING:
    from app.domain.judged import Judged


class TextBody(Body):
    """A text whose live figures follow the board as chips."""

    def __init__(self, document: Document, wide: bool) -> None:
        super().__init__(document, wide)
        self.editor = NarrativeEditor("文章", "ここに文章を入力します。行の頭に「・」を打つと箇条書きになります。")
        self.editor.committed.connect(self._write)
        self.column.addWidget(self.editor)

    def show_block(self, view: BlockView) -> None:
        """Show a text."""
        super().show_block(view)
        self.editor.show_text(view.body, view.body)
        self.editor.show_figures(self.document.live_words(self.editor.text()))

    def abandon(self) -> None:
        """Let what is left in the editor go."""
        self.editor.blockSignals(True)

    def show_waiting(self, lines: "tuple[Judged, ...]") -> None:
        """Draw a wavy line under each run that something was found in."""
        spots = [line.finding.spot for line in lines if line.finding.spot.field == "body"]
        self.editor.mark_runs([(spot.start, spot.end) for spot in spots if spot.start is not None and spot.end])

    def select_run(self, start: int, end: int) -> None:
        """Begin to write at a run of the text, which is selected."""
        self.editor.select_run(start, end)

    def _write(self, text: str) -> None:
        assert self.view is not None
        uid = self.view.uid
        try:
            self.document.set_field("block", uid, "body", text)
        except BoardError as error:
            self.editor.take_back(self.document.field("block", uid, "body"))
            self.status_message.emit(error.message)

    def start(self) -> None:
        """Write."""
        self.editor.setFocus()
