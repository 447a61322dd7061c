"""The data set as files: the rules for machine-readable data, figures read back exactly, all of it or nothing."""

import csv
import io
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from app.domain.dataset import DatasetOptions, dataset
from app.domain.dataset_model import Column, DataFile, data_file
from app.domain.metrics import Metric, Observation
from app.domain.plan import Board, Node, Placement, Target
from app.exchange.data_csv import EncodingError, csv_bytes
from app.exchange.dataset_files import file_names, write_dataset
from app.files.replacing import WriteError
from tests.domain.scenes import BOARDS, rows_of, scene_of_rows, scene_with
from tests.exchange.open_data_rules import NUMBER, Written, broken

ROOT = Path(__file__).parents[2]
HOSTILE = (
    "=1+1",
    "=cmd|'/c calc'!A1",
    "+1",
    "-1+2",
    "@SUM(A1)",
    "#N/A",
    "_x0041_",
    'カンマ,と"引用符"',
    "1行目\r\n2行目\n3行目\r4",
    "　合　計　",
    "①㈱㋿⽤\ufffe\x00\x0b\ud800\ue000ﾊﾝｶｸ㎡",
    "\u2028",
    "長" * 40_000,
    "<xml>&amp;]]>",
)


def write(scene_rows: str, folder: Path, options: DatasetOptions | None = None) -> Written:
    chosen = options or DatasetOptions()
    files = dataset(scene_of_rows(rows_of(scene_rows)), chosen)
    for _ in write_dataset(files, folder, chosen.encoding):
        pass
    return Written(folder, "utf-8-sig" if chosen.encoding == "utf-8" else "cp932")


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Written]:
    """Return every board's data set as files."""
    return {board: write(board, tmp_path_factory.mktemp("data") / board) for board in BOARDS}


@pytest.mark.parametrize("board", BOARDS)
def test_no_rule_is_broken(written: dict[str, Written], board: str) -> None:
    assert broken(written[board]) == []


@pytest.mark.parametrize("board", BOARDS)
def test_cp932_breaks_no_rule_either(tmp_path: Path, board: str) -> None:
    found = write(board, tmp_path / "cp932", DatasetOptions("cp932"))
    assert broken(found) == []
    assert found.tables["about"][1][3] != ""


def entered(board: str) -> Iterator[tuple[str, str, str, str, Decimal]]:
    """Yield metric, period, kind, as-of and value of every typed figure of a board, shares in percent."""
    rows = rows_of(board)
    metrics = {row["uid"]: row for row in rows.get(Metric.TABLE, [])}
    owner = {row["uid"]: row["metric"] for row in rows.get("indicator", [])}
    stored = [(row["metric"], row["kind"], row["as_of"], row) for row in rows.get(Observation.TABLE, [])]
    stored += [(owner[row["indicator"]], "target", "", row) for row in rows.get(Target.TABLE, [])]
    for metric, kind, as_of, row in stored:
        if row["value"] is not None:
            percent = metrics[metric]["scale"] == "percent" and row["unit"] is None
            value = Decimal(str(row["value"])) * (100 if percent else 1)
            yield str(metric), str(row["period"]), str(kind), str(as_of or ""), value


@pytest.mark.parametrize("board", BOARDS)
def test_every_typed_figure_is_read_back_exactly(written: dict[str, Written], board: str) -> None:
    rows = [row for row in written[board].records("observations") if row["origin_code"] == "entered" and row["value"]]
    keys = ("metric_code", "period_code", "kind_code", "as_of")
    found = Counter((*(row[key] for key in keys), Decimal(row["value"])) for row in rows)
    assert found == Counter(entered(board))


@pytest.mark.parametrize("board", BOARDS)
def test_the_workbook_says_what_the_csv_says(written: dict[str, Written], board: str) -> None:
    for name, rows in written[board].tables.items():
        sheet = written[board].sheets[name]
        kinds = [column["type_code"] for column in written[board].columns if column["file_name"] == name]
        assert sheet[0] == rows[0] and len(sheet) == len(rows)
        for cells, texts in zip(sheet[1:], rows[1:], strict=True):
            for cell, text, kind in zip(cells, texts, kinds, strict=True):
                numeric = kind in ("number", "integer", "flag") and text != ""
                assert isinstance(cell, float) == numeric
                assert Decimal(repr(cell)) == Decimal(text) if numeric else cell == text


def test_the_council_figures_are_there(written: dict[str, Written]) -> None:
    rows = written["council"].records("observations")
    rate = [
        row for row in rows if row["metric_code"] == "chatbot-correct-rate" and row["period_code"] == "2022-04/2023-02"
    ]
    assert [(row["origin_code"], row["value"], row["unit"]) for row in rate] == [
        ("entered", "89.7", "%"),
        ("computed", "89.7862735417", "%"),
    ]
    assert {(row["area_code"], row["area_name"]) for row in rows} == {("232041", "瀬戸市")}
    zero = [row for row in rows if row["value"] == "0"]
    blank = [row for row in rows if row["missing_code"] == "not_counted"]
    assert zero and all(row["missing_code"] == "" for row in zero)
    assert blank and all(row["value"] == "" for row in blank)
    numbers = [row["node_number"] for row in written["council"].records("nodes")]
    assert numbers[:4] == ["1", "2", "3", "4"]


def test_no_internal_note_of_the_council_is_in_any_file(written: dict[str, Written]) -> None:
    everything = "".join(written["council"].texts.values()) + "".join(written["council"].parts.values())
    notes = {str(row["note"]) for rows in rows_of("council").values() for row in rows if row.get("note")}
    assert len(notes) > 5
    assert [note for note in notes if note in everything] == []


def test_hostile_texts_stay_data(tmp_path: Path) -> None:
    nodes = [Node(uid=f"n{place}", kind="initiative", title=text) for place, text in enumerate(HOSTILE)]
    places = [Placement(uid=f"p{place}", child=f"n{place}", position=place) for place, _ in enumerate(HOSTILE)]
    scene = scene_with(Board(uid="b", title="=1+1"), *nodes, *places)
    for _ in write_dataset(dataset(scene, DatasetOptions()), tmp_path):
        pass
    found = Written(tmp_path)
    titles = [row["node_name"] for row in found.records("nodes")]
    plain = ["1行目 2行目 3行目 4", "合計", "1(株)令和用 〓ハンカクm2", ""]
    assert titles == [*HOSTILE[:8], *plain, *HOSTILE[12:]]
    place = found.tables["nodes"][0].index("施策・取組名")
    sheet = [str(row[place]) for row in found.sheets["nodes"][1:]]
    assert sheet == [*titles[:12], titles[12][:32_767], titles[13]]
    assert broken(found) == []


def test_a_share_without_end_and_long_digits_are_exact_in_the_csv(tmp_path: Path) -> None:
    scene = scene_with(
        Board(uid="b", title="板"),
        Node(uid="n", kind="initiative", title="取組"),
        Placement(uid="p", child="n", position=1),
        Metric(uid="long", node="n", name="長い"),
        Metric(uid="share", node="n", name="割合", value_type="ratio", scale="percent"),
        Observation(metric="long", period="FY2022", value="123456789012345678901234567890"),
        Observation(metric="share", period="FY2021", value="0.12345678901234567890123456789"),
        Observation(metric="share", period="FY2022", numerator="1", denominator="3"),
        Observation(metric="share", period="FY2023", numerator="1"),
    )
    for _ in write_dataset(dataset(scene, DatasetOptions()), tmp_path):
        pass
    found = Written(tmp_path)
    rows = found.records("observations")
    assert [(row["value"], row["missing_code"]) for row in rows] == [
        ("123456789012345678901234567890", ""),
        ("12.345678901234567890123456789", ""),
        ("33.3333333333", ""),
        ("", "no_share"),
    ]
    assert (rows[2]["numerator"], rows[2]["denominator"]) == ("1", "3")
    assert broken(found) == []


def test_the_same_board_gives_the_same_bytes_under_other_hash_seeds(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from tests.exchange.test_dataset_files import write;"
        "write('council', Path(sys.argv[1])); write('mie_ict_plan_h13_h16', Path(sys.argv[2]))"
    )
    found = []
    for seed in ("1", "2"):
        folders = [tmp_path / f"{seed}{name}" for name in "ab"]
        settings = {**os.environ, "PYTHONHASHSEED": seed}
        subprocess.run([sys.executable, "-c", code, *map(str, folders)], cwd=ROOT, env=settings, check=True)
        found.append([{path.name: path.read_bytes() for path in folder.iterdir()} for folder in folders])
    assert found[0] == found[1]


def small(text: str = "値") -> tuple[DataFile, ...]:
    return (data_file("one", "一", (Column("name", "名", "名前"),), [{"name": text}]),)


def run(folder: Path, text: str = "値") -> None:
    for _ in write_dataset(small(text), folder):
        pass


def test_files_of_the_same_name_are_replaced_and_others_stay(tmp_path: Path) -> None:
    (tmp_path / "one.csv").write_text("古い", encoding="utf-8")
    (tmp_path / "other.csv").write_text("ほか", encoding="utf-8")
    run(tmp_path, "新しい")
    assert (tmp_path / "one.csv").read_bytes() == "\ufeff名\r\n新しい\r\n".encode()
    assert (tmp_path / "other.csv").read_text(encoding="utf-8") == "ほか"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["dataset.xlsx", "one.csv", "other.csv"]


def test_closing_early_leaves_nothing(tmp_path: Path) -> None:
    for steps in range(1, 4):  # the fourth step says that it is done
        work = write_dataset(small(), tmp_path / "new")
        for _ in range(steps):
            next(work)
        work.close()
        assert list(tmp_path.iterdir()) == []


def test_where_one_file_cannot_be_replaced_none_is(tmp_path: Path) -> None:
    (tmp_path / "dataset.xlsx").write_text("古い", encoding="utf-8")
    (tmp_path / "one.csv").mkdir()
    with pytest.raises(WriteError, match="書き込めません"):
        run(tmp_path)
    assert (tmp_path / "dataset.xlsx").read_text(encoding="utf-8") == "古い"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["dataset.xlsx", "one.csv"]


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(WriteError):
        run(tmp_path / "file")
    assert (tmp_path / "file").read_text(encoding="utf-8") == "x"


def test_cp932_names_what_it_cannot_say_and_writes_nothing(tmp_path: Path) -> None:
    columns = (Column("name", "名", "名前"), Column("place", "場所", "場所"))
    file = data_file("one", "一", columns, [{"name": "髙"}, {"name": "〜−", "place": "𠮷野家😀"}])
    with pytest.raises(EncodingError) as caught:
        list(write_dataset([file], tmp_path / "new", "cp932"))
    assert "one.csv 3行目「場所」: 「𠮷」（U+20BB7）、「😀」（U+1F600）" in caught.value.message
    assert "2行目" not in caught.value.message  # cp932 has 髙
    assert list(tmp_path.iterdir()) == []


def test_cp932_says_the_wave_dash_and_the_minus_sign() -> None:
    file = data_file("one", "一", (Column("name", "名", "名前"),), [{"name": "4〜5月 −3"}])
    assert csv_bytes(file, "cp932").decode("cp932") == "名\r\n4～5月 －3\r\n"


def test_numbers_in_a_csv_have_neither_exponent_nor_separator() -> None:
    values = [Decimal("1E+3"), Decimal("-0.50"), Decimal("92.0"), 12_345, Decimal("0.0000001")]
    file = data_file("one", "一", (Column("v", "値", "値", "number"),), [{"v": value} for value in values])
    texts = [row[0] for row in csv.reader(io.StringIO(csv_bytes(file, "utf-8").decode("utf-8-sig")))][1:]
    assert texts == ["1000", "-0.50", "92.0", "12345", "0.0000001"]
    assert all(NUMBER.fullmatch(text) for text in texts)


def test_the_names_of_the_files_are_known_before(written: dict[str, Written]) -> None:
    files = dataset(scene_of_rows(rows_of("sample")), DatasetOptions())
    assert set(file_names(files)) == {path.name for path in written["sample"].folder.iterdir()}
