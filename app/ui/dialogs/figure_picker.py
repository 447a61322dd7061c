"""Choosing a figure for a text: by words of its name and period, and how it is written there."""

from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.domain.figure_choices import FigureChoice
from app.domain.labels import QUALIFIER_CODES, ROUNDINGS
from app.domain.narrative import PLAIN, Form, marks, written
from app.services.document import Document
from app.ui.room import take_room

SIZE = (620, 460)  # logical px
ROW = 26
SEARCH_MS = 120
HINT = "名前や月の言葉で探します（例: 全質問 2月）"
NOTHING = "当てはまる数値がありません。言葉を減らすか、表の行の名前で探してください。"
_AS_IS = "もとのまま"
_PLACES = {"小数第2位まで": 2, "小数第1位まで": 1, "一の位まで": 0}
_PLACES |= {"十の位まで": -1, "百の位まで": -2, "千の位まで": -3, "万の位まで": -4}


class FigurePicker(QDialog):
    """Gives `mark`, the mark of the figure and the way that were chosen, '' before that."""

    def __init__(self, document: Document, node: str, present: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("数値の書き方" if present else "数値を入れる")
        take_room(self, SIZE)
        self._document, self._node = document, node
        self.mark = ""
        self._kept: FigureChoice | None = None
        self.search = QLineEdit()
        self.list = QTreeWidget()
        self.qualifier, self.rounding, self.places = QComboBox(), QComboBox(), QComboBox()
        self.unit = QCheckBox("単位を付ける")
        self.preview = QLabel()
        self._reason = QLabel()
        self._later = QTimer(self, singleShot=True, interval=SEARCH_MS)
        self._build()
        self._connect()
        self._begin(present)

    def _build(self) -> None:
        self.search.setPlaceholderText(HINT)
        self.search.setAccessibleName("数値の名前や月")
        self.search.setClearButtonEnabled(True)
        self.list.setHeaderLabels(["数値", "期間", "値"])
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setAccessibleName("見つかった数値")
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        head = self.list.header()
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        head.setStretchLastSection(False)
        self.list.headerItem().setTextAlignment(2, Qt.AlignmentFlag.AlignRight)
        self.unit.setChecked(True)
        self.preview.setStyleSheet("font-size: 16px; font-weight: bold;")
        self.preview.setAccessibleName("文章に出る形")
        for label in (self.preview, self._reason):
            label.setWordWrap(True)
        self._reason.setProperty("muted", True)
        _fill(
            self.qualifier, "約・以上など", {_AS_IS: None, "付けない": "", **{word: word for word in QUALIFIER_CODES}}
        )
        _fill(self.rounding, "端数", {_AS_IS: None, **{word: code for code, word in ROUNDINGS.items()}})
        _fill(self.places, "位", {_AS_IS: None, **_PLACES})
        self._lay_out()

    def _lay_out(self) -> None:
        ways = QHBoxLayout()
        for name, box in (("約など", self.qualifier), ("端数", self.rounding), ("位", self.places)):
            label = QLabel(name)
            label.setBuddy(box)
            ways.addWidget(label)
            ways.addWidget(box)
        ways.addWidget(self.unit)
        ways.addStretch()
        foot = QHBoxLayout()
        words = QVBoxLayout()
        words.addWidget(self.preview)
        words.addWidget(self._reason)
        foot.addLayout(words, 1)
        buttons = QDialogButtonBox()
        self.take = buttons.addButton("文章に入れる", QDialogButtonBox.ButtonRole.AcceptRole)
        self.take.setProperty("primary", True)
        buttons.addButton("やめる", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        foot.addWidget(buttons, 0, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.addWidget(self.search)
        column.addWidget(self.list, 1)
        column.addLayout(ways)
        column.addLayout(foot)

    def _connect(self) -> None:
        self.search.installEventFilter(self)
        self.search.textChanged.connect(lambda _: self._later.start())
        self._later.timeout.connect(self.look)
        self.list.currentItemChanged.connect(lambda *_: self._show_preview())
        self.list.itemDoubleClicked.connect(lambda *_: self.accept())
        for box in (self.qualifier, self.rounding, self.places):
            box.currentIndexChanged.connect(lambda _: self._show_preview())
        self.unit.toggled.connect(lambda _: self._show_preview())

    def _begin(self, present: str) -> None:
        """Show what may be chosen: the present figure with its own way where there is one."""
        mark = next(marks(present), None)
        if mark is not None:
            figure = self._document.live_words(present)[present]
            self._kept = FigureChoice(mark.metric, mark.period, figure.name, figure.period, "")
            form = mark.form or PLAIN
            for box, value in (
                (self.qualifier, form.qualifier),
                (self.rounding, form.rounding),
                (self.places, form.digits),
            ):
                box.setCurrentIndex(max(0, box.findData(value)))
            self.unit.setChecked(not form.bare)
            self.take.setText("この書き方にする")
        self.look()
        self.search.setFocus()

    def look(self) -> None:
        """List the figures that match the typed words; the present one comes first until something is typed."""
        self._later.stop()
        typed = self.search.text().strip()
        found = list(self._document.figure_choices(self._node, typed))
        self.list.clear()
        if self._kept is not None and not typed:
            mark = written(self._kept.metric, self._kept.period)
            self._add(self._kept, self._document.live_words(mark)[mark].words)
        for choice, figure in found:
            self._add(choice, figure.words)
        self.list.setCurrentItem(self.list.topLevelItem(0))  # type: ignore[arg-type]
        self._show_preview()

    def _add(self, choice: FigureChoice, words: str) -> None:
        row = QTreeWidgetItem([choice.name, choice.label, words])
        row.setData(0, Qt.ItemDataRole.UserRole, choice)
        row.setTextAlignment(2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.setSizeHint(0, QSize(0, ROW))
        row.setToolTip(0, f"{choice.item}\n{choice.name}" if choice.item else choice.name)
        self.list.addTopLevelItem(row)

    def chosen_mark(self) -> str:
        """Return the mark of what is chosen now, '' for nothing."""
        row = self.list.currentItem()
        choice = row.data(0, Qt.ItemDataRole.UserRole) if row is not None else None
        if choice is None:
            return ""
        ways = (self.qualifier.currentData(), self.rounding.currentData(), self.places.currentData())
        return written(choice.metric, choice.period, Form(*ways, bare=not self.unit.isChecked()))

    def _show_preview(self) -> None:
        mark = self.chosen_mark()
        figure = self._document.live_words(mark)[mark] if mark else None
        self.preview.setText(figure.words if figure else "")
        self._reason.setText(f"{figure.full_name}　{figure.reason}" if figure else NOTHING)
        self.take.setEnabled(figure is not None)

    def accept(self) -> None:
        """Take what is chosen; words that were just typed count."""
        if self._later.isActive():
            self.look()
        self.mark = self.chosen_mark()
        if self.mark:
            super().accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move in the list with the arrows while words are typed."""
        keys = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in keys:
            self.list.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)


def _fill(box: QComboBox, name: str, choices: dict[str, Any]) -> None:
    box.setAccessibleName(name)
    for label, value in choices.items():
        box.addItem(label, value)
