"""Copied cells that remember which figures of the board they show, so that a text can take them in live."""

import json
from collections.abc import Iterable

from PySide6.QtCore import QByteArray, QMimeData, QModelIndex

from app.domain.report import FigureView
from app.ui.grid_model import GridModel

FIGURES = "application/x-ict-plan-figures"
MOST = 20  # a sentence takes a few figures; a whole table is pasted as text


def with_figures(text: str, model: GridModel, indexes: Iterable[QModelIndex]) -> QMimeData:
    """Return a copied text with the (metric, period) of its cells beside it where they are results of the board."""
    mime = QMimeData()
    mime.setText(text)
    views = [model.cell(model.rows[index.row()], index.column()).figure for index in sorted(indexes, key=_place)]
    pairs = [[view.metric, view.period] for view in views if view is not None and _is_result(view)]
    if pairs and len(pairs) == len(views) <= MOST:
        mime.setData(FIGURES, QByteArray(json.dumps(pairs).encode()))
    return mime


def figures_in(mime: QMimeData) -> list[tuple[str, str]]:
    """Return the (metric, period) pairs that a copied text remembers."""
    if not mime.hasFormat(FIGURES):
        return []
    return [(str(metric), str(period)) for metric, period in json.loads(bytes(mime.data(FIGURES).data()))]


def _place(index: QModelIndex) -> tuple[int, int]:
    return index.row(), index.column()


def _is_result(view: FigureView) -> bool:
    named = view.metric is not None and view.period is not None
    return named and (view.key is None or view.key[2] == "result")
