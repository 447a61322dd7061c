"""What the document does to the council's paper: one undo step each, kept in the file, told to the window."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.domain.errors import InputError
from app.services.document import Change, Document
from app.storage.database import open_database
from app.storage.repository import Repository

CHATBOT, RPA = "item:dx-chatbot", "item:dx-rpa"
ON_A_CHOSEN_PAPER: dict[str, Callable[[Document], object]] = {
    "take_in_again": lambda d: d.set_slide_printed(CHATBOT, True),
    "leave_another_out": lambda d: d.set_slide_printed(RPA, False),
    "move_again": lambda d: d.move_slide(RPA, 0),
    "reset": lambda d: d.reset_slides(),
    "delete_its_node": lambda d: d.delete("node", "dx-rpa"),
    "choose_after_a_new_item": lambda d: (d.add_node("dx", "initiative", "新しい取組"), d.move_slide(RPA, 1)),
}


@pytest.fixture
def chosen(document: Document) -> Document:
    """Return the council's document with a slide left out and one moved."""
    document.set_slide_printed(CHATBOT, False)
    document.move_slide(RPA, 2)
    return document


def printed(document: Document) -> list[str]:
    return [entry.key for entry in document.outline() if entry.printed]


def slides(document: Document) -> list[object]:
    return list(document.repository.dump_rows()["slide"])


@pytest.mark.parametrize("name", ON_A_CHOSEN_PAPER)
def test_undo_takes_a_verb_on_a_chosen_paper_back_whole(chosen: Document, name: str) -> None:
    before, rows = chosen.outline(), slides(chosen)
    ON_A_CHOSEN_PAPER[name](chosen)
    after = chosen.outline()
    assert after != before
    steps = 2 if name == "choose_after_a_new_item" else 1
    for _ in range(steps):
        chosen.undo()
    assert (chosen.outline(), slides(chosen)) == (before, rows)
    for _ in range(steps):
        chosen.redo()
    assert chosen.outline() == after


def test_the_choice_is_kept_in_the_file(chosen: Document) -> None:
    chosen.set_paper("paper_mark", "draft")
    fresh = Document(Repository(open_database(chosen.path, read_only=True)), chosen.path, who=None, pc=None)
    assert fresh.outline() == chosen.outline()
    assert fresh.field("meeting", fresh.meeting or "", "paper_mark") == "draft"
    fresh.close()


def test_a_choice_is_told_by_name_and_leads_to_no_tab(document: Document) -> None:
    changes: list[Change] = []
    document.changed.connect(changes.append)
    document.set_slide_printed(CHATBOT, False)
    document.set_paper("print_colour", "#00552e")
    title = next(entry.title for entry in document.outline() if entry.key == CHATBOT)
    assert [change.label for change in changes] == [f"「{title}」を載せない", "紙面の色の変更"]
    assert all(change.place is not None and change.place.tab is None for change in changes)


def test_the_list_of_items_says_what_is_left_out_at_once(document: Document) -> None:
    def left_out() -> list[str]:
        return [head.node for head in document.item_heads("dx") if not head.printed]

    before = left_out()
    assert document.item_report("dx-chatbot").printed
    document.set_slide_printed(CHATBOT, False)
    assert set(left_out()) == {*before, "dx-chatbot"}
    assert not document.item_report("dx-chatbot").printed


def test_what_changes_nothing_is_no_edit(chosen: Document) -> None:
    revision = chosen.revision
    chosen.set_slide_printed(CHATBOT, False)
    chosen.move_slide(RPA, 2)
    chosen.set_paper("print_colour", "")
    assert chosen.revision == revision


def test_a_colour_that_white_is_not_read_on_changes_nothing(document: Document) -> None:
    with pytest.raises(InputError, match="もっと暗い色"):
        document.set_paper("print_colour", "#ffcc00")
    assert not document.can_undo


def test_the_workbook_has_the_chosen_pages(chosen: Document, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    steps = list(chosen.export_task(tmp_path / "paper.xlsx")())
    done = [step.done for step in steps]
    assert done == sorted(done)
    assert (steps[0].done, steps[-1].done) == (0, steps[-1].total)
    assert {step.total for step in steps} == {2 * len(printed(chosen))}
    names = load_workbook(tmp_path / "paper.xlsx").sheetnames
    assert not any("チャットボット" in name for name in names)
    assert "RPA" in names[2]


def test_export_can_be_stopped_while_pages_are_laid_out(chosen: Document, tmp_path: Path) -> None:
    steps = chosen.export_task(tmp_path / "paper.xlsx")()
    for _ in range(4):
        next(steps)
    steps.close()  # type: ignore[attr-defined]
    assert list(tmp_path.glob("*.xlsx")) == []
