"""Edits of the council's paper: what goes in, in which order, and what stands around it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from app.domain.colour import city_colour
from app.domain.edits import RowEdit, change, deletion
from app.domain.entity import new_uid
from app.domain.errors import InputError
from app.domain.labels import PAPER_MARKS
from app.domain.ordering import SPACING, placed, row_edits
from app.domain.outline import SlideEntry, default_outline, outline
from app.domain.paper import IN, OUT, Slide, earlier_slides, own_slides
from app.domain.report_goal import Scene

BOARD_SETTINGS = {"print_colour": "紙面の色", "print_footer": "ページ下の課名"}
MEETING_SETTINGS = {"paper_number": "資料番号", "paper_mark": "資料番号の添え書き"}
SETTINGS = BOARD_SETTINGS | MEETING_SETTINGS
"""What stands around the slides, with what a person calls it."""
MOST_FOOTER = 60  # letters: so many of full width stand on the line at the foot of a page


def printed_edits(scene: Scene, key: str, on: bool) -> list[RowEdit]:
    """Return the edits that print a slide or leave it out; what the board says anyway is no choice of a person."""
    entry = next(entry for entry in outline(scene) if entry.key == key)
    if entry.printed == on:
        return []
    chosen = None if entry.default == on else IN if on else OUT
    rows = _rows(scene)
    rows[key] = replace(rows[key], chosen=chosen)
    return row_edits(_own(scene), tuple(rows.values()))


def moved_edits(scene: Scene, key: str, place: int) -> list[RowEdit]:
    """Return the edits that move a slide to a place of the outline (0-based, counted without the slide itself)."""
    rows = _rows(scene)
    others = [row for name, row in rows.items() if name != key]
    target = max(0, min(place, len(others)))
    if list(rows).index(key) == target:
        return []
    return row_edits(_own(scene), placed(others, target, rows[key]))


def reset_edits(scene: Scene) -> list[RowEdit]:
    """Return the edits that give the meeting's paper the slides and the order of the board.

    Without rows of its own the paper would take those of an earlier meeting, where one has any.
    """
    own = own_slides(scene)
    if not earlier_slides(scene):
        return [deletion(row) for row in _own(scene)]
    rows = [own.get(entry.key) or _row(scene, entry) for entry in default_outline(scene)]
    order = [replace(row, position=SPACING * place, chosen=None) for place, row in enumerate(rows, 1)]
    return row_edits(_own(scene), order)


def setting_edits(scene: Scene, name: str, typed: str) -> list[RowEdit]:
    """Return the edits that change one of SETTINGS; '' takes it back. InputError where it cannot be taken."""
    row: Any = scene.index.board if name in BOARD_SETTINGS else scene.meeting
    if row is None:
        raise InputError("会議がまだありません。資料番号は、会議を作ってから入れてください。")
    text = " ".join(typed.splitlines()).strip()
    value = _CHECKS.get(name, str)(text) if text else None
    return [] if getattr(row, name) == value else [change(row, replace(row, **{name: value}))]


def _mark(text: str) -> str:
    if text not in PAPER_MARKS:
        raise InputError(f"資料番号の添え書きは、{'・'.join(PAPER_MARKS.values())}のどれかにしてください。")
    return text


def _footer(text: str) -> str:
    if len(text) > MOST_FOOTER:
        raise InputError(f"ページ下の課名は{MOST_FOOTER}字以内にしてください（今は{len(text)}字）。")
    return text


_CHECKS: dict[str, Callable[[str], str]] = {
    "print_colour": city_colour,
    "print_footer": _footer,
    "paper_mark": _mark,
}


def _own(scene: Scene) -> tuple[Slide, ...]:
    return scene.index.where(Slide, "meeting", scene.meeting.uid if scene.meeting else None)


def _rows(scene: Scene) -> dict[str, Slide]:
    """Return by key a row for each slide of the paper in its order, new ones between their neighbours."""
    own = own_slides(scene)
    entries = outline(scene)
    order = [own[entry.key] for entry in entries if entry.key in own]
    for place, entry in enumerate(entries):
        if entry.key not in own:
            order = placed(order, place, _row(scene, entry))
    return dict(zip((entry.key for entry in entries), order, strict=True))


def _row(scene: Scene, entry: SlideEntry) -> Slide:
    meeting = scene.meeting.uid if scene.meeting else None
    return Slide(uid=new_uid(), meeting=meeting, kind=entry.kind, node=entry.node, position=0, chosen=entry.chosen)
