"""The days of programmes: typed anew in their cell, and added by pasting below the last."""

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt

from app.domain.fiscal import format_period
from app.services.document import Document
from app.ui.bubble import Bubble
from app.ui.grid import Grid
from app.ui.parts_model import EventModel
from tests.ui.working import (
    ALT,
    CONTROL,
    block_of,
    bubble_text,
    focused,
    press,
    put_on_clipboard,
    show,
    type_keys,
    until,
)

pytestmark = pytest.mark.usefixtures("offscreen")

DAY, PLACE, FIGURE = range(3)
PROGRAM = "cgkids-program"


@pytest.fixture
def days(document: Document) -> Iterator[Grid]:
    """Return the table of the talent item's programmes, shown, following its document."""
    model = EventModel(document)

    def follow() -> None:
        view = block_of(document, "dx-talent", "talent-events").table
        assert view is not None
        model.show_table(view)

    document.changed.connect(follow)
    follow()
    grid = Grid(model)
    show(grid, 790, 500)
    grid.setFocus()
    yield grid
    grid.close()
    grid.deleteLater()


def row_of(grid: Grid, uid: str) -> int:
    return grid.grid_model.find(uid)


def text_at(grid: Grid, row: int, column: int) -> str:
    return str(grid.grid_model.index(row, column).data())


def test_a_day_that_is_typed_anew_takes_its_figure_along(days: Grid) -> None:
    document = days.grid_model.document
    row = row_of(days, "cgkids-program-2022-07-31")
    figure = text_at(days, row, FIGURE)
    assert figure
    before = document.trend(PROGRAM)
    days.go_to(row, DAY)
    press(Qt.Key.Key_F2)
    assert focused().property("text") == "令和4年7月31日"
    press(Qt.Key.Key_A, CONTROL)
    type_keys("8/6")
    press(Qt.Key.Key_Return)
    until(lambda: text_at(days, row, DAY) == "8月6日")
    assert text_at(days, row, FIGURE) == figure
    assert document.field("event", "cgkids-program-2022-07-31", "period") == "2022-08-06"
    document.undo()
    assert text_at(days, row, DAY) == "7月31日" and text_at(days, row, FIGURE) == figure
    assert document.trend(PROGRAM) == before


def test_a_day_that_is_there_already_or_none_stays_in_its_editor(days: Grid) -> None:
    row = row_of(days, "cgkids-program-2022-07-31")
    days.go_to(row, DAY)
    for typed, reason in (("R5.3.19", "もうあります"), ("あした", "読み取れません"), ("8月", "月と日")):
        type_keys(typed)
        press(Qt.Key.Key_Return)
        assert reason in bubble_text(days), typed
        press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_Delete)
    assert "空にできません" in bubble_text(days) and text_at(days, row, DAY) == "7月31日"


def test_an_inferred_day_is_certain_once_a_person_has_typed_it(days: Grid) -> None:
    row = row_of(days, "cgkids-advance-2022-09-04")
    assert "推定" in text_at(days, row, DAY)
    days.go_to(row, DAY)
    type_keys("9/4")
    press(Qt.Key.Key_Return)
    until(lambda: "推定" not in text_at(days, row, DAY))
    assert text_at(days, row, DAY) == "9月4日"


def test_a_block_pasted_below_the_last_day_becomes_days(days: Grid) -> None:
    last = days.grid_model.rowCount() - 2
    days.go_to(last, DAY)
    count = days.grid_model.rowCount()
    kept = [text_at(days, last, column) for column in range(3)]
    put_on_clipboard(f"R4.9.22\t{kept[PLACE]}\t{kept[FIGURE]}\nR5.1.15\t図書館\t１２人\nR5.2.12\t本庁\t\n")
    press(Qt.Key.Key_V, CONTROL)
    assert days.offers_rows, bubble_text(days)
    press(Qt.Key.Key_Return, ALT)
    until(lambda: days.grid_model.rowCount() == count + 2)
    rows = [[text_at(days, last + place, column) for column in range(3)] for place in (1, 2)]
    assert [row[1:] for row in rows] == [["図書館", "12"], ["本庁", ""]]
    days.grid_model.document.undo()
    assert days.grid_model.rowCount() == count


def test_rows_below_the_total_are_offered_without_a_word_of_nothing_done(days: Grid) -> None:
    said: list[str] = []
    days.status_message.connect(said.append)
    days.go_to(days.grid_model.rowCount() - 1, DAY)
    put_on_clipboard("R5.1.15\t図書館\t12\nR5.2.12\t本庁\t\n")
    press(Qt.Key.Key_V, CONTROL)
    assert said == [] and days.offers_rows and bubble_text(days).startswith("表の下に2行あふれました")


def test_ctrl_and_semicolon_put_today_into_a_day_only(days: Grid) -> None:
    document = days.grid_model.document
    row = row_of(days, "cgkids-program-2022-07-31")
    days.go_to(row, PLACE)
    press(Qt.Key.Key_Semicolon, CONTROL)
    assert "日付の欄ではない" in bubble_text(days) and not document.can_undo
    days.go_to(row, DAY)
    before = days.grid_model.cell_at(days.currentIndex()).edit
    press(Qt.Key.Key_Semicolon, CONTROL)
    today = format_period(date.today().isoformat(), "era_long")
    after = row_of(days, "cgkids-program-2022-07-31")
    assert days.grid_model.cell_at(days.grid_model.index(after, DAY)).edit == today
    document.undo()
    row = row_of(days, "cgkids-program-2022-07-31")
    assert days.grid_model.cell_at(days.grid_model.index(row, DAY)).edit == before and not document.can_undo


def test_today_is_typed_into_an_open_editor_of_a_day_and_of_words(days: Grid) -> None:
    today = format_period(date.today().isoformat(), "era_long")
    days.go_to(row_of(days, "cgkids-program-2022-07-31"), DAY)
    press(Qt.Key.Key_F2)
    press(Qt.Key.Key_Semicolon, CONTROL)
    editor = days.delegate.open_editor()
    assert editor is not None and editor.text() == today
    press(Qt.Key.Key_Escape)
    days.go_to(row_of(days, "cgkids-program-2022-07-31"), PLACE)
    type_keys("a")
    press(Qt.Key.Key_Semicolon, CONTROL)
    editor = days.delegate.open_editor()
    assert editor is not None and editor.text() == f"a{today}"
    press(Qt.Key.Key_Escape)
    assert not days.grid_model.document.can_undo


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("8/1", "令和4年8月1日"),
        ("R4.8.1", "令和4年8月1日"),
        ("２０２２／８／１", "令和4年8月1日"),
        ("8月", ""),
        ("夏", ""),
    ],
)
def test_a_day_is_shown_as_understood_while_it_is_typed(days: Grid, typed: str, read: str) -> None:
    days.go_to(row_of(days, "cgkids-program-2022-07-31"), DAY)
    type_keys(typed)
    shown = [bubble.accessibleName() for bubble in days.findChildren(Bubble) if bubble.isVisible()]
    assert shown == ([f"{read} と読みました"] if read else [])
    press(Qt.Key.Key_Escape)
