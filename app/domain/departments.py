"""Departments: who answers for a node or an indicator as it is typed, one put into another, those in use."""

from collections.abc import Sequence
from dataclasses import replace

from app.domain.blocks import ListItem
from app.domain.board import BoardIndex
from app.domain.edits import RowEdit, change, deletion, insertion
from app.domain.entity import new_uid
from app.domain.errors import InputError
from app.domain.ordering import SPACING
from app.domain.plan import Department, Responsibility, Succession
from app.domain.text import search_key

SEPARATORS = "／、,，"


def typed_names(typed: str) -> list[str]:
    """Return the department names of a typed text (企画課／財政課), each once, in order."""
    for sign in SEPARATORS:
        typed = typed.replace(sign, "/")
    return list(dict.fromkeys(name.strip() for name in typed.split("/") if name.strip()))


def completed(typed: str, known: Sequence[str]) -> tuple[str, ...]:
    """Return a typed text with its last name completed to each of the known names that may be meant.

    Names that begin with what was typed come first, then those that hold it, whatever their width; a name that
    stands already is not offered again, nor one that is typed in full.
    """
    start = max(typed.rfind(sign) for sign in ("/", *SEPARATORS)) + 1
    key, before = search_key(typed[start:]), {search_key(name) for name in typed_names(typed[:start])}
    if not key:
        return ()
    found = [name for name in known if key in search_key(name) and search_key(name) not in {key, *before}]
    return tuple(typed[:start] + name for name in sorted(found, key=lambda name: not search_key(name).startswith(key)))


def assigned(index: BoardIndex, column: str, uid: str, typed: str) -> list[RowEdit]:
    """Return the edits that make the typed departments answer for a row; `column` is node, indicator or metric.

    A name is found whatever its width; one that is not found becomes a new department at the end of the list.
    """
    names = typed_names(typed)
    links = index.where(Responsibility, column, uid)
    if names == [index.get(Department, link.department).name for link in links]:
        return []
    departments = index.all(Department)
    known = {search_key(one.name): one.uid for one in reversed(departments)}
    position = departments[-1].position if departments else 0
    fresh: list[RowEdit] = []
    for name in names:
        if search_key(name) not in known:
            position += SPACING
            made = Department(uid=new_uid(), name=name, position=position)
            known[search_key(name)] = made.uid
            fresh.append(insertion(made))
    return [*fresh, *_links(links, list(dict.fromkeys(known[search_key(name)] for name in names)), column, uid)]


def _links(before: Sequence[Responsibility], wanted: list[str], column: str, uid: str) -> list[RowEdit]:
    edits: list[RowEdit] = [deletion(link) for link in before if link.department not in wanted]
    held = {link.department: link for link in before}
    for place, department in enumerate(wanted, 1):
        here = held.get(department)
        if here is None:
            owner = {column: uid}
            made = Responsibility(uid=new_uid(), department=department, position=SPACING * place, **owner)
            edits.append(insertion(made))
        elif here.position != SPACING * place:
            edits.append(change(here, replace(here, position=SPACING * place)))
    return edits


def uses(index: BoardIndex, department: str) -> int:
    """Return how many rows name a department: what it answers for, and lines of lists."""
    return sum(len(index.where(entity, "department", department)) for entity in (Responsibility, ListItem))


def added(index: BoardIndex, name: str) -> tuple[str, list[RowEdit]]:
    """Return a new department's uid and the edit that adds it; InputError for an empty or a known name."""
    if not name.strip():
        raise InputError("担当課の名前を入れてください。")
    departments = index.all(Department)
    if any(search_key(one.name) == search_key(name) for one in departments):
        raise InputError(f"「{name.strip()}」はもうあります。")
    position = departments[-1].position + SPACING if departments else SPACING
    made = Department(uid=new_uid(), name=name.strip(), position=position)
    return made.uid, [insertion(made)]


def renamed(index: BoardIndex, department: str, name: str) -> list[RowEdit]:
    """Return the edits that rename a department; InputError for an empty name or that of another."""
    present = index.get(Department, department)
    if not name.strip():
        raise InputError("担当課の名前を入れてください。")
    others = [one for one in index.all(Department) if one.uid != department]
    if any(search_key(one.name) == search_key(name) for one in others):
        raise InputError(f"「{name.strip()}」はもうあります。同じ課なら「まとめる」を使ってください。")
    after = replace(present, name=name.strip())
    return [change(present, after)] if after != present else []


def deleted(index: BoardIndex, department: Department) -> list[RowEdit]:
    """Return the edits that delete a department; InputError while something names it."""
    count = uses(index, department.uid)
    if count:
        raise InputError(
            f"「{department.name}」は{count:,}か所で使われています。先に、ほかの担当課にまとめてください。"
        )
    followed = {
        one.uid: one
        for name in ("department_from", "department_to")
        for one in index.where(Succession, name, department.uid)
    }
    return [*(deletion(one) for one in followed.values()), deletion(department)]


def merged(index: BoardIndex, gone: str, into: str) -> list[RowEdit]:
    """Return the edits that put one department into another: all that named it names the other, and it goes.

    This mends a name that was entered twice. A real merger of divisions is told by valid-to and a succession.
    """
    if gone == into:
        raise InputError("同じ担当課です。まとめる先に別の担当課を選んでください。")
    edits: list[RowEdit] = []
    for link in index.where(Responsibility, "department", gone):
        column = next(name for name in ("node", "indicator", "metric") if getattr(link, name))
        there = index.where(Responsibility, column, getattr(link, column))
        twice = any(other.department == into for other in there)
        edits.append(deletion(link) if twice else change(link, replace(link, department=into)))
    lines = index.where(ListItem, "department", gone)
    edits += [change(line, replace(line, department=into)) for line in lines]
    edits += _followed(index, gone, into)
    return [*edits, deletion(index.get(Department, gone))]


def _followed(index: BoardIndex, gone: str, into: str) -> list[RowEdit]:
    """Return the edits that let successions of a department speak of another."""
    found = {
        one.uid: one for name in ("department_from", "department_to") for one in index.where(Succession, name, gone)
    }
    edits: list[RowEdit] = []
    for one in found.values():
        before = into if one.department_from == gone else one.department_from
        after = into if one.department_to == gone else one.department_to
        same = before == after
        edits.append(deletion(one) if same else change(one, replace(one, department_from=before, department_to=after)))
    return edits
