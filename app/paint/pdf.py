"""The deck as a PDF: vector text with its fonts inside, the same bytes for the same deck."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QUuid
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter

from app.domain.progress import Progress
from app.layout.page import Deck
from app.paint.painter import paint_page
from app.paint.sheet import SheetPlan, place_of

_DOTS_PER_INCH = 1200  # fine enough that a line of 1 px is as thick on every sheet
_DOTS_PER_MM = _DOTS_PER_INCH / 25.4
_NAMESPACE = QUuid("{7b0e9a52-3a1c-5d0a-9d55-0d5f1d6f2a41}")
_INFO_DATE = re.compile(rb"(/(?:CreationDate|ModDate) \(D:)\d{14}")
_XMP_DATE = re.compile(rb'(xmp:(?:CreateDate|ModifyDate|MetadataDate)=")\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d')


def write_pdf(deck: Deck, plan: SheetPlan, sink: BinaryIO) -> Iterator[Progress]:
    """Write the pages of a deck to sink as a PDF, yielding before each page and once before the file is closed.

    Nothing is written to sink before the PDF is whole: closing the generator cancels. May run in any thread, as long as
    a QGuiApplication is there for its fonts.
    """
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = _writer(buffer, deck, plan)
    painter = QPainter(writer)
    try:
        for index, page in enumerate(deck.pages):
            yield Progress(f"「{page.title}」を描いています", index, len(deck.pages))
            if index and index % plan.slides == 0:
                writer.newPage()
            _paint(painter, deck, plan, index)
        yield Progress("ファイルにまとめています", len(deck.pages), len(deck.pages))
    finally:
        painter.end()
    sink.write(_dated(bytes(buffer.data().data()), deck))


def _writer(buffer: QBuffer, deck: Deck, plan: SheetPlan) -> QPdfWriter:
    writer = QPdfWriter(buffer)
    writer.setTitle(deck.title)
    writer.setAuthor(deck.author)
    writer.setCreator("ICT計画ボード")
    # Qt would make up a new one each time.
    writer.setDocumentId(QUuid.createUuidV5(_NAMESPACE, f"{deck.title}\n{deck.dated}\n{plan}".encode()))
    turn = QPageLayout.Orientation.Portrait if plan.paper == "a4x2" else QPageLayout.Orientation.Landscape
    size = QPageSize.PageSizeId.A3 if plan.paper == "a3x2" else QPageSize.PageSizeId.A4
    writer.setPageLayout(QPageLayout(QPageSize(size), turn, QMarginsF()))
    writer.setResolution(_DOTS_PER_INCH)
    return writer


def _paint(painter: QPainter, deck: Deck, plan: SheetPlan, index: int) -> None:
    place = place_of(plan, index)
    painter.save()
    painter.translate(place.x * _DOTS_PER_MM, place.y * _DOTS_PER_MM)
    painter.scale(place.mm_per_px * _DOTS_PER_MM, place.mm_per_px * _DOTS_PER_MM)
    paint_page(painter, deck.pages[index], deck.colours)
    painter.restore()


def _dated(data: bytes, deck: Deck) -> bytes:
    """Return a PDF dated by the deck's day: Qt knows only the present moment. Lengths stay, so do the offsets."""
    day = deck.dated.isoformat().encode()
    data = _INFO_DATE.sub(rb"\g<1>" + day.replace(b"-", b"") + b"000000", data)
    return _XMP_DATE.sub(rb"\g<1>" + day + b"T00:00:00", data)
