"""A chart of the screen taken elsewhere: copied as a picture, or saved as a PNG file."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QFileDialog

from app.layout.chart_picture import chart_picture
from app.layout.page import ChartSpec
from app.paint.chart_image import chart_image
from app.services.charting import picture_task
from app.ui.saving import Saving

if TYPE_CHECKING:
    from app.ui.trend_chart import TrendChart

COPIED = "グラフを画像としてコピーしました。Word や PowerPoint に貼り付けられます。"
ELSEWHERE = "ほかの場所か名前を選んでください。計画ファイルはそのままです。"
WITHOUT = "見込は画面だけのもののため、画像には入りません。"


def picture_of(chart: "TrendChart") -> QImage:
    """Return a chart as it would print, light and readable in grey, without estimates."""
    return chart_image(_spec(chart))


def copied(chart: "TrendChart") -> str:
    """Put a chart on the clipboard and return what to say."""
    QApplication.clipboard().setImage(picture_of(chart))
    return COPIED + _without(chart)


def ask_and_save(chart: "TrendChart") -> None:
    """Save a chart to the file that a person names; it tells how that went."""
    assert chart.view is not None
    proposal = re.sub(r'[\\/:*?"<>|\s]+', "_", chart.view.title or "グラフ") + ".png"
    chosen, _ = QFileDialog.getSaveFileName(chart.window(), "グラフを画像で保存", proposal, "PNG画像 (*.png)")
    if chosen:
        save(chart, Path(chosen))


def save(chart: "TrendChart", path: Path) -> None:
    """Save a chart by a thread, whole or not at all; it tells how that went."""
    name, left = path.name, _without(chart)
    saving = Saving(picture_task(_spec(chart), path), path, chart.window())
    told: Callable[[str], None] = chart.told.emit
    saving.written.connect(lambda _: told(f"グラフを「{name}」に保存しました。{left}"))
    saving.failed.connect(lambda _: told(f"「{name}」に保存できませんでした。{ELSEWHERE}"))
    saving.stopped.connect(lambda: told("グラフの保存を中止しました。計画ファイルはそのままです。"))
    saving.begin()


def _spec(chart: "TrendChart") -> ChartSpec:
    assert chart.view is not None
    return chart_picture(chart.view, chart.chart.targets if chart.chart else ())


def _without(chart: "TrendChart") -> str:
    return WITHOUT if chart.chart and chart.chart.estimate_label else ""
