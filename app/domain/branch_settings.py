"""What can be set of a branch of the plan beside its name: fields with the words of today, and what typing does."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from app.domain import labels
from app.domain.board import BoardIndex
from app.domain.branch import Branch
from app.domain.edits import RowEdit, change
from app.domain.entity import fields_of
from app.domain.errors import InputError
from app.domain.fiscal import fiscal_year_of, format_period
from app.domain.fiscal_reading import parse_period
from app.domain.metrics import Metric, Table, TableRow
from app.domain.new_plan import city_code
from app.domain.plan import Indicator, Node, Plan
from app.domain.tables import BY_TABLE

Fields = tuple[tuple[str, str, Mapping[str, str], str], ...]
SPAN = "span"
BAD_SPAN = "期間が読めません（例: 令和5年度、R5.4〜R6.3、R1〜R7）。"
MOST_DIGITS = 4
_DIGITS = {"": "入れたまま", **{str(count): f"{count}桁" for count in range(MOST_DIGITS + 1)}}
_ROLES = {code: words for code, words in labels.ROLES.items() if code != "heading"}


class Setting(NamedTuple):
    """One field of a row: the words before it, the value as text, and the codes to choose from ({}: any text)."""

    table: str
    uid: str
    name: str
    words: str
    value: str
    choices: Mapping[str, str] = {}
    hint: str = ""


_METRIC: Fields = (
    ("unit", "単位", {}, "例: 件"),
    ("value_type", "値の種類", labels.VALUE_TYPES, ""),
    ("direction", "よい方向", labels.DIRECTIONS, ""),
    ("aggregation", "年のまとめ方", labels.AGGREGATIONS, ""),
    ("digits", "小数の桁数", _DIGITS, ""),
    ("rounding", "端数", labels.ROUNDINGS, ""),
    ("scale", "表し方", labels.SCALES, ""),
    ("definition", "定義", {}, "何をどう数えるか"),
    ("source", "出典", {}, ""),
)
_TABLE: Fields = (
    ("axis", "並ぶもの", labels.AXES, ""),
    (SPAN, "期間", {}, "例: 令和5年度、R5.4〜R6.3、R1〜R7"),
    ("orientation", "向き", labels.ORIENTATIONS, ""),
    ("total_label", "計の見出し", {}, "空なら計を出しません"),
    ("row_heading", "項目の見出し", {}, "例: 項目"),
    ("unit", "単位", {}, "例: 件"),
    ("remark", "注記", {}, "表の下に載ります"),
)
_BOARD: Fields = (
    ("title", "計画の名前", {}, "資料の表紙に出ます"),
    ("city", "市区町村名", {}, ""),
    ("city_code", "団体コード", {}, "6桁の数字"),
    ("division", "課名", {}, "資料の表紙と頁に出ます"),
)
_PLAN: Fields = ((SPAN, "計画期間", {}, "例: 令和4年度〜令和8年度"),)
_NODE: Fields = (
    ("subtitle", "副題", {}, ""),
    ("page_label", "頁", {}, "例: 14-2"),
    ("note", "内部メモ", {}, "印刷されません"),
)
_INDICATOR: Fields = (("origin", "計画での扱い", {"": "", **labels.INDICATOR_ORIGINS}, ""),)
_ROW: Fields = (("role", "行の役割", _ROLES, ""), ("sublabel", "内容", {}, "名前の下の説明"))


def settings_of_plan(index: BoardIndex) -> tuple[Setting, ...]:
    """Return what can be set of the whole: the names that the paper prints, and the first plan's years."""
    plans = index.all(Plan)
    return (*_settings(index.board, _BOARD), *(_settings(plans[0], _PLAN) if plans else ()))


def settings_of(index: BoardIndex, branch: Branch) -> tuple[Setting, ...]:
    """Return what can be set of a branch: for an indicator or a row also what belongs to its figures."""
    if branch.table == "node":
        return _settings(index.get(Node, branch.uid), _NODE)
    if branch.table == "table_view":
        return _settings(index.get(Table, branch.uid), _table_fields(index.get(Table, branch.uid)))
    if branch.table == "metric":
        return _settings(index.get(Metric, branch.uid), _METRIC)
    own: Any = index.get(Indicator if branch.table == "indicator" else TableRow, branch.uid)
    first = () if getattr(own, "role", "") == "heading" else _INDICATOR if branch.table == "indicator" else _ROW
    metric = index.one(Metric, own.metric)
    return (*_settings(own, first), *(_settings(metric, _METRIC) if metric else ()))


def _table_fields(table: Table) -> Fields:
    """Return the fields of a table; one that lists its columns itself has no span."""
    return _TABLE if table.axis != "columns" else tuple(field for field in _TABLE if field[0] != SPAN)


def _settings(row: Any, fields: Fields) -> tuple[Setting, ...]:
    made = []
    for name, words, choices, hint in fields:
        value = _span_words(row) if name == SPAN else getattr(row, name)
        shown = "" if value is None else str(value)
        made.append(Setting(row.TABLE, row.uid, name, words, shown, choices, hint))
    return tuple(made)


def _span_words(row: Table | Plan) -> str:
    if row.start is None or row.end is None:
        return ""
    first, last = (format_period(code, "era_long") for code in (row.start, row.end))
    return first if first == last else f"{first}〜{last}"


def setting_edits(index: BoardIndex, setting: Setting, typed: str, *, filled: bool) -> list[RowEdit]:
    """Return the edits that give a setting a typed value; `filled` says that figures stand in it already.

    Raises InputError where the text cannot be read or would change what the figures mean.
    """
    present: Any = index.get(BY_TABLE[setting.table], setting.uid)
    text = typed.strip()
    if setting.choices and text not in setting.choices:
        raise InputError(f"「{setting.words}」は一覧から選んでください。")
    if setting.name == "value_type" and filled and text != present.value_type:
        raise InputError("数値が入っているため、値の種類は変えられません。先に数値を消してください。")
    after = _after(present, setting.name, text, filled)
    return [change(present, after)] if after != present else []


def _after(present: Any, name: str, text: str, filled: bool) -> Any:
    if name == SPAN:
        return _spanned(present, text, getattr(present, "axis", "years"))
    if name == "city_code":
        text = city_code(text)
    if name == "axis":
        if filled and "events" in (text, present.axis) and text != present.axis:
            raise InputError("数値が入っているため、開催日の表との間では変えられません。新しい表を足してください。")
        return _spanned(replace(present, axis=text), _span_words(present), text)
    if name == "digits":
        return replace(present, digits=int(text) if text else None)
    entity: Any = type(present)
    optional = next(spec for spec in fields_of(entity) if spec.name == name).optional
    if not text and not optional:
        raise InputError("空にはできません。")
    return replace(present, **{name: text or None})


def _spanned(row: Any, text: str, axis: str) -> Any:
    """Return a table or a plan over a typed span: months of a table of months, fiscal years of the others."""
    try:
        months = parse_period(text).months()
    except InputError as error:
        raise InputError(BAD_SPAN) from error
    if not months:
        raise InputError(BAD_SPAN)
    if axis == "months":
        return replace(row, start=months[0], end=months[-1])
    return replace(row, start=fiscal_year_of(months[0]), end=fiscal_year_of(months[-1]))
