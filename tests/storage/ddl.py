"""The SQL that an entity asks for: what schema.sql is compared with, and what a new migration step is written from."""

import textwrap

from app.domain.entity import Entity, FieldSpec, fields_of
from app.domain.tables import ENTITIES

META = """CREATE TABLE meta (
  id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1), uuid TEXT NOT NULL, revision INTEGER NOT NULL,
  schema_version INTEGER NOT NULL, created_at TEXT NOT NULL, created_with TEXT NOT NULL
) STRICT"""
TYPES = {"flag": "INTEGER", "count": "INTEGER", "blob": "BLOB"}
RESERVED = {"table", "end", "before", "after", "plan", "text"}
DECIMAL_CHECKS = ("NOT GLOB '*[^-0-9.]*'", "GLOB '*[0-9]'", "NOT GLOB '?*-*'", "NOT GLOB '*.*.*'", "NOT GLOB '.*'",
                  "NOT GLOB '-.*'", "NOT GLOB '0[0-9]*'", "NOT GLOB '-0[0-9]*'")  # fmt: skip
DAY = "GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'"


def name_sql(name: str) -> str:
    """Return a name as SQL takes it."""
    return f'"{name}"' if name in RESERVED else name


def table_sql(entity: type[Entity]) -> str:
    """Return the CREATE TABLE statement of an entity."""
    parts = [_column(spec) for spec in fields_of(entity)]
    parts.append("rev INTEGER NOT NULL")
    parts.append(f"PRIMARY KEY ({', '.join(map(name_sql, entity.KEY))})")
    return f"CREATE TABLE {name_sql(entity.TABLE)} (\n{_packed(parts)}\n) STRICT"


def index_sql(entity: type[Entity]) -> list[str]:
    """Return the indexes of an entity: one for every reference that a read or a delete follows backwards."""
    return [
        f"CREATE INDEX {entity.TABLE}_{spec.name} ON {name_sql(entity.TABLE)} ({name_sql(spec.name)})"
        + (f" WHERE {name_sql(spec.name)} IS NOT NULL" if spec.optional else "")
        for spec in fields_of(entity)
        if (spec.kind == "ref" and spec.name != entity.KEY[0]) or (entity.TABLE, spec.name) == ("history", "sequence")
    ]


def schema_sql() -> str:
    """Return the whole schema as one script, each statement closed by a semicolon at its line's end."""
    statements = [META]
    for entity in ENTITIES:
        statements += [table_sql(entity), *index_sql(entity)]
    return "".join(f"{statement};\n" for statement in statements)


def _column(spec: FieldSpec) -> str:
    name = name_sql(spec.name)
    parts = [name, TYPES.get(spec.kind, "TEXT")]
    if not spec.optional:
        parts.append("NOT NULL")
    if spec.target:
        parts.append(f"REFERENCES {name_sql(spec.target)} (uid) DEFERRABLE INITIALLY DEFERRED")
    check = _check(spec, name)
    return " ".join(parts) + (f" CHECK ({check})" if check else "")


def _check(spec: FieldSpec, name: str) -> str:
    if spec.kind == "flag":
        return f"{name} IN (0, 1)"
    if spec.kind == "choice":
        return f"{name} IN ({', '.join(repr(code) for code in spec.choices)})"
    if spec.kind == "decimal":
        return " AND ".join(f"{name} {rule}" for rule in DECIMAL_CHECKS)
    if spec.kind == "date":
        return f"{name} = '' OR {name} {DAY}" if spec.default == "" else f"{name} {DAY}"
    return ""


def _packed(parts: list[str]) -> str:
    """Return columns as lines of up to 118 characters; a column with a condition stands alone."""
    lines: list[str] = []
    for part in parts:
        short = "CHECK" not in part and "REFERENCES" not in part
        if lines and short and not lines[-1].endswith((")", "DEFERRED")) and len(lines[-1]) + len(part) < 114:
            lines[-1] += ", " + part
        else:
            lines += textwrap.wrap(part, 114, subsequent_indent="    ", break_on_hyphens=False) if not short else [part]
    return _joined(lines)


def _joined(lines: list[str]) -> str:
    text = ""
    for index, line in enumerate(lines):
        follows = index + 1 < len(lines)
        comma = "," if follows and not lines[index + 1].startswith("    ") else ""
        text += f"  {line}{comma}" + ("\n" if follows else "")
    return text
