"""The output window on a small board of eight pages, for its tests."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.domain.blocks import Block
from app.domain.board_text import BoardRows
from app.domain.entity import to_row
from app.layout.page import Page
from app.services.document import Document
from app.ui.dialogs.export_dialog import ExportDialog
from app.ui.dialogs.writing_dialog import Stage
from tests.sample_board import sample_board
from tests.ui.working import opened, until

COVER, GOALS, FIRST, SECOND = "cover", "section", "goal:goal-1", "goal:goal-2"
DX, ROAD, CLOSING = "section:dx", "item:road", "closing"
LEFT = Qt.MouseButton.LeftButton
ORDER = [COVER, GOALS, FIRST, SECOND, DX, ROAD, CLOSING]


def board() -> BoardRows:
    """Return the rows of a board of eight pages, two of them the roadmap's.

    It is not marked as a sample, so that the paper's own mark is printed.
    """
    rows = sample_board()
    for row in rows["board"]:
        row["is_sample"] = 0
    body = "\n".join(f"{number}番目の窓口を見直しました。" for number in range(30))
    rows["block"].append(to_row(Block(uid="road-text", node="road", position=2, kind="text", body=body)))
    return rows


@contextmanager
def output_window(path: Path, rows: BoardRows | None = None, **options: Any) -> Iterator[ExportDialog]:
    """Show the window over a board in a real file, its paper laid out."""
    with opened(rows or board(), path) as document:
        window = ExportDialog(document, path.parent, **options)
        window.resize(1180, 720)
        window.show()
        window.activateWindow()
        settled(window)
        yield window
        if window.isVisible():
            window.reject()
        window.deleteLater()


def settled(window: ExportDialog) -> None:
    """Wait until the paper is laid out and it is known what lies where it will be written."""
    until(lambda: not window.source.busy and window.near.has(window.path) is not None)


def document_of(window: ExportDialog) -> Document:
    """Return the open file of a window."""
    return window.slides.document


def titles(window: ExportDialog) -> list[str]:
    """Return the titles of the pages that are previewed."""
    return [page.title for page in window.preview.view.pages]


def texts(pages: tuple[Page, ...]) -> str:
    """Return everything that is written on pages."""
    return "\n".join(cell.shown for page in pages for cell in page.cells)


@pytest.fixture
def window(tmp_path: Path, qapp: QApplication) -> Iterator[ExportDialog]:
    with output_window(tmp_path / "計画.ictplan") as found:
        yield found


def printed(window: ExportDialog) -> list[str]:
    """Return the slides that the file says are printed."""
    return [entry.key for entry in document_of(window).outline() if entry.printed]


def click_box(window: ExportDialog, key: str) -> None:
    """Click the check box of a slide, and wait for the paper."""
    view, model = window.slides.view, window.slides.model
    index = model.index(model.row_of(key))
    row = view.visualRect(index)
    box = view.itemDelegate().box_rect(row, model.entries[index.row()])  # type: ignore[attr-defined]
    QTest.mouseClick(view.viewport(), LEFT, pos=box.center())
    settled(window)


def choose(window: ExportDialog, key: str) -> None:
    """Click on a slide's title."""
    view, model = window.slides.view, window.slides.model
    row = view.visualRect(model.index(model.row_of(key)))
    QTest.mouseClick(view.viewport(), LEFT, pos=QPoint(row.center().x(), row.center().y()))


def written(window: ExportDialog) -> None:
    """Press the button and wait until the writing has ended."""
    window.write.click()
    until(lambda: window.stage is not Stage.WRITING)
    assert window.stage is Stage.DONE, window.message.text()


def pages_of(pdf: Path) -> int:
    """Return the number of pages of a PDF, which must be whole."""
    data = pdf.read_bytes()
    assert data.startswith(b"%PDF-") and data.rstrip().endswith(b"%%EOF")
    return len(re.findall(rb"/Type /Page\b", data))
