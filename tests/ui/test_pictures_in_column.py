"""Pictures come in by Ctrl+V, by dropping and from a dialog, driven with real events on the council's board."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton, QWidget

from app.domain.blocks import Block, Image
from app.services.document import Document
from app.ui.block_frame import BlockFrame
from app.ui.group_tab import GroupTab
from app.ui.image_body import ImageBody
from app.ui.picture_intake import NO_PICTURE, IntakeStrip
from tests.pictures import BLUE, RED, png, two_halves
from tests.ui.test_group_tab import choose_from, tab
from tests.ui.working import CONTROL, focused, press, put_on_clipboard, type_keys, until

__all__ = ["tab"]  # a fixture

pytestmark = pytest.mark.usefixtures("theme", "offscreen")

NODE, TEXT = "dx-chatbot", "chatbot-now"


@pytest.fixture(autouse=True)
def chosen(tab: GroupTab) -> Iterator[None]:
    """Show the item and leave an empty clipboard."""
    tab.list.choose(NODE)
    yield
    QApplication.clipboard().clear()


def images(tab: GroupTab) -> list[str]:
    """Return the image blocks of the item in order."""
    return [block.uid for block in tab.document.item_report(NODE).blocks if block.kind == "image"]


def order(tab: GroupTab) -> list[str]:
    return [block.uid for block in tab.document.item_report(NODE).blocks]


def body(tab: GroupTab, uid: str) -> ImageBody:
    found = tab.blocks.frames[uid].body
    assert isinstance(found, ImageBody)
    return found


def copy_image(image: QImage, text: str = "") -> None:
    """Put an image on the clipboard, as Excel does beside the text of its cells."""
    mime = QMimeData()
    mime.setImageData(image)
    if text:
        mime.setText(text)
    QApplication.clipboard().setMimeData(mime)


def files(*paths: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def drop(widget: QWidget, mime: QMimeData, point: QPoint) -> bool:
    """Drag something over a widget and let it go there; return whether it was taken."""
    actions, button, keys = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(point, actions, mime, button, keys)
    QApplication.sendEvent(widget, enter)
    if not enter.isAccepted():
        return False
    event = QDropEvent(QPointF(point), actions, mime, button, keys)
    QApplication.sendEvent(widget, event)
    return event.isAccepted()


def written(folder: Path, name: str, data: bytes) -> Path:
    (folder / name).write_bytes(data)
    return folder / name


def strip_text(tab: GroupTab) -> str:
    strip = tab.blocks.findChild(IntakeStrip)
    assert strip is not None
    label = strip.findChild(QLabel)
    return label.text() if strip.isVisible() and label is not None else ""


def empty_block(tab: GroupTab) -> ImageBody:
    choose_from(tab.blocks.frames[TEXT].add_button.menu(), "画像")
    return body(tab, images(tab)[-1])


def test_the_menu_adds_a_place_that_waits_for_a_picture_with_the_focus(tab: GroupTab) -> None:
    made = empty_block(tab)
    assert order(tab)[1] == images(tab)[0]
    until(lambda: focused() is made.area)
    assert made.area.accessibleName() == "画像を入れる場所"
    assert not made.remove.isVisible() and not made.editors["caption"].isVisible()


def test_ctrl_v_puts_the_image_of_the_clipboard_into_the_waiting_place(tab: GroupTab) -> None:
    made = empty_block(tab)
    copy_image(two_halves(400, 300))
    press(Qt.Key.Key_V, CONTROL)
    until(lambda: made.area.uid and not made.area.image.isNull())
    assert images(tab) == [made.view.uid] if made.view else False
    seen = made.area.grab().toImage()
    scale = seen.devicePixelRatio()
    assert seen.pixelColor(round(40 * scale), round(40 * scale)) == QColor(BLUE)
    assert seen.pixelColor(round(280 * scale), round(40 * scale)) == QColor(RED)
    assert made.area.height() == 240 + 12
    tab.document.undo()
    assert made.area.uid is None
    tab.document.redo()
    until(lambda: not made.area.image.isNull())


def test_ctrl_v_in_a_text_adds_a_picture_below_it_and_leaves_the_text_alone(tab: GroupTab) -> None:
    tab.blocks.frames[TEXT].body.start()
    before = tab.document.field("block", TEXT, "body")
    copy_image(two_halves(40, 30))
    press(Qt.Key.Key_V, CONTROL)
    until(lambda: len(images(tab)) == 1)
    assert order(tab)[:2] == [TEXT, images(tab)[0]]
    assert tab.document.field("block", TEXT, "body") == before


def test_a_file_copied_in_the_folder_window_is_pasted_as_a_picture(tab: GroupTab, tmp_path: Path) -> None:
    tab.blocks.title.setFocus()
    QApplication.clipboard().setMimeData(files(written(tmp_path, "写真.png", png())))
    press(Qt.Key.Key_V, CONTROL)
    until(lambda: len(images(tab)) == 1)
    assert order(tab)[-1] == images(tab)[0]
    assert "写真" not in tab.blocks.title.text()


def test_cells_of_excel_are_pasted_as_text_but_as_an_image_into_the_place_of_one(tab: GroupTab) -> None:
    copy_image(two_halves(40, 30), "12\t34")
    tab.blocks.title.setFocus()
    tab.blocks.title.selectAll()
    press(Qt.Key.Key_V, CONTROL)
    assert tab.blocks.title.text().startswith("12") and images(tab) == []
    made = empty_block(tab)
    made.area.setFocus()
    press(Qt.Key.Key_V, CONTROL)
    until(lambda: made.area.uid is not None)


def test_a_clipboard_without_a_picture_is_told(tab: GroupTab) -> None:
    made = empty_block(tab)
    put_on_clipboard("文章")
    made.area.setFocus()
    press(Qt.Key.Key_V, CONTROL)
    assert strip_text(tab) == NO_PICTURE and made.area.uid is None


def test_files_dropped_on_a_text_come_below_it_in_one_step(tab: GroupTab, tmp_path: Path) -> None:
    paths = [written(tmp_path, f"{number}.png", png(20 + number, 20)) for number in range(3)]
    frame = tab.blocks.frames[TEXT]
    editor = frame.body.findChildren(QWidget)[0]
    revision = tab.document.revision
    assert drop(editor, files(*paths), QPoint(5, 5))
    until(lambda: len(images(tab)) == 3)
    assert order(tab)[1:4] == images(tab) and tab.document.revision == revision + 1
    kept = [tab.document.index.get(Block, uid).image for uid in images(tab)]
    sizes = [image.width for uid in kept if uid and (image := tab.document.image(uid))]
    assert sizes == [20, 21, 22]


def test_a_file_dropped_on_the_waiting_place_fills_it(tab: GroupTab, tmp_path: Path) -> None:
    made = empty_block(tab)
    assert drop(made.area, files(written(tmp_path, "a.png", png())), QPoint(5, 5))
    until(lambda: made.area.uid is not None)
    assert len(images(tab)) == 1


def test_a_file_dropped_on_the_column_comes_below_the_block_under_the_mouse(tab: GroupTab, tmp_path: Path) -> None:
    second = order(tab)[1]
    until(lambda: tab.blocks.frames[second].y() > tab.blocks.frames[TEXT].y())
    spot = tab.blocks.frames[second].mapTo(tab.blocks, QPoint(5, 5))
    assert drop(tab.blocks, files(written(tmp_path, "a.png", png())), spot)
    until(lambda: len(images(tab)) == 1)
    assert order(tab)[1:3] == [second, images(tab)[0]]


def test_a_text_dragged_over_the_column_is_left_to_the_editors(tab: GroupTab) -> None:
    mime = QMimeData()
    mime.setText("文章")
    assert not drop(tab.blocks, mime, QPoint(50, 100))


def test_what_cannot_be_taken_is_told_with_its_name_and_the_rest_comes_in(tab: GroupTab, tmp_path: Path) -> None:
    good, bad = written(tmp_path, "良い.png", png()), written(tmp_path, "図面.png", b"<svg/>")
    drop(tab.blocks, files(bad, good), QPoint(50, 100))
    until(lambda: len(images(tab)) == 1)
    assert strip_text(tab).startswith("「図面.png」: SVG画像は入れられません。")
    close = next(button for button in tab.blocks.findChildren(QPushButton) if button.text() == "閉じる")
    close.click()
    assert strip_text(tab) == ""


def test_a_chosen_file_replaces_the_picture_and_the_old_one_leaves_the_file(
    tab: GroupTab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (uid,) = tab.document.put_images(NODE, [_kept(tab.document, png())])
    path = written(tmp_path, "b.png", png(50, 50))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    made = body(tab, uid)
    assert made.choose.text() == "差し替える…"
    made.area.setFocus()
    press(Qt.Key.Key_Return)
    until(lambda: (view := made.view) and view.image and view.image.width == 50)
    assert images(tab) == [uid] and len(tab.document.repository.read(Image)) == 1


def test_delete_takes_the_picture_out_and_undo_brings_it_back(tab: GroupTab) -> None:
    (uid,) = tab.document.put_images(NODE, [_kept(tab.document, png())])
    made = body(tab, uid)
    made.area.setFocus()
    press(Qt.Key.Key_Delete)
    assert made.area.uid is None and tab.document.repository.read(Image) == []
    tab.document.undo()
    until(lambda: not made.area.image.isNull())


def test_words_are_written_with_the_keyboard_alone(tab: GroupTab) -> None:
    (uid,) = tab.document.put_images(NODE, [_kept(tab.document, png())])
    made = body(tab, uid)
    assert made.area.accessibleName() == "画像: 代替テキストなし"
    until(made.area.isVisible)
    made.editors["caption"].setFocus()
    for name in ("caption", "alt_text", "source", "permission"):
        assert focused() is made.editors[name] and focused().accessibleName()
        type_keys(name)
        press(Qt.Key.Key_Return)
        assert tab.document.field("block", uid, name) == name
    assert made.area.accessibleName() == "画像: alt_text"


def test_a_stored_picture_that_cannot_be_decoded_says_so(tab: GroupTab) -> None:
    lost = Image(uid="lost", mime="image/png", width=40, height=30, data=png()[:60])
    (uid,) = tab.document.put_images(NODE, [lost])
    made = body(tab, uid)
    until(lambda: made.area.words)
    assert "読めません" in made.area.words and not made.area.image


def test_pictures_on_their_way_are_forgotten_when_the_tab_stops(tab: GroupTab, tmp_path: Path) -> None:
    revision = tab.document.revision
    drop(tab.blocks, files(written(tmp_path, "a.png", png(2000, 2000))), QPoint(50, 100))
    tab.stop()
    QTest.qWait(0)
    until(lambda: not tab.blocks.intake.busy)
    assert tab.document.revision == revision and strip_text(tab) == ""


def test_pictures_come_to_the_item_they_were_given_to_though_another_is_shown(tab: GroupTab, tmp_path: Path) -> None:
    drop(tab.blocks, files(written(tmp_path, "a.png", png(2000, 2000))), QPoint(50, 100))
    tab.list.choose("dx-rpa")
    until(lambda: len(images(tab)) == 1)
    assert tab.blocks.report is not None and tab.blocks.report.node == "dx-rpa"
    assert not [frame for frame in tab.blocks.findChildren(BlockFrame) if frame.uid in images(tab)]


def _kept(document: Document, data: bytes) -> Image:
    from app.services.pictures import prepared

    return prepared(data)
