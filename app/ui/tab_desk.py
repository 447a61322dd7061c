"""What is done with the tabs of the plan where they stand: renamed, moved, added, copied, deleted."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget

from app.domain.branch import Branch
from app.domain.errors import BoardError
from app.domain.labels import NODE_KINDS
from app.ui.icons import icon

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow

LEAST_WIDTH = 180
ENTRIES = (
    ("rename", "名前を変える", "", "F2"),
    ("left", "左へ", "", "Alt+Shift+Left"),
    ("right", "右へ", "", "Alt+Shift+Right"),
    ("add", "基本目標を追加", "add", "Ins"),
    ("copy", "すぐ右に複写", "", "Ctrl+D"),
    ("delete", "削除", "delete", "Del"),
)
COPIED = "複写しました。数値・目標値・文章は写していません。Ctrl+Z で戻せます。"


class NameEditor(QLineEdit):
    """The name of a tab being typed over it. Signal: `taken(str)` on Enter or when left; Esc gives it up."""

    taken = Signal(str)

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(name, parent)
        self._bar, self._open = parent, True
        self.setAccessibleName("タブの名前")

    def _end(self, *, take: bool) -> None:
        if self._open:
            self._open = False
            if take:
                self.taken.emit(self.text())
            else:
                self._bar.setFocus()
            self.hide()
            self.deleteLater()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """End with Enter or Esc."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self._end(take=event.key() != Qt.Key.Key_Escape)
        else:
            super().keyPressEvent(event)
            event.accept()  # what it lets through is no wish for the tabs under it

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the name when the keys go elsewhere, but not into its own menu."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._end(take=True)


class TabDesk(QObject):
    """Does what is asked of the chosen tab; each wish is one undo step."""

    def __init__(self, main: "MainWindow") -> None:
        super().__init__(main)
        self._main, self._bar = main, main.tab_bar

    def do(self, word: str) -> None:
        """Do one of ENTRIES with the chosen tab."""
        branch = self._branch()
        if self._main.document.read_only:
            self._main.say("閲覧のみで開いているため、変えられません。")
        elif word == "add":
            self._add(branch)
        elif branch is None:
            self._main.say("「全体」のタブは、名前も場所も変えられません。")
        elif word in ("left", "right"):
            self.move(branch, self._place(branch) + (-1 if word == "left" else 1))
        else:
            {"rename": self._rename, "copy": self._copy, "delete": self._delete}[word](branch)

    def drop(self, before: int, now: int) -> None:
        """Give the plan the order that a drag has given the tabs (places in the bar, 全体 is 0)."""
        uid = self._bar.tabData(now)
        branch = next((one for one in self._tops() if one.uid == uid), None)
        done = branch is not None and not self._main.document.read_only
        if not done or branch is None or not self._do(lambda: self._main.document.move_branch(branch, None, now - 1)):
            self._bar.moveTab(now, before)

    def move(self, branch: Branch, place: int) -> None:
        """Move a tab to a place among the others (0-based, 全体 not counted)."""
        if 0 <= place < len(self._tops()):
            self._do(lambda: self._main.document.move_branch(branch, None, place))
            self._main.show_tab(branch.uid)
            self._bar.setFocus()

    def fill(self, menu: QMenu) -> None:
        """Offer all that can be done with the chosen tab, each entry with its key."""
        menu.clear()
        branch, writable = self._branch(), not self._main.document.read_only
        for word, text, picture, keys in ENTRIES:
            action = menu.addAction(icon(picture), text) if picture else menu.addAction(text)
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)  # the bar itself takes the keys
            action.setShortcutVisibleInContextMenu(True)
            action.setEnabled(writable and (branch is not None or word == "add"))
            action.triggered.connect(partial(self._later, word))

    def open_menu(self, place: QPoint) -> None:
        """Open the menu of the chosen tab at a place of the screen."""
        menu = QMenu(self._bar)
        self.fill(menu)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    def _later(self, word: str, checked: bool = False) -> None:
        self.do(word)

    def _add(self, chosen: Branch | None) -> None:
        after, made = chosen.uid if chosen else None, list[str]()
        if chosen is None or chosen.kind == "group":
            goals = [one.uid for one in self._tops() if one.kind == "goal"]
            after = goals[-1] if goals else None
        title = f"新しい{NODE_KINDS['goal']}"
        if self._do(lambda: made.append(self._main.document.add_branch(None, "goal", title, after))):
            self._main.show_tab(made[0])
            self.do("rename")

    def _copy(self, branch: Branch) -> None:
        made: list[str] = []
        if self._do(lambda: made.append(self._main.document.copy_branch(branch))):
            self._main.show_tab(made[0])
            self._main.say(COPIED)

    def _delete(self, branch: Branch) -> None:
        gone: list[str] = []
        if self._do(lambda: gone.append(self._main.document.delete_branch(branch))):
            along = f"（中の{gone[0]}も）" if gone[0] else ""
            self._main.say(f"「{branch.title}」を{along}削除しました。Ctrl+Z で戻せます。")

    def _rename(self, branch: Branch) -> None:
        row = self._bar.currentIndex()
        editor = NameEditor(branch.title, self._bar)
        rect = self._bar.tabRect(row)
        left = max(0, min(rect.left(), self._bar.width() - LEAST_WIDTH))
        editor.setGeometry(left, rect.top(), max(LEAST_WIDTH, rect.width()), rect.height())
        editor.taken.connect(partial(self._take_name, branch), Qt.ConnectionType.QueuedConnection)
        editor.show()
        editor.setFocus()
        editor.selectAll()

    def _take_name(self, branch: Branch, name: str) -> None:
        self._do(lambda: self._main.document.rename_branch(branch, name))
        self._bar.setFocus()

    def _do(self, verb: object) -> bool:
        try:
            verb()  # type: ignore[operator]
        except BoardError as error:
            self._main.say(error.message)
            return False
        return True

    def _tops(self) -> tuple[Branch, ...]:
        return self._main.document.plan_tree()

    def _branch(self) -> Branch | None:
        """Return the chosen tab's branch, None for 全体."""
        uid = self._bar.tabData(self._bar.currentIndex())
        return next((one for one in self._tops() if one.uid == uid), None)

    def _place(self, branch: Branch) -> int:
        return [one.identity for one in self._tops()].index(branch.identity)
