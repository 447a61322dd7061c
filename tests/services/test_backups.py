"""When the open file is backed up, and what comes back from a backup: real files and real jobs."""

from pathlib import Path

import pytest

from app.domain.backup import Backup
from app.domain.edits import command, insertion
from app.domain.errors import InputError, StorageError
from app.domain.metrics import Observation
from app.domain.plan import Node
from app.services import backups
from app.services.comparing import Side, backup_side, comparing, file_side
from app.services.document import Document
from app.services.jobs import finish_all
from app.storage.backup import backups_of, is_sound
from app.storage.database import open_database
from app.storage.migrations import SCHEMA, Schema
from app.storage.repository import Repository
from tests.far_folder import far_folder
from tests.ui.working import until


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "backups"


@pytest.fixture
def kept(document: Document, root: Path) -> Document:
    """Return the open board with backups in a folder of the test's own."""
    document.keep_backups_in(root)
    return document


def listed(document: Document) -> list[Backup]:
    finish_all()
    return document.backups()


def nodes(document: Document) -> list[str]:
    return [node.uid for node in document.index.all(Node)]


def rename(document: Document, title: str) -> None:
    document.set_field("node", nodes(document)[0], "title", title)


def test_content_before_the_first_write_is_secured_even_where_the_edit_is_quicker(kept: Document) -> None:
    before = kept.repository.dump_rows()
    rename(kept, "新しい題名")
    (one,) = listed(kept)
    assert one.reason == backups.DAILY and is_sound(one)
    assert Repository.from_bytes(one.path.read_bytes()).dump_rows() == before
    rename(kept, "もっと新しい題名")
    assert listed(kept) == [one]


def test_file_is_backed_up_when_it_has_been_opened_and_not_again_while_it_stays_the_same(
    kept: Document, root: Path
) -> None:
    until(lambda: kept.backups())
    (one,) = listed(kept)
    assert one.reason == backups.OPENED
    kept.close()
    again = Document(Repository(open_database(kept.path)), kept.path, who="試験", pc="PC")
    again.keep_backups_in(root)
    again.back_up(backups.OPENED)
    assert listed(again) == [one]
    rename(again, "新しい題名")
    again.close()
    finish_all()
    assert [one.reason for one in backups_of(root, again.repository.uuid)] == [backups.CLOSED, backups.OPENED]


def test_half_an_hour_after_a_change_there_is_another(kept: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    rename(kept, "新しい題名")
    kept._on_tick()
    assert len(listed(kept)) == 1
    monkeypatch.setattr(backups, "EVERY_SECONDS", 0)
    kept._on_tick()
    assert [one.reason for one in listed(kept)] == [backups.HALF_HOURLY, backups.DAILY]
    kept._on_tick()
    assert len(listed(kept)) == 2


def test_many_rows_at_once_are_backed_up_before(kept: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    rename(kept, "新しい題名")
    before = kept.repository.dump_rows()
    monkeypatch.setattr(backups, "MANY_ROWS", 1)
    rename(kept, "まとめて")
    newest = listed(kept)[0]
    assert newest.reason == backups.BULK
    assert Repository.from_bytes(newest.path.read_bytes()).dump_rows() == before


def test_a_failure_is_told_and_stands_in_nobody_s_way(document: Document, root: Path) -> None:
    root.write_text("a file where the folder should be", encoding="utf-8")
    said: list[str] = []
    document.backup_failed.connect(said.append)
    document.keep_backups_in(root)
    rename(document, "新しい題名")
    finish_all()
    assert said == ["控えを作れませんでした（データ本体は無事）。"]
    assert document.field("node", nodes(document)[0], "title") == "新しい題名"
    rename(document, "次の題名")
    finish_all()
    assert len(said) == 1
    root.unlink()
    document.close()
    finish_all()
    assert [one.reason for one in backups_of(root, document.repository.uuid)] == [backups.CLOSED]


def test_chosen_differences_come_back_as_one_step_that_undo_takes_back(kept: Document) -> None:
    first, second = nodes(kept)[:2]
    titles = [kept.field("node", node, "title") for node in (first, second)]
    kept.set_field("node", first, "title", "書き間違い")
    kept.set_field("node", second, "title", "直したかった題名")
    (backup,) = listed(kept)
    *_, comparison = comparing(kept.present_side(), backup_side(backup, "控え"))
    assert {one.after.removesuffix("（仮題）") for one in comparison.differences} == set(titles)
    chosen = {one.uid for one in comparison.differences if one.key == (first,)}
    assert kept.take_over(comparison, chosen, kept.revision, "控えから取り込み") == 1
    assert kept.field("node", first, "title") == titles[0]
    assert kept.field("node", second, "title") == "直したかった題名"
    assert kept.undo_label == "控えから取り込み"
    kept.undo()
    assert kept.field("node", first, "title") == "書き間違い"
    with pytest.raises(InputError):
        kept.take_over(comparison, chosen, kept.revision - 1, "控えから取り込み")


@pytest.mark.parametrize("period", ["1529-03", "2022-13", "先月"])
def test_a_figure_of_a_period_that_nothing_could_show_is_not_taken_in(
    period: str, kept: Document, tmp_path: Path
) -> None:
    other = tmp_path / "ほか.ictplan"
    other.write_bytes(kept.snapshot_bytes())
    theirs = Repository(open_database(other))
    new = command("入力", [insertion(Observation(metric="chatbot-all", period=period, value="7"))])
    theirs.apply(new, who=None, pc=None, made_at="2026-04-01T10:31:00+09:00")
    theirs.close()
    *_, comparison = comparing(kept.present_side(), file_side(other))
    before = kept.repository.dump_rows()
    with pytest.raises(InputError) as told:
        kept.take_over(comparison, {one.uid for one in comparison.differences}, kept.revision, "取り込み")
    assert period in told.value.message and kept.repository.dump_rows() == before


def test_restoring_makes_a_new_file_and_leaves_the_open_one(kept: Document, tmp_path: Path) -> None:
    rename(kept, "新しい題名")
    (backup,) = listed(kept)
    out = tmp_path / "復元.ictplan"
    kept.restore(backup, out)
    with pytest.raises(StorageError):
        kept.restore(backup, out)
    restored = Document(Repository(open_database(out)), out, who="試験", pc="PC")
    restored.keep_backups_in(kept.backup_root or tmp_path)
    assert restored.board_title == kept.board_title and listed(restored) == [backup]
    restored.close()
    assert kept.field("node", nodes(kept)[0], "title") == "新しい題名"


def test_versions_of_one_file_say_who_changed_what(kept: Document, tmp_path: Path) -> None:
    copy = tmp_path / "写し.ictplan"
    rename(kept, "分かれる前の題名")
    kept.close()
    copy.write_bytes(kept.path.read_bytes())
    mine, theirs = (Document(Repository(open_database(path)), path, who="試験", pc="PC") for path in (kept.path, copy))
    first, second, third = nodes(mine)[:3]
    mine.set_field("node", first, "title", "手元")
    theirs.set_field("node", second, "title", "共有側")
    for document, words in ((mine, "手元3"), (theirs, "共有側3")):
        document.set_field("node", third, "title", words)
    *_, comparison = comparing(mine.present_side(), file_side(copy), parted=True)
    assert {one.key[0]: one.by for one in comparison.differences} == {first: "mine", second: "theirs", third: "both"}
    mine.close()
    theirs.close()


def test_unrelated_boards_are_compared_without_a_common_past(kept: Document) -> None:
    side = kept.present_side()
    *_, comparison = comparing(side, Side("同じ", side.read), parted=True)
    assert comparison.differences == ()


def test_a_read_only_file_makes_no_backups(document: Document, root: Path) -> None:
    document.close()
    reader = Document(Repository(open_database(document.path, read_only=True)), document.path, who=None, pc=None)
    reader.keep_backups_in(root)
    reader.back_up("x")
    finish_all()
    assert not root.exists() and reader.backups() == []
    reader.close()


def test_a_file_on_a_share_is_compared_by_its_bytes(document: Document, root: Path) -> None:
    place = root.with_name("共有") / "計画 #1%.ictplan"
    place.parent.mkdir()
    place.write_bytes(document.snapshot_bytes())
    with far_folder(place.parent, 0) as far:
        *_, comparison = comparing(document.present_side(), file_side(place, shared=True))
    assert not comparison.differences and far.calls == 1 and not far.by_sqlite
    place.write_bytes(b"SQLite format 3\0" + bytes(200))
    with pytest.raises(StorageError):
        list(comparing(document.present_side(), file_side(place, shared=True)))


def test_older_file_is_backed_up_before_it_is_migrated(document: Document, root: Path) -> None:
    from app.storage.backup import MIGRATING, before_migrating

    document.close()
    old = document.path.read_bytes()

    def step_2(database: object) -> None:
        """Change nothing but the version."""

    schema = Schema((*SCHEMA.steps, step_2), {**SCHEMA.fingerprints, 2: SCHEMA.fingerprints[1]})
    root.write_text("a file where the folder should be", encoding="utf-8")
    with pytest.raises(StorageError) as caught:
        open_database(document.path, schema=schema, before_migrating=before_migrating(root))
    assert caught.value.code == "backup"
    root.unlink()
    database = open_database(document.path, schema=schema, before_migrating=before_migrating(root))
    (one,) = backups_of(root, database.uuid)
    assert one.reason == MIGRATING
    database.close()
    untouched = Repository.from_bytes(one.path.read_bytes())
    assert untouched.database.rows("PRAGMA user_version") == [(1,)]
    assert Repository.from_bytes(old).dump_rows() == untouched.dump_rows()
