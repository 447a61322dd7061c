"""The menus of 計画の構成: what may be added where, and all that can be done with the chosen branch."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu

from app.domain.labels import NODE_KINDS
from app.domain.tree import BELOW
from app.ui.icons import icon

if TYPE_CHECKING:
    from app.ui.plan_tree_window import PlanTreeWindow

LEAF_WORDS = {"indicator": "指標", "table_view": "表", "table_row": "行", "metric": "数値の系列"}
WORDS = {**NODE_KINDS, **LEAF_WORDS}
_SHORTEST = 18  # of a title in an entry


def fill_add(menu: QMenu, window: "PlanTreeWindow") -> None:
    """Offer what may be added below the chosen branch and at the top, the usual first."""
    menu.clear()
    chosen = window.tree.current()
    if chosen is not None:
        for kind in _below(chosen.table, chosen.kind):
            words = f"{WORDS[kind]}を「{_short(chosen.title)}」の{'中' if chosen.table == 'table_view' else '下'}に"
            menu.addAction(words, partial(window.add_kind, chosen.uid, kind))
        menu.addSeparator()
    for top in BELOW[None]:
        menu.addAction(f"{NODE_KINDS[top]}のタブを一番上の段に", partial(window.add_kind, None, top))


def context_menu(window: "PlanTreeWindow") -> QMenu:
    """Return the menu of the chosen branch, each entry with its key."""
    menu, chosen = QMenu(window), window.tree.current()
    writable = not window.document.read_only
    add = menu.addMenu(icon("add"), "下に追加")
    fill_add(add, window)
    entries = (
        ("同じ段に追加", "", "Ins", window.add_sibling, writable),
        ("名前を変える", "", "F2", window.rename_chosen, writable and chosen is not None),
        ("上へ", "up", "Alt+Up", lambda: window.step(-1), window.up.isEnabled()),
        ("下へ", "down", "Alt+Down", lambda: window.step(1), window.down.isEnabled()),
        None,
        ("切り取り", "", "Ctrl+X", window.cut, writable and chosen is not None),
        ("コピー", "", "Ctrl+C", window.hold_copy, chosen is not None),
        ("貼り付け", "", "Ctrl+V", window.paste, writable),
        ("すぐ下に複写", "", "Ctrl+D", window.copy_chosen, window.copy.isEnabled()),
        ("削除", "delete", "Del", window.delete_chosen, window.delete.isEnabled()),
        None,
        ("この場所を開く", "", "", window.open_place, window.open.isEnabled()),
    )
    for entry in entries:
        if entry is None:
            menu.addSeparator()
            continue
        words, picture, keys, does, on = entry
        action = menu.addAction(icon(picture), words) if picture else menu.addAction(words)
        action.triggered.connect(lambda _=False, does=does: does())
        action.setShortcut(QKeySequence(keys))
        action.setShortcutVisibleInContextMenu(True)
        action.setEnabled(on)
    add.setEnabled(writable)
    return menu


def _below(table: str, kind: str) -> tuple[str, ...]:
    """Return the kinds that may stand below a branch."""
    if table == "table_view":
        return ("table_row",)
    if table != "node":
        return ()
    inside = BELOW.get(kind, ())
    return inside if kind == "group" else (*inside, "indicator", "table_view", "metric")


def _short(title: str) -> str:
    return title if len(title) <= _SHORTEST else f"{title[: _SHORTEST - 1]}…"
