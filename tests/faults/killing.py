"""Starts a program of writers.py and kills it while it writes."""

import random
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def killed_while(what: str, path: Path, chance: random.Random, most: int) -> int:
    """Run a writer over a file, kill it at a random moment, and return the last number it acknowledged.

    It dies within one of its next rounds after a random number of them, `most` at the most.
    """
    line = [sys.executable, "-m", "tests.faults.writers", what, str(path)]
    with subprocess.Popen(line, stdout=subprocess.PIPE, encoding="utf-8", cwd=ROOT) as writer:
        assert writer.stdout is not None
        lines = [writer.stdout.readline()]
        started = time.perf_counter()
        lines += [writer.stdout.readline() for _ in range(chance.randrange(1, most))]
        one = (time.perf_counter() - started) / (len(lines) - 1)
        time.sleep(chance.uniform(0, one))  # anywhere in the round that has begun
        writer.kill()
        lines += writer.stdout.readlines()
    return [int(line) for line in lines if line.endswith("\n")][-1]
