"""Edits: all or nothing, taken back to the byte, never over what a colleague has written."""

import json
import os
import random
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.edits import RowEdit, change, command, deletion, insertion
from app.domain.entity import Cell, Entity
from app.domain.errors import StorageError
from app.domain.history import History
from app.domain.metrics import Metric, Observation
from app.domain.plan import Node, Placement
from app.domain.tables import ENTITIES
from app.storage.database import open_database
from app.storage.repository import Repository
from tests.faults.disk import Call, watched
from tests.storage.boards import (
    MADE_AT,
    changed,
    closure_of,
    make_board,
    open_board,
    raw,
    sample_rows,
    without_history,
)

EDITED = [entity for entity in ENTITIES if entity is not History]


def apply(repository: Repository, label: str, *edits: RowEdit, made_at: str = MADE_AT, who: str | None = "山田") -> int:
    return repository.apply(command(label, edits), who=who, pc="PC-1", made_at=made_at)


def failure(repository: Repository, *edits: RowEdit, made_at: str = MADE_AT) -> StorageError:
    with pytest.raises(StorageError) as caught:
        apply(repository, "編集", *edits, made_at=made_at, who="鈴木")
    return caught.value


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "board.ictplan"
    make_board(path, sample_rows(seed=3, each=4)).close()
    return path


@pytest.fixture
def path(tmp_path: Path, template: Path) -> Path:
    return Path(shutil.copyfile(template, tmp_path / "board.ictplan"))


@pytest.fixture
def repository(path: Path) -> Iterator[Repository]:
    opened = open_board(path)
    yield opened
    opened.close()


@pytest.fixture
def colleague(path: Path) -> Iterator[Repository]:
    opened = open_board(path)
    yield opened
    opened.close()


def figure(repository: Repository, value: str) -> tuple[Observation, Observation]:
    """Write a figure of 52 and return it with the one that would replace it."""
    before = Observation(metric="metric-0", period="2031-04", value="52")
    apply(repository, "入力", insertion(before))
    return before, replace(before, value=value)


@pytest.mark.parametrize("entity", EDITED, ids=lambda entity: entity.TABLE)
@pytest.mark.parametrize("seed", range(3))
def test_an_edit_taken_back_restores_every_table(entity: type[Entity], seed: int, repository: Repository) -> None:
    chance = random.Random(seed)
    rows = without_history(repository)
    row = chance.choice(rows[entity.TABLE])
    key = tuple(str(row[name]) for name in entity.KEY)
    twin: dict[str, Cell] = {**row, entity.KEY[-1]: "2029-12-31"}
    other = changed(row, rows, chance)
    deletions = closure_of(rows, entity.TABLE, str(row["uid"])) if "uid" in row else []
    commands = [
        command("追加", [RowEdit(entity.TABLE, (*key[:-1], "2029-12-31"), None, twin)]),
        command("変更", [RowEdit(entity.TABLE, key, row, other)]),
        command("変更を戻す", [RowEdit(entity.TABLE, key, other, row)]),
        command("削除", chance.sample(deletions, len(deletions)) or [RowEdit(entity.TABLE, key, row, None)]),
    ]
    states = []
    for each in commands:
        states.append(without_history(repository))
        repository.apply(each, who=None, pc=None, made_at=MADE_AT)
        assert without_history(repository) != states[-1]
    assert row not in without_history(repository)[entity.TABLE]
    for each in reversed(commands):
        repository.apply(each.reversed("元に戻す"), who=None, pc=None, made_at=MADE_AT)
        assert without_history(repository) == states.pop()
    assert repository.database.rows("PRAGMA integrity_check") == [("ok",)]
    assert repository.database.rows("PRAGMA foreign_key_check") == []


def test_an_edit_is_one_revision_and_one_line_of_history(repository: Repository) -> None:
    before = repository.revision
    node = repository.read(Node)[0]
    renamed = replace(node, title="改めた名前")
    place = Placement(uid="new", parent=None, child=node.uid, position=9)
    edits = [change(node, renamed), insertion(place)]
    done = command("名前と場所", edits)
    assert repository.apply(done, who="山田", pc="PC-1", made_at=MADE_AT) == before + 1 == repository.revision
    line = repository.read(History, sequence=before + 1)
    assert [(each.uid, each.made_at, each.who, each.pc, each.label) for each in line] == [
        (done.uid, MADE_AT, "山田", "PC-1", "名前と場所")
    ]
    images = json.loads(line[0].edits)
    assert [(each["table"], each["key"]) for each in images] == [("node", [node.uid]), ("placement", ["new"])]
    assert images[0]["after"]["title"] == "改めた名前"
    assert images[1]["before"] is None
    assert "rev" not in images[0]["before"]
    assert repository.database.rows("SELECT rev FROM node WHERE uid = ?", (node.uid,)) == [(before + 1,)]
    assert repository.database.rows("SELECT rev FROM placement WHERE uid = 'new'") == [(before + 1,)]
    assert repository.revision_of(done.uid) == before + 1
    assert repository.revision_of("another") is None


def test_an_image_out_of_the_history_can_be_applied_again(repository: Repository) -> None:
    """Images in the history leave out what is empty."""
    node = repository.read(Node)[0]
    apply(repository, "変更", change(node, replace(node, title="改めた名前", note=None)))
    newest = max(repository.read(History), key=lambda line: line.sequence)
    image = json.loads(newest.edits)[0]
    apply(repository, "戻す", RowEdit("node", tuple(image["key"]), image["after"], image["before"]))
    assert repository.read_one(Node, (node.uid,)) == node


def test_two_edits_of_one_row_in_one_command(repository: Repository) -> None:
    before = Observation(metric="metric-0", period="2031-04", value="52")
    after = replace(before, value="53")
    apply(repository, "入力", insertion(before), change(before, after))
    assert repository.read(Observation, metric="metric-0", period="2031-04") == [after]


def test_a_command_that_fails_half_way_writes_nothing(repository: Repository) -> None:
    rows, revision = repository.dump_rows(), repository.revision
    node = repository.read(Node)[0]
    stale = replace(node, title="昔の名前")
    error = failure(repository, insertion(replace(node, uid="fresh")), change(stale, replace(stale, title="x")))
    assert error.code == "conflict"
    assert (repository.dump_rows(), repository.revision) == (rows, revision)
    assert not repository.database.connection.in_transaction


def test_a_clash_names_who_when_and_what(repository: Repository, colleague: Repository) -> None:
    before, theirs = figure(repository, "54")
    apply(colleague, "入力", change(before, theirs))
    error = failure(repository, change(before, replace(before, value="53")))
    assert error.code == "conflict"
    assert error.message == "この値は 10:31 に 山田さんが 52→54 に変えています。あなたの入力は 53 です。"
    later = failure(repository, change(before, replace(before, value="53")), made_at="2026-04-02T09:00:00+09:00")
    assert "この値は 2026-04-01 10:31 に 山田さんが" in later.message
    assert repository.read(Observation, metric="metric-0", period="2031-04") == [theirs]


def test_a_clash_with_a_deletion_and_an_insertion(repository: Repository, colleague: Repository) -> None:
    before, mine = figure(repository, "53")
    apply(colleague, "削除", deletion(before))
    error = failure(repository, change(before, mine))
    assert error.message == "この項目は 10:31 に 山田さんが削除しています。あなたの変更は保存していません。"
    apply(colleague, "入力", insertion(before))
    error = failure(repository, insertion(mine))
    assert error.message == "同じ項目を 10:31 に 山田さんが先に追加しています。あなたの入力は保存していません。"
    apply(colleague, "入力", change(before, replace(before, value=None, missing="surveying")))
    error = failure(repository, deletion(before))
    assert error.message == "この値は 10:31 に 山田さんが 52→空欄 に変えています。あなたの変更は削除です。"


def test_the_clash_shown_is_the_field_that_both_changed(repository: Repository, colleague: Repository) -> None:
    before, _ = figure(repository, "53")
    apply(colleague, "入力", change(before, replace(before, text="甲", printed="54件")))
    error = failure(repository, change(before, replace(before, printed="53件")))
    assert "空欄→54件" in error.message


def test_a_row_that_a_colleague_did_not_touch_is_no_clash(repository: Repository, colleague: Repository) -> None:
    before, mine = figure(repository, "53")
    node = colleague.read(Node)[0]
    apply(colleague, "変更", change(node, replace(node, title="別の行")))
    apply(repository, "入力", change(before, mine))
    assert colleague.read(Observation, metric="metric-0", period="2031-04") == [mine]


def test_while_a_colleague_writes_the_answer_is_busy_and_then_it_works(
    repository: Repository, colleague: Repository
) -> None:
    before, mine = figure(repository, "53")
    raw(colleague.database, "BEGIN IMMEDIATE")
    assert failure(repository, change(before, mine)).code == "busy"
    raw(colleague.database, "ROLLBACK")
    apply(repository, "入力", change(before, mine))


def test_a_colleague_reading_makes_the_commit_busy_and_writes_nothing(
    repository: Repository, colleague: Repository
) -> None:
    before, mine = figure(repository, "53")
    raw(colleague.database, "BEGIN")
    colleague.read(Node)
    revision = repository.revision
    assert failure(repository, change(before, mine)).code == "busy"
    raw(colleague.database, "COMMIT")
    assert repository.revision == revision
    assert repository.read(Observation, metric="metric-0", period="2031-04") == [before]
    apply(repository, "入力", change(before, mine))


def test_a_commit_that_others_keep_out_is_busy_although_nobody_can_look_it_up(path: Path) -> None:
    kept_out: list[bool] = []

    def lock_or_go(call: Call) -> int:
        return sqlite3.SQLITE_BUSY if kept_out and call.operation == "lock" else call.go()

    with watched(lock_or_go):
        repository = open_board(path)
        node = repository.read(Node)[0]
        edit = change(node, replace(node, title="x"))
        steps = repository.applying(command("入力", [edit]), who=None, pc=None, made_at=MADE_AT)
        next(steps)
        kept_out.append(True)
        with pytest.raises(StorageError) as caught:
            next(steps)
        kept_out.clear()
        assert caught.value.code == "busy" and repository.read(Node)[0] == node
        assert apply(repository, "もう一度", edit) == repository.revision
        repository.close()


def test_a_full_disk_is_said_and_writes_nothing(repository: Repository) -> None:
    rows = repository.dump_rows()
    pages = repository.database.rows("PRAGMA page_count")[0][0]
    raw(repository.database, f"PRAGMA max_page_count={pages}")
    node = repository.read(Node)[0]
    error = failure(repository, change(node, replace(node, note="長い文" * 50_000)))
    assert (error.code, error.detail) == ("full", "SQLITE_FULL")
    assert repository.dump_rows() == rows
    raw(repository.database, f"PRAGMA max_page_count={pages + 100}")
    apply(repository, "変更", change(node, replace(node, note="長い文" * 50_000)))


def test_a_board_open_for_reading_takes_no_edit(path: Path) -> None:
    repository = Repository(open_database(path, read_only=True))
    node = repository.read(Node)[0]
    assert failure(repository, change(node, replace(node, title="x"))).code == "readonly"
    repository.close()


@pytest.mark.parametrize("how", ["overwritten"] + (["replaced", "deleted"] if os.name == "posix" else []))
def test_a_file_that_was_exchanged_behind_our_back_is_not_written(how: str, path: Path, tmp_path: Path) -> None:
    repository = open_board(path)
    node = repository.read(Node)[0]
    make_board(tmp_path / "other.ictplan", sample_rows(seed=3, each=4)).close()
    if how == "overwritten":
        with path.open("r+b") as file:
            file.write((tmp_path / "other.ictplan").read_bytes())
    elif how == "replaced":
        os.replace(tmp_path / "other.ictplan", path)
    else:
        path.unlink()
    after = path.read_bytes() if path.exists() else None
    assert failure(repository, change(node, replace(node, title="x"))).code == "moved"
    assert (path.read_bytes() if path.exists() else None) == after
    repository.close()


def test_a_reference_to_nowhere_is_our_bug(repository: Repository) -> None:
    rows = repository.dump_rows()
    with pytest.raises(sqlite3.IntegrityError):
        apply(repository, "入力", insertion(Observation(metric="nobody", period="2022-04")))
    assert repository.dump_rows() == rows


def test_a_reference_to_what_a_colleague_deleted_is_a_clash(repository: Repository, colleague: Repository) -> None:
    metric = Metric(uid="short-lived", name="件数")
    apply(repository, "追加", insertion(metric))
    apply(colleague, "削除", deletion(metric))
    error = failure(repository, insertion(Observation(metric="short-lived", period="2022-04", value="1")))
    assert error.code == "conflict"
    assert "先に削除しています" in error.message


@pytest.mark.parametrize("bad", [{"value": "12a"}, {"kind": "guess"}, {"as_of": "昨日"}])
def test_a_value_that_no_field_may_hold_is_our_bug(bad: dict[str, str], repository: Repository) -> None:
    rows = repository.dump_rows()
    made = Observation(**{"metric": "metric-0", "period": "2031-04"} | bad)  # type: ignore[arg-type]
    with pytest.raises(sqlite3.IntegrityError):
        apply(repository, "入力", insertion(made))
    assert repository.dump_rows() == rows


def test_a_command_is_written_once(repository: Repository) -> None:
    """A recovery log may offer an edit a second time; revision_of says that it is there."""
    done = command("入力", [insertion(Observation(metric="metric-0", period="2031-04", value="1"))])
    revision = repository.apply(done, who=None, pc=None, made_at=MADE_AT)
    assert repository.revision_of(done.uid) == revision
    with pytest.raises(StorageError):
        repository.apply(done, who=None, pc=None, made_at=MADE_AT)
    assert len(repository.read(History, uid=done.uid)) == 1


def test_a_command_without_edits_and_an_edit_of_another_key_are_our_bugs(repository: Repository) -> None:
    with pytest.raises(ValueError, match="without edits"):
        apply(repository, "無")
    node = repository.read(Node)[0]
    edit = change(node, replace(node, title="x"))
    with pytest.raises(ValueError, match="key"):
        apply(repository, "鍵違い", replace(edit, after={**(edit.after or {}), "uid": "other"}))


def test_after_a_lost_connection_the_file_is_opened_anew(repository: Repository) -> None:
    repository.database.connection.close()
    repository.database.reconnect()
    node = repository.read(Node)[0]
    apply(repository, "変更", change(node, replace(node, title="x")))
