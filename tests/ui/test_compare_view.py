"""Differences as a person goes through them: real clicks and keys, none and thousands, and both sides with a say."""

import time

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QStyle, QStyleOptionViewItem

from app.domain.board_text import BoardRows
from app.domain.compare import Comparison, compare
from app.domain.compare_base import base_of_rows
from app.ui.compare_model import AFTER, HOW, UNDECIDED, WHAT, Sides
from app.ui.compare_view import SAME, CompareView
from tests.domain.boards_apart import copied, with_cells
from tests.sample_board import sample_board
from tests.ui.working import CONTROL, press, show, type_keys, until

pytestmark = pytest.mark.usefixtures("theme", "offscreen")

SIDES = Sides("今の計画", "控え 11/22 10:31", "今", "控え")
BOTH = Sides("手元（このPC）", "共有側（佐藤さん）", "手元", "共有側", decide=True)


def changed_board() -> Comparison:
    """Return a comparison with two cells of one indicator, one of another and an added department."""
    board = sample_board()
    first, second = (str(row["uid"]) for row in board["indicator"][:2])
    other = with_cells(board, "indicator", first, title="新しい名", remark="備考\nの続き")
    other = with_cells(other, "indicator", second, title="もう一つの名")
    other["department"].append({**board["department"][0], "uid": "new", "name": "新しい課"})
    return compare(board, other)


@pytest.fixture
def view(qapp: QApplication) -> CompareView:
    made = CompareView()
    made.show_comparison(changed_board(), SIDES)
    show(made, 900, 600)
    return made


def index_of(view: CompareView, what: str, column: int = WHAT) -> QModelIndex:
    comparison = view.comparison
    assert comparison is not None
    one = next(one for one in comparison.differences if one.what == what)
    found = view.model.find(one.uid).siblingAtColumn(column)
    assert found.isValid()
    return found


def box_of(view: CompareView, index: QModelIndex) -> QPoint:
    """Return where the box of a row is on the list."""
    option = QStyleOptionViewItem()
    view.list.initViewItemOption(option)
    option.rect = view.list.visualRect(index)
    option.features |= QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator
    element = QStyle.SubElement.SE_ItemViewItemCheckIndicator
    return view.list.style().subElementRect(element, option, view.list).center()


def click(view: CompareView, index: QModelIndex, on_box: bool = False) -> None:
    view.list.scrollTo(index)
    place = box_of(view, index) if on_box else view.list.visualRect(index).center()
    QTest.mouseClick(view.list.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_differences_stand_under_what_they_belong_to_with_both_texts(view: CompareView) -> None:
    titles = [group.title for group in view.model.groups]
    assert len(titles) == 3 and all(" › " in title for title in titles)
    index = index_of(view, "指標名")
    click(view, index)
    assert view.model.data(index.siblingAtColumn(AFTER)) in ("新しい名", "もう一つの名")
    assert view.detail.difference is not None and view.detail.difference.what == "指標名"
    added = index_of(view, "担当課「新しい課」", HOW)
    assert view.model.data(added) == "控えだけ"


def test_click_on_the_box_chooses_and_the_group_s_box_chooses_all_of_it(view: CompareView) -> None:
    index = index_of(view, "備考")
    click(view, index, on_box=True)
    one = view.model.line_at(index)
    assert one is not None and view.chosen() == {one.uid}
    group = index.parent()
    assert view.model.data(group, Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.PartiallyChecked
    click(view, group, on_box=True)
    assert view.chosen() == {inside.uid for inside in view.model.under(group)} and len(view.chosen()) == 2
    click(view, group, on_box=True)
    assert view.chosen() == set()


def test_keys_choose_fold_and_copy(view: CompareView) -> None:
    view.list.setFocus()
    click(view, index_of(view, "備考"))
    press(Qt.Key.Key_Space)
    assert len(view.chosen()) == 1
    press(Qt.Key.Key_Space)
    assert view.chosen() == set()
    press(Qt.Key.Key_C, CONTROL)
    copied_text = QApplication.clipboard().text()
    assert copied_text.splitlines()[1].split("\t")[-1] == "備考 の続き"
    wanted: list[object] = []
    view.place_wanted.connect(wanted.append)
    press(Qt.Key.Key_Return)
    assert wanted == [view.model.line_at(index_of(view, "備考"))]
    group = index_of(view, "備考").parent()
    view.list.setCurrentIndex(group)
    press(Qt.Key.Key_Return)
    assert not view.list.isExpanded(group)


def test_buttons_below_choose_the_current_one(view: CompareView) -> None:
    click(view, index_of(view, "備考"))
    QTest.mouseClick(view.detail.take_button, Qt.MouseButton.LeftButton)
    assert len(view.chosen()) == 1
    until(lambda: "選択 1件" in view.count.text())
    QTest.mouseClick(view.detail.keep_button, Qt.MouseButton.LeftButton)
    assert view.chosen() == set()


def test_filter_finds_by_words_and_by_kind_and_choosing_all_means_what_is_shown(view: CompareView) -> None:
    view.words.setFocus()
    type_keys("備考")
    until(lambda: len(view.shown()) == 1 and len(view.model.groups) == 1)
    QTest.mouseClick(view.all_button, Qt.MouseButton.LeftButton)
    assert len(view.chosen()) == 1
    view.words.clear()
    until(lambda: len(view.model.groups) == 3)
    view.kind.setCurrentIndex(view.kind.findData("added"))
    assert [one.what for one in view.shown()] == ["担当課「新しい課」"]
    view.words.setText("どこにもない")
    until(lambda: not view.model.groups)
    assert view.empty.isVisible() and not view.all_button.isEnabled()


def test_two_equal_boards_say_so(qapp: QApplication) -> None:
    board = sample_board()
    made = CompareView()
    made.show_comparison(compare(board, copied(board)), SIDES)
    show(made, 700, 400)
    assert made.empty.text() == SAME and made.empty.isVisible() and not made.words.isEnabled()
    assert made.chosen() == set() and made.undecided() == 0


def test_both_sides_wait_for_a_choice_where_both_changed(qapp: QApplication) -> None:
    base = sample_board()
    uid = str(base["indicator"][0]["uid"])
    mine = with_cells(base, "indicator", uid, title="手元の名", note="両方1")
    theirs = with_cells(base, "indicator", uid, remark="共有の備考", note="両方2")
    made = CompareView()
    made.show_comparison(compare(mine, theirs, base_of_rows(base, {("indicator", (uid,))})), BOTH)
    show(made, 900, 600)
    how = {what: made.model.data(index_of(made, what, HOW)) for what in ("指標名", "備考", "内部のメモ")}
    assert how == {"指標名": "手元", "備考": "共有側", "内部のメモ": UNDECIDED}
    assert made.undecided() == 1
    click(made, index_of(made, "内部のメモ"))
    QTest.mouseClick(made.detail.take_button, Qt.MouseButton.LeftButton)
    assert made.undecided() == 0 and len(made.chosen()) == 2
    QTest.mouseClick(made.none_button, Qt.MouseButton.LeftButton)
    assert made.chosen() == set() and made.undecided() == 0


def test_choices_stay_when_the_same_pair_is_compared_again(view: CompareView) -> None:
    click(view, index_of(view, "備考"), on_box=True)
    chosen = view.chosen()
    view.show_comparison(changed_board(), SIDES, keep=True)
    assert view.chosen() == chosen
    view.show_comparison(changed_board(), SIDES)
    assert view.chosen() == set()


def test_what_comes_along_is_told_before(qapp: QApplication) -> None:
    board = sample_board()
    other = copied(board)
    other["department"].append({**board["department"][0], "uid": "new", "name": "新しい課"})
    other["responsibility"][0].update(department="new")  # type: ignore[attr-defined]
    made = CompareView()
    made.show_comparison(compare(board, other), SIDES)
    show(made, 900, 600)
    click(made, index_of(made, "担当課"), on_box=True)
    until(lambda: "いっしょに取り込むもの 1件" in made.count.text())


def many_figures() -> BoardRows:
    """Return a board of 100 series with 50 months each."""
    board = copied(sample_board())
    for number in range(100):
        board["metric"].append({**board["metric"][0], "uid": f"many-{number}", "name": f"系列{number}"})
    months = [f"{year}-{month:02}" for year in range(2010, 2015) for month in range(1, 11)]
    row = board["observation"][0]
    board["observation"] = [
        {**row, "metric": f"many-{number}", "period": month, "value": "1", "as_of": ""}
        for number in range(100)
        for month in months
    ]
    return board


def test_five_thousand_differences_are_shown_and_chosen_quickly(qapp: QApplication) -> None:
    board = many_figures()
    other = {**board, "observation": [{**row, "value": f"{row['value']}1"} for row in board["observation"]]}
    comparison = compare(board, other)
    made = CompareView()
    show(made, 900, 600)
    started = time.thread_time()
    made.show_comparison(comparison, SIDES)
    QApplication.processEvents()
    assert time.thread_time() - started < 1.0
    started = time.thread_time()
    QTest.mouseClick(made.all_button, Qt.MouseButton.LeftButton)
    until(lambda: "選択 5,000件" in made.count.text())
    assert time.thread_time() - started < 1.0


def test_many_differences_start_at_the_first_place_which_stays_folded(qapp: QApplication) -> None:
    board = many_figures()
    other = {**board, "observation": [{**row, "value": f"{row['value']}1"} for row in board["observation"]]}
    made = CompareView()
    show(made, 900, 600)
    made.show_comparison(compare(board, other), SIDES)
    first = made.model.index(0, 0)
    assert made.list.currentIndex() == first and not made.list.isExpanded(first)
    made.list.setFocus()
    press(Qt.Key.Key_Return)
    assert made.list.isExpanded(first)
    press(Qt.Key.Key_Down)
    assert made.model.line_at(made.list.currentIndex()) is not None


def test_every_control_has_a_name_for_a_screen_reader(view: CompareView) -> None:
    for widget in (view.list, view.words, view.kind):
        assert widget.accessibleName()
    index = index_of(view, "備考")
    assert view.model.data(index, Qt.ItemDataRole.AccessibleTextRole) == "違うところ 備考"
