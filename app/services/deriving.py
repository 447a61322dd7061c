"""Rows that are computed: their formulas tried while they are typed, set, and taken away."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.errors import InputError
from app.domain.plan import Node
from app.lazy import LazyModule
from app.services.charting import Charting

if TYPE_CHECKING:
    from app.domain import (
        display,
        fiscal,
        formula,
        formula_complete,
        formula_names,
        formula_trial,
        report_table,
        series,
    )
    from app.domain import edits as edit_rows
    from app.domain import metrics as metric_rows
    from app.domain.formula_complete import Name
    from app.domain.formula_trial import Result, Trial
    from app.domain.metrics import Metric
else:
    display = LazyModule("app.domain.display")
    edit_rows = LazyModule("app.domain.edits")
    fiscal = LazyModule("app.domain.fiscal")
    formula = LazyModule("app.domain.formula")
    formula_complete = LazyModule("app.domain.formula_complete")
    formula_names = LazyModule("app.domain.formula_names")
    formula_trial = LazyModule("app.domain.formula_trial")
    metric_rows = LazyModule("app.domain.metrics")
    report_table = LazyModule("app.domain.report_table")
    series = LazyModule("app.domain.series")


class Deriving(Charting):
    """The verbs of formulas."""

    def shown_formula(self, metric: str) -> str:
        """Return a row's formula by names, '' where it is typed by hand."""
        found = self.index.one(metric_rows.Metric, metric)
        return self.index.shown_formula(found) if found else ""

    def formula_names(self, metric: str) -> "tuple[Name, ...]":
        """Return the names that a row's formula may use, all but its own."""
        own = report_table.node_of_metric(self.scene, self._one(metric_rows.Metric, metric))
        titles = {node.uid: node.title for node in self.index.all(Node)}
        label = formula_names.shower(self._names())
        return tuple(
            formula_complete.Name(label(f"[{item.uid}]"), titles.get(home or "", ""), home == own and own is not None)
            for item in self.index.all(metric_rows.Metric)
            if item.uid != metric
            for home in [report_table.node_of_metric(self.scene, item)]
        )

    def try_formula(self, metric: str, shown: str) -> "Trial":
        """Return what a typed formula would give for the meeting's latest month and its year, or what is wrong."""
        try:
            stored = self._checked(metric, shown)
        except InputError as error:
            return formula_trial.Trial((), error.message, getattr(error, "position", None))
        return formula_trial.Trial(tuple(self._results(metric, stored)))

    def set_formula(self, metric: str, shown: str) -> None:
        """Compute a row by a typed formula from now on; InputError (FormulaError, CycleError) says what is wrong.

        What was typed into the row before stays beside it as the figures of the print, for the proof.
        """
        before = self._one(metric_rows.Metric, metric)
        after = replace(before, formula=self._checked(metric, shown))
        if after != before:
            self._commit(f"「{before.name}」の計算式", [edit_rows.change(before, after)])

    def clear_formula(self, metric: str) -> None:
        """Let a row be typed by hand again; its figures are those that were typed or printed before."""
        before = self._one(metric_rows.Metric, metric)
        if before.formula is not None:
            edits = [edit_rows.change(before, replace(before, formula=None))]
            self._commit(f"「{before.name}」を手入力に", edits)

    def _names(self) -> dict[str, str]:
        return {item.uid: item.name for item in self.index.all(metric_rows.Metric)}

    def _checked(self, metric: str, shown: str) -> str:
        """Return the stored form of a typed formula that no other needs in a circle."""
        names = self._names()
        stored = formula.to_stored(shown, names)
        path = self._path_back(metric, formula.references(formula.parse(stored)))
        if path:
            raise formula.CycleError(path, names)
        return stored

    def _path_back(self, metric: str, read: Iterable[str]) -> tuple[str, ...]:
        """Return the way on which a formula that reads these would need itself, () where there is none."""
        waiting: list[tuple[str, ...]] = [(metric, uid) for uid in read]
        seen: set[str] = set()
        while waiting:
            path = waiting.pop()
            if path[-1] == metric:
                return path
            if path[-1] not in seen:
                seen.add(path[-1])
                node = self._book.formula_of(path[-1])
                waiting += [(*path, uid) for uid in (formula.references(node) if node else ())]
        return ()

    def _results(self, metric: str, stored: str) -> "Iterable[Result]":
        row = replace(self._one(metric_rows.Metric, metric), formula=stored)
        parts = self._with_parts(formula.references(formula.parse(stored)))
        self._ensure({*parts, metric}, whole=True)
        known = {uid: self._book.metrics[uid] for uid in parts if uid in self._book.metrics}
        book = series.SeriesBook({**known, metric: row}, self._book.as_of)
        for uid in parts:
            book.put(self._book.observations(uid))
        for period in self._shown_periods(book, row):
            figure = book.figure(metric, period)
            view = display.show(row, figure, period)
            yield formula_trial.Result(
                self.scene.period_label(period, "era_short"), view.full, view.reason if not view.text else ""
            )

    def _shown_periods(self, book: "series.SeriesBook", row: "Metric") -> tuple[str, ...]:
        """Return the newest month of the meeting's year that has a value, and the year."""
        year = self.scene.fiscal_year
        if year is None:
            return ()
        months = fiscal.months_of(year)
        filled = [month for month in months if book.figure(row.uid, month).value is not None]
        return (filled[-1] if filled else months[0], year)
