"""Live figures of a text: how they are stored, what they print, and what is said where they have no value."""

import pytest

from app.domain.blocks import Block, ListItem
from app.domain.live import LOST, NO_FORM, NO_PERIOD, NOT_COMPUTED, NOT_TYPED, live_figure, live_text
from app.domain.metrics import Metric, Observation
from app.domain.narrative import PLAIN, Form, form_of, form_text, marks, written
from app.domain.report_goal import Scene
from tests.domain.proof.written import found, item_of
from tests.domain.scenes import scene_with

FORMS = [
    (PLAIN, ""),
    (Form("約", "down", -2), "約,down,-2"),
    (Form("", None, 1), "exact,1"),
    (Form("以上", bare=True), "以上,bare"),
]
PRINTED = [
    ("", "22,218件"),
    ("約,down,-2", "約22,200件"),
    ("程度,half_up,-3", "22,000件程度"),
    ("up,-3", "23,000件"),
    ("bare", "22,218"),
    ("1", "22,218.0件"),
]
ROWS = (
    Metric(uid="a", node="n", name="質問", unit="件"),
    Metric(uid="r", node="n", name="率", unit="%", scale="percent", formula="[a]/[z]", digits=1, rounding="down"),
    Metric(uid="z", node="n", name="母数", unit="件", qualifier="約"),
    Observation(metric="a", period="2022-04", value="22218"),
    Observation(metric="a", period="2022-05", missing="not_counted"),
    Observation(metric="z", period="2022-04", value="30000"),
    Observation(metric="a", period="2022-06", value="1"),
    Observation(metric="z", period="2022-06", value="0"),
)


@pytest.fixture
def scene() -> Scene:
    return scene_with(*ROWS)


@pytest.mark.parametrize(("form", "stored"), FORMS)
def test_a_form_is_stored_in_one_way_and_read_back(form: Form, stored: str) -> None:
    assert form_text(form) == stored and form_of(stored) == form
    mark = next(marks(f"前{written('a', '2022-04', form)}後"))
    assert (mark.metric, mark.period, mark.form, mark.start) == ("a", "2022-04", form, 1)


def test_a_plain_live_figure_is_written_as_before_forms_were_known() -> None:
    assert written("a", "2022-04") == "{{[a]|2022-04}}"


@pytest.mark.parametrize(("form", "words"), PRINTED)
def test_a_form_decides_how_the_figure_prints(scene: Scene, form: str, words: str) -> None:
    assert live_text(scene, f"計{{{{[a]|2022-04|{form}}}}}です") == f"計{words}です"


def test_what_a_form_leaves_open_is_as_the_metric_has_it(scene: Scene) -> None:
    assert live_text(scene, "{{[r]|2022-04}}") == "74.0%"
    assert live_text(scene, "{{[r]|2022-04|half_up}}") == "74.1%"
    assert live_text(scene, "{{[z]|2022-04}}、{{[z]|2022-04|exact}}") == "約30,000件、30,000件"


NO_VALUE = [
    ("{{[a]|2022-05}}", "未集計"),
    ("{{[a]|2022-07}}", NOT_TYPED),
    ("{{[r]|2022-06}}", NOT_COMPUTED),
    ("{{[gone]|2022-04}}", LOST),
    ("{{[a]|4月}}", NO_PERIOD),
    ("{{[a]|2022-04|きれいに}}", NO_FORM),
]


@pytest.mark.parametrize(("mark", "words"), NO_VALUE)
def test_a_figure_without_value_prints_a_reason_and_is_found_by_the_proof(mark: str, words: str) -> None:
    block = Block(uid="b", node="n", position=1, kind="text", body=f"質問は{mark}です。")
    scene = item_of(*ROWS, block)
    assert live_text(scene, block.body or "") == f"質問は{words}です。"
    assert live_figure(scene, next(marks(mark))).reason
    finding = next(one for one in found(scene, "M4"))
    assert words in finding.message and finding.why
    assert (block.body or "")[finding.spot.start : finding.spot.end] == mark


def test_figures_with_values_are_no_finding_and_lines_of_lists_are_looked_at_too() -> None:
    block = Block(uid="b", node="n", position=1, kind="list", body="{{[a]|2022-04|約,-2}}")
    line = ListItem(uid="i", block="b", position=1, text="計{{[a]|2022-05}}")
    scene = item_of(*ROWS, block, line)
    assert [(one.spot.table, one.spot.key) for one in found(scene, "M4")] == [("list_item", ("i",))]


def test_other_curly_brackets_are_plain_words(scene: Scene) -> None:
    assert live_text(scene, "{{a|b}} {{}} {[a]|2022-04}") == "{{a|b}} {{}} {[a]|2022-04}"
