"""Helpers of the working surfaces' tests: a shown window, keys as a person presses them, boards in real files."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QEvent, QEventLoop, QMimeData, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from app.domain.board_text import BoardRows
from app.domain.report import BlockView
from app.services.document import Document
from app.storage.database import open_database
from app.storage.repository import Repository, create_board
from app.ui.bubble import Bubble

CONTROL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
PATIENCE_MS = 20_000  # a busy machine is no failure


def until(holds: Callable[[], object]) -> None:
    """Let the window live until something holds; fail after PATIENCE_MS."""
    deadline = QDeadlineTimer(PATIENCE_MS)
    while not holds():
        assert not deadline.hasExpired(), "what was waited for did not come"
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)


def show(widget: QWidget, width: int = 1366, height: int = 571) -> None:
    """Show a widget as the active window of a size in logical pixels."""
    widget.resize(width, height)
    widget.show()
    widget.activateWindow()
    until(lambda: QApplication.activeWindow() is widget.window())


def focused() -> QWidget:
    """Return the widget that gets the keys."""
    found = QApplication.focusWidget()
    assert found is not None
    return found


def type_keys(text: str) -> None:
    """Type a text key by key into whatever has the focus."""
    for sign in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            key = Qt.Key(ord(sign.upper())) if sign.isascii() else Qt.Key.Key_unknown
            QApplication.sendEvent(focused(), QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, sign))


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key where the focus is."""
    QTest.keyClick(focused(), key, modifier)


def choose_in_menu(text: str) -> None:
    """Choose an entry of the open menu with the keyboard."""
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    action = next(action for action in menu.actions() if action.text() == text)
    owner = menu.parentWidget().window()
    menu.setActiveAction(action)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    owner.activateWindow()  # the offscreen platform does not give the focus back by itself
    until(lambda: QApplication.activeWindow() is owner and QApplication.focusWidget() is not None)


def put_on_clipboard(text: str, html: str = "") -> None:
    """Put a text on the clipboard as another program does, a table beside it where there is one."""
    if not html:
        QApplication.clipboard().setText(text)
        return
    mime = QMimeData()
    mime.setText(text)
    mime.setHtml(html)
    QApplication.clipboard().setMimeData(mime)


def block_of(document: Document, node: str, uid: str) -> BlockView:
    """Return a block of an item as it is now."""
    return next(block for block in document.item_report(node).blocks if block.uid == uid or _table(block) == uid)


def _table(block: BlockView) -> str | None:
    return block.table.uid if block.table else None


@contextmanager
def opened(rows: BoardRows, path: Path) -> Iterator[Document]:
    """Make a board file, open it, and close it afterwards."""
    create_board(path, rows, created_with="tests").close()
    document = Document(Repository(open_database(path)), path, who="試験", pc="PC")
    yield document
    document.close()


def bubble_text(widget: QWidget) -> str:
    """Return what the word beside a cell says, '' where there is none."""
    found = [bubble for bubble in widget.findChildren(Bubble) if bubble.isVisible()]
    return found[0].accessibleName() if found else ""
