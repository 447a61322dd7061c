"""A board on a shared folder: one edits, the others follow, nothing is overwritten unseen."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from app.domain.errors import StorageError
from app.storage import publish, share_files
from app.storage.backup import backups_of, before_migrating
from app.storage.database import open_database
from app.storage.lease import lease_path
from app.storage.migrations import SCHEMA, Schema
from app.storage.repository import Repository
from app.storage.share import SharedBoard
from app.storage.working_copy import WorkingCopy
from tests.disks import away, write_protected
from tests.storage.boards import make_board
from tests.storage.share_desk import QUICK, Desk, value_of

MAY = "2041-05"


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("board") / "template.ictplan"
    make_board(path).close()
    return path.read_bytes()


@pytest.fixture
def place(template: bytes, tmp_path: Path) -> Path:
    """Return a board on a shared folder with an awkward name."""
    folder = tmp_path / "共有 #1%" / ("深い" * 20)
    folder.mkdir(parents=True)
    path = folder / f"{'計画' * 20}.ictplan"
    path.write_bytes(template)
    return path


@pytest.fixture
def desks(place: Path, tmp_path: Path) -> Iterator[tuple[Desk, Desk]]:
    both = Desk(place, tmp_path / "PC1", "佐藤"), Desk(place, tmp_path / "PC2", "鈴木")
    yield both
    for desk in both:
        desk.leave()


def test_an_edit_reaches_the_shared_folder_and_the_others(place: Path, desks: tuple[Desk, Desk]) -> None:
    sato, suzuki = desks
    view = sato.save(MAY, "52")
    assert view.mine and not view.waiting and view.error is None
    assert value_of(place, MAY) == "52"
    view = suzuki.step()
    assert view.holder is not None and (view.holder.who, view.holder.pc) == ("佐藤", "PC-佐藤")
    assert suzuki.has(sato.typed[0])
    assert sorted(path.name for path in place.parent.iterdir()) == sorted([place.name, lease_path(place).name])


def test_the_second_editor_waits_and_loses_nothing(place: Path, desks: tuple[Desk, Desk]) -> None:
    sato, suzuki = desks
    sato.step(wish=True)
    view = suzuki.save(MAY, "53")
    assert view.waiting and view.holder is not None and value_of(place, MAY) is None
    sato.board.give_back()
    assert not suzuki.step().waiting
    assert value_of(place, MAY) == "53"


def test_what_came_between_parts_the_two_and_both_stay(place: Path, desks: tuple[Desk, Desk]) -> None:
    sato, suzuki = desks
    sato.save(MAY, "52")
    view = suzuki.save(MAY, "53")
    assert view.apart is not None and view.waiting
    assert value_of(place, MAY) == "52" and suzuki.has(suzuki.typed[0])
    kept = suzuki.repository.serialize()
    suzuki.follow(view.apart)
    assert suzuki.has(sato.typed[0]) and not suzuki.step().waiting
    assert [path.read_bytes() for path in suzuki.board.copy.kept()] == [kept]


def test_a_folder_that_takes_no_files_is_told_before_anything_is_typed(
    place: Path, desks: tuple[Desk, Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    sato, clock = desks[0], [0.0]
    monkeypatch.setattr(sato.board, "_now", lambda: clock[0])
    if os.name == "nt":
        assert sato.step().may_write  # a test cannot take the rights of a folder there
        return
    with write_protected(place.parent):
        assert not sato.step().may_write
    assert not sato.step().may_write  # not asked every three seconds
    clock[0] += QUICK.beat
    assert sato.step().may_write
    sato.save(MAY, "52")
    assert sorted(path.name for path in place.parent.iterdir()) == sorted([place.name, lease_path(place).name])


def test_a_crash_leaves_a_copy_that_is_published_at_the_next_start(place: Path, tmp_path: Path) -> None:
    sato = Desk(place, tmp_path / "PC1")
    sato.step(wish=True)
    sato.type(MAY, "52")
    sato.leave(give_back=False)
    again = Desk(place, tmp_path / "PC1")
    assert value_of(place, MAY) == "52"
    assert again.step().mine
    again.leave()
    assert not lease_path(place).exists()


def test_a_person_takes_over_what_does_not_move(place: Path, desks: tuple[Desk, Desk]) -> None:
    sato, suzuki = desks
    clock = [0.0]
    suzuki.board.lease._now = lambda: clock[0]
    sato.save(MAY, "52")
    assert not suzuki.step().stale
    clock[0] += QUICK.stale
    view = suzuki.step()
    assert view.stale and view.holder is not None
    assert suzuki.board.take_over(view.holder)
    assert not suzuki.save(MAY, "54").waiting
    view = sato.save(MAY, "55")
    assert view.lost_to is not None and view.lost_to.who == "鈴木" and view.apart is not None
    assert value_of(place, MAY) == "54" and sato.has(sato.typed[1])


def test_a_beat_between_the_look_and_the_click_stops_the_takeover(desks: tuple[Desk, Desk]) -> None:
    sato, suzuki = desks
    sato.board.lease._times = QUICK._replace(beat=0)
    sato.step(wish=True)
    view = suzuki.step()
    sato.step()
    assert view.holder is not None and not suzuki.board.take_over(view.holder)
    assert sato.step().mine and not suzuki.step().mine


def test_a_late_publication_is_detected_by_all_and_both_versions_stay(
    place: Path, desks: tuple[Desk, Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    sato, suzuki = desks
    sato.step(wish=True)
    swap = share_files.put_in_place

    def hang_and_swap(draft: Path, target: Path) -> None:
        monkeypatch.setattr(share_files, "put_in_place", swap)
        holder = suzuki.step().holder
        assert holder is not None and suzuki.board.take_over(holder)
        assert not suzuki.save(MAY, "54").waiting
        swap(draft, target)

    sato.type(MAY, "52")
    monkeypatch.setattr(share_files, "put_in_place", hang_and_swap)
    view = sato.step(offer=True)
    assert view.late and view.lost_to is not None and view.lost_to.who == "鈴木"
    assert value_of(place, MAY) == "52"
    view = suzuki.step()
    assert view.mine and view.apart is not None and suzuki.has(suzuki.typed[0])


@pytest.mark.parametrize("guard", ["is_mine", "digest"])
def test_either_check_alone_keeps_a_slow_program_from_overwriting(
    place: Path, desks: tuple[Desk, Desk], monkeypatch: pytest.MonkeyPatch, guard: str
) -> None:
    """Two checks, of the lease and of the file: with either taken away the other still holds; see the next test."""
    sato, suzuki = desks
    _overtaken(sato, suzuki, monkeypatch, {guard})
    assert value_of(place, MAY) == "54" and sato.has(sato.typed[0])


def test_without_both_checks_it_would_overwrite(
    place: Path, desks: tuple[Desk, Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    _overtaken(*desks, monkeypatch, {"is_mine", "digest"})
    assert value_of(place, MAY) == "52"


def _overtaken(sato: Desk, suzuki: Desk, monkeypatch: pytest.MonkeyPatch, without: set[str]) -> None:
    """Let Suzuki take over and publish while Sato's version is on its way, with checks of Sato's taken away."""
    sato.step(wish=True)
    write = share_files.write_draft

    def write_and_hang(path: Path, data: bytes) -> None:
        monkeypatch.setattr(share_files, "write_draft", write)
        write(path, data)
        holder = suzuki.step().holder
        assert holder is not None and suzuki.board.take_over(holder)
        assert not suzuki.save(MAY, "54").waiting
        lease = sato.board.lease
        if "is_mine" in without:
            monkeypatch.setattr(lease, "is_mine", lambda: True)
        if "digest" in without:
            monkeypatch.setattr(publish, "_unmoved", lambda board, base, lease: lease.is_mine())

    sato.type(MAY, "52")
    monkeypatch.setattr(share_files, "write_draft", write_and_hang)
    sato.step(offer=True)


def test_a_folder_that_goes_away_for_a_moment_costs_nothing_and_is_not_taken_for_one_without_the_file(
    place: Path, desks: tuple[Desk, Desk]
) -> None:
    sato, suzuki = desks
    sato.save(MAY, "52")
    with away(place.parent):
        view = sato.save(MAY, "53")
        assert isinstance(view.error, StorageError) and view.error.code == "missing"
        assert view.waiting and not view.gone
        with suppress(StorageError):
            assert not sato.board.put_back(sato.repository.serialize())
        assert not place.exists()
    assert not sato.step().waiting and value_of(place, MAY) == "53"
    assert suzuki.step().error is None and suzuki.has(sato.typed[1])


def damage(place: Path) -> bytes:
    """Overwrite the middle of the shared file; return what lies there now."""
    data = bytearray(place.read_bytes())
    data[4096 * 3 : 4096 * 6] = bytes(4096 * 3)
    place.write_bytes(data)
    return bytes(data)


def test_a_damaged_shared_file_is_followed_by_nobody_and_put_back_by_a_person(
    place: Path, desks: tuple[Desk, Desk]
) -> None:
    sato, suzuki = desks
    sato.save(MAY, "52")
    sato.board.give_back()
    suzuki.step()
    damaged = damage(place)
    copies = set(suzuki.board.copy.folder.iterdir())
    for _ in range(3):
        view = suzuki.step()
        assert view.error is not None and view.error.code == "corrupt" and view.news is None and view.apart is None
    assert set(suzuki.board.copy.folder.iterdir()) == copies
    suzuki.save("2041-06", "53")
    assert place.read_bytes() == damaged
    assert suzuki.board.put_back(suzuki.repository.serialize())
    assert value_of(place, MAY) == "52" and value_of(place, "2041-06") == "53"
    (aside,) = place.parent.glob("*.bak")
    assert aside.read_bytes() == damaged and "壊れたファイル" in aside.name
    assert not suzuki.step().waiting and sato.step().error is None and sato.has(suzuki.typed[0])


def test_what_is_no_longer_damaged_or_held_by_somebody_is_not_replaced(place: Path, desks: tuple[Desk, Desk]) -> None:
    sato, suzuki = desks
    sato.save(MAY, "52")
    sound = place.read_bytes()
    damage(place)
    suzuki.step()
    assert not suzuki.board.put_back(suzuki.repository.serialize())
    sato.board.give_back()
    place.write_bytes(sound)
    assert not suzuki.board.put_back(suzuki.repository.serialize())
    assert place.read_bytes() == sound and not list(place.parent.glob("*.bak"))
    suzuki.step()
    assert suzuki.has(sato.typed[0])


def test_a_holder_who_does_not_move_does_not_keep_a_damaged_file_there(place: Path, desks: tuple[Desk, Desk]) -> None:
    sato, suzuki = desks
    clock = [0.0]
    suzuki.board.lease._now = lambda: clock[0]
    sato.save(MAY, "52")
    suzuki.step()
    damage(place)
    suzuki.step()
    clock[0] += QUICK.stale
    assert suzuki.board.put_back(suzuki.repository.serialize()) and value_of(place, MAY) == "52"


def test_a_deleted_shared_file_is_put_back_by_a_person_and_followed_by_the_others(
    place: Path, desks: tuple[Desk, Desk]
) -> None:
    sato, suzuki = desks
    sato.save(MAY, "52")
    sato.board.give_back()
    suzuki.step()
    place.unlink()
    view = suzuki.save("2041-06", "53")
    assert view.gone and view.waiting and not place.exists()
    assert suzuki.board.put_back(suzuki.repository.serialize())
    assert value_of(place, MAY) == "52" and value_of(place, "2041-06") == "53"
    assert not list(place.parent.glob("*.bak")) and not suzuki.step().gone
    assert sato.step().error is None and sato.has(suzuki.typed[0])
    assert [found.name for found in place.parent.iterdir() if found.suffix == ".tmp"] == []


def test_a_deleted_shared_file_that_somebody_else_put_back_first_is_not_replaced(
    place: Path, desks: tuple[Desk, Desk]
) -> None:
    sato, suzuki = desks
    place.unlink()
    assert sato.step().gone and suzuki.save(MAY, "52").gone
    assert sato.board.put_back(sato.repository.serialize())
    there = place.read_bytes()
    sato.board.give_back()
    assert not suzuki.board.put_back(suzuki.repository.serialize()) and place.read_bytes() == there
    assert not suzuki.step(offer=True).gone and value_of(place, MAY) == "52"


def test_a_deleted_shared_file_is_left_to_whoever_edits(place: Path, desks: tuple[Desk, Desk]) -> None:
    sato, suzuki = desks
    sato.save(MAY, "52")
    suzuki.step()
    place.unlink()
    assert suzuki.step().gone and not suzuki.board.put_back(suzuki.repository.serialize())
    assert not place.exists()


def test_an_older_shared_file_that_was_put_back_takes_nothing_from_the_newer_version(
    place: Path, desks: tuple[Desk, Desk]
) -> None:
    sato, suzuki = desks
    old = suzuki.repository.serialize()
    sato.save(MAY, "52")
    sato.board.give_back()
    place.unlink()
    assert suzuki.step().gone and suzuki.board.put_back(old)
    suzuki.board.give_back()
    sato.save("2041-06", "53")
    assert value_of(place, MAY) == "52" and value_of(place, "2041-06") == "53"


def test_a_file_that_was_gone_before_the_program_began_is_told_in_a_folder_with_other_files(
    place: Path, desks: tuple[Desk, Desk], tmp_path: Path
) -> None:
    first = Desk(place, tmp_path / "PC3", "田中")
    first.leave()
    place.unlink()
    again = Desk(place, tmp_path / "PC3", "田中")
    assert again.step().error is not None and not again.step().gone
    place.with_name("別の資料.txt").write_text("", encoding="utf-8")
    assert again.step().gone and again.board.put_back(again.repository.serialize())
    assert [desk.step().error for desk in desks] == [None, None]
    again.leave()


def test_an_older_version_is_backed_up_before_its_copy_is_migrated_and_the_shared_one_stays(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def step_2(database: object) -> None:
        """Change nothing but the version."""

    newer = Schema((*SCHEMA.steps, step_2), {**SCHEMA.fingerprints, 2: SCHEMA.fingerprints[1]})
    monkeypatch.setitem(open_database.__kwdefaults__, "schema", newer)  # what the next version of the program does
    before, root = place.read_bytes(), tmp_path / "backups"
    copy = WorkingCopy.enter(tmp_path / "PC", place)
    board = SharedBoard(copy, "佐藤", "PC", before_migrating=before_migrating(root))
    database = open_database(board.fetch(), read_only=True)
    assert database.rows("PRAGMA user_version") == [(2,)] and place.read_bytes() == before
    (made,) = backups_of(root, database.uuid)
    assert Repository.from_bytes(made.path.read_bytes()).database.rows("PRAGMA user_version") == [(1,)]
    database.close()
    board.leave()


def test_two_programs_on_one_pc_have_a_copy_each(place: Path, tmp_path: Path) -> None:
    first, second = Desk(place, tmp_path / "PC1"), Desk(place, tmp_path / "PC1")
    assert first.board.copy.folder != second.board.copy.folder
    first.save(MAY, "52")
    assert second.step().holder is not None and second.has(first.typed[0])
    first.leave()
    second.leave()


def test_an_unused_right_to_edit_goes_back_by_itself(place: Path, tmp_path: Path) -> None:
    sato = Desk(place, tmp_path / "PC1", times=QUICK._replace(idle=0))
    assert not sato.save(MAY, "52").waiting
    assert not sato.step().mine and not lease_path(place).exists()
    sato.leave()
