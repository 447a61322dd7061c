"""The legend's window, with real keys and clicks on a real file."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QIcon
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.new_plan import NewPlan, build_new_plan
from app.domain.plan import Legend, Reason, Scheme
from app.services.document import Document
from app.ui.legend_window import LegendWindow
from app.ui.theme import colour
from tests.sample_board import sample_board
from tests.ui.working import opened, press, type_keys, until

pytestmark = pytest.mark.usefixtures("theme", "offscreen")


@pytest.fixture
def document(tmp_path: Path, qapp: QApplication) -> Iterator[Document]:
    with opened(sample_board(), tmp_path / "見本.ictplan") as made:
        yield made


@pytest.fixture
def window(document: Document) -> Iterator[LegendWindow]:
    parent = QWidget()
    made = LegendWindow(document, parent)
    made.show()
    made.activateWindow()
    until(lambda: QApplication.activeWindow() is made)
    yield made
    made.close()


def words(window: LegendWindow) -> list[str]:
    return [window.classes.item(row).text() for row in range(window.classes.count())]


def test_a_class_is_renamed_moved_and_given_a_mark_each_in_one_step(window: LegendWindow) -> None:
    document, before = window.document, words(window)
    window.classes.setFocus()
    press(Qt.Key.Key_F2)
    type_keys("できた")
    press(Qt.Key.Key_Return)
    until(lambda: document.index.all(Legend)[0].label == "できた")
    press(Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert words(window) == [before[1], "できた", *before[2:]]
    window.mark.setCurrentIndex(window.mark.findData("star"))
    window.mark.activated.emit(window.mark.currentIndex())
    assert next(one for one in document.index.all(Legend) if one.label == "できた").mark == "star"
    assert "★" in window.colour_print.text() and "#000000" in window.grey_print.text()
    assert "#000000" not in window.colour_print.text()
    for _ in range(3):
        document.undo()
    assert words(window) == before and not document.can_undo


def test_marks_that_one_ink_cannot_tell_apart_are_told(window: LegendWindow) -> None:
    other = window.document.index.all(Legend)[1]
    window.mark.setCurrentIndex(window.mark.findData(other.mark))
    window.mark.activated.emit(window.mark.currentIndex())
    assert "見分けられません" in window.note.text()


def test_a_reason_prints_as_the_class_it_is_folded_to(window: LegendWindow) -> None:
    document, reason = window.document, window.reasons.uid()
    assert reason is not None
    other = next(one.uid for one in document.index.all(Legend) if one.uid != document.field("reason", reason, "legend"))
    window.folded.setCurrentIndex(window.folded.findData(other))
    window.folded.activated.emit(window.folded.currentIndex())
    assert document.field("reason", reason, "legend") == other
    goal = document.tabs()[1].node
    used = [row.status for row in document.goal_report(goal).rows if row.status.reason_uid == reason]
    assert used and all(status.legend_uid == other for status in used)


def test_a_reason_in_use_is_not_deleted_and_says_where(window: LegendWindow) -> None:
    count = len(window.document.index.all(Reason))
    window.reasons.setFocus()
    press(Qt.Key.Key_Delete)
    assert "使われています" in window.note.text() and len(window.document.index.all(Reason)) == count


def test_ins_adds_a_reason_and_opens_its_name(window: LegendWindow) -> None:
    window.reasons.setFocus()
    press(Qt.Key.Key_Insert)
    type_keys("中止")
    press(Qt.Key.Key_Return)
    until(lambda: window.document.index.all(Reason)[-1].label == "中止")
    press(Qt.Key.Key_Delete)
    assert window.document.index.all(Reason)[-1].label != "中止"


def test_a_board_without_words_begins_with_the_usual_ones(tmp_path: Path) -> None:
    rows = build_new_plan(NewPlan(city="見本市", plan_name="計画", fiscal_year=2022))
    bare = {table: [] if table in ("scheme", "legend", "reason", "rule") else found for table, found in rows.items()}
    with opened(bare, tmp_path / "new.ictplan") as document:
        parent = QWidget()
        shown = LegendWindow(document, parent)
        shown.show()
        assert shown.begin_button.isVisible()
        shown.begin_button.click()
        assert len(document.index.all(Legend)) == 4 and len(document.index.all(Scheme)) == 1
        assert not shown.begin_button.isVisible() and len(words(shown)) == 4
        shown.close()


def test_lists_show_each_mark_in_its_colour(window: LegendWindow) -> None:
    item, legend = window.classes.item(0), window.document.index.all(Legend)[0]
    assert colour(legend.colour or "ink") == middle(item.icon())
    window.classes.setCurrentRow(0)
    window.colour.setCurrentIndex(window.colour.findData("status_review"))
    window.colour.activated.emit(window.colour.currentIndex())
    assert middle(window.classes.item(0).icon()) == colour("status_review")
    folded = [row for row, one in enumerate(window.document.index.all(Reason)) if one.legend == legend.uid]
    assert folded and all(middle(window.reasons.item(row).icon()) == colour("status_review") for row in folded)


def middle(shown: QIcon) -> QColor:
    return shown.pixmap(24, 24).toImage().pixelColor(12, 13)


def test_escape_leaves_a_name_first_and_the_window_then(window: LegendWindow) -> None:
    window.classes.setFocus()
    press(Qt.Key.Key_F2)
    type_keys("できた")
    press(Qt.Key.Key_Escape)
    assert window.isVisible() and window.document.index.all(Legend)[0].label != "できた"
    until(lambda: QApplication.focusWidget() is window.classes)
    press(Qt.Key.Key_Escape)
    assert not window.isVisible()
