"""The columns that a table lists itself, as the open file's verbs: made, named, deleted, and pasted with their head."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.domain.entity import Key, key_of
from app.domain.errors import InputError
from app.lazy import LazyModule
from app.services.arranging import Arranging

if TYPE_CHECKING:
    from app.domain import fiscal, own_columns, report_table
    from app.domain import metrics as metric_rows
    from app.domain.branch_settings import Setting
    from app.domain.metrics import TableColumn, TableRow
else:
    fiscal = LazyModule("app.domain.fiscal")
    metric_rows = LazyModule("app.domain.metrics")
    own_columns = LazyModule("app.domain.own_columns")
    report_table = LazyModule("app.domain.report_table")

Lines = Sequence[Sequence[str]]
FIRST_ROW = "項目1"


class Columns(Arranging):
    """The open file with the verbs of tables that list their columns themselves."""

    def add_column_table(self, node: str, title: str, after: str | None = None) -> str:
        """Add a table with three columns to be named, and its block behind the block `after`; return its uid."""
        uid, edits = own_columns.added_table(self.index, node, self.meeting, title, after)
        self._commit(f"表「{title}」の追加", edits)
        return uid

    def own_columns(self, table: str) -> tuple[str, ...]:
        """Return the uids of the columns that a table lists itself, in order."""
        return tuple(column.uid for column in own_columns.columns_of(self.index, table))

    def add_column(self, table: str, head: str, after: str | None = None) -> str:
        """Add a column under a typed head, behind the column `after` (None: last); return its uid."""
        uid, edits = own_columns.added_column(self.index, table, head, after, self._typed_year())
        self._commit(f"列「{head.strip()}」の追加", edits)
        return uid

    def rename_column(self, column: str, head: str) -> None:
        """Give a column another head; its figures stay under it."""
        found = self.index.get(metric_rows.TableColumn, column)
        filled = bool(self._figures_under(found))
        edits = own_columns.renamed_column(self.index, found, head, self._typed_year(), filled=filled)
        self._commit(f"列「{found.label or head.strip()}」の名前の変更", edits)

    def delete_columns(self, columns: Sequence[str]) -> None:
        """Delete columns of one table, one step, with the figures that stood nowhere else."""
        found = [self.index.get(metric_rows.TableColumn, uid) for uid in columns]
        words = f"列「{found[0].label}」" if len(found) == 1 else f"{len(found)}列"
        self._commit(f"{words}の削除", own_columns.removed_columns(self.index, found, self._observations_of))

    def change_setting(self, setting: "Setting", typed: str) -> None:
        """Give a setting of a branch a typed value; a table may list its columns itself, or run over months again."""
        if setting.name != "axis" or "columns" not in (setting.value, typed) or typed == setting.value:
            super().change_setting(setting, typed)
            return
        if "events" in (setting.value, typed):
            raise InputError("開催日の表との間では変えられません。新しい表を足してください。")
        table = self.index.get(metric_rows.Table, setting.uid)
        if typed == "columns":
            periods = [(one.period, one.label) for one in report_table.table_columns(self.scene, table)]
            edits = own_columns.listed(self.index, table, periods)
        else:
            months = own_columns.months_meant(self.index, table.uid) or self._months_of_year()
            edits = own_columns.unlisted(self.index, table, typed, months, self._observations_of)
        self._commit(f"「{setting.words}」の変更", edits)

    # a pasted block with its head

    def names_columns(self, table: str, lines: Lines) -> bool:
        """Say whether a pasted block names columns of a table that lists them itself."""
        return self.index.get(metric_rows.Table, table).axis == "columns" and own_columns.names_columns(
            self.index, table, lines
        )

    def paste_table(self, table: str, lines: Lines) -> None:
        """Take a block with heads and names of rows in, one step; what has no column or row of that name gets one.

        Columns and the row that nobody named or filled yet are taken for the new ones first.
        """
        with self.one_step("表の貼り付け"):
            columns = self._columns_called(table, own_columns.heads_of(lines))
            rows = self._rows_called(table, [line[0].strip() for line in lines[1:]])
            items: dict[Key, str] = {}
            for row, line in zip(rows, lines[1:], strict=True):
                for column, cell in zip(columns, line[1:], strict=False):
                    if cell.strip() and row.metric:
                        items[self._key_at(row.metric, column)] = cell.strip()
            self.set_figures(items, "表の貼り付け")  # type: ignore[attr-defined]

    def _columns_called(self, table: str, heads: Sequence[str]) -> "list[TableColumn]":
        own = own_columns.columns_of(self.index, table)
        firsts = [one for one in own if one.label in own_columns.FIRST_HEADS and one.label not in heads]
        spare = [one.uid for one in firsts if not self._figures_under(one)]
        uids = {one.label: one.uid for one in own}
        for head in heads:
            if head in uids:
                continue
            uids[head] = spare.pop(0) if spare else self.add_column(table, head)
            self.rename_column(uids[head], head)
        if spare and len(own) == len(own_columns.FIRST_HEADS):
            self.delete_columns(spare)
        return [self.index.get(metric_rows.TableColumn, uids[head]) for head in heads]

    def _rows_called(self, table: str, labels: Sequence[str]) -> "list[TableRow]":
        rows = self.index.where(metric_rows.TableRow, "table", table)
        uids = {self._label_of(row): row.uid for row in rows}
        spare = [uids.pop(FIRST_ROW)] if [*uids] == [FIRST_ROW] and FIRST_ROW not in labels else []
        if spare and self._observations_of(str(rows[0].metric)):
            spare = []
        for label in labels:
            if label not in uids and spare:
                uids[label] = spare.pop()
                self.set_field("table_row", uids[label], "label", label)  # type: ignore[attr-defined]
            elif label not in uids:
                uids[label] = self.add_row(table, label)  # type: ignore[attr-defined]
        return [self.index.get(metric_rows.TableRow, uids[label]) for label in labels]

    def _label_of(self, row: "TableRow") -> str:
        return row.label or (self.index.get(metric_rows.Metric, row.metric).name if row.metric else "")

    def _key_at(self, metric: str, column: "TableColumn") -> Key:
        """Return the key of the figure of a metric in a column, of the one that stands where there is one."""
        of = (column.period, column.kind)
        stored = next((one for one in self._observations_of(metric) if (one.period, one.kind) == of), None)
        return key_of(stored) if stored else (metric, *of, "")

    def _figures_under(self, column: "TableColumn") -> list[str]:
        """Return the metrics of a table that have a figure in a column."""
        rows = self.index.where(metric_rows.TableRow, "table", column.table)
        of = (column.period, column.kind)
        metrics = [row.metric for row in rows if row.metric]
        return [one for one in metrics if any((each.period, each.kind) == of for each in self._observations_of(one))]

    def _months_of_year(self) -> tuple[str, ...]:
        year = self.scene.fiscal_year
        if year is None:
            raise InputError("会議の年度が決まっていないため、表の月が分かりません。先に会議の年度を入れてください。")
        return fiscal.months_of(year)

    def _typed_year(self) -> int | None:
        year = self.scene.fiscal_year
        return int(year[2:]) if year else None
