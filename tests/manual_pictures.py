"""The screens of the manual's pictures: the council's board and a made-up goal, as a person meets them on the way."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QRect, QSize, Qt

from app.services.document import Place
from tests import screens
from tests.ui.working import press, type_keys

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.ui.dialogs.export_dialog import ExportDialog
    from app.ui.goal_tab import GoalTab
    from app.ui.group_tab import GroupTab
    from app.ui.main_window import MainWindow

BESIDE = {
    "変更の履歴": "history",
    "検索": "search",
    "控え": "backups",
    "以前と比べる": "compare",
    "計画の構成": "plan-tree",
    "会議": "meetings",
    "状況の規則": "rules",
    "凡例": "legend",
    "共有-編集中の人": "sharing",
}
"""Which of the screens of `tests.screens` the manual shows, and their names there."""
BAR_FOOT = 150  # px of a window's top, down to the bar over the page
DIALOG, PROOF = QSize(1180, 690), QSize(1060, 640)  # logical px
ITEM = "dx-chatbot"
PLACE = "C:\\Users\\taro\\Documents"  # of no real person, and the same in every picture
Shot = tuple[str, "QWidget", QRect | None]
Live = Callable[[], None]


def from_council(window: "MainWindow", folder: Path, live: Live) -> Iterator[Shot]:
    """Yield (name, widget, its part or None for the whole) of what the council's board shows."""
    live()
    yield "overview", window, None
    yield from _proof(window, live)
    yield from _typing(window, live)
    yield from _item(window, live)
    yield from _output(window, folder, live)
    yield from _of(screens.lists(window))
    yield from _of(screens.compared(window, folder))


def from_filled(window: "MainWindow", goal: str, live: Live) -> Iterator[Shot]:
    """Yield what a goal with indicators shows."""
    window.show_tab(goal)
    live()
    yield "goal", window, None
    page: GoalTab = window.page()  # type: ignore[assignment]
    yield "trend", page.detail, None
    yield from _of(screens.plan(window))


def from_empty(window: "MainWindow", goal: str, live: Live) -> Iterator[Shot]:
    """Yield what a goal without indicators offers."""
    window.show_tab(goal)
    live()
    page: GoalTab = window.page()  # type: ignore[assignment]
    yield "goal-empty", page, QRect(0, 0, page.width(), page.empty.geometry().bottom() + 80)


def beginnings() -> Iterator[Shot]:
    """Yield what stands before a board is open."""
    from app.cli import council_label
    from app.ui.dialogs.new_plan import NewPlanDialog
    from app.ui.start_card import StartCard

    card = StartCard(council_label(), f"{PLACE}\\{council_label()}.ictplan", [])
    for name, widget in (("start", card), ("new-plan", NewPlanDialog())):
        widget.show()
        yield name, widget, None
        widget.close()


def sharing(path: Path, size: tuple[int, int]) -> Iterator[Shot]:
    """Yield what says that somebody else edits a shared plan."""
    from tests import screens_edge

    for name, window, _ in _of(screens_edge.shared(path, size)):
        yield name, window, QRect(0, 0, window.width(), BAR_FOOT)


def _of(shown: Iterator[screens.Screen]) -> Iterator[Shot]:
    """Yield those of some screens that the manual shows."""
    for title, widget in shown:
        if title in BESIDE:
            yield BESIDE[title], widget, None


def _proof(window: "MainWindow", live: Live) -> Iterator[Shot]:
    window.header.proof_button.click()
    proof = window.proof_desk.window
    assert proof is not None
    proof.resize(PROOF)
    while window.document.last_proof is None:
        live()
    yield "proof", proof, None
    proof.close()


def _typing(window: "MainWindow", live: Live) -> Iterator[Shot]:
    place = window.document.first_waiting_figure()
    assert place is not None
    window.activateWindow()
    window.lead_to(place)
    live()
    type_keys("19oo")
    press(Qt.Key.Key_Return)
    live()
    yield "value-refused", window, None
    press(Qt.Key.Key_Escape)
    type_keys("1900")
    press(Qt.Key.Key_Return)
    live()
    yield "value-typed", window, None
    window.undo()


def _item(window: "MainWindow", live: Live) -> Iterator[Shot]:
    window.lead_to(Place("dx", ITEM, None, None))
    live()
    yield "item", window, None
    page: GroupTab = window.page()  # type: ignore[assignment]
    column = page.blocks
    first = column.frames[column.report.blocks[0].uid]  # type: ignore[union-attr]
    first.body.start()
    first.add_button.menu().popup(first.add_button.mapToGlobal(first.add_button.rect().bottomLeft()))
    live()
    yield "add-block", first.add_button.menu(), None
    first.add_button.menu().close()
    column.add_block("image", "", column.report.blocks[0].uid)  # type: ignore[union-attr]
    live()
    made = next(frame for frame in column.frames.values() if frame.view and frame.view.kind == "image")
    yield "image-empty", made, None
    window.undo()


def _output(window: "MainWindow", folder: Path, live: Live) -> Iterator[Shot]:
    from app.ui.dialogs.export_dialog import ExportDialog
    from app.ui.dialogs.output_name import DATASET, PDF

    dialog = ExportDialog(window.document, folder, window)
    dialog.open()
    dialog.resize(DIALOG)
    while dialog.source.busy:
        live()
    dialog.slides.view.setCurrentIndex(dialog.slides.model.index(9))
    live()
    dialog.place.show_text(PLACE)
    yield "output", dialog, None
    dialog.form.kinds[PDF].setChecked(True)
    live()
    yield "output-pdf", dialog, _settings_of(dialog)
    dialog.form.kinds[DATASET].setChecked(True)
    live()
    yield "output-data", dialog, _settings_of(dialog)
    dialog.reject()
    yield from _written(window, folder, live)


def _written(window: "MainWindow", folder: Path, live: Live) -> Iterator[Shot]:
    from app.ui.dialogs.export_dialog import ExportDialog

    dialog = ExportDialog(window.document, folder, window)
    dialog.open()
    dialog.resize(DIALOG)
    loop = QEventLoop()
    dialog.ended.connect(loop.quit)
    dialog.start()
    loop.exec()
    dialog.place.show_text(PLACE)
    yield "output-done", dialog, dialog.foot.geometry()
    dialog.reject()


def _settings_of(dialog: "ExportDialog") -> QRect:
    pane = dialog._sides[2]
    corner = pane.mapTo(dialog, pane.rect().topLeft())
    return QRect(corner, QSize(pane.width(), min(pane.height(), 420)))
