"""A hostile formula is refused in words or read, at once; and nothing that is read can hang or break the figures."""

import random
import time
from collections.abc import Iterator
from fractions import Fraction
from itertools import chain

from app.domain.errors import InputError
from app.domain.formula import Missing, NoValue, Operand, evaluate, evaluation_order, find_cycle, parse
from app.domain.formula_excel import to_excel
from app.domain.formula_names import to_shown, to_stored
from app.domain.formula_tree import Bool, Compare
from tests.faults import hostile_formulas as hostile
from tests.faults.proof import Proof

LIMIT = 2.0  # seconds
NAMES = {uid: uid for uid in hostile.UIDS}
FIGURES: dict[str, Operand] = {"a": Fraction(10**400, 7), "b": Fraction(0), "c": Missing("unknown")}


def outcome(text: str, *, rule: bool) -> str:
    """Read a formula in every way the program does; return "refused" or "read"."""
    to_shown(text, NAMES)
    try:
        stored = to_stored(text, NAMES, allow_conditions=rule)
        tree = parse(stored, allow_conditions=True) if rule else parse(stored)
    except InputError as error:
        assert str(error)
        return "refused"
    value = evaluate(tree, FIGURES.__getitem__, previous=FIGURES.__getitem__)
    assert isinstance(value, Fraction | Missing | NoValue | bool)
    if not isinstance(tree, Compare | Bool):
        to_excel(tree, lambda uid: "A1", lambda uid: "A2")
    return "read"


def timed(text: str, *, rule: bool) -> tuple[float, str]:
    """Return how long a formula took, in seconds of the processor, and what became of it."""
    started = time.process_time()
    what = outcome(text, rule=rule)
    return time.process_time() - started, what


def formulas(rounds: range) -> Iterator[str]:
    """Yield the hostile formulas, then random ones up to the number of rounds."""
    yield from chain(hostile.deep(), hostile.huge(), hostile.long(), hostile.sly())
    for number in rounds:
        yield hostile.scrambled(random.Random(number))


def test_a_hostile_formula_is_refused_or_read_at_once(proof: Proof) -> None:
    rounds = proof.rounds(20_000, "hostile formulas", f"each refused or read within {LIMIT:.0f} s")
    found = [timed(text, rule=rule) for text in formulas(rounds) for rule in (False, True)]
    assert max(seconds for seconds, _ in found) < LIMIT
    outcomes = [what for _, what in found]
    proof.count = len(outcomes)
    assert {"refused", "read"} == set(outcomes)
    proof.note(f"{outcomes.count('refused'):,} refused, the slowest took {max(found)[0] * 1000:.0f} ms")


def test_cycles_are_found_at_once(proof: Proof) -> None:
    rounds = proof.rounds(200, "formulas that need each other", f"each cycle told within {LIMIT:.0f} s")
    slowest = 0.0
    for number in rounds:
        length = 1 + number * 20  # up to 4,000 metrics round and round
        chance = random.Random(number)
        texts = {f"m{n}": f"[m{(n + 1) % length}]+PREV([m{chance.randrange(length)}])" for n in range(length)}
        trees = {uid: parse(text) for uid, text in texts.items()}
        started = time.process_time()
        assert find_cycle(trees) is not None
        try:
            evaluation_order(trees, {uid: uid for uid in trees})
            raise AssertionError("a cycle was put in order")
        except InputError as error:
            assert "→" in str(error)
        slowest = max(slowest, time.process_time() - started)
    assert slowest < LIMIT
    proof.note(f"the slowest took {slowest * 1000:.0f} ms")
