"""Meetings, departments and the tree: every verb, its undo and redo, what it says where it cannot be done."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.domain.blocks import Block
from app.domain.branch import Branch
from app.domain.errors import InputError
from app.domain.meetings import MeetingWords, name_for_year
from app.domain.plan import Assessment, Department, Indicator, Meeting, Node
from app.services.document import Document
from tests.sample_board import sample_board
from tests.ui.working import opened

NEXT = MeetingWords(name="令和5年度 第1回", fiscal_year="R5", held_on="令和5年8月1日", as_of="R5.6.30")


@pytest.fixture
def sample(tmp_path: Path, qapp: object) -> Iterator[Document]:
    with opened(sample_board(), tmp_path / "sample.ictplan") as document:
        yield document


def contents(document: Document) -> dict[str, list[object]]:
    return {table: list(rows) for table, rows in document.repository.dump_rows().items() if table != "history"}


def all_branches(found: tuple[Branch, ...]) -> Iterator[Branch]:
    for one in found:
        yield one
        yield from all_branches(one.below)


def branch(document: Document, uid: str) -> Branch:
    return next(one for one in all_branches(document.plan_tree()) if one.uid == uid)


def first_meeting(document: Document) -> str:
    return document.index.all(Meeting)[0].uid


COUNCIL_VERBS: dict[str, Callable[[Document], object]] = {
    "add_meeting": lambda d: d.add_meeting(NEXT, False),
    "add_meeting_carrying": lambda d: d.add_meeting(NEXT, True),
    "change_meeting": lambda d: d.change_meeting(first_meeting(d), NEXT),
    "add_department": lambda d: d.add_department("みらい課"),
    "set_departments": lambda d: d.set_departments("node", "dx-chatbot", "企画課／みらい課"),
    "add_branch": lambda d: d.add_branch("goal-1", "measure", "にぎわい"),
    "copy_item": lambda d: d.copy_branch(branch(d, "dx-chatbot")),
    "move_item": lambda d: d.move_branch(branch(d, "dx-chatbot"), "goal-2", 0),
    "delete_item": lambda d: d.delete_branch(branch(d, "dx-chatbot")),
    "rename_level": lambda d: d.rename_level(d.levels()[0].uid, "柱"),
}
SAMPLE_VERBS: dict[str, Callable[[Document], object]] = {
    "move_indicator": lambda d: d.move_branch(branch(d, "i1"), "goal-2", 0),
    "copy_indicator": lambda d: d.copy_branch(branch(d, "i1")),
    "delete_indicator": lambda d: d.delete_branch(branch(d, "i1")),
    "copy_goal": lambda d: d.copy_branch(branch(d, "goal-1")),
    "move_goal": lambda d: d.move_branch(branch(d, "goal-1"), None, 1),
    "set_departments": lambda d: d.set_departments("indicator", "i1", "みらい課、企画課"),
    "merge_department": lambda d: d.merge_department(*[one.uid for one, _ in d.departments()][:2]),
    "rename_department": lambda d: d.rename_department(d.departments()[0][0].uid, "未来課"),
    "add_meeting": lambda d: d.add_meeting(NEXT, True),
}


def check_round_trip(document: Document, verb: Callable[[Document], object]) -> None:
    before = contents(document)
    verb(document)
    after = contents(document)
    assert after != before
    assert document.undo() is not None
    assert contents(document) == before
    assert document.redo() is not None
    assert contents(document) == after


@pytest.mark.parametrize("name", COUNCIL_VERBS)
def test_undo_takes_a_verb_back_whole_and_redo_does_it_again(document: Document, name: str) -> None:
    check_round_trip(document, COUNCIL_VERBS[name])


@pytest.mark.parametrize("name", SAMPLE_VERBS)
def test_undo_takes_a_verb_on_indicators_back_whole(sample: Document, name: str) -> None:
    check_round_trip(sample, SAMPLE_VERBS[name])


# meetings


def test_the_next_meeting_is_proposed_from_the_last(document: Document) -> None:
    last = document.index.all(Meeting)[-1]
    words = document.next_meeting()
    assert last.name == "令和4年度 第3回"
    assert (words.name, words.fiscal_year, words.held_on) == ("令和4年度 第4回", "令和4年度", "")
    assert name_for_year(document.index, "R5") == "令和5年度 第1回"
    assert name_for_year(document.index, "らいねん") == ""


def test_a_meeting_begins_with_the_parts_of_the_one_before_and_is_chosen(document: Document) -> None:
    before = document.meeting
    shown = [block.heading for block in document.item_report("dx-chatbot").blocks]
    uid = document.add_meeting(NEXT, True)
    assert document.meeting == uid
    assert [block.heading for block in document.item_report("dx-chatbot").blocks] == shown
    own = document.index.where(Block, "meeting", uid)
    assert own
    assert len(own) == len(document.index.where(Block, "meeting", before))
    added = document.index.get(Meeting, uid)
    assert (added.fiscal_year, added.held_on, added.as_of) == ("FY2023", "2023-08-01", "2023-06-30")
    assert added.council == document.index.get(Meeting, str(before)).council
    assert added.paper_number is None


def test_undo_of_a_chosen_meeting_chooses_one_that_is_there(document: Document) -> None:
    before = document.meeting
    document.add_meeting(NEXT, False)
    document.undo()
    assert document.meeting == before
    assert document.item_report("dx-chatbot").blocks


def test_a_meeting_stands_where_its_day_puts_it(document: Document) -> None:
    old = first_meeting(document)
    earlier = document.add_meeting(MeetingWords(name="第1回", fiscal_year="R4", held_on="2022/8/1"), False)
    assert [one.uid for one in document.index.all(Meeting)] == [earlier, old]
    document.change_meeting(earlier, MeetingWords(name="第1回", fiscal_year="R5", held_on="R5.8.1"))
    assert [one.uid for one in document.index.all(Meeting)] == [old, earlier]
    assert document.index.get(Meeting, earlier).fiscal_year == "FY2023"


@pytest.mark.parametrize(
    "words",
    [
        MeetingWords(name=" "),
        MeetingWords(name="会議", held_on="あした"),
        MeetingWords(name="会議", held_on="令和5年13月1日"),
        MeetingWords(name="会議", held_on="8月1日"),
        MeetingWords(name="会議", fiscal_year="3月"),
        MeetingWords(name="会議", held_on="R5.3.20", as_of="R5.3.21"),
    ],
)
def test_words_that_cannot_be_taken_change_nothing(document: Document, words: MeetingWords) -> None:
    before = contents(document)
    with pytest.raises(InputError):
        document.add_meeting(words, True)
    assert contents(document) == before


def test_a_deleted_meeting_takes_its_own_parts_and_statuses_only(sample: Document) -> None:
    uid = sample.add_meeting(NEXT, True)
    sample.set_status("i1", "reason-review", "見直しのため")
    kept = len(sample.index.all(Block)) - len(sample.index.where(Block, "meeting", uid))
    assert "手で選んだ状況 1件" in sample.meeting_hangings(uid)
    sample.delete_meeting(uid)
    assert len(sample.index.all(Block)) == kept
    assert all(one.meeting != uid for one in sample.index.all(Assessment))
    assert not any(one.note == "見直しのため" for one in sample.index.all(Assessment))
    assert sample.index.one(Meeting, sample.meeting) is not None


def test_deleting_a_meeting_can_be_undone(document: Document) -> None:
    document.add_meeting(NEXT, True)
    check_round_trip(document, lambda d: d.delete_meeting(first_meeting(d)))


def test_a_meeting_that_alone_shows_tables_is_not_deleted(document: Document) -> None:
    before = contents(document)
    with pytest.raises(InputError, match="この会議にだけある表"):
        document.delete_meeting(first_meeting(document))
    assert contents(document) == before


# departments


def test_departments_are_found_by_name_and_new_ones_added(sample: Document) -> None:
    known = len(sample.departments())
    sample.set_departments("indicator", "i1", "みらい課／ みらい課 、ＤＸ課")
    assert branch(sample, "i1").departments == "みらい課／ＤＸ課"
    assert len(sample.departments()) == known + 2
    sample.set_departments("indicator", "i2", "DX課")
    assert branch(sample, "i2").departments == "ＤＸ課"
    assert len(sample.departments()) == known + 2
    sample.set_departments("indicator", "i1", "")
    assert branch(sample, "i1").departments == ""


def test_a_department_in_use_is_merged_not_deleted(sample: Document) -> None:
    sample.set_departments("indicator", "i1", "きかく課／企画課")
    uids = {one.name: one.uid for one, _ in sample.departments()}
    with pytest.raises(InputError, match="使われています"):
        sample.delete_department(uids["きかく課"])
    with pytest.raises(InputError, match="もうあります"):
        sample.rename_department(uids["きかく課"], "企画課")
    sample.merge_department(uids["きかく課"], uids["企画課"])
    assert branch(sample, "i1").departments == "企画課"
    assert sample.index.one(Department, uids["きかく課"]) is None


def test_an_unused_department_is_deleted_and_a_known_one_not_added_twice(sample: Document) -> None:
    uid = sample.add_department("一時課")
    with pytest.raises(InputError, match="もうあります"):
        sample.add_department("一時課 ")
    sample.delete_department(uid)
    assert sample.index.one(Department, uid) is None


# the tree


def test_a_goal_goes_nowhere_but_to_the_top(document: Document) -> None:
    with pytest.raises(InputError, match="下には置けません"):
        document.move_branch(branch(document, "goal-1"), "goal-2", 0)
    with pytest.raises(InputError, match="指標は"):
        document.move_branch(Branch("indicator", "i1", None, "goal-1", "indicator", "指標", "", "指標", ""), None, 0)


def test_a_node_goes_not_below_itself(document: Document) -> None:
    outer = document.add_branch("goal-1", "initiative", "外")
    inner = document.add_branch(outer, "initiative", "中")
    with pytest.raises(InputError, match="その中へ"):
        document.move_branch(branch(document, outer), inner, 0)


def test_a_moved_indicator_keeps_its_figures_and_its_chart_finds_it(sample: Document) -> None:
    before = next(row for row in sample.goal_report("goal-1").rows if row.uid == "i1")
    sample.move_branch(branch(sample, "i1"), "goal-2", 0)
    after = next(row for row in sample.goal_report("goal-2").rows if row.uid == "i1")
    assert [year.text for year in after.years] == [year.text for year in before.years]
    assert not any(row.uid == "i1" for row in sample.goal_report("goal-1").rows)


def test_a_copy_has_the_tree_but_no_figures(sample: Document) -> None:
    uid = sample.copy_branch(branch(sample, "goal-1"))
    original, copy = branch(sample, "goal-1"), branch(sample, uid)
    assert copy.title == f"{original.title}（写し）"
    titles = [one.title for one in all_branches(original.below)]
    assert [one.title for one in all_branches(copy.below)] == titles
    assert all(year.value is None for row in sample.goal_report(uid).rows for year in row.years)
    assert sample.index.get(Node, uid).plan == sample.index.get(Node, "goal-1").plan


def test_a_new_goal_belongs_to_the_plan_of_the_others(document: Document) -> None:
    uid = document.add_branch(None, "goal", "新しい目標")
    assert document.index.get(Node, uid).plan == document.index.get(Node, "goal-1").plan
    assert branch(document, uid).kind_words == branch(document, "goal-1").kind_words


def test_level_names_are_the_citys_own(document: Document) -> None:
    document.rename_level(document.levels()[0].uid, "まちづくりの柱")
    assert branch(document, "goal-1").kind_words == "まちづくりの柱"
    with pytest.raises(InputError):
        document.rename_level(document.levels()[0].uid, " ")


def test_a_place_of_a_node_that_stands_twice_goes_alone(document: Document) -> None:
    from app.domain.edits import insertion
    from app.domain.plan import Placement

    twice = Placement(uid="second", parent="goal-1", child="dx-chatbot", position=1000)
    document._commit("二つ目の場所", [insertion(twice)])
    places = [one for one in all_branches(document.plan_tree()) if one.uid == "dx-chatbot"]
    assert len(places) == 2
    document.delete_branch(places[0])
    assert branch(document, "dx-chatbot").placement == places[1].placement
    document.delete_branch(places[1])
    assert document.index.one(Node, "dx-chatbot") is None


def test_deleting_an_indicator_leaves_its_siblings(sample: Document) -> None:
    count = len(sample.index.all(Indicator))
    sample.delete_branch(branch(sample, "i1"))
    assert len(sample.index.all(Indicator)) == count - 1


# why a status was chosen


def test_a_rule_says_its_figures_and_their_day(sample: Document) -> None:
    rows = {row.uid: row.status for row in sample.goal_report("goal-1").rows}
    assert rows["i1"].why == "3,500人 ≧ 3,000人（2月末）→ 指標達成又は達成見込み"
    assert rows["i2"].why == "2,240件 < 3,000件（2月末）→ 推進中だが指標値未達成"


def test_a_rule_over_baseline_and_elapsed_share_says_both(sample: Document) -> None:
    from app.domain.plan import Rule

    rule = sample.index.all(Rule)[0]
    sample.set_field("rule", rule.uid, "condition", "result > baseline and elapsed < 1")
    why = next(row.status.why for row in sample.goal_report("goal-1").rows if row.uid == "i2")
    assert why.startswith("2,240件 > 基準値1,200 、かつ 経過割合")


def test_another_reason_keeps_the_note_of_a_status_by_hand(sample: Document) -> None:
    sample.set_status("i1", "reason-review", "見直しのため")
    sample.set_status("i1", "reason-behind", None)
    found = next(one for one in sample.index.where(Assessment, "indicator", "i1") if one.meeting == sample.meeting)
    assert (found.reason, found.note) == ("reason-behind", "見直しのため")
