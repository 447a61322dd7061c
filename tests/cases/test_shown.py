"""Every figure of every case is shown as its source prints it, but for words that have fields of their own."""

import unicodedata
from collections.abc import Iterator

import pytest

from app.domain.board_text import format_board
from app.domain.display import show, show_target
from app.domain.metrics import Metric, Observation
from app.domain.plan import Indicator, Target
from app.domain.series import SeriesBook
from tests.cases.convert import CONVERTERS, convert
from tests.cases.walk import Found

OTHERWISE = {
    "年間7.6万件(1996年9月~1997年3月までの平均)": {"7.6万件"},
    "2000年度100%": {"100%"},
    "75人(累計)": {"75人"},
    "4箇所(累計)": {"4箇所"},
    "なし": {"なし", "該当なし", "未集計"},
    None: {"不明"},
}


def plain(shown: str, unit: str | None) -> str:
    """Return a figure without thousands separators, spaces and its unit, negative as the cases print it."""
    folded = unicodedata.normalize("NFKC", shown).replace(",", "").replace(" ", "").replace("△", "-")
    return folded.removesuffix(unit or "")


def shown_figures(found: Found) -> Iterator[tuple[str | None, str, str | None]]:
    """Yield each figure as printed, as shown, and its unit."""
    metrics = {metric.uid: metric for metric in found.all(Metric)}
    book = SeriesBook(metrics)
    book.put(found.all(Observation))
    for row in found.all(Observation):
        view = show(metrics[row.metric], book.figure(row.metric, row.period, row.kind), row.period)
        yield row.printed, view.full, row.unit or metrics[row.metric].unit
    for target in found.all(Target):
        metric = metrics[found.one(Indicator, uid=target.indicator).metric]
        yield target.printed, show_target(metric, target).full, metric.unit


@pytest.mark.parametrize("name", CONVERTERS)
def test_a_figure_is_shown_as_printed(name: str) -> None:
    for printed, shown, unit in shown_figures(Found(format_board(convert(name)))):
        if printed in OTHERWISE:
            assert shown in OTHERWISE[printed]
        else:
            assert plain(shown, unit) == plain(str(printed), unit)
