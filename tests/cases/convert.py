"""One converter a case: real plans of other places become boards without a change of the schema.

Each converter takes the case as its JSON holds it and returns the rows of the open board form.
"""

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from app.domain.blocks import Block, Phase
from app.domain.board_text import BoardRows
from app.domain.metrics import Metric, Observation, Table, TableColumn, TableRow
from app.domain.plan import Assessment, Board, Legend, Reason, Scheme
from tests.cases import vocabularies
from tests.cases.core import BoardBuilder, read_figure

FOLDER = Path(__file__).parents[1] / "data" / "cases"
Case = Mapping[str, Any]

COST_FORMULAS = {
    "必要概算コスト": "[{予算額等}]+[{概算人件費}]",
    "概算人件費": "ROUNDDOWN([{所要時間}]*[{人件費単価}],0)",
    "必要概算コスト対前年度": "[{必要概算コスト}]-PREV([{必要概算コスト}])",
}
"""The identities of the cost tables; the last column (2006) compares with 2004 and so stays a printed figure."""

COST_COLUMNS = ("2001(H13)", "2002(H14)", "2003(H15)", "2004(H16)", "2006(H18)")
WITH_UNIT = re.compile(r"(?P<name>.+?)\((?P<unit>.+)\)")


def read_case(name: str) -> dict[str, Any]:
    """Return a case of tests/data/cases by its file name without ending."""
    data: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return data


def convert(name: str) -> BoardRows:
    """Return a case as the rows of a board."""
    return CONVERTERS[name](read_case(name))


def mie(case: Case) -> BoardRows:
    """Convert the ICT plan of a prefecture in its yearly versions: text targets, cost tables, doubtful columns."""
    board = BoardBuilder()
    city, division = case["source"]["publisher"].split(" ")
    board.add(_board(case, city=city, division=division))
    for version in case["versions"]:
        plan = board.plan(case["source"]["title"], version=version["year"], source=_lines(case["source"]["urls"]))
        for item in version["indicators"]:
            node = board.node(plan, item["path"], ("goal", "measure", "initiative"))
            board.indicator(node, item)
            _costs(board, node, item)
        _requests(board, plan, version)
    return board.rows()


def _requests(board: BoardBuilder, plan: str, version: Case) -> None:
    period = board.period(version["year"].removesuffix("要求"))
    for number, raw in version.get("requested_million_yen", {}).items():
        metric = Metric(uid=board.uid("metric"), node=board.node_of(plan, number), name="要求額", unit="百万円")
        board.add(metric, _money(metric, period, version["year"], raw))


def _money(metric: Metric, period: str, label: str, raw: str) -> Observation:
    return Observation(metric=metric.uid, period=period, period_label=label, **read_figure(raw, metric.unit))


def _costs(board: BoardBuilder, node: str, item: Case) -> None:
    costs = item.get("costs")
    if not costs:
        return
    heads = [found for found in map(WITH_UNIT.fullmatch, costs) if found]
    uids = {head["name"]: board.uid("metric") for head in heads}
    for head, figures in zip(heads, costs.values(), strict=True):
        name, unit = head["name"], head["unit"]
        formula = COST_FORMULAS[name].format(**uids) if name in COST_FORMULAS else None
        metric = Metric(uid=uids[name], node=node, position=board.place(), name=name, unit=unit, formula=formula)
        board.add(metric)
        columns = COST_COLUMNS[1:] if "対前年度" in name else COST_COLUMNS
        for label, raw in zip(columns, figures, strict=False):
            board.add(_money(metric, board.period(label), label, raw))
    _cost_table(board, node, item["name"], tuple(uids.values()))


def _cost_table(board: BoardBuilder, node: str, name: str, metrics: tuple[str, ...]) -> None:
    table = Table(uid=board.uid("table"), node=node, title=f"コスト（{name}）", axis="columns")
    board.add(table)
    for metric in metrics:
        board.add(TableRow(uid=board.uid("row"), table=table.uid, position=board.place(), metric=metric))
    for label in COST_COLUMNS:
        uid, period = board.uid("column"), board.period(label)
        board.add(TableColumn(uid=uid, table=table.uid, position=board.place(), period=period, label=label))


def nagasaki(case: Case) -> BoardRows:
    """Convert a basic measure with yearly targets, results, published rates and a two-letter status."""
    board = BoardBuilder(era="平成")
    source, status = case["source"], case["status_scheme"]
    board.add(_board(case, city=source["publisher"]))
    plan = board.plan(case["indicators"][0]["path"][0], source=source["url"])
    for item in case["indicators"]:
        node = board.node(plan, item["path"][1:], ("measure",))
        board.indicator(node, item)
    scheme = Scheme(uid=board.uid("scheme"), name="評価", position=board.place(), note=status["note"])
    board.add(scheme)
    reason = _class(board, scheme.uid, status["published"], status["meaning"])
    year = re.search(r"\((平成\d+年度)", source["title"])
    division = re.search(r"主管課:(.+)\(", source["title"])
    assert year and division
    board.responsible(division[1], node=node)
    _assess(board, scheme.uid, reason, status["published"], period=board.period(year[1]), node=node)
    return board.rows()


def oyabe(case: Case) -> BoardRows:
    """Convert calendar-year results with part-year and forecast figures; codes that three indicators share."""
    board = BoardBuilder(spans={"5ヵ年": ("2001-01-01", "2005-12-31")})
    source = case["source"]
    board.add(_board(case, city=source["publisher"]))
    plan = board.plan(
        case["plan"]["name"],
        period_label=case["plan"]["period_note"],
        source=_lines([source["url"], source["page_updated"]]),
    )
    for item in case["indicators"]:
        board.indicator(board.node(plan, item["path"][1:], ("goal",)), item)
    return board.rows()


def tsukuba(case: Case) -> BoardRows:
    """Convert cumulative targets, a status on two scales, and a project with its money."""
    board = BoardBuilder()
    source = case["source"]
    board.add(_board(case, city=source["publisher"]))
    plan = board.plan(source["title"], source=_lines(source["urls"]))
    found = re.search(r"平成\d+年度", source["title"])
    assert found
    period = board.period(found[0])
    classes = _scales(board, case["status_scheme"])
    for item in case["indicators"]:
        kinds = ("group", "initiative") if "money_yen" in item else ("goal", "measure", "initiative")
        node = board.node(plan, item["path"], kinds)
        indicator = board.indicator(node, item)
        for printed in item["published_status"].split(" / ") if "published_status" in item else ():
            scheme, reason = classes[printed]
            _assess(board, scheme, reason, printed, period=period, indicator=indicator)
        if "money_yen" in item:
            _project(board, node, item, period, found[0])
    return board.rows()


def _project(board: BoardBuilder, node: str, item: Case, period: str, label: str) -> None:
    for name, raw in item["money_yen"].items():
        metric = Metric(uid=board.uid("metric"), node=node, position=board.place(), name=name, unit="円")
        board.add(metric, _money(metric, period, label, raw))
    found = re.search(r"事業始期 (\S+) 終期 (平成\d+年\d+月)", item["notes"])
    assert found
    block = Block(uid=board.uid("block"), node=node, position=board.place(), kind="roadmap")
    start, end = board.period(found[1]), board.period(found[2])
    uid = board.uid("phase")
    phase = Phase(uid=uid, block=block.uid, position=10, label="事業期間", start=start, end=end, printed=found[0])
    board.add(block, phase)


def _scales(board: BoardBuilder, schemes: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    classes = {}
    for name, words in schemes.items():
        scheme = Scheme(uid=board.uid("scheme"), name=name, position=board.place())
        board.add(scheme)
        for word in words.split("/"):
            code, _, label = word.rpartition(":")
            classes[code or label] = (scheme.uid, _class(board, scheme.uid, code or None, label))
    return classes


def _class(board: BoardBuilder, scheme: str, code: str | None, label: str) -> str:
    legend = Legend(uid=board.uid("legend"), scheme=scheme, position=board.place(), code=code, label=label)
    reason = Reason(uid=board.uid("reason"), scheme=scheme, position=board.place(), label=label, legend=legend.uid)
    board.add(legend, reason)
    return reason.uid


def _assess(board: BoardBuilder, scheme: str, reason: str, printed: str, **place: str) -> None:
    board.add(Assessment(uid=board.uid("assessment"), scheme=scheme, reason=reason, printed=printed, **place))


def _board(case: Case, city: str, division: str | None = None) -> Board:
    """Return the board's own row; what the collectors of the case remarked goes into its internal note."""
    related = case.get("related") or {}
    remarks = [case.get("kind"), *case.get("checks", ()), *case.get("gaps", ()), *related.values()]
    return Board(
        uid=case["case_id"],
        title=case["source"]["title"],
        city=city,
        division=division,
        source=case["source"]["title"],
        note=_lines([remark for remark in remarks if remark]),
    )


def _lines(texts: list[str]) -> str | None:
    return "\n".join(texts) or None


CONVERTERS: dict[str, Callable[[Case], BoardRows]] = {
    "mie_ict_plan_h13_h16": mie,
    "nagasaki_d3_h27": nagasaki,
    "oyabe_sogokeikaku_h15": oyabe,
    "tsukuba_sogosenryaku_h27": tsukuba,
    "status_vocabularies": vocabularies.convert,
}
