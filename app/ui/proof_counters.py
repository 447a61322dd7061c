"""The counters over the findings: one of equal size for each verdict; pressing one shows only its findings."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.domain.judged import VERDICTS, Proof, Verdict
from app.ui import ink
from app.ui.theme import colour, figure_font, text_font

NUMBER_SIZE, WORD_SIZE, BRIEF_SIZE, SMALL_SIZE = 24, 13, 12, 11
ONE_LINE_FROM = 860  # px; below it the counters stand in two lines
SHOWN_ORDER: tuple[Verdict, ...] = ("agrees", "nearly", "differs", "unchecked", "warning", "settled")
WAITING = "…"


class Counter(QPushButton):
    """One verdict with its number; pressed while only its findings are shown."""

    def __init__(self, verdict: Verdict, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.verdict, self._words = verdict, VERDICTS[verdict]
        self._narrow = self._brief = False
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._number, self._mark = QLabel(WAITING), QLabel(self._words.mark)
        ink.write_in(self._mark, self._words.colour)
        self._word, self._more = QLabel(self._words.word), QLabel(self._words.more)
        self._build_ui()
        self.show_count(None)

    def _build_ui(self) -> None:
        number, word = figure_font(NUMBER_SIZE), text_font(WORD_SIZE)
        number.setBold(True)
        word.setBold(True)
        for label, font in ((self._number, number), (self._mark, text_font(18)), (self._word, word)):
            label.setFont(font)
        self._more.setFont(text_font(SMALL_SIZE))
        self._more.setProperty("muted", True)
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self._mark)
        head.addWidget(self._number, 1)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(10, 6, 10, 7)
        column.setSpacing(1)
        column.addLayout(head)
        for label in (self._word, self._more):
            label.setWordWrap(True)
            column.addWidget(label)
        column.addStretch(1)
        for label in (self._mark, self._number, self._word, self._more):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        hint = f"押すと「{self._words.word}」だけを表示します。もう一度押すと戻ります。"
        self.setToolTip(f"{self._words.more}\n{hint}")

    def show_count(self, count: int | None) -> None:
        """Show a number, … while it is being counted."""
        self._number.setText(WAITING if count is None else f"{count:,}件")
        self.setAccessibleName(f"{self._words.word} {'確認中' if count is None else f'{count}件'}")
        self.setAccessibleDescription(self._words.more)

    def set_narrow(self, narrow: bool) -> None:
        """Break the word where it is meant to be broken, for a counter among many."""
        self._narrow = narrow
        self._show_word()

    def _show_word(self) -> None:
        word = self._words.word.replace("／", "／\n") if self._narrow else self._words.word
        self._word.setText(word.replace("のみ", "\nのみ") if self._narrow and self._brief else word)

    def set_brief(self, brief: bool) -> None:
        """Leave out all but number and word where there is little room; the tooltip has the rest."""
        self._brief = brief
        self._show_word()
        self._more.setVisible(not brief)
        side = 7 if brief else 10
        self._column.setContentsMargins(side, 6, side, 7)
        font = text_font(BRIEF_SIZE if brief else WORD_SIZE)
        font.setBold(True)
        self._word.setFont(font)

    def sizeHint(self) -> QSize:
        """Return what the labels need; a push button would ask for its own text only."""
        return self._column.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Return what the labels need at least."""
        return self._column.minimumSize()

    def hasHeightForWidth(self) -> bool:
        """Say that the words wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height that the wrapped words need."""
        return self._column.heightForWidth(width)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the card; a pressed one has a strong edge and a bar at its foot."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge, width = ("focus", 2) if self.hasFocus() else ("accent", 2) if self.isChecked() else ("line", 1)
        painter.setPen(QPen(colour(edge), width))
        ground = "selected" if self.isChecked() or self.isDown() else "hover" if self.underMouse() else "surface"
        painter.setBrush(colour(ground))
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(frame, 4, 4)
        if self.isChecked():
            painter.fillRect(frame.adjusted(4, frame.height() - 4, -4, -1), colour("accent"))


class Counters(QWidget):
    """The six counters. Signal: `chosen(str)` with the verdict whose findings are wanted, '' for the usual ones."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.counters = {verdict: Counter(verdict) for verdict in SHOWN_ORDER}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(8)
        self._columns, self._brief = 0, False
        for counter in self.counters.values():
            counter.clicked.connect(lambda _=False, pressed=counter: self._on_clicked(pressed))
        self._arrange()

    @property
    def pressed(self) -> Verdict | None:
        """Return the verdict that is shown alone, None for the usual ones."""
        return next((verdict for verdict, counter in self.counters.items() if counter.isChecked()), None)

    def show_counts(self, proof: Proof | None) -> None:
        """Show the numbers of a proof."""
        counts = proof.counts if proof is not None else {}
        for verdict, counter in self.counters.items():
            counter.show_count(counts.get(verdict))

    def set_brief(self, brief: bool) -> None:
        """Leave out what the counters explain, and a second line of them, for a low window."""
        self._brief = brief
        for counter in self.counters.values():
            counter.set_brief(brief)
        self._arrange()

    def _on_clicked(self, pressed: Counter) -> None:
        for counter in self.counters.values():
            if counter is not pressed:
                counter.setChecked(False)
        self.chosen.emit(self.pressed or "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the counters in one line or two."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        one_line = self._brief or self.width() >= ONE_LINE_FROM
        columns = len(SHOWN_ORDER) if one_line else len(SHOWN_ORDER) // 2
        if columns == self._columns:
            return
        self._columns = columns
        for counter in self.counters.values():
            counter.set_narrow(columns == len(SHOWN_ORDER))
        for place, counter in enumerate(self.counters.values()):
            self._grid.addWidget(counter, place // columns, place % columns)
        for column in range(len(SHOWN_ORDER)):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
