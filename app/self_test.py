"""The program tries everything it does once, in a folder of its own: for a new installation, a build, and every change.

Prints a line for each step with its time. Any exception, any warning of Qt's and any wrong figure ends it with 1.
"""

import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from app import paths

if TYPE_CHECKING:
    from app.services.document import Document
    from app.ui.main_window import MainWindow

GROUP, ITEM, TABLE = "dx", "dx-chatbot", "chatbot-table"
MARCH = ("chatbot-all", "2023-03", "result", "")
TYPED, TOTAL_LABEL = "1900", "全質問"
TOTAL_BEFORE, TOTAL_AFTER = "22,218", "24,118"
PATIENCE_MS = 60_000
SYSTEM_WORDS = (
    "This plugin does not support",  # Qt drawing without a screen
    "QtWindows::DpiAwareness",  # a Windows that knows no scaling for each monitor
    "Call not implemented",  # a system that lacks a function of Windows
)
"""What Qt says of the system it runs on, which is no fault of the program's."""
SHOWN_MS = 300  # long enough for a window to be painted and to begin its late work

T = TypeVar("T")


class Failed(Exception):
    """A step did not give what it must."""


def run_self_test() -> int:
    """Go through all steps and return 0, or 1 at the first that fails."""
    _do_without_screen()
    print(_versions(), flush=True)
    # What a failed run left open cannot be deleted on Windows; that must not hide why it failed.
    trial = tempfile.TemporaryDirectory(prefix="ict-plan-board-", ignore_cleanup_errors=True)
    with trial as name, _own_settings(Path(name)):
        try:
            _Run(Path(name)).go()
        except Exception as error:
            print(f"失敗: {type(error).__name__}: {error}", file=sys.stderr, flush=True)
            if not isinstance(error, Failed):
                raise
            return 1
    if Path(name).exists():
        print(f"失敗: 一時フォルダーを消せません: {name}", file=sys.stderr)
        return 1
    print("自己診断を終えました。問題はありません。")
    return 0


def show_once(path: Path) -> int:
    """Open a file as the window does, print `painted` at the end of its first picture, and end: what a start takes."""
    _do_without_screen()
    import gc

    gc.disable()  # as app.__main__ does
    from app.main import Program, make_application

    with tempfile.TemporaryDirectory(prefix="ict-plan-board-") as name, _own_settings(Path(name)):
        application = make_application()
        program = Program()
        program.begin(path)
        if program.window is None:
            return 1
        program.window.grab()
        print("painted", flush=True)
        program.window.close()
        application.processEvents()
    return 0


def _do_without_screen() -> None:
    if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def _versions() -> str:
    """Return the line that says what is tried here; the build reads SQLite's version from it."""
    import platform
    import sqlite3

    from PySide6.QtCore import qVersion

    parts = [f"Python {platform.python_version()}", f"SQLite {sqlite3.sqlite_version}", f"Qt {qVersion()}"]
    return ", ".join([paths.program_version(), *parts, platform.platform()])


class _Run:
    """The steps in order; what one leaves behind is what the next needs."""

    def __init__(self, folder: Path) -> None:
        self._board = folder / f"自己診断{paths.BOARD_SUFFIX}"
        self._workbook = folder / "自己診断.xlsx"
        self._heard: list[str] = []

    def go(self) -> None:
        step = self._step
        step("計画ファイルを作る", self._make)
        step("画面を用意する", self._prepare)
        step("部品を確かめる", self._parts)
        document, window = step("開いて表示する", self._show)
        step("全部のタブを開く", lambda: self._visit_tabs(document, window))
        step("数値を直す（計が動く）", lambda: self._edit(document, window))
        step("元に戻す", lambda: self._undo(document, window))
        step("検算する", lambda: self._check(document))
        step("Excelに書き出す", lambda: self._export(document, window))
        step("Excelを読み戻す", self._read_back)
        step("閉じる", lambda: self._close(window))
        step("開き直す（値が残っている）", self._reopen)

    def _step(self, name: str, work: Callable[[], T]) -> T:
        start = time.perf_counter()
        result = work()
        if self._heard:
            raise Failed(f"{name}: " + " / ".join(self._heard))
        print(f"  {(time.perf_counter() - start) * 1000:7.0f} ms  {name}", flush=True)
        return result

    # the steps

    def _make(self) -> None:
        from app.cli import council_rows
        from app.paths import program_version
        from app.storage.repository import create_board

        create_board(self._board, council_rows(), created_with=program_version()).close()

    def _prepare(self) -> None:
        from PySide6.QtCore import QtMsgType, qInstallMessageHandler

        from app.main import make_application

        def hear(kind: QtMsgType, context: object, text: str) -> None:
            quiet = kind in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg)
            if not quiet and not any(words in text for words in SYSTEM_WORDS):
                self._heard.append(f"Qt: {text}")

        qInstallMessageHandler(hear)
        sys.excepthook = lambda kind, error, _: self._heard.append(f"{kind.__name__}: {error}")
        threading.excepthook = lambda failed: self._heard.append(f"{failed.exc_type.__name__}: {failed.exc_value}")
        make_application()

    def _parts(self) -> None:
        """Look for what is loaded by name only, and so is missed in silence where a build left it out."""
        from PySide6.QtCore import QCoreApplication
        from PySide6.QtGui import QIcon, QImageReader

        _equal("Qtの言葉", QCoreApplication.translate("QPlatformTheme", "Cancel"), "キャンセル")
        _equal(
            "読めない画像形式",
            {b"jpeg", b"png", b"svg"} - {bytes(kind.data()) for kind in QImageReader.supportedImageFormats()},
            set(),
        )
        _equal("描けないアイコン", QIcon(str(paths.resources_folder() / "program.svg")).pixmap(32, 32).isNull(), False)
        if getattr(sys, "frozen", False):
            _equal("ライセンスの一覧", paths.licences_file().is_file(), True)

    def _show(self) -> "tuple[Document, MainWindow]":
        from app.main import open_document
        from app.ui.main_window import MainWindow

        document = open_document(self._board)
        window = MainWindow(document, paths.Preferences())
        window.show()
        _live(SHOWN_MS)
        return document, window

    def _visit_tabs(self, document: "Document", window: "MainWindow") -> None:
        for tab in document.tabs():
            window.show_tab(tab.node)
            _live(SHOWN_MS)
            _equal("描かれたタブ", window.grab().isNull(), False)

    def _edit(self, document: "Document", window: "MainWindow") -> None:
        from app.services.document import Place

        window.lead_to(Place(GROUP, ITEM, "observation", MARCH))
        _live(SHOWN_MS)
        _equal("直す前の計", _total(document), TOTAL_BEFORE)
        document.set_figure(MARCH, TYPED)
        _equal("直した後の計", _total(document), TOTAL_AFTER)
        _live(SHOWN_MS)

    def _undo(self, document: "Document", window: "MainWindow") -> None:
        window.undo()
        _equal("戻した後の計", _total(document), TOTAL_BEFORE)
        document.redo()
        _live(SHOWN_MS)

    def _check(self, document: "Document") -> None:
        from app.domain.proof.run import run_proof
        from app.services.tasks import scene_of
        from app.storage.repository import Repository

        repository = Repository.from_bytes(document.snapshot_bytes())
        scene = scene_of(repository)
        repository.close()
        findings = [found for found in run_proof(scene) if found is not None]
        _equal("検算の不一致", [found.message for found in findings if found.code == "P4"], [])
        _equal("計算できない式", [found.message for found in findings if found.code in ("F1", "F2")], [])

    def _export(self, document: "Document", window: "MainWindow") -> None:
        from PySide6.QtCore import QEventLoop, QTimer

        from app.ui.dialogs.export_dialog import ExportDialog

        dialog = ExportDialog(document, self._workbook.parent, window)
        dialog.name.setText(self._workbook.name)
        dialog.open()
        loop = QEventLoop()
        dialog.ended.connect(loop.quit)
        QTimer.singleShot(PATIENCE_MS, loop.quit)
        dialog.start()
        loop.exec()
        said = dialog.message.text()
        dialog.reject()
        if not self._workbook.is_file():
            raise Failed(" / ".join(["書き出せません", said, *self._heard]))

    def _read_back(self) -> None:
        import openpyxl

        workbook = openpyxl.load_workbook(self._workbook, data_only=True)
        values = {cell for sheet in workbook.worksheets for row in sheet.iter_rows(values_only=True) for cell in row}
        workbook.close()
        missing = {int(TYPED), int(TOTAL_AFTER.replace(",", ""))} - values
        _equal("Excelにない値", missing, set())

    def _close(self, window: "MainWindow") -> None:
        from PySide6.QtWidgets import QApplication

        window.close()
        _live(SHOWN_MS)
        _equal("残った窓", [one for one in QApplication.topLevelWidgets() if one.isVisible()], [])

    def _reopen(self) -> None:
        from app.main import open_document

        document = open_document(self._board)
        total = _total(document)
        document.close()
        _equal("開き直した後の計", total, TOTAL_AFTER)


def _total(document: "Document") -> str:
    """Return the printed total of the edited row."""
    blocks = document.item_report(ITEM).blocks
    table = next(block.table for block in blocks if block.table and block.table.uid == TABLE)
    total = next(row.total for row in table.rows if row.label == TOTAL_LABEL)
    return total.text if total else ""


def _live(milliseconds: int) -> None:
    """Let the window live for some time."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def _equal(what: str, found: object, wanted: object) -> None:
    if found != wanted:
        raise Failed(f"{what}が {wanted} ではなく {found} です")


@contextmanager
def _own_settings(folder: Path) -> Iterator[None]:
    """Keep the person's own settings and recent files out of it."""
    name = "LOCALAPPDATA" if os.name == "nt" else "XDG_DATA_HOME"
    before = os.environ.get(name)
    os.environ[name] = str(folder)
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before
