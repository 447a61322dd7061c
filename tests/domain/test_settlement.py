"""A settled finding stays settled until what it compares changes."""

import json
from dataclasses import replace

from app.domain.board import BoardIndex
from app.domain.board_text import parse_board
from app.domain.proof.finding import Finding, Spot
from app.domain.settlement import Settlement, settling_edits, with_settlements
from app.domain.tables import STRUCTURE

SPOT = Spot("dx-cashless", "observation", ("cl-ratio", "FY2022", "result", ""), "value")
FOUND = Finding(code="P2", spot=SPOT, item="取組", subject="CL比率", printed="8.6％", computed="8.661%", message="…")


def settled(index: BoardIndex, finding: Finding) -> str:
    return with_settlements(index)(finding).settled


def test_a_note_settles_a_finding_and_an_empty_one_takes_it_back() -> None:
    index = BoardIndex({kind: [] for kind in STRUCTURE})
    assert settled(index, FOUND) == "" and settling_edits(index, FOUND, " ") == ()
    index.apply(settling_edits(index, FOUND, " 資料の丸め方のとおり "))
    assert settled(index, FOUND) == "資料の丸め方のとおり"
    index.apply(settling_edits(index, FOUND, "確認済み"))
    assert settled(index, FOUND) == "確認済み" and len(index.all(Settlement)) == 1
    index.apply(settling_edits(index, FOUND, ""))
    assert settled(index, FOUND) == "" and index.all(Settlement) == ()


def test_a_finding_comes_back_when_its_figures_its_place_or_its_code_change() -> None:
    index = BoardIndex({kind: [] for kind in STRUCTURE})
    index.apply(settling_edits(index, FOUND, "確認済み"))
    others = [
        replace(FOUND, printed="8.7％"),
        replace(FOUND, computed="8.74%"),
        replace(FOUND, code="P4"),
        replace(FOUND, spot=replace(SPOT, key=("cl-ratio", "FY2023", "result", ""))),
        replace(FOUND, spot=replace(SPOT, field="digits")),
    ]
    assert [settled(index, other) for other in others] == [""] * len(others)
    assert settled(index, replace(FOUND, message="ほかの言葉", subject="比率")) == "確認済み"


def test_a_settlement_is_a_row_of_the_open_form() -> None:
    (edit,) = settling_edits(BoardIndex({kind: [] for kind in STRUCTURE}), FOUND, "確認済み")
    assert edit.after is not None
    row = {name: value for name, value in edit.after.items() if value is not None}
    row["row_key"] = json.loads(str(row["row_key"]))
    text = json.dumps({"format": "ict-plan-board", "version": 1, "settlement": [row]})
    assert parse_board(text)["settlement"] == [edit.after]
