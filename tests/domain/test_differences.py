"""What changed from one text to another: told piece by piece, whole again when joined, and never a hang."""

import random
import time

import pytest

from app.domain.differences import Difference, differences

LONG = "研修を開き、職員の半数が受けた。"


def joined(found: tuple[Difference, ...], without: str) -> str:
    return "".join(run.text for run in found if run.kind != without)


def test_a_changed_figure_is_one_change_and_the_rest_is_the_same() -> None:
    found = differences("参加者は1,200人でした。", "参加者は1,350人でした。")
    assert [(run.kind, run.text) for run in found] == [
        ("same", "参加者は"),
        ("gone", "1,200"),
        ("new", "1,350"),
        ("same", "人でした。"),
    ]


@pytest.mark.parametrize(("before", "after"), [("", ""), ("", "新"), ("旧", ""), ("同じ", "同じ")])
def test_nothing_and_the_same_are_told_as_they_are(before: str, after: str) -> None:
    found = differences(before, after)
    assert (joined(found, "new"), joined(found, "gone")) == (before, after)
    assert all(run.text for run in found)


@pytest.mark.parametrize("seed", range(20))
def test_joined_again_the_runs_are_the_two_texts(seed: int) -> None:
    chance = random.Random(seed)
    before, after = ("".join(chance.choices("あい12,、。\nア漢", k=chance.randrange(60))) for _ in range(2))
    found = differences(before, after)
    assert (joined(found, "new"), joined(found, "gone")) == (before, after)


REPEATED = {
    "the same text again and again": ("本文1" * 3000, "本文2" * 3000),
    "two signs in turn": ("甲乙" * 20_000, "乙甲甲" * 13_000),
    "one sign": ("・" * 40_000, "・" * 39_000),
    "a long text with a change in its middle": (LONG * 2000, LONG * 1000 + "変更。" + LONG * 1000),
}


@pytest.mark.parametrize("kind", REPEATED)
def test_a_text_that_repeats_itself_does_not_hang(kind: str) -> None:
    before, after = REPEATED[kind]
    began = time.monotonic()
    found = differences(before, after)
    assert time.monotonic() - began < 5
    assert (joined(found, "new"), joined(found, "gone")) == (before, after)
