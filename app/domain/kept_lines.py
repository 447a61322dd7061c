"""Edits in a person's words: where, what, from what to what; for inputs that could not be saved."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from app.domain import tables
from app.domain.compare import by_key, unequal_cells
from app.domain.compare_names import Names
from app.domain.compare_words import BLANK, FIGURE, cell_name, cell_text, row_name, row_text
from app.domain.edits import Command, RowEdit
from app.domain.entity import Row
from app.domain.rescue import BrokenFigure


class KeptLine(NamedTuple):
    """One cell, or one row that is added or deleted. `when` is the local time (YYYY-MM-DD HH:MM)."""

    when: str
    place: str
    what: str
    before: str
    after: str


HEADS = KeptLine("日時", "場所", "項目", "変更前", "入力")


def kept_lines(rows: Mapping[str, Sequence[Row]], commands: Iterable[tuple[Command, str]]) -> list[KeptLine]:
    """Return the lines of commands, each with the moment (ISO) it was typed; `rows` are the structure of the board."""
    present = by_key(rows)
    found: list[KeptLine] = []
    for command, made_at in commands:
        for edit in command.edits:  # what an edit adds can be named by the ones after it
            if edit.after is not None and edit.table in present:
                present[edit.table][edit.key] = edit.after
        names = Names(present)
        found += [line for edit in command.edits for line in _lines(names, edit, made_at[:16].replace("T", " "))]
    return found


def broken_lines(rows: Mapping[str, Sequence[Row]], broken: Iterable[BrokenFigure]) -> list[str]:
    """Return where figures that are no numbers stand: what they are of, and which year or month."""
    names = Names(by_key(rows))
    return [f"{names.place(one.table, one.row)[-1]} {cell_name(names, one.table, one.row, FIGURE)}" for one in broken]


def _lines(names: Names, edit: RowEdit, when: str) -> Iterator[KeptLine]:
    entity, row = tables.BY_TABLE[edit.table], edit.after or edit.before
    if row is None or edit.table == "image":
        return
    place = " › ".join(names.place(edit.table, row))
    if edit.before is None or edit.after is None:
        texts = (BLANK if one is None else row_text(names, entity, one) for one in (edit.before, edit.after))
        yield KeptLine(when, place, row_name(names, edit.table, row), *texts)
        return
    for fields in unequal_cells(entity, edit.before, edit.after):
        texts = (cell_text(names, entity, one, fields) for one in (edit.before, edit.after))
        yield KeptLine(when, place, cell_name(names, edit.table, row, fields), *texts)
