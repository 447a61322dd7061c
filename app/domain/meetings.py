"""Meetings: the next one proposed and added with what it begins with, its dates corrected, what hangs on it."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from app.domain.blocks import Block
from app.domain.board import BoardIndex
from app.domain.edits import RowEdit, change
from app.domain.entity import new_uid
from app.domain.errors import InputError
from app.domain.fiscal import fiscal_year_code, fiscal_year_of, format_period
from app.domain.fiscal_reading import parse_period
from app.domain.metrics import Table
from app.domain.new_plan import meeting_name
from app.domain.ordering import move_edits, placed, row_edits
from app.domain.plan import Meeting
from app.domain.previous import carried_edits

BAD_DAY = "日付が読めません（例: 令和5年3月20日、R5.3.20）。"
BAD_YEAR = "年度が読めません（例: 令和5年度、R5、2023）。"
_HANGING = {
    "block": ("文章・表・図などの部品", "個"),
    "assessment": ("手で選んだ状況", "件"),
    "slide": ("資料の頁の選び方", "頁"),
    "fixed_version": ("固定した版", "つ"),
    "correction": ("正誤", "件"),
}
_TIMES = re.compile(r"第\s*([0-9０-９]+)\s*回")


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingWords:
    """A meeting as it is typed into the form; days and the year in any form that people write."""

    name: str
    fiscal_year: str = ""
    held_on: str = ""
    as_of: str = ""


def proposed(index: BoardIndex) -> MeetingWords:
    """Return the next meeting: the last one's fiscal year and its number in the name plus one; days stay open."""
    meetings = index.all(Meeting)
    if not meetings:
        return MeetingWords(name="第1回")
    last = meetings[-1]
    year = format_period(last.fiscal_year, "era_long") if last.fiscal_year else ""
    found = _TIMES.search(last.name)
    name = _TIMES.sub(f"第{int(found[1]) + 1}回", last.name, count=1) if found else f"{last.name}の次の会議"
    return MeetingWords(name=name, fiscal_year=year)


def name_for_year(index: BoardIndex, typed_year: str) -> str:
    """Return the name of the next meeting in a typed fiscal year, '' where the year cannot be read."""
    try:
        year = year_code(typed_year)
    except InputError:
        return ""
    if year is None:
        return ""
    held = [int(found[1]) for one in index.where(Meeting, "fiscal_year", year) if (found := _TIMES.search(one.name))]
    return meeting_name(int(year[2:])).replace("第1回", f"第{max(held, default=0) + 1}回")


def day_code(typed: str) -> str | None:
    """Return a typed day as ISO, None for an empty text; InputError where it is no day with its year."""
    if not typed.strip():
        return None
    try:
        found = parse_period(typed)
    except InputError as error:
        raise InputError(BAD_DAY) from error
    if found.kind != "day":
        raise InputError(BAD_DAY)
    return found.code


def year_code(typed: str) -> str | None:
    """Return a typed fiscal year as its code (FY2022), None for an empty text; InputError for all else."""
    if not typed.strip():
        return None
    try:
        found = parse_period(typed)
    except InputError as error:
        raise InputError(BAD_YEAR) from error
    if found.kind == "day":
        return fiscal_year_of(found.code[:7])
    if found.kind != "fiscal_year" and not re.fullmatch(r"CY\d{4}", found.code):
        raise InputError(BAD_YEAR)
    return fiscal_year_code(int(found.code[2:]))


def year_of_day(typed: str) -> str:
    """Return in words the fiscal year of a typed day, '' where it is no day."""
    try:
        code = day_code(typed)
    except InputError:
        return ""
    return format_period(fiscal_year_of(code), "era_long") if code else ""


def added(index: BoardIndex, words: MeetingWords, carry: bool) -> tuple[str, list[RowEdit]]:
    """Return the new meeting's uid and the edits that add it where its day puts it; `carry` copies the slides' texts.

    It takes over what seldom changes (council, paper's title, presenter). Figures and targets belong to no meeting
    and are there anyway; a status by hand spoke of its own meeting and stays behind. Raises InputError.
    """
    fields = _fields(words)
    meetings = index.all(Meeting)
    place = _place_by_day(meetings, fields["held_on"])
    before = meetings[place - 1] if place else None
    kept = {name: getattr(before, name) for name in ("council", "paper_title", "presenter")} if before else {}
    new = Meeting(uid=new_uid(), position=0, **fields, **kept)
    edits = row_edits(meetings, placed(meetings, place, new))
    if carry and before is not None:
        edits += _carried(index, meetings[:place], new.uid)
    return new.uid, edits


def changed(index: BoardIndex, meeting: str, words: MeetingWords) -> list[RowEdit]:
    """Return the edits that give a meeting its typed words; a corrected day moves it among the others."""
    present = index.get(Meeting, meeting)
    after = replace(present, **_fields(words))
    if after == present:
        return []
    if after.held_on == present.held_on:
        return [change(present, after)]
    others = tuple(one for one in index.all(Meeting) if one.uid != meeting)
    moved = move_edits(index.all(Meeting), present, _place_by_day(others, after.held_on))
    own = next((edit for edit in moved if edit.key == (meeting,)), None)
    position = int(str(own.after["position"])) if own and own.after else present.position
    return [*(edit for edit in moved if edit is not own), change(present, replace(after, position=position))]


def moved(index: BoardIndex, meeting: str, place: int) -> list[RowEdit]:
    """Return the edits that make a meeting number `place` (0-based) of all; InputError where the days say otherwise."""
    found, own = index.all(Meeting), index.get(Meeting, meeting)
    others = [one for one in found if one.uid != meeting]
    order = [*others[:place], own, *others[place:]]
    days = [one.held_on for one in order if one.held_on]
    if days != sorted(days):
        raise InputError("会議は開催日の順に並びます。順番を変えるには、開催日を直してください。")
    return move_edits(found, own, place)


def only_tables(index: BoardIndex, meeting: str) -> list[str]:
    """Return the titles of tables that no other meeting shows: with the meeting their figures would go."""
    found = dict.fromkeys(block.table for block in index.where(Block, "meeting", meeting) if block.table)
    alone = [uid for uid in found if all(one.meeting == meeting for one in index.where(Block, "table", uid))]
    return [index.get(Table, uid).title or "名前のない表" for uid in alone]


def check_deletable(index: BoardIndex, meeting: str) -> None:
    """Raise InputError where figures would go with a meeting."""
    alone = only_tables(index, meeting)
    if alone:
        named = "、".join(f"「{title}」" for title in alone[:2]) + ("など" if len(alone) > 2 else "")
        raise InputError(
            f"この会議にだけある表が{len(alone)}つあり（{named}）、消すと数値もなくなります。"
            "数値を残すには、先に次の会議を「前回の文章を写して始める」で足してください。"
        )


def hanging(edits: Iterable[RowEdit]) -> str:
    """Return in words what goes with a meeting by the edits that delete it, '' where nothing hangs on it."""
    gone = Counter(edit.table for edit in edits if edit.after is None)
    return "、".join(f"{word} {gone[table]:,}{unit}" for table, (word, unit) in _HANGING.items() if gone[table])


def typed_words(meeting: Meeting) -> MeetingWords:
    """Return a meeting's fields as a person would type them, for the form."""
    days = [format_period(day, "era_long") if day else "" for day in (meeting.held_on, meeting.as_of)]
    year = format_period(meeting.fiscal_year, "era_long") if meeting.fiscal_year else ""
    return MeetingWords(name=meeting.name, fiscal_year=year, held_on=days[0], as_of=days[1])


def _fields(words: MeetingWords) -> dict[str, Any]:
    if not words.name.strip():
        raise InputError("会議の名前を入れてください。")
    held_on, as_of = day_code(words.held_on), day_code(words.as_of)
    year = year_code(words.fiscal_year)
    if held_on and as_of and as_of > held_on:
        raise InputError("基準日が開催日より後です。どちらかを直してください。")
    return {"name": words.name.strip(), "fiscal_year": year, "held_on": held_on, "as_of": as_of}


def _place_by_day(meetings: Iterable[Meeting], day: str | None) -> int:
    """Return where a meeting of a day stands: behind all that are not later; last where it has no day yet."""
    found = list(meetings)
    if day is None:
        return len(found)
    earlier = [place for place, one in enumerate(found) if one.held_on and one.held_on <= day]
    later = [place for place, one in enumerate(found) if one.held_on and one.held_on > day]
    return earlier[-1] + 1 if earlier else later[0] if later else len(found)


def _carried(index: BoardIndex, before: Iterable[Meeting], meeting: str) -> list[RowEdit]:
    """Return the edits that give every item the blocks of the last meeting at which it had blocks of its own."""
    order = [one.uid for one in before]
    edits: list[RowEdit] = []
    nodes = dict.fromkeys(block.node for block in index.all(Block) if block.meeting in order)
    for node in nodes:
        held = {block.meeting for block in index.where(Block, "node", node)}
        edits += carried_edits(index, node, next(uid for uid in reversed(order) if uid in held), meeting)
    return edits
