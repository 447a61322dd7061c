"""状況の規則: conditions in order, tried on every indicator before they come into force."""

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QBrush, QCloseEvent, QKeyEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QScrollArea,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.domain import rules
from app.domain.errors import BoardError
from app.domain.formula_tree import VARIABLES
from app.domain.report import StatusView
from app.domain.rules import Judged, RuleLine
from app.services.document import Change, Document
from app.ui.icons import icon
from app.ui.room import take_room
from app.ui.rule_row import RuleRow
from app.ui.spaced_label import SpacedLabel
from app.ui.theme import colour

USUAL_SIZE = (1000, 680)
STATUS_WIDTH = 160
TRY_AFTER_MS = 250
MOST_HEIGHT, LEAST_HEIGHT = 240, 66  # px that the rules take before they scroll, and in a low window
LOW = 400
RULES_FIRST = 20  # times what the preview gets, until the rules have all they need
ROW = 26
GUIDE = (
    "上から順に調べ、初めに当てはまった規則の状況になります。数値がないと、その規則は当てはまりません。"
    "手で選んだ状況は変わりません。"
)
HEADS = ("指標", "いま", "この規則では", "わけ")
MEANINGS = {
    "result": "この会議の年度の実績",
    "target": "目標値",
    "baseline": "基準値",
    "elapsed": "計画期間のうち過ぎた割合（0から1）",
}


class RulesWindow(QWidget):
    """Writes the rules; nothing is in force before 「この規則にする」. Signal: `left()`."""

    left = Signal()

    def __init__(self, document: Document, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.document = document
        self.rows: list[RuleRow] = []
        self._current: RuleRow | None = None
        self._drafted = False  # rules are written here that are not in force
        self._trying: Iterator[list[Judged]] | None = None
        self.add_button, self.offer_button = QPushButton(icon("add"), "規則を追加"), QPushButton("例から始める")
        self.apply_button, self.reset_button = QPushButton("この規則にする"), QPushButton("いまの規則に戻す")
        self.only_changes = QCheckBox("変わるものだけ")
        self.note, self.counts, self.preview = SpacedLabel(), QLabel(), QTreeWidget()
        self._timer = QTimer(self)
        self._build_ui()
        self._connect()
        self.refresh()

    def _build_ui(self) -> None:
        self.setWindowTitle("状況の規則")
        take_room(self, USUAL_SIZE)
        self._guide = guide = SpacedLabel(GUIDE)
        guide.setProperty("muted", True)
        self.note.setProperty("error", True)
        self.note.hide()
        self.apply_button.setProperty("primary", True)
        body, self._body = QWidget(), QVBoxLayout()
        inside = QVBoxLayout(body)
        inside.setContentsMargins(0, 0, 8, 0)
        inside.addLayout(self._body)
        inside.addStretch(1)
        body.installEventFilter(self)
        self._area = area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(body)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 16, 16, 16)
        whole.setSpacing(8)
        whole.addWidget(guide)
        whole.addWidget(area, RULES_FIRST)
        whole.addLayout(self._words())
        whole.addWidget(self.note)
        whole.addLayout(self._line(self.counts, None, self.only_changes))
        whole.addWidget(self._preview(), 1)
        whole.addLayout(self._line(None, self.apply_button, self.reset_button))

    def _words(self) -> QHBoxLayout:
        """Return the line of buttons that put a name into the condition with the keys."""
        words = QHBoxLayout()
        words.addWidget(self.add_button)
        words.addWidget(self.offer_button)
        words.addStretch(1)
        words.addWidget(QLabel("条件に入れる:"))
        for name, word in VARIABLES.items():
            button = QPushButton(word)
            button.setToolTip(MEANINGS[name])
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the condition keeps the keys
            button.clicked.connect(partial(self._insert, word))
            words.addWidget(button)
        return words

    def _preview(self) -> QTreeWidget:
        self.preview.setHeaderLabels(HEADS)
        self.preview.setAccessibleName("この規則での状況")
        self.preview.setRootIsDecorated(False)
        self.preview.setUniformRowHeights(True)
        self.preview.setMinimumHeight(3 * ROW)
        head = self.preview.header()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)  # all in sight, however small the window
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.Interactive)
        self.preview.setColumnWidth(1, STATUS_WIDTH)
        return self.preview

    def _line(self, *widgets: QWidget | None) -> QHBoxLayout:
        line = QHBoxLayout()
        for widget in widgets:
            if widget is None:
                line.addStretch(1)
            else:
                line.addWidget(widget)
        return line

    def _connect(self) -> None:
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._step)
        self.add_button.clicked.connect(lambda: self.add(RuleLine("", "")))
        self.offer_button.clicked.connect(self.offer)
        self.reset_button.clicked.connect(self.refresh)
        self.apply_button.clicked.connect(self.apply)
        self.only_changes.toggled.connect(lambda: self._show_kept())
        for keys, step in (("Alt+Up", -1), ("Alt+Down", 1)):
            QShortcut(QKeySequence(keys), self).activated.connect(partial(self._move_current, step))
        self.document.changed.connect(self._on_changed)

    # rules

    def follow(self) -> None:
        """Show the rules in force, or keep what is being written over the statuses that there are now."""
        if not self._drafted:
            self.refresh()
            return
        for row in self.rows:
            row.offer_reasons(rules.reasons(self.document.index), row.line.reason)
        self._on_edited()

    def refresh(self) -> None:
        """Show the rules in force."""
        while self.rows:
            self._take_out(self.rows[0])
        for line in self.document.rule_lines():
            self._put(line)
        self._on_edited()

    def add(self, line: RuleLine) -> None:
        """Add a rule at the end and go to its condition."""
        row = self._put(line)
        self._on_edited()
        row.condition.setFocus()

    def offer(self) -> None:
        """Begin with the usual rules, each still to be given its status."""
        for condition in rules.OFFERED:
            self._put(RuleLine(condition, ""))
        self._on_edited()

    def apply(self) -> None:
        """Put the rules in force, as one step that Ctrl+Z takes back."""
        self._drafted = False
        try:
            self.document.set_rules([row.line for row in self.rows])
        except BoardError as error:
            self._drafted = True
            self._say(error.message)
        else:
            self.preview.setFocus()  # in a line of text Ctrl+Z would mean that line

    def stop(self) -> None:
        """Try nothing more; the file is about to be closed."""
        self._timer.stop()
        self._trying = None

    def _put(self, line: RuleLine) -> RuleRow:
        row = RuleRow(line, rules.reasons(self.document.index), self)
        row.edited.connect(self._on_edited)
        row.entered.connect(partial(self._enter, row))
        row.moved.connect(partial(self._move, row))
        row.gone.connect(partial(self._delete, row))
        self.rows.append(row)
        self._body.addWidget(row)
        row.show()  # else it has no height yet when the rules are fitted
        return row

    def _take_out(self, row: RuleRow) -> None:
        self.rows.remove(row)
        self._body.removeWidget(row)
        self._current = None if self._current is row else self._current
        row.hide()
        row.deleteLater()

    def _delete(self, row: RuleRow) -> None:
        self._take_out(row)
        self._on_edited()

    def _move(self, row: RuleRow, step: int) -> None:
        place = self.rows.index(row) + step
        if 0 <= place < len(self.rows):
            self.rows.remove(row)
            self.rows.insert(place, row)
            self._body.removeWidget(row)
            self._body.insertWidget(place, row)
            self._on_edited()

    def _move_current(self, step: int) -> None:
        if self._current is not None:
            self._move(self._current, step)

    def _enter(self, row: RuleRow) -> None:
        self._current = row

    def _insert(self, word: str) -> None:
        row = self._current or (self.rows[-1] if self.rows else None)
        if row is not None:
            row.insert(word)

    # the trial

    def _on_edited(self) -> None:
        """Number the rules, say whether they can be used, and try them once typing pauses."""
        for number, row in enumerate(self.rows, 1):
            row.show_number(number)
        lines = tuple(row.line for row in self.rows)
        sound = (
            all([row.validate() for row in self.rows if row.line != RuleLine("", "")]) and RuleLine("", "") not in lines
        )
        changed, writable = lines != self.document.rule_lines(), not self.document.read_only
        self.offer_button.setVisible(not self.rows)
        self.apply_button.setEnabled(sound and changed and writable)
        self.reset_button.setEnabled(changed)
        self._drafted = changed
        for control in (self.add_button, self.offer_button):
            control.setEnabled(writable and bool(rules.reasons(self.document.index)))
        self._say("" if rules.reasons(self.document.index) else rules.NO_SCHEME)
        self._fit()
        self._trying = None
        self.preview.setEnabled(sound)
        if sound:
            self.counts.setText("指標ごとに試しています…")
            self._timer.start(TRY_AFTER_MS)
        else:
            self._timer.stop()
            self.counts.setText("規則が読めるようになると、指標ごとの状況がここに出ます。")

    def _step(self) -> None:
        """Try the rules on some more indicators."""
        if self._trying is None:
            self.preview.clear()
            self._trying = self.document.judged([row.line for row in self.rows])
        try:
            found = next(self._trying, None)
        except BoardError as error:
            self._say(error.message)
            return
        if found is None:
            self._show_counts()
            return
        self.preview.addTopLevelItems([self._shown(one) for one in found])
        self._show_kept()
        self._timer.start(0)

    def _shown(self, one: Judged) -> QTreeWidgetItem:
        item = QTreeWidgetItem([one.title, _words(one.before), _outcome(one), one.ruled.why or one.before.why])
        item.setData(0, Qt.ItemDataRole.UserRole, one.changes)
        item.setSizeHint(0, QSize(0, ROW))
        for column in range(len(HEADS)):
            item.setToolTip(column, item.text(column))
        if one.changes:
            font = item.font(2)
            font.setBold(True)
            item.setFont(2, font)
            item.setForeground(2, QBrush(colour("focus")))
        return item

    def _show_kept(self) -> None:
        for row in range(self.preview.topLevelItemCount()):
            item = self.preview.topLevelItem(row)
            if item is not None:
                item.setHidden(self.only_changes.isChecked() and not item.data(0, Qt.ItemDataRole.UserRole))

    def _show_counts(self) -> None:
        count = self.preview.topLevelItemCount()
        items = (self.preview.topLevelItem(row) for row in range(count))
        changing = sum(1 for item in items if item is not None and item.data(0, Qt.ItemDataRole.UserRole))
        self.counts.setText(
            f"指標{count:,}件のうち、{changing:,}件の状況が変わります。" if count else "指標はまだありません。"
        )

    def _fit(self) -> None:
        """Give the rules the height that they need, from two of them in a low window up to some six."""
        wanted = max(1, self._body.sizeHint().height())
        self._area.setMinimumHeight(min(LEAST_HEIGHT, wanted))
        self._area.setMaximumHeight(min(MOST_HEIGHT, wanted))

    def _say(self, text: str) -> None:
        self.note.setText(text)
        self.note.setVisible(bool(text))

    def _on_changed(self, change: Change) -> None:
        if self.isVisible() and (change.structure or change.everything):
            self.follow()
        elif self.isVisible() and self.preview.isEnabled():
            self._trying = None
            self._timer.start(TRY_AFTER_MS)

    def showEvent(self, event: QShowEvent) -> None:
        """Give the keys to the first condition."""
        super().showEvent(event)
        (self.rows[0].condition if self.rows else self.offer_button).setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the guide out of a low window."""
        super().resizeEvent(event)
        self._guide.setVisible(self.height() >= LOW)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit the rules when words under one of them come or go."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close with Escape; what is being written stays."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Try nothing more and give the keys back."""
        self.stop()
        super().closeEvent(event)
        self.left.emit()


def _outcome(one: Judged) -> str:
    """Return what an indicator would get; where a hand chose otherwise than the rules would, both."""
    if one.by_hand:
        return f"手動のまま（規則では {_words(one.ruled)}）" if one.differs and one.ruled.reason else "手動のまま"
    return f"→ {_words(one.ruled)}" if one.changes else _words(one.ruled)


def _words(status: StatusView) -> str:
    return f"{status.mark} {status.reason or status.legend or '状況なし'}".strip()
