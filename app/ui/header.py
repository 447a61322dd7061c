"""The header over the tabs: meeting, search, undo, redo, and Excel出力 at the right."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QAction, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QToolButton,
    QWidget,
)

from app.services.document import Document
from app.ui.find_box import FindBox
from app.ui.icons import icon

HEIGHT, MEETING_WIDTH, FIND_WIDTH, EXPORT_WIDTH = 44, 260, 280, 120
PROOF_HINT = "印字値と計算値の食い違いや、確かめたい数値の一覧を開きます（F7）"
MEETING_HINT = "選んだ会議の年度と時点で、全部のタブが表示されます"
ARROW = 44  # px beside the words of the meeting
TEXT_MARGIN = 4  # px that the style keeps about the text
MEETINGS = "会議の追加・変更…"
LEAST_WIDTH = 90  # of the meeting and the search in a narrow window
LABEL_FROM = 760  # px of the window's width; below it the meeting needs the room of the word before it


class Header(QWidget):
    """Shows what the window works on and starts its main action; the actions belong to the window.

    Signals: `meeting_chosen(str)`, `proof_requested()`, `export_requested()`.
    """

    meeting_chosen = Signal(str)
    proof_requested = Signal()
    export_requested = Signal()

    def __init__(self, document: Document, undo: QAction, redo: QAction, meetings: QAction) -> None:
        super().__init__()
        self.setObjectName("header")
        self._document, self._meetings = document, meetings
        self.meeting = _Meetings()
        self.find_box = FindBox(document)
        self.proof_button = QPushButton(icon("check"), "検算")
        self.export_button = QPushButton(icon("export", "accent_ink"), "Excel出力")
        self._build_ui(undo, redo)
        self._connect()
        self.refresh()

    def _build_ui(self, undo: QAction, redo: QAction) -> None:
        self.setFixedHeight(HEIGHT)
        self._label = label = QLabel("会議")
        label.setBuddy(self.meeting)
        _between(self.meeting, LEAST_WIDTH, MEETING_WIDTH)
        self.meeting.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.meeting.installEventFilter(self)
        self.meeting.setAccessibleName("会議（年度を決めます）")
        _between(self.find_box, LEAST_WIDTH, FIND_WIDTH)
        self.export_button.setFixedWidth(EXPORT_WIDTH)
        self.export_button.setProperty("primary", True)
        self.export_button.setToolTip("協議会の資料（Excel）を書き出します（Ctrl+E）")
        self.show_waiting(None)
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 6, 12, 6)
        line.setSpacing(8)
        line.addWidget(label)
        line.addWidget(self.meeting, MEETING_WIDTH)
        line.addWidget(self.find_box, FIND_WIDTH)
        line.addWidget(_tool(undo))
        line.addWidget(_tool(redo))
        line.addStretch(1)
        line.addWidget(self.proof_button)
        line.addWidget(self.export_button)

    def _connect(self) -> None:
        self.meeting.activated.connect(self._on_meeting_activated)
        self.proof_button.clicked.connect(self.proof_requested)
        self.export_button.clicked.connect(self.export_requested)

    def refresh(self) -> None:
        """Show the meetings of the document and the chosen one."""
        self.meeting.clear()
        meetings = self._document.meetings()
        for meeting in meetings:
            self.meeting.addItem(meeting.label, meeting.uid)
        if not meetings:
            self.meeting.addItem("会議はまだありません")
        self.meeting.addItem(MEETINGS)
        self.meeting.setCurrentIndex(max(0, self.meeting.findData(self._document.meeting)))
        self.meeting.setToolTip(f"{self.meeting.currentText()}\n{MEETING_HINT}")
        self.meeting.view().setMinimumWidth(self.meeting.view().sizeHintForColumn(0) + 24)

    def show_waiting(self, count: int | None, words: str = "") -> None:
        """Show how many findings of 検算 wait for a person, None where they could not be counted; `words` says more."""
        shown = "検算" if count is None else f"検算 {count:,}件"
        self.proof_button.setText(shown)
        self.proof_button.setAccessibleName(shown)
        self.proof_button.setToolTip(f"{words}\n{PROOF_HINT}" if words else PROOF_HINT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what can be missed in a narrow window."""
        super().resizeEvent(event)
        narrow = self.width() < LABEL_FROM
        self._label.setHidden(narrow)
        words = self.meeting.fontMetrics().horizontalAdvance(self.meeting.currentText()) + ARROW
        self.meeting.setMinimumWidth(max(LEAST_WIDTH, min(words, MEETING_WIDTH)) if narrow else LEAST_WIDTH)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the wheel from changing the meeting, and with it every tab, in passing."""
        return event.type() == QEvent.Type.Wheel or super().eventFilter(watched, event)

    def _on_meeting_activated(self, row: int) -> None:
        uid = self.meeting.itemData(row)
        if uid:
            self.meeting_chosen.emit(uid)
            return
        self.meeting.setCurrentIndex(max(0, self.meeting.findData(self._document.meeting)))
        self._meetings.trigger()


class _Meetings(QComboBox):
    """Shortens a name for which there is no room, where the style would cut it off."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box."""
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        part = QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, self).width() - TEXT_MARGIN
        option.currentText = self.fontMetrics().elidedText(option.currentText, Qt.TextElideMode.ElideRight, room)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)


def _between(widget: QWidget, least: int, most: int) -> None:
    widget.setMinimumWidth(least)
    widget.setMaximumWidth(most)
    widget.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)


def _tool(action: QAction) -> QToolButton:
    button = QToolButton()
    button.setDefaultAction(action)
    button.setIconSize(QSize(20, 20))
    button.setFixedSize(32, 32)
    button.setAutoRaise(True)
    return button
