"""Where a text holds a word, however either is written: the runs of characters to mark or to replace."""

from app.domain.text import search_key

_MARKS = "ﾞﾟ\u3099\u309a\u200d\ufe00\ufe01\ufe0e\ufe0f"  # belong to the character before them


def runs_of(text: str, wanted: str) -> list[tuple[int, int]]:
    """Return start and end of each place of `wanted` in a text by search_key, from the left, none over another."""
    key = search_key(wanted)
    pieces = _pieces(text)
    folded = [search_key(text[start:end]) for start, end in pieces]
    owners = [place for place, piece in enumerate(folded) for _ in piece]
    whole = "".join(folded)
    found: list[tuple[int, int]] = []
    place = whole.find(key) if key else -1
    while place >= 0:
        end = place + len(key)
        first, last = owners[place], owners[end - 1]
        begins = place == 0 or owners[place - 1] != first
        ends = end == len(whole) or owners[end] != last
        if begins and ends:  # never a part of ㎡
            found.append((pieces[first][0], pieces[last][1]))
        place = whole.find(key, end if begins and ends else place + 1)
    return found


def replaced(text: str, wanted: str, new: str) -> tuple[str, int]:
    """Return the text with every run of `wanted` replaced, and how many there were."""
    runs = runs_of(text, wanted)
    for start, end in reversed(runs):
        text = text[:start] + new + text[end:]
    return text, len(runs)


def _pieces(text: str) -> list[tuple[int, int]]:
    """Return the runs of a character with the marks that belong to it."""
    starts = [place for place, sign in enumerate(text) if place == 0 or sign not in _MARKS]
    return list(zip(starts, [*starts[1:], len(text)][: len(starts)], strict=True))
