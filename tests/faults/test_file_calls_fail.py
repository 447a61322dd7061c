"""A file made or replaced while the disk refuses a call is as before or whole, and the failure is told."""

import shutil
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path

import pytest

from app.domain.errors import BoardError, StorageError
from app.files.replacing import file_set, replace_file
from app.storage.new_file import write_new_file
from tests.faults.file_calls import ERRORS, Refusal, refused
from tests.faults.proof import Proof

NAMES = ("a.xlsx", "b.csv", "c.csv")
OLD, NEW = "old " * 5000, "new " * 5000


def make(folder: Path) -> None:
    """Make a new file."""
    write_new_file(folder / NAMES[0], NEW.encode())


def put_over(folder: Path) -> None:
    """Replace a file."""
    replace_file(folder / NAMES[0], NEW.encode())


def put_set(folder: Path) -> None:
    """Replace two files of three and make the other."""
    with file_set(folder, NAMES) as draft:
        for name in NAMES:
            (draft / name).write_text(NEW, encoding="utf-8")


# What is done, and which files are there before.
JOBS: dict[str, tuple[Callable[[Path], None], tuple[str, ...]]] = {
    "making a file": (make, ()),
    "replacing a file": (put_over, NAMES[:1]),
    "replacing a set of files": (put_set, NAMES[:2]),
}


def laid_out(folder: Path, names: tuple[str, ...]) -> None:
    """Make the folder hold the old files and nothing else."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name in names:
        (folder / name).write_text(OLD, encoding="utf-8")


def contents(folder: Path) -> dict[str, str]:
    """Return the files of a folder, drafts apart."""
    return {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir() if not path.name.startswith(".")}


def wrong(job: Callable[[Path], None], names: tuple[str, ...], folder: Path, refusal: Refusal) -> Iterator[str | None]:
    """Do the job with one call refused and yield what is wrong with what it left; nothing where no call was refused."""
    laid_out(folder, names)
    old, new = dict.fromkeys(names, OLD), dict.fromkeys(names or NAMES[:1], NEW)
    new = dict.fromkeys(NAMES, NEW) if job is put_set else new
    told = False
    with refused(folder, refusal) as calls:
        try:
            job(folder)
        except (BoardError, StorageError):
            told = True
    if not calls.struck:
        return
    found = contents(folder)
    if told and not refusal.for_ever:
        yield None if found == old else f"a failure is told, but {sorted(found)} changed"
    elif told:
        whole = all(content in (OLD, NEW) for content in found.values()) and found.keys() >= old.keys()
        yield None if whole else "a file is lost or torn"
    else:
        yield None if found == new else "a success is told, but it is not whole"


@pytest.mark.parametrize("what", JOBS)
def test_a_refused_call_leaves_the_old_or_the_new(what: str, proof: Proof, tmp_path: Path) -> None:
    job, names = JOBS[what]
    proof.begin(f"file call n refused while {what}", "the old or the new, whole, and the failure told")
    found = []
    for (kind, code), for_ever in product(ERRORS.items(), (False, True)):
        at = 0
        while result := list(wrong(job, names, tmp_path / "out", Refusal(code, at, for_ever))):
            proof.count += 1
            found += [(kind, for_ever, at, each) for each in result if each is not None]
            at += 1
    assert found == []
