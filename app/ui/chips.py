"""Live figures inside a text that is being written: each is one character, drawn as a chip with the figure in it."""

from collections.abc import Iterator, Mapping

from PySide6.QtCore import QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QPainter,
    QPen,
    QPyTextObject,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)

from app.domain.live import LiveFigure
from app.domain.narrative import LIVE
from app.ui import ink
from app.ui.theme import colour

SIGN = "\ufffc"
"""The character that stands for a chip in Qt's text."""
_KIND = QTextFormat.ObjectTypes.UserObject.value + 1
_MARK = QTextFormat.Property.UserProperty.value + 1
_PADDING, _GAP, _AIR = 4.0, 1.0, 1.0


class Chips(QPyTextObject):
    """Draws the chips of one document; `figures` says what each mark prints now."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self.figures: Mapping[str, LiveFigure] = {}
        document.documentLayout().registerHandler(_KIND, self)

    def words(self, mark: str) -> str:
        """Return what a mark prints."""
        figure = self.figures.get(mark)
        return figure.words if figure else "…"

    def intrinsicSize(self, document: QTextDocument, place: int, form: QTextFormat) -> QSizeF:
        """Return the size of a chip."""
        metrics = QFontMetricsF(_font(document))
        wide = metrics.horizontalAdvance(self.words(mark_of(form)))
        return QSizeF(wide + 2 * (_PADDING + _GAP), metrics.height() + 2 * _AIR)

    def drawObject(
        self, painter: QPainter, rect: QRectF | QRect, document: QTextDocument, place: int, form: QTextFormat
    ) -> None:
        """Draw a chip; one without value has a dashed edge in the warning colour."""
        mark = mark_of(form)
        figure = self.figures.get(mark)
        lost = figure is not None and bool(figure.reason)
        box = QRectF(rect).adjusted(_GAP, 0.5, -_GAP, -0.5)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = colour("status_behind" if lost else "edge")
        painter.setPen(QPen(edge, 1, Qt.PenStyle.DashLine if lost else Qt.PenStyle.SolidLine))
        painter.setBrush(ink.mixed(colour("surface"), colour("accent"), 0.0 if lost else 0.1))
        painter.drawRoundedRect(box, 3, 3)
        painter.setPen(edge if lost else colour("ink"))
        painter.setFont(_font(document))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.words(mark))
        painter.restore()


def _font(document: QTextDocument) -> QFont:
    return document.defaultFont()


def is_chip(form: QTextFormat) -> bool:
    """Say whether a format is that of a chip."""
    return form.objectType() == _KIND


def mark_of(form: QTextFormat) -> str:
    """Return the mark that a chip stands for."""
    return str(form.property(_MARK))


def insert_text(cursor: QTextCursor, text: str) -> None:
    """Put a stored text at a cursor in place of what it selects, its marks as chips; one step of undo."""
    cursor.beginEditBlock()
    cursor.removeSelectedText()
    plain = QTextCharFormat()
    done = 0
    for found in LIVE.finditer(text):
        cursor.insertText(text[done : found.start()], plain)
        cursor.insertText(SIGN, _format(found.group()))
        done = found.end()
    cursor.insertText(text[done:], plain)
    cursor.endEditBlock()


def _format(mark: str) -> QTextCharFormat:
    form = QTextCharFormat()
    form.setObjectType(_KIND)
    form.setProperty(_MARK, mark)
    form.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignBaseline)
    return form


def stored_text(document: QTextDocument, start: int = 0, end: int | None = None) -> str:
    """Return the text from one place of Qt's to another as the file stores it, chips as their marks."""
    last = document.characterCount() - 1 if end is None else end
    lines = []
    block = document.findBlock(start)
    while block.isValid() and block.position() <= last:
        lines.append("".join(_pieces(block, start, last)))
        block = block.next()
    return "\n".join(lines)


def _pieces(block: QTextBlock, start: int, end: int) -> Iterator[str]:
    """Yield the pieces of a block between two places, a chip a piece."""
    walk = block.begin()
    while not walk.atEnd():
        fragment = walk.fragment()
        first, last = max(start, fragment.position()), min(end, fragment.position() + fragment.length())
        if first < last and is_chip(fragment.charFormat()):
            yield mark_of(fragment.charFormat()) * (last - first)
        elif first < last:
            yield _between(block.document(), first, last)
        walk += 1


def _between(document: QTextDocument, first: int, last: int) -> str:
    cursor = QTextCursor(document)
    cursor.setPosition(first)
    cursor.setPosition(last, QTextCursor.MoveMode.KeepAnchor)
    return cursor.selectedText().replace("\u2028", "\n").replace("\xa0", " ")


def mark_before(document: QTextDocument, place: int) -> str:
    """Return the mark of the chip that ends at a place of Qt's text, '' where none does."""
    if not 0 < place < document.characterCount():
        return ""
    probe = QTextCursor(document)
    probe.setPosition(place)
    return mark_of(probe.charFormat()) if is_chip(probe.charFormat()) else ""


def rebullet(cursor: QTextCursor, old: str, new: str) -> None:
    """Put another bullet, or none, in place of the one with which the cursor's line begins."""
    if old == new:
        return
    cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock)
    cursor.movePosition(QTextCursor.MoveOperation.NextCharacter, QTextCursor.MoveMode.KeepAnchor, len(old))
    cursor.insertText(new, QTextCharFormat())


def place_of(text: str, index: int) -> int:
    """Return the place in Qt's text of a character of the stored text; one inside a mark stands before its chip.

    Qt counts characters outside the first plane as two.
    """
    passed = 0
    before = []
    for found in LIVE.finditer(text):
        if found.end() > index:
            if found.start() < index:
                index = found.start()
            break
        before += [text[passed : found.start()], SIGN]
        passed = found.end()
    plain = "".join(before) + text[passed:index]
    return len(plain.encode("utf-16-le")) // 2
