"""The first columns of a wide table, kept in sight while the rest is scrolled sideways."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from app.ui.grid_header import GridHeader


class FrozenColumns(QTableView):
    """A second view of the first `count` columns over the grid, shown only while the grid is scrolled sideways."""

    def __init__(self, grid: QTableView, count: int) -> None:
        super().__init__(grid)
        self._grid = grid
        self.count = count
        self.setModel(grid.model())
        self.setSelectionModel(grid.selectionModel())
        self.setItemDelegate(grid.itemDelegate())
        self.setHorizontalHeader(GridHeader(self, grid.horizontalHeader().sizeHint().height()))
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(10)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.doubleClicked.connect(grid.edit)
        self.clicked.connect(lambda _: grid.setFocus())
        grid.horizontalScrollBar().valueChanged.connect(self._follow_sideways)
        grid.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)
        self.verticalScrollBar().valueChanged.connect(grid.verticalScrollBar().setValue)
        self._fitting = False
        self.horizontalHeader().sectionResized.connect(self._on_resized)
        self.hide()

    def _on_resized(self, place: int, before: int, width: int) -> None:
        """Resize the grid's own column with this one."""
        if not self._fitting and before and width and place < self.count:
            self._grid.setColumnWidth(place, width)

    def width_of_columns(self) -> int:
        """Return the frozen columns' width, 0 while they are not shown over the grid."""
        return sum(self._grid.columnWidth(place) for place in range(self.count)) if not self.isHidden() else 0

    def fit(self) -> None:
        """Take over the grid's widths, heights and spans; while nothing is frozen there is nothing to take over."""
        if self.isHidden():
            return
        model = self._grid.model()
        self._fitting = True
        for place in range(model.columnCount()):
            self.setColumnHidden(place, place >= self.count)
            self.setColumnWidth(place, self._grid.columnWidth(place))
        self._fitting = False
        self.clearSpans()
        for row in range(model.rowCount()):
            self.setRowHeight(row, self._grid.rowHeight(row))
            if self._grid.columnSpan(row, 0) > 1:
                self.setSpan(row, 0, 1, self.count)
        self._place()

    def _follow_sideways(self, value: int) -> None:
        appears = value > 0 and self.isHidden()  # while the grid's own page is not shown, too
        self.setVisible(value > 0)
        if appears:
            self.fit()
        self._place()

    def _place(self) -> None:
        if not self.isHidden():
            wide = sum(self._grid.columnWidth(place) for place in range(self.count))
            self.setGeometry(0, 0, wide + 1, self._grid.viewport().geometry().bottom() + 1)
            self.verticalScrollBar().setValue(self._grid.verticalScrollBar().value())
