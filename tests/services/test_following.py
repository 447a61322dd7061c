"""A window that follows a colleague's version shows what a window shows that opens it afresh."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.domain.errors import StorageError
from app.domain.metrics import Metric
from app.domain.plan import Indicator, Meeting
from app.services.document import Document
from app.services.following import FEW_STEPS
from app.services.views import Change
from app.storage.database import open_database
from app.storage.repository import Repository, create_board
from tests.sample_board import sample_board

ANEW = "新しい版の読み込み"


def opened(path: Path, who: str) -> Document:
    return Document(Repository(open_database(path)), path, who=who, pc="PC")


@pytest.fixture
def pair(tmp_path: Path, qapp: QApplication) -> Iterator[tuple[Document, Document, Path]]:
    """Return a reader's and a colleague's document of the same board, and the place of the colleague's next version."""
    mine, theirs = tmp_path / "mine.ictplan", tmp_path / "theirs.ictplan"
    create_board(mine, sample_board(), created_with="tests").close()
    theirs.write_bytes(mine.read_bytes())
    both = opened(mine, "佐藤"), opened(theirs, "鈴木")
    yield *both, tmp_path / "next.ictplan"
    for document in both:
        document.close()


def shown(document: Document) -> list[object]:
    """Return all that the tabs show."""
    goals = [document.goal_report(tab.node) for tab in document.tabs() if tab.kind == "goal"]
    groups = [tab.node for tab in document.tabs() if tab.kind == "group"]
    items = [document.item_report(head.node) for group in groups for head in document.item_heads(group)]
    trends = [document.trend(metric.uid) for metric in document.index.all(Metric)[:5]]
    return [document.tabs(), document.meetings(), goals, items, trends]


def follow(reader: Document, colleague: Document, place: Path) -> list[Change]:
    heard: list[Change] = []
    reader.changed.connect(heard.append)
    place.write_bytes(colleague.repository.serialize())
    reader.follow(place)
    fresh = opened(place, "")
    assert shown(reader) == shown(fresh)
    assert reader.revision == fresh.revision
    fresh.close()
    return heard


def edits(document: Document) -> list[Callable[[], object]]:
    indicator = document.index.all(Indicator)[0]
    meeting = document.index.all(Meeting)[0]
    return [
        lambda: document.set_figure((indicator.metric, "FY2022", "result", ""), "77"),
        lambda: document.set_field("indicator", indicator.uid, "title", "新しい名前"),
        lambda: document.set_field("meeting", meeting.uid, "name", "新しい会議"),
        lambda: document.add_indicator(indicator.node, "足した指標"),
        lambda: document.delete("indicator", document.index.all(Indicator)[-1].uid),
        document.undo,
    ]


def test_edit_by_edit_it_shows_what_a_fresh_window_shows(pair: tuple[Document, Document, Path]) -> None:
    reader, colleague, place = pair
    shown(reader)
    for edit in edits(colleague):
        edit()
    heard = follow(reader, colleague, place)
    assert [change.revision for change in heard] == list(range(1, len(edits(colleague)) + 1))


def test_after_many_edits_it_reads_all_anew(pair: tuple[Document, Document, Path]) -> None:
    reader, colleague, place = pair
    metric = colleague.index.all(Metric)[0].uid
    for number in range(FEW_STEPS + 1):
        colleague.set_figure((metric, "FY2022", "result", ""), str(number))
    heard = follow(reader, colleague, place)
    assert [change.label for change in heard] == [ANEW]


def test_another_line_of_history_is_read_anew_and_the_undo_stack_goes(pair: tuple[Document, Document, Path]) -> None:
    reader, colleague, place = pair
    metric = colleague.index.all(Metric)[0].uid
    reader.set_figure((metric, "FY2021", "result", ""), "5")
    for document in (colleague, colleague):
        document.set_figure((metric, "FY2022", "result", ""), str(document.revision + 1))
    heard = follow(reader, colleague, place)
    assert [change.label for change in heard] == [ANEW] and not reader.can_undo


def test_own_steps_can_be_undone_after_following(pair: tuple[Document, Document, Path]) -> None:
    reader, colleague, place = pair
    metric = reader.index.all(Metric)[0].uid
    key = (metric, "FY2021", "result", "")
    before = reader.repository.read(Metric)
    reader.set_figure(key, "5")
    place.write_bytes(reader.repository.serialize())
    colleague.follow(place)
    colleague.set_figure((metric, "FY2022", "result", ""), "6")
    follow(reader, colleague, place.with_name("after.ictplan"))
    reader.undo()
    assert reader.repository.read(Metric) == before


def test_nothing_is_written_while_somebody_else_edits(pair: tuple[Document, Document, Path]) -> None:
    reader, _, _ = pair
    told: list[bool] = []
    reader.hindered.connect(lambda: told.append(reader.read_only))
    reader.hinder("いま 鈴木さん（PC、10:24から）が編集しています。閲覧はできます。")
    assert reader.read_only
    with pytest.raises(StorageError) as caught:
        reader.set_figure((reader.index.all(Metric)[0].uid, "FY2022", "result", ""), "6")
    assert caught.value.message == reader.hindrance and reader.revision == 0 and not reader.pending
    reader.hinder(reader.hindrance)
    reader.hinder("")
    assert told == [True, False]
