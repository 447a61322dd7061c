"""検算 as a person works with it: the council's board with one figure misprinted, real clicks and keys."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTextEdit

from app.domain.judged import Judged, Proof, judge
from app.domain.plan import Board
from app.domain.proof.run import run_proof
from app.paths import Preferences
from app.services.document import Document
from app.services.tasks import scene_of
from app.storage.seed import seed_rows
from app.ui.grid import Grid
from app.ui.group_tab import GroupTab
from app.ui.main_window import MainWindow
from app.ui.proof_desk import place_beside
from app.ui.proof_model import PLACE
from app.ui.proof_window import CHECKING, NOTHING, ProofWindow
from app.ui.text_editor import TextEditor
from tests.ui.working import CONTROL, opened, press, type_keys, until

pytestmark = pytest.mark.usefixtures("theme", "offscreen")

SEED = Path(__file__).parents[2] / "db" / "seed"
WRONG = ("chatbot-responses", "2022-08", "result", "")  # printed 1,653
NOTE = "担当課に確かめ、このまま載せる"


@pytest.fixture
def document(tmp_path: Path, qapp: QApplication) -> Iterator[Document]:
    """Return the council's board with two digits of a printed figure swapped."""
    rows = {table: [dict(row) for row in found] for table, found in seed_rows(SEED).items()}
    wrong = next(row for row in rows["observation"] if (row["metric"], row["period"]) == WRONG[:2])
    wrong |= {"value": "1635", "printed": "1,635"}
    with opened(rows, tmp_path / "検算.ictplan") as made:
        yield made


@pytest.fixture
def main(document: Document) -> Iterator[MainWindow]:
    window = MainWindow(document, Preferences())
    window.show()
    assert QTest.qWaitForWindowActive(window)
    yield window
    window.close()


@pytest.fixture
def window(main: MainWindow) -> ProofWindow:
    """Return the window of findings as the button of the header opens it, with its findings."""
    QTest.mouseClick(main.header.proof_button, Qt.MouseButton.LeftButton)
    found = main.proof_desk.window
    assert found is not None
    until(lambda: found.model.groups)
    until(lambda: QApplication.activeWindow() is found)
    return found


def proof_of(main: MainWindow) -> Proof:
    """Return the proof of the board as it is now, once it is there."""
    until(lambda: main.document.last_proof and main.document.last_proof.revision == main.document.revision)
    assert main.document.last_proof is not None
    return main.document.last_proof


def misprint(main: MainWindow) -> Judged:
    """Return the finding of the misprinted figure."""
    return next(line for line in proof_of(main).lines if line.finding.code == "P4" and line.finding.spot.key == WRONG)


def choose(window: ProofWindow, line: Judged) -> None:
    """Click a finding of the list."""
    index = window.model.find(line.identity).siblingAtColumn(PLACE)
    assert index.isValid()
    window.list.scrollTo(index)
    place = window.list.visualRect(index).center()
    QTest.mouseClick(window.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert window.detail.line == line


def number_of(window: ProofWindow, verdict: str) -> str:
    """Return what a counter says to a screen reader."""
    return next(counter.accessibleName() for name, counter in window.counters.counters.items() if name == verdict)


def test_the_counts_are_those_of_the_domain(main: MainWindow, window: ProofWindow) -> None:
    scene = scene_of(main.document.repository)
    counts = judge(scene, [found for found in run_proof(scene) if found is not None]).counts

    assert [number_of(window, verdict).rpartition(" ")[2] for verdict in counts] == [f"{n}件" for n in counts.values()]
    assert main.header.proof_button.text() == f"検算 {counts['differs'] + counts['warning']}件"
    assert counts["agrees"] > 0 and counts["differs"] > 0 and counts["unchecked"] > 0
    widths = {counter.width() for counter in window.counters.counters.values()}
    assert max(widths) - min(widths) <= 1


def test_a_pressed_counter_shows_only_its_findings(main: MainWindow, window: ProofWindow) -> None:
    usual = sum(len(group.lines) for group in window.model.groups)
    agrees = window.counters.counters["agrees"]

    QTest.mouseClick(agrees, Qt.MouseButton.LeftButton)
    shown = [line for group in window.model.groups for line in group.lines]
    assert {line.verdict for line in shown} == {"agrees"}
    assert len(shown) == proof_of(main).counts["agrees"]

    QTest.mouseClick(agrees, Qt.MouseButton.LeftButton)
    assert sum(len(group.lines) for group in window.model.groups) == usual


def test_enter_leads_to_the_cell_and_the_window_stays(main: MainWindow, window: ProofWindow) -> None:
    choose(window, misprint(main))

    QTest.keyClick(window.list, Qt.Key.Key_Return)

    until(lambda: isinstance(main.focusWidget(), Grid))
    grid = main.focusWidget()
    assert isinstance(grid, Grid)
    figure = grid.grid_model.cell_at(grid.currentIndex()).figure
    assert figure is not None and (figure.metric, figure.period) == WRONG[:2]
    assert window.isVisible()
    until(lambda: QApplication.activeWindow() is main)


def test_a_double_click_on_a_finding_in_a_text_selects_its_characters(main: MainWindow, window: ProofWindow) -> None:
    line = next(
        line
        for line in proof_of(main).lines
        if line.finding.spot.table == "block" and line.finding.spot.field == "body" and line.finding.spot.end
    )
    QTest.mouseClick(window.counters.counters[line.verdict], Qt.MouseButton.LeftButton)
    choose(window, line)
    index = window.model.find(line.identity).siblingAtColumn(PLACE)

    QTest.mouseDClick(window.list.viewport(), Qt.MouseButton.LeftButton, pos=window.list.visualRect(index).center())

    spot = line.finding.spot
    until(lambda: isinstance(main.focusWidget(), QTextEdit))
    editor = main.focusWidget()
    assert isinstance(editor, QTextEdit)
    body = main.document.field("block", spot.key[0], "body")
    assert editor.textCursor().selectedText() == body[spot.start : spot.end]


def test_ctrl_enter_mends_and_ctrl_z_takes_it_back(main: MainWindow, window: ProofWindow) -> None:
    line = misprint(main)
    before = proof_of(main).counts["differs"]
    choose(window, line)
    assert [button.text() for button in window.detail.mend_buttons] == [mend.label for mend in line.finding.mends]

    QTest.keyClick(window.list, Qt.Key.Key_Return, CONTROL)
    assert all(other.identity != line.identity for other in proof_of(main).lines if other.verdict == "differs")
    assert proof_of(main).counts["differs"] < before

    QTest.keyClick(window, Qt.Key.Key_Z, CONTROL)
    until(lambda: proof_of(main).counts["differs"] == before)
    assert misprint(main).identity == line.identity


def test_a_button_mends_too(main: MainWindow, window: ProofWindow) -> None:
    line = misprint(main)
    choose(window, line)

    QTest.mouseClick(window.detail.mend_buttons[0], Qt.MouseButton.LeftButton)

    assert all(other.identity != line.identity for other in proof_of(main).lines if other.verdict == "differs")


def test_a_mend_whose_row_has_changed_meanwhile_is_refused_with_words(main: MainWindow, window: ProofWindow) -> None:
    line = misprint(main)
    choose(window, line)
    main.document.set_figure(WRONG, "1600")
    revision = main.document.revision

    QTest.keyClick(window.list, Qt.Key.Key_Return, CONTROL)

    assert main.document.revision == revision
    assert "検算のあとで" in window.said.text()


def test_a_settled_finding_keeps_its_note_in_the_file(main: MainWindow, window: ProofWindow, tmp_path: Path) -> None:
    line = misprint(main)
    waiting = proof_of(main).waiting
    choose(window, line)
    assert not window.detail.settle_button.isEnabled()  # a note is wanted

    window.detail.note.setFocus()
    type_keys(NOTE)
    QTest.mouseClick(window.detail.settle_button, Qt.MouseButton.LeftButton)

    until(lambda: proof_of(main).waiting == waiting - 1)
    settled = next(other for other in proof_of(main).lines if other.identity == line.identity)
    assert (settled.verdict, settled.note) == ("settled", NOTE)
    assert number_of(window, "settled") == "了承済み 1件"
    again = scene_of(main.document.repository)
    kept = judge(again, [found for found in run_proof(again) if found is not None])
    assert [other.note for other in kept.lines if other.verdict == "settled"] == [NOTE]

    QTest.mouseClick(window.counters.counters["settled"], Qt.MouseButton.LeftButton)
    choose(window, settled)
    QTest.mouseClick(window.detail.unsettle_button, Qt.MouseButton.LeftButton)
    until(lambda: proof_of(main).waiting == waiting)


def test_copied_findings_can_be_pasted_into_a_sheet(main: MainWindow, window: ProofWindow) -> None:
    choose(window, misprint(main))

    QTest.keyClick(window.list, Qt.Key.Key_C, CONTROL)

    head, row = QApplication.clipboard().text().split("\n")
    assert len(head.split("\t")) == len(row.split("\t"))
    assert row.split("\t")[0] == "不一致" and "1,635" in row


def test_f7_goes_to_the_finding_of_the_current_cell_and_back(main: MainWindow, window: ProofWindow) -> None:
    line = misprint(main)
    choose(window, line)
    QTest.keyClick(window.list, Qt.Key.Key_Return)
    until(lambda: QApplication.activeWindow() is main and isinstance(main.focusWidget(), Grid))
    QTest.keyClick(window.list, Qt.Key.Key_Home)

    press(Qt.Key.Key_F7)
    until(lambda: QApplication.activeWindow() is window)
    assert window.detail.line is not None and window.detail.line.finding.spot.key == WRONG

    press(Qt.Key.Key_F7)
    until(lambda: QApplication.activeWindow() is main)


def test_the_cell_is_marked_and_says_why(main: MainWindow, window: ProofWindow) -> None:
    choose(window, misprint(main))
    QTest.keyClick(window.list, Qt.Key.Key_Return)
    until(lambda: isinstance(main.focusWidget(), Grid))
    grid = main.focusWidget()
    assert isinstance(grid, Grid)

    marked, plain = grid.currentIndex(), grid.currentIndex().siblingAtColumn(grid.currentIndex().column() + 1)

    assert "▲ 不一致" in marked.data(Qt.ItemDataRole.ToolTipRole)
    assert "▲ 不一致" in marked.data(Qt.ItemDataRole.AccessibleDescriptionRole)
    assert "検算" not in (plain.data(Qt.ItemDataRole.ToolTipRole) or "")
    picture = grid.viewport().grab().toImage()
    scale = picture.devicePixelRatio()
    corners = [grid.visualRect(index).topLeft() * scale for index in (marked, plain)]
    colours = [picture.pixelColor(corner.x() + 3, corner.y() + 3) for corner in corners]
    assert colours[0] != colours[1]


def test_the_marks_of_a_pasted_block_are_those_of_the_next_proof(main: MainWindow, window: ProofWindow) -> None:
    choose(window, misprint(main))
    QTest.keyClick(window.list, Qt.Key.Key_Return)
    until(lambda: isinstance(main.focusWidget(), Grid))
    grid = main.focusWidget()
    assert isinstance(grid, Grid)
    marked = grid.currentIndex()

    def codes() -> list[str]:
        proof_of(main)
        return [line.finding.code for line in grid.grid_model.waiting_at(marked)]

    assert codes() == ["P4"]
    source, beside = marked.siblingAtRow(0), marked.siblingAtRow(0).siblingAtColumn(marked.column() + 1)
    less = int(source.data().replace(",", "")) - (1653 - 1635)
    main.activateWindow()
    until(lambda: QApplication.activeWindow() is main)
    grid.go_to(0, marked.column())
    QApplication.clipboard().setText(f"{less}\t{beside.data()}\r\n")
    press(Qt.Key.Key_V, CONTROL)
    assert codes() == ["I2"]  # the month agrees with what is printed now, the year's total no more
    press(Qt.Key.Key_Z, CONTROL)
    assert codes() == ["P4"]


def test_the_item_lists_its_findings_beside_the_chosen_figure(main: MainWindow, window: ProofWindow) -> None:
    choose(window, misprint(main))
    QTest.keyClick(window.list, Qt.Key.Key_Return)
    page = main.page()
    assert isinstance(page, GroupTab)

    until(lambda: page.detail.proof.rows)
    first = page.detail.proof.rows[0]
    assert first.finding.spot.key[0] == WRONG[0]
    assert {line.finding.spot.node for line in page.detail.proof.rows} == {"dx-chatbot"}


def test_a_board_without_figures_says_what_to_do(tmp_path: Path, qapp: QApplication) -> None:
    rows = {Board.TABLE: [next(iter(seed_rows(SEED)[Board.TABLE]))]}
    with opened(rows, tmp_path / "空.ictplan") as document:
        main = MainWindow(document, Preferences())
        main.show()
        main.proof_desk.open()
        found = main.proof_desk.window
        assert found is not None
        until(lambda: found.empty.text() != CHECKING)
        assert found.empty.isVisible() and found.empty.text() == NOTHING
        assert main.header.proof_button.text() == "検算 0件"
        main.close()


@pytest.mark.parametrize(
    ("frame", "place", "goes"),
    [
        (QRect(100, 100, 800, 300), QRect(0, 500, 50, 20), None),
        (QRect(100, 300, 800, 300), QRect(200, 310, 50, 20), QPoint(100, 400)),
        (QRect(100, 300, 800, 300), QRect(200, 560, 50, 20), QPoint(100, 0)),
        (QRect(100, 10, 400, 690), QRect(300, 350, 50, 20), QPoint(600, 10)),
        (QRect(0, 0, 1000, 700), QRect(300, 350, 50, 20), None),
    ],
    ids=["covers nothing", "to the foot", "to the top", "to the right", "no room"],
)
def test_the_window_steps_aside_from_the_place_it_leads_to(frame: QRect, place: QRect, goes: QPoint | None) -> None:
    assert place_beside(QRect(0, 0, 1000, 700), frame, place) == goes


def test_a_text_with_a_finding_is_marked_in_its_head_and_under_its_characters(
    main: MainWindow, window: ProofWindow
) -> None:
    line = next(line for line in proof_of(main).lines if line.waits and line.finding.spot.table == "block")
    main.lead_to(main.document.place_of_spot(line.finding.spot))
    page = main.page()
    assert isinstance(page, GroupTab)
    frame = page.blocks.frames[line.finding.spot.key[0]]
    until(frame.mark.isVisible)
    assert frame.mark.text() == f"{line.words.mark} 検算 1件"
    assert line.finding.message in frame.mark.toolTip()
    editor = frame.findChild(TextEditor)
    assert editor is not None

    marked = editor.viewport().grab().toImage()
    editor.mark_runs([])
    assert editor.viewport().grab().toImage() != marked
