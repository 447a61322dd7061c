"""What every stored entity shares: field kinds, keys, and the way to and from a row.

An entity is a frozen dataclass whose fields are the columns of its table, in the same order. The same description
drives the open text form, the SQL of the repository and the test that compares the schema with the domain, so that a
new field is written once.
"""

import dataclasses
import os
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import MISSING, FrozenInstanceError
from functools import cache
from itertools import repeat
from operator import attrgetter
from typing import Any, ClassVar, Literal, NamedTuple, Protocol, TypeVar, dataclass_transform

FieldKind = Literal["text", "ref", "choice", "decimal", "date", "period", "flag", "count", "blob", "json"]

_KIND_OF_TYPE: dict[str, FieldKind] = {"bool": "flag", "int": "count", "bytes": "blob"}

Cell = str | int | bytes | None
Row = Mapping[str, Cell]
Key = tuple[str, ...]

UID_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"  # no l, o, 0, 1: uids are read aloud on the telephone
UID_LENGTH = 12  # 60 bits: files of many cities are merged without a clash


class Entity(Protocol):
    """A frozen dataclass that is one row of the table TABLE, found again by the columns KEY."""

    TABLE: ClassVar[str]
    KEY: ClassVar[tuple[str, ...]]
    __dataclass_fields__: ClassVar[dict[str, Any]]


@cache
def _defaults(record: Any) -> dict[str, Any]:
    """Return the fields of a kind of entity with their defaults, MISSING for none."""
    return {field.name: field.default for field in dataclasses.fields(record)}


@cache
def _reader(record: Any) -> Callable[[Any], tuple[Any, ...]]:
    """Return what reads all fields of a kind of entity at once: a pasted block asks for thousands."""
    names = tuple(_defaults(record))
    return attrgetter(*names) if len(names) > 1 else lambda one: (getattr(one, names[0]),)


def _completed(record: Any, values: dict[str, Any]) -> dict[str, Any]:
    """Return all fields of a kind of entity, those not given by their defaults; TypeError as of any call."""
    defaults = _defaults(record)
    unknown = values.keys() - defaults.keys()
    lacking = [name for name, value in defaults.items() if value is MISSING and name not in values]
    if unknown or lacking:
        raise TypeError(f"{record.__name__}: unknown {sorted(unknown)}, missing {lacking}")
    return defaults | values


class Record:
    """What all entities share: they are made of named fields, never change, and are equal where all fields are.

    Written once, and not generated for every entity as dataclasses would: that took most of the time in which the
    domain is imported, and a fifth of the program's own start.
    """

    __slots__ = ()
    __dataclass_fields__: ClassVar[dict[str, Any]]

    def __init__(self, **values: Any) -> None:
        kind: Any = type(self)
        if values.keys() != _defaults(kind).keys():
            values = _completed(kind, values)
        # The map runs without a loop of our own: a pasted block makes thousands.
        deque(map(object.__setattr__, repeat(self), values.keys(), values.values()), maxlen=0)

    def __setattr__(self, name: str, value: object) -> None:
        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> None:
        raise FrozenInstanceError(f"cannot delete field {name!r}")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Record) and type(self) is type(other) and self._values() == other._values()

    def __hash__(self) -> int:
        return hash(self._values())

    def __repr__(self) -> str:
        kind: Any = type(self)
        shown = (f"{name}={getattr(self, name)!r}" for name in _defaults(kind))
        return f"{type(self).__name__}({', '.join(shown)})"

    def _values(self) -> tuple[Any, ...]:
        kind: Any = type(self)
        return _reader(kind)(self)


E = TypeVar("E", bound=Entity)
R = TypeVar("R", bound=Record)


class FieldSpec(NamedTuple):
    """One column: its name, kind, whether it may be empty, its default, and what it refers to or may hold."""

    name: str
    kind: FieldKind
    optional: bool
    default: Cell | bool
    required: bool
    target: str | None = None
    choices: tuple[str, ...] = ()


def new_uid() -> str:
    """Return a fresh random uid of UID_LENGTH letters and digits."""
    # 32 letters: five bits of each random byte choose one, all equally often.
    return "".join(UID_ALPHABET[byte % len(UID_ALPHABET)] for byte in os.urandom(UID_LENGTH))


def ref(table: str, **options: Any) -> Any:
    """Declare a field that holds the uid of a row of table."""
    return dataclasses.field(metadata={"kind": "ref", "target": table}, **options)


def choice(codes: Mapping[str, str] | tuple[str, ...], **options: Any) -> Any:
    """Declare a field that holds one of codes (a mapping's keys are the codes)."""
    return dataclasses.field(metadata={"kind": "choice", "choices": tuple(codes)}, **options)


def decimal(**options: Any) -> Any:
    """Declare a field that holds canonical decimal text, never a float."""
    return dataclasses.field(metadata={"kind": "decimal"}, **options)


def date(**options: Any) -> Any:
    """Declare a field that holds an ISO day, YYYY-MM-DD."""
    return dataclasses.field(metadata={"kind": "date"}, **options)


def period(**options: Any) -> Any:
    """Declare a field that holds a period code of fiscal.py, or the uid of an irregular period."""
    return dataclasses.field(metadata={"kind": "period"}, **options)


def canonical_json(**options: Any) -> Any:
    """Declare a field that holds JSON with sorted keys and no spaces, so that equal contents are equal text."""
    return dataclasses.field(metadata={"kind": "json"}, **options)


@dataclass_transform(
    frozen_default=True, kw_only_default=True, field_specifiers=(ref, choice, decimal, date, period, canonical_json)
)
def entity(record: type[R]) -> type[R]:
    """Turn a Record with annotated fields into an entity: a frozen dataclass with slots, its fields keyword-only."""
    return dataclasses.dataclass(record, init=False, repr=False, eq=False, slots=True, kw_only=True)


def _spec(item: "dataclasses.Field[Any]") -> FieldSpec:
    annotation = str(item.type)
    plain = annotation.split(" |")[0].removeprefix("<class '").rstrip("'>")
    required = item.default is MISSING
    default: Any = None if required else item.default
    return FieldSpec(
        name=item.name,
        kind=item.metadata.get("kind") or _KIND_OF_TYPE.get(plain, "text"),
        optional="None" in annotation,
        default=default,
        required=required,
        target=item.metadata.get("target"),
        choices=item.metadata.get("choices", ()),
    )


@cache
def fields_of(entity: type[Entity]) -> tuple[FieldSpec, ...]:
    """Return the columns of an entity's table in their order."""
    return tuple(_spec(item) for item in dataclasses.fields(entity))


@cache
def flags_of(entity: type[Entity]) -> tuple[str, ...]:
    """Return the names of the yes-or-no columns, which SQLite keeps as 0 and 1."""
    return tuple(spec.name for spec in fields_of(entity) if spec.kind == "flag")


def is_decimal(text: str) -> bool:
    """Say whether a text is canonical decimal text: digits, perhaps a sign before and a fraction behind."""
    if text.isdecimal() and text.isascii():
        return text == "0" or text[0] != "0"
    whole, point, fraction = text.removeprefix("-").partition(".")
    digits = f"{whole}{fraction}"
    short = whole == "0" or whole[:1] != "0"
    return digits.isascii() and digits.isdecimal() and bool(whole) and short and bool(fraction) == bool(point)


def to_row(entity: Entity) -> dict[str, Cell]:
    """Return the row image of an entity: column name to value, flags as 0 or 1."""
    kind: Any = type(entity)
    row: dict[str, Cell] = dict(zip(_defaults(kind), _reader(kind)(entity), strict=True))
    for name in flags_of(kind):
        row[name] = int(row[name] or 0)
    return row


def from_row(entity: type[E], row: Row) -> E:
    """Build an entity from a row image; unknown columns are an error of the caller (TypeError)."""
    flags = flags_of(entity)
    if not flags:
        return entity(**row)
    return entity(**{name: bool(value) if name in flags else value for name, value in row.items()})


def key_of(entity: Entity) -> Key:
    """Return the key of an entity as a tuple of texts."""
    if len(entity.KEY) == 1:  # nearly every table's, and asked for thousands of times by a pasted block
        return (str(getattr(entity, entity.KEY[0])),)
    return tuple(str(getattr(entity, name)) for name in entity.KEY)
