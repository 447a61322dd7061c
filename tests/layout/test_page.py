"""Boxes in px become a grid; keys become addresses; numbers show as Excel shows them."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.layout.addresses import Addresses, a1, column_letters, join_of, quoted, value_place
from app.layout.borders import grid_lines
from app.layout.builder import SNAP, CellOptions, PageBuilder, RowCell
from app.layout.page import (
    PAGE_HEIGHT,
    PAGE_WIDTH,
    Cell,
    ChartSpec,
    DataCell,
    Deck,
    Formula,
    Page,
    Rect,
    SeriesSpec,
    build_deck,
)
from app.layout.parts import BODY_TOP, add_frame, add_text, text_block_height
from app.layout.styles import BASES, MODIFIERS, NumberFormat, style_of
from app.layout.text_fit import figure_width

DAY = date(2023, 3, 20)


def page_of(*boxes: tuple[Rect, str]) -> Page:
    builder = PageBuilder("試し", "試し")
    for rect, style in boxes:
        builder.add(rect, "値", style)
    return builder.build()


def deck_of(*pages: Page) -> Deck:
    return build_deck("題", "課", DAY, pages)


def chart(**changes: object) -> ChartSpec:
    options: dict[str, object] = {
        "uid": "c",
        "kind": "line",
        "rect": Rect(0, 100, 400, 200),
        "categories": ("4月", "5月"),
        "series": (SeriesSpec(name="件数", values=(3, None), keys=(("m", "4"), ("m", "5"))),),
        "alt_text": "件数の推移",
    }
    return ChartSpec(**(options | changes))  # type: ignore[arg-type]


def test_the_grid_comes_from_all_edges() -> None:
    page = page_of((Rect(0, 0, 500, 30), "text"), (Rect(100, 30, 200, 20), "text"))
    assert page.columns == (100, 200, 200, 544)
    assert page.rows == (30, 20)
    assert [(cell.col, cell.col_span) for cell in page.cells] == [(0, 3), (1, 1)]


def test_near_edges_become_one() -> None:
    page = page_of((Rect(0, 0, 100, 30), "text"), (Rect(102, 30, 200, 20), "text"), (Rect(302, 31, 741, 19), "text"))
    assert page.columns == (100, 202, 742)
    assert page.rows == (30, 20)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=20, unique=True))
def test_every_cell_covers_the_box_it_was_given(places: list[tuple[int, int]]) -> None:
    rects = [Rect(col * 104, row * 70, 104, 70) for row, col in places]
    page = page_of(*((rect, "text") for rect in rects))
    assert {page.rect_of(cell) for cell in page.cells} == set(rects)
    assert sum(page.columns) == PAGE_WIDTH


def test_a_row_too_high_for_excel_is_split() -> None:
    page = page_of((Rect(0, 0, 100, PAGE_HEIGHT), "text"))
    assert page.rows == (540, 160)


def test_boxes_that_overlap_or_leave_the_page_are_refused() -> None:
    with pytest.raises(ValueError, match="overlaps"):
        page_of((Rect(0, 0, 100, 30), "text"), (Rect(50, 10, 100, 30), "text"))
    for rect in (Rect(1000, 0, 45, 10), Rect(0, 690, 10, 11), Rect(-1, 0, 10, 10), Rect(0, 0, 2, 10)):
        with pytest.raises(ValueError, match="box"):
            page_of((rect, "text"))


def test_an_unknown_style_is_refused_where_it_is_used() -> None:
    with pytest.raises(KeyError):
        page_of((Rect(0, 0, 10, 10), "figure brilliant"))


def test_a_number_too_wide_gives_up_its_room_then_its_size() -> None:
    builder = PageBuilder("題", "題")
    widths = (80, 54 + SNAP, 46 + SNAP, 40 + SNAP)
    builder.add_row(0, 0, 20, [RowCell(width, 123456, "figure") for width in widths])
    cells = builder.build().cells
    found = [(cell.style, cell.number_format.pad) for cell in cells if cell.number_format]
    assert found == [("figure", 1), ("figure", 0), ("figure small", 0), ("figure small", 0)]
    for cell, width in zip(cells[:3], widths[:3], strict=True):
        assert cell.number_format is not None
        assert figure_width(123456, style_of(cell.style), cell.number_format) <= width


def test_a_caption_does_not_cut_the_columns_of_its_table() -> None:
    builder = PageBuilder("題", "題")
    builder.add(Rect(0, 0, 500, 20), "表の題", "caption")
    builder.add(Rect(700, 0, 344, 20), "（単位：件）", "unit")
    builder.add_row(0, 20, 20, [RowCell(348, 1, "figure") for _ in range(3)])
    page = builder.build()
    assert page.columns == (348, 348, 348)
    assert [(cell.col, cell.col_span) for cell in page.cells[:2]] == [(0, 1), (2, 1)]


def test_a_dressed_box_keeps_its_edges() -> None:
    page = page_of((Rect(0, 0, 500, 20), "heading"), (Rect(0, 20, 348, 20), "figure"))
    assert page.columns == (348, 152, 544)


def test_a_text_on_one_line_shrinks_before_it_runs_out_of_its_box() -> None:
    builder = PageBuilder("題", "題")
    words = "[ApplePay]QUICPay"
    builder.add_row(0, 0, 20, [RowCell(width, words, "label one_line indent") for width in (200, 160, 120)])
    styles = [cell.style for cell in builder.build().cells]
    assert styles == ["label one_line indent", "label one_line indent small", "label one_line indent small flush"]


def test_a_text_beside_a_table_keeps_to_its_rows() -> None:
    builder = PageBuilder("題", "題")
    for y in range(0, 400, 20):
        builder.add(Rect(500, y, 100, 20), 1, "figure")
    bottom = add_text(
        builder, Rect(0, 0, 400, 0), "現在", ["・一つ目の段落です。" * 5, "・二つ目です。"], keep_rows=True
    )
    page = builder.build()
    assert bottom % 20 == 0
    assert set(page.rows) == {20}


@pytest.mark.parametrize(
    ("style", "value", "spans", "join"),
    [
        ("head one_line", "令和4年", (1, 3), "across"),
        ("caption", "題", (1, 3), "first"),
        ("unit", "（単位：件）", (1, 3), "last"),
        ("caption", "二\n行", (1, 3), "merge"),
        ("panel", "長い文", (1, 3), "merge"),
        ("figure", 12, (1, 3), "merge"),
        ("caption", "題", (2, 1), "merge"),
        ("figure", 12, (1, 1), "single"),
    ],
)
def test_only_what_cannot_flow_is_merged(style: str, value: str | int, spans: tuple[int, int], join: str) -> None:
    cell = Cell(row=0, col=2, row_span=spans[0], col_span=spans[1], value=value, style=style)
    assert join_of(cell) == join
    assert value_place(cell) == (0, 4 if join == "last" else 2)


def test_formulas_are_written_with_the_addresses_of_their_sheet() -> None:
    first, second = PageBuilder("一", "一"), PageBuilder("二", "二")
    keys = [("m", str(month)) for month in range(4, 7)]
    first.add_row(0, 0, 20, [RowCell(60, 1, "figure", CellOptions(key=key)) for key in keys])
    second.add(Rect(0, 0, 60, 20), 1, "figure", key=keys[0])
    addresses = Addresses(deck_of(first.build(), second.build()))
    total = Formula("SUM({0}:{1})", (keys[0], keys[2]))
    assert addresses.formula_text(total, 0, ("一", "二")) == "SUM(A1:C1)"
    assert addresses.formula_text(Formula("{0}+{1}", (keys[0], keys[1])), 1, ("一's", "二")) == "A1+'一''s'!B1"
    assert addresses.formula_text(Formula("{0}", (("nowhere",),)), 0, ("一", "二")) is None


def test_a_range_on_another_sheet_names_the_sheet_once() -> None:
    first, second = PageBuilder("一", "一"), PageBuilder("二", "二")
    first.add_row(0, 0, 20, [RowCell(60, 1, "figure", CellOptions(key=(name,))) for name in "ab"])
    second.add(Rect(0, 0, 60, 20), "題", "text")
    addresses = Addresses(deck_of(first.build(), second.build()))
    assert addresses.formula_text(Formula("SUM({0}:{1})", (("a",), ("b",))), 1, ("一", "二")) == "SUM('一'!A1:B1)"
    assert addresses.range_text(("a",), ("b",), ("一", "二")) == "'一'!$A$1:$B$1"


def test_a_chart_gets_its_data_with_gaps_left_empty() -> None:
    builder = PageBuilder("題", "題", "17")
    builder.add(Rect(0, 0, 60, 20), 3, "figure", key=("m", "4"))
    builder.add(Rect(60, 0, 60, 20), "未集計", "missing", key=("m", "5"))
    builder.add_chart(chart())
    (sheet,) = deck_of(builder.build()).data_sheets
    assert [role for role, _ in sheet.lines()] == ["title", "head", "row", "row", "blank"]
    april, may = sheet.tables[0].rows
    assert april[1] == DataCell(3, ("chart", "c", "0", "0"), Formula("{0}", (("m", "4"),)))
    assert may[1] == DataCell(None, ("chart", "c", "0", "1"), None)


def test_a_chart_without_words_or_with_ragged_series_is_refused() -> None:
    for wrong in (chart(alt_text=""), chart(categories=("4月",)), chart(rect=Rect(0, 0, 2000, 10))):
        with pytest.raises(ValueError):
            PageBuilder("題", "題").add_chart(wrong)


def test_the_stronger_line_wins_between_neighbours() -> None:
    page = page_of((Rect(0, 0, 100, 20), "figure last"), (Rect(0, 20, 100, 20), "figure"))
    lines = grid_lines(page)
    line = lines.around(0, 0)[3]
    assert line is not None
    assert (line.weight, line.colour) == ("medium", "navy")
    assert lines.around(1, 0)[1] == line


def test_lines_run_around_a_merged_cell_not_through_it() -> None:
    page = page_of((Rect(0, 0, 100, 40), "figure"), (Rect(100, 0, 50, 20), "text"))
    lines = grid_lines(page)
    assert lines.around(0, 0)[3] is None
    assert lines.around(1, 0)[3] is not None


@pytest.mark.parametrize(
    ("number_format", "value", "shown", "code"),
    [
        (NumberFormat(pad=0), 36345, "36,345", '#,##0;"△"#,##0'),
        (NumberFormat(), Decimal("-1234.5"), "△1,235", '#,##0_ ;"△"#,##0_ '),
        (NumberFormat(1, percent=True, pad=0), Fraction(2, 3), "66.7%", '0.0%;"△"0.0%'),
        (NumberFormat(prefix="約", unit="件", pad=0), 2020, "約2,020件", '"約"#,##0"件";"約△"#,##0"件"'),
        (NumberFormat(mark="※", pad=0), 2, "2※", '#,##0"※";"△"#,##0"※"'),
        (NumberFormat(unit='"', pad=0), 2, '2"', '#,##0\\";"△"#,##0\\"'),
        (NumberFormat(2), Decimal("0.125"), "0.13", '#,##0.00_ ;"△"#,##0.00_ '),
    ],
)
def test_number_formats(number_format: NumberFormat, value: int | Decimal | Fraction, shown: str, code: str) -> None:
    assert number_format.display(value) == shown
    assert number_format.code == code


def test_sizes_are_whole_px() -> None:
    names = [*BASES, *(f"text {modifier}" for modifier in MODIFIERS)]
    assert all(style_of(name).font.size % 0.75 == 0 for name in names)
    assert all(style_of(name).font.size >= 9 for name in names)


def test_columns_count_in_letters() -> None:
    assert [column_letters(col) for col in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
    assert a1(9, 27) == "AB10"
    assert quoted("R4's") == "'R4''s'"


def test_parts_fill_a_page() -> None:
    builder = PageBuilder("DX重点取組み事項「チャットボット」", "17", "14-2")
    add_frame(builder, "対象期間", "情報政策課", "資料１")
    paragraphs = ["・一つ目の段落です。" * 5, "・二つ目です。"]
    bottom = add_text(builder, Rect(0, BODY_TOP, 400, 0), "現在", paragraphs)
    page = builder.build()
    assert bottom == BODY_TOP + text_block_height("現在", paragraphs, 400)
    assert (sum(page.columns), sum(page.rows)) == (PAGE_WIDTH, PAGE_HEIGHT)
    assert {"資料１", "14-2", "現在", *paragraphs} <= {cell.shown for cell in page.cells}


def test_a_long_title_shrinks_to_its_band() -> None:
    styles = []
    for length in (5, 40, 60):
        builder = PageBuilder("題" * length, "題")
        add_frame(builder, "", "課")
        styles.append(builder.build().cells[0].style)
    assert styles == ["title", "title title_small", "title title_smallest"]
