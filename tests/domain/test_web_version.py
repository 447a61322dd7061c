"""What goes on the web site: no notes, no names, no figure that is not final nor any that tells it."""

from fractions import Fraction
from typing import Any

import pytest

from app.domain.blocks import Block, ChartSeries, ListItem
from app.domain.entity import fields_of
from app.domain.labels import WITHHELD
from app.domain.metrics import Event, Metric, Observation, Table, TableRow
from app.domain.plan import Board, Indicator, Meeting, NamedPeriod, Node, Placement, Reason, Rule, Scheme, Target
from app.domain.report_goal import Scene, build_row, year_columns
from app.domain.report_item import build_item_report
from app.domain.tables import STRUCTURE
from app.domain.web_version import for_web
from tests.domain.scenes import BOARDS, rows_of, scene_of_rows, scene_with

BOARD = Board(uid="b", title="板", city="見本市", division="情報課")
MEETING = Meeting(uid="m", name="第1回", position=1, fiscal_year="FY2022", as_of="2023-03-31", presenter="山田 花子")
NODE = Node(uid="n", kind="initiative", title="取組", note="内緒")
PLACE = Placement(uid="p", child="n", position=1)
BASE = (BOARD, MEETING, NODE, PLACE)


def metric(uid: str, formula: str | None = None, **more: Any) -> Metric:
    return Metric(uid=uid, node="n", name=uid, aggregation="sum", formula=formula, **more)


def result(uid: str, period: str, value: str | None = None, quality: str | None = None, **more: Any) -> Observation:
    return Observation(metric=uid, period=period, value=value, quality=quality, **more)


def figure(scene: Scene, uid: str, period: str, kind: str = "result") -> Fraction | str | None:
    found = scene.book.figure(uid, period, kind)
    return found.value if found.value is not None else found.missing


@pytest.mark.parametrize("board", BOARDS)
def test_no_internal_field_and_no_name_is_left(board: str) -> None:
    scene = for_web(scene_of_rows(rows_of(board)))
    internal = {"note", "entered_by", "from_department", "received_on", "document", "permission"}
    for entity in STRUCTURE:
        names = internal & {spec.name for spec in fields_of(entity)}
        assert all(getattr(item, name) is None for item in scene.index.all(entity) for name in names)
    stored = [item for uid in scene.book.metrics for item in scene.book.observations(uid)]
    assert all(getattr(item, name) is None for item in stored for name in internal - {"permission"})


@pytest.mark.parametrize("board", BOARDS)
@pytest.mark.parametrize("with_provisional", [False, True])
def test_a_board_without_provisional_figures_says_the_same(board: str, with_provisional: bool) -> None:
    scene = scene_of_rows(rows_of(board))
    public = for_web(scene, with_provisional)
    for uid in scene.book.metrics:
        for item in scene.book.observations(uid):
            before, after = (one.book.figure(uid, item.period, item.kind) for one in (scene, public))
            assert (before.value, before.missing, before.text) == (after.value, after.missing, after.text)


def test_the_presenter_is_the_office() -> None:
    public = for_web(scene_with(*BASE))
    assert public.meeting is not None and public.meeting.presenter == "見本市 情報課"


def test_a_provisional_figure_is_held_back_with_what_tells_it() -> None:
    scene = scene_with(
        *BASE,
        metric("a"),
        metric("b"),
        metric("sum", "[a]+[b]"),
        metric("share", "[a]/[sum]"),
        result("a", "2022-04", "10"),
        result("a", "2022-05", "20", "provisional", remark="20人"),
        result("b", "2022-04", "1"),
        result("b", "2022-05", "2"),
        result("sum", "2022-05", "22", printed="22"),
        result("a", "FY2022", "30"),
    )
    assert figure(scene, "a", "2022-04/2022-05") == 30
    public = for_web(scene)
    held = [("a", "2022-05"), ("a", "2022-04/2022-05"), ("a", "FY2022"), ("sum", "2022-05"), ("share", "2022-05")]
    assert {figure(public, *at) for at in [*held, ("sum", "2022-04/2022-05")]} == {WITHHELD}
    assert [figure(public, *at) for at in [("a", "2022-04"), ("b", "2022-05"), ("sum", "2022-04")]] == [10, 2, 11]
    left = {(item.metric, item.period): item for uid in ("a", "sum") for item in public.book.observations(uid)}
    for at in (("a", "2022-05"), ("a", "FY2022"), ("sum", "2022-05")):
        assert (left[at].value, left[at].printed, left[at].remark, left[at].missing) == (None, None, None, WITHHELD)
    assert figure(for_web(scene, with_provisional=True), "share", "2022-05") == Fraction(10, 11)


def test_what_is_held_back_is_printed_with_a_word() -> None:
    scene = scene_with(*BASE, metric("a"), metric("b", "[a]*2"), result("a", "FY2022", "20", "provisional"))
    public = for_web(scene)
    views = [public.figure(public.index.get(Metric, uid), "FY2022") for uid in ("a", "b")]
    assert [view.full for view in views] == ["公表前", "公表前"]


def test_a_final_figure_stands_though_a_month_of_it_is_held_back() -> None:
    months = [result("a", "2022-04", "5"), result("a", "2022-05", "6", "provisional")]
    public = for_web(scene_with(*BASE, metric("a"), *months, result("a", "FY2022", "11", "final")))
    assert figure(public, "a", "FY2022") == 11


def test_final_before_provisional_before_part() -> None:
    def seen(*qualities: str) -> Fraction | str | None:
        items = (
            result("a", "FY2022", str(place), quality, as_of=f"2022-0{place}-01")
            for place, quality in enumerate(qualities, 1)
        )
        return figure(for_web(scene_with(*BASE, metric("a"), *items)), "a", "FY2022")

    assert seen("final", "provisional") == 1
    assert seen("part", "provisional") == WITHHELD


@pytest.mark.parametrize(
    ("period", "named"),
    [
        ("x:all", NamedPeriod(uid="x:all", label="開始から", sort_key="1")),
        ("x:all", NamedPeriod(uid="x:all", label="開始から", end="2022-06-30", sort_key="1")),
        ("FY2022Q1", None),
        ("FY2022", None),
    ],
)
def test_a_printed_total_over_any_longer_period_is_held_back(period: str, named: NamedPeriod | None) -> None:
    more = [named] if named else []
    public = for_web(
        scene_with(*BASE, metric("a"), *more, result("a", period, "90"), result("a", "2022-05-03", "6", "provisional"))
    )
    assert figure(public, "a", period) == WITHHELD


def test_a_total_that_ended_before_stands() -> None:
    named = NamedPeriod(uid="x:old", label="以前", end="2022-03-31", sort_key="1")
    late = result("a", "2022-05", "6", "provisional")
    public = for_web(scene_with(*BASE, metric("a"), named, result("a", "x:old", "90"), late))
    assert figure(public, "a", "x:old") == 90


def test_what_looks_back_a_year_is_held_back() -> None:
    scene = scene_with(
        *BASE,
        metric("a"),
        metric("growth", "[a]-PREV([a])"),
        result("a", "FY2021", "6", "provisional"),
        result("a", "FY2022", "7"),
    )
    assert figure(for_web(scene), "growth", "FY2022") == WITHHELD


def test_a_long_chain_of_printed_totals_is_held_back() -> None:
    scene = scene_with(
        *BASE,
        metric("a"),
        metric("b", "[a]+1"),
        result("a", "FY2022Q1", "6", "provisional"),
        result("a", "FY2022", "7"),
        result("b", "FY2022", "8", printed="8"),
    )
    public = for_web(scene)
    assert [figure(public, uid, "FY2022") for uid in ("a", "b")] == [WITHHELD, WITHHELD]


def indicator_scene(target_quality: str | None = None, result_quality: str | None = None) -> Scene:
    return scene_with(
        *BASE,
        metric("a"),
        Indicator(uid="i", node="n", metric="a", title="指標", position=1),
        Target(uid="t", indicator="i", period="FY2022", value="50", quality=target_quality, remark="50人"),
        result("a", "FY2022", "40", result_quality),
        result("a", "FY2022", "80", None, kind="rate"),
        Scheme(uid="s", name="状況", position=1),
        Rule(uid="r", scheme="s", position=1, condition="result < target", reason="x"),
        Reason(uid="x", scheme="s", position=1, label="未達成"),
    )


def status_of_row(public: Scene) -> tuple[str, Fraction | None]:
    row = build_row(public, public.index.get(Indicator, "i"), (), year_columns(public.meeting))
    return row.status.reason, row.rate.value


def test_status_and_rates_follow_a_held_back_result_or_target() -> None:
    assert status_of_row(for_web(indicator_scene("provisional"), with_provisional=True)) == ("未達成", Fraction(4, 5))
    for scene in (indicator_scene("provisional"), indicator_scene(None, "provisional")):
        public = for_web(scene)
        assert status_of_row(public) == ("", None)
        assert figure(public, "a", "FY2022", "rate") == WITHHELD
    target = for_web(indicator_scene("provisional")).index.get(Target, "t")
    assert (target.value, target.remark, target.missing) == (None, None, WITHHELD)


def test_a_missing_figure_keeps_its_reason() -> None:
    scene = scene_with(*BASE, metric("a"), result("a", "FY2022", None, "provisional", missing="surveying"))
    assert figure(for_web(scene), "a", "FY2022") == "surveying"


def test_figures_of_a_later_day_than_the_meeting_stay_out() -> None:
    late = result("a", "FY2023", "9", as_of="2023-06-30")
    public = for_web(scene_with(*BASE, metric("a"), result("a", "FY2022", "8"), late), with_provisional=True)
    assert [item.period for item in public.book.observations("a")] == ["FY2022"]


def test_what_is_kept_off_the_paper_stays_out() -> None:
    hidden = Node(uid="h", kind="initiative", title="載せない頁", printed=False)
    scene = scene_with(
        *BASE,
        hidden,
        Placement(uid="ph", child="h", position=2),
        metric("a"),
        *(Metric(uid=uid, node="h", name=uid) for uid in ("secret", "charted", "told", "read")),
        metric("made", "[read]*2"),
        Table(uid="t", node="h", title="表", axis="events"),
        TableRow(uid="r", table="t", position=1, metric="secret"),
        Event(uid="e", metric="secret", position=1, period="2022-07-31"),
        Block(uid="off", node="n", kind="list", position=1, printed=False),
        ListItem(uid="l", block="off", position=1, text="載せない"),
        Block(uid="table", node="h", kind="table", position=1, table="t"),
        Block(uid="on", node="n", kind="text", position=2, body="{{[told]|FY2022}}"),
        Block(uid="chart", node="n", kind="chart", position=3),
        ChartSeries(uid="c", block="chart", position=1, metric="charted"),
        result("read", "FY2022", "4"),
    )
    public = for_web(scene)
    assert {item.uid for item in public.index.all(Metric)} == {"a", "charted", "told", "made"}
    assert [public.index.all(kind) for kind in (ListItem, Event, TableRow)] == [(), (), ()]
    assert [block.uid for block in build_item_report(public, "n").blocks] == ["on", "chart"]
    assert figure(public, "made", "FY2022") == 8
