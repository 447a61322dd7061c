"""Search over the council's board in a real file: every kind of place, and edits that are followed."""

import pytest

from app.services.document import Document
from app.services.finding import Finder, Hit

MARCH = ("chatbot-all", "2023-03", "result", "")


def whole(document: Document) -> Finder:
    """Return a finder that knows everything."""
    finder = Finder(document)
    while finder.work():
        pass
    return finder


def hits(finder: Finder, typed: str, group: str) -> list[Hit]:
    """Return all results of one group."""
    return [hit for answer in finder.search(typed, group) for hit in answer.hits]


@pytest.mark.parametrize(
    ("typed", "group", "text", "table"),
    [
        ("2,020", "figure", "約2,020件", "observation"),
        ("8.6", "figure", "8.6%", "observation"),
        ("未集計", "figure", "未集計　令和5年3月", "observation"),
        ("ﾁｬｯﾄ", "title", "チャットボット「せとまちナビ」", "node"),
        ("情報政策課", "department", "経営戦略部・情報政策課", "node"),
        ("切捨てのとき", "note", "切捨て", "metric"),
        ("事務局", "text", "事務局：情報政策課", "list_item"),
    ],
)
def test_every_kind_of_thing_is_found_where_it_stands(
    document: Document, typed: str, group: str, text: str, table: str
) -> None:
    found = hits(whole(document), typed, group)
    assert any(text in hit.text and hit.place.table == table and hit.place.tab == "dx" for hit in found)
    assert all(hit.where and hit.marks for hit in found)


def test_a_figure_that_is_computed_is_found_too(document: Document) -> None:
    finder = whole(document)
    table = next(block.table for block in document.item_report("dx-chatbot").blocks if block.table)
    total = next(row.total for row in table.rows if row.metric == "chatbot-all")
    assert total is not None and total.state == "derived"
    assert any(hit.place.key and hit.place.key[0] == "chatbot-all" for hit in hits(finder, total.text, "figure"))


def test_a_text_s_hit_names_the_run_of_characters(document: Document) -> None:
    found = next(hit for hit in hits(whole(document), "予定です", "text") if hit.place.start is not None)
    assert found.place.key is not None
    body = document.field("block", found.place.key[0], "body")
    assert body[found.place.start : found.place.end] == "予定です"


def test_it_answers_before_the_index_is_whole(document: Document) -> None:
    finder = Finder(document)
    finder.work()
    assert not finder.whole
    assert hits(finder, "チャットボット", "title")


def test_edits_are_followed(document: Document) -> None:
    finder = whole(document)
    document.set_figure(MARCH, "97531")
    document.set_field("node", "dx-chatbot", "title", "案内ロボット")
    while finder.work():
        pass
    assert [hit.place.key for hit in hits(finder, "97,531", "figure")][:1] == [MARCH]
    assert hits(finder, "案内ロボット", "title") and not hits(finder, "せとまちナビ", "title")
    document.undo()
    document.undo()
    while finder.work():
        pass
    assert not hits(finder, "97531", "figure") and hits(finder, "せとまちナビ", "title")


def test_what_is_deleted_is_found_no_more(document: Document) -> None:
    finder = whole(document)
    (before,) = {hit.place.node for hit in hits(finder, "196件", "figure") if "保育園" in hit.where}
    assert before is not None
    document.delete("node", before)
    assert finder.search("196件") is not None  # while the index is behind
    while finder.work():
        pass
    assert not [hit for hit in hits(finder, "196件", "figure") if "保育園" in hit.where]
    assert not [hit for hit in hits(finder, "電子申請", "title") if hit.place.node == before]
