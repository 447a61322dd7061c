"""The bodies with a table: months and years, days of programmes, lines and figures, phases."""

from functools import partial
from typing import Any

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QInputDialog, QToolButton

from app.domain.entity import Key
from app.domain.report import BlockView, EventView
from app.services.document import Document
from app.ui.arrange_strip import ArrangeStrip
from app.ui.block_bodies import Body
from app.ui.grid import Grid
from app.ui.grid_header import HEIGHT
from app.ui.grid_model import GridModel
from app.ui.live_editor import LiveEditor
from app.ui.own_columns import OwnColumns
from app.ui.page_action import page_action
from app.ui.parts_model import NEW_LINE, NEW_PHASE, EventModel, LineModel, PhaseModel
from app.ui.spaced_label import SpacedLabel
from app.ui.table_model import NEW_ROW, TableModel

_ROW_WORDS = ("行を追加", "行を上へ", "行を下へ", "行を削除")


class GridBody(Body):
    """The base of the bodies with a table: rows are added, moved and deleted with buttons, menu and keys."""

    table = ""  # the entity table of the rows
    words = "行"

    def __init__(self, document: Document, wide: bool, model: GridModel) -> None:
        super().__init__(document, wide)
        self.model = model
        months = isinstance(model, TableModel)
        self.grid = Grid(model, inline=True, frozen=1 if months else 0, head=HEIGHT if months else 26)
        self.grid.setAccessibleName(f"{self.words}の表")
        self.lead = LiveEditor(document, "前書き")
        self.lead.committed.connect(self._write_lead)
        self.lead.hide()
        self.notes = SpacedLabel()
        self.notes.setContentsMargins(4, 4, 4, 0)
        self.notes.setProperty("muted", True)
        self.actions_of_rows = self._make_actions()
        self.grid.extend_menu = lambda menu: menu.addActions(self.actions_of_rows)
        for widget in (self.lead, ArrangeStrip(self.grid), self.grid, self.notes):
            self.column.addWidget(widget)
        self.foot = self._foot()
        self.column.addLayout(self.foot)
        self.grid.status_message.connect(self.status_message)
        self.grid.selection_summary.connect(self.selection_summary)
        self.grid.selectionModel().currentChanged.connect(self._on_current)

    def _make_actions(self) -> list[QAction]:
        return [
            page_action(self, f"{self.words}を追加", "add", "Ctrl++", self.add_row),
            page_action(self, f"{self.words}を上へ", "up", "Alt+Shift+Up", lambda: self.move_row(-1)),
            page_action(self, f"{self.words}を下へ", "down", "Alt+Shift+Down", lambda: self.move_row(1)),
            page_action(self, f"{self.words}を削除", "delete", "Ctrl+-", self.delete_row),
        ]

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setSpacing(2)
        for place, action in enumerate(self.actions_of_rows):
            button = QToolButton()
            button.setDefaultAction(action)
            button.setAutoRaise(True)
            if place == 0:
                button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            action.visibleChanged.connect(lambda button=button, action=action: button.setVisible(action.isVisible()))
            foot.addWidget(button)
        foot.addStretch()
        return foot

    def abandon(self) -> None:
        """Let what is left in the editors go."""
        self.lead.blockSignals(True)

    def show_lead(self, view: BlockView) -> None:
        """Show the text before the lines, where there is one."""
        self.lead.setVisible(bool(view.body))
        self.lead.node = self.document.field("block", view.uid, "node")
        self.lead.keep = partial(self.document.keep_draft, "block", view.uid, "body")
        self.lead.show_text(view.body, view.body)
        self.lead.follow()

    def _write_lead(self, text: str) -> None:
        if self.view is not None:
            uid = self.view.uid
            self.do(lambda: self.document.set_field("block", uid, "body", text))

    def show_notes(self, notes: tuple[str, ...]) -> None:
        """Show the notes at the foot."""
        self.notes.setText("\n".join(notes))
        self.notes.setVisible(bool(notes))

    def current(self) -> Any:
        """Return the current row, None for none."""
        place = self.grid.currentIndex().row()
        return self.model.rows[place] if 0 <= place < len(self.model.rows) else None

    def siblings(self) -> list[str]:
        """Return the uids of the rows that the current one can be moved among."""
        return [row.uid for row in self.model.rows]

    def add_row(self) -> None:
        """Add a row behind the current one and open it."""

    def delete_row(self) -> None:
        """Delete the selected rows as one step; Ctrl+Z brings them back."""
        self.delete_all([getattr(row, "uid", "") for row in self.grid.selected_rows()])

    def delete_all(self, uids: list[str]) -> None:
        """Delete what can be deleted here of these rows."""
        found = [uid for uid in uids if uid in self.siblings()]
        if found:
            self.do(lambda: self.document.delete_all(self.table, found))

    def move_row(self, step: int) -> None:
        """Move the current row up (-1) or down (1)."""
        row, siblings = self.current(), self.siblings()
        if row is None or row.uid not in siblings:
            return
        if self.model.arrangement.column:
            self.status_message.emit("並べ替えて表示しています。「元の順」に戻してから移してください。")
            return
        index, column = siblings.index(row.uid) + step, self.grid.currentIndex().column()
        if 0 <= index < len(siblings):
            self.do(lambda: self.document.move(self.table, row.uid, index))
            self.grid.go_to(self.model.find(row.uid), column)

    def open_row(self, uid: str | None, column: int) -> None:
        """Open a new row's first words for typing."""
        place = self.model.find(uid) if uid else -1
        if place >= 0:
            self.grid.setFocus()
            self.grid.go_to(place, column)
            self.grid.edit(self.grid.currentIndex())

    def reveal(self, key: Key) -> bool:
        """Lead to a figure by its observation's key, to a row by its uid; a filter that hides it is lifted."""
        if self._reveal(key):
            return True
        if not self.model.hidden:
            return False
        self.model.show_all()
        return self._reveal(key)

    def _reveal(self, key: Key) -> bool:
        row, column = self.model.find_figure(key)
        if row < 0 and len(key) == 1:
            row, column = self.model.find(key[0]), 0
        if row < 0:
            row, column = self._row_of_metric(key[0])
        if row < 0:
            return False
        self.grid.setFocus()
        self.grid.go_to(row, column, flash=True)
        return True

    def _row_of_metric(self, metric: str) -> tuple[int, int]:
        for place, row in enumerate(self.model.rows):
            if getattr(row, "metric", None) == metric:
                return place, 0
        return -1, -1

    def start(self) -> None:
        """Go to the first cell."""
        self.grid.setFocus()
        if not self.grid.currentIndex().isValid():
            self.grid.go_to(0, 0)

    def spot(self) -> QRect | None:
        """Return the current cell's place while the table has the focus."""
        index = self.grid.currentIndex()
        if not index.isValid() or not self.grid.hasFocus():
            return None
        cell = self.grid.visualRect(index)
        return cell.translated(self.grid.viewport().mapTo(self, cell.topLeft()) - cell.topLeft())

    def _on_current(self, current: Any) -> None:
        self._tell_metric(current)
        self.spot_moved.emit()

    def _tell_metric(self, current: Any) -> None:
        view = self.model.cell_at(current).figure
        metric = view.metric if view is not None else getattr(self.current(), "metric", None)
        if metric:
            self.metric_chosen.emit(metric)


class TableBody(GridBody):
    """A table of monthly or yearly figures."""

    table = "table_row"

    def __init__(self, document: Document, wide: bool) -> None:
        super().__init__(document, wide, TableModel(document, wide=wide))
        self.own = OwnColumns(self)
        for place, button in enumerate(self.own.buttons, len(self.actions_of_rows)):
            self.foot.insertWidget(place, button)
        self.grid.extend_menu = lambda menu: menu.addActions([*self.actions_of_rows, *self.own.actions])

    def show_block(self, view: BlockView) -> None:
        """Show a table."""
        super().show_block(view)
        assert view.table is not None and isinstance(self.model, TableModel)
        self.model.show_table(view.table)
        self.grid.setAccessibleName(view.table.title)
        self.show_notes(view.table.notes)
        words = ("列を追加", "列を左へ", "列を右へ", "列を削除") if view.table.down else _ROW_WORDS
        for action, text in zip(self.actions_of_rows, words, strict=False):
            action.setText(text)
            action.setToolTip(f"{text}（{action.shortcut().toString()}）")
        self.own.show_table()
        self.actions_of_rows[-1].setVisible(view.table.down or self.own.shown)

    def _make_actions(self) -> list[QAction]:
        name = page_action(self, "列の名前を変える…", "", "Ctrl+Shift+F2", self.rename_column)
        return [*super()._make_actions(), name]

    def _down(self) -> bool:
        """Say whether the table runs down, so that its columns are what is added, moved and deleted."""
        return self.view is not None and self.view.table is not None and self.view.table.down

    def _chosen(self) -> str | None:
        """Return the uid of the current row of figures, which is a column where the table runs down."""
        column = self.grid.currentIndex().column()
        if self._down():
            uid = self.model.columns[column].key if column >= 0 else ""
        else:
            uid = getattr(self.current(), "uid", "")
        return uid if uid in self.siblings() else None

    def delete_row(self) -> None:
        """Delete the selected rows, or columns where the table runs down; Ctrl+Z brings them back."""
        if not self._down():
            super().delete_row()
            return
        places = sorted({index.column() for index in self.grid.selectedIndexes()})
        self.delete_all([self.model.columns[place].key for place in places])

    def move_row(self, step: int) -> None:
        """Move the current row up (-1) or down (1), the current column of a table that runs down left or right."""
        uid = self._chosen() if self._down() else None
        if uid is None:
            super().move_row(step)
            return
        place, row = self.siblings().index(uid) + step, self.grid.currentIndex().row()
        if 0 <= place < len(self.siblings()):
            self.do(lambda: self.document.move(self.table, uid, place))
            self.grid.go_to(row, place + 1)

    def rename_column(self) -> None:
        """Ask for another name of the current column."""
        self.own.rename()
        uid, column = self._chosen(), self.grid.currentIndex().column()
        if uid is None or not self._down():
            return
        typed, accepted = QInputDialog.getText(self, "列の名前", "列の名前", text=self.model.columns[column].head)
        if accepted and typed.strip():
            self.do(lambda: self.document.set_field(self.table, uid, "label", typed.strip()))

    def siblings(self) -> list[str]:
        """Return the rows of the table."""
        return [row.uid for row in self.view.table.rows] if self.view and self.view.table else []

    def add_row(self) -> None:
        """Add a row with a metric of its own."""
        assert self.view is not None and self.view.table is not None
        chosen, made = self._chosen(), []
        after = next((row.uid for row in self.view.table.rows if row.uid == chosen and row.role == "value"), None)
        table = self.view.table.uid
        self.do(lambda: made.append(self.document.add_row(table, NEW_ROW, after)))
        if made:
            self._open_new(made[0])

    def _open_new(self, uid: str) -> None:
        """Open a new row's name for typing; of a new column ask for it."""
        if not self._down():
            self.open_row(uid, 0)
            return
        place = next(place for place, column in enumerate(self.model.columns) if column.key == uid)
        self.grid.setFocus()
        self.grid.go_to(max(0, self.grid.currentIndex().row()), place)
        self.rename_column()

    def first_metric(self) -> str | None:
        """Return the first row's metric."""
        rows = self.view.table.rows if self.view and self.view.table else ()
        return next((row.metric for row in rows if row.metric), None)


class EventBody(GridBody):
    """Days of programmes with place and participants."""

    table = "event"
    words = "開催日"

    def __init__(self, document: Document, wide: bool) -> None:
        super().__init__(document, wide, EventModel(document))

    def show_block(self, view: BlockView) -> None:
        """Show the days."""
        super().show_block(view)
        assert view.table is not None and isinstance(self.model, EventModel)
        self.model.show_table(view.table)
        self.show_notes(view.table.notes)

    def siblings(self) -> list[str]:
        """Return the days of the current programme."""
        assert isinstance(self.model, EventModel)
        metric = self.model.metric_of(self.grid.currentIndex().row())
        groups = self.view.table.groups if self.view and self.view.table else ()
        return [event.uid for group in groups if group.metric == metric for event in group.events]

    def add_row(self) -> None:
        """Ask for a day and add it to the current programme."""
        assert isinstance(self.model, EventModel) and self.view is not None and self.view.table is not None
        groups = self.view.table.groups
        metric = self.model.metric_of(max(self.grid.currentIndex().row(), 0)) or (groups[0].metric if groups else None)
        if metric is None:
            return
        label = next(group.label for group in groups if group.metric == metric)
        typed, accepted = QInputDialog.getText(self, "開催日を追加", f"{label}\n開催日（例: 7/31、令和4年7月31日）")
        if accepted and typed.strip():
            made: list[str] = []
            self.do(lambda: made.append(self.document.add_event(metric, typed)))
            self.open_row(made[0] if made else None, 1)

    def first_metric(self) -> str | None:
        """Return no metric: days make no months."""
        return None

    def _tell_metric(self, current: Any) -> None:
        if isinstance(self.current(), EventView):
            super()._tell_metric(current)


class LineBody(GridBody):
    """The lines of a list, or figures beside their names."""

    table = "list_item"

    def __init__(self, document: Document, wide: bool) -> None:
        super().__init__(document, wide, LineModel(document))

    def show_block(self, view: BlockView) -> None:
        """Show the lines."""
        super().show_block(view)
        assert isinstance(self.model, LineModel)
        self.model.show_lines(view.lines, figures=view.kind in ("figures", "flow"))
        self.grid.horizontalHeader().setVisible(len(self.model.columns) > 1)
        self.grid.updateGeometry()
        self.show_lead(view)
        self.show_notes((view.caption,) if view.caption else ())

    def add_row(self) -> None:
        """Add a line."""
        assert self.view is not None
        row, made, uid = self.current(), [], self.view.uid
        self.do(lambda: made.append(self.document.add_line(uid, NEW_LINE, row.uid if row else None)))
        if made:
            place = next(place for place, column in enumerate(self.model.columns) if column.key == "text")
            self.open_row(made[0], place)

    def first_metric(self) -> str | None:
        """Return the first figure's metric."""
        figures = [line.figure for line in self.view.lines if line.figure] if self.view else []
        return figures[0].metric if figures else None


class PhaseBody(GridBody):
    """The phases of a roadmap."""

    table = "phase"
    words = "行程"

    def __init__(self, document: Document, wide: bool) -> None:
        super().__init__(document, wide, PhaseModel(document))

    def show_block(self, view: BlockView) -> None:
        """Show the phases."""
        super().show_block(view)
        assert isinstance(self.model, PhaseModel)
        self.model.show_phases(view.phases)
        self.show_lead(view)
        self.show_notes(())

    def add_row(self) -> None:
        """Add a phase."""
        assert self.view is not None
        row, made, uid = self.current(), [], self.view.uid
        self.do(lambda: made.append(self.document.add_phase(uid, NEW_PHASE, row.uid if row else None)))
        if made:
            self.open_row(made[0], 0)
