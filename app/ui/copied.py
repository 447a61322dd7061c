"""What the text on the clipboard means to a text of this program: copied cells and chips are live figures there.

It is remembered here and not put on the clipboard beside the text: with a QMimeData of Python on the clipboard the
program ends in a crash.
"""

from collections.abc import Iterable

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QApplication

from app.domain.narrative import written
from app.domain.report import FigureView
from app.ui.grid_model import GridModel

MOST = 20  # a sentence takes a few figures; a whole table is pasted as text
_remembered: dict[str, str] = {}


def put(text: str, stored: str) -> None:
    """Put a text on the clipboard and remember what it means as a stored text ('': just these words)."""
    QApplication.clipboard().setText(text)
    _remembered.clear()
    if stored:
        _remembered[_key(text)] = stored


def meant_by(text: str) -> str:
    """Return the stored text that was copied as this text, '' where it comes from elsewhere."""
    return _remembered.get(_key(text), "")


def figures_of(model: GridModel, indexes: Iterable[QModelIndex]) -> str:
    """Return copied cells as live figures, '' where one of them is no result of the board."""
    views = [model.cell(model.rows[index.row()], index.column()).figure for index in sorted(indexes, key=_place)]
    marks = [_mark(view) for view in views]
    return "、".join(marks) if all(marks) and len(marks) <= MOST else ""


def _mark(view: FigureView | None) -> str:
    if view is None or view.metric is None or view.period is None or (view.key is not None and view.key[2] != "result"):
        return ""
    return written(view.metric, view.period)


def _place(index: QModelIndex) -> tuple[int, int]:
    return index.row(), index.column()


def _key(text: str) -> str:
    return text.replace("\r\n", "\n").rstrip("\n")
