"""Which slides a paper has, in which order, as the board has it and as a person put it."""

from dataclasses import replace

import pytest

from app.domain.blocks import Block
from app.domain.edits import change, deletion, insertion
from app.domain.image_warnings import image_warnings
from app.domain.outline import outline, plan_title, printed_images, printed_items, version_title
from app.domain.paper import Slide, is_printed
from app.domain.paper_edits import moved_edits, printed_edits
from app.domain.plan import Node, Placement
from app.domain.report_item import item_heads
from app.domain.web_version import for_web
from tests.domain.papers import after, keys, next_meeting, paper_of, printed, with_item
from tests.domain.scenes import BOARDS

ROADMAP, CHATBOT, RPA = "item:dx-roadmap", "item:dx-chatbot", "item:dx-rpa"


def test_the_council_s_paper_has_cover_goals_and_items_as_printed() -> None:
    entries = outline(paper_of())
    assert [entry.key for entry in entries][:7] == [
        "cover",
        "section",
        *(f"goal:goal-{number}" for number in (1, 2, 3, 4)),
        "section:dx",
    ]
    assert entries[1].title == "「瀬戸市ICT戦略推進プラン・官民データ活用推進計画」の進捗状況"
    assert entries[2].title == "①まちの活性化"
    assert {entry.kind for entry in entries[7:]} <= {"item", "closing"}
    assert [entry.key for entry in entries if not entry.printed] == [ROADMAP, "item:dx-vision"]
    assert [entry.key for entry in entries if entry.blank] == [ROADMAP]


@pytest.mark.parametrize("board", BOARDS)
def test_every_board_has_a_slide_for_each_top_of_its_tree_and_no_key_twice(board: str) -> None:
    scene = paper_of(board)
    entries = outline(scene)
    assert len({entry.key for entry in entries}) == len(entries) > 1
    shown = {uid for entry in entries if entry.printed for uid in (entry.node, entry.group)}
    assert {top.uid for top in scene.index.children(None)} <= shown
    assert entries[0].kind == ("cover" if scene.meeting else "section")
    assert all(entry.title for entry in entries)


def test_a_slide_left_out_stays_in_the_list_at_its_place() -> None:
    scene = paper_of()
    left_out = after(scene, printed_edits(scene, CHATBOT, False))
    assert keys(left_out) == keys(scene)
    assert printed(left_out) == [key for key in printed(scene) if key != CHATBOT]


def test_what_the_board_leaves_out_may_be_taken_in() -> None:
    scene = paper_of()
    taken = after(scene, printed_edits(scene, ROADMAP, True))
    assert ROADMAP in printed(taken)


def test_a_section_goes_with_its_slides_unless_somebody_wants_it() -> None:
    scene = paper_of()
    for key in keys(scene):
        if key.startswith("goal:"):
            scene = after(scene, printed_edits(scene, key, False))
    assert "section" not in printed(scene)
    assert "section:dx" in printed(scene)
    wanted = after(scene, printed_edits(scene, "section", True))
    assert printed(wanted)[:3] == ["cover", "section", "section:dx"]


def test_a_section_is_printed_for_the_slides_that_follow_it_wherever_they_came_from() -> None:
    scene = paper_of()
    behind = keys(scene).index("section:dx")
    for number in (1, 2, 3, 4):
        scene = after(scene, moved_edits(scene, f"goal:goal-{number}", behind))
    assert printed(scene)[:3] == ["cover", "section:dx", "goal:goal-1"]


def test_new_items_stand_behind_their_neighbour_on_the_board() -> None:
    scene = paper_of()
    scene = after(scene, moved_edits(scene, CHATBOT, 1))
    places = {place.child: place.position for place in scene.index.where(Placement, "parent", "dx")}
    more = with_item(scene, "new", places["dx-chatbot"] + 1)
    assert keys(more)[1:3] == [CHATBOT, "item:new"]
    assert [key for key in keys(more) if key != "item:new"] == keys(scene)


def test_a_new_group_stands_behind_all_that_the_board_has_before_it() -> None:
    scene = paper_of()
    scene = after(scene, moved_edits(scene, "closing", 1))
    group = Node(uid="more", kind="group", title="その他")
    top = Placement(uid="top", parent=None, child="more", position=10**6)
    scene = with_item(after(scene, [insertion(group), insertion(top)]), "new", 10, group="more")
    assert keys(scene)[1] == "closing"
    assert keys(scene)[-2:] == ["section:more", "item:new"]


def test_a_closing_page_written_later_stands_last() -> None:
    scene = paper_of()
    assert scene.meeting
    closed = scene.meeting
    scene = after(scene, [change(closed, replace(closed, closing=None))])
    scene = after(scene, moved_edits(scene, keys(scene)[-1], 1))
    assert scene.meeting
    assert "closing" not in keys(scene)
    assert keys(after(scene, [change(scene.meeting, closed)]))[-1] == "closing"


def test_rows_of_what_is_gone_are_passed_over() -> None:
    scene = paper_of()
    scene = after(scene, printed_edits(scene, CHATBOT, False))
    places = scene.index.where(Placement, "child", "dx-rpa")
    gone = after(scene, [*(deletion(place) for place in places), deletion(scene.index.get(Node, "dx-rpa"))])
    assert keys(gone) == [key for key in keys(scene) if key != RPA]


def test_a_meeting_takes_the_choice_of_the_latest_before_it_and_keeps_its_own() -> None:
    first = paper_of()
    first = after(first, printed_edits(first, CHATBOT, False))
    second = next_meeting(first)
    assert keys(second) == keys(first)
    assert CHATBOT not in printed(second)
    before = printed(second)
    second = after(second, printed_edits(second, RPA, False))
    assert printed(second) == [key for key in before if key != RPA]
    assert CHATBOT not in printed(second)
    assert RPA in printed(replace(second, meeting=first.meeting))


def test_a_board_without_a_meeting_keeps_its_choice() -> None:
    scene = paper_of("tsukuba_sogosenryaku_h27")
    assert scene.meeting is None
    left_out = after(scene, printed_edits(scene, "item:node-6", False))
    assert printed(left_out) == [key for key in printed(scene) if key not in ("item:node-6", "section:node-5")]


def test_two_rows_for_one_slide_as_merged_files_have_are_one() -> None:
    scene = paper_of()
    scene = after(scene, printed_edits(scene, CHATBOT, False))
    row = next(row for row in scene.index.all(Slide) if row.node == "dx-chatbot")
    twice = after(scene, [insertion(replace(row, uid="again", position=row.position + 1, chosen=None))])
    assert keys(twice) == keys(scene)
    assert CHATBOT not in printed(twice)
    assert CHATBOT in printed(after(twice, printed_edits(twice, CHATBOT, True)))


def test_everything_that_asks_whether_a_slide_is_printed_goes_by_the_choice() -> None:
    scene = paper_of()
    scene = after(scene, printed_edits(scene, CHATBOT, False))
    chatbot = scene.index.get(Node, "dx-chatbot")
    assert not is_printed(scene, chatbot)
    assert [head.node for head in item_heads(scene, "dx") if not head.printed] == [
        "dx-roadmap",
        "dx-chatbot",
        "dx-vision",
    ]
    assert not for_web(scene).index.get(Node, "dx-chatbot").printed
    assert "dx-chatbot" not in printed_items(scene)


def test_pictures_are_read_and_warned_of_for_the_slides_that_are_printed() -> None:
    scene = paper_of()
    blocks = [Block(uid=uid, node=uid, position=9, kind="image", image="a" * 64) for uid in ("dx-chatbot", "dx-rpa")]
    scene = after(scene, [insertion(block) for block in blocks])
    assert printed_images(scene) == ("a" * 64,)
    assert [warning.node for warning in image_warnings(scene)] == ["dx-chatbot", "dx-rpa"]
    scene = after(scene, printed_edits(scene, CHATBOT, False))
    assert [warning.node for warning in image_warnings(scene)] == ["dx-rpa"]
    assert printed_images(after(scene, printed_edits(scene, RPA, False))) == ()


def test_versions_of_one_plan_are_told_apart_under_the_head_and_not_on_the_section_page() -> None:
    scene = paper_of("mie_ict_plan_h13_h16")
    goals = [scene.index.get(Node, entry.node or "") for entry in outline(scene) if entry.kind == "goal"]
    versions = {version_title(scene.index, goal) for goal in goals}
    assert len(versions) == 3 and all("年度要求）" in title for title in versions)
    assert "年度要求" not in outline(scene)[0].title
    council = paper_of()
    goal = next(entry.node for entry in outline(council) if entry.kind == "goal")
    assert version_title(council.index, council.index.get(Node, goal or "")) == plan_title(
        council.index, council.index.get(Node, goal or "")
    )
