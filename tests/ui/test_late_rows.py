"""A long paste into a goal's table: what is in view is shown at once, all else before anybody can miss it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QToolButton

from app.domain.board_text import BoardRows
from app.domain.entity import Entity, to_row
from app.domain.metrics import Metric, Observation
from app.domain.plan import Indicator, Legend, Meeting, Node, Placement, Reason, Rule, Scheme, Target
from app.domain.report import IndicatorRow
from app.services.document import Document
from app.ui.goal_model import GoalModel
from app.ui.goal_tab import GoalTab
from app.ui.late_rows import LEAST
from tests.sample_board import sample_board
from tests.ui.working import CONTROL, opened, press, put_on_clipboard, show, until

pytestmark = pytest.mark.usefixtures("theme", "offscreen")

ROWS = LEAST + 50
TARGETS = [f"{2000 + row:,}" for row in range(ROWS)]


def long_goal() -> BoardRows:
    """Return a goal of many indicators, each with a result and a target that it has reached."""
    board = {"board": sample_board()["board"]}
    entities: list[Entity] = [
        Meeting(uid="meeting", name="会議", position=1, fiscal_year="FY2022", as_of="2023-02-28"),
        Scheme(uid="scheme", name="状況", position=1),
        Legend(uid="good", scheme="scheme", position=1, label="達成", mark="circle", colour="status_good"),
        Legend(uid="behind", scheme="scheme", position=2, label="未達成", mark="triangle", colour="status_behind"),
        Reason(uid="reached", scheme="scheme", position=1, label="達成", legend="good"),
        Reason(uid="running", scheme="scheme", position=2, label="推進中", legend="behind"),
        Rule(uid="rule-1", scheme="scheme", position=1, condition="result >= target", reason="reached"),
        Rule(uid="rule-2", scheme="scheme", position=2, condition="result < target", reason="running"),
        Node(uid="goal", kind="goal", number="①", title="基本目標"),
        Placement(uid="place", child="goal", position=1),
    ]
    for row in range(ROWS):
        metric = f"m{row:03}"
        entities += [
            Metric(uid=metric, node="goal", name=f"指標{row}", unit="件", aggregation="none", direction="up"),
            Indicator(uid=f"i{row:03}", node="goal", metric=metric, title=f"指標{row}", position=row),
            Observation(metric=metric, period="FY2022", value="1500"),
            Target(uid=f"t{row:03}", indicator=f"i{row:03}", period="FY2022", value="1000", is_final=True),
        ]
    for entity in entities:
        board.setdefault(entity.TABLE, []).append(to_row(entity))
    return board


@pytest.fixture
def tab(tmp_path: Path, qapp: QApplication) -> Iterator[GoalTab]:
    with opened(long_goal(), tmp_path / "long.ictplan") as document:
        made = GoalTab(document, "goal")
        document.changed.connect(made.refresh)
        show(made)
        made.grid.setFocus()
        yield made
        made.stop()
        made.close()
        made.deleteLater()


def target_column(tab: GoalTab) -> int:
    return next(place for place, column in enumerate(tab.model.columns) if column.key == "target")


def paste(tab: GoalTab) -> None:
    tab.grid.go_to(0, target_column(tab))
    put_on_clipboard("".join(f"{text}\r\n" for text in TARGETS))
    press(Qt.Key.Key_V, CONTROL)


def put_off(tab: GoalTab) -> bool:
    """Say whether rows still wait to be built."""
    return tab.model._late is not None


def anew(document: Document) -> GoalModel:
    """Return the table as a window that is opened now shows it."""
    model = GoalModel(document)
    model.show_report(document.goal_report("goal"))
    return model


def test_what_is_in_view_is_shown_before_the_rest_is_built(tab: GoalTab) -> None:
    paste(tab)
    column = target_column(tab)
    assert put_off(tab)
    assert [tab.model.index(row, column).data() for row in (0, 5, ROWS - 1)] == ["2,000", "2,005", TARGETS[-1]]
    assert put_off(tab), "a cell that is painted makes its own row only"
    until(lambda: not put_off(tab))
    assert tab.model.rows == anew(tab.document).rows
    assert {row.status.legend for row in tab.model.rows if isinstance(row, IndicatorRow)} == {"未達成"}


def test_whoever_asks_before_gets_all_rows_as_they_are(tab: GoalTab) -> None:
    paste(tab)
    assert put_off(tab)
    press(Qt.Key.Key_C, CONTROL)
    assert [text.replace(",", "") for text in QApplication.clipboard().text().split()] == [
        text.replace(",", "") for text in TARGETS
    ]
    assert tab.model.rows == anew(tab.document).rows and not put_off(tab)


def test_filters_and_orders_see_the_new_rows(tab: GoalTab) -> None:
    paste(tab)
    assert put_off(tab)
    tab.model.sort_by(target_column(tab), descending=True)
    assert not put_off(tab)
    assert tab.model.index(0, target_column(tab)).data() == TARGETS[-1]


def test_the_counts_follow(tab: GoalTab) -> None:
    def shown() -> list[str]:
        return [button.text() for button in tab.footer.findChildren(QToolButton)]

    assert shown() == [f"● 達成 {ROWS}", "▲ 未達成 0"]
    paste(tab)
    until(lambda: not put_off(tab))
    assert shown() == ["● 達成 0", f"▲ 未達成 {ROWS}"]


def test_an_edit_meanwhile_is_shown_with_the_rest(tab: GoalTab) -> None:
    paste(tab)
    tab.document.set_target("i149", "77")
    assert tab.model.index(tab.model.find("i149"), target_column(tab)).data() == "77"
    tab.document.undo()
    until(lambda: not put_off(tab))
    assert tab.model.rows == anew(tab.document).rows


def test_an_indicator_deleted_meanwhile_is_gone(tab: GoalTab) -> None:
    paste(tab)
    assert put_off(tab)
    tab.document.delete("indicator", "i010")
    assert not put_off(tab) and tab.model.find("i010") == -1
    assert tab.model.rows == anew(tab.document).rows


def test_units_of_a_column_and_an_edit_before_they_are_all_built(tab: GoalTab) -> None:
    unit = next(place for place, column in enumerate(tab.model.columns) if column.key == "unit")
    tab.grid.go_to(0, unit)
    put_on_clipboard("台\r\n" * ROWS)
    press(Qt.Key.Key_V, CONTROL)
    assert put_off(tab)
    tab.document.set_field("metric", "m149", "unit", "基")
    assert [tab.model.index(row, unit).data() for row in (0, 100, 149)] == ["台", "台", "基"]
    assert put_off(tab), "what was late before the edit is late after it"
    until(lambda: not put_off(tab))
    assert tab.model.rows == anew(tab.document).rows


def test_the_sums_of_the_selection_wait_for_the_rows(tab: GoalTab) -> None:
    said: list[str] = []
    tab.grid.selection_summary.connect(said.append)
    paste(tab)
    assert put_off(tab)
    tab.grid._tell_summary()
    assert put_off(tab), "a thousand rows are not built at once for a sum"
    until(lambda: not put_off(tab) and said and f"個数 {ROWS}" in said[-1])


def test_undo_takes_a_long_paste_back(tab: GoalTab) -> None:
    before = tab.model.rows
    paste(tab)
    until(lambda: not put_off(tab))
    tab.document.undo()
    assert tab.model.rows == before
    until(lambda: not put_off(tab))


def test_closing_meanwhile_builds_nothing_more(tab: GoalTab) -> None:
    paste(tab)
    tab.stop()
    tab.document.close()
    assert not tab._late_rows._timer.isActive()
