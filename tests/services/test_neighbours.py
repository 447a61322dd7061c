"""What lies in a folder already, told without waiting for the folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.services.neighbours import Neighbours
from tests.far_folder import far_folder
from tests.ui.working import until

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def near() -> Iterator[Neighbours]:
    made = Neighbours()
    yield made
    made.stop()


def test_nothing_is_known_before_the_folder_has_answered(near: Neighbours, tmp_path: Path) -> None:
    (tmp_path / "資料.xlsx").touch()
    with far_folder(tmp_path, 0) as far:
        far.answers.clear()
        near.look(tmp_path)
        near.look(tmp_path)
        assert near.has(tmp_path / "資料.xlsx") is None and near.free_path(tmp_path / "資料.xlsx").name == "資料.xlsx"
        far.answers.set()
        until(lambda: near.has(tmp_path / "資料.xlsx"))
        assert near.has(tmp_path / "別.xlsx") is False and far.by_window == []


def test_a_name_that_is_taken_is_numbered(near: Neighbours, tmp_path: Path) -> None:
    for name in ("資料.xlsx", "資料 (2).xlsx"):
        (tmp_path / name).touch()
    near.look(tmp_path)
    until(lambda: near.has(tmp_path / "資料.xlsx"))
    assert near.free_path(tmp_path / "資料.xlsx").name == "資料 (3).xlsx"
    assert near.next_path(tmp_path / "別.xlsx").name == "別 (2).xlsx"


def test_a_folder_that_is_gone_holds_nothing(near: Neighbours, tmp_path: Path) -> None:
    near.look(tmp_path / "ない")
    until(lambda: near.has(tmp_path / "ない" / "資料.xlsx") is False)
    near.look(tmp_path)
    assert near.has(tmp_path / "ない" / "資料.xlsx") is None
