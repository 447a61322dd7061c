"""The window of one open file: menus, header, a tab for each part of the plan, status bar."""

import threading
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QLabel, QStackedWidget, QVBoxLayout, QWidget

from app.paths import Preferences
from app.services.document import OVERVIEW, Change, Document, Place
from app.ui import leaving
from app.ui.file_drop import FileDrop
from app.ui.header import Header
from app.ui.menus import Menus
from app.ui.overview_tab import OverviewTab
from app.ui.plan_tabs import PlanTabs
from app.ui.stepping import Stepping
from app.ui.window_state import WindowState

if TYPE_CHECKING:
    from app.ui.dialogs.output_name import Kind

LEAST_SIZE = (640, 320)  # a screen of 1366x768 at 200 % has 683x384
FIRST_SIZE = (1366, 740)
LOAD_AFTER_MS = 400
MESSAGE_MS = 6000
LATER_MODULES = (
    "app.ui.goal_tab",
    "app.ui.group_tab",
    "app.ui.chart_plot",
    "app.services.tasks",
    "app.domain.judged",
    "app.domain.step_words",
    "app.domain.proof.run",
)
NAME_WIDTH = 320  # logical px of the file's name in the status bar
NARROW = 1000  # below it the name makes room for the messages; the title bar has it too


class MainWindow(Stepping):
    """Holds the tabs and leads between them; every edit goes through the document, every menu entry through Menus.

    A tab's page is made when it is first visited. Hidden pages are refreshed when they are shown again. Signals:
    `open_requested(Path)`, `open_dialog_requested()`, `new_requested()`, `recover_requested()` for the damaged file.
    """

    open_requested = Signal(object)
    open_dialog_requested = Signal()
    new_requested = Signal()
    recover_requested = Signal()

    def __init__(self, document: Document, preferences: Preferences) -> None:
        super().__init__()
        self.document = document
        self.preferences = preferences
        self._pages: dict[str, QWidget] = {}
        self._stale: dict[str, list[Change]] = {}
        self.menus = Menus(self)
        self.header = Header(document, self.menus.undo, self.menus.redo, self.menus.meetings)
        self.state = WindowState(self)
        self.tab_bar = PlanTabs()
        self.stack = QStackedWidget()
        self._selection = QLabel()
        self._place, self._saved = QLabel(), QLabel()
        self._saved_words, self._writing = "保存済み", False
        self._build_ui()
        self._connect()
        self._show_tabs()
        self.refresh_title()
        self.tab_bar.setFocus()

    def _build_ui(self) -> None:
        self.setMinimumSize(*LEAST_SIZE)
        self.resize(*FIRST_SIZE)
        if self.preferences.geometry:
            self.restoreGeometry(QByteArray.fromBase64(self.preferences.geometry.encode()))
        self.tab_bar.setExpanding(False)
        self.tab_bar.setDrawBase(False)
        self.tab_bar.setUsesScrollButtons(True)
        self.tab_bar.setAccessibleName("計画のタブ")
        body = QWidget(self)
        self.setCentralWidget(body)  # first: what is moved with its parts inside is dressed by the style once more
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.header, self.tab_bar):
            column.addWidget(widget)
        column.addWidget(self.stack, 1)
        name = self._place.fontMetrics().elidedText(self.document.path.name, Qt.TextElideMode.ElideMiddle, NAME_WIDTH)
        self._place.setText(name)
        self._place.setToolTip(f"開いている計画ファイルの場所\n{self.document.path}")
        for label in (self._selection, self._place, self._saved):
            self.statusBar().addPermanentWidget(label)
        self._saved.setAccessibleName("保存の状態")
        self._show_saved()

    def _connect(self) -> None:
        self.header.meeting_chosen.connect(self.document.set_meeting)
        self.header.proof_requested.connect(lambda: self.proof_desk.open())
        self.header.export_requested.connect(self.export)
        self.tab_bar.currentChanged.connect(self._on_tab_changed)
        self.tab_bar.tabBarClicked.connect(self.show_tab_number)
        self.tab_bar.asked.connect(lambda word: self.tab_desk.do(word))
        self.tab_bar.dropped.connect(lambda before, now: self.tab_desk.drop(before, now))
        self.tab_bar.menu_wanted.connect(lambda place: self.tab_desk.open_menu(place))
        self.document.changed.connect(self._on_changed)
        self.document.saved.connect(self._on_saved)
        self.document.backup_failed.connect(self.say)
        self.document.pending_changed.connect(lambda: self.keep_desk.show_state())
        FileDrop(self, self.open_requested.emit)
        QTimer.singleShot(LOAD_AFTER_MS, self, self._load_ahead)

    # what menus and pages ask for

    def confirm_saved(self) -> None:
        """Answer Ctrl+S: everything is saved as it is typed."""
        if not leaving.commit(self, stay=True):
            return
        if not self.document.pending:
            self.say(f"保存済みです（{datetime.now():%H:%M}）")
        else:
            self.keep_desk.save_again()

    def export(self) -> None:
        """Open the output window for the council workbook."""
        from app.ui.dialogs.output_name import WORKBOOK

        self.export_as(WORKBOOK)

    def export_as(self, kind: "Kind") -> None:
        """Open the output window with what is to be written chosen; what is missing leads back into this one."""
        from app.ui.dialogs.export_dialog import ExportDialog

        leaving.commit(self)
        dialog = ExportDialog(self.document, self.document.path.parent, self, kind)
        wanted: list[Place] = []
        dialog.place_wanted.connect(wanted.append)
        if dialog.exec():
            self._tick_step(3)
        dialog.deleteLater()
        for place in wanted:
            self.lead_to(place)

    def lead_to(self, place: Place) -> None:
        """Show the tab of a place and the place in it."""
        if place.tab is not None:
            self.show_tab(place.tab)
            page = self._pages.get(place.tab)
            reveal = getattr(page, "reveal", None)
            if reveal is not None:
                reveal(place)

    def show_tab(self, node: str) -> None:
        """Show the tab of a top node, or of 全体."""
        for row in range(self.tab_bar.count()):
            if self.tab_bar.tabData(row) == node:
                self.show_tab_number(row)

    def show_tab_number(self, row: int) -> None:
        """Show a tab by its place (0-based) and lead the keys into its page."""
        if row < self.tab_bar.count():
            self.tab_bar.setCurrentIndex(row)
            self._enter_page(self.page())

    def _enter_page(self, page: QWidget | None) -> None:
        """Give a page the focus, so that what it invites to, as Ctrl+V, works as soon as it is there."""
        entry: QWidget | None = getattr(page, "entry", None)
        if page is not None and entry is not None and not page.isAncestorOf(self.focusWidget() or self):
            entry.setFocus()

    def page(self) -> QWidget | None:
        """Return the page that is shown."""
        return self._pages.get(str(self.tab_bar.tabData(self.tab_bar.currentIndex())))

    def _show_selection(self, text: str) -> None:
        self._selection.setText(text.replace("\n", " "))  # the status bar has one line

    def say(self, text: str) -> None:
        """Show a message in the status bar for a few seconds."""
        self.statusBar().showMessage(text, MESSAGE_MS)

    def refresh_title(self) -> None:
        """Show the title anew, and what a person must know about the file."""
        self.refresh_marks()
        if self.document.notice:
            self.say(self.document.notice)

    def refresh_marks(self) -> None:
        """Put the file's and the city's name into the title bar, with 「見本」 and 「閲覧のみ」 where they hold."""
        marks = ["見本"] if self.document.is_sample else []
        marks += ["閲覧のみ"] if self.document.read_only else []
        shown = "".join(f"［{mark}］" for mark in marks)
        names = [self.document.board_title, self.document.city, Path(self.document.path).name]
        self.setWindowTitle(" ― ".join(name for name in names if name) + shown)

    # tabs

    def _show_tabs(self) -> None:
        shown = self.tab_bar.tabData(self.tab_bar.currentIndex())
        self.tab_bar.blockSignals(True)
        while self.tab_bar.count():
            self.tab_bar.removeTab(0)
        for row, tab in enumerate(self.document.tabs()):
            self.tab_bar.addTab(tab.label.replace("&", "&&"))
            self.tab_bar.setTabData(row, tab.node)
            self.tab_bar.setTabToolTip(row, tab.tooltip)
        self.tab_bar.blockSignals(False)
        self.show_tab(shown or OVERVIEW)
        self._on_tab_changed(self.tab_bar.currentIndex())

    def _on_tab_changed(self, row: int) -> None:
        node, left = str(self.tab_bar.tabData(row) or OVERVIEW), leaving.kept_at(self, row)
        if left is not None:
            self.tab_bar.setCurrentIndex(left)
            return
        if node not in self._pages:
            self._pages[node] = self._make_page(node)
            self.stack.addWidget(self._pages[node])
            if not self.tab_bar.hasFocus():
                getattr(
                    self._pages[node], "entry", self
                ).setFocus()  # else the stack gives the keys to whatever button comes first
        page = self._pages[node]
        for change in self._stale.pop(node, []):
            page.refresh(change)  # type: ignore[attr-defined]
        self._selection.clear()
        self.stack.setCurrentWidget(page)
        if not self.tab_bar.hasFocus():
            self._enter_page(page)
        self.menus.show_page(page)

    def _make_page(self, node: str) -> QWidget:
        kind = next((tab.kind for tab in self.document.tabs() if tab.node == node), OVERVIEW)
        if kind == OVERVIEW:
            overview = OverviewTab(self.document, self.preferences, self.stack)
            overview.tab_requested.connect(self._on_tab_requested)
            overview.step_requested.connect(self._on_step_requested)
            return overview
        # Imported late: the grid and the chart are not needed before the first painted window.
        from app.ui.goal_tab import GoalTab
        from app.ui.group_tab import GroupTab

        page = GoalTab(self.document, node) if kind == "goal" else GroupTab(self.document, node)
        self.state.adopt(page)
        page.status_message.connect(self.say)
        page.selection_summary.connect(self._show_selection)
        return page

    def _on_tab_requested(self, node: str, name: str) -> None:
        self.show_tab(node)
        show_count = getattr(self.page(), "show_count", None)
        if name and show_count is not None:
            show_count(name)
        elif name != "all":
            self.find_desk.go_through(self.document.counted_places(node, name))

    def _on_step_requested(self, step: int) -> None:
        if step == 3:
            self.export()
            return
        place = self.document.first_waiting_figure()
        if place is not None:
            self.lead_to(place)
        if step == 2:
            self._tick_step(2)

    def _tick_step(self, step: int) -> None:
        overview = self._pages.get(OVERVIEW)
        if isinstance(overview, OverviewTab):
            overview.mark_step(step)

    # what the document tells

    def _on_changed(self, change: Change) -> None:
        if change.structure or change.everything:
            self._follow_structure()
        shown = str(self.tab_bar.tabData(self.tab_bar.currentIndex()))
        for node, page in self._pages.items():
            if node == shown:
                page.refresh(change)  # type: ignore[attr-defined]
            else:
                self._stale.setdefault(node, []).append(change)
        self.menus.refresh()
        if change.metrics and not change.undone and not change.structure:
            self._tick_step(1)

    def _follow_structure(self) -> None:
        present = [self.tab_bar.tabData(row) for row in range(self.tab_bar.count())]
        tabs = self.document.tabs()
        if present != [tab.node for tab in tabs]:
            self._drop_lost_pages({tab.node for tab in tabs})
            self._show_tabs()
        for row, tab in enumerate(tabs):
            self.tab_bar.setTabText(row, tab.label.replace("&", "&&"))
        self.header.refresh()
        self.refresh_title()

    def _drop_lost_pages(self, kept: set[str]) -> None:
        for node in [node for node in self._pages if node not in kept]:
            page = self._pages.pop(node)
            self._stale.pop(node, None)
            self.stack.removeWidget(page)
            page.deleteLater()

    def _on_saved(self, text: str) -> None:
        self._saved_words = f"保存済み {datetime.now():%H:%M}"
        self._show_saved()
        self.say(text)

    def show_writing(self, on: bool) -> None:
        """Say in the status bar whether a text is being written that is not saved yet."""
        self._writing = on
        self._show_saved()

    def _show_saved(self) -> None:
        writing = self._writing and not self.document.pending
        self._saved.setText("入力中" if writing else self._saved_words)
        self._saved.setToolTip("書いている文章は、枠の外へ移るか Ctrl+S で保存されます。" if writing else "")

    def show_unsaved(self, count: int) -> None:
        """Say in the status bar how many inputs are not saved yet, and draw the cells that hold them."""
        if count:
            self._saved_words = f"未保存 {count}件"
            self._show_saved()
            self.statusBar().clearMessage()
        page = self.page()
        for view in page.findChildren(QAbstractScrollArea) if page is not None else ():
            view.viewport().update()

    # parts

    def _load_ahead(self) -> None:
        """Import what the tabs will need while nobody waits for it; in a thread, so that the window goes on."""
        from app.services.jobs import rest_while

        imports = threading.Thread(target=_import_later_modules, name="imports", daemon=True)
        imports.start()
        rest_while(imports)
        if self.isVisible():  # closed at once, the file is closed as well
            self.begin_desks()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the file's name out of the status bar of a narrow window."""
        super().resizeEvent(event)
        self._place.setVisible(self.width() >= NARROW)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Take what is typed, remember the window's place, close the file; stay where a text cannot be taken."""
        if not leaving.commit(self):
            event.ignore()
            return
        kept = self.document.pending and not self.keep_desk.may_close()
        if kept or (self.share_desk is not None and not self.share_desk.may_close()):
            event.ignore()
            return
        self.preferences.geometry = bytes(self.saveGeometry().toBase64().data()).decode()
        self.state.remember()
        self.preferences.save()
        self.stop_desks()
        for page in self._pages.values():
            stop = getattr(page, "stop", None)
            if stop is not None:
                stop()
        self.document.close()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        super().closeEvent(event)


def _import_later_modules() -> None:
    for name in LATER_MODULES:
        import_module(name)
