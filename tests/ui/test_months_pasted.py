"""Twelve months pasted or typed beside the chart: as one run, however the table lays the half-years out."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.services.document import Document
from app.ui.grid import Grid
from app.ui.trend_model import TrendModel
from tests.ui.working import CONTROL, press, put_on_clipboard, show, type_keys

pytestmark = pytest.mark.usefixtures("offscreen")
METRIC = "chatbot-all"
TWELVE = [str(1000 + number) for number in range(12)]


@pytest.fixture
def months(document: Document, qapp: QApplication) -> Iterator[Grid]:
    """Return the months of all questions in two half-years, shown, following their document."""
    model = TrendModel(document)

    def follow() -> None:
        model.show_months(document.trend(METRIC), wide=False)

    document.changed.connect(follow)
    follow()
    grid = Grid(model)
    show(grid, 420, 260)
    grid.setFocus()
    yield grid
    grid.close()
    grid.deleteLater()


def values(document: Document) -> list[str]:
    return [figure.text.replace(",", "") for figure in document.trend(METRIC).month_cells]


def pasted(grid: Grid, text: str) -> list[str]:
    said: list[str] = []
    grid.status_message.connect(said.append)
    put_on_clipboard(text)
    press(Qt.Key.Key_V, CONTROL)
    return said


@pytest.mark.parametrize("between", ["\t", "\r\n"])
def test_a_row_and_a_column_of_twelve_fill_both_half_years(months: Grid, document: Document, between: str) -> None:
    months.go_to(0, 1)
    assert pasted(months, between.join(TWELVE) + "\r\n") == ["貼り付け: 12件"]
    assert values(document) == TWELVE
    document.undo()
    assert not document.can_undo


def test_what_reaches_beyond_march_is_counted(months: Grid, document: Document) -> None:
    months.go_to(4, 3)
    assert pasted(months, "1\t2\t3\r\n") == ["貼り付け: 2件（表の外の1件は入れていません）"]
    assert values(document)[-2:] == ["1", "2"]


def test_a_block_of_both_half_years_stays_a_block(months: Grid, document: Document) -> None:
    months.go_to(0, 1)
    pasted(months, "1\t10月\t2\r\n3\t11月\t4\r\n")
    found = values(document)
    assert [found[place] for place in (0, 1, 6, 7)] == ["1", "3", "2", "4"]


def test_enter_goes_on_from_september_to_october(months: Grid, document: Document) -> None:
    months.go_to(4, 1)
    for digit in "123":
        type_keys(digit)
        press(Qt.Key.Key_Return)
    assert values(document)[4:7] == ["1", "2", "3"]
    assert (months.currentIndex().row(), months.currentIndex().column()) == (1, 3)


def test_years_are_filled_from_a_row(months: Grid, document: Document) -> None:
    model = months.grid_model
    assert isinstance(model, TrendModel)
    model.show_years(document.trend(METRIC))
    assert model.following(0, 1) == [(place, 1) for place in range(len(model.rows))]
    assert model.following(0, 0) == model.following(0, 2) == []
