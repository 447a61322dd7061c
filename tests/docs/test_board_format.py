"""The page of the open text form names every table, field, type, default and code that the program has, in order."""

import json
import re
from pathlib import Path

import pytest

from app.domain import labels
from app.domain.board_text import format_board, parse_board
from app.domain.entity import Entity, FieldSpec, fields_of
from app.domain.tables import ENTITIES

PAGE = (Path(__file__).parents[2] / "docs" / "board-format.md").read_text(encoding="utf-8")
TYPES = {
    "text": "text",
    "decimal": "decimal",
    "date": "day",
    "period": "period",
    "flag": "true or false",
    "count": "integer",
    "blob": "base64",
    "json": "list",
}
WORDS = {
    "AXES",
    "AGGREGATIONS",
    "BLOCK_KINDS",
    "CERTAINTIES",
    "CHART_AXES",
    "CHART_KINDS",
    "CHART_MARKS",
    "DIRECTIONS",
    "INDICATOR_ORIGINS",
    "MARKS",
    "MISSING_KINDS",
    "NODE_KINDS",
    "OBSERVATION_KINDS",
    "ORIENTATIONS",
    "PAPER_MARKS",
    "QUALITIES",
    "ROLES",
    "ROUNDINGS",
    "SCALES",
    "SLIDE_CHOICES",
    "SLIDE_KINDS",
    "STAGES",
    "SUCCESSIONS",
    "VALUE_TYPES",
}


def sections(level: str) -> dict[str, str]:
    """Return heading and body of each section of a level of the page."""
    parts = re.split(rf"^{level} (.+)$", PAGE, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def cells(body: str) -> list[list[str]]:
    """Return the rows of the table in a section, head and rule left out."""
    lines = [line for line in body.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines[2:]]


def expected_type(spec: FieldSpec) -> str:
    if spec.kind == "ref":
        return f"uid of `{spec.target}`"
    if spec.kind == "choice":
        return "one of " + ", ".join(f"`{code}`" for code in spec.choices)
    return TYPES[spec.kind]


def expected_default(spec: FieldSpec) -> str:
    if spec.required:
        return "required"
    if spec.kind == "flag":
        return "`true`" if spec.default else "`false`"
    if spec.default is None:
        return "`null`"
    return f"`{spec.default!s}`" if spec.default != "" else '`""`'


def test_the_tables_of_the_page_are_those_of_the_program_in_order() -> None:
    headings = [heading.strip("`") for heading in sections("##") if heading.startswith("`")]
    assert headings == [entity.TABLE for entity in ENTITIES]


@pytest.mark.parametrize("entity", ENTITIES, ids=lambda entity: entity.TABLE)
def test_the_fields_of_a_table_are_described(entity: type[Entity]) -> None:
    body = sections("##")[f"`{entity.TABLE}`"]
    described = [tuple(row[:3]) for row in cells(body)]
    assert described == [(f"`{spec.name}`", expected_type(spec), expected_default(spec)) for spec in fields_of(entity)]
    assert all(row[3] and row[4] for row in cells(body))
    assert "Key: " + ", ".join(f"`{name}`" for name in entity.KEY) + "." in body


def test_every_list_of_codes_is_described_with_its_words() -> None:
    described = [tuple((row[0].strip("`"), row[1]) for row in cells(body)) for body in sections("###").values()]
    known = [tuple(words.items()) for words in (getattr(labels, name) for name in WORDS)]
    assert sorted(described) == sorted(known)


def test_every_choice_is_one_of_the_described_lists() -> None:
    lists = {tuple(getattr(labels, name)) for name in WORDS} | {tuple(labels.QUALIFIER_CODES)}
    used = {spec.choices for entity in ENTITIES for spec in fields_of(entity) if spec.kind == "choice"}
    assert used == lists


def test_the_example_of_the_page_is_read_and_written_back() -> None:
    example = re.search(r"```json\n(.+?)```", PAGE, flags=re.DOTALL)
    assert example
    assert format_board(parse_board(example[1])) == example[1]


def example_cell(spec: FieldSpec, text: str) -> str | int | bool | list[object]:
    """Return an example of the page as JSON holds it."""
    if spec.kind == "flag":
        return text == "true"
    if spec.kind == "count":
        return int(text)
    return [] if spec.kind == "json" else text.replace("\\|", "|")


@pytest.mark.parametrize("entity", ENTITIES, ids=lambda entity: entity.TABLE)
def test_the_examples_of_a_table_are_a_row_that_the_program_reads(entity: type[Entity]) -> None:
    lines = cells(sections("##")[f"`{entity.TABLE}`"])
    pairs = zip(fields_of(entity), lines, strict=True)
    row = {spec.name: example_cell(spec, line[4].strip("`")) for spec, line in pairs}
    text = json.dumps({"format": "ict-plan-board", "version": 1, entity.TABLE: [row]}, ensure_ascii=False)
    assert set(parse_board(text)[entity.TABLE][0]) == set(row)
