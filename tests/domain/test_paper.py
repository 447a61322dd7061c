"""What a person does to the paper: few rows, one for each slide, and settings that can stand on paper."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.blocks import Block
from app.domain.edits import change
from app.domain.errors import InputError
from app.domain.outline import outline
from app.domain.paper import Slide
from app.domain.paper_edits import MOST_FOOTER, moved_edits, printed_edits, reset_edits, setting_edits
from app.domain.plan import Board, Meeting
from app.domain.removal import removal_edits
from app.domain.report_goal import Scene
from tests.domain.papers import after, keys, next_meeting, paper_of, printed, with_item

CHATBOT, RPA = "item:dx-chatbot", "item:dx-rpa"


def removed(scene: Scene, table: str, uid: str) -> Scene:
    """Return the scene after a row is deleted with all that belongs to it."""
    return after(scene, removal_edits(scene.index, table, uid, lambda metric: (), lambda image: None))


def test_a_board_that_nobody_touched_has_no_rows_and_the_first_choice_makes_one_for_each_slide() -> None:
    scene = paper_of()
    assert scene.index.all(Slide) == ()
    scene = after(scene, printed_edits(scene, CHATBOT, False))
    assert len(scene.index.all(Slide)) == len(outline(scene))
    assert [(row.node, row.chosen) for row in scene.index.all(Slide) if row.chosen] == [("dx-chatbot", "out")]


def test_further_choices_and_most_moves_touch_one_row() -> None:
    scene = paper_of()
    scene = after(scene, printed_edits(scene, CHATBOT, False))
    for edits in (printed_edits(scene, RPA, False), moved_edits(scene, RPA, 3)):
        assert len(edits) == 1
        scene = after(scene, edits)
    assert keys(scene)[3] == RPA


def test_what_the_board_says_anyway_is_no_choice() -> None:
    scene = paper_of()
    assert printed_edits(scene, CHATBOT, True) == []
    scene = after(scene, printed_edits(scene, CHATBOT, False))
    scene = after(scene, printed_edits(scene, CHATBOT, True))
    assert not any(row.chosen for row in scene.index.all(Slide))


def test_a_move_to_where_it_stands_is_no_edit() -> None:
    scene = paper_of()
    for place, key in enumerate(keys(scene)):
        assert moved_edits(scene, key, place) == []


@settings(max_examples=40)
@given(moves=st.lists(st.tuples(st.integers(0, 20), st.integers(-2, 25), st.booleans()), max_size=12))
def test_whatever_is_moved_stands_where_it_was_put_and_nothing_else_changes_its_order(
    moves: list[tuple[int, int, bool]],
) -> None:
    scene = paper_of()
    for turn, (which, place, more) in enumerate(moves):
        before = keys(scene)
        key = before[which % len(before)]
        others = [other for other in before if other != key]
        target = max(0, min(place, len(others)))
        scene = after(scene, moved_edits(scene, key, place))
        assert keys(scene) == [*others[:target], key, *others[target:]]
        if more:
            scene = with_item(scene, f"new-{turn}", turn)
            assert [other for other in keys(scene) if other != f"item:new-{turn}"] == [
                *others[:target],
                key,
                *others[target:],
            ]


def test_reset_gives_the_board_s_own_order_and_leaves_no_row() -> None:
    start = paper_of()
    assert reset_edits(start) == []
    scene = after(start, printed_edits(start, CHATBOT, False))
    scene = after(scene, moved_edits(scene, RPA, 2))
    scene = after(scene, reset_edits(scene))
    assert outline(scene) == outline(start)
    assert scene.index.all(Slide) == ()


def test_reset_holds_against_the_choice_of_an_earlier_meeting() -> None:
    start = paper_of()
    first = after(start, printed_edits(start, CHATBOT, False))
    second = next_meeting(first)
    assert CHATBOT not in printed(second)
    second = after(second, reset_edits(second))
    assert outline(second) == outline(next_meeting(start))
    assert CHATBOT not in printed(replace(second, meeting=first.meeting))
    assert reset_edits(second) == []


def test_rows_go_with_their_node_and_with_their_meeting() -> None:
    scene = paper_of()
    scene = after(scene, printed_edits(scene, CHATBOT, False))
    count = len(scene.index.all(Slide))
    scene = removed(scene, "node", "dx-rpa")
    assert len(scene.index.all(Slide)) == count - 1
    assert scene.meeting
    held = scene.index.where(Block, "meeting", scene.meeting.uid)
    scene = after(scene, [change(block, replace(block, meeting=None)) for block in held])  # figures stay with them
    assert scene.meeting
    assert removed(scene, Meeting.TABLE, scene.meeting.uid).index.all(Slide) == ()


def test_settings_are_the_board_s_and_the_meeting_s() -> None:
    scene = paper_of()
    typed = {
        "print_colour": " ＃00552E ",
        "print_footer": "瀬戸市　経営戦略部\n情報政策課",
        "paper_number": "資料１０－２",
        "paper_mark": "replaced",
    }
    for name, text in typed.items():
        scene = after(scene, setting_edits(scene, name, text))
        assert setting_edits(scene, name, text) == []
    board, meeting = scene.index.board, scene.meeting
    assert (board.print_colour, board.print_footer) == ("#00552e", "瀬戸市　経営戦略部 情報政策課")
    assert meeting and (meeting.paper_number, meeting.paper_mark) == ("資料１０－２", "replaced")
    for name in typed:
        scene = after(scene, setting_edits(scene, name, " "))
    assert scene.index.board == replace(board, print_colour=None, print_footer=None)
    assert scene.meeting == replace(meeting, paper_number=None, paper_mark=None)


@pytest.mark.parametrize(
    ("name", "typed", "words"),
    [
        ("print_colour", "#ffcc00", "明るい"),
        ("print_colour", "紺色", "「#1f3a5f」"),
        ("print_footer", "課" * (MOST_FOOTER + 1), "60字以内"),
        ("paper_mark", "案", "案・差替・机上配布"),
    ],
)
def test_what_cannot_stand_on_paper_is_refused_with_what_to_do(name: str, typed: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        setting_edits(paper_of(), name, typed)


def test_a_board_without_a_meeting_has_a_colour_but_no_number() -> None:
    scene = paper_of("nagasaki_d3_h27")
    assert after(scene, setting_edits(scene, "print_colour", "#7a2fa0")).index.board.print_colour == "#7a2fa0"
    with pytest.raises(InputError, match="会議"):
        setting_edits(scene, "paper_number", "資料１")


def test_edits_hold_what_was_there_before_so_that_they_can_be_taken_back() -> None:
    scene = paper_of()
    edits = setting_edits(scene, "print_colour", "#00552e")
    assert edits == [change(scene.index.board, replace(scene.index.board, print_colour="#00552e"))]
    assert edits[0].table == Board.TABLE
