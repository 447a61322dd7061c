"""PDFs: as many sheets as planned, of the right size, text as text, stable bytes, nothing when cancelled."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest

from app.layout.page import Deck
from app.paint.pdf import write_pdf
from app.paint.sheet import PAPERS, Paper, SheetPlan
from tests.export.council import council_deck
from tests.export.small_deck import small_deck

A4, A3 = (842, 595), (1191, 842)  # pt, as Qt rounds them


def pdf_of(deck: Deck, plan: SheetPlan = SheetPlan()) -> bytes:  # noqa: B008 (frozen)
    sink = BytesIO()
    for _ in write_pdf(deck, plan, sink):
        pass
    return sink.getvalue()


def boxes(data: bytes) -> list[tuple[int, int]]:
    """Return width and height in pt of every page."""
    found = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", data)
    return [(round(float(width)), round(float(height))) for width, height in found]


@pytest.mark.parametrize(
    ("paper", "sheets", "size"),
    [("a4", 21, A4), ("a4x2", 11, (A4[1], A4[0])), ("a3x2", 11, A3)],
)
def test_the_council_s_paper_has_its_sheets(paper: Paper, sheets: int, size: tuple[int, int]) -> None:
    assert boxes(pdf_of(council_deck(), SheetPlan(paper))) == [size] * sheets


def test_every_paper_has_a_name_for_people() -> None:
    assert all(pdf_of(small_deck(), SheetPlan(paper)).startswith(b"%PDF-") for paper in PAPERS)


def test_text_stays_text_in_fonts_that_are_inside() -> None:
    data = pdf_of(council_deck())
    assert data.count(b"/FontFile2") == 4  # two faces, regular and bold
    assert data.count(b"/ToUnicode") == 4
    assert b"/Subtype /Image" not in data


def test_title_and_author_are_in_the_document() -> None:
    data = pdf_of(small_deck())
    for key, text in (("Title", "進捗状況"), ("Author", "瀬戸市 情報政策課")):
        held = re.search(rb"/%s \((.*?)\)\n" % key.encode(), data, re.DOTALL)
        assert held is not None
        assert re.sub(rb"\\(.)", rb"\1", held[1]) == b"\xfe\xff" + text.encode("utf-16-be")


def test_the_same_deck_gives_the_same_bytes() -> None:
    assert pdf_of(small_deck()) == pdf_of(small_deck())


def test_the_city_s_colour_is_printed() -> None:
    assert pdf_of(replace(small_deck(), accent="#14532d")) != pdf_of(small_deck())


def test_the_deck_s_day_is_the_document_s() -> None:
    data = pdf_of(replace(small_deck(), dated=date(2023, 3, 20)))
    assert re.findall(rb"\(D:(\d{14})", data) == [b"20230320000000"] * 2
    assert set(re.findall(rb'xmp:\w+Date="(\S{19})', data)) == {b"2023-03-20T00:00:00"}


def test_the_offsets_of_the_dated_file_are_right() -> None:
    data = pdf_of(small_deck())
    start = int(data[data.rindex(b"startxref") :].split()[1])
    assert data[start : start + 4] == b"xref"
    first = int(data[start:].split(b"\n")[3].split()[0])
    assert data[first:].startswith(b"1 0 obj")


def test_progress_names_every_page() -> None:
    steps = list(write_pdf(small_deck(), SheetPlan(), BytesIO()))
    assert [step.done for step in steps] == [0, 1, 2] and {step.total for step in steps} == {2}
    assert [page.title in step.text for page, step in zip(small_deck().pages, steps, strict=False)] == [True, True]


@pytest.mark.parametrize("stop", [0, 1, 2])
def test_cancelling_writes_nothing(stop: int) -> None:
    sink = BytesIO()
    steps = write_pdf(small_deck(), SheetPlan(), sink)
    for _ in range(stop + 1):
        next(steps)
    steps.close()  # type: ignore[attr-defined]
    assert sink.getvalue() == b""


def test_a_pdf_can_be_made_in_another_thread() -> None:
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(pdf_of, small_deck()).result() == pdf_of(small_deck())
