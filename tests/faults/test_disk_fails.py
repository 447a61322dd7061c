"""Every file operation of a session fails once: no damage, and the outcome of every edit is known."""

import shutil
from collections import Counter
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from app.domain.errors import StorageError
from tests.faults.disk import watched
from tests.faults.failing import FAULTS, Disk, Fault
from tests.faults.proof import Proof, share
from tests.faults.sessions import apply, commands, complaint, make_template, save, state, states
from tests.storage.boards import open_board

EDITS = 4
HONEST = {"io", "full", "busy", "readonly", "denied", "unknown_outcome"}  # what may be said of a disk that fails
KINDS = [(kind, for_ever) for kind in FAULTS for for_ever in (False, True)]


class Played:
    """What a session on a failing disk came to: the edits that were saved, and the one whose outcome is in doubt."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.commands = list(commands(EDITS))
        self.saved = 0
        self.doubt = False
        self.told: list[str] = []

    def play(self) -> None:
        """Open the board, save the edits up to the first that cannot be saved, and close it."""
        try:
            repository = open_board(self.path)
        except StorageError as error:
            self.told.append(error.code)
            return
        for one in self.commands:
            code = save(repository, one, self.told)
            self.doubt = code == "unknown_outcome"
            if code is not None:
                break
            self.saved += 1
        repository.close()

    def wrong(self, states: list[str]) -> str | None:
        """Say what is wrong with the board on the mended disk, and then with what can be done with it."""
        if not set(self.told) <= HONEST:
            return f"the disk failed, and it said {self.told}"
        known = {states[self.saved], states[self.saved + self.doubt]}
        return complaint(self.path, known.__contains__) or self._wrong_end(states)

    def _wrong_end(self, states: list[str]) -> str | None:
        """Save what is not there yet; then everything must be there, once."""
        repository = open_board(self.path)
        there = [repository.revision_of(one.uid) is not None for one in self.commands]
        if state(repository) != states[sum(there)]:
            return "an edit is there that cannot be found, or the other way round"
        codes = {apply(repository, one) for one, is_there in zip(self.commands, there, strict=True) if not is_there}
        end = state(repository)
        repository.close()
        return None if codes <= {None} and end == states[-1] else f"the rest could not be saved: {codes}"


def struck(fault: Fault, disk: Disk, template: Path, path: Path, step: int) -> Iterator[Played]:
    """Yield a played session for every step-th operation that a fault can hit, until there is none to hit."""
    for at in count(fault.at, step):
        shutil.copyfile(template, path)
        path.with_name(path.name + "-journal").unlink(missing_ok=True)
        disk.set(fault._replace(at=at))
        played = Played(path)
        played.play()
        hit = disk.struck
        disk.set(None)
        if not hit:
            return
        yield played


@pytest.mark.parametrize(("kind", "for_ever"), KINDS)
def test_the_outcome_of_every_edit_is_known(kind: str, for_ever: bool, proof: Proof, tmp_path: Path) -> None:
    template, path, disk = tmp_path / "template.ictplan", tmp_path / "board.ictplan", Disk()
    make_template(template)
    shutil.copyfile(template, path)
    wanted = states(path, EDITS)
    when = "and all later ones fail" if for_ever else "fails once"
    proof.begin(f"file operation n {when}: {kind}", "no damage, the outcome of every edit known")
    wrong, told = [], Counter[str]()
    with watched(disk.hook):
        for played in struck(Fault(kind, 0, for_ever), disk, template, path, step=max(1, round(1 / share()))):
            proof.count += 1
            told.update(played.told)
            if fault := played.wrong(wanted):
                wrong.append((proof.count, fault, played.told))
    assert wrong == []
    proof.note(", ".join(f"{times} × {code}" for code, times in told.most_common()) or "nobody noticed")
