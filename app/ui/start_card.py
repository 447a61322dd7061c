"""The card of the first start: the council's board, a new plan, or a file; and the files opened last."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from app.ui.card_button import CardButton
from app.ui.file_drop import FileDrop
from app.ui.icons import icon
from app.ui.room import take_room
from app.ui.theme import text_font

if TYPE_CHECKING:
    from app.ui.help_window import HelpWindow

WIDTH = 620
FIRST_SIZE = (860, 640)
SHOWN_RECENT = 5
HELP_PAGE = "01-start.md"
ICON = 24


class StartCard(QWidget):
    """What to begin with. `council_label` names the shipped board, `council_place` is the file that opening it makes.

    Signals: `council_requested()`, `new_requested()`, `open_requested()`, `recent_requested(str)` with a path.
    """

    council_requested = Signal()
    new_requested = Signal()
    open_requested = Signal()
    recent_requested = Signal(str)

    def __init__(
        self, council_label: str, council_place: str, recent: list[str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.council_button = CardButton(
            Mark("table"), f"{council_label}を開く", f"次の計画ファイルを作って開きます。\n{council_place}"
        )
        self.new_button = CardButton(Mark("add"), "新しい計画を作る", "市区町村名と計画名だけで始められます。")
        self.open_button = CardButton(Mark("folder"), "ファイルを開く", "保存してある計画ファイルを選びます。")
        self.help_button = QPushButton(icon("help", "muted"), "使い方（F1）")
        self.help_button.setFlat(True)
        self.recent_buttons = {place: recent_button(place) for place in recent[:SHOWN_RECENT]}
        self.help: HelpWindow | None = None
        take_room(self, FIRST_SIZE)
        self.setWindowTitle("ICT計画ボード")
        self._build_ui()
        self._connect()

    def _build_ui(self) -> None:
        card = QWidget()
        card.setMaximumWidth(WIDTH)
        card.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        column = QVBoxLayout(card)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(_bold(QLabel("ICT計画ボード"), 22))
        lead = QLabel("どれから始めますか。入力した内容はその場で保存されます。")
        lead.setProperty("muted", True)
        column.addWidget(lead)
        column.addSpacing(8)
        for button in (self.council_button, self.new_button, self.open_button):
            column.addWidget(button)
        if self.recent_buttons:
            column.addSpacing(12)
            column.addWidget(_bold(QLabel("最近使ったファイル"), 13))
        files = QVBoxLayout()
        files.setSpacing(0)
        for recent in self.recent_buttons.values():
            files.addWidget(recent)
        column.addLayout(files)
        self._centre(card)
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(self.help_button)
        column.addLayout(line)
        self.setFocusProxy(self.council_button)

    def _centre(self, card: QWidget) -> None:
        """Put the card into the middle; on a small screen it is scrolled."""
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(card, 100)
        line.addStretch(1)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(24, 16, 24, 16)
        column.addStretch(2)
        column.addLayout(line)
        column.addStretch(3)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(body)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)

    def open_help(self) -> None:
        """Show the manual's page for the beginning."""
        from app.ui.help_window import HelpWindow

        if self.help is None:
            self.help = HelpWindow(self)
        self.help.show_page(HELP_PAGE)
        self.help.show()
        self.help.raise_()
        self.help.activateWindow()

    def _connect(self) -> None:
        FileDrop(self, lambda path: self.recent_requested.emit(str(path)))
        QShortcut(QKeySequence("F1"), self).activated.connect(self.open_help)
        self.help_button.clicked.connect(self.open_help)
        self.council_button.clicked.connect(self.council_requested)
        self.new_button.clicked.connect(self.new_requested)
        self.open_button.clicked.connect(self.open_requested)
        for place, button in self.recent_buttons.items():
            button.clicked.connect(lambda _=False, place=place: self.recent_requested.emit(place))


class Mark(QWidget):
    """An icon that is drawn anew whenever it is painted, so that it follows the colour scheme."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon(name, "accent")
        self.setFixedSize(QSize(ICON, ICON))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the icon."""
        self._icon.paint(QPainter(self), self.rect())


def recent_button(place: str) -> QPushButton:
    """Return a flat button with a file's name and, in its middle shortened if need be, the folder."""
    path = Path(place)
    button = QPushButton(icon("file", "muted"), "")
    button.setFlat(True)
    button.setStyleSheet("text-align: left; padding-left: 6px;")
    folder = button.fontMetrics().elidedText(str(path.parent), Qt.TextElideMode.ElideMiddle, WIDTH // 2)
    name = button.fontMetrics().elidedText(path.stem, Qt.TextElideMode.ElideRight, WIDTH // 2 - 60)
    button.setText(f"{name}　―　{folder}".replace("&", "&&"))
    button.setToolTip(place)
    button.setAccessibleName(f"最近使ったファイル {path.name}")
    return button


def _bold(label: QLabel, size: int) -> QLabel:
    font = text_font(size)
    font.setBold(True)
    label.setFont(font)
    return label
