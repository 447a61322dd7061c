"""The filters of a goal's table: kinds of rows, and of one department, written 'late@市民課'."""

from collections.abc import Callable

from app.domain.report import IndicatorRow
from app.domain.report_overview import NO_DEPARTMENT, has_unknown
from app.domain.status import BEHIND_MARKS

Keep = Callable[[IndicatorRow], bool]

FILTERS: dict[str, tuple[str, Keep]] = {
    "all": ("すべて", lambda row: True),
    "late": ("未入力", lambda row: row.late),
    "behind": ("遅れ", lambda row: row.status.mark in BEHIND_MARKS),
    "doubtful": ("要確認", lambda row: row.doubtful),
    "changed": ("変更", lambda row: row.changed),
}
"""What has a button of its own over the table."""
ASKED: dict[str, tuple[str, Keep]] = {
    "filled": ("入力済み", lambda row: not row.late),
    "unknown": ("不明", has_unknown),
}
"""What only a count of 全体 asks for."""


def keeps(name: str) -> Keep:
    """Return what a filter lets through (KeyError for an unknown one)."""
    kind, _, department = name.partition("@")
    keep = (FILTERS | ASKED)[kind][1]
    if not department:
        return keep
    return lambda row: keep(row) and department in (row.departments or (NO_DEPARTMENT,))


def asked_words(name: str) -> str:
    """Return what a filter asks for beyond its button, '' for nothing: 「不明」, 「市民課」, 「不明・市民課」."""
    kind, _, department = name.partition("@")
    return "・".join(part for part in (ASKED[kind][0] if kind in ASKED else "", department) if part)


def with_kind(name: str, kind: str) -> str:
    """Return a filter of another kind for the same department."""
    _, at, department = name.partition("@")
    return f"{kind}{at}{department}"
