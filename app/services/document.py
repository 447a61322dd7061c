"""Every verb that edits the open file; each is one transaction, one undo step and one line of history."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from app.domain import tables
from app.domain.entity import Key, fields_of, new_uid
from app.domain.errors import InputError
from app.domain.labels import BLOCK_KINDS, MISSING_KINDS, NODE_KINDS, SLIDE_CHOICES
from app.domain.plan import Indicator, Node, Placement
from app.lazy import LazyModule
from app.services.drafts import Drafts
from app.services.following import Following
from app.services.judging import Judging
from app.services.legends import Legends
from app.services.levels import Levels
from app.services.overview import Overview
from app.services.past import Past
from app.services.places import Place
from app.services.proving import Proving
from app.services.reading import OVERVIEW
from app.services.rewinding import Rewinding
from app.services.taking import Taking
from app.services.targets import Targets
from app.services.views import Change, MeetingView, TabView
from app.services.writing import Writing

if TYPE_CHECKING:
    from app.domain import (
        additions,
        entering,
        fiscal,
        fiscal_reading,
        ordering,
        paper_edits,
        pasting,
        removal,
        report_goal,
    )
    from app.domain import blocks as block_rows
    from app.domain import edits as edit_rows
    from app.domain import events as event_rows
    from app.domain import metrics as metric_rows
    from app.domain import outline as outlines
    from app.domain.blocks import Image
    from app.domain.edits import RowEdit
    from app.domain.metrics import Observation, TableRow
    from app.domain.outline import SlideEntry
    from app.domain.report import FigureView
else:
    block_rows = LazyModule("app.domain.blocks")
    edit_rows = LazyModule("app.domain.edits")
    metric_rows = LazyModule("app.domain.metrics")
    fiscal = LazyModule("app.domain.fiscal")
    fiscal_reading = LazyModule("app.domain.fiscal_reading")
    additions = LazyModule("app.domain.additions")
    entering = LazyModule("app.domain.entering")
    ordering = LazyModule("app.domain.ordering")
    event_rows = LazyModule("app.domain.events")
    outlines = LazyModule("app.domain.outline")
    paper_edits = LazyModule("app.domain.paper_edits")
    pasting = LazyModule("app.domain.pasting")
    removal = LazyModule("app.domain.removal")
    report_goal = LazyModule("app.domain.report_goal")

__all__ = ["OVERVIEW", "Change", "Document", "MeetingView", "Place", "TabView"]

PAPER = Place(table="slide")  # no tab shows the paper
NAMES_OF_METRICS = {("indicator", "title"), ("table_row", "label")}
TITLES = {"node": "title", "indicator": "title", "table_view": "title", "metric": "name", "table_row": "label"}
TITLES |= {"table_column": "label", "legend": "label", "reason": "label"}
_OWNER_COLUMNS = {
    "indicator": "node",
    "block": "node",
    "table_row": "table",
    "table_column": "table",
    "list_item": "block",
    "phase": "block",
    "event": "metric",
    "chart_series": "block",
}


class Document(
    Following,
    Levels,
    Writing,
    Taking,
    Drafts,
    Proving,
    Past,
    Rewinding,
    Overview,
    Judging,
    Legends,
    Targets,
):
    """The open file with its verbs.

    Every verb raises InputError where it cannot take what was typed (nothing is changed) and StorageError where the
    file is open for reading only. Where the disk stands in the way, the edit is kept (see Keeping) and the verb returns
    as if it were saved. Undo and redo raise StorageError then, and the stack stays. An equal value is no edit.
    """

    # figures

    def set_figure(self, key: Key, typed: str) -> None:
        """Take a typed figure into one cell; '' clears it."""
        self._commit(f"{self._metric_name(key)}の入力", self._figure_edits(key, typed))

    def set_figures(self, items: Mapping[Key, str], label: str) -> None:
        """Take typed figures into many cells, all or none; CellsError names each that cannot be read."""
        edits: list[RowEdit] = []
        bad: dict[Key, str] = {}
        for key, typed in items.items():
            try:
                edits += self._figure_edits(key, typed)
            except InputError as error:
                bad[key] = error.message
        if bad:
            raise entering.CellsError(bad)
        self._commit(label, edits)

    def set_missing(self, key: Key, kind: str | None) -> None:
        """Say why a cell has no value (None: simply not entered yet)."""
        present = self._stored(key)
        label = f"{self._metric_name(key)}を{MISSING_KINDS[kind] if kind else '空欄'}に"
        self._commit(label, _row_edits(present, entering.missing_observation(present, key, kind)))

    def set_baseline(self, indicator: str, typed: str) -> None:
        """Take a typed baseline (基準値) of an indicator."""
        metric = self._one(Indicator, indicator).metric
        self._ensure([metric], whole=True)
        found = self._book.baseline(metric)
        year = self.scene.fiscal_year
        if found is None and year is None:
            raise InputError(
                "会議の年度が決まっていないため基準値の年度が分かりません。先に会議の年度を入れてください。"
            )
        period = found.period if found else str(year)
        self.set_figure((metric, period, "baseline", found.as_of if found else ""), typed)

    # structure

    def set_field(self, table: str, uid: str, name: str, text: str | None) -> None:
        """Change one field of the structure (a title, a unit, a body); '' empties an optional one."""
        entity = tables.BY_TABLE[table]
        spec = next(spec for spec in fields_of(entity) if spec.name == name)
        value = text if text or not spec.optional else None
        if spec.required and not (value or "").strip():
            raise InputError("空にはできません。名前を入れてください。")
        present: Any = self._one(entity, uid)
        if getattr(present, name) == value:
            return
        edits = [edit_rows.change(present, replace(present, **{name: value}))]
        if (table, name) in NAMES_OF_METRICS:
            edits += self._renamed_metric(present, getattr(present, name), str(value or ""))
        self._commit(f"{self._title(table, uid)}の変更", edits)

    def add_indicator(self, node: str, title: str, after: str | None = None) -> str:
        """Add an indicator under a goal, measure or initiative."""
        uid, edits = additions.add_indicator(self.index, node, title, None, after)
        self._commit(f"指標「{title}」の追加", edits)
        return uid

    def paste_indicators(self, node: str, rows: Sequence[Sequence[str]]) -> int:
        """Take a pasted table in as indicators of a node, one undo step; return how many came in."""
        years = [year.period for year in report_goal.year_columns(self.scene.meeting)]
        count, edits = pasting.pasted_indicators(self.index, node, rows, years, self.meeting)
        self._commit(f"指標{count}件の貼り付け", edits)
        return count

    def add_node(self, parent: str | None, kind: str, title: str, after: str | None = None) -> str:
        """Add a goal, measure, initiative or item under a parent."""
        uid, edits = additions.add_node(self.index, parent, kind, title, after)
        self._commit(f"{NODE_KINDS[kind]}「{title}」の追加", edits)
        return uid

    def add_table(self, node: str, title: str, axis: str, start: str, end: str, after: str | None = None) -> str:
        """Add a table with one row, and its block behind the block `after`; return the table's uid."""
        fiscal.Period.from_code(start if axis == "years" else f"{start}/{end}")
        uid, edits = additions.add_table(self.index, node, self.meeting, title, axis, start, end, after)
        self._commit(f"表「{title}」の追加", edits)
        return uid

    def add_row(self, table: str, label: str, after: str | None = None) -> str:
        """Add a row with a metric of its own to a table."""
        uid, edits = additions.add_row(self.index, table, label, after)
        self._commit(f"行「{label}」の追加", edits)
        return uid

    def add_block(self, node: str, kind: str, heading: str, after: str | None = None, **fields: Any) -> str:
        """Add a block to an item's slide for the chosen meeting."""
        block = block_rows.Block(
            uid=new_uid(), node=node, meeting=self.meeting, position=0, kind=kind, heading=heading or None, **fields
        )
        uid, edits = additions.add_block(self.index, block, after)
        self._commit(f"「{heading or BLOCK_KINDS[kind]}」の追加", edits)
        return uid

    def put_images(
        self, node: str, pictures: "Sequence[Image]", *, block: str | None = None, after: str | None = None
    ) -> tuple[str, ...]:
        """Put pictures on an item's slide: the first into the image block `block`, the others in new ones behind it.

        Without `block` all are new, behind `after` (None: last). Returns the uids of the blocks, one a picture.
        """
        held = [self._one(block_rows.Block, block)] if block else []
        fields: dict[str, Any] = {"node": node, "meeting": self.meeting, "position": 0, "kind": "image"}
        blocks = [*held, *(block_rows.Block(uid=new_uid(), **fields) for _ in pictures[len(held) :])]
        self._commit("画像の貼り付け", additions.put_images(self.index, blocks, pictures, block or after, self.image))
        return tuple(one.uid for one in blocks)

    def clear_image(self, block: str) -> None:
        """Take the picture out of an image block; its words stay."""
        held = self._one(block_rows.Block, block)
        self._commit("画像の取り外し", additions.put_images(self.index, [held], [None], None, self.image))

    def add_line(self, block: str, text: str, after: str | None = None) -> str:
        """Add a line to a list."""
        uid, edits = additions.add_line(self.index, block, text, after)
        self._commit("一覧の行の追加", edits)
        return uid

    def add_phase(self, block: str, label: str, after: str | None = None) -> str:
        """Add a phase to a roadmap."""
        uid, edits = additions.add_phase(self.index, block, label, after)
        self._commit(f"行程「{label}」の追加", edits)
        return uid

    def add_event(self, metric: str, typed_day: str, place: str | None = None) -> str:
        """Add a day to a programme; the day is understood within the meeting's fiscal year."""
        uid, edits = additions.add_event(self.index, metric, self._day(typed_day), place)
        self._commit("開催日の追加", edits)
        return uid

    def move_event(self, uid: str, typed_day: str) -> None:
        """Put an event on another day, its figure with it; InputError where the programme has that day already."""
        event = self._one(metric_rows.Event, uid)
        day = self._day(typed_day)
        edits = event_rows.moved(self.index, event, day, self._observations_of(event.metric))
        self._commit("開催日の変更", edits)

    def _day(self, typed: str) -> str:
        year = self.scene.fiscal_year
        day = fiscal_reading.parse_period(typed, int(year[2:]) if year else None)
        if day.kind != "day":
            raise InputError("開催日は「7/31」「令和4年7月31日」のように月と日で入れてください。")
        return str(day.code)

    def add_chart(self, node: str, heading: str, table: str, after: str | None = None) -> str:
        """Add a chart of a table's first rows (at most 3) over the table's months."""
        source = self._one(metric_rows.Table, table)
        if source.axis != "months":
            raise InputError("グラフにできるのは月の表です。月の表を選んでください。")
        block, edits = additions.add_chart(self.index, node, self.meeting, heading, source, after)
        self._commit(f"グラフ「{heading}」の追加", edits)
        return block

    def delete(self, table: str, uid: str) -> None:
        """Delete a row with everything below it."""
        title = self._title(table, uid)
        edits = removal.removal_edits(self.index, table, uid, self._observations_of, self.image)
        self._commit(f"{title}の削除", edits)

    def delete_all(self, table: str, uids: Sequence[str]) -> None:
        """Delete rows of one table as one step, each with everything below it."""
        if len(uids) == 1:
            self.delete(table, uids[0])
            return
        with self.one_step(f"{len(uids)}行の削除"):
            for uid in uids:
                self.delete(table, uid)

    def move(self, table: str, uid: str, to_index: int) -> None:
        """Move a row to another place among its siblings (0-based)."""
        entity: Any = tables.BY_TABLE[table]
        item = self._one(entity, uid)
        owner = _OWNER_COLUMNS[table]
        siblings = self.index.where(entity, owner, getattr(item, owner))
        if table == "block":  # another meeting's parts stand on another paper
            siblings = tuple(one for one in siblings if one.meeting in (None, self.meeting))
        self._commit(f"{self._title(table, uid)}の移動", ordering.move_edits(siblings, item, to_index))

    def move_node(self, parent: str | None, child: str, to_index: int) -> None:
        """Move a node to another place under its parent (0-based)."""
        places = self.index.where(Placement, "parent", parent)
        place = next(place for place in places if place.child == child)
        self._commit(f"「{self._one(Node, child).title}」の移動", ordering.move_edits(places, place, to_index))

    # the council's paper

    def outline(self) -> "tuple[SlideEntry, ...]":
        """Return the slides of the chosen meeting's paper in print order, those left out too."""
        return outlines.outline(self.scene)

    def set_slide_printed(self, key: str, on: bool) -> None:
        """Print a slide of the chosen meeting's paper, or leave it out."""
        label = f"{self._slide_title(key)}を{SLIDE_CHOICES['in' if on else 'out']}"
        self._commit(label, paper_edits.printed_edits(self.scene, key, on), PAPER)

    def move_slide(self, key: str, place: int) -> None:
        """Move a slide to another place in the chosen meeting's paper (0-based)."""
        self._commit(f"{self._slide_title(key)}の移動", paper_edits.moved_edits(self.scene, key, place), PAPER)

    def reset_slides(self) -> None:
        """Give the chosen meeting's paper the slides and the order of the board again."""
        self._commit("資料のページを初めの選び方に", paper_edits.reset_edits(self.scene), PAPER)

    def set_paper(self, name: str, typed: str) -> None:
        """Change one of paper_edits.SETTINGS: the city's colour, the foot, or number and mark of the paper."""
        edits = paper_edits.setting_edits(self.scene, name, typed)
        self._commit(f"{paper_edits.SETTINGS[name]}の変更", edits, PAPER)

    # finding

    def first_waiting_figure(self) -> Place | None:
        """Return the first figure that waits to be typed (未集計 or blank), items before indicators, or None."""
        for tab in self.tabs()[1:]:
            for node in [head.node for head in self.item_heads(tab.node)] if tab.kind == "group" else ():
                tables = [block.table for block in self.item_report(node).blocks if block.table]
                for key in (cell.key for table in tables for row in table.rows for cell in row.cells if waits(cell)):
                    return Place(tab.node, node, "observation", key)
        for tab in self.tabs()[1:]:
            for row in self.goal_report(tab.node).rows if tab.kind == "goal" else ():
                if row.late and row.years and row.years[-1].key:
                    return Place(tab.node, self._one(Indicator, row.uid).node, "observation", row.years[-1].key)
        return None

    # parts of the verbs

    def _figure_edits(self, key: Key, typed: str) -> "list[RowEdit]":
        present = self._stored(key)
        return _row_edits(
            present, entering.typed_observation(self._one(metric_rows.Metric, key[0]), present, key, typed)
        )

    def _renamed_metric(self, user: "Indicator | TableRow", before: str | None, after: str) -> "list[RowEdit]":
        """Rename the metric of an indicator or a row along with it, unless it has a name of its own."""
        metric = self.index.one(metric_rows.Metric, user.metric)
        if metric is None or not after or before not in (None, metric.name):
            return []
        return [edit_rows.change(metric, replace(metric, name=after))]

    def _metric_name(self, key: Key) -> str:
        return self._one(metric_rows.Metric, key[0]).name

    def _slide_title(self, key: str) -> str:
        return next(f"「{entry.title}」" for entry in self.outline() if entry.key == key)

    def _title(self, table: str, uid: str) -> str:
        row: Any = self._one(tables.BY_TABLE[table], uid)
        name = getattr(row, TITLES.get(table, ""), None) or getattr(row, "heading", None)
        if name is None and getattr(row, "metric", None):
            name = self._one(metric_rows.Metric, row.metric).name
        return f"「{name}」" if name else "選んだ部分"


def waits(cell: "FigureView") -> bool:
    """Say whether a cell waits for somebody to type into it."""
    return cell.key is not None and (cell.state == "empty" or cell.missing in ("not_counted", "surveying"))


def _row_edits(before: "Observation | None", after: "Observation | None") -> "list[RowEdit]":
    if before == after:
        return []
    if before is None:
        return [edit_rows.insertion(after)] if after else []
    return [edit_rows.change(before, after)] if after else [edit_rows.deletion(before)]
