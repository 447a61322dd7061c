"""The cover and the single figures of the council paper, one by one, against the shipped board."""

from decimal import Decimal
from fractions import Fraction

import pytest

from app.domain.entity import from_row
from app.domain.figures import parse_figure, round_fraction
from app.domain.plan import Board
from app.domain.proof.printed import DIFFERS, ROUNDED, TRUNCATED
from app.domain.proof.run import run_proof
from tests.data import council_facts as facts
from tests.seed.council import CHATBOT_SPAN, as_lines, observed, row_of, rows_of, scene


def test_the_cover_says_what_the_paper_says() -> None:
    meeting = row_of("meeting")
    assert (meeting["name"], meeting["council"]) == ("令和4年度 第3回", "瀬戸市ICT活用・DX推進協議会")
    assert (meeting["fiscal_year"], meeting["held_on"], meeting["as_of"]) == ("FY2022", "2023-03-20", "2023-02-28")
    assert meeting["presenter"] == "瀬戸市 経営戦略部 情報政策課"
    assert meeting["paper_title"] == (
        "「瀬戸市ICT戦略推進プラン・官民データ活用推進計画」及び「DX重点取組み事項」の進捗状況"
    )
    for piece in ("R3", "令和3年4月1日〜令和4年3月31日", "R4", "令和4年4月1日〜令和5年3月31日", "会計年度"):
        assert piece in meeting["paper_note"]
    assert meeting["closing"] == "ありがとうございました"
    board = from_row(Board, row_of("board"))
    assert (board.city, board.city_code, board.is_sample) == ("瀬戸市", "232041", False)


def test_four_goals_then_the_group_of_dx_items() -> None:
    top = [row_of("node", uid=place["child"]) for place in rows_of("placement", parent=None)]
    assert [(row["number"], row["title"]) for row in top] == [
        ("①", "まちの活性化"),
        ("②", "生活の利便性向上"),
        ("③", "ICT基盤の強化"),
        ("④", "スマート自治体の実現"),
        (None, "DX重点取組み事項"),
    ]
    assert [row["name"] for row in rows_of("level")] == ["基本目標", "主要施策", "取組", "指標"]


def test_every_item_stands_under_the_group_with_the_page_labels_that_can_be_read() -> None:
    items = [row_of("node", uid=place["child"]) for place in rows_of("placement", parent="dx")]
    assert [row["kind"] for row in items] == ["roadmap", *["initiative"] * 11, "vision"]
    assert [row["page_label"] for row in items if row["page_label"]] == ["14", "17", "19", "21"]
    assert [bool(row["printed"]) for row in items] == [False, *[True] * 11, False]
    assert not any(row["title_given"] for row in items if row["kind"] != "roadmap")
    assert len(rows_of("placement")) == len(rows_of("node"))


def test_the_legend_has_the_four_printed_classes_and_the_reasons_fold_to_them() -> None:
    labels = {row["uid"]: row["label"] for row in rows_of("legend")}
    assert list(labels.values()) == [
        "指標達成又は達成見込み",
        "推進中だが指標値未達成",
        "取組完了又は指標値設定なし",
        "次年度に指標値を見直し",
    ]
    assert [row["mark"] for row in rows_of("legend")] == ["circle", "triangle", "square", "diamond"]
    assert {row["label"]: labels.get(row["legend"]) for row in rows_of("reason")} == {
        "達成": "指標達成又は達成見込み",
        "達成見込み": "指標達成又は達成見込み",
        "推進中": "推進中だが指標値未達成",
        "取組完了": "取組完了又は指標値設定なし",
        "指標値設定なし": "取組完了又は指標値設定なし",
        "次年度に見直し": "次年度に指標値を見直し",
        "判定できない": None,
    }


def test_the_vision_has_its_two_legend_lines() -> None:
    assert [row["text"] for row in rows_of("list_item", block="vision-legend")] == [
        "ビジョンの実現に向け今後、検討や対応の着手が必要",
        "既に運用中だが今後も拡大／改善／変革を推進予定",
    ]


@pytest.mark.parametrize(("metric", "period", "value", "printed"), as_lines(facts.SINGLE_FACTS))
def test_a_single_figure(metric: str, period: str, value: str, printed: str) -> None:
    found = observed(metric, period)
    assert (found["value"], found["printed"]) == (value, printed)
    read = parse_figure(printed.replace("*", "").removeprefix("計").removeprefix("延べ"))
    shown_percent = row_of("metric", name=metric)["scale"] == "percent"
    assert read.value is not None
    assert Decimal(read.value) == Decimal(value) * (100 if shown_percent else 1)
    assert read.qualifier == found["qualifier"]


@pytest.mark.parametrize(("metric", "period"), [line[:2] for line in as_lines(facts.SINGLE_FACTS)])
def test_what_can_be_computed_rounds_to_the_figure_in_print(metric: str, period: str) -> None:
    rules = row_of("metric", name=metric)
    found = observed(metric, period)
    figure = scene().book.figure(str(rules["uid"]), period)
    assert figure.value is not None
    percent = 100 if rules["scale"] == "percent" else 1
    digits = next((item["digits"] for item in (found, rules) if item["digits"] is not None), 1)
    rounded = round_fraction(figure.value * percent, digits, found["rounding"] or rules["rounding"])
    assert rounded == Decimal(found["value"]) * percent


def test_the_rounding_is_the_one_that_agrees_with_print() -> None:
    assert round_fraction(Fraction(314800, 36345), 1, "half_up") == Decimal("8.7")
    assert {row_of("metric", name=name)["rounding"] for name in ("CL比率", "正答率")} == {"down"}
    telework = observed("テレワーク端末の占有率", "2022-04/2022-05")
    assert (telework["rounding"], telework["digits"], telework["qualifier"]) == ("half_up", 0, "約")
    assert row_of("metric", name="質問数の月平均")["rounding"] == "half_up"


@pytest.mark.parametrize(("metric", "tenths"), [("chatbot-correct-rate", 9), ("chatbot-correct-rate-all", 7)])
def test_the_words_for_the_rates_agree_with_them(metric: str, tenths: int) -> None:
    value = scene().book.figure(metric, CHATBOT_SPAN).value
    assert value is not None
    assert round_fraction(value * 10, 0, "half_up") == tenths
    assert f"約{tenths}割" in row_of("block", uid="chatbot-february")["body"]


def test_no_printed_figure_differs_and_only_four_depend_on_the_rounding() -> None:
    found = {(finding.code, finding.printed) for finding in run_proof(scene()) if finding}
    assert {printed for code, printed in found if code == DIFFERS} == set()
    assert {printed for code, printed in found if code == TRUNCATED} == {"8.6％", "89.7%"}
    assert {printed for code, printed in found if code == ROUNDED} == {"約14%", "約2,020件"}


def test_forecast_part_year_and_reference_figures_say_so() -> None:
    assert observed("テレワーク端末の予約時間（全台）", "FY2022")["quality"] == "forecast"
    assert observed("テレワーク端末の占有率", "FY2022")["quality"] == "forecast"
    copies = observed("コンビニのマルチコピー機での証明書取得数", "FY2022")
    assert (copies["quality"], copies["as_of"]) == ("part", "2023-02-28")
    assert [row["name"] for row in rows_of("metric", is_reference=1)] == ["マイナンバーカードの交付率（全国）"]
    period = row_of("named_period")
    assert (period["uid"], period["start"], period["certainty"]) == ("x:cl-since-start", None, "unknown")
