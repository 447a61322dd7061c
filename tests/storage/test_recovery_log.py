"""What was typed outlives a crash at any byte of the log, is never doubled, and goes when it is not needed."""

from pathlib import Path

import pytest

from app.domain.edits import Command, LoggedCommand, RowEdit
from app.storage.recovery_log import RecoveryLog

AT = "2026-04-01T10:31:00+09:00"


def typed(number: int, value: object = "53") -> Command:
    after = {"uid": f"o{number}", "value": value, "note": None}
    return Command(
        f"入力{number}", (RowEdit("observation", ("m", "2022-04", "result", ""), None, after),), f"c{number}"
    )


def kept(log: RecoveryLog) -> list[tuple[str, bool]]:
    return [(entry.command.uid, entry.settled) for entry in log.entries()]


def test_a_command_comes_back_as_it_was_with_pictures_and_odd_text(tmp_path: Path) -> None:
    log = RecoveryLog(tmp_path / "recovery", "u")
    commands = [typed(1, "改行\nあり 😀"), typed(2, b"\x00\xff\n"), typed(3, None), typed(4, "\ud800")]
    assert all(log.add(command, AT, 7) for command in commands)
    assert log.entries() == [LoggedCommand(command, AT, 7, False) for command in commands]


def test_settled_commands_stay_for_a_damaged_file_until_they_are_forgotten(tmp_path: Path) -> None:
    log = RecoveryLog(tmp_path, "u")
    for number in (1, 2, 3):
        log.add(typed(number), AT, number)
    log.settle("c1", 2)
    log.settle("c3", 4)
    assert kept(log) == [("c1", True), ("c2", False), ("c3", True)]
    log.forget_settled(3)
    assert kept(log) == [("c2", False), ("c3", True)]
    log.forget_settled(4)
    assert kept(log) == [("c2", False)]
    log.drop(["c2"])
    assert kept(log) == []
    log.forget_settled(9)
    assert list(tmp_path.iterdir()) == []


def test_a_command_kept_twice_comes_once(tmp_path: Path) -> None:
    log = RecoveryLog(tmp_path, "u")
    log.add(typed(1), AT, 1)
    log.add(typed(1), AT, 1)
    assert kept(log) == [("c1", False)]


def test_a_log_cut_at_any_byte_gives_the_whole_lines_and_goes_on(tmp_path: Path) -> None:
    log = RecoveryLog(tmp_path, "u")
    log.add(typed(1), AT, 1)
    first = log.path.stat().st_size
    log.add(typed(2), AT, 2)
    whole = log.path.read_bytes()
    for length in range(first, len(whole) - 1):
        log.path.write_bytes(whole[:length])
        assert kept(log) == [("c1", False)]
        log.add(typed(3), AT, 3)
        assert kept(log) == [("c1", False), ("c3", False)]


def test_a_flipped_bit_costs_its_own_line_only(tmp_path: Path) -> None:
    log = RecoveryLog(tmp_path, "u")
    for number in (1, 2, 3):
        log.add(typed(number), AT, 1)
    raw = bytearray(log.path.read_bytes())
    raw[raw.index(b"c2")] ^= 1
    log.path.write_bytes(raw)
    assert kept(log) == [("c1", False), ("c3", False)]


@pytest.mark.parametrize("blocked", ["folder", "log"])
def test_a_place_that_refuses_costs_the_log_only(tmp_path: Path, blocked: str) -> None:
    log = RecoveryLog(tmp_path / "recovery", "u")
    if blocked == "folder":
        log.path.parent.write_text("a file stands where the folder should be", encoding="utf-8")
    else:
        log.path.mkdir(parents=True)
    assert not log.add(typed(1), AT, 1)
    assert log.entries() == []
    log.forget_settled(1)


def test_another_file_at_the_same_place_inherits_what_waits_and_only_that(tmp_path: Path) -> None:
    old, elsewhere = RecoveryLog(tmp_path, "old", "/計画"), RecoveryLog(tmp_path, "elsewhere", "/別の計画")
    for log, number in ((old, 1), (old, 2), (elsewhere, 3)):
        log.add(typed(number), AT, number)
    old.settle("c1", 2)
    new = RecoveryLog(tmp_path, "new", "/計画")
    new.adopt()
    new.adopt()
    assert (kept(new), kept(old), kept(elsewhere)) == ([("c2", False)], [("c1", True)], [("c3", False)])
