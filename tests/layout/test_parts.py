"""The parts of a slide where they are cut, stripped, or give up their usual form."""

from dataclasses import replace
from fractions import Fraction

from app.domain.report import (
    ChartView,
    ColumnView,
    EventGroup,
    EventView,
    FigureView,
    ListLine,
    PhaseView,
    SeriesView,
    TableRowView,
    TableView,
)
from app.layout.builder import PageBuilder
from app.layout.page import PAGE_WIDTH, Rect
from app.layout.parts import BODY, CONTINUED
from app.layout.slides.chart_part import MOST_SERIES, ChartPart
from app.layout.slides.down_part import DownPart
from app.layout.slides.event_part import EventPart
from app.layout.slides.figure_cell import figure_cell, in_sheet, sum_formula
from app.layout.slides.flow_part import FlowPart, flow_part
from app.layout.slides.list_part import ListPart
from app.layout.slides.long_words import HEADING, Shortener, with_short_words
from app.layout.slides.roadmap_part import RoadmapPart, roadmap_part
from app.layout.slides.table_part import TablePart
from tests.export.council import council_scene
from tests.layout.test_deck import text_block


def view_of(text: str, value: Fraction | None = None, period: str = "2022-04") -> FigureView:
    """Return a figure as shown."""
    return FigureView(text=text, full=text, value=value, state="value", metric="m", period=period)


def table_of(columns: int, text: str, rows: int = 2) -> TableView:
    """Return a table of one figure repeated."""
    periods = [f"{2000 + at // 12}-{at % 12 + 1:02}" for at in range(columns)]
    cells = tuple(view_of(text, Fraction(text.replace(",", "")), period) for period in periods)
    lines = tuple(
        TableRowView(str(at), "m", f"行{at}", "", "value", cells, view_of(text, Fraction(7))) for at in range(rows)
    )
    heads = tuple(ColumnView(period, period[5:], period[:4]) for period in periods)
    return TableView("t", "表", "件", "months", False, "", heads, lines, (), "計", "", ())


def test_a_table_too_wide_for_a_page_is_cut_into_strips_of_columns() -> None:
    view = table_of(30, "1,234,567")
    strips = TablePart(council_scene(), view, view.rows).pieces()
    assert len(strips) == 3
    assert [column for strip in strips for column in strip.view.columns] == list(view.columns)
    assert [strip.view.total_label for strip in strips] == ["", "", "計"]
    assert all(strip.fits(PAGE_WIDTH) and not strip.whole for strip in strips)
    narrow = table_of(12, "1,234")
    assert len(TablePart(council_scene(), narrow, narrow.rows).pieces()) == 1


def test_a_table_with_periods_down_is_cut_into_runs_of_metrics() -> None:
    view = replace(table_of(12, "12,345", rows=20), down=True)
    runs = DownPart(council_scene(), view).pieces()
    assert [row for run in runs for row in run.view.rows] == list(view.rows)
    assert [run.continued for run in runs] == [False] + [True] * (len(runs) - 1)


def test_at_most_three_programmes_stand_side_by_side() -> None:
    event = EventView("e", "7月31日", "2022-07-31", False, "会場", "", view_of("1", Fraction(1)))
    groups = tuple(EventGroup("m", f"講座{at}", (event,), view_of("1", Fraction(1))) for at in range(7))
    pieces = EventPart(replace(table_of(1, "1"), rows=(), groups=groups)).pieces()
    assert [len(piece.view.groups) for piece in pieces] == [3, 3, 1]


def test_a_figure_of_more_digits_than_excel_keeps_is_text_and_in_no_sum() -> None:
    long, short = view_of("1,234,567,890,123,456", Fraction(1234567890123456)), view_of("10", Fraction(10), "2022-05")
    assert (in_sheet(long), in_sheet(short)) == (False, True)
    assert figure_cell(long, 100, "figure").value == "1,234,567,890,123,456"
    total = short._replace(state="derived", value=Fraction(20))
    assert sum_formula([short, short._replace(period="2022-06")], total) is not None
    assert sum_formula([short, long], total._replace(value=Fraction(1234567890123466))) is None


def test_many_series_are_spread_over_charts_that_grey_print_can_tell_apart() -> None:
    months = tuple(f"2022-{month:02}" for month in range(1, 13))
    metric = next(iter(council_scene().book.metrics))
    for kind in ("line", "column"):
        series = tuple(SeriesView(metric, str(at), "bar", "left", (None,) * 12, False, "") for at in range(20))
        pieces = ChartPart(council_scene(), "c", ChartView(kind, "図", months, months, series)).pieces()
        assert [len(piece.view.series) for piece in pieces] == [7, 7, 6]
        assert len({piece.uid for piece in pieces}) == 3
        builder = PageBuilder("題", "題")
        full = replace(pieces[0], view=replace(pieces[0].view, series=series[:MOST_SERIES]))
        full.place(builder, Rect(0, 0, 500, 200))
        looks = [
            (one.marker, one.dash) if kind == "line" else (one.colour, one.pattern)
            for one in builder.build().charts[0].series
        ]
        assert len(set(looks)) == MOST_SERIES


def test_a_flow_that_has_no_room_is_a_list() -> None:
    def lines(count: int) -> tuple[ListLine, ...]:
        return tuple(ListLine(str(at), "1", f"分かれ道{at}", "", "") for at in range(count))

    assert isinstance(flow_part("流れ", lines(3)), FlowPart)
    assert isinstance(flow_part("流れ", lines(12)), ListPart)


def test_a_list_line_higher_than_a_page_goes_on_under_the_same_head() -> None:
    text = "".join(f"{number}番目の文です。" for number in range(400))
    part = ListPart("一覧", "", (ListLine("1", "1", text, "", ""), ListLine("2", "2", "次", "", "")))
    cut = part.split(300, BODY)
    assert cut is not None
    first, rest = cut
    assert isinstance(first, ListPart) and isinstance(rest, ListPart)
    assert first.height(300) <= BODY and rest.heading == f"一覧{CONTINUED}"
    assert first.lines[0].text + rest.lines[0].text == text and rest.lines[-1].text == "次"
    assert (first.lines[0].number, rest.lines[0].number) == ("1", "")


def test_a_label_too_long_for_its_place_is_kept_whole() -> None:
    heading = "長い見出し" * 40
    short, whole = with_short_words(text_block("本文", heading))
    assert len(short.heading) <= HEADING and short.heading.endswith("…") and whole == (heading,)
    kept, nothing = with_short_words(text_block("本文", "短い見出し"))
    assert kept.heading == "短い見出し" and nothing == ()


def test_a_label_of_many_lines_is_no_label() -> None:
    short = Shortener()
    assert short("一\n二", 10) == "一\n二"
    assert short("一\n二\n三\n四\n五", 10) == "一 二 三 四 五…"
    assert list(short.cut) == ["一\n二\n三\n四\n五"]


def phase(label: str, start: str | None, end: str | None, printed: str = "") -> PhaseView:
    """Return a phase of a roadmap."""
    return PhaseView(label, label, printed, start, end, "")


def test_a_roadmap_of_many_pages_has_the_same_years_on_each() -> None:
    phases = tuple(phase(str(at), f"FY{2020 + at // 20}", f"FY{2020 + at // 20}") for at in range(60))
    cut = roadmap_part("行程", phases).split(PAGE_WIDTH, 500)
    assert cut is not None
    assert [one.years for one in cut if isinstance(one, RoadmapPart)] == [(2020, 2021, 2022)] * 2


def test_a_roadmap_over_too_many_years_or_none_is_a_list_with_its_times() -> None:
    long = roadmap_part("歩み", (phase("長い歩み", "FY1960", "FY2022"), phase("次", "FY2023", "FY2023", "いまから")))
    assert isinstance(long, ListPart)
    assert [line.text for line in long.lines] == ["長い歩み　昭和35年度〜令和4年度", "次　いまから"]
    assert isinstance(roadmap_part("歩み", (phase("いつか", None, None, "未定"),)), ListPart)


def test_a_phase_without_years_says_its_time_beside_its_label() -> None:
    part = roadmap_part("歩み", (phase("先", "FY2023", "FY2024"), phase("後", None, None, "時期未定")))
    builder = PageBuilder("題", "題")
    assert isinstance(part, RoadmapPart)
    part.place(builder, Rect(0, 0, 600, part.height(600)))
    assert "後　時期未定" in [cell.shown for cell in builder.build().cells]
