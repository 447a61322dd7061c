"""Every window, dialog and panel that the program can open, each as a person gets it; and a look into their source.

What goes over all of them (names for a screen reader, keys, sizes) takes them from WINDOWS. A class of the window's
source that opens as a window of its own and is not here is found by `window_classes`.
"""

import ast
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from app.services.sharing import Sharing
from app.storage.share import SharedBoard
from app.storage.working_copy import WorkingCopy
from app.ui.main_window import MainWindow
from tests.ui.working import until

MADE = Callable[[MainWindow], QWidget]
SOURCE = Path(__file__).parents[2] / "app" / "ui"
BY_QT = {"QDialog", "QMessageBox", "QMenu", "QMainWindow"}
CHATBOT = "dx-chatbot"


def window_classes() -> set[str]:
    """Return the names of the classes in app/ui that open as windows of their own, Qt's own ones left out."""
    classes = [
        node
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    ]
    bases = {node.name: {base.id for base in node.bases if isinstance(base, ast.Name)} for node in classes}
    found = {node.name for node in classes if _is_window(ast.unparse(node)) or bases[node.name] & BY_QT}
    while more := {name for name in bases if bases[name] & found} - found:
        found |= more
    return found


def _is_window(source: str) -> bool:
    opening = ("Qt.WindowType.Window)", "Qt.WindowType.Popup)", "Qt.WindowType.ToolTip)", "Qt.WindowType.Tool)")
    return any(words in source for words in (*opening, "self.setWindowTitle("))


def _main(window: MainWindow) -> QWidget:
    return window


def _proof(window: MainWindow) -> QWidget:
    window.proof_desk.open()
    shown = window.proof_desk.window
    assert shown is not None
    until(lambda: shown.model.rowCount() > 0)
    return shown


def _history(window: MainWindow) -> QWidget:
    window.history_desk.open()
    return _there(window.history_desk.window)


def _help(window: MainWindow) -> QWidget:
    window.help_desk.open()
    return _there(window.help_desk.window)


def _keys(window: MainWindow) -> QWidget:
    from app.ui.keys import KEYS_PAGE

    window.help_desk.open(KEYS_PAGE)
    return _there(window.help_desk.window)


def _output(window: MainWindow) -> QWidget:
    from app.ui.dialogs.export_dialog import ExportDialog

    return _opened(ExportDialog(window.document, window.document.path.parent, window))


def _new_plan(window: MainWindow) -> QWidget:
    from app.ui.dialogs.new_plan import NewPlanDialog

    return _opened(NewPlanDialog(window))


def _about(window: MainWindow) -> QWidget:
    from app.ui.dialogs.about import AboutDialog

    return _opened(AboutDialog(window))


def _backups(window: MainWindow) -> QWidget:
    document, desk = window.document, window.backup_desk
    document.keep_backups_in(document.path.parent / "控え")
    document.back_up("押したとき")
    desk.open()
    shown = desk.window
    assert shown is not None
    until(lambda: shown.model.rowCount() > 0)
    shown.list.setCurrentIndex(shown.model.index(0, 0))
    return shown


def _compared(window: MainWindow) -> QWidget:
    document, other = window.document, window.document.path.parent / "相手の計画.ictplan"
    list(document.copy_task(other)())
    document.set_figure(("chatbot-all", "2023-03", "result", ""), "2010")
    window.backup_desk.compare_file(other)
    return _compared_in(window.backup_desk.compare_window)


def _shared_versions(window: MainWindow) -> QWidget:
    from app.ui.share_compare import comparison

    other = window.document.path.parent / "残してある版.ictplan"
    list(window.document.copy_task(other)())
    return _compared_in(comparison(window, other, None))


def _past(window: MainWindow) -> QWidget:
    window.document.set_figure(("chatbot-all", "2023-03", "result", ""), "1900")
    window.backup_desk.compare_past()
    return _compared_in(window.backup_desk.past_window)


def _figures(window: MainWindow) -> QWidget:
    from app.ui.dialogs.figure_picker import FigurePicker

    return _opened(FigurePicker(window.document, CHATBOT, "", window))


def _message(window: MainWindow) -> QWidget:
    from app.domain.errors import InputError
    from app.ui.dialogs.message import show_error

    return show_error(window, InputError("読み取れません。数を入れてください。"), [("やり直す", lambda: None)])


def _bug(window: MainWindow) -> QWidget:
    from app.ui.dialogs.message import show_bug

    return show_bug(window, window.document.path.with_suffix(".log"), "Traceback (most recent call last): …")


def _replace(window: MainWindow) -> QWidget:
    from app.ui.replace_window import ReplaceWindow

    window.show_tab("goal-1")
    page: Any = window.page()
    return _shown(ReplaceWindow(page.grid))


def _leftovers(window: MainWindow) -> QWidget:
    from app.ui.dialogs.leftovers import LeftoversDialog

    return _opened(LeftoversDialog(window.document, [], window))


def _card(window: MainWindow) -> QWidget:
    from app.ui.start_card import StartCard

    return _shown(StartCard("見本", str(Path("場所")), ["/home/人/計画.ictplan"]))


def _search(window: MainWindow) -> QWidget:
    window.find_desk.enter()
    box = window.header.find_box
    box.insert("チャット")
    box.textEdited.emit("チャット")
    until(box.list.isVisible)
    return box.list


def _tree(window: MainWindow) -> QWidget:
    window.plan_desk.open_tree()
    return _there(window.plan_desk.tree)


def _meetings(window: MainWindow) -> QWidget:
    window.plan_desk.open_meetings()
    return _there(window.plan_desk.meetings)


def _departments(window: MainWindow) -> QWidget:
    window.plan_desk.open_departments()
    return _there(window.plan_desk.departments)


def _rules(window: MainWindow) -> QWidget:
    window.rules_desk.open()
    shown: Any = window.rules_desk.window
    shown.offer()
    return _there(shown)


def _legend(window: MainWindow) -> QWidget:
    window.rules_desk.open_legend()
    return _there(window.rules_desk.legend)


def _recovery(window: MainWindow) -> QWidget:
    from app.ui.dialogs.recovery import RecoveryDialog

    broken = window.document.path.with_name("壊れた計画.ictplan")
    list(window.document.copy_task(broken)())
    data = bytearray(broken.read_bytes())
    data[4096 * 3 : 4096 * 5] = bytes(4096 * 2)
    broken.write_bytes(data)
    dialog = RecoveryDialog(broken, window)
    dialog.open()
    until(lambda: dialog.rescue is not None)
    return dialog


def _waiting(window: MainWindow) -> QWidget:
    from app.ui.dialogs.waiting import WaitingDialog

    dialog = WaitingDialog("共有フォルダから開く", "「計画.ictplan」を共有フォルダから読んでいます。", window)
    dialog.show_now()
    return dialog


def _steps(window: MainWindow) -> QWidget:
    from app.ui.dialogs.steps import StepsDialog

    return _opened(StepsDialog(iter(()), "違いの取り込み", "中止すると、1件も取り込みません。", window))


def _publishing(window: MainWindow) -> QWidget:
    from app.ui.dialogs.publishing import PublishingDialog

    return _opened(PublishingDialog(sharing_of(window), window))


def sharing_of(window: MainWindow) -> Sharing:
    """Return what shares a window's file, before it has begun to look after the folder."""
    place = window.document.path
    board = SharedBoard(WorkingCopy.enter(place.parent / "PC", place), "佐藤", "PC-0117")
    return Sharing(window.document, board, window)


def _column(window: MainWindow) -> QWidget:
    window.show_tab("goal-1")
    page: Any = window.page()
    page.grid.open_column_menu(1)
    return _there(page.grid._column_menu)


def _compared_in(shown: Any) -> QWidget:
    until(lambda: shown.pane.view.comparison is not None)
    return _there(shown)


def _there(shown: QWidget | None) -> QWidget:
    assert shown is not None
    return shown


def _shown(widget: QWidget) -> QWidget:
    widget.show()
    return widget


def _opened(dialog: Any) -> QWidget:
    dialog.open()
    return dialog  # type: ignore[no-any-return]


WINDOWS: dict[str, tuple[str, MADE]] = {
    "main": ("MainWindow", _main),
    "proof": ("ProofWindow", _proof),
    "history": ("HistoryWindow", _history),
    "help": ("HelpWindow", _help),
    "keys": ("HelpWindow", _keys),
    "output": ("ExportDialog", _output),
    "new plan": ("NewPlanDialog", _new_plan),
    "about": ("AboutDialog", _about),
    "backups": ("BackupWindow", _backups),
    "compare": ("CompareWindow", _compared),
    "shared versions": ("CompareWindow", _shared_versions),
    "past": ("PastWindow", _past),
    "figures": ("FigurePicker", _figures),
    "message": ("MessageBox", _message),
    "bug": ("MessageBox", _bug),
    "replace": ("ReplaceWindow", _replace),
    "leftovers": ("LeftoversDialog", _leftovers),
    "start card": ("StartCard", _card),
    "search": ("FindList", _search),
    "column": ("ColumnMenu", _column),
    "tree": ("PlanTreeWindow", _tree),
    "meetings": ("MeetingsWindow", _meetings),
    "departments": ("DepartmentsWindow", _departments),
    "rules": ("RulesWindow", _rules),
    "legend": ("LegendWindow", _legend),
    "recovery": ("RecoveryDialog", _recovery),
    "waiting": ("WaitingDialog", _waiting),
    "steps": ("StepsDialog", _steps),
    "publishing": ("PublishingDialog", _publishing),
}
"""What each is called here, its class, and what opens it from the main window."""
