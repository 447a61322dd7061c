"""What the rows of one board are called, and where in its tree they stand; for comparing boards of any origin."""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property

from app.domain.entity import Key, Row
from app.domain.fiscal import format_period
from app.domain.labels import BLOCK_KINDS, ROUNDINGS, SLIDE_KINDS
from app.domain.narrative import LIVE, Form, form_of

Tables = Mapping[str, Mapping[Key, Row]]
"""Rows by table and key; what is equal on two boards may be left out of tables that nothing refers to."""

WHOLE_PLAN = "計画全体"
PAPERS = "協議会の資料"
NAMELESS = "（名前なし）"
TABLE_WORDS = {
    "board": "計画ファイル",
    "plan": "計画",
    "level": "階層の呼び名",
    "department": "担当課",
    "named_period": "期間の呼び名",
    "meeting": "会議",
    "node": "取組など",
    "placement": "置き場所",
    "metric": "数値の系列",
    "indicator": "指標",
    "target": "目標値",
    "responsibility": "担当",
    "succession": "引継ぎ・改称",
    "scheme": "状況の区分法",
    "legend": "状況の凡例",
    "reason": "状況の理由",
    "rule": "状況の規則",
    "assessment": "状況",
    "table_view": "表",
    "table_row": "表の行",
    "table_column": "表の列",
    "loose_line": "場所の分からない印字値",
    "event": "開催日",
    "block": "部分",
    "list_item": "一覧の行",
    "phase": "行程",
    "chart_series": "グラフの系列",
    "slide": "ページの選び方",
    "correction": "正誤",
    "settlement": "検算の了承",
    "observation": "数値",
    "image": "画像",
    "fixed_version": "固定した版",
    "fixed_figure": "固定した数値",
    "history": "履歴",
}
_TITLES = ("title", "name", "label", "heading", "text")
_GENERAL = ("plan", "level", "department", "named_period", "succession", "scheme", "legend", "reason", "rule", "board")
_OWNERS = {
    "target": (("indicator", "indicator"),),
    "responsibility": (("indicator", "indicator"), ("metric", "metric"), ("node", "node")),
    "assessment": (("indicator", "indicator"), ("node", "node")),
    "observation": (("metric", "metric"),),
    "event": (("metric", "metric"),),
    "table_row": (("table", "table_view"),),
    "table_column": (("table", "table_view"),),
    "loose_line": (("table", "table_view"),),
    "list_item": (("block", "block"),),
    "phase": (("block", "block"),),
    "chart_series": (("block", "block"),),
    "placement": (("child", "node"),),
    "indicator": (("node", "node"),),
    "block": (("node", "node"),),
    "table_view": (("node", "node"),),
    "correction": (("meeting", "meeting"),),
    "fixed_version": (("meeting", "meeting"),),
    "fixed_figure": (("version", "fixed_version"),),
    "slide": (("meeting", "meeting"),),
}
"""Where a row stands: its first column that names another row, and that row's table."""

Place = tuple[str, ...]


class Names:
    """The names and places of one board's rows, found when first asked for."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self._places: dict[tuple[str, str], Place] = {}

    def row(self, table: str, uid: object) -> Row | None:
        """Return the row of a uid, None where the board has none."""
        return self.tables.get(table, {}).get((str(uid),))

    def title(self, table: str, uid: object) -> str:
        """Return what a row of a uid is called, '' where the board has none."""
        row = self.row(table, uid)
        return "" if row is None else self.title_of(table, row)

    def title_of(self, table: str, row: Row) -> str:
        """Return what a row is called."""
        own = next((" ".join(self.readable(str(row[name])).split()) for name in _TITLES if row.get(name)), "")
        if table == "node":
            return f"{row.get('number') or ''!s}{own or NAMELESS}"
        return own or self._borrowed_title(table, row) or NAMELESS

    def readable(self, text: str) -> str:
        """Return a text with its live figures told by their names, periods and ways of writing."""
        if "{{" not in text:
            return text

        def figure(mark: "re.Match[str]") -> str:
            form = form_of(mark[3] or "")
            said = "・".join(words for words in _form_words(form) if words) if form else ""
            return f"〔{self.title('metric', mark[1]) or mark[1]} {self.period(mark[2])}{f'・{said}' if said else ''}〕"

        return LIVE.sub(figure, text)

    def _borrowed_title(self, table: str, row: Row) -> str:
        """Return what a row without a name of its own is called after what it shows."""
        for name, target in (("metric", "metric"), ("child", "node"), ("department", "department"), ("node", "node")):
            if row.get(name):
                return self.title(target, row[name])
        if table in ("event", "table_column"):
            return self.period(row["period"])
        kinds = {"block": BLOCK_KINDS, "slide": SLIDE_KINDS}.get(table, {})
        return kinds.get(str(row.get("kind")), "")

    def period(self, code: object) -> str:
        """Return a period's label, an irregular one's as its row has it; a code that is none as it stands."""
        named = self.row("named_period", code)
        if named:
            return str(named["label"])
        try:
            return format_period(str(code), "era_short")
        except ValueError:  # a board of another origin may hold anything
            return str(code)

    def place(self, table: str, row: Row) -> Place:
        """Return where a row stands: the tab's name, then what leads down to what the row belongs to."""
        if table == "node":
            return self._node_place(str(row["uid"]))
        if table == "metric":
            return self._metric_place(str(row["uid"]))
        if table == "meeting":
            return (WHOLE_PLAN, f"会議「{row['name']!s}」")
        if table == "slide":
            return (PAPERS, self.title("meeting", row["meeting"]) if row.get("meeting") else "会議によらない資料")
        above = self._above(table, row)
        if above is None:
            return (WHOLE_PLAN, TABLE_WORDS[table]) if table != "board" else (WHOLE_PLAN, "計画ファイルの見出し")
        place = self._place_of(*above)
        return (*place, self.title_of(table, row)) if table in ("indicator", "block", "table_view") else place

    def node_of(self, table: str, row: Row) -> str | None:
        """Return the node at which a row is edited, None where it has none."""
        if table == "node":
            return str(row["uid"])
        above: tuple[str, str] | None
        if table == "metric":
            users = self._users.get(str(row["uid"]))
            above = users or (("node", str(row["node"])) if row.get("node") else None)
        else:
            above = self._above(table, row)
        found = self.row(*above) if above else None
        return self.node_of(above[0], found) if above and found is not None else None

    def places_in_order(self) -> Iterator[Place]:
        """Give the places of nodes in printed order, and behind each what stands in it in its order."""
        below: dict[str | None, list[Row]] = {}
        for row in sorted(self.tables.get("placement", {}).values(), key=_position):
            below.setdefault(None if row.get("parent") is None else str(row["parent"]), []).append(row)
        inside: dict[str, list[tuple[str, Row]]] = {}
        for table in ("indicator", "block", "table_view"):
            for row in sorted(self.tables.get(table, {}).values(), key=_position):
                inside.setdefault(str(row["node"]), []).append((table, row))
        waiting, seen = [str(row["child"]) for row in reversed(below.get(None, []))], set[str]()
        while waiting:
            node = waiting.pop()
            if node not in seen:
                seen.add(node)
                yield self._node_place(node)
                yield from (self.place(table, row) for table, row in inside.get(node, ()))
                waiting += [str(row["child"]) for row in reversed(below.get(node, []))]

    @cached_property
    def _parents(self) -> dict[str, str | None]:
        places = sorted(self.tables.get("placement", {}).values(), key=lambda row: str(row["uid"]))
        return {str(row["child"]): None if row.get("parent") is None else str(row["parent"]) for row in places}

    @cached_property
    def _users(self) -> dict[str, tuple[str, str]]:
        """The row that shows each metric: its indicator, else its row in a table."""
        found: dict[str, tuple[str, str]] = {}
        for table in ("indicator", "table_row"):
            for row in self.tables.get(table, {}).values():
                if row.get("metric"):
                    found.setdefault(str(row["metric"]), (table, str(row["uid"])))
        return found

    def _above(self, table: str, row: Row) -> tuple[str, str] | None:
        if table == "settlement":
            return None
        owners = _OWNERS.get(table, ())
        return next(((owner, str(row[name])) for name, owner in owners if row.get(name)), None)

    def _place_of(self, table: str, uid: str) -> Place:
        known = self._places.get((table, uid))
        if known is None:
            row = self.row(table, uid)
            known = self._places[table, uid] = self.place(table, row) if row is not None else (WHOLE_PLAN,)
        return known

    def _metric_place(self, metric: str) -> Place:
        user = self._users.get(metric)
        if user is None:
            row = self.row("metric", metric) or {}
            above = self._node_place(str(row["node"])) if row.get("node") else (WHOLE_PLAN,)
            return (*above, str(row.get("name") or NAMELESS))
        place = self._place_of(*user)
        return place if user[0] == "indicator" else (*place, self.title(*user))

    def _node_place(self, node: str) -> Place:
        return tuple(reversed([self.title("node", uid) or NAMELESS for uid in self._upwards(node)]))

    def _upwards(self, node: str) -> Iterator[str]:
        """Give a node and what it stands under; a ring that a damaged board may hold ends."""
        seen: set[str] = set()
        at: str | None = node
        while at is not None and at not in seen:
            seen.add(at)
            yield at
            at = self._parents.get(at)


def _form_words(form: Form) -> Iterator[str]:
    """Give what a live figure's way of writing says beyond its series' own."""
    if form.qualifier is not None:
        yield form.qualifier or "約などなし"
    yield ROUNDINGS.get(form.rounding or "", "")
    if form.digits is not None:
        yield f"小数{form.digits}桁" if form.digits >= 0 else f"{10**-form.digits:,}の位まで"
    if form.bare:
        yield "単位なし"


def _position(row: Row) -> tuple[int, str]:
    return int(str(row.get("position") or 0)), str(row["uid"])
