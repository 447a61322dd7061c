"""Typed figures are found in texts and tied to the figures of the board, and right ones raise no alarm."""

import time
from fractions import Fraction

import pytest

from app.domain.blocks import Block
from app.domain.narrative import LIVE
from app.domain.proof.mentions import mentions
from app.domain.proof.passages import passages
from app.domain.proof.texts import text_findings
from app.domain.series import canonical_period
from tests.domain.papers import paper_of
from tests.domain.proof.written import found, marked, mended, typed_out, written
from tests.domain.scenes import BOARDS, rows_of, scene_of_rows

FORMS = [
    ("質問は22,218件です", "22,218件", "22218", "1", "件"),
    ("質問は２２，２１８件です", "２２，２１８件", "22218", "1", "件"),
    ("平均は約2,020件です", "約2,020件", "2020", "1", "件"),
    ("計45名が出席", "45名", "45", "1", "人"),
    ("率は８９．７％です", "８９．７％", "89.7", "1/10", "%"),
    ("1.2万人が来訪", "1.2万人", "12000", "1000", "人"),
    ("3万5千円です", "3万5千円", "35000", "1000", "円"),
    ("196件/10園", "196件", "196", "1", "件"),
    ("（5ヵ月）", "5ヵ月", "5", "1", "か月"),
    ("回答14,177うち", "14,177", "14177", "1", ""),
    ("予約は4,058h", "4,058h", "4058", "1", "h"),
    ("約\n14%でした", "約14%", "14", "1", "%"),
]


@pytest.mark.parametrize(("body", "words", "value", "step", "unit"), FORMS)
def test_a_typed_figure_is_read(body: str, words: str, value: str, step: str, unit: str) -> None:
    passage = next(text for text in passages(written(body)) if text.text == body)
    first = next(mentions(passage))
    assert (first.text, first.unit) == (words, unit)
    assert (first.value, first.step) == (Fraction(value), Fraction(step))
    assert body[first.start : first.end].replace("\n", "") == words


NO_FIGURES = [
    *(
        "令和4年度 第3回",
        "平成27年（2015年）",
        "2月末時点",
        "11/13のデジタル祭り",
        "4/1〜3/31",
        "R5・６年度",
        "2月6日から",
    ),
    *(
        "本庁1F",
        "3次元の仮想世界",
        "14-2",
        "第2回目",
        "1人当たり",
        "24h×365日",
        "約12か月",
        "1か月ごと",
        "A4で3枚目",
        "No.12件",
    ),
    *("×2", "約9割", "4〜5月", "Ver3.5", "３月迄", "{{[chatbot-all]|2022-04/2023-02}}"),
]


@pytest.mark.parametrize("body", NO_FIGURES)
def test_dates_numbers_of_sections_and_constants_are_no_figures(body: str) -> None:
    passage = next(text for text in passages(written(body)) if text.text == body)
    assert not list(mentions(passage))


def test_every_figure_of_the_paper_typed_out_is_tied_to_where_it_came_from() -> None:
    scene, paper = typed_out(), paper_of()
    expected: list[tuple[str, str, str]] = []
    for block in paper.index.all(Block):
        for match in LIVE.finditer(block.body or ""):
            expected.append((block.uid, match[1], canonical_period(match[2])))
    tied: list[tuple[str, str, str]] = []
    for one in found(scene, "M1"):
        if one.mends:
            row = one.mends[0].edits[0].after or {}
            match = LIVE.search(str(row["body"]))
            assert match is not None
            tied.append((one.spot.key[0], match[1], canonical_period(match[2])))
    # Two series of the item are 30; the words name one of them, and the other is left open.
    assert sorted(tied) == sorted(one for one in expected if one[1] != "licences-added")
    assert [one.printed for one in found(scene, "M2", "M3")] == ["30ライセンス"]


def test_a_link_says_how_the_figure_agrees() -> None:
    by_text = {one.printed: one.message for one in found(typed_out(), "M1")}
    assert "切捨てのときだけ一致" in by_text["8.6%"] and "切捨てのときだけ一致" in by_text["89.7%"]
    assert "四捨五入のときだけ一致" in by_text["約14%"] and "四捨五入のときだけ一致" in by_text["約2,020件"]
    for either in ("73.2%", "18.6%", "約110通", "22,218件"):
        assert "と一致しています" in by_text[either]


def test_a_link_is_one_edit_and_the_figure_lives_afterwards() -> None:
    scene = written("質問は22,218件で、平均は約2,020件です。")
    proposal = found(scene, "M1")[0]
    assert marked(scene, proposal) == "22,218件"
    after = mended(scene, proposal)
    assert after.index.get(Block, "chatbot-now").body == (
        "質問は{{[chatbot-all]|2022-04/2023-02}}で、平均は約2,020件です。"
    )
    assert [one.printed for one in found(after, "M") if one.spot.key == ("chatbot-now",)] == ["約2,020件"]


WRONG = [
    ("全質問は22,281件でした。", "22,281件", "63件多い", "22,218件"),
    ("回答率は85.1%でした。", "85.1%", "3.6ポイント多い", "81.5%"),
    ("令和4年度の全質問は2月末までで22,118件でした。", "22,118件", "100件少ない", "22,218件"),
    ("6月の全質問は2,408件でした。", "2,408件", "360件多い", "2,048件"),
    ("質問の総数は22,211件となりました。", "22,211件", "7件少ない", "22,218件"),
]


@pytest.mark.parametrize(("body", "typed", "gap", "right"), WRONG)
def test_a_figure_that_differs_is_marked_where_it_stands(body: str, typed: str, gap: str, right: str) -> None:
    scene = written(body)
    (one,) = found(scene, "M2")
    assert marked(scene, one) == typed
    assert (one.computed, one.mends[0].label) == (right, f"「{right}」に置き換える")
    assert gap in one.message


RIGHT = [
    "全質問のうち3,000件は市外からでした。",
    "昨年度の全質問は20,000件でした。",
    "全質問は22,000件以上です。",
    "正答率は目標の95%に届きませんでした。",
    "令和3年度の全質問は21,000件、令和2年度は18,000件でした。",
    "全質問より4,000件多い問い合わせを電話で受けました。",
    "研修を12回開き、340人が参加しました。",
    "4月〜6月の全質問は7,348件です。",
    "回答率が最も高かった月は87.0%でした。",
    "昨年度の全質問は22,118件でした。",
    "全質問のうち22,118件は平日でした。",
    "令和3年度の正答率は89.9%でした。",
]


@pytest.mark.parametrize("body", RIGHT)
def test_a_right_figure_that_the_board_does_not_hold_is_not_called_wrong(body: str) -> None:
    scene = written(body)
    assert not found(scene, "M2")
    assert all(one.sure == "possible" for one in found(scene, "M3"))
    assert found(scene, "M3")


def test_a_figure_of_another_item_is_found_there() -> None:
    (one,) = [one for one in found(written("質問は22,218件です。", "standard-now"), "M") if one.printed == "22,218件"]
    assert (one.code, one.sure, one.why) == ("M1", "possible", "ほかの取組の数値です。")


def test_small_figures_are_not_tied_to_cells_by_chance() -> None:
    (one,) = [one for one in found(written("担当者は5件を調べました。", "cashless-now"), "M") if one.printed == "5件"]
    assert one.code == "M3"


def test_the_councils_board_has_one_typed_figure_and_it_agrees() -> None:
    (one,) = found(paper_of(), "M")
    assert (one.code, one.printed, one.computed, one.mends) == ("M1", "1件", "1件", ())


@pytest.mark.parametrize("board", [board for board in BOARDS if board != "council"])
def test_other_boards_raise_no_alarm(board: str) -> None:
    assert not [one for one in text_findings(scene_of_rows(rows_of(board))) if one]


HOSTILE = [
    "1" * 40000,
    "1," * 20000,
    "👨‍👩‍👧‍👦🎉" * 5000,
    "R4" * 20000,
    "4月〜" * 10000,
    "回答から" * 10000,
    "{{[" * 13000,
    "（" * 40000,
]


@pytest.mark.parametrize("body", [*HOSTILE, "".join(f"全質問は{n * 37:,}件、" for n in range(1, 1001))])
def test_a_hostile_text_can_be_stopped_and_ends(body: str) -> None:
    scene = written(body)
    started = last = time.thread_time()  # of this thread alone: a busy machine is no failure
    longest = 0.0
    for _ in text_findings(scene):
        longest, last = max(longest, time.thread_time() - last), time.thread_time()
    assert last - started < 2
    assert longest < 1
