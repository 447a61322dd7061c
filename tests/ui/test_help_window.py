"""The manual under F1 as a person uses it: real keys, over the window, over a dialog, and in the manual itself."""

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app import paths
from app.paths import Preferences
from app.services.document import Document
from app.ui.dialogs.new_plan import NewPlanDialog
from app.ui.help_pages import INDEX, Folded
from app.ui.help_window import HelpWindow
from app.ui.keys import KEYS_PAGE
from app.ui.main_window import MainWindow
from tests.ui.working import ALT, CONTROL, SHIFT, focused, press, show, type_keys, until

pytestmark = pytest.mark.usefixtures("theme", "offscreen")

PROOF_PAGE = "10-proof.md"


@pytest.fixture
def window(document: Document) -> Iterator[MainWindow]:
    opened = MainWindow(document, Preferences())
    show(opened, 1366, 697)
    until(lambda: "help_desk" in vars(opened))  # made after the first picture
    yield opened
    opened.close()


def asked(window: MainWindow) -> HelpWindow:
    """Press F1 where the focus is and return the manual's window once it has the keys."""
    press(Qt.Key.Key_F1)
    until(lambda: isinstance(QApplication.activeWindow(), HelpWindow))
    found = window.help_desk.window
    assert found is not None and found is QApplication.activeWindow()
    return found


def back_to(window: MainWindow) -> None:
    """Give the keys back to the main window."""
    window.activateWindow()
    until(lambda: QApplication.activeWindow() is window and QApplication.focusWidget() is not None)


def search(manual: HelpWindow, words: str) -> None:
    """Go to the search with the keyboard and put words there in place of what is in it."""
    press(Qt.Key.Key_F, CONTROL)
    assert focused() is manual.search
    press(Qt.Key.Key_Delete)
    type_keys(words)


def listed(manual: HelpWindow) -> list[str]:
    """Return the files of the pages that the index shows."""
    return [name for name, item in manual._items.items() if not item.isHidden()]


def hits(manual: HelpWindow) -> list[str]:
    """Return the highlighted words of the page."""
    return [selection.cursor.selectedText() for selection in manual.page.extraSelections()]


def test_f1_opens_the_manual_at_the_page_of_the_tab(window: MainWindow) -> None:
    assert asked(window).page_name == "02-overview.md"
    assert not window.help_desk.window.isModal()
    for tab, page in (("goal-1", "06-indicators.md"), ("dx", "07-items.md")):
        back_to(window)
        window.show_tab(tab)
        assert asked(window).page_name == page


def test_an_empty_goals_invitation_leads_to_pasting(window: MainWindow) -> None:
    window.show_tab("goal-1")
    window.page().empty.paste_button.setFocus()
    assert asked(window).page_name == "04-paste.md"


def test_f1_in_a_text_leads_to_writing(window: MainWindow) -> None:
    window.show_tab("dx")
    press(Qt.Key.Key_F6)
    assert asked(window).page_name == "08-texts.md"


def test_f1_in_the_list_of_findings_leads_to_it_and_the_window_is_the_same(window: MainWindow) -> None:
    first = asked(window)
    back_to(window)
    press(Qt.Key.Key_F7)
    until(lambda: QApplication.activeWindow() is window.proof_desk.window)
    assert asked(window) is first
    assert first.page_name == PROOF_PAGE


def test_over_a_modal_dialog_the_manual_can_be_used(window: MainWindow) -> None:
    dialog = NewPlanDialog(window)
    dialog.setModal(True)
    dialog.show()
    until(lambda: QApplication.activeWindow() is dialog)
    manual = asked(window)
    assert (manual.page_name, manual.parentWidget()) == ("15-new-plan.md", dialog)
    search(manual, "団体コード")
    assert "15-new-plan.md" in listed(manual)
    dialog.close()
    dialog.deleteLater()
    QApplication.sendPostedEvents(dialog, QEvent.Type.DeferredDelete.value)
    assert window.help_desk.window is None
    back_to(window)
    assert asked(window).parentWidget() is window


def test_the_search_finds_counts_and_highlights(window: MainWindow) -> None:
    manual = asked(window)
    search(manual, "検算")
    assert manual.page_name == PROOF_PAGE
    assert len(hits(manual)) > 5 and set(hits(manual)) == {"検算"}
    counts = [int(re.findall("[0-9]+", item.text(0))[-1]) for item in manual._items.values() if not item.isHidden()]
    assert manual.found.text() == f"{len(counts)}頁に{sum(counts)}か所"
    assert INDEX not in listed(manual) and "15-new-plan.md" not in listed(manual)
    search(manual, "そんな言葉はない")
    assert (listed(manual), manual.found.text()[:6]) == ([], "見つかりませ")
    press(Qt.Key.Key_Escape)
    assert manual.isVisible() and len(listed(manual)) == len(manual.manual.entries) and not hits(manual)
    press(Qt.Key.Key_Escape)
    assert not manual.isVisible()


@pytest.mark.parametrize(
    "same",
    [("ＥＸＣＥＬ", "excel", "Ｅxcel"), ("グラフ", "ｸﾞﾗﾌ", "ぐらふ"), ("検算", "檢算"), ("計画 作る", "計画　作る")],
)
def test_width_kana_case_and_old_forms_make_no_difference(window: MainWindow, same: tuple[str, ...]) -> None:
    manual = asked(window)
    found = []
    for words in same:
        search(manual, words)
        found.append((listed(manual), manual.found.text()))
    assert found[0][0]
    assert found == [found[0]] * len(same)


def test_keys_go_from_hit_to_hit_and_over_to_the_next_page(window: MainWindow) -> None:
    manual = asked(window)
    search(manual, "代替テキスト")
    first, count = manual.page_name, len(hits(manual))
    here = manual.page.textCursor().position()
    press(Qt.Key.Key_F3)
    assert manual.page.textCursor().position() > here
    for _ in range(count - 1):
        press(Qt.Key.Key_Return)
    assert manual.page_name != first and hits(manual)
    press(Qt.Key.Key_F3, SHIFT)
    assert manual.page_name == first
    until(lambda: manual.page.textCursor().position() > here)


def test_links_lead_to_pages_and_their_headings_and_back(window: MainWindow) -> None:
    manual = asked(window)
    press(Qt.Key.Key_F1)
    assert manual.page_name == INDEX
    manual.page.setFocus()
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Return)
    assert (manual.page_name, manual.windowTitle()) == ("01-start.md", "使い方 ― はじめに（1ページで始める）")
    manual.show_page("16-meetings.md")
    click_link(manual, "控えて")
    assert manual.page_name == "17-files.md"
    assert manual.page.verticalScrollBar().value() > 0
    assert manual._items["17-files.md"].isSelected()
    press(Qt.Key.Key_Left, ALT)
    assert manual.page_name == "16-meetings.md"
    press(Qt.Key.Key_Right, ALT)
    assert manual.page_name == "17-files.md"


def click_link(manual: HelpWindow, words: str) -> None:
    cursor = manual.page.document().find(words)
    cursor.setPosition(cursor.selectionStart())
    manual.page.setTextCursor(cursor)
    place = manual.page.cursorRect(cursor).center() + QPoint(6, 0)
    QTest.mouseClick(manual.page.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)


def test_a_page_gone_back_to_is_laid_out_as_before(window: MainWindow) -> None:
    manual = asked(window)
    until(lambda: not manual.page._settled.isActive())
    height = manual.page.document().size().height()
    manual.show_page("19-keys.md")
    press(Qt.Key.Key_Left, ALT)
    assert manual.page_name == "02-overview.md"
    assert manual.page.document().size().height() == height


def test_pictures_are_as_wide_as_there_is_room(window: MainWindow) -> None:
    manual = asked(window)
    wide, narrow = manual.page.document().idealWidth(), manual.width() - 300
    assert wide <= manual.page.viewport().width()
    manual.resize(narrow, 500)
    until(lambda: manual.page.document().idealWidth() < wide and not manual.page.horizontalScrollBar().maximum())


def test_the_page_of_keys_names_every_key_of_the_window(window: MainWindow) -> None:
    words = {"Up": "↑", "Down": "↓", "Left": "←", "Right": "→", "PgUp": "PageUp", "PgDown": "PageDown"}
    text = (paths.manual_folder() / KEYS_PAGE).read_text(encoding="utf-8")
    for tab in ("goal-1", "dx"):
        window.show_tab(tab)
    sequences = [keys.toString() for action in window.findChildren(QAction) for keys in action.shortcuts()]
    shown = {"+".join(words.get(part, part) for part in re.split(r"(?<!\+)\+", keys)) for keys in sequences}
    silent = {"Ctrl+Shift+Z", *(f"Ctrl+{number}" for number in range(2, 9))}
    assert {QKeySequence("F1").toString(), "Ctrl+Shift+N"} <= shown
    assert [keys for keys in sorted(shown - silent) if keys not in text] == []


def test_folding_keeps_places_where_a_sign_becomes_two() -> None:
    folded = Folded("㈱瀬戸ｶﾞｲﾄﾞ\n検 算")
    assert folded.places("株") == [(0, 1)]
    assert folded.places("がいど") == [(3, 8)]
    assert folded.places("検算") == [(9, 12)]
