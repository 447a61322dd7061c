"""The chart beside the tables: its forms, the estimate, values by mouse and keys, and the chart as a picture."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pyqtgraph import InfLineLabel
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from app.domain.metrics import Observation
from app.domain.screen_chart import Break
from app.services.document import Document
from app.ui.chart_more import PatternBars
from app.ui.chart_picture import COPIED, WITHOUT, picture_of, save
from app.ui.chart_plot import ChartPlot
from app.ui.group_tab import GroupTab
from app.ui.metric_chart import MetricChart
from app.ui.trend_chart import more_styles, styles_of
from tests.ui.working import CONTROL, press, show, until

pytestmark = pytest.mark.usefixtures("theme", "offscreen")
ALL, RATE = "chatbot-all", "chatbot-correct-rate"


@pytest.fixture
def chart(document: Document, qapp: QApplication) -> Iterator[MetricChart]:
    made = MetricChart(document)
    show(made, 420, 240)
    made.show_metric(ALL)
    yield made
    made.close()
    made.deleteLater()


def plot_of(chart: MetricChart) -> ChartPlot:
    return next(iter(chart.findChildren(ChartPlot)))


def forms(chart: MetricChart) -> list[str]:
    return [action.text() for action in chart.form_button.menu().actions()]


def test_the_forms_of_a_series_are_offered_and_drawn(chart: MetricChart) -> None:
    assert forms(chart) == ["月別（前年と）", "年度別", "累計", "内訳（積み上げ）", "構成比"]
    next(action for action in chart.form_button.menu().actions() if action.text() == "累計").trigger()
    assert chart.form == "cumulative" and chart.form_button.text() == "累計" and chart.view is not None
    assert chart.view.series[0].values[10] == 22218 and chart.accessibleName() == "全質問（累計）"
    chart.show_metric(RATE)
    assert forms(chart) == ["月別（前年と）", "年度別"] and chart.form == "months"
    chart.show_metric(ALL)
    assert chart.form == "cumulative", "what was chosen comes back where it can be drawn"


def test_the_estimate_is_labelled_with_its_method_and_can_be_left_out(chart: MetricChart) -> None:
    assert chart.chart is not None and chart.chart.estimate_label == "見込 約24,238件"
    assert (
        chart.method.isVisible()
        and "4〜2月の月平均" in chart.method.text()
        and "印刷はされません" in chart.method.text()
    )
    assert [style.label for style in more_styles(chart.chart)] == ["見込 約24,238件"]
    chart.estimate_button.click()
    assert not chart.method.isVisible() and chart.chart.estimate == ()
    chart.estimate_button.click()
    chart.choose("stacked")
    assert not chart.estimate_button.isVisible() and not chart.method.isVisible()


def test_where_there_is_no_estimate_the_button_says_why(chart: MetricChart) -> None:
    chart.show_metric(RATE)
    assert chart.estimate_button.isVisible() and not chart.estimate_button.isEnabled()
    assert "見込は出しません" in chart.estimate_button.toolTip()


def test_a_typed_figure_moves_the_estimate(chart: MetricChart) -> None:
    document = chart.document
    document.set_figure((ALL, "2023-03", "result", ""), "1900")
    chart.show_metric(ALL)
    assert chart.chart is not None and chart.chart.estimate_label == ""
    document.undo()
    chart.show_metric(ALL)
    assert chart.chart.estimate_label


def test_the_estimate_is_never_stored(chart: MetricChart) -> None:
    before = chart.document.revision
    for form in ("months", "years", "cumulative"):
        chart.choose(form)
    kinds = {(item.kind, item.quality) for item in chart.document.repository.read(Observation, metric=ALL)}
    assert chart.document.revision == before and ("forecast", None) not in kinds and ("result", "forecast") not in kinds


def test_parts_stand_on_each_other_with_patterns_of_their_own(chart: MetricChart) -> None:
    chart.choose("stacked")
    bars = [item for item, _ in plot_of(chart)._items if isinstance(item, PatternBars)]
    assert chart.view is not None and len(bars) == len(chart.view.series) - 1
    assert len({tuple(item.opts["x"]) for item in bars}) == 1, "all parts of a month stand over it"
    assert len({style.pattern for style in styles_of(chart.view)}) == len(chart.view.series)


def test_what_changed_at_one_place_stands_at_one_line_above_the_values(chart: MetricChart) -> None:
    made = chart.document.screen_chart(ALL, "months", estimate=False)
    words = ("目標値の見直し 5件 → 6件", "指標の置換え")
    chart.show_chart(made.view, replace(made, breaks=tuple(Break(2, one) for one in words)))
    plot = plot_of(chart)
    labels = [item for item in plot._more._items if isinstance(item, InfLineLabel)]
    assert [label.textItem.toPlainText() for label in labels] == ["◇見直し・置換え"]
    top = plot.getViewBox().viewRange()[1][1]
    assert top > 1.15 * max(float(value) for value in made.view.series[0].values if value is not None)


def test_the_keys_tell_one_category_after_another(chart: MetricChart) -> None:
    chart.setFocus()
    press(Qt.Key.Key_Right)
    plot = plot_of(chart)
    assert plot._hover.isVisible() and plot._hover.text().startswith("4月\nR4　3,202件")
    press(Qt.Key.Key_Right)
    assert plot._hover.text().startswith("5月")
    press(Qt.Key.Key_End)
    assert plot._hover.text() == "3月\nR4　値なし\n見込　約2,020件"
    press(Qt.Key.Key_Left)
    assert plot._hover.text().startswith("2月")
    press(Qt.Key.Key_Escape)
    assert not plot._hover.isVisible()


def test_the_chart_is_copied_as_a_light_picture_without_the_estimate(chart: MetricChart) -> None:
    told: list[str] = []
    chart.told.connect(told.append)
    chart.setFocus()
    press(Qt.Key.Key_C, CONTROL)
    image = QApplication.clipboard().image()
    assert told == [COPIED + WITHOUT] and (image.width(), image.height()) == (1520, 800)
    assert image.pixelColor(2, 2).lightness() == 255
    with_estimate = picture_of(chart)
    chart.estimate_button.click()
    assert picture_of(chart) == with_estimate


def test_the_chart_is_saved_whole_or_not_at_all(chart: MetricChart, tmp_path: Path) -> None:
    chart.choose("share")
    told: list[str] = []
    chart.told.connect(told.append)
    path = tmp_path / "構成比.png"
    save(chart, path)
    until(lambda: told == ["グラフを「構成比.png」に保存しました。"])
    assert QImage(str(path)) == picture_of(chart)
    save(chart, tmp_path / "ないフォルダー" / "図.png")
    until(lambda: len(told) == 2)
    assert "保存できませんでした" in told[1]
    assert [one.name for one in tmp_path.glob("*.png*")] == ["構成比.png"]


def test_the_chosen_months_cell_is_marked_only_where_months_are_drawn(document: Document) -> None:
    tab = GroupTab(document, "dx")
    show(tab)
    tab.list.choose("dx-chatbot")
    chart = tab.detail.chart
    tab.detail.months.go_to(2, 1)
    plot = plot_of(chart)
    assert plot._mark.isVisible() and plot._mark.value() == 2
    chart.choose("years")
    tab.detail.months.go_to(3, 1)
    assert not plot_of(chart)._mark.isVisible()
    tab.stop()
    tab.close()
    tab.deleteLater()
