"""The rules for machine-readable data that a program can check, over the files as they were written.

Each check yields a sentence that begins with its rule (L1-01 … L3-09) for everything that breaks it. L2-05 and the
sense of names and definitions are for people to judge.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from zipfile import ZipFile

from python_calamine import CalamineWorkbook

Rows = list[list[str]]

NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
TYPES = {
    "number": NUMBER,
    "integer": re.compile("-?[0-9]+"),
    "date": re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    "month": re.compile("[0-9]{4}-[0-9]{2}"),
    "flag": re.compile("[01]"),
    "code": re.compile(r"\S+"),
    "text": re.compile(".*"),
}
SPECIAL = re.compile(
    "[\u2460-\u24ff\u2776-\u2793\u2160-\u2188\u2100-\u214f\u2e80-\u2fdf\u3200-\u33ff\uff61-\uff9f\ue000-\uf8ff]"
)
ERA_YEAR = re.compile(r"(?<![0-9A-Za-z])(?:明治|大正|昭和|平成|令和|[MTSHR])(?:[0-9]{1,2}|元)(?![0-9A-Za-z])(.{0,6})")
OF_TIME = ("period_name", "plan_period_label", "plan_version", "phase_label")
OBSERVATION_KEY = (
    "metric_code", "indicator_code", "period_code", "kind_code", "origin_code", "as_of", "revision", "is_final",
)  # fmt: skip


@dataclass
class Written:
    """A folder that the data set was written to."""

    folder: Path
    encoding: str = "utf-8-sig"

    @cached_property
    def texts(self) -> dict[str, str]:
        """Return the CSV files by name, as text with the line ends that they have."""
        found = {}
        for path in sorted(self.folder.glob("*.csv")):
            found[path.stem] = path.read_bytes().decode(self.encoding)
        return found

    @cached_property
    def tables(self) -> dict[str, Rows]:
        """Return the rows of the CSV files by name, heads first."""
        return {name: list(csv.reader(io.StringIO(text, newline=""), strict=True)) for name, text in self.texts.items()}

    @cached_property
    def sheets(self) -> dict[str, list[list[object]]]:
        """Return the sheets of the workbook by name, as another reader sees them."""
        book = CalamineWorkbook.from_path(self.folder / "dataset.xlsx")
        return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}

    @cached_property
    def parts(self) -> dict[str, str]:
        """Return the parts of the workbook file."""
        with ZipFile(self.folder / "dataset.xlsx") as archive:
            return {name: archive.read(name).decode() for name in archive.namelist()}

    def records(self, name: str) -> list[dict[str, str]]:
        """Return a table's rows by the names of its columns in letters and digits."""
        names = [row["field_name"] for row in self.columns if row["file_name"] == name]
        return [dict(zip(names, row, strict=False)) for row in self.tables[name][1:]]

    @cached_property
    def columns(self) -> list[dict[str, str]]:
        """Return the description of the columns."""
        heads = ("file_name", "file_title", "column_number", "field_name", "head", "meaning", "type_code")
        names = (*heads, "type_name", "number_unit", "list_code", "example")
        return [dict(zip(names, row, strict=True)) for row in self.tables["columns"][1:]]

    @cached_property
    def words(self) -> dict[str, dict[str, str]]:
        """Return the names of all codes by list and code."""
        found: dict[str, dict[str, str]] = {}
        for row in self.tables["codes"][1:]:
            found.setdefault(row[0], {})[row[2]] = row[3]
        return found

    def cells(self) -> Iterator[tuple[str, dict[str, str], str]]:
        """Yield place, column and text of every cell below the heads."""
        for name, rows in self.tables.items():
            columns = [column for column in self.columns if column["file_name"] == name]
            for number, row in enumerate(rows[1:], 2):
                for column, text in zip(columns, row, strict=False):
                    yield f"{name}.csv {number} {column['head']}", column, text


def broken(written: Written) -> list[str]:
    """Return everything that breaks a rule."""
    return [sentence for check in CHECKS for sentence in check(written)]


def _files(written: Written) -> Iterator[str]:
    for path in written.folder.iterdir():
        if path.suffix not in (".xlsx", ".csv"):
            yield f"L1-01 {path.name}"
    if set(written.sheets) != set(written.tables):
        yield f"L1-02 sheets and files differ: {set(written.sheets) ^ set(written.tables)}"


def _shape(written: Written) -> Iterator[str]:
    for name, rows in [*written.tables.items(), *written.sheets.items()]:
        heads = rows[0]
        if any(not any(cell != "" for cell in row) for row in rows):
            yield f"L1-03 blank row in {name}"
        if any(len(row) != len(heads) for row in rows):
            yield f"L1-04 cells outside the table in {name}"
        if any(not head or NUMBER.fullmatch(str(head)) for head in heads):
            yield f"L1-05 a column without a head in {name}"
        if len(set(heads)) < len(heads):
            yield f"L2-03 a head stands twice in {name}"


def _texts(written: Written) -> Iterator[str]:
    heads = ((f"{name}.csv 1", head) for name, rows in written.tables.items() for head in rows[0])
    for place, text in [*heads, *((place, text) for place, _, text in written.cells())]:
        if text != " ".join(text.split()) or "\u3000" in text:
            yield f"L1-06 blanks for looks at {place}: {text!r}"
        if SPECIAL.search(text) or any(unicodedata.category(sign) in ("Cc", "Cs", "Co", "Cn") for sign in text):
            yield f"L1-08 platform-dependent character at {place}: {text!r}"
        if text in ("〃", "同上", "同左", "々", "”"):
            yield f"L2-02 same as above at {place}"


def _types(written: Written) -> Iterator[str]:
    for place, column, text in written.cells():
        kind = column["type_code"]
        if text and not TYPES[kind].fullmatch(text):
            rule = {"number": "L2-01", "integer": "L2-01", "date": "L3-05", "month": "L3-05"}.get(kind, "L1-07")
            yield f"{rule} not a {kind} at {place}: {text!r}"
        if text and column["list_code"] and text not in written.words.get(column["list_code"], {}):
            yield f"L2-04 not in the list of codes at {place}: {text!r}"


def _names_of_codes(written: Written) -> Iterator[str]:
    """Yield where one code has two names anywhere, or a name other than that of the list."""
    names: dict[tuple[str, str], str] = {}
    for table in written.tables:
        lists = {row["field_name"]: row["list_code"] for row in written.columns if row["file_name"] == table}
        for record in written.records(table):
            for field in (field for field in record if f"{field.removesuffix('_code')}_name" in record):
                code, name = record[field], record[f"{field.removesuffix('_code')}_name"]
                if not field.endswith("_code") or table == "codes":
                    continue
                known = written.words.get(lists[field], {}).get(code, "") if lists[field] else name
                if names.setdefault((field, code), name) != name or (code and known != name):
                    yield f"L2-04 {table} {field} {code} is called {name}"


def _no_looks(written: Written) -> Iterator[str]:
    for name in written.parts:
        if re.search("drawing|media|chart|comment|vml|embed|pivot|table[0-9]", name):
            yield f"L1-10 {name}"
    if len(re.findall("<xf ", written.parts["xl/styles.xml"].partition("<cellXfs")[2].partition("</cellXfs>")[0])) > 1:
        yield "L1-11 cells have styles"
    for name, text in written.parts.items():
        if not name.startswith("xl/worksheets/sheet"):
            continue
        for rule, sign in (
            ("L1-04", "<headerFooter"),
            ("L1-11", r'<(c|row)[^>]* s="[1-9]'),
            ("L1-12", "<mergeCell"),
            ("L1-13", r'<(col|row)[^>]* (hidden|outlineLevel|collapsed)="[1-9t]'),
            ("L2-06", "<f[> ]"),
        ):
            if re.search(sign, text):
                yield f"{rule} {name}"
    if "<definedName " in written.parts["xl/workbook.xml"] or re.search(
        "state=.(very)?[hH]", written.parts["xl/workbook.xml"]
    ):
        yield "L1-04 names or hidden sheets in the workbook"


def _csv(written: Written) -> Iterator[str]:
    for name, text in written.texts.items():
        lines = text.split("\r\n")
        if lines.pop() or len(lines) != len(written.tables[name]) or "\n" in "".join(lines) or "\r" in "".join(lines):
            yield f"L1-14 {name}: records and lines differ"
        for line, row in zip(lines, written.tables[name], strict=False):
            if [line] and line.count(",") != len(row) - 1 and '"' not in line:
                yield f"L1-15 {name}: {line}"


def _figures(written: Written) -> Iterator[str]:
    keys: set[tuple[str, ...]] = set()
    for number, row in enumerate(written.records("observations"), 2):
        said = [name for name in ("value", "value_text", "missing_code") if row[name]]
        if len(said) != 1:
            yield f"L1-09 row {number} says {said}"
        if row["value"] and not row["unit"]:
            yield f"L3-04 row {number} has no unit"
        key = tuple(row[name] for name in OBSERVATION_KEY)
        if key in keys:
            yield f"L3-09 two rows for {key}"
        keys.add(key)


def _heads(written: Written) -> Iterator[str]:
    described: dict[str, list[str]] = {}
    for row in written.columns:
        described.setdefault(row["file_name"], []).append(row["head"])
        if not re.fullmatch("[a-z][a-z0-9_]*", row["field_name"]):
            yield f"L3-08 {row['field_name']} is no name for scripts"
        if not row["meaning"]:
            yield f"L3-08 {row['file_name']} {row['head']} is not described"
        if row["type_code"] in ("number", "integer") and not row["number_unit"]:
            yield f"L3-04 {row['file_name']} {row['head']} has no unit"
        if row["list_code"] and row["example"] and row["list_code"] not in written.words:
            yield f"L3-02 no list of codes {row['list_code']}"
    for name, heads in described.items():
        for rows in (written.tables[name], written.sheets[name]):
            if rows[0] != heads:
                yield f"L3-01 the first row of {name} is not its heads"
    if set(described) != set(written.tables):
        yield f"L3-08 tables without description: {set(described) ^ set(written.tables)}"


def _time_and_place(written: Written) -> Iterator[str]:
    for place, column, text in written.cells():
        if column["field_name"] in OF_TIME:
            for found in ERA_YEAR.finditer(text):
                if not re.search("[0-9]{4}", text):
                    yield f"L3-05 {found[0]} without its Western year at {place}"
        if column["field_name"] == "area_code" and text and not re.fullmatch("[0-9]{6}", text):
            yield f"L3-06 no area code at {place}: {text}"


def _about(written: Written) -> Iterator[str]:
    told = {row[0]: row[3] for row in written.tables["about"][1:]}
    for item in ("title", "definition", "history", "encoding", "bom", "form_version", "form_change", "caveat"):
        if not told.get(item):
            yield f"L3-08 the overview does not tell {item}"
    if (told.get("bom") == "あり") != (written.encoding == "utf-8-sig"):
        yield "L3-08 the byte order mark is not as told"


CHECKS: tuple[Callable[[Written], Iterator[str]], ...] = (
    _files, _shape, _texts, _types, _names_of_codes, _no_looks, _csv, _figures, _heads, _time_and_place, _about,
)  # fmt: skip
