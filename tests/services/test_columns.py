"""The columns that a table lists itself: what their heads mean, and what happens to the figures under them."""

import pytest

from app.domain.branch_settings import Setting
from app.domain.errors import InputError
from app.domain.metrics import Observation, Table, TableColumn, TableRow
from app.domain.plan import NamedPeriod
from app.services.document import Document

QR = "cashless-qr"


def made(document: Document) -> tuple[str, str]:
    """Make a table and return its uid and the metric of its row."""
    table = document.add_column_table("dx-rpa", "学校ごと")
    return table, str(document.index.where(TableRow, "table", table)[0].metric)


def heads(document: Document, table: str) -> list[tuple[str | None, str]]:
    return [(one.label, one.period) for one in document.index.where(TableColumn, "table", table)]


def figures(document: Document) -> set[tuple[str, str]]:
    return {(one.metric, one.period) for one in document.repository.read(Observation)}


def setting(document: Document, table: str) -> Setting:
    tree = [document.plan_tree()]
    while tree:
        for branch in tree.pop():
            if branch.uid == table:
                return next(one for one in document.branch_settings(branch) if one.name == "axis")
            tree.append(branch.below)
    raise AssertionError(table)


def test_a_head_that_the_calendar_knows_is_that_period_and_any_other_has_a_name(document: Document) -> None:
    table, _ = made(document)
    first, second, _ = document.own_columns(table)
    document.rename_column(first, "R4")
    document.rename_column(second, "A小学校")
    label, period = heads(document, table)[1]
    assert heads(document, table)[0] == ("R4", "FY2022")
    assert document.index.get(NamedPeriod, period).label == label == "A小学校"
    with pytest.raises(InputError, match="もうあります"):
        document.add_column(table, "A小学校")
    with pytest.raises(InputError, match="同じ期間"):
        document.add_column(table, "令和4年度")
    with pytest.raises(InputError, match="空に"):
        document.add_column(table, "  ")


def test_figures_stay_under_a_renamed_column_and_go_with_a_deleted_one(document: Document) -> None:
    table, metric = made(document)
    (_, period), column = heads(document, table)[0], document.own_columns(table)[0]
    document.set_figure((metric, period, "result", ""), "12")
    document.rename_column(column, "窓口")
    assert heads(document, table)[0] == ("窓口", period)
    with pytest.raises(InputError, match="列を足して"):
        document.rename_column(column, "R4")
    before = document.repository.dump_rows()
    document.delete_columns([column])
    assert (metric, period) not in figures(document)
    document.undo()
    assert {**document.repository.dump_rows(), "history": []} == {**before, "history": []}


def test_a_deleted_year_keeps_its_figures_with_the_series(document: Document) -> None:
    table, metric = made(document)
    column = document.add_column(table, "R4")
    document.set_figure((metric, "FY2022", "result", ""), "12")
    document.delete_columns([column])
    assert (metric, "FY2022") in figures(document)


def test_a_table_of_months_lists_its_columns_and_runs_over_months_again(document: Document) -> None:
    before = document.index.get(Table, QR)
    document.change_setting(setting(document, QR), "columns")
    assert document.index.get(Table, QR).axis == "columns"
    assert len(heads(document, QR)) == 12
    document.change_setting(setting(document, QR), "months")
    after = document.index.get(Table, QR)
    assert (after.axis, after.start, after.end) == ("months", before.start, before.end)
    assert heads(document, QR) == []
    document.change_setting(setting(document, QR), "columns")
    with pytest.raises(InputError, match="開催日"):
        document.change_setting(setting(document, QR), "events")
