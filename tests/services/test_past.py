"""The history of a real file: in words, for one cell, one indicator, the whole; and earlier values brought back."""

from dataclasses import replace
from typing import Any

import pytest

from app.domain import tables
from app.domain.column_words import FIELD_WORDS, TABLE_WORDS
from app.domain.entity import fields_of, new_uid
from app.domain.errors import InputError
from app.domain.history import History
from app.domain.metrics import Observation
from app.services.document import Document
from app.services.past import PAGE
from app.services.past_lines import Asked, PastLine

MARCH = ("chatbot-all", "2023-03", "result", "")
FEBRUARY = ("chatbot-all", "2023-02", "result", "")


def lines(document: Document, **asked: Any) -> list[PastLine]:
    """Return all of the history that is asked for."""
    return [line for page in document.history(Asked(**asked)) for line in page]


def test_every_column_and_table_has_a_word() -> None:
    shown = {table: entity for table, entity in tables.BY_TABLE.items() if table != "history"}
    assert set(shown) <= set(TABLE_WORDS)
    names = {spec.name for entity in shown.values() for spec in fields_of(entity)} - {"uid"}
    assert names <= set(FIELD_WORDS)


def test_a_figure_s_change_is_told_in_words(document: Document) -> None:
    document.set_figure(MARCH, "1,900")
    document.set_figure(MARCH, "約1950")
    newest, before = lines(document)
    (change,) = newest.changes
    assert change.where == "DX重点取組み事項 › チャットボット「せとまちナビ」 › 全質問"
    assert (change.what, change.before, change.after) == ("令和5年3月の実績", "1,900件", "約1,950件")
    assert (before.changes[0].before, newest.line.who) == ("未集計", "試験")


def test_words_places_and_statuses_are_told_without_uids(document: Document) -> None:
    measure = document.add_node("goal-1", "measure", "情報の発信")
    document.paste_indicators(measure, [["指標", "単位", "目標値", "R4"], ["登録者数", "人", "900", "850"]])
    (row,) = document.goal_report("goal-1").rows
    document.set_status(row.uid, document.index.all(tables.BY_TABLE["reason"])[0].uid, "確かめた")  # type: ignore[attr-defined]
    document.set_target(row.uid, "950")
    document.set_field("indicator", row.uid, "title", "公式の登録者数")
    document.move_node("goal-1", measure, 0)
    document.delete("indicator", row.uid)
    uids = {str(edit.key[0]) for line in lines(document) for edit in (change.edit for change in line.changes)}
    said = [
        text
        for line in lines(document)
        for one in line.changes
        for text in (one.where, one.what, one.before, one.after)
    ]
    assert not [text for text in said for uid in uids if uid in text and len(uid) == 12]
    words = "\n".join(said)
    assert all(part in words for part in ("目標値", "900人", "950人", "公式の登録者数", "指標の削除", "状況の追加"))


def test_one_cell_s_and_one_indicator_s_history_leave_the_rest_out(document: Document) -> None:
    document.set_figure(MARCH, "1900")
    document.set_figures({MARCH: "1901", FEBRUARY: "2100"}, "貼り付け")
    document.set_field("node", "dx-chatbot", "title", "別の題")
    assert [len(line.changes) for line in lines(document)] == [1, 2, 1]
    assert [[one.edit.key for one in line.changes] for line in lines(document, rows=(MARCH,))] == [[MARCH], [MARCH]]
    assert len(lines(document, rows=(("dx-chatbot",),))) == 1
    assert len(lines(document, rows=(("chatbot-all",),))) == 2


def test_person_day_and_words_narrow_it(document: Document) -> None:
    document.set_figure(MARCH, "1900")
    day = lines(document)[0].line.made_at[:10]
    *_, found = document.history_sources()
    assert found is not None and (found.people, found.days) == (("試験",), ((day, 1),))
    assert len(lines(document, who="試験", day=day, words="ｾﾞﾝ質問 1900")) == 0
    assert len(lines(document, who="試験", day=day, words="１，９００ 全質問")) == 1
    assert not lines(document, who="別の人") and not lines(document, day="2001-01-01")


def test_an_earlier_value_comes_back_as_one_edit_that_can_be_undone(document: Document) -> None:
    document.set_figure(MARCH, "1900")
    document.set_figure(MARCH, "2500")
    first = lines(document, rows=(MARCH,))[-1]
    document.bring_back(first, first.changes[0], before=False)
    assert document.repository.read_one(Observation, MARCH).value == "1900"  # type: ignore[union-attr]
    assert lines(document)[0].line.label.startswith("履歴から戻す")
    document.undo()
    assert document.repository.read_one(Observation, MARCH).value == "2500"  # type: ignore[union-attr]
    document.bring_back(first, first.changes[0], before=True)
    assert document.repository.read_one(Observation, MARCH).missing == "not_counted"  # type: ignore[union-attr]


def test_what_stands_already_is_no_edit(document: Document) -> None:
    document.set_figure(MARCH, "1900")
    (line,) = lines(document)
    with pytest.raises(InputError, match="いまの値と同じ"):
        document.bring_back(line, line.changes[0], before=False)
    assert len(lines(document)) == 1


def test_only_what_the_edit_changed_comes_back(document: Document) -> None:
    document.set_field("indicator", _indicator(document), "remark", "はじめ")
    uid = _indicator(document)
    document.set_field("indicator", uid, "remark", "あと")
    document.set_field("indicator", uid, "title", "新しい名前")
    line = lines(document)[1]
    document.bring_back(line, line.changes[0], before=True)
    assert (document.field("indicator", uid, "remark"), document.field("indicator", uid, "title")) == (
        "はじめ",
        "新しい名前",
    )


def _indicator(document: Document) -> str:
    rows = document.goal_report("goal-1").rows
    return rows[0].uid if rows else document.add_indicator("goal-1", "登録者数")


def test_what_was_deleted_comes_back_with_all_that_hung_on_it(document: Document) -> None:
    uid = document.add_indicator("goal-1", "登録者数")
    document.set_target(uid, "900")
    before = document.goal_report("goal-1")
    document.delete("indicator", uid)
    line = lines(document)[0]
    change = next(one for one in line.changes if one.edit.table == "indicator")
    document.bring_back(line, change, before=True)
    assert document.goal_report("goal-1") == before
    document.undo()
    assert not document.goal_report("goal-1").rows


def test_a_row_whose_ground_is_gone_is_refused_with_words(document: Document) -> None:
    measure = document.add_node("goal-1", "measure", "施策")
    uid = document.add_indicator(measure, "登録者数")
    document.set_target(uid, "900")
    target = lines(document)[0]
    document.delete("node", measure)
    with pytest.raises(InputError, match="いまはない"):
        document.bring_back(target, target.changes[0], before=False)


def test_a_file_of_many_lines_is_read_in_pages_and_every_line_once(document: Document) -> None:
    document.set_figure(MARCH, "1900")
    (first,) = lines(document)
    rows = [replace_line(first.line, number) for number in range(2, 3 * PAGE)]
    with document.repository.database.connection as connection:
        columns = ", ".join(spec.name for spec in fields_of(History))
        values = [tuple(getattr(row, spec.name) for spec in fields_of(History)) for row in rows]
        marks = ", ".join("?" * (len(values[0]) + 1))
        connection.executemany(f"INSERT INTO history ({columns}, rev) VALUES ({marks})", [(*row, 1) for row in values])
        connection.execute("UPDATE meta SET revision = ?", (rows[-1].sequence,))
    pages = list(document.history(Asked()))
    numbers = [line.line.sequence for page in pages for line in page]
    assert [len(page) for page in pages[:2]] == [PAGE, PAGE]
    assert numbers == sorted(set(numbers), reverse=True) and len(numbers) == 3 * PAGE - 1


def replace_line(line: History, sequence: int) -> History:
    """Return a line of history with another number."""
    return replace(line, uid=new_uid(), sequence=sequence)  # type: ignore[type-var]


def test_undo_reaches_back_to_when_the_file_was_opened(document: Document) -> None:
    before = document.item_report("dx-chatbot")
    for number in range(300):
        document.set_figure(MARCH, str(3000 + number))
    for _ in range(300):
        assert document.undo() is not None
    assert document.undo() is None and document.item_report("dx-chatbot") == before


def undo_words(document: Document) -> str:
    """Undo and return what is told of it."""
    document.undo()
    return document.step_words(True)


def test_undo_says_which_value_came_back(document: Document) -> None:
    document.set_figure(MARCH, "1,850")
    document.set_figure(MARCH, "1,900")
    assert undo_words(document) == "全質問の令和5年3月の実績を 1,900件 → 1,850件 に戻しました"
    document.redo()
    assert document.step_words(False) == "全質問の令和5年3月の実績を 1,850件 → 1,900件 にやり直しました"


def test_undo_of_a_text_says_what_of_it_came_back_and_never_a_mark(document: Document) -> None:
    body = document.field("block", "chatbot-now", "body")
    document.set_field("block", "chatbot-now", "body", body + "\n・4,500件まで増えた。{{[chatbot-all]|2023-03}}")
    document.set_field("block", "chatbot-now", "body", body + "\n・4,600件まで増えた。{{[chatbot-all]|2023-03}}")
    told = undo_words(document)
    assert "4,600件" in told.partition("→")[0] and "4,500件" in told.partition("→")[2]
    assert "{{" not in told and len(told) < 90


def test_undo_of_many_cells_says_how_many_and_one_of_them(document: Document) -> None:
    document.set_figures({MARCH: "1901", FEBRUARY: "2100"}, "2か所の貼り付け")
    told = undo_words(document)
    assert told.startswith("元に戻しました: 2か所の貼り付け（2か所。全質問の令和5年") and "→" in told


def test_undo_of_what_was_added_deleted_or_renamed_is_told_as_one_thing(document: Document) -> None:
    node = document.add_node("goal-1", "measure", "情報の発信")
    uid = document.add_indicator(node, "登録者数")
    document.set_field("indicator", uid, "title", "公式の登録者数")
    assert undo_words(document) == "登録者数の名前を 公式の登録者数 → 登録者数 に戻しました"
    assert undo_words(document) == "元に戻しました: 指標「登録者数」の追加"
    document.redo()
    assert document.step_words(False) == "やり直しました: 指標「登録者数」の追加"


def test_a_move_is_told_by_its_direction_not_by_a_stored_number(document: Document) -> None:
    document.move("block", "chatbot-now", 2)
    (change,) = [one for one in lines(document)[0].changes if one.edit.key == ("chatbot-now",)]
    assert (change.what, change.before, change.after) == ("順序", "", "後ろへ移動")
    assert undo_words(document) == "元に戻しました: 「現在」の移動"
