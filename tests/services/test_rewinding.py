"""The file as it was earlier: exact at every revision, as far back as the history goes, and plain about its limits."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.blocks import Block, Image
from app.domain.compare import Comparison
from app.domain.entity import Row
from app.domain.errors import InputError, StorageError
from app.domain.images import make_image
from app.domain.progress import Progress
from app.services.comparing import comparing
from app.services.document import Document
from app.storage.repository import Repository
from app.storage.rewinding import rewinding
from tests.pictures import png
from tests.sample_board import sample_board
from tests.services.verbs import VERBS, Worker
from tests.ui.working import opened

MARCH = ("chatbot-all", "2023-03", "result", "")


@pytest.fixture
def plan(tmp_path: Path, qapp: object) -> Iterator[Document]:
    with opened(sample_board(), tmp_path / "plan.ictplan") as document:
        yield document


def at(document: Document, revision: int) -> dict[str, list[Row]]:
    """Return all rows of a file as they were at a revision."""
    *_, data = rewinding(document.repository.serialize(), revision)
    assert isinstance(data, bytes)
    repository = Repository.from_bytes(data)
    try:
        assert (repository.revision, repository.database.rows("PRAGMA foreign_key_check")) == (revision, [])
        return repository.dump_rows()
    finally:
        repository.close()


def without_pictures(rows: dict[str, list[Row]]) -> dict[str, list[Row]]:
    """Leave out what the history cannot give back: the pictures, and which block showed which."""
    blocks = [{**row, "image": None} for row in rows["block"]]
    return {**{table: lines for table, lines in rows.items() if table != "image"}, "block": blocks}


@pytest.mark.parametrize("seed", [1, 2])
def test_going_back_gives_exactly_what_was_there_at_every_revision(plan: Document, seed: int) -> None:
    worker, dumps = Worker(plan, seed), {plan.revision: plan.repository.dump_rows()}
    while len(dumps) < 50:
        if worker.work():
            dumps[plan.revision] = plan.repository.dump_rows()
    for revision, rows in dumps.items():
        assert without_pictures(at(plan, revision)) == without_pictures(rows)


def test_the_random_work_above_reaches_every_verb(plan: Document) -> None:
    worker = Worker(plan, 0)
    for _ in range(4000):
        worker.work()
        if len(worker.done) == len(VERBS):
            break
    assert {verb.__name__ for verb in VERBS} - worker.done == set()


def test_undo_reaches_back_to_the_opening_and_redo_forth_again(plan: Document) -> None:
    opening = {**plan.repository.dump_rows(), "history": []}
    worker = Worker(plan, 4)
    while plan.revision < 80:
        worker.work()
    latest = {**plan.repository.dump_rows(), "history": []}
    steps = 0
    while plan.can_undo:
        plan.undo()
        steps += 1
    assert {**plan.repository.dump_rows(), "history": []} == opening
    for _ in range(steps):  # no further: what was taken back before may wait behind
        plan.redo()
    assert steps > 20 and {**plan.repository.dump_rows(), "history": []} == latest


def compared(document: Document, revision: int) -> Comparison:
    """Compare the open file with itself as it was."""
    *_, found = comparing(document.present_side(), document.past_side(revision, "以前"))
    assert isinstance(found, Comparison)
    return found


def test_an_earlier_value_is_shown_and_taken_back_as_one_step(document: Document) -> None:
    document.set_figure(MARCH, "1,850")
    revision = document.revision
    document.set_figure(MARCH, "1,900")
    document.set_field("node", "dx-chatbot", "title", "別の題")
    comparison = compared(document, revision)
    figure, title = sorted(comparison.differences, key=lambda one: one.table != "observation")
    assert (figure.before, figure.after, title.before) == ("1,900件", "1,850件", "別の題（仮題）")
    document.take_over(comparison, {figure.uid}, document.revision, "以前から取り込み（1件）")
    assert document.repository.dump_rows()["node"] != at(document, revision)["node"]
    assert not [one for one in compared(document, revision).differences if one.table == "observation"]
    document.undo()
    assert len(compared(document, revision).differences) == 2


def test_progress_is_told_and_it_can_be_stopped_half_way(plan: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.storage.rewinding.AT_ONCE", 4)
    for number in range(9):
        plan.set_figure(("m-i1", "FY2022", "result", ""), str(number))
    steps = rewinding(plan.repository.serialize(), 0)
    told = [step for step in (next(steps), next(steps), next(steps)) if isinstance(step, Progress)]
    assert [(step.done, step.total) for step in told] == [(0, 9), (4, 9), (8, 9)]
    steps.close()


def test_how_far_the_history_reaches_is_said_with_its_first_day(plan: Document) -> None:
    with pytest.raises(InputError, match="まだ変更の履歴がありません"):
        plan.revision_on("2023-03-20")
    plan.set_figure(("m-i1", "FY2022", "result", ""), "9")
    first = plan.history_begins()
    assert first is not None and (plan.first_revision(), plan.revision_on(first)) == (0, 1)
    with pytest.raises(InputError, match=r"変更の履歴は R[0-9.]+ に始まります。R5.3.20 の計画は分かりません"):
        plan.revision_on("2023-03-20")


def test_only_meetings_before_the_chosen_one_can_be_gone_back_to(document: Document) -> None:
    names = [(item.name, item.day) for item in document.held_meetings()]
    assert names == sorted(names, key=lambda one: one[1], reverse=True)
    assert all(not item.reached for item in document.held_meetings())


def test_a_picture_taken_out_since_is_missing_and_nothing_refers_to_it(document: Document) -> None:
    (block,) = document.put_images("dx-rpa", [make_image(png(3, 2))])
    revision = document.revision
    document.clear_image(block)
    assert not document.repository.read(Image)
    rows = at(document, revision)
    assert [row["image"] for row in rows[Block.TABLE] if row["uid"] == block] == [None]
    assert compared(document, revision).differences == ()


def test_a_history_with_a_line_missing_is_refused(plan: Document) -> None:
    for number in range(3):
        plan.set_figure(("m-i1", "FY2022", "result", ""), str(number))
    plan.repository.database.connection.execute("DELETE FROM history WHERE sequence = 2")
    with pytest.raises(StorageError) as caught:
        at(plan, 0)
    assert caught.value.code == "history"
