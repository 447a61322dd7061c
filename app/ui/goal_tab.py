"""A goal's tab: its indicators on the left, the chosen one's trend on the right."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from app.domain.errors import BoardError
from app.domain.report import Band, IndicatorRow
from app.services.document import Change, Document, Place
from app.ui.arrange_strip import ArrangeStrip
from app.ui.goal_detail import LEAST, NARROWEST, GoalDetail
from app.ui.goal_model import NEW_TITLE, BandRow, GoalModel
from app.ui.goal_strips import EmptyGoal, FilterStrip, LegendFooter, YearStrip
from app.ui.grid import Grid
from app.ui.late_rows import LateRows
from app.ui.page_action import page_action
from app.ui.pane_bar import PaneBar
from app.ui.row_hand import RowHand
from app.ui.window_state import kept_sizes

ROW = 30
ONE_PANE_BELOW = 1100
LOW = 300  # of this page; the window is some 150 higher
WIDE_FROM = 1180
FOLLOW_MS = 30


def right_width(width: int) -> int:
    """Return the right pane's width: 420 of 1366, 664 of 1920, between and beyond in proportion."""
    return max(380, round(420 + (width - 1366) * (664 - 420) / (1920 - 1366)))


class GoalTab(QWidget):
    """A goal's tab: its indicators on the left, the chosen one's trend on the right.

    Signals: `status_message(str)` for the status bar, `selection_summary(str)` for what is selected.
    """

    status_message = Signal(str)
    selection_summary = Signal(str)

    def __init__(self, document: Document, node: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.document = document
        self.node = node
        self._filter = "all"
        self._legend: str | None = None
        self._left_shown = True
        self.model = GoalModel(document)
        self.grid = Grid(self.model, frozen=2, row_height=ROW)
        self.filters = FilterStrip()
        self.footer = LegendFooter()
        self.year_strip = YearStrip()
        self._right = QStackedWidget()
        self._detail: GoalDetail | None = None
        self._behind = True  # the right pane does not show what the table does
        self.empty = EmptyGoal(self.grid)
        self.pane_bar = PaneBar(("指標の表", "推移と根拠"))
        self._follow = QTimer(self)
        self._late_rows = LateRows(self.model, self.grid, self._show)
        self._build_ui()
        self._build_actions()
        self._connect()
        self._show()
        self.entry = self.grid  # no focus proxy: by one Tab would pass over what stands before the table
        self.grid.setFocus()

    def _build_ui(self) -> None:
        self.grid.setAccessibleName("指標の表")
        self._left = QWidget()
        column = QVBoxLayout(self._left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.filters, self.year_strip, ArrangeStrip(self.grid), self.grid, self.footer):
            column.addWidget(widget, 1 if widget is self.grid else 0)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.addWidget(self._left)
        self._right.setMinimumSize(NARROWEST, LEAST)
        self.splitter.addWidget(self._right)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 0)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.pane_bar)
        whole.addWidget(self.splitter, 1)
        self._follow.setSingleShot(True)
        self._follow.setInterval(FOLLOW_MS)

    def _build_actions(self) -> None:
        self.add_action = page_action(self, "指標を追加", "add", "Ctrl+Shift+N", self.add_indicator)
        self.add_action.setProperty("worded", True)
        self.up_action = page_action(self, "上へ移す", "up", "Alt+Shift+Up", lambda: self.move_indicator(-1))
        self.down_action = page_action(self, "下へ移す", "down", "Alt+Shift+Down", lambda: self.move_indicator(1))
        self.delete_action = page_action(self, "指標を削除", "delete", "Ctrl+-", self.delete_indicator)
        self.swap_action = page_action(self, "左右の切替え", "", "F6", self.swap_panes)
        self.filters.add_actions((self.add_action, self.up_action, self.down_action, self.delete_action))
        self.grid.extend_menu = lambda menu: menu.addActions(self.actions()[:4])

    def _connect(self) -> None:
        self.pane_bar.chosen.connect(self._choose_pane)
        self.filters.chosen.connect(self.show_filter)
        self.footer.chosen.connect(self.show_legend)
        self.grid.row_chosen.connect(lambda _: None if self._behind else self._follow.start())
        self._follow.timeout.connect(self._show_detail)
        self.grid.editing.connect(self._on_editing)
        self.grid.selectionModel().currentChanged.connect(lambda *_: self._on_moved())
        self.grid.take_block = self._take_block
        self.grid.installEventFilter(self)
        self.row_hand = RowHand(self)
        self.empty.paste_requested.connect(self.grid.paste)
        self.empty.add_requested.connect(self.add_indicator)
        self._pass_on(self.grid)

    def _pass_on(self, part: "Grid | GoalDetail") -> None:
        part.status_message.connect(self.status_message)
        part.selection_summary.connect(self.selection_summary)

    @property
    def detail(self) -> GoalDetail:
        """Return the right pane, made when it is first needed: the table is painted before it."""
        if self._detail is None:
            self._detail = GoalDetail(self.document, self.model)
            self._pass_on(self._detail)
            self._right.addWidget(self._detail)
        return self._detail

    # showing

    def refresh(self, change: Change) -> None:
        """Show what a change touched."""
        if self._late_rows.takes(change, plain=(self._filter, self._legend) == ("all", None) and self.isVisible()):
            self._follow.start()
        else:
            self._show()

    def stop(self) -> None:
        """Read nothing more; the file is about to be closed."""
        self._late_rows.stop()
        self._follow.stop()
        self._behind = False

    def _show(self) -> None:
        report = self.document.goal_report(self.node)
        self.model.show_report(report, self._filter, self._legend)
        self.filters.show_counts(self.model.filter_counts())
        self.footer.show_legend(report.legend, self._legend)
        empty = not report.rows
        self.empty.setVisible(empty)
        for action in (self.up_action, self.down_action, self.delete_action):
            action.setEnabled(not empty)
        if not empty:
            self.empty.say("")
            self._select_something()
        self._show_panes()
        self._place_empty()
        self._behind = not self.isVisible()
        if not self._behind:
            self._follow.start()  # the chart follows a moment later: what was typed is on the screen first

    def showEvent(self, event: QShowEvent) -> None:
        """Let the right pane follow once the table has been painted."""
        super().showEvent(event)
        self.grid.after_paint(self._catch_up)

    def _catch_up(self) -> None:
        if self._behind and self.isVisible():  # not where the file has been closed meanwhile
            self._show_detail()

    def _select_something(self) -> None:
        if self.grid.currentIndex().isValid():
            return
        first = next((place for place, row in enumerate(self.model.rows) if isinstance(row, IndicatorRow)), None)
        if first is not None:
            self.grid.go_to(first, self._column("title"))

    def _show_detail(self) -> None:
        self._follow.stop()
        self._behind = not self.isVisible()
        if self._behind:  # another tab was chosen meanwhile; the pane follows when this one is back
            return
        row, place = self.current_row(), self.grid.currentIndex().row()
        if row is not None:
            self.detail.show_row(row)
        elif 0 <= place < self.model.rowCount() and isinstance(self.model.row_at(place), BandRow):
            band: BandRow = self.model.row_at(place)
            self.detail.show_band(band, self._rows_under(band))

    def _rows_under(self, band: BandRow) -> tuple[IndicatorRow, ...]:
        """Return the indicators of a heading's node and of all below it."""
        inside = {node.uid for node in self.document.index.below(band.uid)}
        bands = self.model.report.bands if self.model.report else ()
        return tuple(row for item in bands if item.node in inside for row in item.rows)

    def show_count(self, name: str) -> None:
        """Show the rows that a count of 全体 counts, no fewer: a filter's, or with 'legend:' and a uid a class's."""
        kind, _, legend = name.partition("legend:")
        self._legend = legend or None
        self.show_filter(kind or "all")

    def show_filter(self, name: str) -> None:
        """Show only the rows of a filter (a key of FILTERS)."""
        self._filter = name
        self.filters.show_chosen(name)
        self._show()
        if name != "all":
            shown = sum(isinstance(row, IndicatorRow) for row in self.model.rows)
            self.status_message.emit(f"{shown}件を表示しています。貼り付けやクリアは表示中の行だけに働きます。")

    def show_legend(self, legend: str | None) -> None:
        """Show only the rows of a printed status class (None: all)."""
        self._legend = legend
        self._show()

    def current_row(self) -> IndicatorRow | None:
        """Return the chosen indicator, None on a heading or in an empty goal."""
        place = self.grid.currentIndex().row()
        row = self.model.row_at(place) if 0 <= place < self.model.rowCount() else None
        return row if isinstance(row, IndicatorRow) else None

    def _column(self, key: str) -> int:
        return next(place for place, column in enumerate(self.model.columns) if column.key == key)

    # the panes

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width out as the design says."""
        super().resizeEvent(event)
        self._show_panes()
        self._place_empty()

    def _show_panes(self) -> None:
        empty = bool(self.model.report) and not self.model.report.rows  # type: ignore[union-attr]
        narrow = self.width() < ONE_PANE_BELOW
        self.pane_bar.setVisible(narrow and not empty)
        self.pane_bar.show_chosen(0 if self._left_shown else 1)
        self.footer.setVisible(self.height() >= LOW)
        self.filters.setVisible(self.height() >= LOW or self._filter != "all" or empty)
        self._left.setVisible(empty or not narrow or self._left_shown)
        self._right.setVisible(not empty and (not narrow or not self._left_shown))
        if not narrow and not empty:
            right = right_width(self.width())
            self.splitter.setSizes(kept_sizes(self.splitter, [self.width() - right, right]))
        left = self.width() if empty or narrow else self.width() - right_width(self.width())
        if self.model.wide != (left >= WIDE_FROM):
            self.model.wide = left >= WIDE_FROM
            if self.model.report is not None:
                self.model.show_report(self.model.report, self._filter, self._legend)
                if self.model.report.rows:
                    self._select_something()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the invitation of an empty goal in the middle of its table."""
        if watched is self.grid and event.type() == QEvent.Type.Resize:
            self._place_empty()
        return False

    def _choose_pane(self, place: int) -> None:
        self._left_shown = place == 0
        self._show_panes()
        (self.grid if self._left_shown else self.detail.tabs).setFocus()

    def swap_panes(self) -> None:
        """Go to the other pane (F6); in a narrow window it takes the place of this one."""
        on_left = self.grid.isAncestorOf(QApplication.focusWidget() or self.grid) or self.grid.hasFocus()
        if self.width() < ONE_PANE_BELOW:
            on_left = self._left_shown
            self._left_shown = not on_left
            self._show_panes()
        (self.detail.tabs if on_left and not self._right.isHidden() else self.grid).setFocus()

    def _place_empty(self) -> None:
        if self.empty.isVisibleTo(self.grid):
            self.empty.place_over(self.grid, 3 * ROW + 24)

    def _on_editing(self, row: int, column: int) -> None:
        years = self.model.report.years if self.model.report else ()
        key = self.model.columns[column].key.partition(":")[2]
        past = next((year for year in years if year.period == key and not year.current), None)
        if past is not None:
            self.year_strip.show_year(past.label)

    def _on_moved(self) -> None:
        column = self.grid.currentIndex().column()
        if column < 0 or self.model.columns[column].current or not self.model.columns[column].key.startswith("year"):
            self.year_strip.hide()

    # adding, moving, deleting

    def add_indicator(self) -> None:
        """Add an indicator behind the chosen one and open its name for typing."""
        row, node = self.current_row(), self.node
        place = self.grid.currentIndex().row()
        band = self.band_of(row) if row else None
        if band is not None:
            node = band.node
        elif 0 <= place < len(self.model.rows) and isinstance(self.model.rows[place], BandRow):
            node = self.model.rows[place].uid
        self._filter, self._legend = "all", None
        self.filters.show_chosen("all")
        if self.model.hidden:
            self.model.show_all()
        try:
            uid = self.document.add_indicator(node, NEW_TITLE, row.uid if row else None)
        except BoardError as error:
            self.status_message.emit(error.message)
            return
        self._show()
        self.grid.setFocus()
        self.grid.go_to(self.model.find(uid), self._column("title"))
        self.grid.edit(self.grid.currentIndex())

    def delete_indicator(self) -> None:
        """Delete the selected indicators with their figures as one step; Ctrl+Z brings them back."""
        place = self.grid.currentIndex()
        uids = [row.uid for row in self.grid.selected_rows() if isinstance(row, IndicatorRow)]
        if not uids:
            return
        self._do(lambda: self.document.delete_all("indicator", uids))
        self._show()
        if self.model.report is not None and self.model.report.rows:
            self.grid.go_to(min(place.row(), self.model.rowCount() - 1), place.column())

    def move_indicator(self, step: int) -> None:
        """Move the chosen indicator a place up (-1) or down (1) in its group."""
        row = self.current_row()
        band = self.band_of(row) if row else None
        if row is None or band is None:
            return
        if self.model.arrangement.column:
            self.status_message.emit("並べ替えて表示しています。「元の順」に戻してから移してください。")
            return
        column = self.grid.currentIndex().column()
        index = [item.uid for item in band.rows].index(row.uid) + step
        if 0 <= index < len(band.rows):
            self._do(lambda: self.document.move("indicator", row.uid, index))
            self._show()
            self.grid.go_to(self.model.find(row.uid), column)

    def _do(self, verb: object) -> None:
        try:
            verb()  # type: ignore[operator]
        except BoardError as error:
            self.status_message.emit(error.message)

    def band_of(self, row: IndicatorRow) -> Band | None:
        """Return the group that a row stands in."""
        bands = self.model.report.bands if self.model.report else ()
        return next((band for band in bands if any(item.uid == row.uid for item in band.rows)), None)

    def _take_block(self, block: list[list[str]]) -> bool:
        """Take a pasted table in as indicators: into an empty goal, or under a heading that has none yet."""
        place = self.grid.currentIndex().row()
        chosen = self.model.rows[place] if 0 <= place < len(self.model.rows) else None
        under_heading = isinstance(chosen, BandRow) and not self._rows_under(chosen)
        if self.model.report is None or (self.model.report.rows and not under_heading):
            return False
        if not any(cell.strip() for line in block for cell in line):
            self.empty.say("クリップボードに表がありません。Excelで表を選んでコピーしてから押してください。")
            return True
        try:
            # Lines inside a cell are there to fit Excel's columns; a name has none.
            lines = [[cell.replace("\n", "") for cell in line] for line in block]
            count = self.document.paste_indicators(chosen.uid if isinstance(chosen, BandRow) else self.node, lines)
        except BoardError as error:
            self.empty.say(error.message)
            self._place_empty()
            self.status_message.emit(error.message)
            return True
        self._show()
        self.grid.setFocus()
        self.status_message.emit(f"指標{count}件を取り込みました・Ctrl+Zで戻せます")
        return True

    # leading to a place

    def reveal(self, place: Place) -> None:
        """Lead to the place of an edit and flash it."""
        if place.key is None:
            return
        if self._filter != "all" or self._legend is not None:
            self._filter, self._legend = "all", None
            self.filters.show_chosen("all")
        self._show()
        if self.model.place_of(place.table or "", place.key)[0] < 0 and self.model.hidden:
            self.model.show_all()
        row, column = self.model.place_of(place.table or "", place.key)
        if row < 0:
            return
        if not self._left_shown:
            self._left_shown = True
            self._show_panes()
        self.grid.go_to(row, max(column, 0), flash=column >= 0)
        self._show_detail()
        if column < 0:
            self.detail.reveal(place.key)
        else:
            self.grid.setFocus()
