"""Formulas tried, set and taken away in a real file."""

import pytest

from app.domain.errors import InputError
from app.domain.formula import CycleError
from app.domain.formula_complete import Name, completions, word_at
from app.domain.metrics import Metric
from app.services.document import Document

RATE, ALL = "chatbot-correct-rate", "chatbot-all"
NAMES = (
    Name("[応答]", "チャットボット", True),
    Name("[ロボット応答数]", "チャットボット", True),
    Name("[応募者数]", "人材育成", False),
    Name("[Wi-Fi端末]", "会議", False),
)


def formula_of(document: Document, uid: str) -> str | None:
    return document.index.get(Metric, uid).formula


def value(document: Document, uid: str, period: str) -> str:
    return document.scene.figure(document.index.get(Metric, uid), period).full


def test_a_typed_formula_is_tried_without_an_edit(document: Document) -> None:
    revision = document.revision
    trial = document.try_formula("chatbot-excluded", "[全質問]×２＋１")
    assert trial.error == "" and [result.period for result in trial.results] == ["R5.2", "R4"]
    assert all(result.words.endswith("件") for result in trial.results)
    assert document.revision == revision and not document.can_undo


def test_a_tried_formula_gives_what_the_set_one_gives(document: Document) -> None:
    trial = document.try_formula(RATE, "[正答] / [応答]")
    document.set_formula(RATE, "[正答] / [応答]")
    document.item_report("dx-chatbot")
    assert [value(document, RATE, "2023-02"), value(document, RATE, "FY2022")] == [one.words for one in trial.results]
    assert document.shown_formula(RATE) == "[正答] / [応答]"


@pytest.mark.parametrize(
    ("shown", "words", "position"),
    [
        ("[応答] + ", "ここには数", 7),
        ("[おうとう] + 1", "という指標はありません", 0),
        ("1 + [応答", "角括弧", 4),
        ("", "式が空です", 0),
        ("[応答] > 1", "状況の規則でだけ", 5),
    ],
)
def test_an_error_is_told_with_its_place(document: Document, shown: str, words: str, position: int) -> None:
    trial = document.try_formula(ALL, shown)
    assert words in trial.error and trial.position == position and trial.results == ()
    with pytest.raises(InputError):
        document.set_formula(ALL, shown)
    assert not document.can_undo


def test_a_cycle_is_shown_by_its_path_and_not_taken(document: Document) -> None:
    trial = document.try_formula(ALL, "[応答] + [除外]")
    assert trial.error.startswith("計算が一巡してしまいます（全質問 → 応答 → 全質問）") and trial.position is None
    with pytest.raises(CycleError):
        document.set_formula(ALL, "[応答] + [除外]")
    assert not document.can_undo


def test_a_row_that_reads_itself_is_refused(document: Document) -> None:
    assert "全質問 → 全質問" in document.try_formula(ALL, "[全質問] + 1").error


def test_setting_and_clearing_are_one_step_of_undo_each(document: Document) -> None:
    document.item_report("dx-chatbot")
    before, shown = formula_of(document, RATE), value(document, RATE, "2023-02")
    document.set_formula(RATE, "[正答] / [応答]")
    document.clear_formula(RATE)
    assert formula_of(document, RATE) is None and document.shown_formula(RATE) == ""
    document.undo()
    assert formula_of(document, RATE) not in (None, before)
    document.undo()
    document.item_report("dx-chatbot")
    assert formula_of(document, RATE) == before and value(document, RATE, "2023-02") == shown
    document.clear_formula(ALL)
    assert not document.can_undo


def test_the_same_formula_is_no_edit(document: Document) -> None:
    document.set_formula(RATE, document.shown_formula(RATE))
    assert not document.can_undo


def test_names_of_the_own_item_are_near(document: Document) -> None:
    names = document.formula_names(RATE)
    near = [name.shown for name in names if name.near]
    assert "[応答]" in near and "[正答率]" not in near and len(names) > len(near)
    assert len({name.shown for name in names}) == len(names), "names that several bear are told apart"


@pytest.mark.parametrize(
    ("text", "cursor", "word"),
    [
        ("[応", 2, "[応"),
        ("[応答]+ろぼ", 7, "ろぼ"),
        ("[応答]", 2, "[応"),
        ("1+(応", 4, "応"),
        ("[応答] + ", 7, ""),
        ("[応答]", 4, ""),
    ],
)
def test_the_word_before_the_cursor(text: str, cursor: int, word: str) -> None:
    start, end = word_at(text, cursor)
    assert text[start:cursor] == word and (end == cursor or text[cursor:end] == "]")


def test_completions_know_kana_and_width_and_put_near_names_first() -> None:
    assert [one.text for one in completions("応", NAMES)] == ["[応答]", "[応募者数]", "[ロボット応答数]"]
    assert [one.text for one in completions("[ろぼ", NAMES)] == ["[ロボット応答数]"]
    assert [one.text for one in completions("ｗｉ", NAMES)] == ["[Wi-Fi端末]"]
    assert [one.text for one in completions("[", NAMES)] == ["[応答]", "[ロボット応答数]"]
    assert completions("", NAMES) == ()
    assert [one.text for one in completions("round", NAMES)] == ["ROUND(", "ROUNDDOWN(", "ROUNDUP("]
