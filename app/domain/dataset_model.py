"""What the machine-readable data set is made of: files of one table each, with every column described."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from app.domain import figures
from app.domain.dataset_text import plain

ColumnType = Literal["text", "code", "number", "integer", "date", "month", "flag"]
DataValue = str | int | Decimal | None
Cells = Mapping[str, DataValue]

DATA_DECIMALS = figures.EXACT_DECIMALS
"""A computed figure that no finite decimal says has this many, halves up; in the unit of its row."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `name` in letters and digits for scripts, `head` as it stands in row 1, and what it holds.

    `codes` names the list of dataset_codes that its values come from; `unit` is that of a number.
    """

    name: str
    head: str
    meaning: str
    type: ColumnType = "text"
    codes: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class DataFile:
    """One table: `name` is that of its sheet and file, `title` the same in words; rows follow the columns."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[DataValue, ...], ...]


def data_file(name: str, title: str, columns: Iterable[Column], rows: Iterable[Cells]) -> DataFile:
    """Return a table of rows given by column name; what a row does not name is empty, texts become plain.

    KeyError for a name that is no column.
    """
    columns = tuple(columns)
    known = {column.name: place for place, column in enumerate(columns)}
    return DataFile(name, title, columns, tuple(_ordered(row, known) for row in rows))


def _ordered(row: Cells, known: Mapping[str, int]) -> tuple[DataValue, ...]:
    values: list[DataValue] = [None] * len(known)
    for name, value in row.items():
        values[known[name]] = plain(value) or None if isinstance(value, str) else value
    return tuple(values)


def pair(name: str, head: str, meaning: str, codes: str = "") -> tuple[Column, Column]:
    """Return the two columns of something with a code and a name."""
    return (
        Column(f"{name}_code", f"{head}コード", f"{meaning}（コード）", "code", codes),
        Column(f"{name}_name", f"{head}名", f"{meaning}（名称）"),
    )


def data_number(value: Fraction) -> Decimal:
    """Return an exact value as a decimal: all of it where DATA_DECIMALS suffice, else rounded to these."""
    rounded = figures.round_fraction(value, DATA_DECIMALS, "half_up")
    return Decimal(figures.canonical(value)) if Fraction(rounded) == value else rounded


def times_hundred(value: Decimal) -> Decimal:
    """Return a share as a percentage, exactly: no digit is lost however long it is."""
    sign, digits, exponent = value.as_tuple()
    return Decimal(figures.canonical(Decimal((sign, digits, int(exponent) + 2))))
