"""Several verbs as one step, and what a step leaves as it was."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.domain.errors import InputError
from app.services.document import Document
from app.storage.database import open_database
from app.storage.repository import Repository
from tests.sample_board import sample_board
from tests.ui.working import opened


def contents(document: Document) -> dict[str, list[object]]:
    return {table: list(rows) for table, rows in document.repository.dump_rows().items() if table != "history"}


def test_verbs_within_a_step_are_one_edit_and_see_each_other(tmp_path: Path, qapp: QApplication) -> None:
    with opened(sample_board(), tmp_path / "s.ictplan") as document:
        before = contents(document)
        with document.one_step("ためし"):
            uid = document.add_indicator("goal-1", "新しい指標")
            document.set_field("indicator", uid, "number", "9")
            document.set_field("indicator", uid, "title", "名前")
            document.set_target(uid, "20")
        assert document.undo_label == "ためし" and document.field("indicator", uid, "title") == "名前"
        document.undo()
        assert contents(document) == before and not document.can_undo


def test_an_error_within_a_step_leaves_everything_as_it_was(tmp_path: Path, qapp: QApplication) -> None:
    with opened(sample_board(), tmp_path / "s.ictplan") as document:
        before, title = contents(document), document.field("indicator", "i1", "title")
        with pytest.raises(InputError), document.one_step("ためし"):
            document.set_field("indicator", "i1", "title", "別の名前")
            document.set_field("indicator", "i1", "title", "")
        assert contents(document) == before and not document.can_undo
        assert document.field("indicator", "i1", "title") == title


def test_a_target_leaves_the_rows_of_other_indicators_the_same_objects(tmp_path: Path, qapp: QApplication) -> None:
    with opened(sample_board(), tmp_path / "s.ictplan") as document:
        node = next(tab.node for tab in document.tabs() if tab.kind == "goal")
        before = {row.uid: row for row in document.goal_report(node).rows}
        document.set_target("i1", "3,300")
        after = {row.uid: row for row in document.goal_report(node).rows}
        assert [uid for uid, row in after.items() if row is not before[uid]] == ["i1"]
        assert after["i1"].target.text == "3,300"
        document.set_status("i7", "reason-behind", "未達のため")
        document.undo()
        document.set_status("i7", None, None)
        path = tmp_path / "s.ictplan"
        fresh = Document(Repository(open_database(path, read_only=True)), path, who=None, pc=None)
        assert document.goal_report(node) == fresh.goal_report(node)
        fresh.close()
