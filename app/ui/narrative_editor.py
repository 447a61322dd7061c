"""The editor of a slide's text: bullets as the paper prints them, and live figures as chips that follow the board."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QByteArray, QEvent, QMimeData, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QTextCursor,
)
from PySide6.QtWidgets import QMenu, QToolTip, QWidget

from app.domain import bullets
from app.domain.live import LiveFigure
from app.domain.narrative import LIVE
from app.domain.text import clean_pasted
from app.ui import chips, copied
from app.ui.text_editor import TextEditor

STORED = "application/x-ict-plan-text"
_UNHELD = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_TABS = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)


class NarrativeEditor(TextEditor):
    """A text with chips. Enter continues a bullet, Tab indents it, Backspace takes it away; Ctrl+Tab leads on.

    Signals besides TextEditor's: `figure_wanted(str)` where a figure is to be put in ('') or the mark of the selected
    chip is to be written another way, `pasted(tuple)` with the changes that cleaned a pasted text.
    """

    figure_wanted = Signal(str)
    pasted = Signal(tuple)

    def __init__(self, name: str, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(name, placeholder, parent)
        self.holding = False  # a window of this text's own has the keys for a moment: nothing is committed
        self._passing = False  # Tab came in and leads on, until a person does something here
        self._chips = chips.Chips(self.document())

    # chips

    def show_figures(self, figures: Mapping[str, LiveFigure]) -> None:
        """Let the chips print other figures; what is being written stays."""
        if figures != self._chips.figures:
            self._chips.figures = dict(figures)
            self.document().markContentsDirty(0, self.document().characterCount())
            self.viewport().update()
        self.setAccessibleDescription(self.printed(self.text()))

    def text(self) -> str:
        """Return the text as the file stores it."""
        return chips.stored_text(self.document())

    def printed(self, text: str) -> str:
        """Return a stored text as it prints now."""
        return LIVE.sub(lambda found: self._chips.words(found.group()), text)

    def place_of(self, index: int) -> int:
        """Return the place in Qt's text of a character of the stored text."""
        return chips.place_of(self.text(), index)

    def fill(self, text: str) -> None:
        """Put a stored text in place of all there is."""
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        chips.insert_text(cursor, text)
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def commit(self) -> None:
        """Give what was written to the owner; a mark that was typed letter by letter becomes a chip."""
        super().commit()
        if LIVE.search(self.toPlainText()):
            self.fill(self.text())

    def put(self, text: str) -> None:
        """Put a stored text at the cursor, or in place of what is selected; one step of undo."""
        self._put_at(self.textCursor(), text)

    def put_over(self, start: int, end: int, text: str) -> None:
        """Put a stored text in place of a run of characters of the stored text; one step of undo."""
        self._put_at(self._cursor_over(start, end), text)

    def _put_at(self, cursor: QTextCursor, text: str) -> None:
        chips.insert_text(cursor, text)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def chip_here(self) -> str:
        """Select the chip at the cursor, before it or behind it, and return its mark; '' for none."""
        cursor = self.textCursor()
        ends = [cursor.selectionEnd()] if cursor.hasSelection() else [cursor.position(), cursor.position() + 1]
        for end in ends:
            mark = chips.mark_before(self.document(), end)
            if mark:
                cursor.setPosition(end - 1)
                cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
                self.setTextCursor(cursor)
                return mark
        return ""

    def turn_into_words(self) -> None:
        """Replace the chip at the cursor by the words that it prints, which follow the board no more."""
        mark = self.chip_here()
        if mark:
            self.put(self.printed(mark))

    # bullets

    def toggle_bullets(self) -> None:
        """Give the selected lines bullets, or take them away where all have one."""
        self._rewrite(bullets.toggled)

    def _rewrite(self, rewritten: Callable[[list[str]], list[str]]) -> bool:
        """Give the selected lines other bullets, one step of undo; the words behind them are not touched."""
        cursor = self.textCursor()
        first = self.document().findBlock(cursor.selectionStart()).blockNumber()
        last = self.document().findBlock(cursor.selectionEnd()).blockNumber()
        blocks = [self.document().findBlockByNumber(number) for number in range(first, last + 1)]
        before = [block.text() for block in blocks]
        after = rewritten(before)
        cursor.beginEditBlock()
        for block, old, new in zip(blocks, before, after, strict=True):
            chips.rebullet(QTextCursor(block), bullets.bullet_of(old), bullets.bullet_of(new))
        cursor.endEditBlock()
        return before != after

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Indent a bullet with Tab, or the other way; where there is none to indent the focus moves on."""
        step = bullets.indented if forward else bullets.outdented
        stays = self._passing or self.isReadOnly()
        if not stays and self._rewrite(lambda lines: [step(line) for line in lines]):
            return True
        return super().focusNextPrevChild(forward)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what a bullet wants of Enter and Backspace; F2 writes a chip another way."""
        self._passing = self._passing and event.key() in _TABS
        if event.key() == Qt.Key.Key_F2:
            self.figure_wanted.emit(self.chip_here())
        elif event.key() in _TABS and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().focusNextPrevChild(event.key() == Qt.Key.Key_Tab)
        elif event.matches(QKeySequence.StandardKey.Copy) or event.matches(QKeySequence.StandardKey.Cut):
            self.copy_selected(cut=event.matches(QKeySequence.StandardKey.Cut))
        elif self.isReadOnly() or not self._bullet_key(event):
            super().keyPressEvent(event)

    def _bullet_key(self, event: QKeyEvent) -> bool:
        cursor = self.textCursor()
        line = cursor.block().text()
        bullet = bullets.bullet_of(line)
        if not bullet or cursor.hasSelection() or event.modifiers() not in _UNHELD:
            return False
        if event.key() in _ENTER and cursor.positionInBlock() >= len(bullet):
            if line == bullet:  # Enter on an empty bullet ends the list
                chips.rebullet(cursor, bullet, "")
            else:
                cursor.insertText("\n" + bullet)
            self.ensureCursorVisible()
            return True
        if event.key() == Qt.Key.Key_Backspace and cursor.positionInBlock() == len(bullet):
            chips.rebullet(cursor, bullet, bullet[1:] if len(bullet) > 1 else "")
            return True
        return False

    # what comes in and goes out

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Take in a text with its chips, copied cells as chips, or other text cleaned of what a PDF leaves in it."""
        known = copied.meant_by(source.text())
        if source.hasFormat(STORED):
            self.put(bytes(source.data(STORED).data()).decode())
        elif known:
            self.put(known)
        elif source.hasText():
            cleaned = clean_pasted(source.text())
            self.put(cleaned.text.removesuffix("\n"))
            told = tuple(change for change in cleaned.changes if change.kind != "newline")
            if told:
                self.pasted.emit(told)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Say whether something can be pasted or dropped here."""
        return source.hasFormat(STORED) or super().canInsertFromMimeData(source)

    def selected(self) -> str:
        """Return what is selected as the file stores it."""
        cursor = self.textCursor()
        return chips.stored_text(self.document(), cursor.selectionStart(), cursor.selectionEnd())

    def copy_selected(self, cut: bool = False) -> None:
        """Put what is selected on the clipboard, for this program with its chips; `cut` takes it out as well."""
        if self.textCursor().hasSelection():
            copied.put(self.printed(self.selected()), self.selected())
            if cut and not self.isReadOnly():
                self.textCursor().removeSelectedText()

    def createMimeDataFromSelection(self) -> QMimeData:
        """Return what is selected for being dragged elsewhere."""
        mime = QMimeData()
        mime.setText(self.printed(self.selected()))
        mime.setData(STORED, QByteArray(self.selected().encode()))
        return mime

    # asking

    def event(self, event: QEvent) -> bool:
        """Say what a chip under the mouse is."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self._tip(event), self)
            return True
        return super().event(event)

    def _tip(self, event: QHelpEvent) -> str:
        cursor = self.cursorForPosition(self.viewport().mapFrom(self, event.pos()))
        for end in (cursor.position(), cursor.position() + 1):
            figure = self._chips.figures.get(chips.mark_before(self.document(), end))
            if figure:
                return "\n".join(
                    filter(None, (figure.full_name, figure.reason, "F2・ダブルクリックで書き方を変えます"))
                )
        return ""

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Let a chip be written another way."""
        super().mouseDoubleClickEvent(event)
        self.setTextCursor(self.cursorForPosition(event.position().toPoint()))
        mark = self.chip_here()
        if mark:
            self.figure_wanted.emit(mark)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Stay here with Tab from now on."""
        self._passing = False
        super().mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer the usual entries, figures and bullets."""
        menu = QMenu(self)
        mark = self.chip_here() if self.hasFocus() else ""
        chosen, written = self.textCursor().hasSelection(), not self.isReadOnly()
        menu.addAction("切り取り\tCtrl+X", lambda: self.copy_selected(cut=True)).setEnabled(chosen and written)
        menu.addAction("コピー\tCtrl+C", self.copy_selected).setEnabled(chosen)
        menu.addAction("貼り付け\tCtrl+V", self.paste).setEnabled(written)
        menu.addAction("すべて選択\tCtrl+A", self.selectAll)
        menu.addSeparator()
        if mark:
            menu.addAction("数値の書き方…\tF2", lambda: self.figure_wanted.emit(mark))
            menu.addAction("ただの文字にする", self.turn_into_words)
        menu.addAction("数値を入れる…\tCtrl+Shift+F", lambda: self.figure_wanted.emit(""))
        menu.addAction("箇条書き\tCtrl+Shift+L", self.toggle_bullets)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Take the keys; after Tab the next one leads on."""
        self._passing = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        super().focusInEvent(event)

    def leaves(self) -> bool:
        """Say whether losing the keys ends the writing: not where a window of this text's own takes them."""
        return super().leaves() and not self.holding
