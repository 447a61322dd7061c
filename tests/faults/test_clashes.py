"""Two editors of one file who save at the same moment: one is told that the other was first, and nothing is lost."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from app.domain.edits import insertion
from app.domain.metrics import Observation
from tests.faults.killing import ROOT
from tests.faults.proof import Proof
from tests.faults.writers import MONTHS, apply
from tests.storage.boards import make_board, open_board


class Editor:
    """A program of its own that edits the file when it is told."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        assert process.stdin is not None and process.stdout is not None
        self._told, self._says = process.stdin, process.stdout

    def tell(self, word: str) -> None:
        """Tell it to "read" or to "save"."""
        self._told.write(word + "\n")
        self._told.flush()

    def answer(self) -> str:
        """Wait for what it says."""
        return self._says.readline().strip()


@contextmanager
def editors(program: str, path: Path) -> Iterator[list[Editor]]:
    """Start two programs on one file."""
    line = [sys.executable, "-m", "tests.faults.writers", program, str(path)]
    with ExitStack() as running:
        yield [
            Editor(
                running.enter_context(
                    subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8", cwd=ROOT)
                )
            )
            for _ in range(2)
        ]


def clash(program: str, path: Path, rounds: range) -> list[list[str]]:
    """Let both read, then both save at the same moment, again and again; return what each was told."""
    repository = make_board(path)
    apply(repository, insertion(Observation(metric="metric-0", period=MONTHS[0], value="0")))
    repository.close()
    answers = []
    with editors(program, path) as both:
        for _ in rounds:
            for word in ("read", "save"):
                for each in both:
                    each.tell(word)
                said = [each.answer() for each in both]
            answers.append(sorted(said))
    return answers


def counted(path: Path) -> int:
    """Return how far the figure was counted up."""
    repository = open_board(path)
    value = repository.read(Observation, metric="metric-0", period=MONTHS[0])[0].value
    repository.close()
    return int(value or 0)


def test_of_two_who_save_at_once_one_is_told(proof: Proof, tmp_path: Path) -> None:
    path = tmp_path / "board.ictplan"
    rounds = proof.rounds(2000, "two editors save the same figure at once", "no update lost, one of the two is told")
    assert all(said == ["conflict", "saved"] for said in clash("editor", path, rounds))
    assert counted(path) == len(rounds)


def test_without_the_check_of_what_was_there_updates_are_lost(proof: Proof, tmp_path: Path) -> None:
    path = tmp_path / "board.ictplan"
    rounds = proof.rounds(200, "two editors without the check of what was there before", "loses, as it must", least=5)
    saved = sum(said.count("saved") for said in clash("unguarded_editor", path, rounds))
    lost = saved - counted(path)
    assert lost > 0
    proof.note(f"{lost} of {saved} saved updates")
