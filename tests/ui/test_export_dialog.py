"""The export dialog on the council's board: real jobs, real files, what a person reads and presses."""

import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from PySide6.QtCore import QEventLoop, QObject, QTimer, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QPushButton

from app.cli import council_rows
from app.domain.progress import Progress
from app.services.document import Document
from app.storage.database import open_database
from app.storage.repository import Repository, create_board
from app.ui.dialogs.export_dialog import ExportDialog
from app.ui.dialogs.output_name import proposed_name
from tests.disks import open_in_excel
from tests.far_folder import far_folder
from tests.ui.working import until

pytestmark = pytest.mark.usefixtures("qapp")


class GatedDocument(Document):
    """A document whose export waits at its second step until `gate` is open, so that a test can act meanwhile."""

    gate: threading.Event

    def export_task(
        self, path: Path, web: bool = False, with_provisional: bool = False, with_proof: bool = False
    ) -> Callable[[], Iterator[Progress]]:
        work = super().export_task(path, web, with_provisional, with_proof)

        def gated() -> Iterator[Progress]:
            for number, step in enumerate(work()):
                if number == 1:
                    self.gate.wait(20)
                yield step

        return gated


@pytest.fixture(autouse=True)
def offscreen(noise: Any) -> Iterator[None]:
    """Overhear what Qt's offscreen plugin says of itself: it has no window manager to hand a dialog's sizes to."""
    yield
    noise.heard[:] = [text for text in noise.heard if "This plugin does not support" not in text]


@pytest.fixture(scope="session")
def council_file(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("council") / "council.ictplan"
    create_board(path, council_rows(), created_with="tests").close()
    return path.read_bytes()


@pytest.fixture
def document(council_file: bytes, tmp_path: Path, qapp: object) -> Iterator[GatedDocument]:
    path = tmp_path / "計画 #1%.ictplan"
    path.write_bytes(council_file)
    opened = GatedDocument(Repository(open_database(path)), path, who="試験", pc="PC")
    opened.gate = threading.Event()
    opened.gate.set()
    yield opened
    opened.gate.set()
    opened.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "出力 先 #%"
    place.mkdir()
    return place


def shown_dialog(document: Document, folder: Path) -> ExportDialog:
    """Return a dialog that knows what is in its folder."""
    made = ExportDialog(document, folder)
    until(lambda: made.near.has(made.path) is not None)
    return made


@pytest.fixture
def dialog(document: GatedDocument, folder: Path) -> Iterator[ExportDialog]:
    opened = shown_dialog(document, folder)
    opened.show()
    yield opened
    if opened.isVisible():
        opened.reject()
    opened.deleteLater()


def run(dialog: ExportDialog, button: QPushButton, meanwhile: Callable[[], object] = lambda: None) -> None:
    """Press a button that starts writing, do something meanwhile, and wait until the writing has ended."""
    loop, ended = QEventLoop(), []
    dialog.ended.connect(lambda: (ended.append(True), loop.quit()))
    QTimer.singleShot(30_000, loop.quit)
    button.click()
    meanwhile()
    loop.exec()
    assert ended == [True]


def shown(dialog: ExportDialog) -> set[str]:
    return {button.text() for button in dialog.findChildren(QPushButton) if button.isVisible() and button.isEnabled()}


def test_one_press_writes_the_workbook_under_the_name_filled_in(dialog: ExportDialog, folder: Path) -> None:
    assert shown(dialog) == {"参照(&B)…", "書き出す(&W)", "閉じる"}
    target = dialog.path
    run(dialog, dialog.write)
    assert list(folder.iterdir()) == [target] and zipfile.is_zipfile(target)
    assert target.name in dialog.message.text() and not dialog.message.property("error")
    assert shown(dialog) == {"開く(&O)", "フォルダーを開く(&F)", "閉じる"}
    dialog.leave.click()
    assert dialog.result() == QDialog.DialogCode.Accepted


def test_open_and_open_folder_hand_the_places_to_the_system(dialog: ExportDialog, folder: Path) -> None:
    class Opener(QObject):
        opened: list[str] = []  # noqa: RUF012

        @Slot(QUrl)
        def open(self, url: QUrl) -> None:
            self.opened.append(url.toLocalFile())

    opener = Opener()
    run(dialog, dialog.write)
    QDesktopServices.setUrlHandler("file", opener, "open")
    dialog.open_file.click()
    dialog.open_folder.click()
    QDesktopServices.unsetUrlHandler("file")
    assert [Path(place) for place in opener.opened] == [dialog.path, folder]


def test_while_writing_only_stop_can_be_pressed_and_the_page_is_named(
    dialog: ExportDialog, document: GatedDocument
) -> None:
    document.gate.clear()
    texts: list[str] = []

    def meanwhile() -> None:
        texts.append(dialog.message.text())
        assert shown(dialog) == {"中止(&C)"} and not dialog.name.isEnabled() and dialog.bar.isVisible()
        look()

    def look() -> None:
        if "準備" in dialog.message.text():
            QTimer.singleShot(5, look)
            return
        texts.append(dialog.message.text())
        document.gate.set()

    run(dialog, dialog.write, meanwhile)
    assert texts[0] == "書き出しの準備をしています"
    assert "ページを組んでいます（1／" in texts[1]


def test_stop_leaves_nothing_behind_and_the_file_that_was_there_untouched(
    dialog: ExportDialog, document: GatedDocument, folder: Path
) -> None:
    dialog.path.write_bytes(b"before")
    dialog.name.textChanged.emit(dialog.name.text())
    until(lambda: "置き換えて書き出す(&W)" in shown(dialog))
    assert "置き換わります" in dialog.message.text()
    document.gate.clear()
    run(dialog, dialog.write, lambda: (dialog.stop.click(), document.gate.set()))
    assert [(path, path.read_bytes()) for path in folder.iterdir()] == [(dialog.path, b"before")]
    assert dialog.message.text().startswith("中止しました")
    dialog.leave.click()
    assert dialog.result() == QDialog.DialogCode.Rejected


def test_closing_while_writing_stops_first_and_then_closes(
    dialog: ExportDialog, document: GatedDocument, folder: Path
) -> None:
    document.gate.clear()
    run(dialog, dialog.write, lambda: (dialog.close(), document.gate.set()))
    assert not dialog.isVisible() and dialog.result() == QDialog.DialogCode.Rejected
    assert list(folder.iterdir()) == []


def test_what_stands_in_the_way_is_said_in_place_and_another_name_helps_at_once(
    dialog: ExportDialog, folder: Path
) -> None:
    blocked = dialog.path
    blocked.mkdir()
    run(dialog, dialog.write)
    assert "書けません" in dialog.message.text() or "書き込めません" in dialog.message.text()
    assert dialog.message.property("error") is True
    assert shown(dialog) == {"参照(&B)…", "別の名前で保存(&A)", "もう一度(&W)", "閉じる"}
    run(dialog, dialog.rename)
    assert dialog.path == blocked.with_name(f"{blocked.stem} (2).xlsx") and dialog.path.is_file()
    assert set(folder.iterdir()) == {blocked, dialog.path}


def test_a_folder_that_is_gone_is_said(dialog: ExportDialog, folder: Path) -> None:
    folder.rmdir()
    run(dialog, dialog.write)
    assert "見つからない" in dialog.message.text()


@pytest.mark.parametrize(
    ("name", "usable"),
    [
        ("資料", True),
        ("資料.XLSX", True),
        ("", False),
        (" . ", False),
        (".xlsx", False),
        ("令和4/5年度", False),
        ("資料?.xlsx", False),
        ("con.xlsx", False),
        ("console", True),
        ("長" * 200, False),
    ],
)
def test_a_name_that_cannot_be_is_refused_with_a_reason(dialog: ExportDialog, name: str, usable: bool) -> None:
    dialog.name.setText(name)
    assert dialog.write.isEnabled() is usable
    assert (dialog.message.text() == "") is usable


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (("瀬戸市", "令和4年度 第3回（令和5年3月20日）", "計画"), "瀬戸市_令和4年度第3回_資料.xlsx"),
        (("", "", "A/B: 計画"), "A_B_計画_資料.xlsx"),
        (("", "第1回", ""), "第1回_資料.xlsx"),
    ],
)
def test_the_proposed_name_says_whose_and_which(parts: tuple[str, str, str], name: str) -> None:
    assert proposed_name(*parts) == name


def proposed(document: Document, folder: Path) -> Path:
    """Return where a new dialog would write."""
    dialog = shown_dialog(document, folder)
    dialog.done(0)
    dialog.deleteLater()
    return dialog.path


def test_the_proposed_name_is_free(document: GatedDocument, folder: Path) -> None:
    first = proposed(document, folder)
    first.touch()
    second = proposed(document, folder)
    assert second == first.with_name(f"{first.stem} (2).xlsx")
    second.touch()
    assert proposed(document, folder) == first.with_name(f"{first.stem} (3).xlsx")


def test_a_folder_that_does_not_answer_holds_nothing_up_and_nothing_is_replaced_unseen(
    document: GatedDocument, folder: Path
) -> None:
    taken = folder / "前回.xlsx"
    taken.write_bytes(b"before")
    with far_folder(folder, 0) as far:
        far.answers.clear()
        dialog = ExportDialog(document, folder)
        dialog.show()
        dialog.name.setText(taken.name)
        dialog.write.click()
        assert dialog.message.text() == "保存先を確かめています" and dialog.write.isEnabled()
        far.answers.set()
        until(lambda: "置き換わります" in dialog.message.text())
        assert dialog.stage.value == "ready"
        far.answers.clear()
        dialog.name.setText("報告.xlsx")
        dialog.write.click()
        far.answers.set()
        until(lambda: dialog.stage.value == "done")
        dialog.leave.click()
        assert far.calls and far.by_window == []
    assert zipfile.is_zipfile(folder / "報告.xlsx") and taken.read_bytes() == b"before"


def test_a_workbook_that_is_open_in_excel_is_told_and_another_name_or_closing_it_helps(
    document: GatedDocument, tmp_path: Path
) -> None:
    with TemporaryDirectory() as place:  # a folder that anybody may enter, unlike pytest's own
        dialog = shown_dialog(document, Path(place))
        dialog.show()
        before, path = b"the workbook that is open", dialog.path
        path.write_bytes(before)
        with open_in_excel(path):
            run(dialog, dialog.write)
            told = dialog.message.text()
            assert shown(dialog) == {"参照(&B)…", "別の名前で保存(&A)", "もう一度(&W)", "閉じる"}
            if path.is_file():
                assert (
                    told.startswith(f"「{path.name}」をExcelで開いているため書けません。")
                    and path.read_bytes() == before
                )
            run(dialog, dialog.rename)
            assert dialog.path != path and zipfile.is_zipfile(dialog.path)
        if path.is_dir():
            path.rmdir()
        dialog.close()
        dialog.deleteLater()
