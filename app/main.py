"""Composition root of the window: application, log, file, window; the only place that knows them all."""

import logging
import os
import sys
import traceback
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

# PySide reads the source of every module that is imported after it; what can do without it therefore comes first.
from app import paths
from app.domain import board, eras, labels, tables  # noqa: F401
from app.domain.errors import BoardError, InputError
from app.paths import BOARD_SUFFIX, Preferences, load_preferences
from app.storage.database import open_database
from app.storage.repository import Repository, write_board

# isort: split
from PySide6.QtCore import QLibraryInfo, QObject, QTimer, QTranslator
from PySide6.QtGui import QGuiApplication, QIcon, Qt
from PySide6.QtWidgets import QApplication

from app.services.document import Document
from app.services.reception import enter
from app.ui.main_window import MainWindow
from app.ui.theme import STYLE_ARGUMENTS, apply_theme

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

    from PySide6.QtWidgets import QWidget

    from app.domain.board_text import BoardRows
    from app.services.crashes import Crashes
    from app.services.opening import Opening
    from app.storage.database import Database
    from app.storage.share import SharedBoard
    from app.ui.dialogs.message import Choice
    from app.ui.dialogs.waiting import WaitingDialog
    from app.ui.start_card import StartCard

LOG_BYTES, LOGS_KEPT = 1_000_000, 5
SETTLED_MS = 3000
WATCH_AFTER_MS = 500
LOOK_AFTER_MS = 400  # the first look at a shared folder comes after the first picture
RETURN_AFTER_MS = 250  # the first picture is the overview's; it comes sooner
FILE_FILTER = f"計画ファイル (*{BOARD_SUFFIX})"


def run_window(path: Path | None) -> int:
    """Open the window with a file, the last one, or the start card; return when it is closed.

    Where the program runs already, its window comes forward with the file instead.
    """
    reception = enter(paths.running_folder(), path)
    if reception is None:
        return 0
    application = make_application()
    program = Program()
    sys.excepthook = program.hear
    QTimer.singleShot(WATCH_AFTER_MS, program, program.watch)
    program.begin(path)
    reception.asked.connect(program.on_second_start)
    reception.open()
    status = application.exec()
    reception.close()
    from app.services.jobs import finish_all  # after the work, not before the first picture

    finish_all()  # the backup of what was closed
    return status


def _collect_again() -> None:
    from app.services.jobs import let_collector_work  # after the first picture

    let_collector_work()


def make_application() -> QApplication:
    """Return the application with the theme and Qt's own dialogs in Japanese."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    application = QApplication([*sys.argv[:1], *STYLE_ARGUMENTS])
    application.setApplicationName(paths.PROGRAM_FOLDER)
    application.setWindowIcon(QIcon(str(paths.resources_folder() / "program.svg")))
    translator = QTranslator(application)
    if translator.load("qtbase_ja", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(translator)
    apply_theme(application)
    QTimer.singleShot(SETTLED_MS, _collect_again)
    return application


def open_document(path: Path) -> Document:
    """Return the document of a board file; StorageError where it cannot be opened."""
    database = open_database(path, before_migrating=_back_up_first)
    try:
        return Document(Repository(database), path, who=_user(), pc=_pc())
    except BoardError:
        database.close()  # what cannot be read is about to be set aside
        raise


def _back_up_first(database: "Database") -> None:
    from app.storage.backup import before_migrating  # for older files only

    before_migrating(paths.backups_folder())(database)


def start_log() -> None:
    """Keep a rotating log in the user's own folder; a folder that refuses costs the log, not the work."""
    from logging.handlers import RotatingFileHandler

    try:
        handler = RotatingFileHandler(paths.log_file(), maxBytes=LOG_BYTES, backupCount=LOGS_KEPT, encoding="utf-8")
    except OSError:
        return
    from app.services.crashes import SafeFormatter

    handler.setFormatter(SafeFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.getLogger().addHandler(handler)
    logging.getLogger().setLevel(logging.INFO)


def _pc() -> str | None:
    return os.environ.get("COMPUTERNAME") or (os.uname().nodename if hasattr(os, "uname") else None)


def _user() -> str | None:
    return os.environ.get("USERNAME") or os.environ.get("USER")


def _tell(parent: "QWidget | None", error: BoardError, choices: "Sequence[Choice]" = ()) -> None:
    from app.ui.dialogs.message import show_error  # the box is not needed for the first picture

    show_error(parent, error, choices)


class Program(QObject):
    """Holds the one window that is shown: a board's or the start card; goes from one to the other."""

    def __init__(self) -> None:
        super().__init__()
        self.preferences: Preferences = load_preferences()
        self.window: MainWindow | None = None
        self.card: StartCard | None = None
        self.crashes: Crashes | None = None
        self._opening: Opening | None = None
        self._fetching: WaitingDialog | None = None

    def begin(self, path: Path | None) -> None:
        """Show a file; without one the last, and where that is gone the start card."""
        last = Path(self.preferences.recent[0]) if self.preferences.recent else None
        chosen = path or (last if last and self._may_be_there(last) else None)
        if chosen is None:
            self.show_card()
        else:
            self.open(chosen)

    def _may_be_there(self, path: Path) -> bool:
        """Say whether a file is worth opening; a shared folder is not asked, for it may not answer."""
        return self.preferences.treats_as_shared(path) or path.is_file()

    def open(self, path: Path) -> bool:
        """Open a file in place of what is shown; tell why where that fails, over what is shown or the start card.

        A board on a shared folder may come later: True says that it is being fetched.
        """
        if not self._may_leave():
            return False
        if self.preferences.treats_as_shared(path):
            self._fetch(path)
            return True
        try:
            document = open_document(path)
        except BoardError as error:
            self._tell_failure(error, path)
            return False
        self._show(document)
        return True

    def _may_leave(self) -> bool:
        """Ask where the window has inputs that cannot be saved; it is asked once, and not again when it closes."""
        if self.window is None or not self.window.document.pending:
            return True
        self.window.keep_desk.leaving = self.window.keep_desk.may_close()
        return self.window.keep_desk.leaving

    def _fetch(self, path: Path) -> None:
        """Open the copy of a shared board, made first where this PC has none."""
        from app.services.opening import Opening

        self._give_up_fetching()
        if self.window is not None and self.window.share_desk is not None and path == self.window.document.path:
            return  # it is followed as it is
        copies = paths.settings_folder() / "shared"
        self._opening = opening = Opening(path, copies, _user(), _pc(), _back_up_first, self)
        opening.ready.connect(self._show_shared)
        opening.failed.connect(self._on_not_fetched)
        opening.begin()
        if self._opening is not None:
            from app.ui.dialogs.waiting import WaitingDialog

            words = f"「{path.name}」を共有フォルダから読んでいます。"
            # not the start card's: that may go before the dialog does
            self._fetching = WaitingDialog("共有フォルダから開く", words, self.window)
            self._fetching.given_up.connect(self._on_given_up)

    def _give_up_fetching(self) -> None:
        if self._opening is not None:
            self._opening.give_up()
        self._end_fetching()

    def _on_given_up(self) -> None:
        self._give_up_fetching()
        self._show_something()

    def _end_fetching(self) -> None:
        self._opening, dialog, self._fetching = None, self._fetching, None
        if dialog is not None:
            dialog.end()

    def _on_not_fetched(self, error: BoardError) -> None:
        self._end_fetching()
        self._tell_failure(error)

    def _show_shared(self, document: Document, shared: "SharedBoard") -> None:
        from app.services.sharing import Sharing
        from app.ui.share_desk import ShareDesk

        self._end_fetching()
        window = self._show(document)
        sharing = Sharing(document, shared, window)
        window.share_desk = ShareDesk(window, sharing, cloud=paths.is_synchronised(document.path.parent))
        QTimer.singleShot(LOOK_AFTER_MS, sharing, sharing.start)

    def _show(self, document: Document) -> MainWindow:
        with suppress(OSError):  # a home folder that refuses costs the log of inputs, not the work
            document.keep_inputs_in(paths.recovery_folder())
        document.keep_backups_in(paths.backups_folder())
        document.backed_up.connect(lambda made: document.forget_saved_inputs(made.revision))
        self.preferences.remember(document.path)
        window = MainWindow(document, self.preferences)
        window.open_requested.connect(self.open)
        window.open_dialog_requested.connect(self.choose_file)
        window.new_requested.connect(self.make_new)
        window.recover_requested.connect(lambda: self.recover(_own_file(window)))
        before, self.window = self.window or self.card, window
        window.show()
        QTimer.singleShot(RETURN_AFTER_MS, window.state.return_to_place)
        if before is not None:
            before.close()
        self.card = None
        return window

    def _tell_failure(self, error: BoardError, path: Path | None = None) -> None:
        self._show_something()
        _tell(self.window or self.card, error, self._ways_out(path, error) if path else ())

    def _show_something(self) -> None:
        if self.window is None and self.card is None:
            self.show_card()  # a box without a parent would be gone before it is seen

    def show_card(self) -> None:
        """Show the start card."""
        from app.cli import council_label
        from app.ui.start_card import StartCard

        folder, reason = paths.board_folder()
        place = f"{free_path(folder, council_label())}\n{reason}".strip()
        self.card = StartCard(council_label(), place, self.preferences.recent)
        self.card.council_requested.connect(self.open_council)
        self.card.new_requested.connect(self.make_new)
        self.card.open_requested.connect(self.choose_file)
        self.card.recent_requested.connect(lambda place: self.open(Path(place)))
        self.card.show()

    def open_council(self) -> None:
        """Make a board of the shipped data in the user's folder and open it."""
        from app.cli import council_label, council_rows

        self._make(council_label(), council_rows())

    def make_new(self) -> None:
        """Ask for a new plan, make it and open it."""
        from app.domain.new_plan import build_new_plan
        from app.ui.dialogs.new_plan import NewPlanDialog

        dialog = NewPlanDialog(self.window or self.card)
        plan = dialog.plan() if dialog.exec() else None
        if plan is not None:
            self._make(plan.plan_name, build_new_plan(plan))

    def choose_file(self) -> None:
        """Ask for a file and open it."""
        from PySide6.QtWidgets import QFileDialog  # its types take time to make; the first window does without

        folder = self.window.document.path.parent if self.window else paths.board_folder()[0]
        name, _ = QFileDialog.getOpenFileName(self.window or self.card, "計画ファイルを開く", str(folder), FILE_FILTER)
        if name:
            self.open(Path(name))

    def on_second_start(self, path: Path | None) -> None:
        """Come forward as a second start asks, with its file if it has one; a dialog that is open goes first."""
        dialog = QApplication.activeModalWidget()
        shown = self.window.document.path.absolute() if self.window else None
        if path is not None and path != shown:
            if dialog is None:
                self.open(path)
            else:
                text = f"先に、いま開いている画面を閉じてください。そのあとで、もう一度開いてください（{path.name}）。"
                _tell(dialog, InputError(text))
        front = dialog or self.window or self.card
        if front is not None:
            front.setWindowState(front.windowState() & ~Qt.WindowState.WindowMinimized)
            front.raise_()
            front.activateWindow()

    def recover(self, path: Path) -> None:
        """Lead from a damaged file to a new one, and open that; the file must not be open meanwhile."""
        if self.window is not None and _own_file(self.window) == path:
            self.window.keep_desk.leaving = True  # what it could not save is in the recovery log
            if not self.window.close():
                return
            self.window = None
        self._show_something()
        from app.ui.dialogs.recovery import RecoveryDialog

        dialog = RecoveryDialog(path, self.window or self.card)
        made = dialog.made if dialog.exec() else None
        dialog.deleteLater()
        if made is not None:
            self.open(made)

    def _ways_out(self, path: Path, error: BoardError) -> "list[Choice]":
        """Return what can be done about a file that does not open."""
        code = getattr(error, "code", "")
        ways: list[Choice] = []
        if code in ("not_a_database", "truncated"):
            ways.append(("別のファイル…", self.choose_file))
        if code in ("corrupt", "not_a_database", "truncated"):
            ways.append(("復元…", lambda: self.recover(path)))
        if code in ("schema", "too_big"):
            ways.append(("値だけ取り出して新しいファイルへ…", lambda: self.recover(path)))
        return ways

    def watch(self) -> None:
        """Keep the log and hear every error that nobody caught from now on; the first picture does without."""
        if self.crashes is not None:
            return
        from app.services.crashes import Crashes

        start_log()
        self.crashes = Crashes(self)
        self.crashes.happened.connect(self.on_unhandled)
        folder = None
        with suppress(OSError):
            folder = paths.log_file().parent
        self.crashes.watch(folder)

    def hear(self, kind: type[BaseException], error: BaseException, trace: "TracebackType | None") -> None:
        """Hear an error that comes before the watch has begun."""
        self.watch()
        assert self.crashes is not None
        self.crashes.hear(kind, error, trace)

    def on_unhandled(self, error: BaseException) -> None:
        """Say what stands in the way where it is the file or its disk, else where the log is; the program goes on."""
        if isinstance(error, BoardError):
            self._tell_failure(error, _own_file(self.window) if self.window else None)
            return
        from app.ui.dialogs.message import show_bug

        show_bug(self.window or self.card, paths.log_file(), "".join(traceback.format_exception(error)))

    def _make(self, name: str, rows: "BoardRows") -> None:
        path = free_path(paths.board_folder()[0], name)
        try:
            write_board(path, rows, created_with=paths.program_version())
        except BoardError as error:
            _tell(self.window or self.card, error)
            return
        self.open(path)


def _own_file(window: MainWindow) -> Path:
    """Return the file that a window works in: of a shared board the copy on this PC."""
    return window.document.repository.database.path or window.document.path


def free_path(folder: Path, name: str) -> Path:
    """Return a path for a new board that no file has yet, its name made legal on Windows."""
    clean = "".join("_" if sign in '\\/:*?"<>|' or ord(sign) < 32 else sign for sign in name).strip(" .")[:60] or "計画"
    numbers = ["", *(f" ({number})" for number in range(2, 1000))]
    return next(path for path in (folder / f"{clean}{mark}{BOARD_SUFFIX}" for mark in numbers) if not path.exists())
