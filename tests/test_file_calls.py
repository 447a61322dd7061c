"""What Windows refuses for a moment is tried again; what stays refused, and what is no such thing, is told."""

import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from app import file_calls
from app.file_calls import patiently, takes_files
from tests.disks import write_protected


def refused(times: int, error: OSError) -> Callable[[], int]:
    """Return a call that is refused some times; it returns how often it was made."""
    made: list[int] = []

    def call() -> int:
        made.append(1)
        if len(made) <= times:
            raise error
        return len(made)

    return call


def test_on_windows_a_call_is_made_again_until_it_works(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_calls, "WINDOWS", True)
    assert patiently(refused(2, PermissionError(13, "held"))) == 3


def test_what_stays_refused_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_calls, "WINDOWS", True)
    with pytest.raises(PermissionError):
        patiently(refused(1000, PermissionError(13, "held")), seconds=0.05)


@pytest.mark.parametrize(
    "windows, error", [(False, PermissionError(13, "rights")), (True, FileNotFoundError(2, "none"))]
)
def test_a_call_that_waiting_does_not_help_is_made_once(
    monkeypatch: pytest.MonkeyPatch, windows: bool, error: OSError
) -> None:
    monkeypatch.setattr(file_calls, "WINDOWS", windows)
    call = refused(1, error)
    with pytest.raises(type(error)):
        patiently(call)
    assert call() == 2


def test_a_file_that_a_reader_lets_go_of_is_replaced(tmp_path: Path) -> None:
    target, draft = tmp_path / "計画.json", tmp_path / "下書き"
    target.write_bytes(b"old")
    draft.write_bytes(b"new")
    reader = target.open("rb")
    ending = threading.Timer(0.1, reader.close)
    ending.start()
    patiently(lambda: os.replace(draft, target))
    ending.join()
    assert target.read_bytes() == b"new"


def test_only_a_trial_tells_whether_a_folder_takes_files(tmp_path: Path) -> None:
    folder = tmp_path / "共有 #1%"
    folder.mkdir()
    assert takes_files(folder) and list(folder.iterdir()) == []
    assert not takes_files(folder / "none")
    if os.name == "posix":  # a test cannot take the rights of a folder on Windows
        with write_protected(folder):
            assert not takes_files(folder)
