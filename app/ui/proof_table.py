"""検算 of one item in its right pane: printed and computed figures beside each other."""

from collections.abc import Iterable

from app.domain.judged import Judged, difference
from app.domain.report import FigureView
from app.ui.grid_model import CellView, Column, GridModel, figure_cell

_COLUMNS = (
    Column("place", "場所", 120, grows=True, wraps=True),
    Column("printed", "印字値", 66, True),
    Column("computed", "計算値", 66, True),
    Column("difference", "差", 54, True),
)


class ProofTableModel(GridModel):
    """The findings of one item, those of the chosen metric first."""

    _metric: str | None = None

    def show_lines(self, lines: Iterable[Judged], metric: str | None) -> None:
        """Show findings; those of the metric are told by their period alone."""
        self._metric = metric
        self.show_rows(sorted(lines, key=lambda line: line.finding.spot.key[0] != metric), _COLUMNS)

    def row_id(self, row: Judged) -> str:
        """Return what tells a finding from the others."""
        return repr(row.identity)

    def cell(self, row: Judged, column: int) -> CellView:
        """Return what a cell shows."""
        found, reason = row.finding, f"{row.summary()}\nダブルクリックで場所へ移ります。"
        key = self.columns[column].key
        shown = {"printed": found.printed, "computed": found.computed, "difference": difference(found)}
        if key in shown:
            return figure_cell(FigureView(shown[key], state="value", reason=reason), editable=False)
        own = found.spot.key[0] == self._metric and found.period_label
        return CellView(
            found.period_label if own else row.place, None, False, reason, "plain", row.words.mark, row.words.colour
        )

    def waiting(self, row: Judged, column: int, view: CellView) -> tuple[Judged, ...]:
        """Return nothing: the rows are the findings themselves."""
        return ()
