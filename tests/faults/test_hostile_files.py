"""12 kinds of damage and single turned bits, many times: a clear word, no hang, the bytes as they were.

A damaged file that cannot be told from a sound one is opened; where the damage can be told it never is, and what is
salvaged of it always makes a sound new file.
"""

import random
from collections import Counter
from pathlib import Path

import pytest

from app.domain.rescue import SALVAGE
from app.storage.recovery import write_source
from tests.faults.proof import Proof
from tests.storage.boards import make_board, open_board
from tests.storage.hostile_files import DAMAGES, flipped
from tests.storage.test_hostile_files import open_or_word, saved_values


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("good") / "board.ictplan"
    make_board(path).close()
    return path.read_bytes()


def test_every_kind_of_damage_is_told_or_harmless(proof: Proof, good: bytes, tmp_path: Path) -> None:
    kinds = list(DAMAGES)
    codes: Counter[str] = Counter()
    for number in proof.rounds(10 * len(kinds), "damaged files of 12 kinds", "told, never written, salvaged", least=2):
        kind = kinds[number % len(kinds)]
        data = DAMAGES[kind](good, random.Random(number))
        path = tmp_path / f"{number}.ictplan"
        code, _ = open_or_word(data, path)
        codes[code or "opened"] += 1
        rescue = saved_values(path, tmp_path) if code else None
        assert path.read_bytes() == data
        for source in rescue.sources if rescue else ():
            assert source.kind == SALVAGE
            out = tmp_path / f"{number}-new.ictplan"
            write_source(source, out, "tests")
            open_board(out).close()
            out.unlink()
        path.unlink()
    proof.note("、".join(f"{code} {count}" for code, count in codes.most_common()))


def test_turned_bits_are_told_or_read_and_the_bytes_stay(proof: Proof, good: bytes, tmp_path: Path) -> None:
    told = 0
    path = tmp_path / "計画.ictplan"
    for number in proof.rounds(400, "single bits turned over", "told or read, never written", least=4):
        data = flipped(good, random.Random(number))
        code, _ = open_or_word(data, path)
        told += bool(code)
        assert path.read_bytes() == data
    proof.note(f"{told} told by the file itself; the hash of a backup tells all")
