"""Every function of the window in a menu, with its shortcut."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from app import paths
from app.ui.dialogs.output_name import DATASET, PDF
from app.ui.icons import icon
from app.ui.keys import FORMULA_KEYS, HELP_KEYS, INSERT_KEYS, KEYS_PAGE, MEETING_KEYS, TREE_ACTION, TREE_KEYS

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow


class Menus(QObject):
    """Makes the window's actions and keeps their state; what they do is the window's."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self.undo = self._action("元に戻す", window.undo, "Ctrl+Z", "undo")
        self.redo = self._action("やり直し", window.redo, "Ctrl+Y", "redo")
        self.redo.setShortcuts([QKeySequence("Ctrl+Y"), QKeySequence("Ctrl+Shift+Z")])
        self.find = self._action("さがす", lambda: window.find_desk.enter(), "Ctrl+F", "search")
        self.find.setShortcuts([QKeySequence("Ctrl+F"), QKeySequence("Ctrl+K")])
        self.everywhere = [self.undo, self.redo, self.find]  # in windows beside this one too
        self.proof = self._action("検算の一覧", lambda: window.proof_desk.open(), "F7", "check")
        self.cell_history = self._action("この値の履歴", lambda: window.history_desk.open_cell(), "Ctrl+Shift+R")
        self.tree = self._action("計画の構成…", lambda: window.plan_desk.open_tree(), TREE_KEYS)
        self.tree.setObjectName(TREE_ACTION)
        self.departments = self._action("担当課…", lambda: window.plan_desk.open_departments())
        self.meetings = self._action("会議…", lambda: window.plan_desk.open_meetings(), MEETING_KEYS)
        self._around = [
            self._action("次の部品へ（表の外へ）", lambda: window.focusNextPrevChild(True), "Ctrl+Tab"),
            self._action("前の部品へ（表の外へ）", lambda: window.focusNextPrevChild(False), "Ctrl+Shift+Tab"),
        ]
        for text, step, keys in (("次のタブ", 1, "Ctrl+PgDown"), ("前のタブ", -1, "Ctrl+PgUp")):
            self._around.append(self._action(text, partial(self._step_tab, step), keys))
        window.addActions(self._around)
        self.rules = self._action("状況の規則…", lambda: window.rules_desk.open())
        self.legend = self._action("凡例…", lambda: window.rules_desk.open_legend())
        self._recent = QMenu("最近使ったファイル")
        self._share = QMenu("共有フォルダ(&S)")
        self._plan = QMenu("計画(&P)")
        self._tabs = QMenu("タブ")
        self._tabs.aboutToShow.connect(lambda: window.tab_desk.fill(self._tabs))
        self._build()
        self.refresh()

    def _build(self) -> None:
        window, bar = self._window, self._window.menuBar()
        self._build_file(bar.addMenu("ファイル(&F)"))
        edit = bar.addMenu("編集(&E)")
        edit.addActions([self.undo, self.redo])
        self._table = edit.addMenu("表の欄")
        self._table.aboutToShow.connect(self._fill_table)
        edit.addSeparator()
        self._build_find(edit)
        edit.addAction(self._action("文章に数値を入れる…", lambda: window.writing_desk.insert_figure(), INSERT_KEYS))
        edit.addAction(self._action("計算式を書く", lambda: window.writing_desk.write_formula(), FORMULA_KEYS))
        edit.addSeparator()
        edit.addActions(
            [self.cell_history, self._action("変更の履歴…", lambda: window.history_desk.open(), "Ctrl+Shift+H")]
        )
        edit.addAction(self._action("以前と比べる…", lambda: window.backup_desk.compare_past(), "Ctrl+Shift+B"))
        self._view = bar.addMenu("表示(&V)")
        self._view.aboutToShow.connect(self._fill_view)
        self._window.addAction(self.proof)
        bar.addMenu(self._plan)
        self._build_help(bar.addMenu("ヘルプ(&H)"))
        for number in range(1, 10):
            shortcut = QAction(self._window)
            shortcut.setShortcut(f"Ctrl+{number}")
            shortcut.triggered.connect(partial(self._window.show_tab_number, number - 1))
            self._window.addAction(shortcut)

    def _build_file(self, menu: QMenu) -> None:
        window = self._window
        menu.addAction(self._action("新しい計画…", window.new_requested.emit, "Ctrl+N", "add"))
        menu.addAction(self._action("開く…", window.open_dialog_requested.emit, "Ctrl+O", "folder"))
        menu.addMenu(self._recent)
        menu.addSeparator()
        menu.addAction(self._action("保存の確認", window.confirm_saved, "Ctrl+S", "tick"))
        menu.addAction(self._action("控え…", lambda: window.backup_desk.open()))
        menu.addAction(self._action("ほかの計画ファイルと比べる…", lambda: window.backup_desk.ask_file()))
        menu.addMenu(self._share)
        menu.addSeparator()
        menu.addAction(self._action("Excel出力…", window.export, "Ctrl+E", "export"))
        menu.addAction(self._action("PDF出力…", lambda: window.export_as(PDF), "Ctrl+P"))
        menu.addAction(self._action("データ一式の出力…", lambda: window.export_as(DATASET)))
        menu.addSeparator()
        menu.addAction(self._action("終了", window.close, "Ctrl+Q"))
        self._recent.aboutToShow.connect(self._fill_recent)
        self._share.aboutToShow.connect(self._fill_share)

    def _build_find(self, menu: QMenu) -> None:
        window = self._window
        menu.addAction(self.find)
        menu.addAction(self._action("次の結果", lambda: window.find_desk.next_hit(1), "F3"))
        menu.addAction(self._action("前の結果", lambda: window.find_desk.next_hit(-1), "Shift+F3"))
        menu.addAction(self._action("さがす前の場所へ戻る", lambda: window.find_desk.back(), "Alt+Left"))

    def _build_help(self, menu: QMenu) -> None:
        menu.addAction(self._action("使い方", lambda: self._window.help_desk.open(), HELP_KEYS, "help"))
        menu.addAction(self._action("キー操作の一覧", lambda: self._window.help_desk.open(KEYS_PAGE)))
        menu.addAction(self._action("ログの場所を開く", self._open_logs))
        menu.addAction(self._action("このソフトについて", self._show_about))

    def refresh(self) -> None:
        """Show what undo and redo would do now."""
        document = self._window.document
        self.undo.setEnabled(document.can_undo)
        self.redo.setEnabled(document.can_redo)
        self.undo.setText(f"元に戻す: {document.undo_label}" if document.can_undo else "元に戻す")
        self.redo.setText(f"やり直し: {document.redo_label}" if document.can_redo else "やり直し")

    def show_page(self, page: QWidget) -> None:
        """Offer the actions of the page that is shown under 計画."""
        self._plan.clear()
        self._plan.addActions(page.actions())
        self._plan.addSeparator()
        self._plan.addMenu(self._tabs)
        self._plan.addActions([self.tree, self.departments, self.meetings, self.rules, self.legend])

    def _action(self, text: str, does: object, keys: str = "", picture: str = "") -> QAction:
        action = QAction(text, self._window)
        if keys:
            action.setShortcut(keys)
        if picture:
            action.setIcon(icon(picture))
        action.triggered.connect(lambda: does())  # type: ignore[operator]
        return action

    def _fill_recent(self) -> None:
        self._recent.clear()
        for place in self._window.preferences.recent:
            action = self._recent.addAction(place.replace("&", "&&"))
            action.triggered.connect(partial(self._window.open_requested.emit, Path(place)))
        if not self._window.preferences.recent:
            self._recent.addAction("（まだありません）").setEnabled(False)

    def _fill_share(self) -> None:
        from app.ui.share_menu import fill_share_menu

        fill_share_menu(self._window, self._share)

    def _fill_table(self) -> None:
        """Offer what can be done with the table that has the focus."""
        from app.ui.grid_entries import fill, grid_in_hand

        self._table.clear()
        fill(self._table, grid_in_hand(self._window))

    def _fill_view(self) -> None:
        self._view.clear()
        bar = self._window.tab_bar
        for row in range(bar.count()):
            action = self._view.addAction(bar.tabText(row))
            action.setCheckable(True)
            action.setChecked(row == bar.currentIndex())
            action.triggered.connect(partial(self._window.show_tab_number, row))
        self._view.addSeparator()
        self._view.addActions([self.proof, *self._around])

    def _step_tab(self, step: int) -> None:
        bar = self._window.tab_bar
        self._window.show_tab_number((bar.currentIndex() + step) % bar.count())

    def _open_logs(self) -> None:
        from PySide6.QtCore import QUrl
        from PySide6.QtGui import QDesktopServices

        QDesktopServices.openUrl(QUrl.fromLocalFile(str(paths.log_file().parent)))

    def _show_about(self) -> None:
        from app.ui.dialogs.about import AboutDialog

        dialog = AboutDialog(self._window)
        dialog.exec()
        dialog.deleteLater()
