"""The row of buttons that a narrow window shows, where one pane stands at a time."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QToolButton, QWidget

HEIGHT = 30


class PaneBar(QWidget):
    """A button for each pane. Signal: `chosen(int)` with the place of the pane that is asked for."""

    chosen = Signal(int)

    def __init__(self, names: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEIGHT)
        self.buttons: list[QToolButton] = []
        group = QButtonGroup(self)
        line = QHBoxLayout(self)
        line.setContentsMargins(8, 2, 8, 0)
        line.setSpacing(4)
        for place, name in enumerate(names):
            button = QToolButton()
            button.setText(name)
            button.setCheckable(True)
            button.setMinimumWidth(88)
            button.clicked.connect(lambda _=False, place=place: self.chosen.emit(place))
            group.addButton(button)
            line.addWidget(button)
            self.buttons.append(button)
        hint = QLabel("F6で切り替えられます")
        hint.setProperty("muted", True)
        line.addStretch()
        line.addWidget(hint)
        self.hide()

    def show_chosen(self, place: int) -> None:
        """Mark the pane that is shown."""
        self.buttons[place].setChecked(True)
