"""The texts of a board that a check reads, each with its place, so that a finding can point at characters."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from app.domain.blocks import Block, ListItem, Phase
from app.domain.edits import change
from app.domain.entity import key_of
from app.domain.metrics import Event, Metric, Table, TableColumn, TableRow
from app.domain.narrative import LIVE
from app.domain.plan import Indicator, Node
from app.domain.proof.finding import Finding, Mend, Spot, Sureness
from app.domain.report_goal import Scene
from app.domain.report_item import blocks_of
from app.domain.text import fold_radicals

HOLE = "\ue000"
"""Stands for every character of a live figure in `plain`: a private character, which no person types."""

_HALF = {0xFF01 + place: 0x21 + place for place in range(94)} | {0x3000: 0x20, 0x2212: 0x2D}
_SENTENCE_END = "。\n"
_FARTHEST = 200
"""Where nothing ends a sentence it is at most this many characters long to either side."""

# Of each kind of row the fields that hold words, with what a person calls them; PROSE may hold typed figures.
_FIELDS: dict[type[Any], dict[str, str]] = {
    Node: {"title": "題名", "subtitle": "副題"},
    Block: {"heading": "見出し", "body": "本文", "caption": "説明", "alt_text": "代替テキスト", "source": "出典"},
    ListItem: {"text": "一覧", "remark": "一覧の注記"},
    Phase: {"label": "行程", "printed": "行程の時期", "remark": "行程の注記"},
    Table: {"title": "表の題名", "remark": "表の注記"},
    TableRow: {"label": "行の名前", "sublabel": "行の説明"},
    TableColumn: {"label": "列の名前"},
    Event: {"printed_day": "開催日", "place": "会場", "title": "催しの名前", "remark": "催しの注記"},
    Metric: {"name": "数値の名前", "definition": "数値の説明", "remark": "数値の注記"},
    Indicator: {"title": "指標の名前", "remark": "指標の注記"},
}
_MEETING = {"name": "会議名", "paper_title": "資料の題名", "paper_note": "資料の注記", "closing": "結びの言葉"}
_PROSE = {
    Block: ("heading", "body", "caption", "alt_text"),
    ListItem: ("text", "remark"),
    Phase: ("remark",),
    Table: ("remark",),
    Indicator: ("remark",),
}
_LIVE_FIELDS = {Block: "body", ListItem: "text"}


@dataclass(frozen=True, slots=True)
class Passage:
    """One text of a row.

    `plain` has the same length as `text`: signs in half width, live figures as HOLE, so that places in one are places
    in the other. `prose` texts may hold typed figures, `live` ones take live figures.
    """

    entity: Any
    field: str
    text: str
    plain: str
    node: str
    item: str
    subject: str
    prose: bool
    live: bool

    def spot(self, start: int | None = None, end: int | None = None) -> Spot:
        """Return the place of this text, or of a run of its characters."""
        return Spot(self.node, self.entity.TABLE, key_of(self.entity), self.field, start, end)

    def mended(self, label: str, text: str) -> Mend:
        """Return the mend that puts another text in place of this one."""
        return Mend(label, (change(self.entity, replace(self.entity, **{self.field: text})),))

    def with_run(self, start: int, end: int, words: str) -> str:
        """Return the text with the characters from start to end replaced."""
        return self.text[:start] + words + self.text[end:]

    def sentence(self, place: int) -> tuple[int, int]:
        """Return where the sentence around a place starts and ends."""
        low, high = max(0, place - _FARTHEST), place + _FARTHEST
        starts = (self.plain.rfind(sign, low, place) + 1 for sign in _SENTENCE_END)
        ends = [end for sign in _SENTENCE_END if (end := self.plain.find(sign, place, high)) >= 0]
        return max(low, *starts), min(ends, default=min(high, len(self.plain)))


def finding_at(
    code: str,
    text: Passage,
    run: tuple[int, int],
    message: str,
    *,
    why: str = "",
    sure: Sureness = "certain",
    period_label: str = "",
    computed: str = "",
    mends: tuple[Mend, ...] = (),
    also: tuple[Spot, ...] = (),
) -> Finding:
    """Return a finding about a run of characters of a text."""
    return Finding(
        code=code,
        spot=text.spot(*run),
        item=text.item,
        subject=text.subject,
        period_label=period_label,
        printed=text.text[slice(*run)],
        computed=computed,
        message=message,
        why=why,
        sure=sure,
        mends=mends,
        also=also,
    )


def half_width(text: str) -> str:
    """Return text of the same length with full-width signs in half width and common characters for radicals."""
    return fold_radicals(text).translate(_HALF)


def passages(scene: Scene) -> tuple[Passage, ...]:
    """Return the texts of a board as the scene's meeting sees it: its own first, then item by item in printed order."""
    found: list[Passage] = []
    if scene.meeting:
        found += _of(scene.meeting, "", "会議", _MEETING, ("paper_note", "closing"))
    tops = scene.index.children(None)
    nodes = {node.uid: node for top in tops for node in scene.index.below(top.uid)}
    for node in nodes.values():
        for entity in _rows(scene, node):
            kind = type(entity)
            found += _of(entity, node.uid, node.title, _FIELDS[kind], _PROSE.get(kind, ()), _LIVE_FIELDS.get(kind))
    return tuple(found)


def body_passage(block: Block, item: str) -> Passage:
    """Return the body of a block (not empty) as a text to be read, by itself."""
    return next(_of(block, block.node, item, {"body": "本文"}, ("body",), "body"))


def _rows(scene: Scene, node: Node) -> Iterator[Any]:
    """Yield the rows of an item that hold words."""
    where = scene.index.where
    yield node
    for block in blocks_of(scene, node.uid):
        yield block
        yield from where(ListItem, "block", block.uid)
        yield from where(Phase, "block", block.uid)
    for table in where(Table, "node", node.uid):
        yield table
        yield from where(TableRow, "table", table.uid)
        yield from where(TableColumn, "table", table.uid)
    for metric in where(Metric, "node", node.uid):
        yield metric
        yield from where(Event, "metric", metric.uid)
    yield from where(Indicator, "node", node.uid)


def _of(
    entity: Any, node: str, item: str, names: dict[str, str], prose: tuple[str, ...], live: str | None = None
) -> Iterator[Passage]:
    for field, name in names.items():
        text = getattr(entity, field)
        if text:
            plain = half_width(LIVE.sub(_hole, text) if "{{" in text else text)
            heading = getattr(entity, "heading", None)
            subject = f"{name}「{heading}」" if heading and field != "heading" else name
            yield Passage(entity, field, text, plain, node, item, subject, field in prose, field == live)


def _hole(match: Any) -> str:
    return HOLE * len(match.group())
