"""The output window as a person drives it: choosing and moving slides, the preview that follows, what is written."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication

from app.paint.picture import page_image
from app.ui.dialogs.export_dialog import ExportDialog
from app.ui.dialogs.output_name import PDF
from app.ui.dialogs.output_preview import COPY_WIDTH
from app.ui.dialogs.page_view import Zoom
from tests.ui.output_windows import (
    CLOSING,
    COVER,
    DX,
    FIRST,
    GOALS,
    LEFT,
    ORDER,
    ROAD,
    SECOND,
    choose,
    click_box,
    document_of,
    output_window,
    pages_of,
    printed,
    settled,
    titles,
    window,
    written,
)
from tests.ui.working import ALT, CONTROL, press, until

__all__ = ["window"]  # a fixture
pytestmark = pytest.mark.usefixtures("theme", "offscreen")


# the slides


def test_the_slides_stand_in_print_order_with_their_pages(window: ExportDialog) -> None:
    QAbstractItemModelTester(window.slides.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model = window.slides.model
    assert [entry.key for entry in model.entries] == ORDER
    tips = [model.data(model.index(row), Qt.ItemDataRole.ToolTipRole) for row in range(len(ORDER))]
    assert (
        tips[0] == "表紙（1頁）"
        and tips[5] == "DX重点取組み事項のロードマップ（6–7頁）"
        and tips[-1] == "結びの頁（8頁）"
    )
    assert [page.number for page in window.preview.view.pages] == [str(number) for number in range(1, 9)]


def test_a_slide_that_is_unchecked_leaves_the_preview_and_ctrl_z_brings_it_back(window: ExportDialog) -> None:
    QAbstractItemModelTester(window.slides.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    before = titles(window)
    click_box(window, SECOND)
    assert printed(window) == [key for key in ORDER if key != SECOND]
    assert len(titles(window)) == 7 and window.slides.current() == SECOND
    press(Qt.Key.Key_Z, CONTROL)
    settled(window)
    assert titles(window) == before and printed(window) == ORDER
    press(Qt.Key.Key_Z, CONTROL)
    assert document_of(window).can_redo and not document_of(window).can_undo


def test_ctrl_z_takes_nothing_back_that_was_done_before_the_window_opened(tmp_path: Path, qapp: QApplication) -> None:
    with output_window(tmp_path / "計画.ictplan") as window:
        document = document_of(window)
        window.reject()
        document.set_field("node", "goal-2", "title", "新しい題名")
        second = ExportDialog(document, tmp_path)
        second.show()
        second.activateWindow()
        settled(second)
        press(Qt.Key.Key_Z, CONTROL)
        assert document.field("node", "goal-2", "title") == "新しい題名"
        second.reject()


def test_space_checks_and_alt_arrows_move_the_chosen_slide(window: ExportDialog) -> None:
    choose(window, CLOSING)
    window.slides.view.setFocus()
    press(Qt.Key.Key_Up, ALT)
    settled(window)
    assert [entry.key for entry in document_of(window).outline()] == [*ORDER[:5], CLOSING, ROAD]
    assert window.slides.current() == CLOSING
    assert window.preview.view.accessibleName() == "5頁 ありがとうございました", (
        "and no page for a section without slides"
    )
    press(Qt.Key.Key_Space)
    settled(window)
    assert CLOSING not in printed(window)
    window.slides.reset.click()
    settled(window)
    assert printed(window) == ORDER and len(titles(window)) == 8


def test_the_buttons_move_and_know_the_ends(window: ExportDialog) -> None:
    choose(window, COVER)
    assert not window.slides.up.isEnabled() and window.slides.down.isEnabled()
    window.slides.down.click()
    assert [entry.key for entry in document_of(window).outline()][:2] == [GOALS, COVER]
    assert window.slides.up.isEnabled()


@pytest.mark.parametrize(
    ("dragged", "row", "order"),
    [
        (CLOSING, 1, [COVER, CLOSING, *ORDER[1:6]]),
        (COVER, 3, [GOALS, FIRST, COVER, *ORDER[3:]]),
        (FIRST, -1, [COVER, GOALS, SECOND, DX, ROAD, CLOSING, FIRST]),
    ],
)
def test_a_dropped_slide_goes_where_it_is_let_go(
    window: ExportDialog, dragged: str, row: int, order: list[str]
) -> None:
    model = window.slides.model
    mime = model.mimeData([model.index(model.row_of(dragged))])
    assert not model.dropMimeData(mime, Qt.DropAction.MoveAction, row, 0, model.index(-1)), "the view takes no row away"
    until(lambda: [entry.key for entry in document_of(window).outline()] == order)


def test_what_is_chosen_is_in_the_file_and_in_what_is_written(tmp_path: Path, window: ExportDialog) -> None:
    click_box(window, FIRST)
    window.form.kinds[PDF].click()
    written(window)
    assert pages_of(window.path) == 7
    with output_window(tmp_path / "二.ictplan") as other:
        assert printed(other) == ORDER


# the preview


def test_choosing_a_slide_shows_it_and_turning_pages_chooses_slides(window: ExportDialog) -> None:
    view = window.preview.view
    choose(window, ROAD)
    assert view.page == 5 and view.accessibleName().startswith("6頁 DX重点取組み事項のロードマップ")
    view.setFocus()
    press(Qt.Key.Key_PageDown)
    assert (view.page, window.slides.current()) == (6, ROAD)
    press(Qt.Key.Key_PageDown)
    assert window.slides.current() == CLOSING
    press(Qt.Key.Key_Home)
    assert window.slides.current() == COVER and not window.preview.back.isEnabled()
    press(Qt.Key.Key_End)
    assert window.slides.current() == CLOSING and not window.preview.forth.isEnabled()
    window.preview.back.click()
    assert view.page == 6 and window.preview.place.text() == "7／8頁"


def wheel(window: ExportDialog, turn: int) -> None:
    view = window.preview.view.viewport()
    centre = QPointF(view.rect().center())
    where = QPointF(view.mapToGlobal(view.rect().center()))
    keys, phase = Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase
    QApplication.sendEvent(
        view, QWheelEvent(centre, where, QPoint(), QPoint(0, turn), Qt.MouseButton.NoButton, keys, phase, False)
    )


def test_the_wheel_turns_pages_and_scrolls_a_large_one_first(window: ExportDialog) -> None:
    view = window.preview.view
    wheel(window, -120)
    wheel(window, -120)
    assert view.page == 2
    wheel(window, 120)
    assert view.page == 1
    window.preview.zooms[Zoom.FULL].click()
    wheel(window, -120)
    assert view.page == 1 and view.verticalScrollBar().value() > 0
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    wheel(window, -120)
    assert view.page == 2 and view.verticalScrollBar().value() == 0


@pytest.mark.parametrize("zoom", list(Zoom))
def test_the_page_is_painted_pixel_for_pixel_as_page_image_paints_it(window: ExportDialog, zoom: Zoom) -> None:
    view = window.preview.view
    window.preview.zooms[zoom].click()
    view.choose(2)
    rect = view.slide_rect(2)
    until(lambda: view.images.image(view.pages[2], round(rect.width())) is not None)
    expected = page_image(view.pages[2], round(rect.width()))
    room = view.viewport().rect().toRectF().intersected(rect).toAlignedRect().adjusted(1, 1, -1, -1)
    shown = view.viewport().grab(room).toImage().convertToFormat(QImage.Format.Format_RGB32)
    corner = room.topLeft() - rect.topLeft().toPoint()
    assert shown == expected.copy(corner.x(), corner.y(), shown.width(), shown.height())


def test_ctrl_c_puts_the_page_on_the_clipboard_as_a_picture(window: ExportDialog) -> None:
    clipboard = QApplication.clipboard()
    clipboard.clear()
    choose(window, ROAD)
    window.preview.view.setFocus()
    press(Qt.Key.Key_C, CONTROL)
    until(lambda: not clipboard.image().isNull())
    page = window.preview.view.pages[5]
    assert "ロードマップ" in page.title and COPY_WIDTH >= 2088
    assert clipboard.image().convertToFormat(QImage.Format.Format_RGB32) == page_image(page, COPY_WIDTH)
    assert "コピーしました（2088×1400" in window.message.text()
    clipboard.clear()


def test_two_pages_lie_on_a_sheet_of_the_pdf(window: ExportDialog) -> None:
    view = window.preview.view
    window.form.kinds[PDF].click()
    window.form.paper.setCurrentIndex(window.form.paper.findData("a3x2"))
    window.form.paper.activated.emit(0)
    assert list(view.sheet_pages()) == [0, 1]
    assert view.slide_rect(0).right() < view.slide_rect(1).left() and view.slide_rect(1).right() < view.width()
    view.setFocus()
    press(Qt.Key.Key_PageDown)
    assert (view.page, list(view.sheet_pages())) == (2, [2, 3])
    QTest.mouseClick(view.viewport(), LEFT, pos=view.slide_rect(3).center().toPoint())
    assert view.page == 3 and window.slides.current() == SECOND
