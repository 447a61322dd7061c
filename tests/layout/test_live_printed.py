"""Live figures of texts wherever they go out: on the paper and on the web site never as marks."""

import pytest

from app.domain.report_goal import Scene
from app.domain.web_version import for_web
from app.layout.deck import build_deck
from tests.domain.proof.written import written

MARK = "{{[chatbot-all]|2022-04/2023-02|約,down,-3}}"
LOST = "{{[chatbot-all]|2023-03}}"
BODY = f"・質問は{MARK}、3月は{LOST}でした。"
PRINTED = "・質問は約22,000件、3月は未集計でした。"


@pytest.fixture(scope="module")
def scene() -> Scene:
    return written(BODY)


def on_paper(scene: Scene) -> str:
    cells = [cell.value for page in build_deck(scene).pages for cell in page.cells]
    return "\n".join(value for value in cells if isinstance(value, str))


def test_the_paper_prints_the_figure_or_why_there_is_none(scene: Scene) -> None:
    text = on_paper(scene)
    assert PRINTED in text and "{{" not in text


def test_the_web_version_prints_the_same(scene: Scene) -> None:
    text = on_paper(for_web(scene))
    assert PRINTED in text and "{{" not in text
