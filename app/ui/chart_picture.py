"""A chart of the screen taken elsewhere: copied as a picture, or saved as a PNG file."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QIODevice, QSaveFile
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QFileDialog

from app.layout.chart_picture import chart_picture
from app.paint.chart_image import chart_image

if TYPE_CHECKING:
    from app.ui.trend_chart import TrendChart

COPIED = "グラフを画像としてコピーしました。Word や PowerPoint に貼り付けられます。"
WITHOUT = "見込は画面だけのもののため、画像には入りません。"


def picture_of(chart: "TrendChart") -> QImage:
    """Return a chart as it would print, light and readable in grey, without estimates."""
    assert chart.view is not None
    return chart_image(chart_picture(chart.view, chart.chart.targets if chart.chart else ()))


def copied(chart: "TrendChart") -> str:
    """Put a chart on the clipboard and return what to say."""
    QApplication.clipboard().setImage(picture_of(chart))
    return COPIED + _without(chart)


def asked_and_saved(chart: "TrendChart") -> str:
    """Save a chart to the file that a person names and return what to say, '' where none was named."""
    assert chart.view is not None
    proposal = re.sub(r'[\\/:*?"<>|\s]+', "_", chart.view.title or "グラフ") + ".png"
    chosen, _ = QFileDialog.getSaveFileName(chart.window(), "グラフを画像で保存", proposal, "PNG画像 (*.png)")
    return saved(chart, Path(chosen)) if chosen else ""


def saved(chart: "TrendChart", path: Path) -> str:
    """Save a chart, whole or not at all, and return what to say."""
    file = QSaveFile(str(path))
    opened = file.open(QIODevice.OpenModeFlag.WriteOnly)
    if not opened or not picture_of(chart).save(file, "PNG") or not file.commit():  # type: ignore[call-overload]
        return f"「{path.name}」に保存できませんでした。ほかの場所か名前を選んでください。計画ファイルはそのままです。"
    return f"グラフを「{path.name}」に保存しました。{_without(chart)}"


def _without(chart: "TrendChart") -> str:
    return WITHOUT if chart.chart and chart.chart.estimate_label else ""
