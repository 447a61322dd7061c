"""Texts of the open file: figures to choose, offers for typed ones, and what the meeting before said."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.blocks import Block
from app.domain.differences import differences
from app.domain.entity import to_row
from app.domain.plan import Meeting
from app.services.document import Document
from app.storage.seed import seed_rows
from tests.domain.scenes import SEED
from tests.ui.working import opened

ITEM, NOW = "dx-chatbot", "chatbot-now"
NEXT = Meeting(uid="meeting-r5-1", name="令和5年度 第1回", position=99, fiscal_year="FY2023", as_of="2023-06-30")


@pytest.fixture
def document(tmp_path: Path) -> Iterator[Document]:
    rows = seed_rows(SEED)
    rows[Meeting.TABLE] = [*rows[Meeting.TABLE], to_row(NEXT)]
    with opened(rows, tmp_path / "board.ictplan") as made:
        made.set_meeting("meeting-r4-3")
        yield made


def found(document: Document, typed: str) -> list[tuple[str, str, str]]:
    return [(choice.metric, choice.period, shown.words) for choice, shown in document.figure_choices(ITEM, typed)]


def test_the_items_own_figures_are_offered_before_a_word_is_typed(document: Document) -> None:
    first = found(document, "")
    assert first[0] == ("chatbot-all", "2022-04/2023-02", "22,218件")
    assert {metric.split("-")[0] for metric, _, _ in first} == {"chatbot"}


def test_figures_are_found_by_name_and_period(document: Document) -> None:
    assert ("chatbot-all", "2022-04", "3,202件") in found(document, "全質問 4月")
    assert found(document, "　全質問　４月")[0] == ("chatbot-all", "2022-04", "3,202件")
    assert found(document, "全質問 2月")[0] == ("chatbot-all", "2023-02", "1,916件")
    assert ("chatbot-correct-rate", "2022-04/2023-02", "89.7%") in found(document, "正答 r4")
    elsewhere = found(document, "コンビニ R4")
    assert elsewhere and not any(metric.startswith("chatbot") for metric, _, _ in elsewhere)
    assert found(document, "どこにもない名前") == []


def test_figures_without_value_come_only_where_nothing_else_matches(document: Document) -> None:
    assert found(document, "全質問 令和5年3月") == [("chatbot-all", "2023-03", "未集計")]


def test_a_typed_figure_that_equals_one_of_the_board_is_offered(document: Document) -> None:
    text = "・{{[chatbot-responses]|2022-04/2023-02}}のうち、全質問は22,218件、別に7件です。"
    (offer,) = document.offers(NOW, text)
    assert text[offer.start : offer.end] == offer.words == "22,218件"
    assert offer.mark.startswith("{{[chatbot-all]|") and "全質問" in offer.message
    assert document.live_words(offer.mark)[offer.mark].words == "22,218件"
    assert document.offers(NOW, "") == ()


def test_an_item_begins_with_what_the_meeting_before_had(document: Document) -> None:
    before = document.item_report(ITEM).blocks
    assert document.can_carry(ITEM) == "" and document.previous_text(NOW) is None
    document.set_meeting(NEXT.uid)
    assert document.item_report(ITEM).blocks == ()
    assert document.can_carry(ITEM) == "令和4年度 第3回"
    document.carry_forward(ITEM)
    after = document.item_report(ITEM).blocks
    assert [(one.kind, one.heading, one.body, len(one.lines)) for one in after] == [
        (one.kind, one.heading, one.body, len(one.lines)) for one in before
    ]
    assert all(one.as_of_label == "" for one in after) and document.can_carry(ITEM) == ""
    document.undo()
    assert document.item_report(ITEM).blocks == ()


def test_the_text_before_is_found_under_its_heading_whatever_the_month(document: Document) -> None:
    document.set_meeting(NEXT.uid)
    made = document.add_block(ITEM, "text", "6月迄の状況")
    found = document.previous_text(made)
    assert found is not None and found.meeting == "令和4年度 第3回"
    assert "{{[" in found.body and "22,218件" in found.printed
    assert document.previous_text(document.add_block(ITEM, "text", "別の見出し")) is None


def test_a_text_for_every_meeting_has_no_text_before(document: Document) -> None:
    held = document.index.get(Block, NOW)
    assert held.meeting == "meeting-r4-3"
    assert document.previous_text("gone") is None


def test_differences_are_whole_figures_and_words() -> None:
    found = differences("質問は22,218件でした。", "質問は24,118件で、増えました。")
    assert [(one.kind, one.text) for one in found][:3] == [("same", "質問は"), ("gone", "22,218"), ("new", "24,118")]
    assert "".join(one.text for one in found if one.kind != "new") == "質問は22,218件でした。"
    assert "".join(one.text for one in found if one.kind != "gone") == "質問は24,118件で、増えました。"
    assert differences("", "") == ()
