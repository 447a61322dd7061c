"""Thousands of rows in one step: the window lives meanwhile, stopping takes nothing, and nothing else is lost."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication

from app.domain.edits import RowEdit, insertion
from app.domain.errors import ConflictError, InputError, StorageError
from app.domain.metrics import Observation
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
