"""Words beside live figures: contradicted ones are told, and after a change those that nothing can prove."""

import pytest

from app.domain.blocks import Block
from app.domain.edits import RowEdit, change, edit_to_json, insertion
from app.domain.entity import to_row
from app.domain.history import History
from app.domain.metrics import Metric, Observation
from app.domain.plan import Indicator, Target
from app.domain.proof.texts import text_findings
from app.domain.report_goal import Scene
from tests.domain.papers import paper_of
from tests.domain.proof.written import found, item_of, marked, written

RATE = "{{[chatbot-correct-rate]|2022-04/2023-02}}"  # 89.7%
ALL = "{{[chatbot-correct-rate-all]|2022-04/2023-02}}"  # 73.2%


def test_the_papers_words_hold() -> None:
    assert not found(paper_of(), "W")


SHARES = [
    (f"正答は約9割（{RATE}）", True),
    (f"正答は約8割（{RATE}）", False),
    (f"正答は{RATE}と約9割", True),
    (f"正答は9割弱（{RATE}）", True),
    (f"正答は9割強（{RATE}）", False),
    (f"正答は9割以上（{RATE}）", False),
    (f"正答は8割以上（{RATE}）", True),
    (f"正答は8割台（{RATE}）", True),
    (f"正答は7割を超え（{ALL}）", True),
    (f"正答は7割5分（{ALL}）", True),
    (f"正答は半数以上（{ALL}）", True),
    (f"正答は約半数（{ALL}）", False),
    (f"正答は過半数（{ALL}）", True),
    ("正答は約９割（79.7%）", False),
    ("正答は約9割で、ほかは{{[chatbot-all]|2022-04/2023-02}}", True),
]


@pytest.mark.parametrize(("body", "holds"), SHARES)
def test_shares_in_words_are_held_against_the_figure(body: str, holds: bool) -> None:
    scene = written(body)
    findings = found(scene, "W")
    assert [one.code for one in findings] == ([] if holds else ["W1"])
    assert all("割" in marked(scene, one) or "半" in marked(scene, one) for one in findings)


def with_years(body: str) -> Scene:
    """Return a board of one series: 100 in R2, 120 in R3, 90 in R4, with a target of 95 for R4."""
    values = (("FY2020", "100"), ("FY2021", "120"), ("FY2022", "90"))
    return item_of(
        Metric(uid="k", node="n", name="発行", unit="件", direction="up"),
        Indicator(uid="i", node="n", metric="k", title="発行", position=1),
        Target(uid="t", indicator="i", period="FY2022", is_final=True, value="95"),
        Block(uid="b", node="n", position=1, kind="text", body=body),
        *(Observation(metric="k", period=period, value=value) for period, value in values),
    )


TRENDS = [
    ("発行は{{[k]|FY2022}}で、昨年度を上回りました。", "上回"),
    ("発行は{{[k]|FY2022}}で、昨年度を下回りました。", ""),
    ("発行は{{[k]|FY2022}}に増加しました。", "増加し"),
    ("発行は{{[k]|FY2022}}に減少しました。", ""),
    ("発行は{{[k]|FY2021}}に増えました。", ""),
    ("発行は{{[k]|FY2022}}で、目標を超えました。", "超え"),
    ("発行は{{[k]|FY2021}}で、目標を上回りました。", ""),
    ("発行は{{[k]|FY2022}}で、昨年度を上回りませんでした。", ""),
    ("発行は{{[k]|FY2022}}で、過去最多となりました。", "過去最多"),
    ("発行は{{[k]|FY2021}}で、過去最多となりました。", ""),
    ("発行は{{[k]|FY2022}}で、過去最少となりました。", ""),
    ("発行は{{[k]|FY2022}}で、初めて110件を超えました。", "初めて110件を超"),
    ("発行は{{[k]|FY2021}}で、初めて110件を超えました。", ""),
    ("発行は{{[k]|FY2021}}で、昨年度の1.2倍です。", ""),
    ("発行は{{[k]|FY2021}}で、昨年度の2倍です。", "2倍"),
    ("発行を増やすため{{[k]|FY2022}}を目安にします。", ""),
    ("発行は{{[k]|FY2020}}で、昨年度を上回りました。", ""),
    ("発行は{{[k]|FY2022}}で、全国を上回りました。", ""),
]


@pytest.mark.parametrize(("body", "wrong"), TRENDS)
def test_more_and_less_are_held_against_last_year_the_target_and_all_years(body: str, wrong: str) -> None:
    scene = with_years(body)
    assert [marked(scene, one) for one in found(scene, "W1")] == ([wrong] if wrong else [])


def line(sequence: int, *edits: RowEdit) -> History:
    """Return a line of history."""
    return History(
        uid=f"h{sequence}",
        sequence=sequence,
        made_at="2023-03-01",
        label="",
        edits=f"[{','.join(map(edit_to_json, edits))}]",
    )


def figure_changed(period: str = "2022-05") -> RowEdit:
    """Return a change of a month of 全質問."""
    before = Observation(metric="chatbot-all", period=period, value="1")
    return RowEdit("observation", ("chatbot-all", period, "result", ""), to_row(before), None)


def doubtful(scene: Scene, *history: History) -> list[str]:
    """Return the words to look at again."""
    findings = text_findings(scene, history)
    return [marked(scene, one) for one in findings if one and one.code == "W2" and one.spot.key == ("chatbot-now",)]


def test_words_that_nothing_proves_are_looked_at_again_after_a_change() -> None:
    body = "質問は{{[chatbot-all]|2022-04/2023-02}}と初めて2万件を超え、平均は順調です。回答は横ばいです。"
    scene = written(body)
    block = scene.index.get(Block, "chatbot-now")
    text_written = change(paper_of().index.get(Block, "chatbot-now"), block)
    assert not doubtful(scene)
    assert doubtful(scene, line(1, text_written), line(2, figure_changed())) == ["初めて", "超え", "順調"]
    assert not doubtful(scene, line(2, figure_changed()), line(3, text_written))
    assert not doubtful(scene, line(1, text_written), line(2, figure_changed("2021-05")))


def test_a_change_reaches_the_figures_computed_from_it() -> None:
    scene = written("応答は{{[chatbot-responses]|2022-04/2023-02}}と順調です。")
    assert doubtful(scene, line(2, figure_changed())) == ["順調"]
    other = insertion(Observation(metric="qr-aupay", period="2022-05", value="1"))
    assert not doubtful(scene, line(2, other))
