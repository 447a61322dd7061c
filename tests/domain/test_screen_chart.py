"""Charts for the screen: forms of a series, parts, the targets' history, and the estimate of a year's end."""

from fractions import Fraction

import pytest

from app.domain.fiscal import months_of
from app.domain.forecasting import forecast
from app.domain.metrics import Metric, Observation, TableRow
from app.domain.plan import Indicator, Meeting, Node, Placement, Succession, Target
from app.domain.report_goal import Scene
from app.domain.report_trend import build_trend
from app.domain.screen_chart import ScreenChart, build_chart, forms_of, parts_of
from tests.domain.papers import paper_of
from tests.domain.scenes import scene_with

DAY = "2022-03-01"
YEAR, BEFORE = months_of("FY2022"), months_of("FY2021")
SUM = Metric(uid="m", name="件数", unit="件", aggregation="sum")


def fractions(*values: int | None) -> tuple[Fraction | None, ...]:
    return tuple(None if value is None else Fraction(value) for value in values)


def so_far(*values: int) -> tuple[Fraction | None, ...]:
    return fractions(*values, *[None] * (12 - len(values)))


def test_the_rest_of_last_year_is_taken_in_this_years_proportion() -> None:
    found = forecast(SUM, YEAR, so_far(20, 20, 20), fractions(*[10] * 3, *[30] * 9))
    assert found.value == 60 + 9 * 60 and found.months[:4] == fractions(None, None, None, 60)
    assert found.method == "前年度の残りの月に、4〜6月の前年同期比（200%）をかけた値"


@pytest.mark.parametrize("last", [so_far(10, 10), fractions(*[0] * 3, *[5] * 9), ()])
def test_where_last_year_does_not_serve_the_mean_of_the_months_so_far_does(last: tuple[Fraction | None, ...]) -> None:
    found = forecast(SUM, YEAR, so_far(10, 20, 30), last)
    assert found.value == 240 and found.method == "残りの月を、4〜6月の月平均とした値"


@pytest.mark.parametrize(
    ("metric", "values", "why"),
    [
        (SUM, so_far(1, 2), "3か月に満たない"),
        (SUM, (), "そろっている"),
        (SUM, fractions(*range(12)), "そろっている"),
        (SUM, fractions(1, 2, 3, None, 5, *[None] * 7), "途中の月"),
        (Metric(uid="m", name="率", aggregation="mean"), so_far(1, 2, 3), "足して年の値にする"),
        (Metric(uid="m", name="率", aggregation="sum", scale="percent"), so_far(1, 2, 3), "足して年の値にする"),
    ],
)
def test_there_is_no_estimate_where_it_would_say_nothing(
    metric: Metric, values: tuple[Fraction | None, ...], why: str
) -> None:
    found = forecast(metric, YEAR, values, fractions(*[1] * 12))
    assert found.value is None and why in found.method and not any(found.months)


def drawn(scene: Scene, metric: str, form: str, *, estimate: bool = False) -> ScreenChart:
    return build_chart(scene, build_trend(scene, metric), form, estimate=estimate)


def test_the_answers_of_the_chatbot_are_taken_apart_as_its_formulas_say() -> None:
    scene = paper_of()
    names = [scene.index.get(Metric, uid).name for uid in parts_of(scene.index, scene.index.get(Metric, "chatbot-all"))]
    assert {"除外", "正答", "再学習要"} <= set(names) and "応答" not in names
    stacked = drawn(scene, "chatbot-all", "stacked").view
    for place, month in enumerate(stacked.periods[:11]):
        parts = [series.values[place] for series in stacked.series]
        whole = scene.book.figure("chatbot-all", month).value
        assert None not in parts and sum(parts) == whole  # type: ignore[arg-type]
    share = drawn(scene, "chatbot-all", "share").view
    assert sum(series.values[0] for series in share.series) == 1  # type: ignore[misc]
    assert all(series.percent for series in share.series) and share.series[0].values[11] is None


def test_forms_that_make_no_sense_are_not_offered() -> None:
    index = paper_of().index
    assert forms_of(index, index.get(Metric, "chatbot-all")) == ("months", "years", "cumulative", "stacked", "share")
    assert forms_of(index, index.get(Metric, "chatbot-correct-rate")) == ("months", "years")


def test_a_circle_of_sums_ends() -> None:
    scene = scene_with(
        Metric(uid="a", name="a", formula="[b]+[c]"),
        Metric(uid="b", name="b", formula="[a]+[c]"),
        Metric(uid="c", name="c"),
    )
    assert set(parts_of(scene.index, scene.index.get(Metric, "a"))) == {"a", "c"}


def board(*rows: object) -> Scene:
    meeting = Meeting(uid="now", name="第1回", position=1, fiscal_year="FY2022", as_of="2022-09-30")
    node = Node(uid="n", kind="goal", title="目標")
    return scene_with(meeting, node, Placement(uid="p", child="n", position=1), SUM, *rows)  # type: ignore[arg-type]


def months(values: list[int | None], periods: tuple[str, ...]) -> list[Observation]:
    pairs = zip(periods, values, strict=False)
    return [Observation(metric="m", period=period, value=str(value)) for period, value in pairs if value is not None]


def test_running_totals_stop_at_a_gap_and_the_estimate_goes_on_from_them() -> None:
    scene = board(*months([10, 20, 30], YEAR), *months([10, None, 10], BEFORE))
    found = drawn(scene, "m", "cumulative", estimate=True)
    assert found.view.series[0].values[:4] == fractions(10, 30, 60, None)
    assert found.view.last_year[:3] == fractions(10, None, None)
    assert found.estimate[:4] == fractions(None, None, None, 80) and found.estimate[-1] == 240
    assert found.estimate_label == "見込 約240件"


def test_the_years_show_each_target_as_long_as_it_was_in_force() -> None:
    scene = board(
        Indicator(uid="i", node="n", metric="m", title="件数", position=1),
        Target(uid="t0", indicator="i", period="FY2023", is_final=True, value="100"),
        Target(
            uid="t1", indicator="i", period="FY2023", is_final=True, value="150", revision=1, decided_on="2022-03-01"
        ),
        Succession(uid="s", kind="split", on_date="2022-04-01", indicator_to="i"),
        *(Observation(metric="m", period=f"FY{year}", value="50") for year in (2019, 2020, 2021, 2022)),
    )
    found = drawn(scene, "m", "years")
    assert found.view.periods == ("FY2019", "FY2020", "FY2021", "FY2022", "FY2023")
    assert found.targets == fractions(100, 100, 150, 150, 150) and found.view.target is None
    assert found.target_label == "目標値（その年度のもの）"
    assert [(one.place, one.words) for one in found.breaks] == [
        (2, "目標値の見直し 100件 → 150件"),
        (3, "指標の分割"),
    ]


def test_the_years_estimate_stands_at_the_meetings_year_only() -> None:
    scene = board(*months([10, 20, 30], YEAR), Observation(metric="m", period="FY2020", value="50"))
    found = drawn(scene, "m", "years", estimate=True)
    assert [value for value in found.estimate if value is not None] == [240]
    assert found.view.periods[[value is not None for value in found.estimate].index(True)] == "FY2022"
    assert drawn(scene, "m", "years").estimate == ()


def test_rows_name_the_parts() -> None:
    scene = paper_of()
    rows = scene.index.where(TableRow, "metric", "chatbot-excluded")
    stacked = drawn(scene, "chatbot-all", "stacked").view
    assert (rows[0].label or "除外") in [series.label for series in stacked.series]
