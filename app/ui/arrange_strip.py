"""The line over a table that is sorted or filtered: what is shown, and the way back."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy

if TYPE_CHECKING:
    from app.ui.grid import Grid


class ArrangeStrip(QFrame):
    """Says how a table is arranged; hidden while it stands as printed, whole."""

    def __init__(self, grid: "Grid") -> None:
        super().__init__()
        self._model = grid.grid_model
        self.setProperty("strip", True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.words = QLabel()
        self.printed = QPushButton("元の順")
        self.whole = QPushButton("絞り込みを解く")
        self.printed.clicked.connect(self._model.sort_as_printed)
        self.whole.clicked.connect(self._model.show_all)
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 2, 8, 2)
        line.addWidget(self.words, 1)
        for button in (self.printed, self.whole):
            button.setProperty("flat", True)
            button.clicked.connect(grid.setFocus)
            line.addWidget(button)
        for changed in (
            self._model.arranged,
            self._model.modelReset,
            self._model.rowsInserted,
            self._model.rowsRemoved,
        ):
            changed.connect(self.refresh)
        self.hide()

    def refresh(self) -> None:
        """Say how the table is arranged now."""
        chosen = self._model.arrangement
        words = [self._sorted_words()] if chosen.column else []
        if chosen.filters:
            shown, whole = self._model.counts()
            words.append(f"{whole}件のうち{shown}件を表示（貼り付け・クリアなどは表示中の行だけ）")
        self.words.setText("　".join(words))
        self.words.setToolTip("\n".join(words))
        self.printed.setVisible(bool(chosen.column))
        self.whole.setVisible(bool(chosen.filters))
        self.setVisible(bool(words))

    def _sorted_words(self) -> str:
        chosen = self._model.arrangement
        column = next(column for column in self._model.columns if column.key == chosen.column)
        smallest, largest = ("小さい順", "大きい順") if column.figures else ("昇順", "降順")
        way = largest if chosen.descending else smallest
        return f"「{column.head}」の{way}（印刷の順は変わりません）"
