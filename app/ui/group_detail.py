"""The right pane of an item: the trend of the metric that is chosen, and where its figures come from."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea, QTabWidget, QVBoxLayout, QWidget

from app.domain.report import TrendView
from app.services.document import Document
from app.services.places import node_of_metric
from app.ui.formula_line import FormulaLine
from app.ui.grid import Grid
from app.ui.low_area import LowArea
from app.ui.metric_chart import MetricChart
from app.ui.proof_table import ProofTableModel
from app.ui.spaced_label import SpacedLabel
from app.ui.trend_model import TrendModel, month_of

CHART = 266
LEAST_TABLE = 100  # px
WIDE_FROM = 450
NARROWEST = 260
NOTHING_PROVED = "検算の結果は、印字値か計算式のある数値を選ぶとここに並びます。"
HINT = "表の数値を選ぶと、ここに推移が出ます。"


class GroupDetail(QWidget):
    """図, 検算 and 根拠と経緯 of one metric; a tab once chosen stays.

    Signals besides the usual ones: `spot_wanted(Spot)` to lead to the place of a finding.
    """

    status_message = Signal(str)
    selection_summary = Signal(str)
    spot_wanted = Signal(object)

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.document = document
        self.chosen: str | None = None
        self.setMinimumWidth(NARROWEST)
        self._wide = False
        self.tabs = QTabWidget()
        self.chart = MetricChart(document, apart=True)
        self._name = QLabel(HINT)
        self.formula = FormulaLine(document)
        self.months = Grid(TrendModel(document), row_height=24, head=26)
        self.proof = ProofTableModel(document)
        self.findings = Grid(self.proof, row_height=28, head=26)
        self._unproved = QLabel(NOTHING_PROVED)
        self._evidence = SpacedLabel()
        self.history_button = QPushButton("この数値の変更の履歴")
        self.history_button.clicked.connect(self._show_history)
        self._build_ui()
        self.months.selectionModel().currentChanged.connect(lambda index, _: self.chart.mark_month(month_of(index)))
        self.findings.doubleClicked.connect(lambda index: self._lead(index.row()))
        document.proved.connect(self._show_findings)
        self.months.status_message.connect(self.status_message)
        self.formula.status_message.connect(self.status_message)
        self.chart.told.connect(self.status_message)
        self.months.selection_summary.connect(self.selection_summary)

    def _build_ui(self) -> None:
        self._name.setWordWrap(True)
        self._name.setStyleSheet("font-size: 14px; font-weight: bold;")
        self.chart.setFixedHeight(CHART)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(10, 8, 10, 8)
        for widget in (self._name, self.formula, self.chart):
            column.addWidget(widget)
        column.addWidget(self.months, 1)
        column.addStretch()
        area = QScrollArea()
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidgetResizable(True)
        area.setWidget(self._evidence_page())
        self._evidence.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._evidence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.tabs.addTab(self._low_area(page), "図")
        self.tabs.addTab(self._proof_page(), "検算")
        self.tabs.addTab(area, "根拠と経緯")
        self.tabs.setDocumentMode(True)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.tabs)

    def _low_area(self, page: QWidget) -> LowArea:
        area = LowArea(page)
        self.months.setMinimumHeight(LEAST_TABLE)
        area.keep_in_sight(self.months)
        area.keep_in_sight(self.formula, self.formula.edit)
        area.verticalScrollBar().valueChanged.connect(self.formula.edit.place_list)
        return area

    def add_previous(self, page: QWidget) -> None:
        """Put 前回 before the others; the chart stays the one that is shown."""
        self.tabs.insertTab(0, page, "前回")
        self.tabs.setCurrentIndex(1)

    def _evidence_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(10, 8, 10, 8)
        column.addWidget(self._evidence)
        column.addWidget(self.history_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch()
        page.setBackgroundRole(QPalette.ColorRole.Base)
        page.setAutoFillBackground(True)
        return page

    def _show_history(self) -> None:
        desk = getattr(self.window(), "history_desk", None)
        if desk is not None and self.chosen is not None:
            desk.open_of(((self.chosen,),), self._name.text())

    def _proof_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        self.findings.setAccessibleName("この取組の検算")
        self.months.setAccessibleName("月別の値")
        self._unproved.setWordWrap(True)
        self._unproved.setContentsMargins(10, 8, 10, 8)
        column.addWidget(self._unproved)
        column.addWidget(self.findings, 1)
        column.addStretch()
        page.setBackgroundRole(QPalette.ColorRole.Base)
        page.setAutoFillBackground(True)
        return page

    def _show_findings(self) -> None:
        """Show what the last proof found in the item of the chosen metric."""
        proof = self.document.last_proof
        node = node_of_metric(self.document.index, self.chosen) if self.chosen else None
        lines = [line for line in proof.lines if line.finding.spot.node == node] if proof and node else []
        self.proof.show_lines(lines, self.chosen)
        self.findings.setVisible(bool(lines))
        self._unproved.setVisible(not lines)

    def _lead(self, row: int) -> None:
        if 0 <= row < len(self.proof.rows):
            self.spot_wanted.emit(self.proof.rows[row].finding.spot)

    def _show_months(self, trend: TrendView) -> None:
        model = self.months.grid_model
        assert isinstance(model, TrendModel)
        self._wide = self.width() >= WIDE_FROM
        model.show_months(trend, wide=self._wide)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put last year's months beside this year's where there is room."""
        super().resizeEvent(event)
        if self.chosen is not None and self._wide != (self.width() >= WIDE_FROM):
            self._show_months(self.document.trend(self.chosen))

    def show_metric(self, metric: str | None) -> None:
        """Show a metric's trend, or how to come to one."""
        self.chosen = metric
        for widget in (self.chart, self.months, self.history_button):
            widget.setVisible(metric is not None)
        self.formula.show_metric(metric)
        self._show_findings()
        if metric is None:
            self._name.setText(HINT)
            self._evidence.setText(HINT)
            return
        trend = self.document.trend(metric)
        self._name.setText(trend.title)
        self.chart.show_metric(metric)
        self._show_months(trend)
        self._evidence.setText("\n\n".join(trend.remarks) or "根拠の記録はまだありません。")
