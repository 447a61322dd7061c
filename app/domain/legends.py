"""The legend that a city prints: its classes, and the reasons of a status that are folded to them."""

from dataclasses import replace
from typing import Any

from app.domain.board import BoardIndex
from app.domain.edits import RowEdit, change, deletion, insertion
from app.domain.entity import new_uid
from app.domain.errors import InputError
from app.domain.new_plan import status_words
from app.domain.ordering import SPACING
from app.domain.plan import Assessment, Legend, Reason, Rule, Scheme

COLOURS = {"status_good": "緑", "status_behind": "橙", "status_done": "灰", "status_review": "紫"}
MOST_CLASSES = 6  # what the title band of a printed page has room for


def legends(index: BoardIndex) -> tuple[Legend, ...]:
    """Return the printed classes of the first scheme, in order."""
    return index.where(Legend, "scheme", _scheme(index).uid) if index.all(Scheme) else ()


def reasons(index: BoardIndex) -> tuple[Reason, ...]:
    """Return the reasons of the first scheme, in order."""
    return index.where(Reason, "scheme", _scheme(index).uid) if index.all(Scheme) else ()


def begin_edits(index: BoardIndex) -> list[RowEdit]:
    """Return the edits that give a board without any status words the usual ones; nothing where it has some."""
    return [] if index.all(Scheme) else [insertion(row) for row in status_words()]


def add_legend(index: BoardIndex, label: str) -> tuple[str, list[RowEdit]]:
    """Return the uid of a new class at the end and the edits that add it, with the first mark that is free."""
    present = legends(index)
    marks = ("circle", "triangle", "square", "diamond", "star")
    free = next((mark for mark in marks if mark not in {one.mark for one in present}), "none")
    position = (present[-1].position if present else 0) + SPACING
    made = Legend(uid=new_uid(), scheme=_scheme(index).uid, position=position, label=_name(label), mark=free)
    return made.uid, [insertion(made)]


def add_reason(index: BoardIndex, label: str) -> tuple[str, list[RowEdit]]:
    """Return the uid of a new reason at the end, folded to no class yet, and the edits that add it."""
    present = reasons(index)
    position = (present[-1].position if present else 0) + SPACING
    made = Reason(uid=new_uid(), scheme=_scheme(index).uid, position=position, label=_name(label))
    return made.uid, [insertion(made)]


def looks_edits(legend: Legend, mark: str, colour: str | None) -> list[RowEdit]:
    """Return the edits that give a class another mark and colour."""
    after = replace(legend, mark=mark, colour=colour)
    return [change(legend, after)] if after != legend else []


def fold_edits(reason: Reason, legend: str | None, needs_note: bool) -> list[RowEdit]:
    """Return the edits that fold a reason to a class (None: printed by its own words) and ask for a note or not."""
    after = replace(reason, legend=legend, needs_note=needs_note)
    return [change(reason, after)] if after != reason else []


def delete_legend(index: BoardIndex, legend: Legend) -> list[RowEdit]:
    """Return the edits that delete a class; reasons that were folded to it print their own words."""
    folded = [change(one, replace(one, legend=None)) for one in index.where(Reason, "legend", legend.uid)]
    return [*folded, deletion(legend)]


def delete_reason(index: BoardIndex, reason: Reason) -> list[RowEdit]:
    """Return the edit that deletes a reason; InputError where a status or a rule uses it."""
    kinds: tuple[type[Any], ...] = (Assessment, Rule)
    hands, rules = (len(index.where(kind, "reason", reason.uid)) for kind in kinds)
    if hands or rules:
        used = "、".join(
            words for count, words in ((hands, f"状況 {hands:,}件"), (rules, f"規則 {rules:,}件")) if count
        )
        raise InputError(f"「{reason.label}」は使われています（{used}）。先にほかの状況に変えてください。")
    return [deletion(reason)]


def _scheme(index: BoardIndex) -> Scheme:
    schemes = index.all(Scheme)
    if not schemes:
        raise InputError("状況の言葉がまだありません。「いつもの言葉で始める」を押してください。")
    return schemes[0]


def _name(label: str) -> str:
    if not label.strip():
        raise InputError("言葉を入れてください。")
    return label.strip()
