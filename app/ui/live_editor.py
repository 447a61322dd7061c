"""An editor of a text that belongs to an item: its chips follow the open file, and figures are chosen for it."""

from PySide6.QtWidgets import QWidget

from app.services.document import Document
from app.ui.narrative_editor import NarrativeEditor


class LiveEditor(NarrativeEditor):
    """A text with live figures of the open file; `node` is the item whose figures are offered first ('': none)."""

    def __init__(self, own: Document, name: str, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(name, placeholder, parent)
        self.board = own
        self.node = ""
        self.figure_wanted.connect(self.choose_figure)
        self.textChanged.connect(self.follow)

    def follow(self) -> None:
        """Let the chips print what the file holds now."""
        self.show_figures(self.board.live_words(self.text()))

    def choose_figure(self, present: str = "") -> None:
        """Let a person choose a figure for the cursor's place, or another way to write the one selected there."""
        from app.ui.dialogs.figure_picker import FigurePicker

        if not self.node or self.isReadOnly():
            return
        self.holding = True
        picker = FigurePicker(self.board, self.node, present, self.window())
        picker.finished.connect(lambda _: self._take(picker))
        picker.open()

    def _take(self, picker: QWidget) -> None:
        mark = str(getattr(picker, "mark", ""))
        picker.deleteLater()
        self.window().activateWindow()
        self.setFocus()
        self.holding = False
        if mark:
            self.put(mark)
