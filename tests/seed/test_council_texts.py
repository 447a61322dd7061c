"""The lists and texts of the council paper against what the shipped board prints."""

import json
import re

import pytest

from app.domain.blocks import Block
from app.domain.entity import from_row
from app.domain.narrative import live_figures
from app.domain.plan import Placement
from app.domain.report_item import build_item_report
from tests.data import council_facts as facts
from tests.seed.council import FILES, observed, row_of, rows_of, scene


@pytest.mark.parametrize(
    ("heading", "day", "metric"),
    [
        ("子育て関係", "2023-04-01", "ぴったりサービスの手続き数（子育て関係）"),
        ("介護関係", "2023-04-01", "ぴったりサービスの手続き数（介護関係）"),
        ("転出・転入関係", "2023-02-06", "ぴったりサービスの手続き数（転出・転入関係）"),
    ],
)
def test_procedures_stand_in_order_with_the_day_they_start(heading: str, day: str, metric: str) -> None:
    items = rows_of("list_item", block=row_of("block", heading=heading)["uid"])
    assert tuple(item["text"] for item in items) == facts.PROCEDURES[heading]
    assert [item["number"] for item in items] == [str(number) for number in range(1, len(items) + 1)]
    assert {item["starts_on"] for item in items} == {day}
    assert observed(metric, "2023-03")["value"] == str(len(items))


def test_the_working_group_has_ten_divisions_that_the_board_knows() -> None:
    items = rows_of("list_item", block="standard-divisions")
    known = {row["uid"]: (row["bureau"] or "") + row["name"] for row in rows_of("department")}
    assert tuple(item["text"].replace(" ", "") for item in items) == facts.WORKING_GROUP
    assert tuple(known[item["department"]] for item in items) == facts.WORKING_GROUP
    answering = [(row["department"], row["node"]) for row in rows_of("responsibility")]
    assert answering == [("dep-joho", "dx-standard")]


def test_ten_uses_of_the_recorder_by_eight_divisions() -> None:
    items = rows_of("list_item", block="meetings-departments")
    names = " ".join(item["text"] for item in items)
    assert names == "行政課 健康課 保育課 税務課 環境課 社会福祉課 国保年金課 行政委員会事務局"
    times = [int((item["remark"] or "×1").removeprefix("×")) for item in items]
    assert (sum(times), len(items)) == (10, 8)
    assert observed("録音機器を利用した部署（延べ）", "2023-03")["value"] == "10"
    assert observed("録音機器を利用した部署（実数）", "2023-03")["value"] == "8"


def test_dated_examples_and_events_stand_in_their_lists() -> None:
    examples = rows_of("list_item", block="aichi-examples")
    assert [(item["period"], item["remark"]) for item in examples] == [
        ("2022-06", "6月〜"),
        ("2022-09", "9月開催"),
        ("2022-11-13", "11/13"),
    ]
    events = rows_of("list_item", block="vseto-events")
    assert [(item["starts_on"], item["remark"]) for item in events] == [
        ("2022-11-13", "11/13"),
        ("2023-02-11", "2/11-14"),
    ]


def test_every_division_named_in_the_paper_is_there() -> None:
    names = {row["name"] for row in rows_of("department")}
    assert names == {division.split("部", 1)[1] for division in facts.WORKING_GROUP} | {
        "行政課",
        "環境課",
        "行政委員会事務局",
        "まちづくり協働課",
    }


def printed_text(node: str) -> str:
    """Return all that the blocks of an item print: headings, texts, list lines and their remarks."""
    blocks = build_item_report(scene(), node).blocks
    parts = [piece for block in blocks for piece in (block.heading, block.text, block.caption)]
    for line in (line for block in blocks for line in block.lines):
        parts += [line.text, line.remark, line.figure.full if line.figure else ""]
    return "\n".join(parts)


@pytest.mark.parametrize("node", facts.PRINTED)
def test_the_texts_keep_each_fact(node: str) -> None:
    text = printed_text(node)
    assert [fact for fact in facts.PRINTED[node].split("|") if fact not in text] == []


def test_every_live_figure_prints_something() -> None:
    bodies = [str(row["body"]) for row in rows_of("block") if row["body"]]
    live = [pair for body in bodies for pair in live_figures(body)]
    assert sum(body.count("{{") for body in bodies) == len(live) > 0
    assert [pair for pair in live if scene().book.figure(*pair).value is None] == []


def test_figures_that_the_board_holds_are_not_typed_again_into_texts() -> None:
    texts = [str(row["body"]) for row in rows_of("block") if row["body"]]
    assert [text for text in texts if re.search(r"\d{1,3},\d{3}|\d\.\d%|\d+(件|通|園|台|名)", text)] == []


def test_headings_say_how_far_a_block_reaches() -> None:
    reach = {"現在": None, "2月迄の状況": "2023-02-28", "3月迄の状況": "2023-03-31"}
    headed = [row for row in rows_of("block") if str(row["heading"]).endswith(tuple(reach))]
    assert {row["node"] for row in headed} == {row["uid"] for row in rows_of("node", kind="initiative")}
    assert all(row["as_of"] == reach[str(row["heading"]).split("　")[-1]] for row in headed)
    assert {row["meeting"] for row in rows_of("block")} == {"meeting-r4-3"}


def test_every_block_holds_what_its_kind_shows() -> None:
    parts = dict.fromkeys(("list", "figures", "flow"), "list_item") | {"chart": "chart_series", "roadmap": "phase"}
    for block in (from_row(Block, row) for row in rows_of("block")):
        held = rows_of(parts[block.kind], block=block.uid) if block.kind in parts else [block.body or block.table]
        assert all(held) and held, block.uid
    assert {row["child"] for row in rows_of(Placement.TABLE)} == {row["uid"] for row in rows_of("node")}


def test_the_old_form_of_a_letter_in_a_school_name_is_kept() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in FILES)
    assert "\u6548範小学校" in text
    assert "\u52b9範小学校" not in text
    assert json.loads(FILES[0].read_text(encoding="utf-8"))["board"][0]["city"] == "瀬\u6238市"
