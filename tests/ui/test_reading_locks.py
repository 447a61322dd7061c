"""Reading stops nobody: while every tab is opened, other programs read and write the same file as if alone."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest
from PySide6.QtWidgets import QApplication

from app.paths import load_preferences
from app.services.document import Document
from app.ui.main_window import MainWindow
from tests.ui.working import show, until

pytestmark = pytest.mark.usefixtures("theme", "offscreen")


@contextmanager
def another_program(document: Document, begin: str) -> Iterator[sqlite3.Connection]:
    """Give a program that waits for nothing and is in the middle of reading or of writing."""
    with closing(sqlite3.connect(document.path, isolation_level=None, timeout=0)) as other:
        other.execute(begin)
        other.execute("SELECT count(*) FROM observation").fetchall()
        yield other
        if other.in_transaction:
            other.execute("ROLLBACK")


def open_every_tab(document: Document) -> Iterator[MainWindow]:
    main = MainWindow(document, load_preferences())
    show(main)
    for row in range(main.tab_bar.count()):
        main.show_tab_number(row)
        QApplication.processEvents()
        assert main.page() is not None and main.page().isVisible()
        yield main
    until(lambda: not document.counting and document.last_proof is not None)
    yield main
    assert not document.pending
    main.close()


def test_opening_tabs_goes_on_beside_another_reader_and_leaves_the_file_free_for_a_writer(document: Document) -> None:
    with another_program(document, "BEGIN"):
        for _ in open_every_tab(document):
            with another_program(document, "BEGIN IMMEDIATE") as writer:
                writer.execute("UPDATE meta SET revision = revision + 1")


def test_opening_tabs_goes_on_beside_a_writer_whose_commit_nothing_keeps_out(document: Document) -> None:
    for _ in open_every_tab(document):
        with another_program(document, "BEGIN IMMEDIATE") as writer:
            writer.execute("UPDATE board SET title = title || '.'")
            QApplication.processEvents()
            writer.execute("COMMIT")


def test_what_a_writer_does_while_tabs_are_opened_is_not_held_by_them(document: Document) -> None:
    tabs = open_every_tab(document)
    next(tabs)
    with another_program(document, "BEGIN IMMEDIATE") as writer:
        for _ in tabs:
            writer.execute("UPDATE meta SET revision = revision + 1")
