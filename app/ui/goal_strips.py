"""The strips round a goal's table: filters above, counts by status below, and the invitation of an empty goal."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.report import LegendView
from app.ui import ink
from app.ui.goal_filters import FILTERS, asked_words, with_kind
from app.ui.icons import icon
from app.ui.spaced_label import JOINED, with_joins

FILTER_HEIGHT, FOOTER_HEIGHT = 32, 26
LOW_TABLE = 180  # px under the head: the invitation then says less


class FilterStrip(QWidget):
    """すべて・未入力・遅れ・要確認・変更 with their counts, and what 全体 asked for besides, to be taken back.

    Signal: `chosen(str)` with a filter (see goal_filters.py).
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(FILTER_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(8, 2, 8, 2)
        self._line.setSpacing(4)
        self._group = QButtonGroup(self)
        self.buttons: dict[str, QToolButton] = {}
        self._name = "all"
        self.asked = QToolButton()
        self.asked.setIcon(icon("close", "muted"))
        self.asked.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.asked.clicked.connect(lambda: self.chosen.emit("all"))
        for name, (label, _) in FILTERS.items():
            button = QToolButton()
            button.setCheckable(True)
            button.setText(label)
            button.setMinimumWidth(72)
            button.clicked.connect(lambda _=False, name=name: self.chosen.emit(with_kind(self._name, name)))
            self._group.addButton(button)
            self._line.addWidget(button)
            self.buttons[name] = button
        self._line.addWidget(self.asked)
        self._line.addStretch()
        self.show_chosen("all")

    def add_actions(self, actions: tuple[QAction, ...]) -> None:
        """Put a button for each action at the right."""
        for action in actions:
            button = QToolButton()
            button.setDefaultAction(action)
            button.setToolButtonStyle(
                Qt.ToolButtonStyle.ToolButtonTextBesideIcon
                if action.property("worded")
                else Qt.ToolButtonStyle.ToolButtonIconOnly
            )
            self._line.addWidget(button)

    def show_chosen(self, name: str) -> None:
        """Mark a filter as chosen."""
        self._name, words = name, asked_words(name)
        self.buttons.get(name.partition("@")[0], self.buttons["all"]).setChecked(True)
        self.asked.setText(words)
        self.asked.setToolTip(f"「{words}」で絞るのをやめます")
        self.asked.setAccessibleName(f"「{words}」で絞るのをやめる")
        self.asked.setVisible(bool(words))

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Show how many rows each filter lets through."""
        for name, count in counts.items():
            self.buttons[name].setText(f"{FILTERS[name][0]} {count}")
            self.buttons[name].setEnabled(count > 0 or name == "all" or self.buttons[name].isChecked())


class LegendFooter(QWidget):
    """● ▲ ■ ◆ with their counts. Signal: `chosen(object)` with a legend's uid, None for all."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(FOOTER_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(8, 0, 8, 0)
        self._line.setSpacing(4)
        self._legend: tuple[LegendView, ...] = ()
        self._buttons: list[QToolButton] = []

    def show_legend(self, legend: tuple[LegendView, ...], chosen: str | None) -> None:
        """Show the printed classes with their counts."""
        if [item.uid for item in legend] != [item.uid for item in self._legend]:
            self._make(legend)
        self._legend = legend
        for button, item in zip(self._buttons, legend, strict=True):
            button.setText(f"{item.mark} {item.label} {item.count}")
            button.setToolTip(f"{item.label}の{item.count}件だけを表示します。もう一度押すと戻ります。")
            ink.write_in(button, (item.colour or "ink") if item.count else "")
            button.setEnabled(item.count > 0 or item.uid == chosen)
            button.setChecked(item.uid == chosen)

    def _make(self, legend: tuple[LegendView, ...]) -> None:
        while self._line.count():
            item = self._line.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.deleteLater()
        self._buttons = []
        for entry in legend:
            button = QToolButton()
            button.setCheckable(True)
            button.clicked.connect(lambda on, uid=entry.uid: self.chosen.emit(uid if on else None))
            self._line.addWidget(button)
            self._buttons.append(button)
        self._line.addStretch()


class YearStrip(QFrame):
    """The yellow strip while a past year is edited."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("strip", True)
        self._label = QLabel()
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 3, 12, 3)
        line.addWidget(self._label)
        self.hide()

    def show_year(self, label: str) -> None:
        """Say which year is being edited."""
        self._label.setText(f"{label}（過去の年度）を編集しています")
        self.show()


UNBROKEN = with_joins(JOINED.join("Ctrl+Zで元に戻せます。"))  # its last sign alone on a line would look like a mistake


class EmptyGoal(QFrame):
    """What an empty goal offers. Signals: `paste_requested()`, `add_requested()`."""

    paste_requested = Signal()
    add_requested = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        title = QLabel("この目標には、まだ指標がありません")
        title.setStyleSheet("font-size: 15px; font-weight: bold;")
        self._words = words = QLabel(
            "<p style='line-height: 150%'>Excelの表（No・指標・単位・基準値・目標値・年度ごとの実績）をコピーして"
            "貼り付けると、行がそのまま指標になります。見出しの行があれば見出しで、なければ上の列の順で読み取ります。"
            f"{UNBROKEN}</p>"
        )
        words.setProperty("muted", True)
        words.setWordWrap(True)
        self._trouble = QLabel()
        self._trouble.setProperty("error", True)
        self._trouble.setWordWrap(True)
        self._trouble.hide()
        self.paste_button = QPushButton("Excelの表を貼り付ける（Ctrl+V）")
        self.paste_button.setProperty("primary", True)
        self.paste_button.clicked.connect(self.paste_requested)
        self.add_button = QPushButton(icon("add"), "指標を追加")
        self.add_button.clicked.connect(self.add_requested)
        buttons = QHBoxLayout()
        for button in (self.paste_button, self.add_button):
            buttons.addWidget(button)
        buttons.addStretch()
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        for widget in (title, words, self._trouble):
            column.addWidget(widget)
        column.addLayout(buttons)

    def place_over(self, table: QTableView, below_head: int) -> None:
        """Stand in the middle of an empty table, `below_head` px under its head, or where a low one has room."""
        head = table.horizontalHeader().height()
        low = table.height() - head < LOW_TABLE
        self._words.setVisible(not low)
        self._column.setContentsMargins(20, *((6, 20, 6) if low else (16, 20, 16)))
        self.setFixedWidth(min(640, table.width() - 40))
        self.adjustSize()
        top = max(head, min(head + below_head, table.height() - self.height() - 4))
        self.move((table.width() - self.width()) // 2, top)

    def say(self, trouble: str) -> None:
        """Say why a pasted table could not be taken in; '' takes the word away."""
        self._trouble.setText(trouble)
        self._trouble.setVisible(bool(trouble))
        self.adjustSize()
