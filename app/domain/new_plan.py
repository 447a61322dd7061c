"""A new city's board from one form: plan, levels, meeting, goals, the DX group and a legend with its rules."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.board_text import BoardRows
from app.domain.entity import Entity, new_uid, to_row
from app.domain.errors import InputError
from app.domain.fiscal import fiscal_year_code, format_period
from app.domain.fiscal_reading import parse_period
from app.domain.labels import NODE_KINDS
from app.domain.ordering import SPACING
from app.domain.plan import Board, Legend, Level, Meeting, Node, Placement, Plan, Reason, Rule, Scheme
from app.domain.text import fold_width

CODE_LENGTH = 6
CODE_WEIGHTS = (6, 5, 4, 3, 2)
NO_YEAR = "年度が読めません（例: R4、2022）。"
LEVEL_NAMES = ("基本目標", "主要施策", "取組")
LEGENDS = (
    ("達成・達成見込み", "circle", "status_good"),
    ("推進中", "triangle", "status_behind"),
    ("完了・対象外", "square", "status_done"),
    ("見直し", "diamond", "status_review"),
)
REASONS = (
    ("達成", 0),
    ("達成見込み", 0),
    ("推進中", 1),
    ("取組完了", 2),
    ("指標値設定なし", 2),
    ("次年度に見直し", 3),
    ("判定できない", None),
)
# A target below the baseline is one to come down to, so those rules stand first; the others also hold without one.
RULES = (
    ("target < baseline and result <= target", "達成"),
    ("target < baseline and result > target", "推進中"),
    ("result >= target", "達成"),
    ("result < target", "推進中"),
)
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟㊱㊲㊳㊴㊵㊶㊷㊸㊹㊺㊻㊼㊽㊾㊿"
_LEADING_NUMBER = re.compile(rf"(?:基本目標\s*(?:[0-9０-９]+|[{_CIRCLED}])|[{_CIRCLED}]|[0-9０-９]+[.．、)）])[\s:：]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPlan:
    """What the form asks; only `city` and `plan_name` must hold something.

    `plan_start` and `plan_end` are the calendar years in whose April the first and the last fiscal year begin,
    `fiscal_year` is that of the first meeting. `goals` are the basic goals' names in order, without numbers.
    """

    city: str
    plan_name: str
    fiscal_year: int
    city_code: str = ""
    division: str = ""
    plan_start: int | None = None
    plan_end: int | None = None
    meeting_name: str = ""
    goals: tuple[str, ...] = ()


def build_new_plan(new: NewPlan) -> BoardRows:
    """Return the rows of a board without figures; a form without goals gets one with a title of ours (仮題).

    Raises InputError where a required name is empty, the code is wrong or the period ends before it begins.
    """
    _check(new)
    plan = _plan(new)
    levels = [
        Level(uid=new_uid(), plan=plan.uid, position=SPACING * place, name=name)
        for place, name in enumerate(LEVEL_NAMES, 1)
    ]
    found: list[Entity] = [_board(new), plan, *levels, _meeting(new)]
    found += _tree(new.goals, plan.uid, levels[0].uid)
    found += status_words()
    rows: BoardRows = {}
    for item in found:
        rows.setdefault(item.TABLE, []).append(to_row(item))
    return rows


def city_code(typed: str) -> str:
    """Return a local government code (全国地方公共団体コード) as six digits, '' for an empty text.

    The sixth digit checks the others: 11 less the weighted sum modulo 11, its last digit (総務省 同コード仕様). Raises
    InputError where the length or that digit is wrong.
    """
    text = fold_width(typed).strip()
    if not text:
        return ""
    if not re.fullmatch(rf"[0-9]{{{CODE_LENGTH}}}", text):
        raise InputError("団体コードは6桁の数字です（例: 232041）。分からなければ空のままで作れます。")
    total = sum(int(digit) * weight for digit, weight in zip(text, CODE_WEIGHTS, strict=False))
    if (11 - total % 11) % 10 != int(text[-1]):
        raise InputError("団体コードの最後の桁（検査数字）が合いません。6桁を確かめてください。")
    return text


def fiscal_year(typed: str) -> int | None:
    """Return the calendar year in whose April a typed fiscal year (令和4年度, R4, 2022) begins, None for an empty text.

    Raises InputError for all else, in few words: two such fields stand side by side.
    """
    if not typed.strip():
        return None
    try:
        period = parse_period(typed)
    except InputError as error:
        raise InputError(NO_YEAR) from error
    if period.kind != "fiscal_year":
        raise InputError(NO_YEAR)
    return int(period.code[2:])


def goal_names(text: str) -> tuple[str, ...]:
    """Return goal names from lines, blank lines and leading numbers (①, 1., 基本目標1) left out."""
    lines = (_LEADING_NUMBER.sub("", line.strip(), count=1).strip() for line in text.splitlines())
    return tuple(line for line in lines if line)


def goal_number(place: int) -> str:
    """Return the number of the goal at a place counted from 1: ① to ㊿, digits from there on."""
    return _CIRCLED[place - 1] if place <= len(_CIRCLED) else str(place)


def meeting_name(year: int) -> str:
    """Return the name that the first meeting of a fiscal year gets: 令和4年度 第1回."""
    return f"{format_period(fiscal_year_code(year), 'era_long')} 第1回"


def _check(new: NewPlan) -> None:
    if not new.city.strip() or not new.plan_name.strip():
        raise InputError("市区町村名と計画名を入れてください。")
    if new.plan_start and new.plan_end and new.plan_end < new.plan_start:
        raise InputError("計画期間の終わりが始まりより前です。")
    city_code(new.city_code)


def _board(new: NewPlan) -> Board:
    return Board(
        uid=new_uid(),
        title=new.plan_name.strip(),
        city=new.city.strip(),
        city_code=city_code(new.city_code) or None,
        division=new.division.strip() or None,
    )


def _plan(new: NewPlan) -> Plan:
    return Plan(
        uid=new_uid(),
        name=new.plan_name.strip(),
        position=SPACING,
        start=fiscal_year_code(new.plan_start) if new.plan_start else None,
        end=fiscal_year_code(new.plan_end) if new.plan_end else None,
    )


def _meeting(new: NewPlan) -> Meeting:
    return Meeting(
        uid=new_uid(),
        name=new.meeting_name.strip() or meeting_name(new.fiscal_year),
        position=SPACING,
        fiscal_year=fiscal_year_code(new.fiscal_year),
        paper_title=f"「{new.plan_name.strip()}」及び「{NODE_KINDS['group']}」の進捗状況",
        presenter=" ".join(part for part in (new.city.strip(), new.division.strip()) if part),
    )


def _tree(goals: Sequence[str], plan: str, level: str) -> list[Entity]:
    nodes = [
        Node(uid=new_uid(), plan=plan, level=level, kind="goal", number=goal_number(place), title=title)
        for place, title in enumerate(goals, 1)
    ]
    if not nodes:
        number, title = goal_number(1), f"{LEVEL_NAMES[0]}1"
        nodes = [
            Node(uid=new_uid(), plan=plan, level=level, kind="goal", number=number, title=title, title_given=False)
        ]
    nodes.append(Node(uid=new_uid(), kind="group", title=NODE_KINDS["group"]))
    places = [Placement(uid=new_uid(), child=node.uid, position=SPACING * place) for place, node in enumerate(nodes, 1)]
    return [*nodes, *places]


def status_words() -> list[Entity]:
    """Return the usual words of a status: a scheme, its printed classes, reasons and rules."""
    scheme = Scheme(uid=new_uid(), name="状況の凡例（4区分）", position=SPACING)
    legends = [
        Legend(uid=new_uid(), scheme=scheme.uid, position=SPACING * place, label=label, mark=mark, colour=colour)
        for place, (label, mark, colour) in enumerate(LEGENDS, 1)
    ]
    reasons = [
        Reason(
            uid=new_uid(),
            scheme=scheme.uid,
            position=SPACING * place,
            label=label,
            legend=None if legend is None else legends[legend].uid,
            needs_note=legend is None,
        )
        for place, (label, legend) in enumerate(REASONS, 1)
    ]
    uids = {reason.label: reason.uid for reason in reasons}
    rules = [
        Rule(uid=new_uid(), scheme=scheme.uid, position=SPACING * place, condition=condition, reason=uids[reason])
        for place, (condition, reason) in enumerate(RULES, 1)
    ]
    return [scheme, *legends, *reasons, *rules]
