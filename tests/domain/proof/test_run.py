"""The whole 検算 of the real paper and of other cities' plans."""

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from app.domain.board_text import BoardRows
from app.domain.metrics import Metric, Observation
from app.domain.proof import formulas, identities, printed, recovery
from app.domain.proof.finding import Finding
from app.domain.proof.run import run_proof
from app.domain.settlement import settling_edits
from tests.data import council_facts as facts
from tests.domain.papers import after
from tests.domain.scenes import BOARDS, rows_of, scene_of_rows, scene_with

PAGE = Path(__file__).parents[3] / "docs" / "checks.md"
WRONG = ("P4", "I2", "R1", "R3", "R5", "F1", "F2")


@cache
def found_on(board: str) -> tuple[Finding, ...]:
    return tuple(found for found in run_proof(scene_of_rows(rows_of(board))) if found)


def verdict(subject: str, text: str) -> str:
    """Return the code of the verdict on a printed figure of the paper."""
    (code,) = {one.code for one in found_on("council") if one.subject == subject and one.printed == text}
    return code


@pytest.mark.parametrize(
    ("subject", "text", "code"),
    [
        ("CL比率", "8.6％", "P2"),
        ("正答率", "89.7%", "P2"),
        ("テレワーク端末の占有率", "約14%", "P3"),
        ("質問数の月平均", "約2,020件", "P3"),
        ("回答率", "81.5%", "P1"),
        ("正答率（応答数が分母）", "73.2%", "P1"),
        ("テレワーク端末の占有率", "18.6％", "P1"),
        ("本庁マルチコピー機の証明書発行数（ひと月平均）", "約110通", "P1"),
    ],
)
def test_the_rounding_of_the_paper_figure_by_figure(subject: str, text: str, code: str) -> None:
    assert verdict(subject, text) == code


def test_only_four_figures_of_the_paper_depend_on_the_rounding_and_none_is_wrong() -> None:
    counts = Counter(found.code for found in found_on("council"))
    assert (counts["P2"], counts["P3"]) == (2, 2)
    assert [counts[code] for code in WRONG] == [0] * len(WRONG)


def test_every_printed_sum_of_the_paper_is_proved() -> None:
    agreeing = {(found.subject, found.printed) for found in found_on("council") if found.code == "P1"}
    rows = {**facts.QR_ROWS, **facts.QR_LOOSE_ROWS, **facts.CARD_LOOSE_ROWS}
    sums = {(name, text.split()[-1]) for name, text in rows.items() if name != "総計"}
    sums |= {(name, text.split()[-1]) for name, text in facts.CARD_ROWS.items() if name != "総計"}
    sums |= {(name, f"{int(text.split()[-1]):,}") for name, text in facts.CHATBOT_ROWS.items()}
    sums |= {("QR/バーコードの総計", text) for text in facts.QR_ROWS["総計"].split()}
    sums |= {("クレジットカード・電子マネーの総計", "1393"), ("CL取扱件数", "3,148件")}
    sums |= {("Seto CG Kid's Program", "116"), ("Seto CG Kid's Advance", "93"), ("教職員向けプログラミング研修", "47")}
    sums |= {("予約できる時間（全台）", "29,280h"), ("予約できる時間（全台）", "175,200h")}
    assert sums - agreeing == set()


def test_the_three_identities_hold_and_the_lost_months_are_told() -> None:
    found = found_on("council")
    assert len([one for one in found if one.code == "I3" and "12列すべて" in one.message]) == 3
    assert [one.computed for one in found if one.code == "R2"] == ["17通り", "9通り"]


def test_sums_with_reconstructed_parts_agree_less_surely_and_say_so() -> None:
    sure = {
        (one.subject, one.sure, "復元した値を含みます" in one.why) for one in found_on("council") if one.code == "P1"
    }
    assert {("QR/バーコードの総計", "likely", True), ("応答", "certain", False)} <= sure
    assert {one for one in sure if one[0] in facts.QR_LOOSE_ROWS} == {
        ("WeChat Pay", "certain", False),
        ("メルペイ", "certain", False),
    }


def test_what_cannot_be_checked_says_why() -> None:
    unchecked = [found for found in found_on("council") if found.code == "P5"]
    assert unchecked and all(found.message.endswith("。") and not found.computed for found in unchecked)


@pytest.mark.parametrize("board", [board for board in BOARDS if board != "council"])
def test_no_right_figure_of_another_city_is_called_wrong(board: str) -> None:
    assert [found for found in found_on(board) if found.code in WRONG] == []


@pytest.mark.parametrize("board", ["nagasaki_d3_h27", "tsukuba_sogosenryaku_h27"])
def test_every_published_rate_of_another_city_is_judged(board: str) -> None:
    scene = scene_of_rows(rows_of(board))
    rates = [
        (item.metric, item.period)
        for metric in scene.index.all(Metric)
        for item in scene.book.observations(metric.uid)
        if item.kind == "rate"
    ]
    judged = [found.spot.key[:2] for found in found_on(board) if found.spot.key[2:3] == ("rate",)]
    assert sorted(judged) == sorted(rates)
    assert {found.code for found in found_on(board) if found.spot.key[2:3] == ("rate",)} <= {"P1", "P3"}
    assert len(rates) == {"nagasaki_d3_h27": 10}.get(board, 0)


def changed(value: str, metric: str = "chatbot-all", period: str = "2022-05") -> BoardRows:
    rows: BoardRows = dict(rows_of("council"))
    rows["observation"] = [
        {**row, "value": value} if (row["metric"], row["period"]) == (metric, period) else row
        for row in rows["observation"]
    ]
    return rows


def test_differences_that_one_wrong_cell_causes_point_at_it() -> None:
    found = [one for one in run_proof(scene_of_rows(changed("2089"))) if one]
    (cause,) = [one for one in found if one.code == "I2"]
    differing = [one for one in found if one.code == "P4"]
    assert len(differing) == 7 and all("先に「全質問」（令和4年5月）が2,098でないか" in one.why for one in differing)
    assert found.index(cause) < min(map(found.index, differing))


def test_a_settled_finding_is_listed_as_settled_until_its_figures_change() -> None:
    scene = scene_of_rows(rows_of("council"))
    ratio = next(one for one in run_proof(scene) if one and one.code == "P2")
    edits = settling_edits(scene.index, ratio, "資料の丸め方のとおり")
    again = [one for one in run_proof(after(scene, edits)) if one and one.spot == ratio.spot]
    assert [one.settled for one in again] == ["資料の丸め方のとおり"]
    other = after(scene_of_rows(changed("0.085", *ratio.spot.key[:2])), edits)
    (back,) = [one for one in run_proof(other) if one and one.spot == ratio.spot]
    assert (back.code, back.settled) == ("P4", "")


def test_formulas_that_cannot_be_used_are_found() -> None:
    metrics = [Metric(uid=uid, name=uid, formula=text) for uid, text in (("a", "[b]+1"), ("b", "[a]*2"), ("c", "1+"))]
    scene = scene_with(*metrics, Observation(metric="c", period="FY2022", value="3"))
    codes = {(one.code, one.subject) for one in run_proof(scene) if one}
    assert {("F1", "「c」の計算式"), ("F2", "「a」の計算式")} & codes and ("P5", "c") in codes


def test_the_job_comes_back_between_its_steps() -> None:
    steps = list(run_proof(scene_of_rows(rows_of("council"))))
    assert steps.count(None) > 20
    job = run_proof(scene_of_rows(rows_of("council")))
    next(job)
    job.close()


def test_every_code_is_described_with_an_example() -> None:
    described = set(re.findall(r"^\| `([A-Z][0-9])` \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE))
    own = {
        value
        for module in (printed, identities, recovery, formulas)
        for name, value in vars(module).items()
        if name.isupper() and isinstance(value, str) and re.fullmatch("[A-Z][0-9]", value)
    }
    assert own == {"P1", "P2", "P3", "P4", "P5", "I1", "I2", "I3", "R1", "R2", "R3", "R4", "R5", "F1", "F2"}
    assert own <= described
    assert {found.code for board in BOARDS for found in found_on(board)} <= described
