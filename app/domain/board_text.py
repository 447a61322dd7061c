"""The open text form of a board: JSON with one row a line, in a stable order.

`dump` and `load`, the shipped data, fixed versions and the tests' plans are all this one form. The fields are described
in docs/board-format.md. Version 1 is the only one so far; whoever changes the form raises FORMAT_VERSION and teaches
parse_board the older one.
"""

import base64
import binascii
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from app.domain.entity import Cell, Entity, FieldSpec, Row, fields_of
from app.domain.errors import InputError
from app.domain.fiscal import Period
from app.domain.tables import BY_TABLE, ENTITIES

FORMAT_NAME = "ict-plan-board"
FORMAT_VERSION = 1
DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
DAY = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")

BoardRows = dict[str, list[Row]]


def parse_board(text: str) -> BoardRows:
    """Return the rows of a board or a part of one, each field checked.

    Raises InputError, naming table and row, for anything that is not of the form. References between rows are not
    followed here (see check_references), so that the shipped data may lie in several files.
    """
    try:
        data = json.loads(text)
    except ValueError as error:
        raise InputError(f"JSONとして読めません（{error}）。書き出したファイルをそのまま指定してください。") from error
    _check_head(data)
    rows: BoardRows = {}
    for table, items in data.items():
        if table not in ("format", "version"):
            rows[table] = _parse_table(table, items)
    return rows


def merge(parts: Iterable[BoardRows]) -> BoardRows:
    """Return one board from its parts, rows in the order of the parts."""
    whole: BoardRows = {}
    for part in parts:
        for table, rows in part.items():
            whole.setdefault(table, []).extend(rows)
    return whole


def check_references(rows: Mapping[str, Sequence[Row]]) -> None:
    """Raise InputError where a key stands twice or a reference leads nowhere."""
    keys = {entity.TABLE: _keys(entity, rows.get(entity.TABLE, ())) for entity in ENTITIES}
    for entity in ENTITIES:
        for row in rows.get(entity.TABLE, ()):
            for spec in fields_of(entity):
                _check_reference(entity, row, spec, keys)


def format_board(rows: Mapping[str, Sequence[Row]]) -> str:
    """Return the text of a board: tables in the order of tables.py, rows sorted by key, defaults left out."""
    parts = [f'"format": "{FORMAT_NAME}"', f'"version": {FORMAT_VERSION}']
    for entity in ENTITIES:
        lines = [_format_row(entity, row) for row in sorted(rows.get(entity.TABLE, ()), key=_sort_key(entity))]
        if lines:
            parts.append(f'"{entity.TABLE}": [\n' + ",\n".join(lines) + "\n]")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _check_head(data: Any) -> None:
    if not isinstance(data, dict) or data.get("format") != FORMAT_NAME:
        raise InputError(
            "計画ファイルの書き出し（JSON）ではありません。「dump」で書き出したファイルを指定してください。"
        )
    version = data.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise InputError("書き出しの版番号（version）が読めません。「dump」で書き出したファイルを指定してください。")
    if version > FORMAT_VERSION:
        raise InputError("新しい版のアプリで書き出されたファイルです。アプリを新しい版にしてから読み込んでください。")


def _parse_table(table: str, items: Any) -> list[Row]:
    entity = BY_TABLE.get(table)
    if entity is None:
        raise InputError(f"「{table}」という表はありません。表の名前を確かめてください。")
    if not isinstance(items, list):
        raise InputError(f"表「{table}」は行の並び（[ ]）で書いてください。")
    return [_parse_row(entity, item, index) for index, item in enumerate(items, 1)]


def _parse_row(entity: type[Entity], item: Any, index: int) -> Row:
    place = f"表「{entity.TABLE}」の{index}行目"
    if not isinstance(item, dict):
        raise InputError(f"{place}が項目の組（{{ }}）ではありません。")
    specs = {spec.name: spec for spec in fields_of(entity)}
    for name in item:
        if name not in specs:
            raise InputError(f"{place}に知らない項目「{name}」があります。項目の名前を確かめてください。")
    return {name: _parse_cell(spec, item, place) for name, spec in specs.items()}


def _parse_cell(spec: FieldSpec, item: Mapping[str, Any], place: str) -> Cell:
    if spec.name not in item:
        if spec.required:
            raise InputError(f"{place}に「{spec.name}」がありません。")
        return int(spec.default) if isinstance(spec.default, bool) else spec.default
    value = item[spec.name]
    if value is None and spec.optional:
        return None
    read: Callable[[FieldSpec, Any], tuple[str, Cell]] = _READERS.get(spec.kind, _read_text)
    problem, cell = read(spec, value)
    if problem:
        raise InputError(f"{place}の「{spec.name}」（{str(value)[:40]}）は{problem}。")
    return cell


def _read_text(spec: FieldSpec, value: Any) -> tuple[str, Cell]:
    if not isinstance(value, str):
        return "文字列で書いてください", None
    if any(0xD800 <= ord(letter) < 0xE000 for letter in value):
        return "文字として正しくありません", None
    if spec.kind == "choice" and value not in spec.choices:
        return f"次のどれかにしてください: {'、'.join(spec.choices)}", None
    return "", value


def _read_matching(pattern: re.Pattern[str], problem: str) -> Callable[[FieldSpec, Any], tuple[str, Cell]]:
    def read(spec: FieldSpec, value: Any) -> tuple[str, Cell]:
        if value == spec.default == "":
            return "", value
        good = isinstance(value, str) and pattern.fullmatch(value) is not None and value != "-0"
        return ("", value) if good else (problem, None)

    return read


def _read_count(spec: FieldSpec, value: Any) -> tuple[str, Cell]:
    good = isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**53
    return ("", value) if good else ("整数で書いてください", None)


def _read_flag(spec: FieldSpec, value: Any) -> tuple[str, Cell]:
    return ("", int(value)) if isinstance(value, bool) else ("true か false で書いてください", None)


def _read_period(spec: FieldSpec, value: Any) -> tuple[str, Cell]:
    try:
        Period.from_code(value)
    except (ValueError, TypeError, AttributeError):
        return "期間の記号（2022-04、FY2022、x:… など）ではありません", None
    return "", value


def _read_blob(spec: FieldSpec, value: Any) -> tuple[str, Cell]:
    try:
        return "", base64.b64decode(value, validate=True)
    except (binascii.Error, TypeError, ValueError):
        return "base64として読めません", None


def _read_json(spec: FieldSpec, value: Any) -> tuple[str, Cell]:
    if not isinstance(value, list):
        return "変更の並び（[ ]）で書いてください", None
    return "", json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


_READERS: dict[str, Callable[[FieldSpec, Any], tuple[str, Cell]]] = {
    "decimal": _read_matching(DECIMAL, "数値（例: 1168、-0.5）として読めません"),
    "date": _read_matching(DAY, "日付（例: 2023-03-20）として読めません"),
    "count": _read_count,
    "flag": _read_flag,
    "period": _read_period,
    "blob": _read_blob,
    "json": _read_json,
}


def _keys(entity: type[Entity], rows: Sequence[Row]) -> set[str]:
    seen: set[str] = set()
    for row in rows:
        key = " ".join(str(row[name]) for name in entity.KEY)
        if key in seen:
            raise InputError(f"表「{entity.TABLE}」に同じ行が2つあります（{key}）。片方を消してください。")
        seen.add(key)
    return seen


def _check_reference(entity: type[Entity], row: Row, spec: FieldSpec, keys: Mapping[str, set[str]]) -> None:
    value = row[spec.name]
    if value is None or value == "":
        return
    table = spec.target
    if spec.kind == "period" and str(value).startswith("x:"):
        table = "named_period"
    if table is not None and str(value) not in keys[table]:
        uid = " ".join(str(row[name]) for name in entity.KEY)
        raise InputError(
            f"表「{entity.TABLE}」の {uid} の「{spec.name}」が指す {value!s} が、表「{table}」にありません。"
        )


def _sort_key(entity: type[Entity]) -> Any:
    if any(spec.name == "sequence" for spec in fields_of(entity)):
        return lambda row: row["sequence"]
    return lambda row: tuple(str(row[name]) for name in entity.KEY)


def _format_row(entity: type[Entity], row: Row) -> str:
    shown = {
        spec.name: _format_cell(spec, row[spec.name])
        for spec in fields_of(entity)
        if spec.required or row[spec.name] != spec.default
    }
    return json.dumps(shown, ensure_ascii=False)


def _format_cell(spec: FieldSpec, value: Cell) -> Any:
    if spec.kind == "flag":
        return bool(value)
    if spec.kind == "blob" and isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    return json.loads(str(value)) if spec.kind == "json" else value
