"""A goal's table: which columns it has, how its groups make room, and which marks tell a status."""

from dataclasses import replace

from app.domain.report import Band, GoalReport, IndicatorRow, LegendView
from app.domain.report_goal import build_goal_report
from app.layout.page import PAGE_WIDTH
from app.layout.slides.goal import goal_pages
from app.layout.slides.goal_rows import LEAST_ROW, columns_of, group_runs, row_heights, with_telling_marks
from app.layout.styles import style_of
from app.layout.text_fit import cell_height
from tests.layout.test_deck import FRAME, sample_scene


def report() -> GoalReport:
    """Return the sample's first goal."""
    return build_goal_report(sample_scene(), "goal-1", {})


def changed(**fields: object) -> GoalReport:
    """Return the sample's first goal with fields of all its rows changed."""
    found = report()
    rows = [tuple(row._replace(**fields) for row in band.rows) for band in found.bands]  # type: ignore[arg-type]
    return replace(found, bands=tuple(replace(band, rows=run) for band, run in zip(found.bands, rows, strict=True)))


def heads(found: GoalReport) -> list[str]:
    """Return the heads of the first page's table."""
    page = goal_pages(found, FRAME)[0].build("1")
    return [cell.shown for cell in page.cells if cell.style.startswith("head_pale")]


def test_a_column_that_no_row_fills_is_left_out() -> None:
    assert {"No.", "状況", "担当課"} <= set(heads(report()))
    assert "No." not in heads(changed(number=""))
    assert "担当課" not in heads(changed(departments=()))
    plain = changed(status=report().rows[0].status._replace(mark="", reason=""))
    assert "状況" not in heads(replace(plain, legend=()))


def test_the_columns_fill_the_page() -> None:
    for found in (report(), changed(number=""), changed(departments=()), changed(path=("一段",)), changed(path=())):
        columns = columns_of(found)
        texts = columns.number + columns.measure + columns.initiative + columns.indicator
        assert texts + columns.figure * (2 + len(found.years)) + columns.status + columns.department == PAGE_WIDTH


def test_a_group_s_last_row_makes_room_for_the_group_s_name() -> None:
    rows = [row._replace(path=("長い名前の施策" * 20,)) for row in report().rows[:3]]
    columns = columns_of(replace(report(), bands=(Band("n", (), tuple(rows)),)))
    heights = row_heights(rows, columns)
    assert group_runs(rows, 1) == [(0, 3)]
    assert heights[0] == heights[1] == LEAST_ROW
    assert sum(heights) == cell_height(rows[0].path[0], columns.measure, style_of("group indent"))


def test_a_mark_that_several_classes_share_is_a_word() -> None:
    legend = tuple(LegendView(str(at), label, "●", None, 1) for at, label in enumerate(("達成", "未達成")))
    legend += (LegendView("2", "見直し", "◆", None, 1),)
    row: IndicatorRow = report().rows[0]
    statuses = [row.status._replace(mark=item.mark, reason=item.label) for item in legend]
    rows = tuple(row._replace(uid=str(at), status=status) for at, status in enumerate(statuses))
    found = with_telling_marks(replace(report(), legend=legend, bands=(Band("n", (), rows),)))
    assert [item.mark for item in found.legend] == ["", "", "◆"]
    assert [one.status.mark or one.status.reason for one in found.rows] == ["達成", "未達成", "◆"]
