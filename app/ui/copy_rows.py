"""Lists that are only looked at, copied as rows for a spreadsheet."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex
    from PySide6.QtWidgets import QTableView, QTreeView


def copy_rows(view: "QTableView | QTreeView", rows: "Sequence[QModelIndex]") -> None:
    """Put rows, each given by one of its cells, on the clipboard under the heads of the columns that show words."""
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QApplication

    from app.ui.tsv import format_tsv

    model = view.model()
    shown = [place for place in range(model.columnCount()) if not view.isColumnHidden(place)]
    across = Qt.Orientation.Horizontal
    lines = [[_words(model.headerData(place, across)) for place in shown]]
    lines += [[_words(row.siblingAtColumn(place).data()) for place in shown] for row in rows]
    filled = [place for place in range(len(shown)) if any(line[place] for line in lines[1:])]
    if filled:
        QApplication.clipboard().setText(format_tsv([[line[place] for place in filled] for line in lines]))


def copied_with_keys(view: "QTreeView") -> None:
    """Let a person select rows of a list and copy them with Ctrl+C."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QKeySequence, QShortcut

    def copy() -> None:
        rows = view.selectionModel().selectedRows()
        copy_rows(view, sorted(rows, key=lambda index: view.visualRect(index).top()))

    view.setSelectionMode(view.SelectionMode.ExtendedSelection)
    keys = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), view)
    keys.setContext(Qt.ShortcutContext.WidgetShortcut)
    keys.activated.connect(copy)


def _words(data: object) -> str:
    return "" if data is None else str(data)
