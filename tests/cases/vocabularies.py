"""Status vocabularies of fourteen places as schemes; stated rules become rows in the formula language."""

import re
from collections.abc import Mapping
from typing import Any

from app.domain.board_text import BoardRows
from app.domain.plan import Board, Legend, Reason, Rule, Scheme
from tests.cases.core import BoardBuilder

TWO_SCALES = re.compile(r"二軸: (?P<first>.+?)\((?P<first_words>.+?)\) × (?P<second>.+?)\((?P<second_words>.+?)\)")
OTHERWISE = "1 = 1"
PROGRESS = "(result - baseline) / (target - baseline)"

RULES = {
    "愛知県 あいちITプラン2010": {
        "A": "result / target >= 1",
        "B": "result / target >= 0.8",
        "C": "result / target >= 0.5",
        "D": "result / target < 0.5",
    },
    "浜松市 行政経営計画H28": {
        "進んでいる": "result / target > 1.1",
        "計画通り": "result / target >= 0.95",
        "遅れている": "result / target < 0.95",
    },
    "長与町 第9次総合計画": {
        "S": "result > target",
        "A": "result > baseline",
        "B": "result >= baseline * 0.9",
        "C": "result < baseline * 0.9",
        "−": OTHERWISE,
    },
    "多摩市 総合戦略": {
        "①": "result / (target * elapsed) >= 1",
        "②": "result / (target * elapsed) >= 0.6",
        "③": "result / (target * elapsed) < 0.6",
    },
    "国 成長戦略KPI": {
        "A": f"{PROGRESS} >= elapsed",
        "B": f"{PROGRESS} < elapsed",
        "N": OTHERWISE,
    },
}
"""Conditions by class, in the order in which they are asked; F of the last one is a choice by hand."""


def convert(case: Mapping[str, Any]) -> BoardRows:
    """Convert every vocabulary to schemes with their classes, reasons and, where stated, rules."""
    board = BoardBuilder()
    board.add(Board(uid=case["case_id"], title="状況の区分（各地の例）"))
    for item in case["items"]:
        _vocabulary(board, item)
        if "targets" in item:
            _targets(board, item)
    return board.rows()


def _vocabulary(board: BoardBuilder, item: Mapping[str, Any]) -> None:
    words = item.get("scheme", ())
    if isinstance(words, str):
        _described(board, item, words)
        return
    scheme = _scheme(board, item["who"], item, item.get("rule") or item.get("note"))
    if isinstance(words, Mapping):
        for code, label in words.items():
            _class(board, scheme, item["who"], code, label)
    else:
        for label in words:
            _class(board, scheme, item["who"], None, label)


def _described(board: BoardBuilder, item: Mapping[str, Any], words: str) -> None:
    scales = TWO_SCALES.fullmatch(words)
    if not scales:
        _scheme(board, item["who"], item, words)
        return
    for name, labels in ((scales["first"], scales["first_words"]), (scales["second"], scales["second_words"])):
        scheme = _scheme(board, f"{item['who']} {name}", item, words)
        for label in labels.split("/"):
            _class(board, scheme, item["who"], None, label)


def _scheme(board: BoardBuilder, name: str, item: Mapping[str, Any], note: str | None) -> str:
    scheme = Scheme(uid=board.uid("scheme"), name=name, position=board.place(), source=item.get("url"), note=note)
    board.add(scheme)
    return scheme.uid


def _class(board: BoardBuilder, scheme: str, who: str, code: str | None, label: str) -> None:
    condition = RULES.get(who, {}).get(code or "")
    stated = label
    letter = code
    if code and len(code) > 2:  # 「計画通り: 95%以上…」 prints the key, the value is the rule in words
        letter, label = None, code
    legend = Legend(uid=board.uid("legend"), scheme=scheme, position=board.place(), code=letter, label=label)
    reason = Reason(uid=board.uid("reason"), scheme=scheme, position=board.place(), label=label, legend=legend.uid)
    board.add(legend, reason)
    if condition:
        uid, position = board.uid("rule"), board.place()
        board.add(Rule(uid=uid, scheme=scheme, position=position, condition=condition, reason=reason.uid, note=stated))


def _targets(board: BoardBuilder, item: Mapping[str, Any]) -> None:
    plan = board.plan(item["who"], source=item["url"])
    node = board.node(plan, [item["who"]], ("goal",))
    for target in item["targets"]:
        board.indicator(node, _as_indicator(target))


def _as_indicator(printed: str) -> dict[str, Any]:
    """Return a target of one line (name:1,000人/年, or words alone) in the shape of an indicator."""
    name, _, figure = printed.rpartition(":")
    unit = re.fullmatch(r"[\d,]+(?P<unit>[^(]+)(?:\(累計\))?", figure) if name else None
    year = re.match(r"(\d{4}年度)末", printed)
    target = {"period": year[1] if year else "2024年度", "kind": "target", "raw": figure}
    return {
        "name": name or printed,
        "unit": unit["unit"] if unit else None,
        "value_type": "number" if unit else "milestone",
        "aggregation": "cumulative" if "(累計)" in figure else "none",
        "series": [target],
    }
