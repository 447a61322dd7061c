"""前回 beside an item: the block with the keys as the meeting before had it, or the whole item to begin with."""

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QScrollArea, QVBoxLayout, QWidget

from app.services.document import Document
from app.ui.block_column import BlockColumn
from app.ui.block_frame import BlockFrame
from app.ui.previous_pane import PreviousPane
from app.ui.spaced_label import SpacedLabel
from app.ui.text_body import TextBody

FOLLOW_MS = 80
NO_MEETING = "この取組には、前の会議の内容がありません。"
NO_BLOCK = "文章・一覧・行程を選ぶと、前回の会議の同じ見出しの内容と、違うところがここに出ます。"
NOT_THERE = "前回の会議に、同じ見出しの部分はありません。"
FIGURES = "表・グラフ・画像は会議ごとに分かれません。以前の値との違いは「以前と比べる…」（Ctrl+Shift+B）で見られます。"
_WORDED = ("text", "list", "roadmap")
BEGIN, COPY = "写して書き始める", "前回の文章を写す"


class PreviousTab(QScrollArea):
    """Follows the block with the keys, and writes on from last time's words."""

    def __init__(self, document: Document, blocks: BlockColumn, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document, self._blocks = document, blocks
        self._uid = ""
        self.pane, self.words = PreviousPane(), SpacedLabel(NO_BLOCK)
        self._later = QTimer(self, singleShot=True, interval=FOLLOW_MS)
        self._build_ui()
        self.pane.copy_wanted.connect(self._copy)
        self._later.timeout.connect(self.refresh)
        self._watch = QApplication.instance().focusChanged.connect(self._on_focus)  # type: ignore[union-attr]

    def _build_ui(self) -> None:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(10, 8, 10, 8)
        self.words.setProperty("muted", True)
        for widget in (self.words, self.pane):
            column.addWidget(widget)
        column.addStretch()
        page.setBackgroundRole(QPalette.ColorRole.Base)
        page.setAutoFillBackground(True)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(page)
        self.setAccessibleName("前回の会議の内容")

    def stop(self) -> None:
        """Follow no more; the file is about to be closed."""
        self._later.stop()
        QObject.disconnect(self._watch)  # the connection itself: a second stop does no harm

    def follow(self) -> None:
        """Show the present state a moment later: what was typed is on the screen first."""
        self._later.start()

    def _on_focus(self, _: QWidget | None, now: QWidget | None) -> None:
        frame = now
        while frame is not None and not isinstance(frame, BlockFrame):
            frame = frame.parentWidget()
        if frame is not None and self._blocks.isAncestorOf(frame) and frame.uid != self._uid:
            self._uid = frame.uid
            self._later.start()

    def refresh(self) -> None:
        """Show last time's words of the block in hand, of all blocks where the item has none yet, or what is amiss."""
        report = self._blocks.report
        if report is None:
            return
        if not report.blocks:
            self._show_item(report.node)
            return
        frame = self._blocks.frames.get(self._uid)
        view = frame.view if frame is not None else None
        if self._document.last_meeting(report.node) == "":
            self._say(NO_MEETING)
        elif frame is None or view is None:
            self._say(NO_BLOCK)
        elif view.kind not in _WORDED:
            self._say(FIGURES)
        else:
            self._show_block(frame)

    def _say(self, words: str) -> None:
        self.words.setText(words)
        self.words.show()
        self.pane.hide()

    def _show_pane(self, meeting: str, before: str, now: str, offer: str) -> None:
        self.words.hide()
        self.pane.show_texts(meeting, before, now)
        self.pane.copy.setText(offer)
        self.pane.copy.setVisible(bool(offer))
        self.pane.show()

    def _show_block(self, frame: BlockFrame) -> None:
        found = self._document.previous_text(frame.uid)
        if found is None:
            self._say(NOT_THERE)
            return
        body = frame.body
        text = isinstance(body, TextBody)
        now = body.editor.printed(body.editor.text()) if isinstance(body, TextBody) else ""
        now = now if text else self._document.words_of_block(frame.uid)
        self._show_pane(found.meeting, found.printed, now, COPY if text and not self._document.read_only else "")

    def _show_item(self, node: str) -> None:
        found = self._document.previous_item(node)
        if found is None:
            self._say(NO_MEETING)
            return
        self._show_pane(found.meeting, found.printed, found.printed, "" if self._document.read_only else BEGIN)
        self.pane.say("今回はまだ何も書かれていません")

    def _copy(self) -> None:
        frame = self._blocks.frames.get(self._uid)
        if self._blocks.report is not None and not self._blocks.report.blocks:
            self._blocks.carry_forward()
        elif frame is not None and isinstance(frame.body, TextBody):
            frame.body.copy_previous()
        self.follow()
