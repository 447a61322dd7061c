"""What can be done with a table, as entries of the window's menu and of its own."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QApplication, QMenu, QWidget

from app.ui.grid import Grid

SELECT_TABLE = "（表の欄を選ぶと使えます）"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to do: its words, its key as shown, what it does, and whether it can be done now."""

    words: str
    keys: str
    does: Callable[[], object]
    able: bool = True


def entries_of(grid: Grid) -> tuple[tuple[Entry, ...], ...]:
    """Return the entries of a table in groups."""
    model = grid.grid_model
    chosen = model.arrangement
    return (
        (
            Entry("切り取り", "Ctrl+X", grid.cut),
            Entry("コピー", "Ctrl+C", grid.copy),
            Entry("貼り付け", "Ctrl+V", grid.paste),
            Entry("あふれた行を追加", "Alt+Enter", grid.take_offer, grid.offers_rows),
            Entry("クリア", "Delete", grid.clear_cells),
        ),
        (
            Entry("下へ写す", "Ctrl+D", grid.fill_down),
            Entry("右へ写す", "Ctrl+R", grid.fill_right),
            Entry("今日の日付", "Ctrl+;", grid.enter_today, _on_a_day(grid)),
            Entry("欄を直す", "F2", lambda: grid.edit(grid.currentIndex()), model.can_edit(grid.currentIndex())),
            Entry("値がない理由・状況を選ぶ…", "Alt+↓", grid.offer_choices),
            Entry("すべて選ぶ", "Ctrl+A", grid.selectAll),
            Entry("さがして置き換える…", "Ctrl+H", grid.open_replace),
        ),
        (
            Entry("並べ替えと絞り込み…", "Ctrl+Shift+L", grid.open_column_menu, model.can_arrange),
            Entry("元の順", "", model.sort_as_printed, bool(chosen.column)),
            Entry("絞り込みを解く", "", model.show_all, bool(chosen.filters)),
            Entry("列の幅を元に戻す", "", grid.usual_widths),
        ),
    )


def _on_a_day(grid: Grid) -> bool:
    index = grid.currentIndex()
    return index.isValid() and grid.grid_model.takes_day(index.row(), index.column())


def fill(menu: QMenu, grid: Grid | None) -> None:
    """Put a table's entries into a menu."""
    if grid is None:
        menu.addAction(SELECT_TABLE).setEnabled(False)
        return
    for group in entries_of(grid):
        menu.addSeparator()
        for entry in group:
            action = menu.addAction(f"{entry.words}\t{entry.keys}" if entry.keys else entry.words)
            action.setEnabled(entry.able)
            action.triggered.connect(lambda _=False, does=entry.does: grid.finish_editing() and does())


def grid_in_hand(window: QWidget) -> Grid | None:
    """Return the table that has the focus, or whose cell is being edited."""
    place: QWidget | None = QApplication.focusWidget() or window.focusWidget()
    while place is not None and not isinstance(place, Grid):
        place = place.parentWidget()
    return place
