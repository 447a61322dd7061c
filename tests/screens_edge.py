"""The screens around an open plan for `tests.shots`: how it begins, what stands in the way, how it ends."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox
from shiboken6 import isValid

from app import paths
from app.domain.edits import LoggedCommand
from app.domain.errors import StorageError
from app.main import Program
from app.services.sharing import Editor, Standing
from tests.disks import held_by_another
from tests.screens import MARCH, Screen
from tests.ui.working import until

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow

PLACE = "C:\\Users\\taro\\Documents"  # of no real person, and the same in every picture
SUZUKI = Editor("鈴木", "PC-0123", "10:42")
STANDINGS = {
    "編集中の人": Standing("current", editor=SUZUKI),
    "動きがない": Standing("current", editor=SUZUKI, stale=True),
    "反映待ち": Standing("waiting", inputs=3, reason="共有フォルダにつながりません"),
    "権利が移った": Standing("waiting", inputs=3, lost_to=SUZUKI, apart=True),
    "遅れて反映": Standing("current", late=SUZUKI),
    "消されている": Standing("waiting", inputs=3, reason="共有フォルダに計画ファイルがありません", gone=True),
    "壊れている": Standing("waiting", inputs=3, reason="共有フォルダの計画ファイルが壊れています", damaged=True),
    "書き込めない": Standing("current", reader=True),
    "反映済み": Standing("current", mine=True),
}


def beginnings() -> Iterator[Screen]:
    """Yield what stands before a plan is open."""
    from app.cli import council_label
    from app.ui.dialogs.new_plan import NewPlanDialog
    from app.ui.dialogs.waiting import WaitingDialog
    from app.ui.start_card import StartCard

    label = council_label()
    recent = ["/home/taro/資料/瀬戸市ICT戦略推進プラン.ictplan", "/home/taro/資料/会議/令和5年度.ictplan"]
    shown = {
        "開始": StartCard(label, f"{PLACE}\\{label}.ictplan", recent),
        "新しい計画": NewPlanDialog(),
        "共有フォルダから開く": WaitingDialog(
            "共有フォルダから開く", "「計画.ictplan」を共有フォルダから読んでいます。", None
        ),
    }
    for title, widget in shown.items():
        widget.show()
        yield title, widget
        widget.close()


def troubles(window: "MainWindow", path: Path) -> Iterator[Screen]:
    """Yield what says that something stands in the way of saving, and what a person is asked at the end."""
    from app.ui.dialogs.about import AboutDialog
    from app.ui.dialogs.leftovers import LeftoversDialog
    from app.ui.dialogs.message import show_bug, show_error

    about = AboutDialog(window)
    about.open()
    yield "このソフトについて", about
    about.reject()
    error = StorageError(
        "corrupt",
        "このファイルは壊れています。",
        "控えから新しいファイルに復元できます。元のファイルには手を加えません。",
        "SQLITE_CORRUPT",
    )
    for name, box in (
        ("お知らせ", show_error(window, error, [("復元…", lambda: None)])),
        ("プログラムの誤り", show_bug(window, Path(PLACE) / "ictplan.log", "Traceback (most recent call last): …")),
    ):
        yield name, box
        box.close()
    with held_by_another(path):
        window.document.set_figure(MARCH, "1900")
        window.keep_desk.show_state()
        window.keep_desk._show_bar()
        yield "保存できない", window
        yield from _asked_at_the_end(window)
        moment = datetime.now().astimezone().isoformat(timespec="seconds")
        entries = [LoggedCommand(one.command, moment, 0, False) for one in window.document.pending]
        left = LeftoversDialog(window.document, entries, window)
        left.show()
        yield "前回保存できなかった入力", left
        left.close()
    until(lambda: not window.document.pending)


def _asked_at_the_end(window: "MainWindow") -> Iterator[Screen]:
    """Yield a twin of the question that stands in the way of closing, which waits in a loop of its own."""
    from app.ui.dialogs.message import MessageBox

    twins: list[MessageBox] = []

    def look() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        twin = MessageBox(box.icon(), box.windowTitle(), box.text(), window)
        twin.setInformativeText(box.informativeText())
        for button in box.buttons():
            made = twin.addButton(button.text(), box.buttonRole(button))
            if button is box.defaultButton():
                twin.setDefaultButton(made)
        twins.append(twin)
        box.reject()

    QTimer.singleShot(200, look)
    window.keep_desk.may_close()
    twins[0].open()
    yield "閉じる前に", twins[0]
    twins[0].close()


def recovery(path: Path) -> Iterator[Screen]:
    """Yield the way out of a file that is damaged; it has a backup."""
    from app.storage.backup import make_backup
    from app.storage.database import open_database
    from app.storage.repository import Repository
    from app.ui.dialogs.recovery import RecoveryDialog

    repository = Repository(open_database(path))
    moment = datetime.now().astimezone() - timedelta(hours=2)
    make_backup(paths.backups_folder(), repository.serialize(), origin=str(path), reason="30分ごと", moment=moment)
    repository.close()
    data = bytearray(path.read_bytes())
    data[4096 * 3 : 4096 * 5] = bytes(4096 * 2)
    path.write_bytes(data)
    dialog = RecoveryDialog(path)
    dialog.open()
    until(lambda: dialog.rescue is not None)
    yield "壊れたファイルの復元", dialog
    dialog.reject()


def shared(path: Path, size: tuple[int, int]) -> Iterator[Screen]:
    """Yield how a plan on a shared folder stands, as the status bar and the bar over the page say it."""
    program = Program()
    program.preferences.treat_as_shared(path, True)
    program.begin(path)
    until(lambda: program.window is not None and program.window.share_desk is not None)
    window = program.window
    assert window is not None and window.share_desk is not None
    desk = window.share_desk
    until(lambda: desk.sharing.standing.state == "current")
    window.resize(*size)
    desk.sharing.blockSignals(True)  # what is told here is made up
    for name, standing in STANDINGS.items():
        desk.show_standing(standing)
        yield f"共有-{name}", window
    desk.sharing.blockSignals(False)
    desk.show_standing(Standing("current"))
    window.close()
    until(lambda: not isValid(window) or not window.isVisible())
