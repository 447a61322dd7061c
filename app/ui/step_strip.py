"""The strip of three steps for a newcomer: what to do first, ticked when it is done."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from app.ui.card_button import CardButton
from app.ui.icons import icon
from app.ui.theme import colour, text_font

STEPS = (
    ("値を直す", "未集計の値へ進みます。入力すると保存されます。"),
    ("推移を見る", "値を選ぶと、月別・年度別のグラフが出ます。"),
    ("Excel出力", "協議会の資料をExcelのファイルに書き出します。"),
)
BADGE = 26
TICK = ((0.28, 0.52), (0.44, 0.67), (0.72, 0.36))  # shares of the badge


class StepStrip(QWidget):
    """Three buttons side by side and one that closes them. Signals: `chosen(int)` with the step from 1, `closed()`."""

    chosen = Signal(int)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards = [StepCard(place, *texts) for place, texts in enumerate(STEPS, 1)]
        self.close_button = QToolButton()
        self.close_button.setIcon(icon("close", "muted"))
        self.close_button.setIconSize(QSize(14, 14))
        self.close_button.setToolTip("手順を閉じます（「はじめの手順」でまた表示できます）")
        self.close_button.setAccessibleName("手順を閉じる")
        self.close_button.clicked.connect(self.closed)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(10)
        for card in self.cards:
            card.clicked.connect(lambda _=False, step=card.step: self.chosen.emit(step))
            line.addWidget(card, 1)
        line.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)

    def tick(self, done: list[int]) -> None:
        """Show which steps are done (1 to 3)."""
        for card in self.cards:
            card.set_done(card.step in done)


class StepCard(CardButton):
    """One step: a badge with its number or a tick, a title, and a line of explanation."""

    def __init__(self, step: int, title: str, text: str, parent: QWidget | None = None) -> None:
        self.badge = Badge(step)
        super().__init__(self.badge, title, text, parent)
        self.step, self._words = step, title
        self.set_done(False)

    @property
    def done(self) -> bool:
        """Return whether the step is shown as done."""
        return self.badge.done

    def set_done(self, done: bool) -> None:
        """Show the step as done or open, in the badge, in words and to a screen reader."""
        self.badge.done = done
        self.badge.update()
        self.title.setText(f"{self._words}（済み）" if done else self._words)
        self.setAccessibleName(f"手順{self.step} {self._words}（{'済み' if done else 'これから'}）")


class Badge(QWidget):
    """A filled circle with a number, or with a tick once the step is done."""

    def __init__(self, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.number, self.done = number, False
        self.setFixedSize(BADGE, BADGE)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the circle with what stands in it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("status_good" if self.done else "accent"))
        painter.drawEllipse(QRectF(self.rect()).adjusted(1, 1, -1, -1))
        if self.done:
            rounded = (Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
            painter.setPen(QPen(colour("accent_ink"), 2.4, *rounded))
            painter.drawPolyline([QPointF(BADGE * across, BADGE * down) for across, down in TICK])
        else:
            font = text_font(14)
            font.setBold(True)
            painter.setFont(font)
            painter.setPen(colour("accent_ink"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, str(self.number))
