"""The output window's settings and what it writes, driven as a person does; what stands in the way is said."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication

from app.domain.images import make_image
from app.layout.colours import colours_of
from app.paint.picture import page_image
from app.paths import load_preferences
from app.services.document import Document
from app.services.places import Place
from app.storage.database import open_database
from app.storage.repository import Repository
from app.ui.dialogs.export_dialog import ExportDialog
from app.ui.dialogs.output_name import DATASET, PDF, WORKBOOK, Kind
from app.ui.dialogs.writing_dialog import Stage
from app.ui.main_window import MainWindow
from tests.pictures import png
from tests.ui.output_windows import (
    COVER,
    ORDER,
    board,
    click_box,
    document_of,
    output_window,
    pages_of,
    printed,
    settled,
    texts,
    window,
    written,
)
from tests.ui.working import CONTROL, press, type_keys, until

__all__ = ["window"]  # a fixture
pytestmark = pytest.mark.usefixtures("theme", "offscreen")

# the paper's settings


def test_number_mark_and_foot_are_kept_in_the_file_and_printed(window: ExportDialog) -> None:
    form = window.paper_form
    form.number.setFocus()
    type_keys("資料１")
    press(Qt.Key.Key_Return)
    assert window.stage is Stage.READY, "Enter takes the text, nothing else"
    form.mark.setCurrentIndex(2)
    form.mark.activated.emit(2)
    form.footer.setFocus()
    type_keys("見本市 未来課")
    form.number.setFocus()
    settled(window)
    meeting, board = document_of(window).scene.meeting, document_of(window).index.board
    assert meeting is not None and (meeting.paper_number, meeting.paper_mark) == ("資料１", "replaced")
    assert board.print_footer == "見本市 未来課"
    shown = texts(window.preview.view.pages)
    assert "資料１（差替）" in shown and "見本市 未来課" in shown


def test_a_colour_on_which_white_cannot_be_read_is_refused_with_the_reason(window: ExportDialog) -> None:
    field = window.paper_form.colour
    field.setFocus()
    type_keys("#ffcc00")
    press(Qt.Key.Key_Return)
    assert "読みにくく" in window.paper_form.problem.text() and window.paper_form.problem.isVisible()
    assert field.property("wrong") and field.text() == "#ffcc00"
    assert document_of(window).index.board.print_colour is None
    field.selectAll()
    type_keys("#0a5a3c")
    press(Qt.Key.Key_Return)
    settled(window)
    assert document_of(window).index.board.print_colour == "#0a5a3c" and not field.property("wrong")
    view = window.preview.view
    view.choose(2)
    until(lambda: view.images.image(view.pages[2], round(view.slide_rect(2).width())) is not None)
    image = view.images.image(view.pages[2], round(view.slide_rect(2).width()))
    assert image == page_image(view.pages[2], round(view.slide_rect(2).width()), colours_of("#0a5a3c"))


def test_settings_taken_back_show_as_they_were(window: ExportDialog) -> None:
    form = window.paper_form
    form.number.setFocus()
    type_keys("資料９")
    form.footer.setFocus()
    window.slides.view.setFocus()
    press(Qt.Key.Key_Z, CONTROL)
    assert form.number.text() == ""


# what is written


def test_the_pdf_is_written_as_it_is_previewed(tmp_path: Path, qapp: QApplication) -> None:
    with output_window(tmp_path / "計画.ictplan", kind=PDF) as window:
        assert window.form.kinds[PDF].isChecked() and window.path.name == "見本市_令和4年度第3回_資料.pdf"
        window.form.paper.setCurrentIndex(window.form.paper.findData("a4x2"))
        window.form.paper.activated.emit(1)
        window.form.binding.click()
        written(window)
        assert pages_of(window.path) == 4
        data = window.path.read_bytes()
        assert re.search(rb"/MediaBox \[0 0 595", data), "A4 upright"


def test_small_text_is_warned_of(window: ExportDialog) -> None:
    form = window.form
    form.kinds[PDF].click()
    assert not form.small.isVisible()
    form.warn_of_small_text(8.0)
    assert not form.small.isVisible()
    form.paper.setCurrentIndex(form.paper.findData("a4x2"))
    form.warn_of_small_text(8.0)
    assert form.small.isVisible() and "ポイント" in form.small.text()


@pytest.mark.parametrize("cp932", [False, True])
def test_the_data_set_goes_into_a_folder_of_its_own(window: ExportDialog, cp932: bool) -> None:
    window.form.kinds[DATASET].click()
    if cp932:
        window.form.cp932.click()
    assert window.caption.text() == "フォルダー名(&N)" and window.path.name == "見本市_令和4年度第3回_データ"
    written(window)
    head = (window.path / "indicators.csv").read_bytes()
    assert (window.path / "dataset.xlsx").is_file() and head.startswith(b"\xef\xbb\xbf") is not cp932
    assert "観光アプリ" in head.decode("cp932" if cp932 else "utf-8-sig")
    assert window.open_file.isVisible() and not window.open_folder.isVisible()


def test_after_writing_another_kind_can_be_written(window: ExportDialog) -> None:
    written(window)
    first = window.path
    window.form.kinds[PDF].click()
    assert window.stage is Stage.READY and window.write.isVisible() and window.write.isEnabled()
    written(window)
    assert first.is_file() and window.path.is_file() and window.path.suffix == ".pdf"


def test_a_name_that_a_person_typed_stays_but_for_its_suffix(window: ExportDialog) -> None:
    window.name.setText("部長説明.xlsx")
    for kind, name in ((PDF, "部長説明.pdf"), (DATASET, "部長説明")):
        window.form.kinds[kind].click()
        assert window.path.name == name


def test_the_version_for_the_web_site_is_previewed_and_written(tmp_path: Path, qapp: QApplication) -> None:
    rows = board()
    for row in rows["observation"]:
        if (row["metric"], row["period"]) == ("m-i1", "FY2022"):
            row["quality"] = "provisional"
    for row in rows["meeting"]:
        row["presenter"] = "課長 山田太郎"
    with output_window(tmp_path / "計画.ictplan", rows) as window:
        assert "山田太郎" in texts(window.preview.view.pages) and "公表前" not in texts(window.preview.view.pages)
        assert not window.form.provisional.isEnabled()
        window.form.web.click()
        settled(window)
        assert "山田太郎" not in texts(window.preview.view.pages) and "公表前" in texts(window.preview.view.pages)
        assert window.path.name == "見本市_令和4年度第3回_資料_公開用.xlsx"
        window.form.provisional.click()
        settled(window)
        assert "公表前" not in texts(window.preview.view.pages)
        written(window)
        assert window.path.is_file()


def test_a_file_that_is_only_read_is_previewed_and_written_but_not_changed(window: ExportDialog) -> None:
    path = document_of(window).path
    window.reject()
    document = Document(Repository(open_database(path, read_only=True)), path, who=None, pc=None)
    second = ExportDialog(document, path.parent)
    second.show()
    settled(second)
    assert not second.paper_form.isEnabled() and not second.slides.reset.isEnabled()
    click_box(second, COVER)
    assert len(printed(second)) == len(ORDER) and len(second.preview.view.pages) == 8
    written(second)
    second.reject()
    document.close()


# before writing


def test_a_paper_without_a_slide_cannot_be_written_and_says_so(window: ExportDialog) -> None:
    for key in ORDER:
        if window.slides.model.entries[window.slides.model.row_of(key)].printed:
            click_box(window, key)
    assert printed(window) == [] and not window.preview.view.pages
    assert not window.write.isEnabled() and "1つ以上選んでください" in window.message.text()
    assert not window.preview.copy.isEnabled()
    window.form.kinds[DATASET].click()
    assert window.write.isEnabled()
    window.form.kinds[PDF].click()
    click_box(window, COVER)
    assert window.write.isEnabled() and len(window.preview.view.pages) == 1


def test_a_missing_picture_is_listed_and_leads_to_its_place(window: ExportDialog) -> None:
    assert not window.missing.isVisible()
    document = document_of(window)
    block = document.add_block("road", "image", "庁舎の写真")
    settled(window)
    (line,) = window.missing.lines
    assert "庁舎の写真" in line.text() and "画像を入れるか" in line.text() and window.write.isEnabled()
    assert "1件" in window.message.text()
    places: list[Place] = []
    window.place_wanted.connect(places.append)
    line.setFocus()
    press(Qt.Key.Key_Tab)
    line.linkActivated.emit("#")
    assert places == [Place("dx", "road", "block", (block,))] and not window.isVisible()


def test_a_picture_without_words_is_listed_too(window: ExportDialog) -> None:
    document_of(window).put_images("road", [make_image(png())])
    settled(window)
    assert ["代替テキスト" in line.text() for line in window.missing.lines] == [True]


# the window


def test_a_narrow_window_shows_one_pane_at_a_time(window: ExportDialog) -> None:
    panes = (window.slides, window.preview, window.form)
    window.resize(683, 384)
    assert [pane.isVisible() for pane in panes] == [False, True, False] and window.pane_bar.isVisible()
    assert (window.width(), window.height()) == (683, 384), "nothing in it asks for more room"
    press(Qt.Key.Key_F6)
    assert [pane.isVisible() for pane in panes] == [False, False, True]
    press(Qt.Key.Key_F6)
    assert [pane.isVisible() for pane in panes] == [True, False, False]
    assert window.write.isVisible() and window.foot.geometry().bottom() < 384
    window.resize(1180, 720)
    assert all(pane.isVisible() for pane in panes) and not window.pane_bar.isVisible()


@pytest.mark.parametrize(
    ("entry", "kind"), [("Excel出力…", WORKBOOK), ("PDF出力…", PDF), ("データ一式の出力…", DATASET)]
)
def test_the_menu_opens_the_window_with_that_kind_chosen(document: Document, entry: str, kind: Kind) -> None:
    main = MainWindow(document, load_preferences())
    main.show()
    action = next(action for action in main.findChildren(QAction) if action.text() == entry)
    seen: list[Kind] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, ExportDialog)
        seen.append(dialog.form.kind)
        block = document.add_block("dx-chatbot", "image", "庁舎の写真")
        until(lambda: not dialog.source.busy and dialog.missing.lines)
        assert block in {warning.block for warning in dialog.missing.warnings}
        dialog.missing.lines[0].linkActivated.emit("#")

    QTimer.singleShot(0, look)
    action.trigger()
    assert seen == [kind]
    assert main.tab_bar.tabData(main.tab_bar.currentIndex()) == "dx", "what is missing leads to its tab"
    main.close()


def test_enter_writes_and_escape_closes(window: ExportDialog) -> None:
    window.slides.view.setFocus()
    press(Qt.Key.Key_Return)
    until(lambda: window.stage is Stage.DONE)
    press(Qt.Key.Key_Escape)
    assert not window.isVisible() and window.result() == ExportDialog.DialogCode.Accepted


def test_while_writing_nothing_can_be_chosen(window: ExportDialog) -> None:
    window.write.click()
    assert not any(pane.isEnabled() for pane in (window.slides, window.form, window.paper_form))
    until(lambda: window.stage is Stage.DONE)
    assert all(pane.isEnabled() for pane in (window.slides, window.form, window.paper_form))


def test_everything_that_can_be_used_has_a_name(window: ExportDialog) -> None:
    for widget in window.findChildren(object):  # type: ignore[call-overload]
        if getattr(widget, "focusPolicy", None) and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            named = widget.accessibleName() or getattr(widget, "text", lambda: "")()
            buddies = [label for label in window.findChildren(type(window.caption)) if label.buddy() is widget]
            assert named or buddies or not widget.isVisible(), widget
