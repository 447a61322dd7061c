"""Traces of copying are found and mended; definitions are held against their numbers."""

from dataclasses import replace

import pytest

from app.domain.blocks import Block
from app.domain.edits import change
from app.domain.metrics import Metric
from app.domain.report_goal import Scene
from tests.domain.papers import after, paper_of
from tests.domain.proof.written import found, marked, mended, written


def body_of(scene: Scene, block: str = "chatbot-now") -> str:
    """Return the body of a block."""
    return scene.index.get(Block, block).body or ""


def test_the_paper_is_clean_but_for_the_commas_of_the_print() -> None:
    (one,) = found(paper_of(), "H")
    assert (one.code, one.item, one.printed) == ("H3", "キャッシュレス決済と施設予約システム", "1168")
    assert len(one.also) == 2 and not one.mends


COPIED = [
    ("瀬⼾市の⼿続き", "瀬戸市の手続き", "部首の文字"),
    ("官⺠データ", "官民データ", "部首の文字"),
    ("凡例︓達成", "凡例：達成", "縦書き用の記号"),
    ("せと\u200bまち", "せとまち", "見えない制御文字"),
]


@pytest.mark.parametrize(("copied", "clean", "kind"), COPIED)
def test_look_alikes_are_cleaned(copied: str, clean: str, kind: str) -> None:
    scene = written(copied)
    (one,) = found(scene, "H1")
    assert kind in one.message
    assert body_of(mended(scene, one)) == clean


@pytest.mark.parametrize("body", ["效範小学校", "髙島屋", "家族👨‍👩‍👧", "人材育成\u3000現在", "㎡"])
def test_what_a_city_means_is_left_alone(body: str) -> None:
    assert not found(written(body), "H1")


GLUED = [
    ("192月末時点で多くの方が", "divide-now", ["2月末時点で多くの方が"], "certain"),
    ("192月末時点で多くの方が", "chatbot-now", ["2月末時点で多くの方が"], "likely"),
    ("1712月に始めます", "chatbot-now", ["12月に始めます"], "certain"),
    ("4月331日から", "chatbot-now", ["4月31日から", "4月1日から"], "likely"),
    ("適正化をめざします。17", "chatbot-now", ["適正化をめざします。"], "likely"),
]


@pytest.mark.parametrize(("body", "block", "clean", "sure"), GLUED)
def test_a_page_number_glued_to_a_word_is_taken_off(body: str, block: str, clean: list[str], sure: str) -> None:
    scene = written(body, block)
    (one,) = found(scene, "H2")
    assert one.sure == sure
    assert [(mend.edits[0].after or {})["body"] for mend in one.mends] == clean


@pytest.mark.parametrize("body", ["12月末時点", "100か月", "令和12年10月", "10月31日", "計17。", "150月額", "頁は18"])
def test_months_days_and_other_numbers_are_no_page_numbers(body: str) -> None:
    assert not found(written(body), "H2")


def test_a_number_without_its_comma_beside_one_with_it_is_mended() -> None:
    scene = written("全質問は22,218件、応答は17386件です。1995年からの累計です。")
    (one,) = [one for one in found(scene, "H3") if one.spot.table == "block"]
    assert marked(scene, one) == "17386"
    assert body_of(mended(scene, one)) == "全質問は22,218件、応答は17,386件です。1995年からの累計です。"


def test_commas_in_wrong_places_are_told() -> None:
    (one,) = [one for one in found(written("質問は2,2218件です。"), "H3") if one.spot.table == "block"]
    assert "桁区切りの位置が違います" in one.message
    assert not [one for one in found(written("第1,2,3回、11,12月"), "H3") if one.spot.table == "block"]


def test_the_rarer_wave_is_made_the_other() -> None:
    scene = written("4月～5月、6月～7月")
    (one,) = found(scene, "H4")
    assert body_of(mended(scene, one)) == "4月〜5月、6月〜7月"
    assert not found(written("4月〜5月"), "H4")


def defined(words: str, metric: str = "chatbot-relearn") -> Scene:
    """Return the council's board with another definition of a series."""
    scene = paper_of()
    old = scene.index.get(Metric, metric)
    return after(scene, [change(old, replace(old, definition=words))])


def test_the_sources_own_definition_contradicts_its_numbers() -> None:
    (one,) = found(defined("回答から再学習を要するものを除外した残り"), "H5")
    assert (one.subject, one.sure) == ("再学習要", "certain")
    assert "その説明に合うのは「正答」です。" in one.message


HOLDS = [
    ("chatbot-correct", "応答数から表題なし・回答未入力・再学習を除外したもの"),
    ("chatbot-answers", "応答数から表題なしと回答未入力を除外した残り"),
    ("chatbot-answer-rate", "回答÷応答（小数第2位以下切捨て）"),
    ("chatbot-monthly-mean", "全質問÷実績のある月数"),
    ("chatbot-relearn", "回答のうち再学習が必要な質問"),
    ("chatbot-relearn", "電話から答えたものを除いた質問"),
    ("card-issue-rate", "交付数の累計÷人口"),
]


@pytest.mark.parametrize(("metric", "words"), HOLDS)
def test_a_definition_that_holds_or_says_no_calculation_is_no_finding(metric: str, words: str) -> None:
    assert not found(defined(words, metric), "H5")


def test_a_definition_with_another_denominator_is_told() -> None:
    (one,) = found(defined("正答÷応答", "chatbot-correct-rate"), "H5")
    assert "「正答率（応答数が分母）」" in one.message
