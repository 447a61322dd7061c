"""Fonts need an application."""

import pytest
from PySide6.QtWidgets import QApplication


@pytest.fixture(autouse=True)
def fonts(qapp: QApplication) -> None:
    """Have Qt's fonts at hand."""
