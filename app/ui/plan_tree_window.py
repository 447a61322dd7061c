"""計画の構成: the whole tree in one place, to add, rename, move, copy and delete, each one undo step."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.branch import Branch
from app.domain.branch_settings import Setting
from app.domain.errors import BoardError
from app.services.document import Change, Document
from app.ui.dialogs.tool_button import tool_button
from app.ui.icons import icon
from app.ui.level_line import LevelLine
from app.ui.page_action import page_action
from app.ui.plan_settings import WIDTH, SettingsPane
from app.ui.plan_tree import DEPARTMENTS, NAME, NUMBER, PlanTree, branch_of
from app.ui.plan_tree_menu import WORDS, context_menu, fill_add
from app.ui.room import take_room
from app.ui.spaced_label import SpacedLabel

USUAL_SIZE, LEAST_SIZE = (1080, 620), (520, 320)
SETTINGS_FROM = 940  # px of width: below it one pane shows at a time
HINT = (
    "F2 で名前の変更、Ins で追加、ドラッグか Alt+↑↓ で並べ替え、Ctrl+X・C・V で移動と複写、Del で削除。"
    "Shift でまとめて選べます。"
)
NO_SIBLINGS = "まとめて扱えるのは、同じ見出しの下に並ぶ同じ種類のものです。"
COPIED = "複写しました。数値・目標値・文章は写していません。"


class PlanTreeWindow(QWidget):
    """Shows the tree and does what is asked of it. Signals: `place_wanted(Place)`, `left()` on Esc."""

    place_wanted = Signal(object)
    left = Signal()

    def __init__(self, document: Document, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.document = document
        self.tree, self.settings, self.state = PlanTree(), SettingsPane(), SpacedLabel(HINT)
        self.add = QToolButton()
        self.up, self.down = tool_button("up", "上へ（Alt+↑）"), tool_button("down", "下へ（Alt+↓）")
        self.copy, self.delete = QPushButton("複写"), tool_button("delete", "削除（Del）")
        self.open = QPushButton("この場所を開く")
        self.whole, self.swap = QPushButton("計画の名前と期間"), QPushButton("設定")
        self._held: tuple[tuple[str, str], ...] = ()
        self._over: tuple[str, str] | None = None  # what was chosen when the whole plan's settings were asked for
        self._shows_whole = False
        self._aside = False  # whether a narrow window shows the settings
        self.level_line = LevelLine(self)
        self._build_ui()
        self._connect()
        self.refresh()

    def refresh(self, change: Change | None = None) -> None:
        """Show the tree as the file has it now."""
        if change is not None and not (change.structure or change.everything):
            return
        self.tree.show_branches(self.document.plan_tree())
        self.level_line.follow()

    # what a person does

    def add_sibling(self) -> None:
        """Add another of the chosen one's sort behind it and open its name; a goal where nothing is chosen."""
        chosen = self.tree.current()
        if chosen is None or chosen.kind == "group":
            self.add_kind(None, "goal", chosen)
        else:
            self.add_kind(chosen.parent, chosen.kind, chosen)

    def add_kind(self, parent: str | None, kind: str, after: Branch | None = None) -> None:
        """Add a branch below another (None: at the top) and open its name."""
        behind = after.uid if after is not None and after.parent == parent else None
        made: list[str] = []
        self.do(lambda: made.append(self.document.add_branch(parent, kind, f"新しい{WORDS[kind]}", behind)))
        if made and self.tree.choose_row(made[0]) is not None:
            self.rename_chosen()

    def rename_chosen(self) -> None:
        """Open the chosen branch's name for typing."""
        item = self.tree.currentItem()
        if item is not None:
            self.tree.editItem(item, NAME)

    def move_branches(self, branches: list[Branch], parent: str | None, place: int) -> None:
        """Move siblings under a parent, the first as its child number `place`, counted without them."""
        moved = self._fit(branches) and self.do(lambda: self.document.move_branches(branches, parent, place))
        if moved and not self.tree.choose(branches[0].identity) and parent is not None:
            self.tree.choose_row(parent)  # a metric that became a row of it
        if moved:
            self.tree.choose_all({one.identity for one in branches})

    def _fit(self, branches: list[Branch]) -> bool:
        """Say whether branches stand side by side and are of one sort; if not, say so to the person."""
        if len({(one.parent, one.table) for one in branches}) == 1:
            return True
        if branches:
            self.state.setText(NO_SIBLINGS)
        return False

    def step(self, steps: int) -> None:
        """Move the chosen branches up (-1) or down (1) among their siblings."""
        chosen = self.tree.chosen()
        if not chosen or not self._fit(chosen):
            return
        siblings = self.tree.siblings(chosen[0])
        first, last = siblings.index(chosen[0]) + steps, siblings.index(chosen[-1]) + steps
        if first >= 0 and last < len(siblings):
            before = siblings[: first if steps < 0 else last + 1]
            self.move_branches(chosen, chosen[0].parent, sum(one not in chosen for one in before))

    def paste(self) -> None:
        """Put what was cut or copied behind the chosen one of its sort, else into it; add names from elsewhere."""
        held, chosen = self._held_branches(), self.tree.current()
        if not held:
            self._paste_names()
        elif chosen is not None and not self.tree.cut:
            made: list[str] = []
            where = self.tree.pasting(held[0], copied=True)
            if self.do(lambda: made.extend(self.document.copy_branches_to(held, *where))):
                self._choose_made(made)
        elif chosen is not None and chosen.identity not in self.tree.cut:
            where = self.tree.pasting(held[0], copied=False)
            self.tree.cut, self._held = frozenset(), ()
            self.move_branches(held, *where)

    def _choose_made(self, made: list[str]) -> None:
        """Choose copies, and say what they lack."""
        self.tree.choose_row(made[0])
        found = (branch_of(item) for item in self.tree.items())
        self.tree.choose_all({one.identity for one in found if one.uid in made})
        self.state.setText(COPIED)

    def _paste_names(self) -> None:
        """Add a branch of the chosen one's sort for each line of a text from elsewhere."""
        lines = (line.strip("\t ") for line in QApplication.clipboard().text().splitlines())
        names, chosen = [line.replace("\t", " ") for line in lines if line], self.tree.current()
        if not names or chosen is None:
            self.state.setText(
                "先に、移すものを選んで Ctrl+X か Ctrl+C を押してください。名前の並んだ文字も貼り付けられます。"
            )
            return
        made: list[str] = []
        where = (chosen.kind, chosen.parent, chosen.uid)
        if self.do(lambda: made.append(self.document.paste_names(names, *where))):
            self.tree.choose_row(made[0])
            self.state.setText(f"{len(names)}行を{WORDS[chosen.kind]}の名前として足しました。Ctrl+Z で戻せます。")

    def cut(self) -> None:
        """Mark the chosen branch to be moved by the next Ctrl+V."""
        self._hold(cut=True)

    def hold_copy(self) -> None:
        """Mark the chosen branch to be copied by each next Ctrl+V; its name goes to the clipboard."""
        self._hold(cut=False)

    def _hold(self, *, cut: bool) -> None:
        chosen = self.tree.chosen()
        if not chosen or not self._fit(chosen):
            return
        self._held = tuple(one.identity for one in chosen)
        self.tree.cut = frozenset(self._held) if cut else frozenset()
        QApplication.clipboard().setText("\n".join(one.title for one in chosen))
        self.tree.show_branches(self.document.plan_tree())
        self.state.setText(f"{_named(chosen)}を、行き先を選んで Ctrl+V で{'移します' if cut else '写します'}。")

    def copy_chosen(self) -> None:
        """Put a copy behind each chosen branch."""
        chosen, made = self.tree.chosen(), list[str]()
        fits = bool(chosen) and self._fit(chosen)
        if fits and self.do(lambda: made.extend(self.document.copy_branches(chosen))):
            self._choose_made(made)

    def delete_chosen(self) -> None:
        """Delete the chosen branches with all below them; the branch beside them is chosen then."""
        chosen = self.tree.chosen()
        if not chosen or not self._fit(chosen):
            return
        siblings = self.tree.siblings(chosen[0])
        first, last = siblings.index(chosen[0]), siblings.index(chosen[-1])
        beside = [*siblings[last + 1 : last + 2], *siblings[max(0, first - 1) : first]]
        gone: list[str] = []
        if self.do(lambda: gone.append(self.document.delete_branches(chosen))):
            along = f"（中の{gone[0]}も）" if gone[0] else ""
            if beside:
                self.tree.choose(beside[0].identity)
            self.state.setText(f"{_named(chosen)}を{along}削除しました。Ctrl+Z で戻せます。")

    def _held_branches(self) -> list[Branch]:
        """Return what was cut or copied here last, none where the clipboard has something else since."""
        found = [branch_of(item) for item in self.tree.items() if branch_of(item).identity in self._held]
        text = "\n".join(one.title for one in found)
        return found if QApplication.clipboard().text() == text else []

    def _on_edited(self, branch: Branch, column: int, text: str) -> None:
        before = self.document.revision
        verbs = {
            NAME: lambda: self.document.rename_branch(branch, text),
            NUMBER: lambda: self.document.set_field(branch.table, branch.uid, "number", text),
            DEPARTMENTS: lambda: self.document.set_branch_departments(branch, text),
        }
        self.do(verbs[column])
        if self.document.revision == before:
            self.refresh()

    def do(self, verb: object) -> bool:
        """Run a verb of the document and say what stands in its way; True where it was done."""
        try:
            verb()  # type: ignore[operator]
        except BoardError as error:
            self.state.setText(error.message)
            self.state.setProperty("error", True)
            done = False
        else:
            self.state.setText(HINT)
            self.state.setProperty("error", False)
            done = True
        self.state.style().unpolish(self.state)
        self.state.style().polish(self.state)
        return done

    def _on_asked(self, word: str) -> None:
        acts = {"add": self.add_sibling, "copy": self.copy_chosen, "delete": self.delete_chosen}
        {**acts, "cut": self.cut, "hold": self.hold_copy, "paste": self.paste}[word]()

    def _show_menu(self, place: QPoint) -> None:
        menu = context_menu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    def open_place(self) -> None:
        """Lead the main window to the chosen branch."""
        chosen = self.tree.current()
        if chosen is not None:
            self.place_wanted.emit(self.document.place_of_branch(chosen))
            self.left.emit()

    def _change_setting(self, setting: Setting, typed: str) -> None:
        self.do(lambda: self.document.change_setting(setting, typed))
        self._show_settings()

    def _show_settings(self) -> None:
        chosen = self.tree.current()
        self._shows_whole &= self._over == (chosen.identity if chosen else None)
        if self._shows_whole:
            found, title = self.document.plan_settings(), "計画の名前と期間"
        else:
            found = self.document.branch_settings(chosen) if chosen is not None else ()
            title = f"{chosen.kind_words}「{chosen.title}」" if chosen is not None else ""
        self.settings.show_settings(title, found, writable=not self.document.read_only)

    def show_whole(self) -> None:
        """Show the settings of the whole plan until another branch is chosen."""
        chosen = self.tree.current()
        self._over, self._shows_whole = chosen.identity if chosen else None, True
        self._show_settings()
        self._enter(settings=True)

    def swap_panes(self) -> None:
        """Lead the keys to the settings or back to the tree (F6); a narrow window shows one of them."""
        self._enter(settings=not self.settings.isAncestorOf(self.focusWidget() or self.tree))

    def _enter(self, *, settings: bool) -> None:
        self._aside = settings
        self._show_panes()
        first = next(iter(self.settings.fields.values()), self.settings)
        (first if settings else self.tree).setFocus()

    def _show_panes(self) -> None:
        narrow = self.width() < SETTINGS_FROM
        self.settings.setVisible(not narrow or self._aside)
        self.tree.setVisible(not narrow or not self._aside)
        self.swap.setVisible(narrow)
        self.copy.setVisible(not narrow)  # its key and the menu of the right button have it too
        self.whole.setText("計画全体" if narrow else "計画の名前と期間")
        self.open.setText("開く" if narrow else "この場所を開く")
        self.swap.setText("構成（F6）" if self._aside else "設定（F6）")

    def _on_chosen(self) -> None:
        chosen, writable = self.tree.current(), not self.document.read_only
        self._show_settings()
        siblings = self.tree.siblings(chosen) if chosen is not None else []
        place = siblings.index(chosen) if chosen in siblings else -1
        self.up.setEnabled(writable and place > 0)
        self.down.setEnabled(writable and 0 <= place < len(siblings) - 1)
        for button in (self.copy, self.delete):
            button.setEnabled(writable and chosen is not None)
        self.add.setEnabled(writable)
        self.open.setEnabled(chosen is not None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close with Escape."""
        if event.matches(QKeySequence.StandardKey.Cancel):
            self.close()
            self.left.emit()
            return
        super().keyPressEvent(event)

    # parts

    def _build_ui(self) -> None:
        self.setWindowTitle("計画の構成")
        self.setMinimumSize(*LEAST_SIZE)
        take_room(self, USUAL_SIZE)
        self.add.setText("追加")
        self.add.setIcon(icon("add"))
        self.add.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.add.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.add.setMenu(QMenu(self.add))
        self.copy.setToolTip("選んだものを、下の段ごと複写します（Ctrl+D）。数値・目標値・文章は写しません")
        self.state.setAccessibleName("お知らせ")
        top = QHBoxLayout()
        for widget in (self.add, self.up, self.down, self.copy, self.delete):
            top.addWidget(widget)
        top.addStretch(1)
        for widget in (self.whole, self.swap, self.open):
            top.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 12)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self._panes(), 1)
        column.addWidget(self.state)
        column.addWidget(self.level_line)

    def _panes(self) -> QSplitter:
        panes = QSplitter(Qt.Orientation.Horizontal)
        panes.addWidget(self.tree)
        panes.addWidget(self.settings)
        panes.setChildrenCollapsible(False)
        panes.setStretchFactor(0, 1)
        panes.setSizes([USUAL_SIZE[0] - WIDTH, WIDTH])
        return panes

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show one pane where there is no room for two."""
        super().resizeEvent(event)
        self._show_panes()

    def _connect(self) -> None:
        self.add.menu().aboutToShow.connect(lambda: fill_add(self.add.menu(), self))
        self.up.clicked.connect(lambda: self.step(-1))
        self.down.clicked.connect(lambda: self.step(1))
        self.copy.clicked.connect(self.copy_chosen)
        self.delete.clicked.connect(self.delete_chosen)
        self.open.clicked.connect(self.open_place)
        self.whole.clicked.connect(self.show_whole)
        self.swap.clicked.connect(self.swap_panes)
        page_action(self, "設定と構成の切替え", "", "F6", self.swap_panes)
        self.tree.edited.connect(self._on_edited, Qt.ConnectionType.QueuedConnection)
        self.tree.move_wanted.connect(
            self.move_branches, Qt.ConnectionType.QueuedConnection
        )  # when the view let go of it
        self.tree.step_wanted.connect(self.step)
        self.tree.asked.connect(self._on_asked)
        self.tree.menu_wanted.connect(self._show_menu)
        self.settings.changed.connect(self._change_setting)
        self.tree.itemSelectionChanged.connect(self._on_chosen)
        self.document.changed.connect(self.refresh)


def _named(branches: list[Branch]) -> str:
    return f"「{branches[0].title}」" if len(branches) == 1 else f"{len(branches)}件"
