"""The chart of one series beside its table, in the form that a person chooses."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from app.domain.screen_chart import FORMS, ScreenChart
from app.services.document import Document
from app.ui.icons import icon
from app.ui.spaced_label import SpacedLabel
from app.ui.trend_chart import TrendChart, has_values


class MetricChart(TrendChart):
    """Follows a series; a chosen form stays until the tables beside it ask for another.

    `apart` gives the tools a line of their own over the legend, for a narrow pane.
    """

    def __init__(self, document: Document, parent: QWidget | None = None, *, apart: bool = False) -> None:
        super().__init__(parent)
        self.document = document
        self.metric_uid: str | None = None
        self.form = "months"
        self._chosen = ""
        self.form_button, self.estimate_button, self.menu_button = QToolButton(), QToolButton(), QToolButton()
        self.method = SpacedLabel()
        self._build(apart)

    def _build(self, apart: bool) -> None:
        self.form_button.setMenu(QMenu(self.form_button))
        self.form_button.setAccessibleName("グラフの形")
        self.form_button.setToolTip("グラフの形を選びます")
        self.estimate_button.setText("見込")
        self.estimate_button.setAccessibleName("年度末の見込")
        self.estimate_button.setCheckable(True)
        self.estimate_button.setChecked(True)
        self.menu_button.setIcon(icon("menu", "muted"))
        self.menu_button.setAccessibleName("グラフの操作")
        self.menu_button.setToolTip("グラフを画像にします")
        self.menu_button.setMenu(QMenu(self.menu_button))
        self.fill_menu(self.menu_button.menu())
        line = QHBoxLayout() if apart else self.head
        for button in (self.form_button, self.estimate_button, self.menu_button):
            button.setAutoRaise(True)
            line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        if apart:
            line.insertStretch(2, 1)
            layout.insertLayout(0, line)
        self.form_button.setStyleSheet("QToolButton { padding-right: 16px; }")
        self.menu_button.setStyleSheet("QToolButton::menu-indicator { image: none; }")
        for button in (self.form_button, self.menu_button):
            button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.estimate_button.toggled.connect(lambda _: self._show())
        self.menu_button.menu().aboutToShow.connect(self._refill)
        self.method.setContentsMargins(8, 0, 8, 2)
        self.method.setStyleSheet("font-size: 11px;")
        self.method.setProperty("muted", True)
        layout.addWidget(self.method)
        self.method.hide()

    def _refill(self) -> None:
        self.menu_button.menu().clear()
        self.fill_menu(self.menu_button.menu())

    def show_metric(self, metric: str | None, form: str = "") -> None:
        """Show a series, in `form` where that is given, else as it was chosen last."""
        self.metric_uid = metric
        self._chosen = form or self._chosen
        self._show()

    def choose(self, form: str) -> None:
        """Draw the series in another form."""
        self.show_metric(self.metric_uid, form)

    def _show(self) -> None:
        known = self.metric_uid is not None
        for button in (self.form_button, self.estimate_button, self.menu_button):
            button.setVisible(known)
        if self.metric_uid is None:
            self.method.hide()
            self.show_chart(None)
            return
        forms = self.document.chart_forms(self.metric_uid)
        self.form = self._chosen if self._chosen in forms else "months"
        made = self._made(self.form)
        if self.form == "months" and not has_values(made.view) and not made.view.last_year:
            self.form, made = "years", self._made("years")
        self._fill_forms(forms)
        self.show_chart(made.view, made)
        guessed = bool(made.estimate_label)
        self.method.setVisible(guessed)
        self.method.setText(f"見込は年度末の目安で、{made.method}です。印刷はされません。")
        can = self.form in ("months", "years", "cumulative")
        self.estimate_button.setVisible(can)
        self.estimate_button.setEnabled(guessed or not self.estimate_button.isChecked())
        self.estimate_button.setToolTip(made.method or "年度末にどこまで届くかの目安を、画面にだけ描きます。")

    def _made(self, form: str) -> ScreenChart:
        assert self.metric_uid is not None
        return self.document.screen_chart(self.metric_uid, form, estimate=self.estimate_button.isChecked())

    def _fill_forms(self, forms: tuple[str, ...]) -> None:
        menu = self.form_button.menu()
        menu.clear()
        group = QActionGroup(menu)
        for form in forms:
            action = menu.addAction(FORMS[form])
            action.setCheckable(True)
            action.setChecked(form == self.form)
            action.triggered.connect(lambda _=False, form=form: self.choose(form))
            group.addAction(action)
        self.form_button.setText(FORMS[self.form])

    def mark_month(self, month: int | None) -> None:
        """Mark one of the twelve months, where months are drawn."""
        self.mark(None if self.form == "years" else month)

    def mark_year(self, year: int | None) -> None:
        """Mark one of the years, where years are drawn."""
        self.mark(year if self.form == "years" else None)
