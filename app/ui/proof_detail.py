"""One finding under the list: what, why, how sure, and what would settle it."""

from html import escape

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.domain.judged import SURENESS, Judged, difference
from app.ui.icons import icon
from app.ui.theme import colour

HINT = "一覧から選ぶと、ここにわけと直し方が出ます。"
LEAST_HEIGHT, MOST_HEIGHT = 150, 230
NOTE_HINT = "了承するわけ（メモに残ります）"


class ProofDetail(QFrame):
    """Shows a finding with its buttons.

    Signals: `mend_wanted(Judged, int)` with the place of a mend, `settle_wanted(Judged, str)`,
    `unsettle_wanted(Judged)`, `place_wanted(Spot)`.
    """

    mend_wanted = Signal(object, int)
    settle_wanted = Signal(object, str)
    unsettle_wanted = Signal(object)
    place_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line: Judged | None = None
        self.setProperty("card", True)
        self._words = QLabel(HINT)
        self.place_button = QPushButton(icon("search"), "場所を開く")
        self.mend_buttons: list[QPushButton] = []
        self.note = QLineEdit()
        self.settle_button = QPushButton("了承してメモを残す")
        self.unsettle_button = QPushButton("了承を取り消す")
        self._mends = QHBoxLayout()
        self._build_ui()
        self._connect()
        self.show_line(None)

    def _build_ui(self) -> None:
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.RichText)
        self._words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._words.setContentsMargins(12, 8, 12, 6)
        self._words.setBackgroundRole(QPalette.ColorRole.Base)
        self._words.setAutoFillBackground(True)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        self._words.setAccessibleName("検算の結果の説明")
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidget(self._words)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.place_button.setToolTip("数値や文章のある場所へ移ります（Enter、ダブルクリック）")
        self.note.setPlaceholderText(NOTE_HINT)
        self.note.setAccessibleName("了承のメモ")
        self.note.setMinimumWidth(160)
        self._mends.setSpacing(8)
        first, second = QHBoxLayout(), QHBoxLayout()
        first.addWidget(self.place_button)
        first.addLayout(self._mends)
        first.addStretch(1)
        second.addWidget(self.note, 1)
        second.addWidget(self.settle_button)
        second.addWidget(self.unsettle_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 10)
        column.setSpacing(6)
        column.addWidget(self._area, 1)
        for line in (first, second):
            line.setContentsMargins(12, 0, 12, 0)
            line.setSpacing(8)
            column.addLayout(line)
        self.setFixedHeight(MOST_HEIGHT)

    def _connect(self) -> None:
        self.place_button.clicked.connect(lambda: self._tell_place())
        self.settle_button.clicked.connect(self._settle)
        self.note.returnPressed.connect(self._settle)
        self.note.textChanged.connect(lambda _: self._allow())
        self.unsettle_button.clicked.connect(lambda: self.unsettle_wanted.emit(self.line))
        self._words.linkActivated.connect(self._on_link)

    def show_line(self, line: Judged | None) -> None:
        """Show a finding, or how to come to one; a note that is being written for it stays."""
        same = line is not None and self.line is not None and line.identity == self.line.identity
        self.line = line
        if not same:
            self.note.clear()
            self._area.verticalScrollBar().setValue(0)
        self._words.setText(_text_of(line) if line else f"<span style='color:{_ink('muted')}'>{HINT}</span>")
        self._show_mends(line)
        settled = line is not None and line.verdict == "settled"
        can_settle = line is not None and not settled and line.verdict != "agrees"
        for widget in (self.note, self.settle_button):
            widget.setVisible(not settled)
            widget.setEnabled(can_settle)
        self.unsettle_button.setVisible(settled)
        self.place_button.setEnabled(line is not None)
        self._allow()

    def _show_mends(self, line: Judged | None) -> None:
        labels = [mend.label for mend in line.finding.mends] if line and line.verdict != "settled" else []
        if [button.text() for button in self.mend_buttons] == labels:
            return
        for button in self.mend_buttons:
            self._mends.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.mend_buttons = []
        for place, label in enumerate(labels):
            button = QPushButton(icon("tick"), label)
            button.setToolTip(f"{label}（{'Ctrl+Enter・' if place == 0 else ''}Ctrl+Zで戻せます）")
            button.clicked.connect(lambda _=False, place=place: self.mend_wanted.emit(self.line, place))
            self._mends.addWidget(button)
            self.mend_buttons.append(button)

    def _allow(self) -> None:
        self.settle_button.setEnabled(self.note.isEnabled() and bool(self.note.text().strip()))
        waits = self.note.isEnabled() and not self.settle_button.isEnabled()
        self.settle_button.setToolTip("左の欄に、わけを入れてください。" if waits else "")

    def _settle(self) -> None:
        if self.line is not None and self.settle_button.isEnabled():
            self.settle_wanted.emit(self.line, self.note.text().strip())

    def _tell_place(self) -> None:
        if self.line is not None:
            self.place_wanted.emit(self.line.finding.spot)

    def _on_link(self, place: str) -> None:
        if self.line is not None:
            self.place_wanted.emit(self.line.finding.also[int(place)])

    def changeEvent(self, event: QEvent) -> None:
        """Colour the words anew when the system changes between light and dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_words"):
            self._words.setText(_text_of(self.line) if self.line else HINT)


def _text_of(line: Judged) -> str:
    """Return a finding as rich text; what comes from the board is escaped."""
    found, words = line.finding, line.words
    gap = difference(found)
    values = [f"印字値 <b>{escape(found.printed)}</b>"] if found.printed else []
    values += [f"計算値 <b>{escape(found.computed)}</b>"] if found.computed else []
    values += [f"差 <b>{escape(gap)}</b>"] if gap else []
    head = f"<b style='color:{_ink(words.colour)}'>{words.mark} {words.word}</b>［{escape(found.code)}］"
    parts = [f"{head}　<b>{escape(found.message)}</b>", f"{escape(found.item)}　{escape(line.place)}"]
    parts += ["　".join(values)] if values else []
    parts += [f"わけ: {escape(found.why)}"] if found.why else []
    parts += [f"確かさ: {SURENESS[found.sure]}"] if line.verdict != "agrees" else []
    parts += [f"了承のメモ: {escape(line.note)}"] if line.note else []
    if line.verdict == "agrees":
        parts.append(escape(words.more) + "。")
    if found.also:
        links = "・".join(f"<a href='{place}'>場所{place + 2}</a>" for place in range(len(found.also)))
        parts.append(f"関係する場所: {links}")
    return "".join(f"<p style='margin: 0 0 4px 0; line-height: 140%'>{part}</p>" for part in parts)


def _ink(name: str) -> str:
    return colour(name).name()
