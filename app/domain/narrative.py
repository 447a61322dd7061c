"""Texts whose figures are live: `{{[metric]|period}}` stands for a figure and is filled in when the text is shown.

`{{[metric]|period|約,down,-2}}` says how: a qualifier (`exact`: none), a rounding, the decimals (negative: tens,
hundreds), `bare` for no unit. What is not said is as the metric has it. What else stands in a text is taken as it is.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from app.domain.fiscal import Period
from app.domain.labels import QUALIFIER_CODES, ROUNDINGS

LIVE = re.compile(r"\{\{\[([^\[\]{}|]+)\]\|([^\[\]{}|]+)(?:\|([^\[\]{}|]*))?\}\}")
_EXACT, _BARE = "exact", "bare"


@dataclass(frozen=True, slots=True)
class Form:
    """How a live figure is printed where it differs from its metric's own way; `qualifier` '' takes 約 away."""

    qualifier: str | None = None
    rounding: str | None = None
    digits: int | None = None
    bare: bool = False


PLAIN = Form()


@dataclass(frozen=True, slots=True)
class Mark:
    """A live figure as it stands in a text, from character `start` to `end`; `form` None where it cannot be read."""

    start: int
    end: int
    metric: str
    period: str
    form: Form | None


def fill(text: str, figure: Callable[[Mark], str]) -> str:
    """Return the text with each live figure as `figure(mark)` prints it; the mark itself is never left."""
    return LIVE.sub(lambda match: figure(_mark(match)), text)


def marks(text: str) -> Iterator[Mark]:
    """Yield the live figures of a text in order."""
    return map(_mark, LIVE.finditer(text))


def live_figures(text: str) -> tuple[tuple[str, str], ...]:
    """Return the (metric, period) pairs of all live figures of a text, in order."""
    return tuple((match.group(1), match.group(2)) for match in LIVE.finditer(text))


def written(metric: str, period: str, form: Form = PLAIN) -> str:
    """Return the mark of a live figure as a text stores it; the same figure and form always give the same mark."""
    said = form_text(form)
    return f"{{{{[{metric}]|{period}{'|' if said else ''}{said}}}}}"


def form_text(form: Form) -> str:
    """Return a form as stored: its parts in one order, '' for the metric's own way."""
    parts = [] if form.qualifier is None else [form.qualifier or _EXACT]
    parts += [form.rounding] if form.rounding else []
    parts += [] if form.digits is None else [str(form.digits)]
    return ",".join([*parts, _BARE] if form.bare else parts)


def form_of(text: str) -> Form | None:
    """Return the form that a stored text says, None where it cannot be read."""
    qualifier = rounding = digits = None
    bare = False
    for part in filter(None, (part.strip() for part in text.split(","))):
        if part in QUALIFIER_CODES or part == _EXACT:
            qualifier = "" if part == _EXACT else part
        elif part in ROUNDINGS:
            rounding = part
        elif re.fullmatch(r"-?[0-9]", part, re.ASCII):
            digits = int(part)
        elif part == _BARE:
            bare = True
        else:
            return None
    return Form(qualifier, rounding, digits, bare)


def beside_marks(text: str) -> Iterator[tuple[bool, str]]:
    """Yield the pieces of a text in order: (False, words) and (True, a mark); joined they are the text."""
    done = 0
    for found in LIVE.finditer(text):
        yield False, text[done : found.start()]
        yield True, found.group()
        done = found.end()
    yield False, text[done:]


def known_period(code: str) -> bool:
    """Say whether a text is the code of a period; what stands in a live figure was typed by a person."""
    try:
        Period.from_code(code)
    except ValueError:
        return False
    return True


def _mark(match: "re.Match[str]") -> Mark:
    return Mark(match.start(), match.end(), match[1], match[2], form_of(match[3] or ""))
