"""The formula of a row, typed with real keys and an input method."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from app.domain.metrics import Metric
from app.services.document import Document
from app.ui.formula_line import FormulaLine
from tests.ui.test_narrative_editor import compose
from tests.ui.working import CONTROL, press, show, type_keys, until

pytestmark = pytest.mark.usefixtures("theme", "offscreen")
RATE, ALL, EXCLUDED = "chatbot-correct-rate", "chatbot-all", "chatbot-excluded"


@pytest.fixture
def line(document: Document, qapp: QApplication) -> Iterator[FormulaLine]:
    page = QWidget()
    column = QVBoxLayout(page)
    made = FormulaLine(document)
    column.addWidget(made)
    column.addWidget(QLineEdit())
    column.addStretch()
    document.changed.connect(lambda _: made.show_metric(made.shown))
    show(page, 460, 420)
    document.item_report("dx-chatbot")
    yield made
    page.close()
    page.deleteLater()


def begin(line: FormulaLine, metric: str) -> None:
    line.show_metric(metric)
    line.begin_writing()
    press(Qt.Key.Key_A, CONTROL)


def formula_of(line: FormulaLine, metric: str) -> str | None:
    return line.document.index.get(Metric, metric).formula


def settled(line: FormulaLine) -> None:
    until(lambda: not line._later.isActive())


def test_a_computed_row_shows_its_formula_and_what_it_gives(line: FormulaLine) -> None:
    line.show_metric(RATE)
    assert line.edit.isVisible() and line.end.isVisible() and not line.begin.isVisible()
    assert line.edit.text() == line.document.shown_formula(RATE)
    assert line.result.text().startswith("R5.2: ") and line.result.text().endswith("R4: 89.7%")
    line.show_metric(ALL)
    assert not line.edit.isVisible() and line.begin.isVisible()
    line.show_metric(None)
    assert not line.begin.isVisible()


def test_names_are_completed_while_they_are_typed_with_an_input_method(line: FormulaLine) -> None:
    begin(line, EXCLUDED)
    compose(line.edit, "ぜん")
    assert line.edit.offered == [], "the input method has the arrows and Enter while it converts"
    compose(line.edit, commit="全")
    assert line.edit.offered[0] == "[全質問]"
    press(Qt.Key.Key_Return)
    assert line.edit.text() == "[全質問]" and line.edit.offered == [] and formula_of(line, EXCLUDED) is None
    type_keys("-[")
    assert "[全質問]" in line.edit.offered and "[除外]" not in line.edit.offered
    press(Qt.Key.Key_Down)
    chosen = line.edit.offered[1]
    press(Qt.Key.Key_Tab)
    assert line.edit.text() == f"[全質問]-{chosen}" and line.edit.hasFocus()
    press(Qt.Key.Key_Z, CONTROL)
    assert line.edit.text() == "[全質問]-["


def test_the_result_follows_the_keys_and_enter_takes_the_formula_as_one_step(line: FormulaLine) -> None:
    begin(line, EXCLUDED)
    compose(line.edit, commit="[全質問]*2")
    settled(line)
    assert line.result.text().startswith("R5.2: 3,832件")
    press(Qt.Key.Key_Return)
    assert formula_of(line, EXCLUDED) == "[chatbot-all]*2" and line.end.isVisible()
    assert line.document.undo_label == "「除外」の計算式"
    line.document.undo()
    assert formula_of(line, EXCLUDED) is None


def test_what_is_wrong_is_told_under_the_line_with_its_place_marked(line: FormulaLine) -> None:
    begin(line, EXCLUDED)
    compose(line.edit, commit="[全質問]+*2")
    settled(line)
    assert "ここには数" in line.result.text() and "7文字目" in line.result.text()
    (marked,) = line.edit.extraSelections()
    assert marked.cursor.selectedText() == "*"
    press(Qt.Key.Key_Return)
    assert formula_of(line, EXCLUDED) is None and line.edit.text() == "[全質問]+*2"


def test_a_cycle_is_told_by_its_path(line: FormulaLine) -> None:
    begin(line, ALL)
    compose(line.edit, commit="[応答]")
    settled(line)
    assert "全質問 → 応答 → 全質問" in line.result.text()


def test_a_formula_that_cannot_be_taken_is_not_lost(line: FormulaLine) -> None:
    begin(line, EXCLUDED)
    compose(line.edit, commit="[全質問]+")
    next(iter(line.window().findChildren(QLineEdit))).setFocus()
    assert line.edit.text() == "[全質問]+" and formula_of(line, EXCLUDED) is None
    line.show_metric(RATE)
    assert line.edit.text() == line.document.shown_formula(RATE)
    line.show_metric(EXCLUDED)
    assert line.edit.text() == "[全質問]+" and "ここには数" in line.result.text()


def test_leaving_a_sound_formula_takes_it_and_escape_gives_up(line: FormulaLine) -> None:
    begin(line, EXCLUDED)
    compose(line.edit, commit="[全質問]*2")
    press(Qt.Key.Key_Escape)
    assert formula_of(line, EXCLUDED) is None and line.begin.isVisible()
    begin(line, EXCLUDED)
    compose(line.edit, commit="[全質問]*3")
    next(iter(line.window().findChildren(QLineEdit))).setFocus()
    assert formula_of(line, EXCLUDED) == "[chatbot-all]*3"


def test_a_row_goes_back_to_being_typed(line: FormulaLine) -> None:
    line.show_metric(RATE)
    line.end.click()
    assert formula_of(line, RATE) is None and line.begin.isVisible() and not line.edit.isVisible()
    line.document.undo()
    assert formula_of(line, RATE) is not None and line.edit.isVisible() and line.end.isVisible()


def test_an_emptied_line_goes_back_to_being_typed_too(line: FormulaLine) -> None:
    begin(line, RATE)
    press(Qt.Key.Key_Delete)
    press(Qt.Key.Key_Return)
    assert formula_of(line, RATE) is None


def test_the_list_of_names_never_lies_on_the_line_that_is_typed_in(document: Document) -> None:
    page = QWidget()
    column = QVBoxLayout(page)
    line = FormulaLine(document)
    column.addStretch()
    column.addWidget(line)
    show(page, 300, 420)
    document.item_report("dx-chatbot")
    line.show_metric(ALL)
    line.begin_writing()
    QApplication.processEvents()  # the button's room is given to the line
    top = line.y()
    type_keys("[")
    settled(line)
    until(lambda: line.y() < top)  # what is wrong with it stands in lines under it
    names = line.edit._list
    assert names is not None and names.isVisible()
    spot = line.edit.mapTo(page, line.edit.cursorRect().center())
    assert not names.geometry().contains(spot)
    page.close()
