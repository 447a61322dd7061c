"""A power cut at any moment leaves a board that opens, with every edit that was acknowledged."""

import random
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from tests.faults.disk import watched
from tests.faults.proof import Proof
from tests.faults.sessions import commands, complaint, make_template, save, states
from tests.faults.tape import RECORDED, Image, Tape, images, recorded
from tests.storage.boards import open_board

EDITS = 12
BOARD = "board.ictplan"
PASSES = 1000  # over the tape of a session, at the most


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a board as it is before the session."""
    path = tmp_path_factory.mktemp("template") / BOARD
    make_template(path)
    return path


@pytest.fixture(scope="module")
def wanted(template: Path, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Return the states of the board from edit to edit."""
    path = tmp_path_factory.mktemp("states") / BOARD
    path.write_bytes(template.read_bytes())
    return states(path, EDITS)


def record(template: Path, path: Path, *pragmas: str, failing: int | None = None) -> Tape:
    """Write down a session of opening, editing and closing, with some settings of the connection changed."""
    path.write_bytes(template.read_bytes())
    with recorded(path, failing) as tape:
        repository = open_board(path)
        for pragma in pragmas:
            repository.database.rows(f"PRAGMA {pragma}")
        for one in commands(EDITS):
            assert save(repository, one, []) is None
            tape.ack()
        repository.close()
    return tape


def different_images(start: dict[str, bytes], tape: Tape, number: int) -> Iterator[Image]:
    """Yield images of a session, none twice, from all over it."""
    seen: set[bytes] = set()
    for seed in range(PASSES):
        for image in images(start, tape.events, number, random.Random(seed)):
            if image.digest() not in seen:
                seen.add(image.digest())
                yield image
            if len(seen) == number:
                return


def lay_out(image: Image, folder: Path) -> None:
    """Put what a power cut left into a folder, and nothing else."""
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    for name, content in image.files.items():
        (folder / name).write_bytes(content)


def found_wrong(image: Image, folder: Path, wanted: list[str]) -> str | None:
    """Open what a power cut left and say what is wrong with it."""
    lay_out(image, folder)
    with watched(lambda call: 0 if call.operation == "sync" else call.go(), RECORDED):
        # The edit that was under way when the power went may be there, whole, or not.
        return complaint(folder / BOARD, wanted[image.acknowledged : image.acknowledged + 2].__contains__)


def recovery_of(image: Image, folder: Path) -> Tape:
    """Write down how the program opens what a power cut left."""
    lay_out(image, folder)
    with recorded(folder / BOARD) as tape:
        open_board(folder / BOARD).close()
    return tape


def test_a_power_cut_loses_nothing_that_was_acknowledged(
    template: Path, wanted: list[str], proof: Proof, tmp_path: Path
) -> None:
    tape = record(template, tmp_path / BOARD)
    rounds = proof.rounds(5000, "power cut at any moment of a session", "none damaged, no acknowledged edit lost")
    found, half = Counter[str | None](), 0
    for image in different_images({BOARD: template.read_bytes()}, tape, len(rounds)):
        half += image.half_written
        found[found_wrong(image, tmp_path / "cut", wanted)] += 1
    assert found == {None: len(rounds)}
    proof.note(f"{half:,} with a journal left behind")


def test_a_second_power_cut_while_the_first_is_mended_loses_nothing_either(
    template: Path, wanted: list[str], proof: Proof, tmp_path: Path
) -> None:
    tape = record(template, tmp_path / BOARD)
    rounds = proof.rounds(1000, "power cut while the last one is being mended", "none damaged, none lost", least=20)
    firsts = different_images({BOARD: template.read_bytes()}, tape, len(rounds))
    seconds = (
        Image(second.files, first.acknowledged)
        for first in firsts
        if first.half_written
        for second in different_images(first.files, recovery_of(first, tmp_path / "first"), 4)
    )
    found = Counter(found_wrong(image, tmp_path / "cut", wanted) for image in islice(seconds, len(rounds)))
    assert found == {None: len(rounds)}


def test_a_power_cut_after_a_flush_that_failed_loses_nothing_either(
    template: Path, wanted: list[str], proof: Proof, tmp_path: Path
) -> None:
    flushes = record(template, tmp_path / BOARD).syncs
    rounds = proof.rounds(1000, "power cut after a flush of the disk that failed", "none damaged, none lost", least=12)
    found = Counter[str | None]()
    tried = random.Random(0).sample(range(flushes), min(flushes, len(rounds) // 4))
    for failing in tried:
        tape = record(template, tmp_path / BOARD, failing=failing)
        for image in different_images({BOARD: template.read_bytes()}, tape, -(-len(rounds) // len(tried))):
            found[found_wrong(image, tmp_path / "cut", wanted)] += 1
    proof.count = found.total()
    assert set(found) == {None}


@pytest.mark.parametrize("pragma", ["synchronous=OFF", "journal_mode=DELETE"])
def test_without_the_guard_the_same_power_cuts_lose_edits(
    pragma: str, template: Path, wanted: list[str], proof: Proof, tmp_path: Path
) -> None:
    tape = record(template, tmp_path / BOARD, pragma)
    rounds = proof.rounds(500, f"power cut with {pragma} instead", "loses or damages, as it must", least=40)
    images = different_images({BOARD: template.read_bytes()}, tape, len(rounds))
    wrong = [each for each in (found_wrong(image, tmp_path / "cut", wanted) for image in images) if each is not None]
    assert wrong
    proof.note(f"{len(wrong)} of {len(rounds)}")
