"""Thousands of rows in one step: the window lives meanwhile, stopping takes nothing, and nothing else is lost."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication

from app.domain import tables
from app.domain.edits import RowEdit, change, insertion
from app.domain.entity import Row, to_row
from app.domain.errors import ConflictError, InputError, StorageError
from app.domain.metrics import Metric, Observation
from app.domain.plan import Indicator, Node
from app.services.document import Document
from app.services.jobs import finish_all
from app.services.taking import AT_ONCE
from app.storage.backup import backups_of
from app.storage.database import open_database
from app.storage.repository import Repository
from tests.disks import filled, held_by_another, small_disk
from tests.ui.working import until

MARCH = ("chatbot-all", "2023-03", "result", "")
MANY = 5 * AT_ONCE


def new_figures(count: int = MANY) -> list[RowEdit]:
    """Return edits that add figures of long ago."""
    months = (f"{1900 + place // 12}-{place % 12 + 1:02}" for place in range(count))
    return [insertion(Observation(metric="chatbot-all", period=month, value="7")) for month in months]


def figures(path: Path) -> dict[str, str | None]:
    repository = Repository(open_database(path, read_only=True))
    found = {one.period: one.value for one in repository.read_observations(["chatbot-all"], "1900", "2024")}
    repository.close()
    return found


@pytest.fixture
def board(council_file: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "計画.ictplan"
    path.write_bytes(council_file)
    return path


def opened(path: Path, tmp_path: Path) -> Document:
    made = Document(Repository(open_database(path)), path, who="試験", pc="PC")
    made.keep_inputs_in(tmp_path / "recovery")
    return made


@pytest.fixture
def kept(board: Path, tmp_path: Path, qapp: QCoreApplication) -> Iterator[Document]:
    made = opened(board, tmp_path)
    yield made
    made.pending = ()
    made.close()
    finish_all()


def test_many_rows_come_in_as_one_step_that_goes_back_and_forth_in_steps(kept: Document, board: Path) -> None:
    before = figures(board)
    steps = list(kept.taking_in(new_figures(), kept.revision, "取り込み"))
    assert [steps[0].done, steps[-1].done, steps[-1].total] == [0, MANY, MANY] and len(steps) > 10
    assert len(figures(board)) == len(before) + MANY and kept.undo_label == "取り込み" and kept.undo_is_long
    assert list(kept.undoing())[-1].done == MANY
    assert figures(board) == before and kept.redo_is_long and not kept.can_undo
    assert list(kept.redoing())[-1].done == MANY
    assert len(figures(board)) == len(before) + MANY
    kept.undo()
    assert figures(board) == before
    assert kept.leftovers() == []


@pytest.mark.parametrize("turns", [1, 3, 8, 20])
def test_stopping_in_the_middle_takes_nothing_and_leaves_nothing_to_offer(
    turns: int, kept: Document, board: Path
) -> None:
    before, revision = figures(board), kept.revision
    steps = kept.taking_in(new_figures(), revision, "取り込み")
    for _ in range(turns):
        next(steps)
    steps.close()
    assert (figures(board), kept.revision, kept.can_undo, kept.leftovers()) == (before, revision, False, [])
    kept.set_figure(MARCH, "1900")
    assert figures(board) == before | {"2023-03": "1900"}


def test_what_is_typed_meanwhile_waits_and_is_saved_after_it(kept: Document, board: Path) -> None:
    steps = kept.taking_in(new_figures(), kept.revision, "取り込み")
    for _ in range(12):
        next(steps)
    with pytest.raises(StorageError) as told:
        kept.repository.serialize()
    assert told.value.code == "busy" and kept.repository.in_steps and kept.leftovers() == []
    kept.set_figure(MARCH, "1900")
    assert [one.error.code for one in kept.pending] == ["busy"]
    for _ in steps:
        pass
    until(lambda: not kept.pending)
    assert figures(board)["2023-03"] == "1900" and figures(board)["1900-01"] == "7"
    assert kept.revision == kept.repository.revision


def test_a_choice_about_an_older_state_of_the_file_is_refused(kept: Document) -> None:
    revision = kept.revision
    kept.set_figure(MARCH, "1900")
    with pytest.raises(InputError):
        next(kept.taking_in(new_figures(), revision, "取り込み"))


def test_another_program_s_edit_in_the_last_row_takes_everything_back(
    kept: Document, board: Path, tmp_path: Path
) -> None:
    other = opened(board, tmp_path / "other")
    edits = new_figures()
    other.set_figure(edits[-1].key, "9")
    other.close()
    with pytest.raises(ConflictError):
        list(kept.taking_in(edits, kept.revision, "取り込み"))
    assert "1900-01" not in figures(board) and not kept.pending and kept.leftovers() == []


def test_a_locked_file_is_told_at_once_and_nothing_is_taken(kept: Document, board: Path) -> None:
    with held_by_another(board), pytest.raises(StorageError) as told:
        list(kept.taking_in(new_figures(), kept.revision, "取り込み"))
    assert told.value.code == "busy" and not kept.can_undo and not kept.pending


def test_a_full_disk_in_the_middle_takes_everything_back(
    council_file: bytes, tmp_path: Path, qapp: QCoreApplication
) -> None:
    with small_disk(tmp_path / "small", 8) as folder:
        path = folder / "計画.ictplan"
        path.write_bytes(council_file)
        document = opened(path, tmp_path)
        with filled(document.repository.database), pytest.raises(StorageError) as told:
            list(document.taking_in(new_figures(8000), document.revision, "取り込み"))
        assert told.value.code == "full"
        assert "1900-01" not in figures(path) and not document.can_undo
        list(document.taking_in(new_figures(400), document.revision, "取り込み"))
        assert figures(path)["1900-01"] == "7"
        document.close()


def test_the_file_is_secured_before_many_rows(kept: Document, tmp_path: Path) -> None:
    kept.keep_backups_in(tmp_path / "backups")
    kept.back_up("試験")
    kept.set_figure(MARCH, "1900")
    list(kept.taking_in(new_figures(), kept.revision, "取り込み"))
    finish_all()
    reasons = [one.reason for one in backups_of(tmp_path / "backups", kept.repository.uuid)]
    assert reasons == ["まとめて直す前", "試験"]


def new_indicators(document: Document) -> list[RowEdit]:
    """Return edits that add indicators, each with its series, a figure of it and a target."""
    node = document.index.all(Node)[0].uid
    metric = document.index.get(Metric, "chatbot-all")
    edits: list[RowEdit] = []
    for number in range(AT_ONCE):
        own = replace(metric, uid=f"series-{number}", name=f"系列{number}", node=node)
        edits += [insertion(own), insertion(Observation(metric=own.uid, period="FY2021", value="7"))]
        indicator = Indicator(uid=f"new-{number}", node=node, metric=own.uid, title=f"指標{number}", position=number)
        edits.append(insertion(indicator))
    return edits


def structure(document: Document) -> dict[str, list[Row]]:
    return {entity.TABLE: [to_row(one) for one in document.index.all(entity)] for entity in tables.STRUCTURE}


def test_after_many_rows_the_window_knows_exactly_what_the_file_holds(kept: Document) -> None:
    before = structure(kept)
    list(kept.taking_in(new_indicators(kept), kept.revision, "取り込み"))
    after = structure(kept)
    assert len(after["indicator"]) == len(before["indicator"]) + AT_ONCE
    assert kept._stored(("series-5", "FY2021", "result", "")).value == "7"
    list(kept.undoing())
    assert structure(kept) == before
    list(kept.redoing())
    assert structure(kept) == after
    kept.reload()
    assert structure(kept) == after


def test_figures_taken_in_by_the_thousand_stand_in_the_tables_at_once(kept: Document) -> None:
    kept.item_report("dx-chatbot")
    kept.set_figure(MARCH, "1900")
    assert figure_of(kept, "2023-03") == "1,900"
    changed = [change(one, replace(one, value="5")) for one in kept.repository.read(Observation, metric="chatbot-all")]
    list(kept.taking_in([*changed, *new_figures()], kept.revision, "取り込み"))
    assert figure_of(kept, "2023-03") == "5"
    list(kept.undoing())
    assert figure_of(kept, "2023-03") == "1,900"


def figure_of(document: Document, period: str) -> str:
    tables_shown = [block.table for block in document.item_report("dx-chatbot").blocks if block.table]
    cells = [cell for table in tables_shown for row in table.rows for cell in row.cells]
    return next(cell.text for cell in cells if cell.key and cell.key[:2] == ("chatbot-all", period))


def test_a_title_typed_while_many_rows_come_in_is_not_forgotten(kept: Document) -> None:
    node = kept.index.all(Node)[0].uid
    steps = kept.taking_in(new_indicators(kept), kept.revision, "取り込み")
    written = (step for step in steps if step.done == step.total)
    next(written)
    next(written)  # by now the structure is being worked out ahead
    kept.set_field("node", node, "title", "打ち込んだ題名")
    for _ in steps:
        pass
    assert kept.field("node", node, "title") == "打ち込んだ題名" and kept.index.one(Indicator, "new-0") is not None
    until(lambda: not kept.pending)
    again = structure(kept)
    kept.reload()
    assert structure(kept) == again and kept.field("node", node, "title") == "打ち込んだ題名"


def test_a_step_back_over_thousands_is_told_by_its_first_row_and_their_number(kept: Document) -> None:
    list(kept.taking_in(new_figures(), kept.revision, "相手から取り込み"))
    list(kept.undoing())
    assert kept.step_words(True).startswith(f"元に戻しました: 相手から取り込み（{MANY:,}か所。")
    list(kept.redoing())
    list(kept.taking_in(new_indicators(kept), kept.revision, "行の取り込み"))
    list(kept.undoing())
    assert kept.step_words(True) == "元に戻しました: 行の取り込み"
