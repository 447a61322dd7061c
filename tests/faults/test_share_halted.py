"""Two programs at one shared board whose turns come in the worst order, each time: with the guards, and without."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.faults.killing import ROOT
from tests.faults.proof import Proof
from tests.faults.test_share import kept_by, uids_in
from tests.storage.boards import make_board


class Told:
    """A program of its own that is told what to do, line by line."""

    def __init__(self, running: "subprocess.Popen[str]") -> None:
        self._running = running

    def tell(self, command: str) -> tuple[str, str]:
        """Give a command; return the word of the answer and the uid of the edit that it is about."""
        assert self._running.stdin is not None
        self._running.stdin.write(f"{command}\n")
        self._running.stdin.flush()
        return self.hear()

    def hear(self) -> tuple[str, str]:
        """Return the next answer."""
        assert self._running.stdout is not None
        word, _, uid = self._running.stdout.readline().strip().partition(" ")
        return word, uid


@contextmanager
def told(place: Path, home: Path, who: str, *words: str) -> Iterator[Told]:
    """Run a program that does as it is told, and let it end by itself."""
    line = [sys.executable, "-m", "tests.faults.halted", str(place), str(home), who, *words]
    with subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8", cwd=ROOT) as running:
        program = Told(running)
        assert program.hear()[0] == "ready"
        yield program
        assert running.stdin is not None
        running.stdin.close()
        assert program.hear()[0] == "end", "a program came to grief"


class Overtaken:
    """Rounds in which 佐藤 halts while he publishes, 鈴木 takes over and publishes, and 佐藤 goes on."""

    def __init__(self, folder: Path, *words: str) -> None:
        self.place, self.words = folder / "共有" / "計画.ictplan", words
        self.homes = folder / "PC1", folder / "PC2"
        self.fates: list[str] = []
        self.slow: set[str] = set()
        self.quick: set[str] = set()
        self.place.parent.mkdir(parents=True)
        make_board(self.place).close()

    def run(self, rounds: range) -> None:
        """Play the rounds."""
        guards = [word for word in self.words if word.startswith("un")]
        with (
            told(self.place, self.homes[0], "佐藤", *self.words) as slow,
            told(self.place, self.homes[1], "鈴木", *guards) as quick,
        ):
            for _ in rounds:
                self._round(slow, quick)

    def _round(self, slow: Told, quick: Told) -> None:
        assert slow.tell("save")[0] == "halted"
        word, uid = quick.tell("seize")
        assert word == "published"
        self.quick.add(uid)
        fate, uid = slow.tell("on")
        self.fates.append(fate)
        self.slow.add(uid)
        for program, command in ((quick, "look"), (quick, "rest"), (slow, "look"), (slow, "rest")):
            program.tell(command)

    @property
    def published(self) -> set[str]:
        """Return the uids that are on the shared board."""
        return uids_in(self.place)

    @property
    def unseen(self) -> set[str]:
        """Return the uids that are neither on the shared board nor on the PC where they were typed."""
        gone = self.quick - self.published - kept_by(self.place, self.homes[1])
        return gone | (self.slow - self.published - kept_by(self.place, self.homes[0]))


def test_overtaken_while_writing_nothing_published_is_overwritten(proof: Proof, tmp_path: Path) -> None:
    promise = "no published edit overwritten, what was typed kept"
    rounds = proof.rounds(300, "shared boards: taken over while a version is on its way", promise, least=3)
    story = Overtaken(tmp_path, "before")
    story.run(rounds)
    assert story.quick <= story.published and not story.unseen
    assert story.fates == ["kept"] * len(rounds)


def test_without_the_check_before_replacing_published_edits_go(proof: Proof, tmp_path: Path) -> None:
    rounds = proof.rounds(300, "the same without the check of right and file", "published edits go", least=3)
    story = Overtaken(tmp_path, "before", "unchecked")
    story.run(rounds)
    lost = story.quick - story.published
    assert len(lost) == len(rounds), "the guard is not what protects"
    proof.note(f"as they must; {len(lost)} of {len(rounds)}")


def test_overtaken_between_check_and_replacement_both_versions_stay(proof: Proof, tmp_path: Path) -> None:
    promise = "each told as late, both versions kept"
    rounds = proof.rounds(300, "shared boards: taken over between check and replacement", promise, least=3)
    story = Overtaken(tmp_path, "inside")
    story.run(rounds)
    assert story.fates == ["late"] * len(rounds) and not story.unseen


def test_without_the_histories_late_publications_go_unseen(proof: Proof, tmp_path: Path) -> None:
    rounds = proof.rounds(300, "the same without comparing histories", "edits are lost unseen", least=3)
    story = Overtaken(tmp_path, "inside", "unrelated")
    story.run(rounds)
    assert len(story.unseen) == len(rounds), "the guard is not what protects"
    proof.note(f"as they must be; {len(story.unseen)} of {len(rounds)}")
