"""Boxes for errors and bugs: shown at once, never waiting, their text as it is written."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QWidget

from app.domain.errors import InputError, StorageError
from app.ui.dialogs.message import SMALL_PRINT, show_bug, show_error
from app.ui.spaced_label import JOINED


@pytest.fixture(autouse=True)
def offscreen(noise: Any) -> Iterator[None]:
    """Overhear what Qt's offscreen plugin says of itself: it has no window manager to hand a dialog's sizes to."""
    yield
    noise.heard[:] = [text for text in noise.heard if "This plugin does not support" not in text]


@pytest.fixture
def window(qapp: object) -> Iterator[QWidget]:
    widget = QWidget()
    widget.show()
    yield widget
    widget.close()
    widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_an_error_says_what_happened_what_to_do_and_its_code(window: QWidget) -> None:
    error = StorageError("disk_full", "空き容量が足りません。", "別の場所に控えを保存してください。", "SQLITE_FULL")
    box = show_error(window, error)
    assert box.isVisible() and box.parentWidget() is window
    assert box.text() == "空き容量が足りません。"
    assert box.informativeText() == "別の場所に控えを保存してください。"
    small = box.findChild(QLabel, SMALL_PRINT)
    assert small.text() == "disk_full SQLITE_FULL" and small.isVisible()
    box.close()


def test_a_plain_error_has_nothing_in_small_print_and_no_markup(window: QWidget) -> None:
    box = show_error(window, InputError("<b>12</b> は読めません。"))
    assert (box.text(), box.informativeText()) == ("<b>12</b> は読めません。", "")
    shown = QTextDocument()
    shown.setHtml(box.findChild(QLabel, "qt_msgbox_label").text())
    assert shown.toPlainText().replace(JOINED, "") == "<b>12</b> は読めません。"
    assert [button.text() for button in box.buttons()] == ["閉じる"]
    box.close()


def test_ctrl_c_copies_the_words_as_they_are_read(window: QWidget) -> None:
    box = show_error(window, StorageError("corrupt", "「A & B」は壊れています。", "控えから復元できます。"))
    QTest.keyClick(box, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == "お知らせ\n「A & B」は壊れています。\n控えから復元できます。"
    box.close()


def test_a_bug_names_the_log_and_a_second_one_does_not_pile_up(window: QWidget, tmp_path: Path) -> None:
    log = tmp_path / "program.log"
    box = show_bug(window, log, "Traceback …")
    assert str(log) in box.informativeText() and box.detailedText() == "Traceback …"
    assert show_bug(window, log, "again") is box
    box.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    other = show_bug(window, log, "later")
    assert isinstance(other, QMessageBox) and other.detailedText() == "later"
    other.close()
