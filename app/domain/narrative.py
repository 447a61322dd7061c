"""Texts whose figures are live: `{{[metric]|period}}` stands for a figure and is filled in when the text is shown."""

import re
from collections.abc import Callable

LIVE = re.compile(r"\{\{\[([^\[\]{}|]+)\]\|([^\[\]{}|]+)\}\}")


def fill(text: str, figure: Callable[[str, str], str]) -> str:
    """Return the text with each live figure as `figure(metric, period)` prints it, 〔不明〕 where it prints nothing."""
    return LIVE.sub(lambda match: figure(match.group(1), match.group(2)) or "〔不明〕", text)


def live_figures(text: str) -> tuple[tuple[str, str], ...]:
    """Return the (metric, period) pairs of all live figures of a text, in order."""
    return tuple((match.group(1), match.group(2)) for match in LIVE.finditer(text))
