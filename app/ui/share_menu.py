"""The menu of shared folders: how the open file is treated, and the versions that were put aside on this PC."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from app.paths import is_shared

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow

TREAT = "共有フォルダのファイルとして扱う"
FROM_NOW = "次に開いたときから、共有フォルダのファイルとして扱います。"
NO_LONGER = "次に開いたときから、このPCのファイルとして扱います。"


def fill_share_menu(window: "MainWindow", menu: QMenu) -> None:
    """Fill the menu for the open file as it is now."""
    menu.clear()
    path, preferences = window.document.path, window.preferences
    treat = menu.addAction(TREAT)
    treat.setCheckable(True)
    treat.setChecked(preferences.treats_as_shared(path))
    treat.setEnabled(not is_shared(path.parent))
    treat.toggled.connect(lambda on: _treat(window, on))
    menu.addSeparator()
    kept = menu.addMenu("このPCに残してある版と比べる")
    desk = window.share_desk
    for version in desk.sharing.kept_versions() if desk is not None else ():
        assert desk is not None
        kept.addAction(_label(version)).triggered.connect(partial(desk.compare_with, version))
    kept.setEnabled(not kept.isEmpty())


def _treat(window: "MainWindow", on: bool) -> None:
    window.preferences.treat_as_shared(window.document.path, on)
    window.say(FROM_NOW if on else NO_LONGER)


def _label(version: Path) -> str:
    """Return when a version was put aside, from its name."""
    stamp = version.name
    return f"{stamp[:4]}年{stamp[4:6]}月{stamp[6:8]}日 {stamp[9:11]}:{stamp[11:13]} に残した版"
