"""ほかの計画ファイルと比べる: the open file beside another one, and chosen differences taken in."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.paths import load_preferences
from app.services.comparing import file_side
from app.services.document import Document
from app.ui.compare_model import Sides
from app.ui.compare_pane import ComparePane
from app.ui.room import take_room
from app.ui.spaced_label import SpacedLabel

USUAL_SIZE = (1080, 640)
LEAST_SIZE = (560, 320)


class CompareWindow(QWidget):
    """Compares the open file with another one. Signals: `place_wanted(Difference)`, `left()`."""

    place_wanted = Signal(object)
    left = Signal()

    def __init__(self, document: Document, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setMinimumSize(*LEAST_SIZE)
        self.head, self.pane = SpacedLabel(), ComparePane(document)
        self.head.setProperty("muted", True)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 12)
        column.setSpacing(6)
        column.addWidget(self.head)
        column.addWidget(self.pane, 1)
        self.pane.place_wanted.connect(self.place_wanted)
        take_room(self, USUAL_SIZE)

    def focus_list(self) -> None:
        """Give the keys to the list; by a focus proxy Tab would pass over what stands before it."""
        self.pane.view.list.setFocus()

    def compare_file(self, path: Path) -> None:
        """Compare the open file with the one at a path, which is only read."""
        self.setWindowTitle(f"比べる: {path.name}")
        self.head.setText(f"今の計画と {path} を比べます。相手のファイルは読むだけで、変わりません。")
        side = file_side(path, shared=load_preferences().reads_as_shared(path))
        self.pane.compare(None, side, Sides("今の計画", path.name, "今", "相手"))

    def stop(self) -> None:
        """Compare no more; the file is about to be closed."""
        self.pane.stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: object) -> None:
        """Give the keys back to the main window."""
        super().closeEvent(event)  # type: ignore[arg-type]
        self.left.emit()
