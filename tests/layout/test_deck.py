"""The slides: what stands where, nothing cut, nothing too small, and what is too long goes on under the same head."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.board_text import format_board, parse_board
from app.domain.report import BlockView, GoalReport, ItemReport, ListLine, PhaseView
from app.domain.report_goal import Scene, build_goal_report
from app.domain.report_item import build_item_report
from app.layout.builder import SNAP
from app.layout.deck import build_deck
from app.layout.page import PAGE_HEIGHT, Cell, Page
from app.layout.slides.goal import goal_pages
from app.layout.slides.item import Frame, framed, item_pages
from app.layout.styles import FIGURE_FONT, style_of
from app.layout.text_fit import NO_START, TEXT_PADDING, cell_height, cell_lines, figure_width, line_width
from tests.cases.convert import CONVERTERS, convert
from tests.domain.scenes import scene_of_rows
from tests.export.council import council_deck, council_scene
from tests.sample_board import sample_board

FRAME = Frame("題", "副題", "課", "題")


@cache
def sample_scene() -> Scene:
    """Return the invented board with indicators and a roadmap."""
    return scene_of_rows(sample_board())


@cache
def other_cities() -> tuple[Scene, ...]:
    """Return the plans of other places that the tests know."""
    return tuple(scene_of_rows(parse_board(format_board(convert(name)))) for name in CONVERTERS)


def all_pages() -> Iterator[Page]:
    """Yield every page of the council's board, the sample and other cities' plans."""
    yield from council_deck().pages
    for scene in (sample_scene(), *other_cities()):
        yield from build_deck(scene).pages


def pages_of(report: ItemReport) -> list[Page]:
    """Return the laid-out pages of an item."""
    builders = item_pages(council_scene(), report, FRAME)
    return [framed(builder, FRAME, str(place)) for place, builder in enumerate(builders, 1)]


def item_of(*blocks: BlockView) -> ItemReport:
    """Return an item of these blocks."""
    return ItemReport("n", "initiative", "題", True, "", "", True, (), blocks)


def text_block(text: str, heading: str = "現在") -> BlockView:
    """Return a block of text."""
    return BlockView(uid="b", kind="text", heading=heading, as_of_label="", text=text)


def list_block(texts: list[str]) -> BlockView:
    """Return a list of these lines."""
    lines = tuple(ListLine(str(at), str(at), text, "", "") for at, text in enumerate(texts))
    return BlockView(uid="l", kind="list", heading="一覧", as_of_label="", lines=lines)


def shown(pages: list[Page]) -> list[str]:
    """Return the texts of all cells in order."""
    return [cell.shown for page in pages for cell in page.cells if cell.shown]


def page_titled(word: str) -> Page:
    """Return the first page of the council's paper with this word in its title."""
    return next(page for page in council_deck().pages if word in page.title)


def too_high(page: Page, cell: Cell) -> bool:
    """Say whether a text needs more height than its box has, but for what edges may move to meet."""
    rect, style = page.rect_of(cell), style_of(cell.style)
    needed = cell_height(cell.shown, rect.width, style) - TEXT_PADDING - SNAP
    return isinstance(cell.value, str) and needed > rect.height


def test_no_text_is_cut_and_no_figure_is_too_wide() -> None:
    for page in all_pages():
        for cell in page.cells:
            rect, style = page.rect_of(cell), style_of(cell.style)
            assert not too_high(page, cell), (page.title, cell.shown)
            if isinstance(cell.value, str):
                assert style.wrap or line_width(cell.shown, style) <= max(rect.width, 1044), (page.title, cell.shown)
            elif cell.value is not None and cell.number_format is not None:
                assert figure_width(cell.value, style, cell.number_format) <= rect.width, (page.title, cell.shown)


def test_body_text_and_tables_keep_their_least_size() -> None:
    for page in all_pages():
        for cell in page.cells:
            least = 10.5 if cell.style.split()[0] in ("panel", "text") else 9
            assert style_of(cell.style).font.size >= least, (page.title, cell.shown)


def test_figures_are_set_in_the_font_of_figures() -> None:
    for page in all_pages():
        fonts = {style_of(cell.style).font.name for cell in page.cells if cell.number_format is not None}
        assert fonts <= {FIGURE_FONT}


def test_no_line_begins_with_a_sign_that_must_not() -> None:
    for page in all_pages():
        for cell in page.cells:
            lines = cell_lines(cell.shown, page.rect_of(cell).width, style_of(cell.style))
            assert not any(line[:1] in NO_START for line in lines[1:] if line), (page.title, lines)


def test_pages_are_numbered_from_the_cover_whatever_the_paper_calls_them() -> None:
    numbers = [page.number for page in council_deck().pages]
    assert numbers == [str(place) for place in range(1, len(numbers) + 1)]
    assert all(page.sheet_name.startswith(f"{page.number} ") for page in council_deck().pages)


def test_a_goal_without_indicators_says_so_under_its_head() -> None:
    words = [cell.shown for cell in page_titled("①").cells]
    assert {"No.", "指標", "基準値", "R4（2月末）", "状況", "担当課"} <= set(words)
    assert any("登録されていません" in word for word in words)
    assert [word for word in words if word in "●▲■◆"] == ["●", "▲", "■", "◆"]


def test_what_has_no_content_or_is_not_printed_has_no_slide() -> None:
    titles = [page.title for page in council_deck().pages]
    assert not any("ロードマップ" in title or "ビジョン" in title for title in titles)
    assert any("ロードマップ" in page.title for page in build_deck(sample_scene()).pages)


def long_goal(count: int) -> GoalReport:
    """Return the sample's first goal with its indicators repeated."""
    report = build_goal_report(sample_scene(), "goal-1", {})
    bands = tuple(
        replace(band, rows=tuple(row._replace(number=f"{turn}-{row.number}") for row in band.rows))
        for turn in range(count)
        for band in report.bands
    )
    return replace(report, bands=bands)


def test_a_long_goal_goes_on_under_the_same_head() -> None:
    report = long_goal(3)
    pages = [page.build(str(place)) for place, page in enumerate(goal_pages(report, FRAME), 1)]
    assert len(pages) == 3
    for page in pages:
        assert {"No.", "主要施策", "担当課", "指標達成又は達成見込み"} <= {cell.shown for cell in page.cells}
    numbers = [row.number for row in report.rows]
    assert [text for text in shown(pages) if text in numbers] == numbers
    assert [any("4件" in cell.shown for cell in page.cells if "●" in cell.shown) for page in pages] == [0, 0, 1]


def test_a_status_can_be_chosen_in_the_sheet() -> None:
    page = next(page for page in build_deck(sample_scene()).pages if "①" in page.title)
    chosen = [cell for cell in page.cells if cell.choices]
    assert len(chosen) == 12
    assert [choice.value for choice in chosen[0].choices] == ["●", "▲", "■", "◆"]


def test_text_grows_where_the_page_has_room_and_not_where_it_has_none() -> None:
    def size(page: Page) -> float:
        return max(style_of(cell.style).font.size for cell in page.cells if cell.style.startswith("panel"))

    assert size(page_titled("あいち電子申請")) == 13.5
    assert size(page_titled("ぴったりサービス")) == 10.5


def test_the_day_that_a_list_starts_is_its_head() -> None:
    words = {cell.shown for cell in page_titled("ぴったりサービス").cells}
    assert {"子育て関係　令和5年4月1日から（予定）", "転出・転入関係　令和5年2月6日から"} <= words


def test_an_inferred_month_stands_in_brackets() -> None:
    words = {cell.shown for cell in page_titled("人材").cells}
    assert {"7月31日", "〔9月〕4日", "〔7月〕21日"} <= words


def test_a_missing_month_prints_its_reason_once_then_the_sign_for_the_same() -> None:
    words = [cell.shown for cell in page_titled("チャットボット").cells]
    assert (words.count("未集計"), words.count("〃")) == (1, 10)


def test_a_chart_shows_the_figures_that_its_table_prints() -> None:
    cells = {cell.key: cell.value for page in council_deck().pages for cell in page.cells if cell.key}
    compared = 0
    for page in council_deck().pages:
        for series in (one for chart in page.charts for one in chart.series):
            pairs = [(key, value) for key, value in zip(series.keys, series.values, strict=True) if key is not None]
            assert all(cells[key] == value for key, value in pairs)
            compared += len(pairs)
    assert compared == 24 + 33


def test_every_derived_month_is_a_live_formula() -> None:
    page = page_titled("チャットボット")
    rates = [cell for cell in page.cells if cell.key and cell.key[0] == "chatbot-correct-rate"]
    assert len(rates) == 12
    assert {cell.formula.template for cell in rates if cell.formula} == {"ROUNDDOWN({0}/{1},3)"}
    assert not any(cell.formula is None for cell in rates)


def test_a_long_text_goes_on_under_the_same_head() -> None:
    paragraphs = [f"・{number}番目の段落です。" + "長い文が続きます。" * 20 for number in range(12)]
    pages = pages_of(item_of(text_block("\n".join(paragraphs)), text_block("短い文です。", "3月迄の状況")))
    assert [page.title for page in pages] == ["題", *["題（つづき）"] * (len(pages) - 1)]
    assert len(pages) > 1
    words = shown(pages)
    assert [word for word in words if word in paragraphs] == paragraphs
    assert "現在（つづき）" in words and "短い文です。" in words


def test_one_paragraph_higher_than_a_page_is_cut_without_loss() -> None:
    text = "".join(f"{number}番目の文です。" for number in range(600))
    pages = pages_of(item_of(text_block(text)))
    parts = [cell.shown for page in pages for cell in page.cells if cell.style.startswith("panel") and cell.shown]
    assert "".join(parts) == text


def test_lists_longer_than_a_page_keep_all_their_lines() -> None:
    texts = [f"{number}番目の手続き" for number in range(70)]
    pages = pages_of(item_of(list_block(texts), list_block(texts[:3])))
    words = shown(pages)
    assert [word for word in words if word in texts[3:]] == texts[3:]
    assert all(words.count(text) == 2 for text in texts[:3])


def test_tables_longer_than_a_page_keep_all_their_rows() -> None:
    blocks = {block.uid: block for block in build_item_report(council_scene(), "dx-talent").blocks}
    events = next(block for block in blocks.values() if block.table)
    assert events.table is not None
    groups = tuple(replace(group, events=group.events * 12) for group in events.table.groups)
    pages = pages_of(item_of(replace(events, table=replace(events.table, groups=groups))))
    assert len(pages) > 2
    assert shown(pages).count("〔9月〕4日") == 12
    assert shown(pages).count("計") == 3


def test_a_long_roadmap_keeps_all_its_phases() -> None:
    phases = tuple(PhaseView(str(at), f"{at}番目の行程", "", "FY2023", "FY2024", "") for at in range(40))
    block = BlockView(uid="r", kind="roadmap", heading="行程", as_of_label="", phases=phases)
    labels = [phase.label for phase in phases]
    assert [word for word in shown(pages_of(item_of(block))) if word in labels] == labels


SENTENCES = st.lists(
    st.sampled_from(["短い。", "「かぎ」のある文が続きます、そして終わります。", "Wi-Fi 22,218件（2月末）"]),
    max_size=30,
)
BLOCKS = st.lists(
    st.one_of(
        SENTENCES.map(lambda words: text_block("\n".join(["".join(words), "・次の段落です。"]))),
        st.lists(SENTENCES.map(lambda words: "".join(words)[:300] or "項目"), min_size=1, max_size=30).map(list_block),
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=20)
@given(blocks=BLOCKS)
def test_whatever_stands_in_an_item_fits_on_its_pages(blocks: list[BlockView]) -> None:
    pages = pages_of(item_of(*blocks))
    assert pages
    for page in pages:
        assert sum(page.rows) <= PAGE_HEIGHT
        assert not any(too_high(page, cell) for cell in page.cells)


def test_a_board_without_a_meeting_still_has_slides() -> None:
    deck = build_deck(replace(sample_scene(), meeting=None))
    assert any("①" in page.title for page in deck.pages)


def test_other_cities_plans_have_a_slide_for_each_top_of_their_tree() -> None:
    for scene in other_cities():
        titles = [page.title for page in build_deck(scene).pages]
        assert all(any(top.title in title for title in titles) for top in scene.index.children(None))


def test_a_unit_too_long_for_its_column_stands_behind_the_indicator() -> None:
    words = [cell.shown for scene in other_cities() for page in build_deck(scene).pages for cell in page.cells]
    assert any(word.endswith("（単位：プロジェクト）") for word in (word.replace("\n", "") for word in words))
