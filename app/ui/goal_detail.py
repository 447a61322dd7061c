"""The right pane of a goal: one indicator's name, status, trend, figures, texts and evidence."""

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.entity import Key
from app.domain.errors import BoardError
from app.domain.report import IndicatorRow, TrendView
from app.services.document import Document
from app.ui.block_column import BlockColumn
from app.ui.formula_line import FormulaLine
from app.ui.goal_filters import FILTERS
from app.ui.goal_model import BandRow, GoalModel, status_choices
from app.ui.grid import Grid
from app.ui.low_area import LowArea
from app.ui.metric_chart import MetricChart
from app.ui.spaced_label import SpacedLabel
from app.ui.status_note import StatusNote
from app.ui.text_editor import TextEditor
from app.ui.trend_model import TrendModel, month_of

TITLE, CHART, TALL_CHART = 56, 196, 320
TALL_FROM = 760
_EVIDENCE = 3  # the tab that also holds the status's note
LEAST_TABLE = 100  # px
LOW = 300  # of this pane: the chart folds away
WIDE_FROM = 560
NARROWEST, LEAST = 300, 120


class GoalDetail(QWidget):
    """Follows the selection of the goal's table; a tab once chosen stays."""

    status_message = Signal(str)
    selection_summary = Signal(str)

    def __init__(self, document: Document, model: GoalModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.document = document
        self._model = model
        self.row: IndicatorRow | None = None
        self.trend: TrendView | None = None
        self._wide = False
        self._where = ""
        self._title = QLabel()
        self._departments = QLabel()
        self._status = QToolButton()
        self.reminder = QToolButton()
        self.status_note = StatusNote(document)
        self.chart = MetricChart(document)
        self.tabs = QTabWidget()
        self.months = Grid(TrendModel(document), row_height=24, head=26)
        self.years = Grid(TrendModel(document), row_height=24, head=26)
        self._total = QLabel()
        self.formula = FormulaLine(document)
        self.remark = TextEditor("備考", "この指標についての説明（データ一式に載ります）")
        self.note = TextEditor("内部メモ", "担当者どうしの覚え書き（印刷も書き出しもされません）")
        self._evidence = SpacedLabel()
        self.history_button = QPushButton("この指標の変更の履歴")
        self._band_counts = QLabel()
        self.band = BlockColumn(document)
        self.pages = QStackedWidget()
        self._build_ui()
        self._connect()

    def _build_ui(self) -> None:
        self._title.setWordWrap(True)
        self._title.setStyleSheet("font-size: 15px; font-weight: bold;")
        self._departments.setProperty("muted", True)
        self._departments.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._status.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._status.setAccessibleName("状況")
        self.months.setAccessibleName("月別の値")
        self.years.setAccessibleName("年度別の値")
        self._status.setProperty("boxed", True)
        self._status.setMenu(QMenu(self._status))
        self.reminder.setText("! 状況のメモを書く")
        self.reminder.setProperty("ink", "status_behind")
        self.reminder.setProperty("inline", True)
        self.reminder.hide()
        head = QWidget()
        head.setMinimumHeight(TITLE)
        for part in (head, self.chart, self._total, self.formula, self._band_counts):
            part.setBackgroundRole(QPalette.ColorRole.Base)
            part.setAutoFillBackground(True)
        line = QHBoxLayout(head)
        line.setContentsMargins(12, 6, 8, 6)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addStretch()
        words.addWidget(self._title)
        words.addWidget(self._departments)
        words.addWidget(self.reminder, 0, Qt.AlignmentFlag.AlignLeft)
        words.addStretch()
        line.addLayout(words, 1)
        line.addWidget(self._status)
        self.chart.setFixedHeight(CHART)
        for page, name in (
            (self._month_page(), "月別"),
            (self.years, "年度別"),
            (self._text_page(), "文章"),
            (self._evidence_page(), "根拠と経緯"),
        ):
            self.tabs.addTab(page, name)
        self.tabs.setDocumentMode(True)
        self._band_counts.setContentsMargins(12, 8, 12, 8)
        self._band_counts.setWordWrap(True)
        area = self._low_area(_stacked((head, self.chart, self.tabs)))
        self.tabs.currentChanged.connect(lambda _: area.ensureWidgetVisible(self.tabs.tabBar(), 0, 0))
        self.pages.addWidget(area)
        self.pages.addWidget(_stacked((self._band_counts, self.band)))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.pages)

    def _low_area(self, page: QWidget) -> LowArea:
        area = LowArea(page)
        area.keep_in_sight(self.formula, self.formula.edit)
        area.verticalScrollBar().valueChanged.connect(self.formula.edit.place_list)
        for grid in (self.months, self.years):
            grid.setMinimumHeight(LEAST_TABLE)
            area.keep_in_sight(grid)
        return area

    def _month_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.months, 1)
        self._total.setContentsMargins(12, 4, 12, 4)
        self._total.setWordWrap(True)
        column.addWidget(self._total)
        self.formula.setContentsMargins(12, 0, 8, 4)
        column.addWidget(self.formula)
        return page

    def _text_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(12, 8, 12, 8)
        for label, editor in (("備考", self.remark), ("内部メモ（印刷も書き出しもされません）", self.note)):
            caption = QLabel(label)
            caption.setProperty("muted", True)
            column.addWidget(caption)
            column.addWidget(editor)
        column.addStretch()
        return _scrolling(page)

    def _evidence_page(self) -> QWidget:
        self._evidence.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._evidence.setContentsMargins(12, 8, 12, 8)
        self._evidence.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 8, 0, 8)
        column.addWidget(self.status_note)
        column.addWidget(self._evidence)
        line = QHBoxLayout()
        line.setContentsMargins(12, 0, 12, 0)
        line.addWidget(self.history_button)
        line.addStretch()
        column.addLayout(line)
        column.addStretch()
        return _scrolling(page)

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._on_tab)
        self.history_button.clicked.connect(self._show_history)
        self.reminder.clicked.connect(self.write_note)
        self._model.note_wanted.connect(lambda: self.tabs.setCurrentIndex(_EVIDENCE))
        self.status_note.status_message.connect(self.status_message)
        self.months.selectionModel().currentChanged.connect(lambda index, _: self.chart.mark_month(month_of(index)))
        self.years.selectionModel().currentChanged.connect(lambda index, _: self.chart.mark_year(index.row()))
        self.remark.committed.connect(lambda text: self._write("remark", text, self.remark))
        self.note.committed.connect(lambda text: self._write("note", text, self.note))
        self.formula.status_message.connect(self.status_message)
        self.chart.told.connect(self.status_message)
        for part in (self.months, self.years, self.band):
            part.status_message.connect(self.status_message)
            part.selection_summary.connect(self.selection_summary)

    def show_row(self, row: IndicatorRow) -> None:
        """Show an indicator, or the same one with new figures."""
        if self.row is None or self.row.uid != row.uid:
            self.leave()
        self.row = row
        self.pages.setCurrentIndex(0)
        self.trend = self.document.trend(row.metric)
        self._title.setText(row.title)
        self._title.setToolTip(row.title)
        names = "／".join(row.departments) or "担当課なし"
        self._departments.setToolTip(" › ".join((*row.path, names)))
        self._where = f"{names}　{' › '.join(row.path)}" if row.path else names
        self._elide()
        self._show_status(row)
        self._show_figures(self.trend)
        self.formula.show_metric(row.metric)
        for name, editor in (("remark", self.remark), ("note", self.note)):
            text = self.document.field("indicator", row.uid, name)
            editor.keep = partial(self.document.keep_draft, "indicator", row.uid, name)
            editor.show_text(text, text)
        lines = self._evidence_lines(row, self.trend)
        self._evidence.setText("\n\n".join(lines) or "数値の根拠の記録はまだありません。")
        self._show_chart()

    def show_band(self, row: BandRow, rows: tuple[IndicatorRow, ...]) -> None:
        """Show a group's counts and its texts."""
        self.leave()
        self.row = None
        counts = "　".join(f"{name} {sum(keep(item) for item in rows)}" for name, keep in FILTERS.values())
        self._band_counts.setText(counts)
        self.band.show_report(self.document.item_report(row.uid))
        self.pages.setCurrentIndex(1)

    def leave(self) -> None:
        """Take what is being written about the shown indicator, before another one is shown."""
        for editor in (self.remark, self.note, self.status_note.note):
            editor.commit()
        self.band.leave()

    def _show_status(self, row: IndicatorRow) -> None:
        status = row.status
        by_hand = "（手動）" if status.by_hand and status.reason else ""
        self._status.setText(f"{status.mark} {status.reason or status.legend or '状況なし'}{by_hand}".strip())
        self._status.setToolTip(status.why or "状況の理由を選べます。")
        menu = self._status.menu()
        menu.clear()
        for choice in status_choices(self._model, row):
            action = menu.addAction(choice.label)
            action.setCheckable(True)
            action.setChecked(choice.chosen)
            action.triggered.connect(lambda _=False, value=choice.value: self._choose(value))
        self._status.setEnabled(bool(menu.actions()))
        self.reminder.setVisible(bool(status.lacks))
        self.reminder.setToolTip(status.lacks)
        self.status_note.show_row(row)

    def _elide(self) -> None:
        room = self._departments.width()
        words = self._departments.fontMetrics().elidedText(self._where, Qt.TextElideMode.ElideRight, room)
        self._departments.setText(words)

    def _show_figures(self, trend: TrendView) -> None:
        for grid in (self.months, self.years):
            model = grid.grid_model
            assert isinstance(model, TrendModel)
            if grid is self.months:
                self._wide = self.width() >= WIDE_FROM
                model.show_months(trend, wide=self._wide)
            else:
                model.show_years(trend)
        total = trend.month_total
        name = trend.months.series[0].label if trend.months.series else ""
        how = "計（月別から計算）" if total.state == "derived" and not trend.formula else ""
        lines = [f"{name} {how} {total.full}"] if total.text else [f"{name} {total.reason or '未入力'}"]
        lines += [f"出典: {trend.source}"] if trend.source else []
        self._total.setText("\n".join(lines))
        self._total.setToolTip(total.reason)

    def _on_tab(self, tab: int) -> None:
        """Draw what the table beside the chart shows; other tabs leave it as it is."""
        if tab in (0, 1):
            self.chart.show_metric(self.chart.metric_uid, "years" if tab == 1 else "months")

    def _show_chart(self) -> None:
        if self.trend is not None:
            self.chart.show_metric(self.trend.metric)

    def _evidence_lines(self, row: IndicatorRow, trend: TrendView) -> list[str]:
        lines = []
        if row.target_revisions:
            lines.append(f"これまでの目標値: {' → '.join((*row.target_revisions, row.target.full))}")
        lines += [f"計算: {trend.formula}"] if trend.formula else []
        return [*lines, *trend.remarks]

    def _show_history(self) -> None:
        desk = getattr(self.window(), "history_desk", None)
        if desk is not None and self.row is not None:
            desk.open_of(((self.row.uid,), (self.row.metric,)), self.row.title)

    def _choose(self, reason: str | None) -> None:
        """Take a status by hand, and go on to its note where one is wanted."""
        self.status_note.choose(reason)
        if reason is not None and self.row is not None and self._model.lacks_note(self.row.uid):
            self.write_note()

    def write_note(self) -> None:
        """Go to the note of the status."""
        self.tabs.setCurrentIndex(_EVIDENCE)
        self.status_note.note.setFocus()

    def _write(self, name: str, text: str, editor: TextEditor) -> None:
        if self.row is None:
            return
        try:
            self.document.set_field("indicator", self.row.uid, name, text)
        except BoardError as error:
            editor.take_back(self.document.field("indicator", self.row.uid, name))
            self.status_message.emit(error.message)

    def reveal(self, key: Key) -> bool:
        """Lead to the cell of an observation; False where neither months nor years show it."""
        for tab, grid in ((0, self.months), (1, self.years)):
            place = grid.grid_model.find_figure(key)
            if place != (-1, -1):
                self.tabs.setCurrentIndex(tab)
                grid.go_to(*place, flash=True)
                return True
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the chart more height on a tall screen, the months a second year on a wide one."""
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._elide)  # when the line has its new width
        self.chart.setFixedHeight(TALL_CHART if self.height() >= TALL_FROM else CHART)
        self.chart.setVisible(self.height() >= LOW)
        if self.trend is not None and self._wide != (self.width() >= WIDE_FROM):
            self._show_figures(self.trend)


def _stacked(widgets: tuple[QWidget, ...]) -> QWidget:
    """Return a page with widgets below each other, the last one taking the room that is left."""
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for widget in widgets:
        column.addWidget(widget, 1 if widget is widgets[-1] else 0)
    return page


def _scrolling(page: QWidget) -> QScrollArea:
    page.setBackgroundRole(QPalette.ColorRole.Base)
    page.setAutoFillBackground(True)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(page)
    return area
