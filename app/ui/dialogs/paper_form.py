"""What stands around the slides: number and mark of the paper, the city's colour, the foot."""

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QColor, QIcon, QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import QColorDialog, QComboBox, QGridLayout, QLabel, QLineEdit, QToolButton, QWidget

from app.domain.errors import BoardError, InputError
from app.domain.labels import PAPER_MARKS
from app.palette import hex_of
from app.services.document import Document
from app.ui.dialogs.message import show_error
from app.ui.theme import colour

NO_MARK = "（なし）"
SWATCH = 18  # logical px
USUAL = "紺（既定）"


class SettingField(QLineEdit):
    """A line that is taken on Enter and when it is left; Enter does nothing else."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the text on Enter; the window's button does not feel it."""
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()


class PaperForm(QWidget):
    """The settings of the paper that the file keeps; each is taken as soon as its field is left and can be undone."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.number = SettingField()
        self.mark = QComboBox()
        self.colour = SettingField()
        self.pick = QToolButton()
        self.footer = SettingField()
        self.problem = QLabel()
        self._fields = {"paper_number": self.number, "print_colour": self.colour, "print_footer": self.footer}
        self._build_ui()
        self._connect()
        self.refresh()

    def refresh(self) -> None:
        """Show the settings as the file has them now; a text that could not be taken stays."""
        meeting, board = self._document.scene.meeting, self._document.index.board
        stored = {
            "paper_number": meeting.paper_number if meeting else None,
            "print_colour": board.print_colour,
            "print_footer": board.print_footer,
        }
        for name, field in self._fields.items():
            if not field.property("wrong") and not field.isModified():
                field.setText(stored[name] or "")
        with QSignalBlocker(self.mark):
            self.mark.setCurrentIndex(max(self.mark.findData(meeting.paper_mark if meeting else None), 0))
        self._show_swatch(board.print_colour or hex_of("navy"))
        self.footer.setPlaceholderText(" ".join(filter(None, (board.city, board.division))))
        for widget in (self.number, self.mark):
            widget.setEnabled(meeting is not None)

    def _take(self, name: str) -> None:
        """Give a field to the file; what cannot be taken stays in it with the reason below."""
        field = self._fields[name]
        if not field.isModified():
            return
        reason = ""
        field.setModified(False)
        try:
            self._document.set_paper(name, field.text())
        except InputError as error:
            reason = error.message
        except BoardError as error:
            show_error(self, error)
        self._show_problem(field, reason)
        self.refresh()

    def _take_mark(self) -> None:
        try:
            self._document.set_paper("paper_mark", self.mark.currentData() or "")
        except BoardError as error:
            show_error(self, error)
            self.refresh()

    def choose_colour(self) -> None:
        """Ask for the city's colour."""
        present = QColor(self._document.index.board.print_colour or hex_of("navy"))
        chosen = QColorDialog.getColor(present, self, "市の色")
        if chosen.isValid():
            self.colour.setText(chosen.name())
            self.colour.setModified(True)
            self._take("print_colour")

    def _show_problem(self, field: QLineEdit, reason: str) -> None:
        field.setProperty("wrong", bool(reason))
        field.style().polish(field)
        field.setAccessibleDescription(reason)
        self.problem.setText(reason)
        self.problem.setVisible(bool(reason))

    def _show_swatch(self, shown: str) -> None:
        self.pick.setIcon(_swatch(QColor(shown), self.devicePixelRatioF()))

    def _build_ui(self) -> None:
        self.mark.addItem(NO_MARK, None)
        for code, words in PAPER_MARKS.items():
            self.mark.addItem(words, code)
        self.number.setPlaceholderText("資料１")
        self.colour.setPlaceholderText(USUAL)
        self.pick.setText(" 選ぶ…")
        self.pick.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.pick.setAccessibleName("市の色を選ぶ")
        self.problem.setProperty("error", True)
        self.problem.setWordWrap(True)
        self.problem.hide()
        form = QGridLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(6)
        form.setColumnStretch(1, 1)
        for row, (words, field) in enumerate(
            (("資料番号", self.number), ("印", self.mark), ("市の色", self.colour), ("脚注の課名", self.footer))
        ):
            label = QLabel(words)
            label.setBuddy(field)
            field.setAccessibleName(words)
            form.addWidget(label, row, 0)
            form.addWidget(field, row, 1, 1, 1 if field is self.colour else 2)
        form.addWidget(self.pick, 2, 2)
        form.addWidget(self.problem, 4, 0, 1, 3)

    def _connect(self) -> None:
        for name, field in self._fields.items():
            field.editingFinished.connect(lambda name=name: self._take(name))
        self.mark.activated.connect(self._take_mark)
        self.pick.clicked.connect(self.choose_colour)


def _swatch(fill: QColor, ratio: float) -> QIcon:
    """Return a square of a colour."""
    pixmap = QPixmap(round(SWATCH * ratio), round(SWATCH * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(fill)
    painter = QPainter(pixmap)
    painter.setPen(colour("edge"))
    painter.drawRect(0, 0, SWATCH - 1, SWATCH - 1)
    painter.end()
    return QIcon(pixmap)
