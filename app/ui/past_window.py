"""以前と比べる: the open file beside itself as it was at a meeting or on a day, and earlier values taken back."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from app.domain.errors import BoardError, InputError
from app.domain.fiscal_reading import parse_period
from app.domain.whereabouts import day_words
from app.services.document import Document
from app.ui.compare_model import Sides
from app.ui.compare_window import CompareWindow

if TYPE_CHECKING:
    from app.services.past_lines import Sources

HEAD = "いまの計画を、以前の姿と比べます。違いを選んで、以前の値に戻せます。"
BEGINNING = "start"
NOT_A_DAY = "日付は「R5.3.20」「令和5年3月20日」「2023/3/20」のように入れてください。"
STOPPED = "中止しました。計画はそのままです。"
MOST_DAYS = 30
BOX_WIDTH, DAY_WIDTH = 220, 170


class PastWindow(CompareWindow):
    """Compares the open file with an earlier state of itself, which is rebuilt from the history on a copy."""

    def __init__(self, document: Document, parent: QWidget) -> None:
        super().__init__(document, parent)
        self._document = document
        self._sources: Iterator[Sources | None] | None = None
        self.when, self.day, self.halt = QComboBox(), QLineEdit(), QPushButton("中止")
        self._reading = QTimer(self, interval=0)
        self.setWindowTitle("以前と比べる")
        self.head.setText(HEAD)
        self._build_strip()
        self.when.activated.connect(lambda _: self._compare_chosen())
        self.day.returnPressed.connect(self._compare_typed)
        self.halt.clicked.connect(lambda: self.pane.clear(STOPPED))
        self.pane.working.connect(self.halt.setEnabled)
        self._reading.timeout.connect(self._read)

    def _build_strip(self) -> None:
        self.when.setMinimumWidth(BOX_WIDTH)
        self.when.setAccessibleName("比べる時点")
        self.day.setFixedWidth(DAY_WIDTH)
        self.day.setAccessibleName("比べる日付")
        self.day.setPlaceholderText("日付（例: R5.3.20）")
        self.day.setToolTip("日付を入れて Enter を押すと、その日の終わりの姿と比べます。")
        self.halt.setEnabled(False)
        line = QHBoxLayout()
        line.setSpacing(8)
        for widget in (QLabel("比べる時点"), self.when, QLabel("または"), self.day, self.halt):
            line.addWidget(widget, 1 if widget is self.when else 0)
        column = self.layout()
        assert column is not None
        column.insertLayout(1, line)  # type: ignore[attr-defined]

    def begin(self) -> None:
        """Offer the moments that the file's history knows, and compare with the meeting before or the last day."""
        self.pane.clear("変更の履歴を読んでいます…")
        self._sources = self._document.history_sources()
        self._reading.start()

    def _read(self) -> None:
        """Look through the history a step at a time; the last step says on which days something was done."""
        found = next(self._sources) if self._sources is not None else None
        if found is not None:
            self._reading.stop()
            self._sources = None
            self._offer([day for day, _ in found.days])
            self._compare_chosen()

    def _offer(self, days: list[str]) -> None:
        self.when.clear()
        for place, held in enumerate(self._document.held_meetings()):
            name = f"{'前回の会議' if not place else '会議'}: {held.name}（{day_words(held.day)}）"
            self.when.addItem(name if held.reached else f"{name}　履歴より前", held.day)
        for day in days[1 : MOST_DAYS + 1]:
            self.when.addItem(f"{day_words(day)} の終わり", day)
        if days:
            self.when.addItem(f"履歴の始まり（{day_words(min(days))}、最初の変更の前）", BEGINNING)
        reached = [held.reached for held in self._document.held_meetings()]
        self.when.setCurrentIndex(reached.index(True) if True in reached else min(len(reached), self.when.count() - 1))

    def _compare_chosen(self) -> None:
        data = self.when.currentData()
        if data == BEGINNING:
            self._show(lambda: self._document.first_revision(), "履歴の始まり")
        else:
            self._compare_day(str(data or ""))

    def _compare_typed(self) -> None:
        try:
            day = parse_period(self.day.text())
        except InputError:
            self.pane.clear(NOT_A_DAY)
            return
        if day.kind == "day":
            self._compare_day(day.code)
        else:
            self.pane.clear(NOT_A_DAY)

    def _compare_day(self, day: str) -> None:
        self._show(lambda: self._document.revision_on(day), f"{day_words(day)} の終わり")

    def _show(self, revision: Callable[[], int], words: str) -> None:
        """Compare with a moment; where the history does not reach so far, say so in place of differences."""
        try:
            side = self._document.past_side(revision(), words)
        except BoardError as error:
            self.pane.clear("\n".join(part for part in (error.message, getattr(error, "advice", "")) if part))
            return
        self.pane.compare(None, side, Sides("今の計画", words, "今", "以前"))

    def stop(self) -> None:
        """Compare no more; the file is about to be closed."""
        self._reading.stop()
        super().stop()

    def closeEvent(self, event: object) -> None:
        """Stop what is under way, and give the keys back to the main window."""
        self._reading.stop()
        self.pane.clear("")
        super().closeEvent(event)
