"""What a check says: where, what, why, how sure, and what would mend it."""

from dataclasses import dataclass
from typing import Literal

from app.domain.edits import RowEdit
from app.domain.entity import Key

Sureness = Literal["certain", "likely", "possible"]


@dataclass(frozen=True, slots=True)
class Spot:
    """The place of a finding: a row of a table of the file, one of its fields, and there a run of characters.

    `node` is the item or goal in whose tab it is shown. `start` and `end` count characters of the field's text.
    """

    node: str
    table: str
    key: Key
    field: str = ""
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Mend:
    """One way to settle a finding by correcting: the words of its button and the edits, one undo step."""

    label: str
    edits: tuple[RowEdit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One result of a check; codes are stable and listed in docs/checks.md.

    `item` and `subject` name the place in words (the item's title; the metric, row or text), `printed` is what stands
    there, `computed` what the board gives, '' where neither applies. `message` says what, `why` how that was found.
    `settled` is the note of a person who settled it, '' where nobody did (settlement.py).
    """

    code: str
    spot: Spot
    item: str
    subject: str
    period_label: str = ""
    printed: str = ""
    computed: str = ""
    message: str
    why: str = ""
    sure: Sureness = "certain"
    mends: tuple[Mend, ...] = ()
    also: tuple[Spot, ...] = ()
    settled: str = ""
