"""凡例: the printed classes of a status with mark and colour, and which reason prints as which class."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QIcon, QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app import palette
from app.domain import legends
from app.domain.errors import BoardError
from app.domain.labels import MARKS
from app.domain.plan import Legend, Reason
from app.services.document import Change, Document
from app.ui.dialogs.row_drag import RowDrag
from app.ui.icons import icon, mark_icon
from app.ui.page_action import page_action
from app.ui.room import take_room
from app.ui.spaced_label import JOINED, LINE_HEIGHT, SpacedLabel, with_joins

USUAL_SIZE = (860, 560)
UID = Qt.ItemDataRole.UserRole
GUIDE = "左が資料に印字する区分、右がその元になる状況です。F2 で言葉、ドラッグか Alt+↑↓ で順番を変えます。"
PLAIN = "印字しない（状況の言葉のまま）"
MANY = f"区分が{legends.MOST_CLASSES}つを超えると、凡例は資料の見出しに入りません。"
GREY = "#000000"
ROW = 28


class WordList(QListWidget):
    """Words to rename in place (F2), to move (Alt+↑↓) and to delete (Delete). Signal: `renamed(uid, text)`."""

    renamed = Signal(str, str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        # The list must not be built anew while its editor is being closed.
        self.itemChanged.connect(
            lambda item: QTimer.singleShot(0, self, partial(self.renamed.emit, item.data(UID), item.text()))
        )

    def show_words(self, words: list[tuple[str, str, str, QIcon]]) -> None:
        """Show (uid, text, hint, mark before it) rows; what was chosen stays chosen."""
        kept, row = self.uid(), max(self.currentRow(), 0)
        self.blockSignals(True)
        self.clear()
        for uid, text, hint, mark in words:
            item = QListWidgetItem(mark, text)
            item.setData(UID, uid)
            item.setToolTip(hint)
            item.setSizeHint(QSize(0, ROW))
            item.setFlags((item.flags() | Qt.ItemFlag.ItemIsEditable) & ~Qt.ItemFlag.ItemIsDropEnabled)
            self.addItem(item)
        uids = [uid for uid, *_ in words]
        self.setCurrentRow(uids.index(kept) if kept in uids else min(row, len(uids) - 1))
        self.blockSignals(False)

    def uid(self) -> str | None:
        """Return the uid of the chosen row, None for none."""
        item = self.currentItem()
        return item.data(UID) if item is not None else None

    def edit_last(self) -> None:
        """Choose the last row and open its editor."""
        self.setCurrentRow(self.count() - 1)
        self.setFocus()
        item = self.currentItem()
        if item is not None:
            self.editItem(item)


class LegendWindow(QWidget):
    """Every act is one undo step. Signal: `left()`."""

    left = Signal()

    def __init__(self, document: Document, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.document = document
        self.classes, self.reasons = WordList("凡例の区分"), WordList("状況")
        self.mark, self.colour, self.folded = QComboBox(), QComboBox(), QComboBox()
        self.needs_note = QCheckBox("選ぶときに理由のメモを求める")
        self.begin_button = QPushButton("いつもの言葉で始める")
        self.colour_print, self.grey_print, self.note = QLabel(), QLabel(), SpacedLabel()
        self._build_ui()
        self._connect()
        self.refresh()

    def _build_ui(self) -> None:
        self.setWindowTitle("凡例")
        take_room(self, USUAL_SIZE)
        for mark, sign in MARKS.items():
            self.mark.addItem(sign or "印なし", mark)
        for name, word in legends.COLOURS.items():
            self.colour.addItem(mark_icon("square", name), word, name)
        self.note.setProperty("error", True)
        guide = SpacedLabel(GUIDE)
        guide.setProperty("muted", True)
        for label in (self.colour_print, self.grey_print):
            label.setWordWrap(True)
        self.colour_print.setAccessibleName("カラー印刷の見本")
        self.grey_print.setAccessibleName("白黒印刷の見本")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(12, 12, 12, 12)
        whole.setSpacing(10)
        whole.addWidget(guide)
        whole.addWidget(self.begin_button, 0, Qt.AlignmentFlag.AlignLeft)
        sides = QHBoxLayout()
        sides.setSpacing(16)
        sides.addLayout(self._side("印字する区分", self.classes, (("印", self.mark), ("色", self.colour))), 1)
        sides.addLayout(self._side("状況", self.reasons, (("印字する区分", self.folded), ("", self.needs_note))), 1)
        whole.addLayout(sides, 1)
        prints = QFormLayout()
        prints.setVerticalSpacing(6)
        prints.addRow("カラー印刷", self.colour_print)
        prints.addRow("白黒印刷", self.grey_print)
        whole.addLayout(prints)
        whole.addWidget(self.note)

    def _side(self, title: str, words: WordList, fields: tuple[tuple[str, QWidget], ...]) -> QVBoxLayout:
        """Return a list with its heading, its buttons above and the fields of what is chosen below."""
        heading = QLabel(title)
        heading.setProperty("heading", True)
        line = QHBoxLayout()
        line.setSpacing(4)
        line.addWidget(heading, 1)
        acts = (
            ("追加", "add", "Ins", partial(self.add, words)),
            ("上へ", "up", "Alt+Up", partial(self.move_by, words, -1)),
            ("下へ", "down", "Alt+Down", partial(self.move_by, words, 1)),
            ("削除", "delete", "Del", partial(self.delete, words)),
        )
        for text, picture, keys, does in acts:
            action = page_action(words, text, picture, keys, does)
            button = QPushButton(icon(picture), "")
            button.setToolTip(action.toolTip())
            button.setAccessibleName(f"{title}を{text}")
            button.clicked.connect(action.trigger)
            line.addWidget(button)
        form = QFormLayout()
        form.setLabelAlignment(Qt.AlignmentFlag.AlignVCenter)
        form.setVerticalSpacing(6)
        for label, field in fields:
            form.addRow(label, field)
            field.setAccessibleName(label or "メモ")
        side = QVBoxLayout()
        side.setSpacing(8)
        side.addLayout(line)
        side.addWidget(words, 1)
        side.addLayout(form)
        return side

    def _connect(self) -> None:
        self.classes.currentItemChanged.connect(lambda: self._show_class())
        self.reasons.currentItemChanged.connect(lambda: self._show_reason())
        self.classes.renamed.connect(partial(self._rename, "legend"))
        self.reasons.renamed.connect(partial(self._rename, "reason"))
        RowDrag(self.classes, lambda _, place: self.move_to(self.classes, place))
        RowDrag(self.reasons, lambda _, place: self.move_to(self.reasons, place))
        self.mark.activated.connect(lambda _: self._take_looks())
        self.colour.activated.connect(lambda _: self._take_looks())
        self.folded.activated.connect(lambda _: self._take_fold())
        self.needs_note.clicked.connect(lambda _: self._take_fold())
        self.begin_button.clicked.connect(lambda: self._do(self.document.begin_legend))
        self.document.changed.connect(self._on_changed)

    def follow(self) -> None:
        """Show the legend as it is now and give it the keys."""
        self.refresh()
        self.classes.setFocus()

    def refresh(self) -> None:
        """Show the legend and the reasons as they are now."""
        index = self.document.index
        classes = legends.legends(index)
        self.classes.show_words([(one.uid, one.label, MARKS[one.mark], _mark(one)) for one in classes])
        marks = {one.uid: _mark(one) for one in classes}
        printed = {one.uid: f"{MARKS[one.mark]}{one.label} と印字" for one in classes}
        self.reasons.show_words(
            [
                (one.uid, one.label, printed.get(one.legend or "", PLAIN), marks.get(one.legend or "", _mark(None)))
                for one in legends.reasons(index)
            ]
        )
        self.folded.clear()
        self.folded.addItem(PLAIN, None)
        for one in classes:
            self.folded.addItem(marks[one.uid], one.label, one.uid)
        self.begin_button.setVisible(not legends.reasons(index) and not classes)
        self._show_class()
        self._show_reason()
        self._show_prints(classes)

    # acts

    def add(self, words: WordList) -> None:
        """Add a class or a reason and open its name."""
        verb = self.document.add_legend if words is self.classes else self.document.add_reason
        if self._do(lambda: verb("新しい区分" if words is self.classes else "新しい状況")):
            words.edit_last()

    def move_by(self, words: WordList, step: int) -> None:
        """Move what is chosen up or down its list."""
        self.move_to(words, words.currentRow() + step)

    def move_to(self, words: WordList, place: int) -> None:
        """Put what is chosen at another place of its list (0-based)."""
        uid = words.uid()
        verb = self.document.move_legend if words is self.classes else self.document.move_reason
        if uid and 0 <= place < words.count():
            self._do(lambda: verb(uid, place))

    def delete(self, words: WordList) -> None:
        """Delete what is chosen; what is used says so."""
        uid = words.uid()
        verb = self.document.delete_legend if words is self.classes else self.document.delete_reason
        if uid:
            self._do(lambda: verb(uid))

    def _rename(self, table: str, uid: str, text: str) -> None:
        entity: Any = Legend if table == "legend" else Reason
        if self.document.index.one(entity, uid) is None:
            return
        if not self._do(lambda: self.document.set_field(table, uid, "label", text.strip())):
            self.refresh()

    def _take_looks(self) -> None:
        uid = self.classes.uid()
        if uid:
            self._do(lambda: self.document.set_looks(uid, self.mark.currentData(), self.colour.currentData()))

    def _take_fold(self) -> None:
        uid = self.reasons.uid()
        if uid:
            folded, note = self.folded.currentData(), self.needs_note.isChecked()
            self._do(lambda: self.document.fold_reason(uid, folded, note))

    def _do(self, act: Callable[[], object]) -> bool:
        try:
            act()
        except BoardError as error:
            self.note.setText(error.message)
            return False
        self._warn()
        return True

    # showing

    def _show_class(self) -> None:
        item = self.document.index.one(Legend, self.classes.uid())
        for box in (self.mark, self.colour):
            box.setEnabled(item is not None and not self.document.read_only)
        if item is not None:
            self.mark.setCurrentIndex(self.mark.findData(item.mark))
            self.colour.setCurrentIndex(max(0, self.colour.findData(item.colour)))

    def _show_reason(self) -> None:
        item = self.document.index.one(Reason, self.reasons.uid())
        for part in (self.folded, self.needs_note):
            part.setEnabled(item is not None and not self.document.read_only)
        if item is not None:
            self.folded.setCurrentIndex(max(0, self.folded.findData(item.legend)))
            self.needs_note.setChecked(item.needs_note)

    def _show_prints(self, classes: tuple[Legend, ...]) -> None:
        """Show the legend as it looks on paper, which is white in every scheme, in colour and in one ink."""
        for label, grey in ((self.colour_print, False), (self.grey_print, True)):
            shown = [
                f'<span style="color:{GREY if grey else palette.hex_of(one.colour or "ink")}">{MARKS[one.mark]}</span>'
                f'<span style="color:{palette.hex_of("ink")}">&nbsp;{_unbroken(one.label)}</span>'
                for one in classes
            ]
            label.setStyleSheet(f"background: {palette.hex_of('white')}; padding: 6px 10px;")
            label.setText(
                f'<p style="margin: 0; line-height: {LINE_HEIGHT}%">{"&nbsp;&nbsp;&nbsp; ".join(shown) or " "}</p>'
            )
        self._warn()

    def _warn(self) -> None:
        """Say what will not do on paper: marks that two classes share, more classes than there is room for."""
        classes = legends.legends(self.document.index)
        marks = [one.mark for one in classes if one.mark != "none"]
        double = next((MARKS[mark] for mark in marks if marks.count(mark) > 1), "")
        words = f"「{double}」の区分が2つあります。白黒では見分けられません。" if double else ""
        self.note.setText(words or (MANY if len(classes) > legends.MOST_CLASSES else ""))

    def _on_changed(self, change: Change) -> None:
        if self.isVisible() and (change.structure or change.everything):
            self.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close with Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Give the keys back."""
        super().closeEvent(event)
        self.left.emit()


def _unbroken(text: str) -> str:
    """Return a class's name so that no line ends within it."""
    return with_joins(_escaped(JOINED.join(text)))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _mark(one: Legend | None) -> QIcon:
    """Return a class's mark in its colour, an empty place of the same width without one."""
    return mark_icon(one.mark, one.colour or "ink") if one else mark_icon("none")
