"""The council workbook: every figure is the board's, every slide is there, another program reads it."""

from fractions import Fraction

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from app.domain.series import canonical_period
from app.layout.deck import build_deck
from app.layout.slides.figure_cell import sheet_value
from tests.export.council import REFERENCE, council_deck, council_scene, council_workbook, workbook_lines
from tests.sample_board import sample_board

FACTS = {
    ("qr-total", "2022-03/2023-02"): 1755,
    ("cc-total", "2022-03/2023-02"): 1393,
    ("cl-total", "x:cl-since-start"): 3148,
    ("cl-ratio", "x:cl-since-start"): 0.086,
    ("conbini-copies", "FY2022"): 13001,
    ("course-month-total", "2022-07/2023-02"): 38,
    ("telework-rate", "2022-04/2022-05"): 0.14,
    ("telework-rate", "FY2022"): 0.186,
    ("chatbot-all", "FY2022"): 22218,
    ("chatbot-responses", "FY2022"): 17386,
    ("chatbot-correct", "FY2022"): 12729,
    ("chatbot-answer-rate", "FY2022"): 0.815,
    ("chatbot-correct-rate", "FY2022"): 0.897,
    ("chatbot-correct-rate-all", "FY2022"): 0.732,
}


def cells_by_key() -> dict[tuple[str, ...], list[object]]:
    """Return the value of every cell with a key, as python-calamine reads it from the file."""
    book = CalamineWorkbook.from_path(str(council_workbook()))
    found: dict[tuple[str, ...], list[object]] = {}
    for page in council_deck().pages:
        name = next(name for name in book.sheet_names if name.startswith(f"{page.number} "))
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        for cell in page.cells:
            if cell.key is not None:
                found.setdefault(cell.key, []).append(rows[cell.row][cell.col])
    return found


def test_every_figure_of_the_workbook_is_the_board_s() -> None:
    scene, compared = council_scene(), 0
    metrics = {metric.uid: metric for metric in scene.index.all(type(next(iter(scene.book.metrics.values()))))}
    for (uid, period), values in cells_by_key().items():
        expected = sheet_value(scene.figure(metrics[uid], period))
        assert expected is not None
        for value in values:
            assert isinstance(value, float | int), (uid, period, value)
            assert Fraction(value).limit_denominator(10**9) == expected.limit_denominator(10**9), (uid, period)
            compared += 1
    assert compared > 350


@pytest.mark.parametrize(("key", "figure"), FACTS.items())
def test_the_paper_s_figures_stand_in_the_workbook(key: tuple[str, str], figure: float) -> None:
    values = cells_by_key()[(key[0], canonical_period(key[1]))]
    assert values and all(value == pytest.approx(figure, abs=1e-9) for value in values)


def test_the_events_add_up_to_the_paper_s_totals() -> None:
    page = next(page for page in council_deck().pages if "人材" in page.title)
    totals = [cell for cell in page.cells if cell.formula and cell.formula.template == "SUM({0}:{1})"]
    assert [cell.value for cell in sorted(totals, key=lambda cell: cell.col)] == [116, 93, 47]


def test_the_flow_of_shares_names_each_figure() -> None:
    shown = "\n".join(cell.shown for page in council_deck().pages for cell in page.cells)
    assert all(figure in shown for figure in ("22,218件", "4,832件", "3,209件", "14,177件", "1,448件", "12,729件"))


def test_the_slides_come_in_the_paper_s_order_with_their_titles() -> None:
    titles = [page.title for page in council_deck().pages]
    words = [
        "及び",
        "進捗状況",
        "①",
        "②",
        "③",
        "④",
        "DX重点取組み事項",
        "ぴったりサービス",
        "あいち電子申請",
        "コンビニ",
    ]
    words += [
        "キャッシュレス",
        "チャットボット",
        "人材",
        "デジタルデバイド",
        "会議",
        "文書管理",
        "RPA",
        "標準化",
        "ありがとう",
    ]
    places = [
        next(place for place, title in enumerate(titles) if word in title and place >= at)
        for at, word in enumerate(words)
    ]
    assert places == sorted(places)
    assert [page.number for page in council_deck().pages] == [str(place) for place in range(1, len(titles) + 1)]


def test_the_workbook_is_what_it_was_when_somebody_last_looked() -> None:
    assert workbook_lines(council_workbook()) == REFERENCE.read_text(encoding="utf-8").splitlines()


def test_each_slide_prints_on_one_landscape_page() -> None:
    book = load_workbook(council_workbook())
    for page in council_deck().pages:
        sheet = next(book[name] for name in book.sheetnames if name.startswith(f"{page.number} "))
        assert sheet.page_setup.orientation == "landscape"
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 1)
        assert sum(page.rows) <= 700 and sum(page.columns) == 1044


def test_internal_notes_are_never_written() -> None:
    scene = council_scene()
    notes = [metric.note for metric in scene.book.metrics.values() if metric.note]
    everything = "\n".join(workbook_lines(council_workbook()))
    assert notes and not any(note in everything for note in notes)


def test_the_data_sheet_holds_every_observation() -> None:
    rows = CalamineWorkbook.from_path(str(council_workbook())).get_sheet_by_name("データ_数値").to_python()
    observations = [item for uid in council_scene().book.metrics for item in council_scene().book.observations(uid)]
    assert len(rows) - 2 == len(observations)


def test_a_goal_prints_its_indicators_with_status_and_counts(tmp_path: object) -> None:
    from app.domain.board import BoardIndex
    from app.domain.entity import from_row
    from app.domain.metrics import Metric, Observation
    from app.domain.plan import Meeting
    from app.domain.report_goal import Scene
    from app.domain.series import SeriesBook
    from app.domain.tables import ENTITIES

    rows = sample_board()
    entities = {entity: [from_row(entity, row) for row in rows.get(entity.TABLE, [])] for entity in ENTITIES}
    index = BoardIndex(entities)
    book = SeriesBook({metric.uid: metric for metric in index.all(Metric)}, "2023-02-28")
    book.put(entities[Observation])
    deck = build_deck(Scene(index, book, index.all(Meeting)[0]))
    goal = next(page for page in deck.pages if "①" in page.title)
    shown = [cell.shown for cell in goal.cells]
    assert {"にぎわいの創出", "3,500人", "55.3%", "設置", "未集計", "見本"} <= set(shown)
    assert "● 4件　▲ 4件　■ 2件　◆ 1件" in shown
    assert any("ロードマップ" in page.title for page in deck.pages)
