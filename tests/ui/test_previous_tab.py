"""前回 beside an item: it follows the block with the keys, marks what differs, and begins from last time's words."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.domain.entity import to_row
from app.domain.plan import Meeting
from app.storage.seed import seed_rows
from app.ui.group_tab import GroupTab
from app.ui.previous_tab import BEGIN, COPY, FIGURES, NO_BLOCK, NO_MEETING, NOT_THERE, PreviousTab
from tests.domain.scenes import SEED
from tests.ui.working import CONTROL, opened, press, show, type_keys, until

pytestmark = pytest.mark.usefixtures("theme", "offscreen")
ITEM = "dx-chatbot"
NEXT = Meeting(uid="meeting-r5-1", name="令和5年度 第1回", position=99, fiscal_year="FY2023", as_of="2023-06-30")


@pytest.fixture
def tab(tmp_path: Path, qapp: object) -> Iterator[GroupTab]:
    rows = seed_rows(SEED)
    rows[Meeting.TABLE] = [*rows[Meeting.TABLE], to_row(NEXT)]
    with opened(rows, tmp_path / "board.ictplan") as document:
        made = GroupTab(document, "dx")
        document.changed.connect(made.refresh)
        show(made)
        made.list.choose(ITEM)
        assert made.detail.tabs.tabText(made.detail.tabs.currentIndex()) == "図"  # until a person chooses another
        made.detail.tabs.setCurrentIndex(0)
        yield made
        made.stop()
        made.close()
        made.deleteLater()


def previous(tab: GroupTab) -> PreviousTab:
    """Return the pane once what was put off has happened."""
    until(lambda: not tab.previous._later.isActive())
    return tab.previous


def kinds(tab: GroupTab) -> dict[str, str]:
    """Return the first block's uid of each kind."""
    report = tab.blocks.report
    assert report is not None
    return {block.kind: block.uid for block in reversed(report.blocks)}


def focus(tab: GroupTab, uid: str) -> None:
    tab.blocks.frames[uid].body.start()
    until(lambda: tab.previous._uid == uid)


def test_it_stands_first(tab: GroupTab) -> None:
    assert [tab.detail.tabs.tabText(place) for place in range(tab.detail.tabs.count())] == [
        "前回",
        "図",
        "検算",
        "根拠と経緯",
    ]


def test_an_item_of_the_first_meeting_has_none_before(tab: GroupTab) -> None:
    tab.document.set_meeting("meeting-r4-3")
    assert previous(tab).words.text() == NO_MEETING and tab.previous.pane.isHidden()


def test_an_empty_item_shows_all_of_last_time_and_begins_with_it(tab: GroupTab) -> None:
    tab.document.set_meeting(NEXT.uid)
    pane = previous(tab).pane
    assert pane.isVisible() and pane.copy.text() == BEGIN
    assert "［2月迄の状況］" in pane._words.accessibleName() and "22,218件" in pane._words.accessibleName()
    assert "{{" not in pane._words.accessibleName()
    QTest.mouseClick(pane.copy, Qt.MouseButton.LeftButton)
    assert tab.blocks.report is not None and len(tab.blocks.report.blocks) > 3
    assert previous(tab).words.text() == NO_BLOCK
    tab.document.undo()
    assert tab.blocks.report.blocks == ()


def test_it_follows_the_keys_from_block_to_block(tab: GroupTab) -> None:
    tab.document.set_meeting(NEXT.uid)
    tab.document.carry_forward(ITEM)
    found = kinds(tab)
    focus(tab, found["text"])
    assert previous(tab).pane.isVisible() and "いまの文章と同じです" in tab.previous.pane._told.text()
    assert tab.previous.pane.copy.text() == COPY
    focus(tab, found["list"])
    assert previous(tab).pane.isVisible() and tab.previous.pane.copy.isHidden()
    focus(tab, found["table"])
    assert previous(tab).words.text() == FIGURES
    made = tab.document.add_block(ITEM, "text", "別の見出し")
    until(lambda: made in tab.blocks.frames)
    focus(tab, made)
    assert previous(tab).words.text() == NOT_THERE


def test_what_was_written_is_marked_and_last_time_s_words_come_back_as_one_step(tab: GroupTab) -> None:
    tab.document.set_meeting(NEXT.uid)
    tab.document.carry_forward(ITEM)
    uid = kinds(tab)["text"]
    before = tab.document.field("block", uid, "body")
    focus(tab, uid)
    press(Qt.Key.Key_Home, CONTROL)
    type_keys("new")
    press(Qt.Key.Key_Return, CONTROL)
    until(lambda: "underline" in tab.previous.pane._words.text())
    assert "取り消し線＝前回だけ" in tab.previous.pane._told.text()
    QTest.mouseClick(previous(tab).pane.copy, Qt.MouseButton.LeftButton)
    press(Qt.Key.Key_Return, CONTROL)
    assert tab.document.field("block", uid, "body") == before
    tab.document.undo()
    assert tab.document.field("block", uid, "body") == "new" + before
