"""Closing the window over what is being typed: what can be taken is saved, what cannot keeps the window open."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.domain.metrics import Observation
from app.services.document import Document
from app.storage.database import open_database
from app.storage.repository import Repository
from app.ui.main_window import MainWindow
from tests.ui.test_main_window import MARCH, message, shown

pytestmark = pytest.mark.usefixtures("theme", "offscreen")


def type_into_march(document: Document, text: str) -> MainWindow:
    """Open a window, lead to the waiting month and type without leaving the cell."""
    window = shown(document)
    place = document.first_waiting_figure()
    assert place is not None and place.key == MARCH
    window.lead_to(place)
    for letter in text:
        QTest.keyClick(QApplication.focusWidget(), letter)
    return window


def test_a_text_that_cannot_be_taken_keeps_the_window_open(document: Document) -> None:
    window = type_into_march(document, "abc")
    assert not window.close()
    assert window.isVisible() and "Esc" in message(window)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert window.close()


@pytest.mark.parametrize("text", ["1900", "1,900"])
def test_a_figure_still_in_its_editor_is_saved_by_closing(document: Document, text: str) -> None:
    window = type_into_march(document, text)
    assert window.close()
    reopened = Repository(open_database(document.path, read_only=True))
    stored = reopened.read_one(Observation, MARCH)
    reopened.close()
    assert stored is not None and stored.value == "1900"
