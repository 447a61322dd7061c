"""A shared board under several programs of their own: what is published stays, what is typed stays, late is told."""

import random
import subprocess
import sys
import threading
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from app.storage.database import open_database
from app.storage.lineage import checked, stage_of
from app.storage.repository import Repository
from app.storage.working_copy import WorkingCopy
from tests.faults.killing import ROOT
from tests.faults.proof import Proof
from tests.faults.sharers import TIMES
from tests.storage.boards import make_board
from tests.storage.share_desk import Desk

PROGRAM = (sys.executable, "-m", "tests.faults.sharers")
NAMES = ("佐藤", "鈴木", "高橋")


class Story(NamedTuple):
    """What the programs said: by word the uids of edits, and how often each word fell."""

    said: dict[str, list[set[str]]]
    words: Counter[str]
    place: Path
    homes: list[Path]


def run(folder: Path, saves: int, people: int, *words: str, seed: int = 1) -> Story:
    """Let people at PCs of their own edit one shared board until each has saved so many times."""
    place = folder / "共有" / "計画.ictplan"
    place.parent.mkdir(parents=True)
    make_board(place).close()
    homes = [folder / f"PC{number}" for number in range(people)]
    said: dict[str, list[set[str]]] = {word: [set() for _ in homes] for word in ("typed", "published", "kept", "late")}
    counts: Counter[str] = Counter()
    with ExitStack() as running:
        programs = [
            running.enter_context(
                subprocess.Popen(
                    [*PROGRAM, str(place), str(home), name, str(saves), str(number), *words],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    encoding="utf-8",
                    cwd=ROOT,
                )
            )
            for number, (home, name) in enumerate(zip(homes, NAMES, strict=False), seed)
        ]
        for program in programs:
            assert program.stdout is not None and program.stdout.readline().startswith("ready")
        for program in programs:
            assert program.stdin is not None
            program.stdin.write("go\n")
            program.stdin.flush()
        for number, program in enumerate(programs):
            assert program.stdout is not None
            for line in program.stdout:
                word, _, uid = line.strip().partition(" ")
                counts[word] += 1
                if word in said:
                    said[word][number].add(uid)
    assert counts["end"] == people, "a program came to grief"
    return Story(said, counts, place, homes)


def uids_in(file: Path) -> set[str]:
    """Return the commands that a board file holds."""
    repository = Repository.from_bytes(file.read_bytes())
    found = {str(row[0]) for row in repository.database.rows("SELECT uid FROM history")}
    repository.close()
    return found


def settle(story: Story) -> tuple[set[str], list[set[str]]]:
    """Let everybody look once more; return what the shared board holds, and what each PC has kept besides."""
    for home, name in zip(story.homes, NAMES, strict=False):
        desk = Desk(story.place, home, name, TIMES)
        view = desk.step()
        if view.apart is not None:
            desk.follow(view.apart)
        desk.leave()
    shared = uids_in(story.place)
    return shared, [kept_by(story.place, home) for home in story.homes]


def kept_by(place: Path, home: Path) -> set[str]:
    """Return the commands in the versions that a PC has put aside."""
    copy = WorkingCopy.enter(home, place)
    found = {uid for file in copy.kept() for uid in uids_in(file)}
    copy.leave()
    return found


def unaccounted(story: Story, word: str) -> set[str]:
    """Return the edits of which somebody said a word that are neither on the shared board nor kept on his PC."""
    shared, kept = settle(story)
    return {uid for number, uids in enumerate(story.said[word]) for uid in uids - shared - kept[number]}


def test_clashing_saves_lose_nothing(proof: Proof, tmp_path: Path) -> None:
    rounds = proof.rounds(2000, "clashing saves of two editors of a shared board", "no lost update", least=40)
    story = run(tmp_path, len(rounds) // 2, 2)
    shared, _ = settle(story)
    assert set().union(*story.said["published"]) <= shared
    assert story.words["published"] + story.words["kept"] == story.words["typed"] == 2 * (len(rounds) // 2)
    assert not unaccounted(story, "typed")
    proof.note(f"{story.words['kept']} met a newer version and were kept, {story.words['lease']} rights to edit")


def test_hangs_and_takeovers_lose_nothing(proof: Proof, tmp_path: Path) -> None:
    promise = "no published edit overwritten, nothing typed lost"
    rounds = proof.rounds(1000, "shared boards: rights to edit, with hangs and takeovers", promise, least=25)
    story = run(tmp_path, len(rounds) * 8 // 10, 3, "before", "clock")
    shared, _ = settle(story)
    assert set().union(*story.said["published"]) <= shared
    assert not unaccounted(story, "typed")
    proof.note(f"{story.words['lease']} rights to edit, {story.words['kept']} edits kept aside")


def test_late_publications_are_detected(proof: Proof, tmp_path: Path) -> None:
    promise = "each detected, both versions kept"
    rounds = proof.rounds(500, "shared boards: hangs between the check and the replacement", promise, least=60)
    story = run(tmp_path, len(rounds) // 3, 3, "inside")
    assert not unaccounted(story, "published") and not unaccounted(story, "typed")
    proof.note(f"{story.words['late']} publications came late")


def test_a_program_killed_while_publishing_leaves_a_whole_board(proof: Proof, tmp_path: Path) -> None:
    promise = "the old or the new board, never half; published at the next start"
    place, home = tmp_path / "共有" / "計画.ictplan", tmp_path / "PC"
    place.parent.mkdir()
    make_board(place).close()
    for number in proof.rounds(300, "killed in the middle of publishing", promise, least=5):
        typed = killed_sharer(place, home, number)
        checked(place.read_bytes()).connection.close()
        assert len(list(place.parent.glob("*.ictplan"))) == 1
        desk = Desk(place, home, NAMES[0], TIMES)
        assert not desk.step().waiting and typed <= uids_in(place)
        desk.leave()
        assert [path.name for path in place.parent.iterdir()] == [place.name]
        database = open_database(place, read_only=True)
        assert stage_of(database).revision >= len(typed)
        database.close()


def killed_sharer(place: Path, home: Path, number: int) -> set[str]:
    """Run an editor, kill it at some moment of its saving, and return what it said it had typed."""
    line = [*PROGRAM, str(place), str(home), NAMES[0], "1000", str(number)]
    with subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8", cwd=ROOT) as program:
        assert program.stdin is not None and program.stdout is not None
        program.stdout.readline()
        program.stdin.write("go\n")
        program.stdin.flush()
        lines = [program.stdout.readline() for _ in range(3 + number % 7)]
        wait = threading.Event()
        wait.wait(random.Random(number).uniform(0, 0.02))
        program.kill()
        lines += program.stdout.readlines()
    return {line.split()[1] for line in lines if line.startswith("typed ") and line.endswith("\n")}
