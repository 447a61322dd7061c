"""The shipped files: the open text form, clean text, references that lead somewhere, and nothing invented."""

import re
from pathlib import Path

import pytest

from app.domain.board_text import check_references, format_board, parse_board
from app.domain.formula import parse, references
from app.domain.history import History
from tests.seed.council import FILES, board_rows, rows_of

RADICALS_AND_FORMS = re.compile("[\u2e80-\u2fdf\uf900-\ufaff\ufe10-\ufe4f\ufffd\u0000-\u0009\u000b-\u001f]")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_each_file_is_the_open_text_form_with_one_row_a_line(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    lines = {line.rstrip(",") for line in text.split("\n")}
    assert lines == {line.rstrip(",") for line in format_board(parse_board(text)).split("\n")}


def test_every_reference_leads_somewhere_and_no_key_stands_twice() -> None:
    check_references(board_rows())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_radical_or_vertical_form_came_in_with_the_text(path: Path) -> None:
    assert RADICALS_AND_FORMS.findall(path.read_text(encoding="utf-8").replace("\n", "")) == []


def test_uids_can_be_read_and_stand_in_formulas() -> None:
    uids = [str(row["uid"]) for rows in board_rows().values() for row in rows if "uid" in row]
    assert len(uids) > 300
    assert [uid for uid in uids if not re.fullmatch(r"(x:)?[A-Za-z0-9-]+", uid)] == []


def test_what_the_paper_does_not_say_is_not_there() -> None:
    absent = {"indicator", "target", "assessment", "rule", "image", "fixed_version", "correction", History.TABLE}
    assert absent.isdisjoint(board_rows())
    assert rows_of("block", kind="image") == []
    goals = {row["uid"] for row in rows_of("node", kind="goal")}
    assert not [row for table in ("block", "metric", "table_view") for row in rows_of(table) if row["node"] in goals]


def test_every_formula_can_be_read_and_knows_its_parts() -> None:
    known = {row["uid"] for row in rows_of("metric")}
    formulas = [str(row["formula"]) for row in rows_of("metric") if row["formula"]]
    assert len(formulas) == 17
    assert all(set(references(parse(text))) <= known for text in formulas)
