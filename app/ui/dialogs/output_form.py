"""What is written: workbook, PDF or data, and for whom."""

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QComboBox, QRadioButton, QVBoxLayout, QWidget

from app.domain.dataset import DatasetOptions
from app.paint.sheet import LEAST_TEXT_PT, PAPERS, SheetPlan, place_of
from app.ui.dialogs.output_name import DATASET, KINDS, PDF, WORKBOOK, Kind
from app.ui.spaced_label import SpacedLabel

WORDS = {
    "Excelブック": "Excelブック（印刷・編集用）",
    "PDF": "PDF（印刷・配布用）",
    "データ一式": "データ一式（CSVとExcel）",
}
INSET = 22  # logical px: what belongs to a choice stands under its words


class OutputForm(QWidget):
    """The choices of one press; none of them is kept. Signal: `changed()`."""

    changed = Signal()

    def __init__(self, kind: Kind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kinds = {one: QRadioButton(WORDS[one.label]) for one in KINDS}
        self.paper = QComboBox()
        self.binding = QCheckBox("綴じ代をとる（10mm）")
        self.duplex = QCheckBox("両面で印刷する")
        self.small = SpacedLabel()
        self.cp932 = QCheckBox("CSVをShift_JISにする")
        self.cp932.setToolTip("古い表計算ソフト用（cp932）。通常はUTF-8です。")
        self.proof = QCheckBox("検算の頁を後ろに付ける")
        self.proof.setToolTip("一致しない数値、確かめられない数値の一覧と、確認した人の署名欄です。")
        self.web = QCheckBox("ウェブサイト用にする")
        self.provisional = QCheckBox("速報も載せる")
        self._public = SpacedLabel()
        self._book, self._sheet, self._data = QWidget(), QWidget(), QWidget()
        self._build_ui()
        self.kinds[kind].setChecked(True)
        self._connect()
        self._show()

    @property
    def kind(self) -> Kind:
        """Return what is to be written."""
        return next(kind for kind, button in self.kinds.items() if button.isChecked())

    @property
    def plan(self) -> SheetPlan:
        """Return the paper: the workbook's unless a PDF is wanted."""
        if self.kind is not PDF:
            return SheetPlan()
        return SheetPlan(self.paper.currentData(), self.binding.isChecked(), self.duplex.isChecked())

    @property
    def version(self) -> tuple[bool, bool]:
        """Return whether it is for the web site, and whether figures marked 速報 go in; data always are."""
        web = self.web.isChecked() or self.kind is DATASET
        return web, web and self.provisional.isChecked()

    @property
    def with_proof(self) -> bool:
        """Return whether the check sheet goes behind the slides; it is never for the web site."""
        return self.kind is WORKBOOK and self.proof.isChecked() and not self.web.isChecked()

    @property
    def dataset_options(self) -> DatasetOptions:
        """Return what is chosen of the data."""
        return DatasetOptions("cp932" if self.cp932.isChecked() else "utf-8", self.provisional.isChecked())

    def warn_of_small_text(self, on_a4: float | None) -> None:
        """Say where the smallest text, given in pt as it is on A4, becomes too small on the chosen paper."""
        size = on_a4 * _shrunk(self.plan) if on_a4 and self.kind is PDF else LEAST_TEXT_PT
        self.small.setText(f"一番小さい文字が{size:.1f}ポイントになり、読みにくくなります。大きい用紙をお勧めします。")
        self.small.setVisible(size < LEAST_TEXT_PT)

    def _build_ui(self) -> None:
        group = QButtonGroup(self)
        for paper, words in PAPERS.items():
            self.paper.addItem(words, paper)
        self.paper.setAccessibleName("PDFの用紙")
        self.small.setProperty("error", True)
        self.small.hide()
        self._public.setProperty("muted", True)
        self._public.setContentsMargins(INSET, 0, 0, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        below = {WORKBOOK: self._book, PDF: self._sheet, DATASET: self._data}
        _fill(self._book, (self.proof,))
        _fill(self._sheet, (self.paper, self.binding, self.duplex, self.small))
        _fill(self._data, (self.cp932,))
        for kind, button in self.kinds.items():
            group.addButton(button)
            column.addWidget(button)
            if kind in below:
                column.addWidget(below[kind])
        column.addSpacing(6)
        for widget in (self.web, self._public, self.provisional):
            column.addWidget(widget)

    def _connect(self) -> None:
        for button in (*self.kinds.values(), self.binding, self.duplex, self.cp932, self.web, self.provisional):
            button.toggled.connect(self._on_changed)
        self.paper.activated.connect(self._on_changed)

    def _on_changed(self) -> None:
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        data = self.kind is DATASET
        self._book.setVisible(self.kind is WORKBOOK)
        self.proof.setEnabled(not self.web.isChecked())
        self._sheet.setVisible(self.kind is PDF)
        self._data.setVisible(data)
        self.web.setVisible(not data)
        left_out = "内部メモ・個人名" if self.version[1] else "内部メモ・個人名・速報"
        apart = "見本の頁とは別に、表計算や統計のソフトで読める表を1つのフォルダーに書きます。"
        self._public.setText(f"{apart}{left_out}は入りません。" if data else f"{left_out}を除きます。")
        self.provisional.setEnabled(self.version[0])


def _shrunk(plan: SheetPlan) -> float:
    return place_of(plan, 0).mm_per_px / place_of(SheetPlan(), 0).mm_per_px


def _fill(box: QWidget, widgets: Iterable[QWidget]) -> None:
    column = QVBoxLayout(box)
    column.setContentsMargins(INSET, 0, 0, 2)
    column.setSpacing(4)
    for widget in widgets:
        column.addWidget(widget)
