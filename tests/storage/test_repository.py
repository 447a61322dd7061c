"""Rows come back as the entities they were, in a stable order."""

import dataclasses
import random
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.entity import Entity, from_row, key_of, to_row
from app.domain.errors import StorageError
from app.domain.metrics import Metric, Observation
from app.domain.plan import Board, Node, Placement
from app.domain.tables import BY_TABLE, ENTITIES, STRUCTURE
from app.storage.repository import METRICS_AT_ONCE, Repository
from tests.faults.disk import watched
from tests.faults.failing import Disk, Fault
from tests.storage.boards import Board as Rows
from tests.storage.boards import make_board, open_board, raw, sample_rows


@pytest.fixture(scope="module")
def sample() -> Rows:
    return sample_rows(each=6)


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory, sample: Rows) -> Iterator[Repository]:
    opened = make_board(tmp_path_factory.mktemp("board") / "board.ictplan", sample)
    yield opened
    opened.close()


@pytest.mark.parametrize("entity", ENTITIES, ids=lambda entity: entity.TABLE)
def test_what_is_read_is_what_was_written(entity: type[Entity], repository: Repository, sample: Rows) -> None:
    written = [from_row(entity, row) for row in sample[entity.TABLE]]
    read = repository.read(entity)
    assert sorted(read, key=key_of) == sorted(written, key=key_of)
    order = [(getattr(item, "position", 0), key_of(item)) for item in read]
    assert order == sorted(order)
    # Equal is not enough: 1 == True.
    for item in read:
        plain = from_row(entity, to_row(item))
        assert [type(getattr(item, name)) for name in item.__dataclass_fields__] == [
            type(getattr(plain, name)) for name in item.__dataclass_fields__
        ]


def test_rows_come_out_as_they_went_in_whatever_order_they_had(tmp_path: Path) -> None:
    rows = sample_rows(seed=2, each=5)
    shuffled = {table: random.Random(1).sample(items, len(items)) for table, items in rows.items()}
    first, second = make_board(tmp_path / "a.ictplan", rows), make_board(tmp_path / "b.ictplan", shuffled)
    assert first.dump_rows() == second.dump_rows() == rows
    assert list(first.dump_rows()) == list(BY_TABLE)
    assert first.revision == len(rows["history"]), "what follows is numbered on"
    first.close()
    second.close()


def test_reading_with_conditions(repository: Repository, sample: Rows) -> None:
    parents = {str(row["parent"]) for row in sample["placement"] if row["parent"] is not None}
    found = {parent: {item.uid for item in repository.read(Placement, parent=parent)} for parent in parents}
    assert found == {
        parent: {row["uid"] for row in sample["placement"] if row["parent"] == parent} for parent in parents
    }
    tops = {row["uid"] for row in sample["placement"] if row["parent"] is None}
    assert {item.uid for item in repository.read(Placement, parent=None)} == tops
    with pytest.raises(ValueError, match="colour"):
        repository.read(Node, colour="red")


def test_reading_one(repository: Repository, sample: Rows) -> None:
    row = sample["observation"][2]
    key = tuple(str(row[name]) for name in Observation.KEY)
    assert repository.read_one(Observation, key) == from_row(Observation, row)
    assert repository.read_one(Node, ("nobody",)) is None


def test_the_structure_holds_every_table_that_is_read_whole(repository: Repository, sample: Rows) -> None:
    structure = repository.read_structure()
    assert list(structure) == list(STRUCTURE)
    assert {entity.TABLE: len(rows) for entity, rows in structure.items()} == {
        entity.TABLE: len(sample[entity.TABLE]) for entity in STRUCTURE
    }


def board_of_months(path: Path, metrics: int) -> Repository:
    rows: list[Entity] = [Board(uid="b", title="計画")]
    for number in range(metrics):
        rows.append(Metric(uid=f"m{number:05d}", name="件数", position=number))
        rows += [
            Observation(metric=f"m{number:05d}", period=period, value=str(number))
            for period in ("2022-03", "2022-04", "2023-03", "2023-04", "FY2022", "2022-04/2023-02")
        ]
    by_table: Rows = {}
    for entity in rows:
        by_table.setdefault(entity.TABLE, []).append(to_row(entity))
    return make_board(path, by_table)


def test_observations_by_metric_and_by_period(tmp_path: Path) -> None:
    repository = board_of_months(tmp_path / "board.ictplan", 3)
    of_two = repository.read_observations(["m00002", "m00000", "m00002"])
    assert [(item.metric, item.period) for item in of_two] == sorted(
        (metric, period)
        for metric in ("m00000", "m00002")
        for period in ("2022-03", "2022-04", "2023-03", "2023-04", "FY2022", "2022-04/2023-02")
    )
    year = repository.read_observations(["m00001"], "2022-04", "2023-03")
    assert [item.period for item in year] == ["2022-04", "2022-04/2023-02", "2023-03"]
    assert len(repository.read_observations(start="2022-04", end="2023-03")) == 9
    assert len(repository.read_observations()) == 18
    assert repository.read_observations([]) == []
    repository.close()


def test_more_metrics_than_one_statement_takes(tmp_path: Path) -> None:
    count = METRICS_AT_ONCE + 1001
    rows: Rows = {
        "board": [to_row(Board(uid="b", title="計画"))],
        "metric": [to_row(Metric(uid=f"m{n}", name="件数")) for n in range(count)],
        "observation": [to_row(Observation(metric=f"m{n}", period="FY2022", value="1")) for n in range(count)],
    }
    repository = make_board(tmp_path / "board.ictplan", rows)
    metrics = [str(row["uid"]) for row in rows["metric"]]
    assert [item.metric for item in repository.read_observations(metrics)] == sorted(metrics)
    repository.close()


def test_a_copy_holds_all_and_takes_no_edit(repository: Repository) -> None:
    copy = Repository.from_bytes(repository.serialize())
    assert copy.dump_rows() == repository.dump_rows()
    assert (copy.uuid, copy.revision) == (repository.uuid, repository.revision)
    assert not copy.database.writable
    copy.close()


def test_the_data_version_moves_when_another_writes(tmp_path: Path) -> None:
    first = make_board(tmp_path / "board.ictplan")
    second = open_board(tmp_path / "board.ictplan")
    before = first.data_version()
    assert first.data_version() == before
    raw(second.database, "UPDATE node SET title = 'x'")
    assert first.data_version() != before
    first.close()
    second.close()


@pytest.mark.parametrize(
    ("table", "column", "bad"),
    [
        ("observation", "value", "12a"),
        ("observation", "text", float("inf")),
        ("observation", "text", float("nan")),
        ("observation", "text", 1.5),
        ("observation", "metric", "nobody"),
        ("observation", "text", "\ud800"),
        ("node", "title", None),
        ("node", "position_of_mine", 1),
        ("node", "uid", "node-0"),
        ("placement", "position", 2**70),
        ("image", "data", object()),
    ],
)
def test_a_row_that_cannot_be_stored_is_named_and_nothing_appears(
    table: str, column: str, bad: object, tmp_path: Path
) -> None:
    rows = sample_rows()
    rows[table][1] = {**rows[table][1], column: bad}  # type: ignore[dict-item]
    with pytest.raises((StorageError, ValueError)) as caught:
        make_board(tmp_path / "board.ictplan", rows)
    if isinstance(caught.value, StorageError):
        assert caught.value.code == "value"
        assert f"表「{table}」の {rows[table][1][BY_TABLE[table].KEY[0]]!s}" in caught.value.message
    else:
        assert column == "position_of_mine", "only a column that is not there is a bug of the caller"
    assert list(tmp_path.iterdir()) == []


def test_rows_are_loaded_into_a_new_file_only(repository: Repository) -> None:
    before = repository.dump_rows()
    with pytest.raises(ValueError, match="new file"):
        repository.load_rows(sample_rows())
    assert repository.dump_rows() == before


def test_dataclasses_are_frozen_as_built(repository: Repository) -> None:
    node = repository.read(Node)[0]
    with pytest.raises(dataclasses.FrozenInstanceError):
        node.title = "x"  # type: ignore[misc]
    assert hash(node) == hash(dataclasses.replace(node))


def test_a_read_error_is_never_told_as_damage(tmp_path: Path) -> None:
    path = tmp_path / "board.ictplan"
    make_board(path).close()
    disk, codes = Disk(), []
    with watched(disk.hook):
        repository = open_board(path)
        for at in range(4):
            disk.set(Fault("EIO", at, for_ever=False))
            with pytest.raises(StorageError) as caught:
                assert repository.revision_of("nobody") is None
            codes.append(caught.value.code)
            disk.set(None)
        repository.close()
    assert codes == ["io"] * 4


def test_content_of_a_file_that_another_program_is_writing_is_told_as_busy(tmp_path: Path) -> None:
    repository = make_board(tmp_path / "board.ictplan")
    other = sqlite3.connect(tmp_path / "board.ictplan", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StorageError) as caught:
        repository.serialize()
    assert caught.value.code == "busy"
    other.execute("ROLLBACK")
    other.close()
    assert Repository.from_bytes(repository.serialize()).dump_rows() == repository.dump_rows()
    repository.close()
