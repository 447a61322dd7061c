"""What was typed stays when the file cannot be written: shown, tried again, undone, copied, offered at the next start.

Each trouble is a real one: a lock held by another connection, a limit on file sizes, a file moved away, another's edit.
"""

import os
from pathlib import Path

import pytest

from app.domain.errors import ConflictError, StorageError
from app.domain.metrics import Observation
from app.services.document import Document
from app.storage.database import open_database
from app.storage.recovery_log import RecoveryLog
from app.storage.repository import Repository
from tests.disks import filled, held_by_another, refused_by_windows, small_disk
from tests.ui.working import until

MARCH = ("chatbot-all", "2023-03", "result", "")
FEBRUARY = ("chatbot-all", "2023-02", "result", "")


@pytest.fixture
def kept(document: Document, tmp_path: Path) -> Document:
    document.keep_inputs_in(tmp_path / "recovery")
    return document


def value_in(path: Path, key: tuple[str, ...]) -> str | None:
    repository = Repository(open_database(path, read_only=True))
    row = repository.read_one(Observation, key)
    repository.close()
    return row.value if row else None


def shown(document: Document, key: tuple[str, ...]) -> str:
    table = next(block.table for block in document.item_report("dx-chatbot").blocks if block.table)
    return next(cell.text for row in table.rows for cell in row.cells if cell.key == key)


def codes(document: Document) -> list[str]:
    return [one.error.code for one in document.pending]


def log_of(document: Document, tmp_path: Path) -> RecoveryLog:
    return RecoveryLog(tmp_path / "recovery", document.repository.uuid)


def waiting(log: RecoveryLog) -> int:
    return sum(not entry.settled for entry in log.entries())


def test_what_a_lock_holds_up_is_shown_kept_and_saved_by_itself_once_the_lock_goes(
    kept: Document, tmp_path: Path
) -> None:
    said: list[str] = []
    kept.saved.connect(said.append)
    with held_by_another(kept.path):
        kept.set_figure(MARCH, "1900")
        kept.set_figure(FEBRUARY, "1800")
        assert codes(kept) == ["busy", "busy"] and said == []
        assert (shown(kept, MARCH), shown(kept, FEBRUARY)) == ("1,900", "1,800")
        assert kept.is_waiting("observation", MARCH)
        assert waiting(log_of(kept, tmp_path)) == 2
    until(lambda: not kept.pending)
    assert said != [] and (value_in(kept.path, MARCH), value_in(kept.path, FEBRUARY)) == ("1900", "1800")
    assert not kept.is_waiting("observation", MARCH) and waiting(log_of(kept, tmp_path)) == 0
    kept.undo()
    kept.undo()
    assert value_in(kept.path, MARCH) is None


def test_a_figure_can_be_typed_even_while_nothing_can_be_read(kept: Document) -> None:
    assert shown(kept, FEBRUARY) != "1,800"
    with held_by_another(kept.path, "EXCLUSIVE"):
        kept.set_figure(MARCH, "1900")
        kept.set_figure(FEBRUARY, "1800")
        kept.set_figure(FEBRUARY, "1801")
        assert (shown(kept, MARCH), shown(kept, FEBRUARY)) == ("1,900", "1,801")
    assert kept.try_again()
    assert (value_in(kept.path, MARCH), value_in(kept.path, FEBRUARY)) == ("1900", "1801")


def test_undo_of_what_is_not_saved_yet_takes_it_away(kept: Document, tmp_path: Path) -> None:
    with held_by_another(kept.path):
        before = shown(kept, MARCH)
        kept.set_figure(MARCH, "1900")
        kept.undo()
        assert (kept.pending, shown(kept, MARCH)) == ((), before)
        assert waiting(log_of(kept, tmp_path)) == 0
        with pytest.raises(StorageError):
            kept.redo()
        assert kept.can_redo


def test_every_kind_of_edit_waits_and_arrives_as_one_undo_step(kept: Document) -> None:
    with held_by_another(kept.path):
        uid = kept.add_indicator("goal-1", "来訪者数")
        kept.set_field("indicator", uid, "title", "来訪者")
        kept.add_row("chatbot-table", "新しい行")
        kept.delete("node", "dx-rpa")
        assert [row.title for row in kept.goal_report("goal-1").rows if row.uid == uid] == ["来訪者"]
        assert len(kept.pending) == 4
    assert kept.try_again()
    fresh = Document(Repository(open_database(kept.path, read_only=True)), kept.path, who=None, pc=None)
    assert fresh.goal_report("goal-1") == kept.goal_report("goal-1")
    assert [head.node for head in fresh.item_heads("dx")] == [head.node for head in kept.item_heads("dx")]
    fresh.close()
    for _ in range(4):
        assert kept.undo() is not None
    assert "dx-rpa" in [head.node for head in kept.item_heads("dx")]


def test_on_a_full_disk_what_was_typed_goes_into_a_copy_elsewhere_and_into_the_file_later(
    council_file: bytes, tmp_path: Path, qapp: object
) -> None:
    text = "長い文章です。" * 9000
    with small_disk(tmp_path / "disk", 8) as disk:
        path = disk / "board.ictplan"
        path.write_bytes(council_file)
        kept = Document(Repository(open_database(path)), path, who="試験", pc="PC")
        with filled(kept.repository.database):
            kept.set_field("block", "chatbot-now", "body", text)
            assert codes(kept) == ["full"] and kept.field("block", "chatbot-now", "body") == text
            assert [step.missed for step in kept.copy_task(tmp_path / "控え.ictplan")()][-1] == 0
            assert not kept.try_again()
        copy = Document(Repository(open_database(tmp_path / "控え.ictplan")), tmp_path, who=None, pc=None)
        assert copy.field("block", "chatbot-now", "body") == text
        assert copy.repository.uuid != kept.repository.uuid
        copy.close()
        with pytest.raises(StorageError) as caught:
            list(kept.copy_task(tmp_path / "控え.ictplan")())
        assert caught.value.code == "exists"
        assert kept.try_again()
        kept.close()
        again = Document(Repository(open_database(path)), path, who=None, pc=None)
        assert again.field("block", "chatbot-now", "body") == text
        again.close()


def test_a_job_gets_what_is_not_saved_yet_too(kept: Document) -> None:
    with held_by_another(kept.path):
        kept.set_figure(MARCH, "1900")
    copy = Repository.from_bytes(kept.snapshot_bytes())
    assert copy.read_one(Observation, MARCH).value == "1900"  # type: ignore[union-attr]
    copy.close()


def test_a_file_that_goes_away_and_comes_back_gets_what_was_typed_meanwhile(kept: Document, tmp_path: Path) -> None:
    away = tmp_path / "elsewhere.ictplan"
    if refused_by_windows(kept.path, away):
        return
    os.replace(kept.path, away)
    kept.set_figure(MARCH, "1900")
    assert codes(kept) in (["moved"], ["io"])
    assert not kept.try_again() and codes(kept) == ["missing"]
    os.replace(away, kept.path)
    assert kept.try_again() and value_in(kept.path, MARCH) == "1900"


def test_another_file_put_in_the_place_of_the_open_one_gets_nothing(kept: Document, tmp_path: Path) -> None:
    other = Document(Repository(open_database(kept.path)), kept.path, who=None, pc=None)
    list(other.copy_task(tmp_path / "new.ictplan")())
    other.close()
    if refused_by_windows(tmp_path / "new.ictplan", kept.path):
        return
    os.replace(tmp_path / "new.ictplan", kept.path)
    replaced = kept.path.read_bytes()
    kept.set_figure(MARCH, "1900")
    assert codes(kept) == ["moved"]
    assert not kept.try_again() and codes(kept) == ["moved"]
    assert kept.path.read_bytes() == replaced and shown(kept, MARCH) == "1,900"


def changed_by_another(document: Document, key: tuple[str, ...], value: str) -> None:
    other = Document(Repository(open_database(document.path)), document.path, who="佐藤", pc="PC2")
    other.set_figure(key, value)
    other.close()


@pytest.mark.parametrize("mine", [True, False])
def test_of_two_values_a_person_chooses_one_and_the_rest_of_the_edit_is_saved(kept: Document, mine: bool) -> None:
    kept.set_figure(MARCH, "52")
    assert shown(kept, MARCH) == "52"
    changed_by_another(kept, MARCH, "54")
    kept.set_figures({MARCH: "53", FEBRUARY: "77"}, "貼り付け")
    error = kept.pending[0].error
    assert isinstance(error, ConflictError) and (error.theirs, error.mine) == ("54", "53")
    assert "佐藤さん" in error.message and "52→54" in error.message and "あなたの入力は 53 です" in error.message
    assert shown(kept, MARCH) == "53" and value_in(kept.path, MARCH) == "54"
    kept.decide(mine=mine)
    wanted = "53" if mine else "54"
    assert kept.pending == () and (value_in(kept.path, MARCH), value_in(kept.path, FEBRUARY)) == (wanted, "77")
    assert shown(kept, MARCH) == wanted
    kept.undo()
    assert (value_in(kept.path, MARCH), shown(kept, FEBRUARY)) == ("54", shown(kept, FEBRUARY))


def test_the_other_fields_of_a_clashing_row_stay_as_the_other_person_left_them(kept: Document) -> None:
    other = Document(Repository(open_database(kept.path)), kept.path, who="佐藤", pc="PC2")
    other.set_field("indicator", other.add_indicator("goal-1", "甲"), "title", "乙")
    other.close()
    kept.reload()
    uid = kept.goal_report("goal-1").rows[-1].uid
    other = Document(Repository(open_database(kept.path)), kept.path, who="佐藤", pc="PC2")
    other.set_field("indicator", uid, "note", "他人の注記")
    other.close()
    kept.set_field("indicator", uid, "title", "丙")
    kept.decide(mine=True)
    assert (kept.field("indicator", uid, "title"), kept.field("indicator", uid, "note")) == ("丙", "他人の注記")


def test_what_a_session_could_not_save_is_offered_at_the_next_start_once(kept: Document, tmp_path: Path) -> None:
    with held_by_another(kept.path):
        kept.set_figure(MARCH, "1900")
        kept.set_figure(FEBRUARY, "1800")
        kept.repository.database.connection.close()  # the program ends without a word
    again = Document(Repository(open_database(kept.path)), kept.path, who=None, pc=None)
    again.keep_inputs_in(tmp_path / "recovery")
    found = again.leftovers()
    assert [entry.command.edits[0].key for entry in found] == [MARCH, FEBRUARY]
    again.take_leftovers(found[:1])
    again.drop_leftovers(found[1:])
    assert (
        again.leftovers() == [] and value_in(kept.path, MARCH) == "1900" and value_in(kept.path, FEBRUARY) is not None
    )
    again.undo()
    assert value_in(kept.path, MARCH) is None
    again.forget_saved_inputs(again.revision)
    again.close()
    assert list((tmp_path / "recovery").iterdir()) == []


def test_what_the_file_has_is_not_offered_although_the_log_was_cut_short(kept: Document, tmp_path: Path) -> None:
    kept.set_figure(MARCH, "1900")
    log = log_of(kept, tmp_path)
    raw = log.path.read_bytes()
    log.path.write_bytes(raw[: raw.index(b'"settled"') - 12])
    assert waiting(log) == 1
    assert kept.leftovers() == [] and waiting(log) == 0


def test_a_file_for_reading_only_takes_nothing_and_keeps_nothing(council_file: bytes, tmp_path: Path) -> None:
    path = tmp_path / "board.ictplan"
    path.write_bytes(council_file)
    document = Document(Repository(open_database(path, read_only=True)), path, who=None, pc=None)
    document.keep_inputs_in(tmp_path / "recovery")
    with pytest.raises(StorageError) as caught:
        document.set_figure(MARCH, "1900")
    assert caught.value.code == "readonly" and document.pending == ()
    assert not (tmp_path / "recovery").exists()
    document.close()


def test_a_backup_takes_what_it_holds_out_of_the_log(kept: Document, tmp_path: Path) -> None:
    kept.backed_up.connect(lambda made: kept.forget_saved_inputs(made.revision))
    kept.keep_backups_in(tmp_path / "backups")
    with held_by_another(kept.path):
        for _ in range(3):  # what is taken back again must not count as a revision
            kept.set_figure(FEBRUARY, "1")
            kept.undo()
    kept.set_figure(MARCH, "1900")
    assert [entry.settled for entry in log_of(kept, tmp_path).entries()] == [True]
    kept.back_up("試験")
    until(lambda: not log_of(kept, tmp_path).path.exists())


@pytest.mark.parametrize("mine", [True, False])
def test_an_edit_of_what_another_has_deleted_is_decided_too(kept: Document, mine: bool) -> None:
    uid = kept.add_indicator("goal-1", "甲")
    other = Document(Repository(open_database(kept.path)), kept.path, who="佐藤", pc="PC2")
    other.delete("indicator", uid)
    other.close()
    kept.set_field("indicator", uid, "note", "私の注記")
    error = kept.pending[0].error
    assert isinstance(error, ConflictError) and error.theirs is None and "削除しています" in error.message
    kept.decide(mine=mine)
    if kept.pending:  # what it belonged to is gone as well: it cannot come back, and says so
        assert mine and kept.pending[0].error.code == "conflict"
        kept.decide(mine=False)
    assert kept.pending == ()
    fresh = Document(Repository(open_database(kept.path, read_only=True)), kept.path, who=None, pc=None)
    assert kept.goal_report("goal-1") == fresh.goal_report("goal-1")
    fresh.close()
