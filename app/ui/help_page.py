"""One page of the manual: Markdown laid out for Japanese, its pictures as wide as the window allows."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, QTimer, QUrl
from PySide6.QtGui import (
    QColor,
    QImage,
    QPainter,
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
)
from PySide6.QtWidgets import QTextBrowser, QTextEdit, QWidget

from app.ui.help_pages import Manual
from app.ui.theme import colour, text_font

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from PySide6.QtGui import QTextBlock

TEXT_SIZE = 14  # logical px
HEAD_SIZES = {1: 22, 2: 17, 3: 15}
LINE_PERCENT = 150.0
MARGIN = 20  # px around the page
SETTLING_MS = 80  # pictures are scaled anew when the window has stopped changing
_IMAGE = QTextDocument.ResourceType.ImageResource.value


class HelpPage(QTextBrowser):
    """Shows a page of the manual by the name of its file; a part of it by its heading (`03-values.md#値を消す`)."""

    def __init__(self, manual: Manual, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._manual = manual
        self._hits: list[tuple[int, int]] = []
        self._chosen = 0
        self._fresh = False  # loaded and not laid out yet
        self._pictures: dict[str, QImage] = {}
        self._settled = QTimer(self, singleShot=True, interval=SETTLING_MS)
        self._settled.timeout.connect(self._fit_pictures)
        self.setFont(text_font(TEXT_SIZE))
        self.document().setDocumentMargin(MARGIN)
        self.document().setUndoRedoEnabled(False)
        self.sourceChanged.connect(self._on_source)

    def title(self) -> str:
        """Return the page's first heading."""
        return self.document().firstBlock().text()

    def _on_source(self, place: QUrl) -> None:
        """Lay a page out that has just been loaded; its headings are what a link may lead to."""
        if self._fresh:
            self._fresh = False
            self.mark([], 0)
            self._dress()
            self._fit_pictures()
        if place.fragment():
            self.scrollToAnchor(place.fragment(QUrl.ComponentFormattingOption.FullyDecoded))

    def loadResource(self, kind: int, place: QUrl | str) -> Any:
        """Return a page's Markdown, or a picture as wide as there is room, as sharp as the screen."""
        name = QUrl(place)
        if int(kind) == _IMAGE:
            return self._scaled(name.path())
        self._fresh = True
        return self._manual.source(name.path())

    def mark(self, hits: "Sequence[tuple[int, int]]", chosen: int) -> None:
        """Highlight places of the text and go to the chosen one of them."""
        self._hits, self._chosen = list(hits), chosen
        self._paint_hits()
        if self._hits:
            cursor = QTextCursor(self.document())
            cursor.setPosition(self._hits[chosen][0])
            self.setTextCursor(cursor)
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + self.cursorRect().top() - self.viewport().height() // 3)

    def _paint_hits(self) -> None:
        shown = []
        for place, (start, end) in enumerate(self._hits):
            ground, ink = ("accent", "accent_ink") if place == self._chosen else ("strip", "ink")
            selection = QTextEdit.ExtraSelection()
            selection.format.setBackground(colour(ground))
            selection.format.setForeground(colour(ink))
            cursor = QTextCursor(self.document())
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            selection.cursor = cursor
            shown.append(selection)
        self.setExtraSelections(shown)

    # pictures

    def _room(self) -> int:
        return max(self.viewport().width() - 2 * MARGIN - 4, 120)

    def _scaled(self, name: str) -> QImage:
        if name not in self._pictures:  # in true colour: nothing can be drawn on one with a palette
            self._pictures[name] = QImage(str(self._manual.folder / name)).convertToFormat(QImage.Format.Format_RGB32)
        original = self._pictures[name]
        if original.isNull():
            return original
        ratio = self.devicePixelRatioF()
        wide = min(self._room(), original.width())
        image = original.scaledToWidth(round(wide * ratio), Qt.TransformationMode.SmoothTransformation)
        painter = QPainter(image)
        painter.setPen(colour("line"))  # where a window ends and the page goes on
        painter.drawRect(image.rect().adjusted(0, 0, -1, -1))
        painter.end()
        image.setDevicePixelRatio(ratio)
        return image

    def _fit_pictures(self) -> None:
        document = self.document()
        for name in {name for block in _blocks(document) for name in _image_names(block)}:
            document.addResource(_IMAGE, QUrl(name), self._scaled(name))
        document.markContentsDirty(0, document.characterCount())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Scale the pictures anew."""
        super().resizeEvent(event)
        self._settled.start()

    # how it looks

    def changeEvent(self, event: QEvent) -> None:
        """Dress the page anew when the system changes between light and dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_manual"):
            self._dress()
            self._paint_hits()

    def _dress(self) -> None:
        for block in _blocks(self.document()):
            self._dress_block(block)
        for frame in self.document().rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                _dress_table(frame)

    def _dress_block(self, block: "QTextBlock") -> None:
        cursor = QTextCursor(block)
        cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
        level = block.blockFormat().headingLevel()
        lines = QTextBlockFormat()
        picture = any(_image_names(block))
        # A line's height is a share of what stands in it: a picture would get half of itself as air.
        percent = 100.0 if picture else LINE_PERCENT
        lines.setLineHeight(percent, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        in_table = QTextCursor(block).currentTable() is not None
        lines.setTopMargin(22 if level == 2 else 14 if level == 3 else 0)
        lines.setBottomMargin(0 if in_table else 4 if block.textList() else 10)
        QTextCursor(block).mergeBlockFormat(lines)
        if level:
            self._dress_heading(block, level)

    def _dress_heading(self, block: "QTextBlock", level: int) -> None:
        words = QTextCharFormat()
        font = text_font(HEAD_SIZES.get(level, TEXT_SIZE))
        font.setBold(True)
        words.setFont(font)
        words.setForeground(colour("accent"))
        words.setAnchor(True)
        words.setAnchorNames([block.text()])
        cursor = QTextCursor(block)
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        cursor.mergeCharFormat(words)


def _blocks(document: QTextDocument) -> "Iterator[QTextBlock]":
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


def _image_names(block: "QTextBlock") -> "Iterator[str]":
    place = block.begin()
    while not place.atEnd():
        words = place.fragment().charFormat()
        if words.isImageFormat():
            yield words.toImageFormat().name()
        place += 1


def _dress_table(table: QTextTable) -> None:
    look = table.format()
    look.setBorder(1)
    look.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    look.setBorderBrush(colour("line"))
    look.setBorderCollapse(True)
    look.setCellPadding(6)
    look.setCellSpacing(0)
    look.setTopMargin(2)
    look.setBottomMargin(12)
    look.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    table.setFormat(look)
    for column in range(table.columns()):
        head = table.cellAt(0, column)
        ground = head.format()
        ground.setBackground(QColor(colour("head")))
        head.setFormat(ground)
