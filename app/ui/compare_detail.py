"""One difference under the list: both texts whole, what differs in them marked, and what taking it in would do."""

from html import escape

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.domain.compare import Difference
from app.domain.differences import differences
from app.ui.compare_model import Sides
from app.ui.icons import icon
from app.ui.theme import colour

HINT = "一覧から選ぶと、ここに両方の中身が出ます。"
HEIGHT, LOW_HEIGHT = 156, 104


class CompareDetail(QFrame):
    """Shows a difference. Signals: `place_wanted(Difference)`, `choice_wanted(Difference, bool)`."""

    place_wanted = Signal(object)
    choice_wanted = Signal(object, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.difference: Difference | None = None
        self._sides: Sides | None = None
        self.setProperty("card", True)
        self._words = QLabel(HINT)
        self.place_button = QPushButton(icon("search"), "場所を開く")
        self.keep_button, self.take_button = QPushButton(), QPushButton()
        self._build_ui()
        self.place_button.clicked.connect(lambda: self.place_wanted.emit(self.difference))
        self.keep_button.clicked.connect(lambda: self.choice_wanted.emit(self.difference, False))
        self.take_button.clicked.connect(lambda: self.choice_wanted.emit(self.difference, True))

    def _build_ui(self) -> None:
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.RichText)
        self._words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._words.setContentsMargins(12, 8, 12, 6)
        self._words.setBackgroundRole(QPalette.ColorRole.Base)
        self._words.setAutoFillBackground(True)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        self._words.setAccessibleName("違いの説明")
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(self._words)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area = area
        line = QHBoxLayout()
        line.setContentsMargins(12, 0, 12, 0)
        line.setSpacing(8)
        for button in (self.place_button, self.keep_button, self.take_button):
            line.addWidget(button)
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 10)
        column.setSpacing(6)
        column.addWidget(area, 1)
        column.addLayout(line)
        self.setFixedHeight(HEIGHT)

    def show_difference(self, one: Difference | None, sides: Sides, can_open: bool, can_choose: bool) -> None:
        """Show a difference, or how to come to one."""
        if one is None or self.difference is None or one.uid != self.difference.uid:
            self._area.verticalScrollBar().setValue(0)
        self.difference, self._sides = one, sides
        self.place_button.setVisible(can_open)
        self.place_button.setEnabled(one is not None and one.node is not None)
        for button, words in ((self.keep_button, sides.left), (self.take_button, sides.right)):
            button.setVisible(can_choose)
            button.setEnabled(one is not None)
            button.setText(f"{words}にする" if sides.decide else words)
        if not sides.decide:
            self.keep_button.setText("取り込まない")
            self.take_button.setText("取り込む")
        self._show_words()

    def _show_words(self) -> None:
        one, sides = self.difference, self._sides
        hint = f"<span style='color:{_ink('muted')}'>{HINT}</span>"
        self._words.setText(hint if one is None or sides is None else _text_of(one, sides))

    def changeEvent(self, event: QEvent) -> None:
        """Colour the words anew when the system changes between light and dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_words"):
            self._show_words()


def _text_of(one: Difference, sides: Sides) -> str:
    """Return a difference as rich text; what comes from the boards is escaped."""
    before, after = _marked(one.before, one.after) if one.kind == "changed" else (escape(one.before), escape(one.after))
    head = f"<b>{escape(one.what)}</b>"
    if one.by:
        head += f"　<span style='color:{_ink('error' if one.conflict else 'muted')}'>{escape(sides.who(one))}</span>"
    parts = [head, f"<span style='color:{_ink('muted')}'>{escape(' › '.join(one.place))}</span>"]
    parts.append(f"{escape(sides.present)}: {before or '（なし）'}")
    parts.append(f"{escape(sides.other)}: {after or '（なし）'}")
    if one.more:
        parts.append(f"いっしょのもの: {escape(one.more)}")
    if one.kind == "removed":
        parts.append(f"{'「' + escape(sides.right) + '」にする' if sides.decide else '取り込む'}と、削除されます。")
    return "".join(f"<p style='margin: 0 0 4px 0; line-height: 140%'>{part}</p>" for part in parts)


def _marked(before: str, after: str) -> tuple[str, str]:
    """Return both texts with what is only in one of them underlined."""
    runs = [(run.kind, escape(run.text)) for run in differences(before, after)]
    marked = [(kind, text if kind == "same" else f"<b><u>{text}</u></b>") for kind, text in runs]
    left = "".join(text for kind, text in marked if kind != "new")
    right = "".join(text for kind, text in marked if kind != "gone")
    return _lines(left), _lines(right)


def _lines(text: str) -> str:
    return text.replace("\n", "<br>")


def _ink(name: str) -> str:
    return colour(name).name()
