"""Blocks of cells: copied, pasted, filled and cleared, each as one undo step, and what is said of it."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.entering import CellsError
from app.domain.errors import BoardError, InputError
from app.domain.fiscal import format_period
from app.ui import copied, grid_block
from app.ui.cell_editor import CellEditor
from app.ui.grid_delegate import MEANT
from app.ui.grid_editing import GridEditing
from app.ui.grid_model import GridModel
from app.ui.pasted import Pasted, read_clipboard, spread

_FILLED = "まとめて入力"
_NO_DAY = "ここは日付の欄ではないので、今日の日付は入れていません。"


class GridBlocks(GridEditing):
    """A table whose cells are taken by blocks. Signal: `status_message(str)` for what was done.

    `take_block` may take a pasted block before the cells.
    """

    status_message = Signal(str)

    def __init__(self, model: GridModel, parent: QWidget | None = None, **looks: Any) -> None:
        super().__init__(model, parent, **looks)
        self.take_block: Callable[[list[list[str]]], bool] | None = None
        self.delegate.filling.connect(self.fill_typed)
        self.delegate.today_wanted.connect(self._type_today)

    def selected_rows(self) -> list[Any]:
        """Return the model's rows that cells are selected of, the current one where none are."""
        places = {index.row() for index in self.selectedIndexes()} or {self.currentIndex().row()}
        return [self.grid_model.rows[place] for place in sorted(places) if place >= 0]

    def copy(self) -> None:
        """Put the selected block on the clipboard as Excel takes it."""
        text = grid_block.copied(self.grid_model, self.selectedIndexes())
        copied.put(text, copied.figures_of(self.grid_model, self.selectedIndexes()))

    def cut(self) -> None:
        """Copy the block, then clear it."""
        self.copy()
        self.take_cells(grid_block.cleared(self.grid_model, self.selectedIndexes()), "切り取り")

    def paste(self) -> None:
        """Take the clipboard's block in at the selection; rows that have no room are offered as new ones."""
        mime = QApplication.clipboard().mimeData()
        block = read_clipboard(mime) if mime is not None else Pasted(())
        if not block.rows:
            self.status_message.emit("クリップボードに貼り付けられる文字がありません。")
            return
        if self.take_block is not None and self.take_block([[cell or "" for cell in row] for row in block.rows]):
            return
        rows = spread(block.rows, self._takes_figure)
        placed = grid_block.placed(self.grid_model, self.selectedIndexes(), rows)
        if placed.below and not placed.items:
            self._after_paste(block, placed)  # nothing has its place above: all of it is offered as rows
            return
        self.take_cells(placed.items, "貼り付け", placed.outside, lambda: self._after_paste(block, placed))

    def _takes_figure(self, right: int) -> bool:
        """Say whether the cell so far right of the selection's first one holds a figure, computed ones not counted."""
        model, chosen = self.grid_model, self.selectedIndexes()
        row, first = min(((index.row(), index.column()) for index in chosen), default=(0, 0))
        column = first + right
        if column >= len(model.columns) or not model.columns[column].figures:
            return False
        return not right or model.can_edit(model.index(row, column))

    def _after_paste(self, block: Pasted, placed: grid_block.Placed) -> None:
        """Show where the block went, what was repaired in it, and offer rows for what has no room."""
        if len(placed.items) > 1:
            rows, columns = ({place[axis] for place in placed.items} for axis in (0, 1))
            self.select_cells(min(rows), min(columns), max(rows), max(columns))
        end = max(placed.items, default=(self.currentIndex().row(), self.currentIndex().column()))
        index = self.grid_model.index(*end)
        if placed.below:
            count = len(placed.below)
            text = f"{block.repairs}表の下に{count}行あふれました。まだ入れていません。"
            offer = f"あふれた{count}行を追加"
            self.say_at(index, text, (offer,), lambda _: self._add_rows(placed), tone="accent")
        elif block.repairs:
            self.say_at(index, block.repairs, tone="accent")

    def _add_rows(self, placed: grid_block.Placed) -> None:
        """Add the rows that had no room, one undo step, and go to the first of them."""
        model = self.grid_model
        keys = [column.key for column in model.columns][placed.left :]
        lines = [{key: (cell or "").strip() for key, cell in zip(keys, row, strict=False)} for row in placed.below]
        self.hide_bubbles()
        try:
            uids = model.add_rows(lines)
        except BoardError as error:
            self.say_at_current(error.message)
            return
        self.setFocus()
        self.go_to(model.find(uids[0]), placed.left, flash=True)
        self.status_message.emit(f"{len(uids)}行を追加しました・Ctrl+Zで戻せます")

    def clear_cells(self) -> None:
        """Empty the selected cells."""
        self.take_cells(grid_block.cleared(self.grid_model, self.selectedIndexes()), "クリア")

    def fill_right(self) -> None:
        """Repeat the first column of the selection in those beside it; a single one takes over the one before it."""
        self.take_cells(grid_block.filled_right(self.grid_model, self.selectedIndexes()), "右へコピー")

    def fill_down(self) -> None:
        """Repeat the first row of the selection in the rows below it; a single row takes over the one above."""
        self.take_cells(grid_block.filled_down(self.grid_model, self.selectedIndexes()), "下へコピー")

    def fill_typed(self) -> None:
        """Take what stands in the open editor into every selected cell, and stay (Ctrl+Enter)."""
        editor, chosen = self.delegate.open_editor(), self.selectedIndexes()
        if editor is None or len(chosen) < 2 or self.currentIndex() not in chosen:
            self.finish_editing()
            return
        items = grid_block.placed(self.grid_model, chosen, [[editor.text()]]).items
        dashes = grid_block.ambiguous(self.grid_model, items)
        if dashes and self.delegate.meant is None:
            self._say(_asked(items, dashes), editor, editor.rect(), tuple(MEANT), self._fill_meant)
            return
        try:
            taken, kept = self.grid_model.enter_block(items | dict.fromkeys(dashes, self.delegate.meant or ""), _FILLED)
        except BoardError as error:
            self.delegate.refused.emit(editor, error)
            return
        self.delegate.close()
        self.status_message.emit(grid_block.outcome(_FILLED, taken, kept, 0, self.grid_model.hidden))

    def _fill_meant(self, word: str) -> None:
        self.delegate.meant = MEANT[word]
        self.fill_typed()

    def enter_today(self) -> None:
        """Put today's date into the selected cells that hold a day."""
        model, chosen = self.grid_model, self.selectedIndexes()
        days = [(index.row(), index.column()) for index in chosen if model.takes_day(index.row(), index.column())]
        if not days:
            self.say_at_current(_NO_DAY)
            return
        today = _today()
        self.take_cells(dict.fromkeys(days, today), f"今日の日付（{today}）")

    def _type_today(self) -> None:
        """Write today's date into the open editor of a day or of words."""
        editor, place = self.delegate.open_editor(), self.currentIndex()
        if editor is None:
            return
        if self.grid_model.takes_day(place.row(), place.column()):
            editor.selectAll()
        elif self.grid_model.cell_at(place).figure is not None:
            self.delegate.refused.emit(editor, InputError(_NO_DAY))
            return
        editor.insert(_today()) if isinstance(editor, CellEditor) else editor.put(_today())

    def fill_as_neighbours(self, block: grid_block.Block) -> None:
        """Repeat a block down as far as the cells beside it are filled."""
        end = grid_block.reach(self.grid_model, block)
        if end == block.bottom:
            self.say_at_current("左右の欄が続いていないので、下へ写していません。", tone="accent")
            return
        whole = block.stretched(end, block.right)
        items = grid_block.filled_over(self.grid_model, block, whole)
        self.take_cells(items, "下へコピー", after=lambda: self.select_cells(whole.top, whole.left, end, whole.right))

    def take_cells(
        self, items: dict[tuple[int, int], str], label: str, outside: int = 0, after: Callable[[], None] | None = None
    ) -> None:
        """Take a block, ask once what a dash means, and say what was done or why nothing was."""
        dashes = grid_block.ambiguous(self.grid_model, items)
        if dashes and self.delegate.meant is None:
            self.say_at_current(
                _asked(items, dashes), tuple(MEANT), lambda word: self._enter_meant(items, label, outside, after, word)
            )
            return
        items |= dict.fromkeys(dashes, self.delegate.meant or "")
        try:
            taken, kept = self.grid_model.enter_block(items, label) if items else (0, 0)
        except BoardError as error:
            self._show_bad_cell(error)
            self.status_message.emit(error.message)
            return
        self.status_message.emit(grid_block.outcome(label, taken, kept, outside, self.grid_model.hidden))
        if after is not None:
            after()

    def _show_bad_cell(self, error: BoardError) -> None:
        """Say why nothing was taken, at the first cell that could not be."""
        place = self.grid_model.find_figure(next(iter(error.cells))) if isinstance(error, CellsError) else (-1, -1)
        index = self.grid_model.index(*place)
        self.say_at(index if index.isValid() else self.currentIndex(), error.message)

    def _enter_meant(
        self,
        items: dict[tuple[int, int], str],
        label: str,
        outside: int,
        after: Callable[[], None] | None,
        word: str,
    ) -> None:
        self.delegate.meant = MEANT[word]
        self.hide_bubbles()
        self.setFocus()
        self.take_cells(items, label, outside, after)

    @property
    def offers_rows(self) -> bool:
        """Return whether rows of a pasted block wait to be added."""
        return self._bubble is not None and len(self._bubble.choices) == 1

    def take_offer(self) -> None:
        """Add the rows of a pasted block that had no room."""
        if self.offers_rows and self._bubble is not None:
            self._bubble.choose(self._bubble.choices[0])


def _today() -> str:
    return format_period(date.today().isoformat(), "era_long")


def _asked(items: dict[grid_block.Place, str], dashes: Sequence[grid_block.Place]) -> str:
    return f"「{items[dashes[0]]}」が{len(dashes)}か所あります。この表ではどの意味ですか。"
