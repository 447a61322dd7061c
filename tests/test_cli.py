"""The headless commands as a script calls them: real processes, real files, exit codes and Japanese words."""

import json
import os
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from app import cli, paths
from tests.far_folder import far_folder

ROOT = Path(__file__).parent.parent


def call(*arguments: object) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "app", *map(str, arguments)]
    # openpyxl itself opens a file without naming the encoding; what our own modules do is watched in the other tests.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONWARNDEFAULTENCODING"}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", timeout=120)


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("cli") / "瀬戸 #1.ictplan"
    assert call("new", path).returncode == 0
    return path


def test_dump_load_dump_gives_the_same_bytes(board: Path, tmp_path: Path) -> None:
    first, again, second = tmp_path / "1.json", tmp_path / "2.ictplan", tmp_path / "2.json"
    for step in (("dump", board, first), ("load", first, again), ("dump", again, second)):
        assert call(*step).returncode == 0
    assert first.read_bytes() == second.read_bytes()
    assert json.loads(first.read_text(encoding="utf-8"))["format"] == "ict-plan-board"


def test_check_tells_truncated_from_rounded_and_finds_no_disagreement(board: Path) -> None:
    done = call("check", board, "--json")
    findings = json.loads(done.stdout)
    by_code = {code: {item["printed"] for item in findings if item["code"] == code} for code in ("P2", "P3", "P4")}
    assert by_code == {"P2": {"8.6％", "89.7%"}, "P3": {"約14%", "約2,020件"}, "P4": set()}
    assert "不一致 0件" in call("check", board).stdout


def test_an_empty_board_can_be_made_checked_and_dumped(tmp_path: Path) -> None:
    path = tmp_path / "空.ictplan"
    assert call("new", path, "--from", "empty").returncode == 0
    assert json.loads(call("check", path, "--json").stdout) == []
    assert call("dump", path, tmp_path / "空.json").returncode == 0


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("new", "{board}"), "すでにあります"),
        (("check", "{folder}/ない.ictplan"), "見つかりません"),
        (("check", "{folder}/text.ictplan"), "データではない"),
        (("export", "{board}", "{folder}/資料.docx"), ".pdf"),
        (("dataset", "{board}", "{folder}/text.ictplan"), "書き込めません"),
        (("load", "{folder}/text.ictplan", "{folder}/new.ictplan"), "JSON"),
        (("load", "{folder}/ない.json", "{folder}/new.ictplan"), "ファイルがありません"),
    ],
)
def test_a_refusal_says_why_and_writes_nothing(
    board: Path, tmp_path: Path, arguments: tuple[str, ...], word: str
) -> None:
    (tmp_path / "text.ictplan").write_text("これは計画ファイルではありません" * 200, encoding="utf-8")
    before = sorted(tmp_path.iterdir()), board.read_bytes()
    done = call(*(part.format(board=board, folder=tmp_path) for part in arguments))
    assert done.returncode == 1
    assert word in done.stderr and "Traceback" not in done.stderr
    assert (sorted(tmp_path.iterdir()), board.read_bytes()) == before


@pytest.mark.parametrize("arguments", [("export",), ("new", "a", "--from", "osaka"), ("check", "a", "b"), ("--wrong",)])
def test_wrong_usage_ends_with_2(arguments: tuple[str, ...]) -> None:
    done = call(*arguments)
    assert done.returncode == 2
    assert "使い方が違います" in done.stderr


def test_headless_commands_do_without_qt(board: Path) -> None:
    code = (
        "import sys; from app import cli; status = cli.run(['check', sys.argv[1], '--json']);"
        "sys.exit(status or any(name.startswith('PySide6') for name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(board)], cwd=ROOT, capture_output=True, timeout=60)
    assert done.returncode == 0


def test_the_suffix_decides_what_is_exported_and_a_pdf_wants_no_screen(board: Path, tmp_path: Path) -> None:
    heads = {"資料.xlsx": b"PK", "資料.PDF": b"%PDF-"}
    for name, head in heads.items():
        done = call("export", board, tmp_path / name)
        assert (done.returncode, done.stderr) == (0, "") and "21頁" in done.stdout
        assert (tmp_path / name).read_bytes().startswith(head)


def test_the_data_set_is_the_same_under_any_hash_seed(board: Path, tmp_path: Path) -> None:
    for seed, folder in (("1", tmp_path / "一"), ("2", tmp_path / "二")):
        command = [sys.executable, "-m", "app", "dataset", str(board), str(folder)]
        done = subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True)
        assert done.returncode == 0 and "データを書き出しました" in done.stdout.decode()
    first, second = ({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in "一二")
    assert first == second and {"dataset.xlsx", "observations.csv", "columns.csv", "about.csv"} <= first.keys()
    assert first["observations.csv"].startswith(b"\xef\xbb\xbf")


def provisional_board(board: Path, folder: Path) -> Path:
    """Return a copy of the board in which one printed figure is 速報, with an internal note."""
    text, path = folder / "board.json", folder / "速報.ictplan"
    assert call("dump", board, text).returncode == 0
    rows = json.loads(text.read_text(encoding="utf-8"))
    for row in rows["observation"]:
        if (row["metric"], row["period"]) == ("card-issued", "2023-02"):
            row |= {"quality": "provisional", "note": "内密の話"}
    text.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    assert call("load", text, path).returncode == 0
    return path


def test_what_is_provisional_goes_out_only_where_asked_for(board: Path, tmp_path: Path) -> None:
    path = provisional_board(board, tmp_path)
    for options, shown in (((), False), (("--with-provisional",), True)):
        assert call("dataset", path, tmp_path / "data", "--cp932", *options).returncode == 0
        lines = (tmp_path / "data" / "observations.csv").read_text(encoding="cp932").splitlines()
        (line,) = [line for line in lines if ",card-issued," in line and ",2023-02," in line]
        assert (",79466," in line, ",withheld,公表前," in line) == (shown, not shown)
        assert call("export", path, tmp_path / "web.xlsx", "--web", *options).returncode == 0
        with ZipFile(tmp_path / "web.xlsx") as archive:
            everything = "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml"))
        assert ("<v>79466</v>" in everything, "公表前" in everything) == (shown, not shown)
        assert "内密" not in everything


def test_the_check_sheet_is_written_and_names_what_differs_in_nothing(board: Path, tmp_path: Path) -> None:
    done = call("check", board, "--out", tmp_path / "検算.xlsx")
    assert done.returncode == 0 and "不一致 0件" in done.stdout
    assert (tmp_path / "検算.xlsx").read_bytes().startswith(b"PK")
    refused = call("check", board, "--out", tmp_path / "検算.txt")
    assert refused.returncode == 1 and not (tmp_path / "検算.txt").exists()


def test_recover_makes_a_new_file_of_a_damaged_one_and_names_what_is_lost(
    board: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "settings"))
    file, out = tmp_path / "計画.ictplan", tmp_path / "新.ictplan"
    file.write_bytes(board.read_bytes())
    sound = call("recover", file, out)
    assert sound.returncode == 1 and "壊れていません" in sound.stderr
    data = file.read_bytes()[: 100 * 16384]
    file.write_bytes(data)
    done = call("recover", file, out)
    assert done.returncode == 0 and "途中で切れています" in done.stdout
    assert "取組など" in done.stdout and "失われたもの" in done.stdout
    assert file.read_bytes() == data and call("check", out).returncode == 0
    again = call("recover", file, out)
    assert again.returncode == 1 and "すでにあります" in again.stderr


@pytest.fixture
def backed_up(board: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """Return a board and a backup of it in the settings of the test's own."""
    from datetime import datetime

    from app import paths
    from app.storage.backup import make_backup
    from app.storage.database import open_database
    from app.storage.repository import Repository

    for name in ("XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "settings"))
    repository = Repository(open_database(board, read_only=True))
    data, moment = repository.serialize(), datetime.now().astimezone()
    repository.close()
    made = make_backup(paths.backups_folder(), data, origin=str(board), reason="試験", moment=moment)
    return board, made.path


def test_backups_are_listed_and_a_damaged_one_is_named(backed_up: tuple[Path, Path]) -> None:
    board, backup = backed_up
    (record,) = json.loads(call("backups", board, "--json").stdout)
    assert (record["path"], record["sound"], record["reason"]) == (str(backup), True, "試験")
    assert record["figures"] > 400
    data = bytearray(backup.read_bytes())
    data[7000] ^= 1
    backup.write_bytes(data)
    assert "壊れています" in call("backups", board).stdout
    done = call("restore", backup, board.with_name("復元.ictplan"))
    assert done.returncode == 1 and "壊れています" in done.stderr
    assert not board.with_name("復元.ictplan").exists()


def test_backups_of_a_file_that_cannot_be_read_are_found_by_its_place(
    backed_up: tuple[Path, Path], tmp_path: Path
) -> None:
    board, backup = backed_up
    whole = board.read_bytes()
    try:
        board.write_bytes(b"damaged" * 1000)
        assert str(backup) in call("backups", board).stdout
    finally:
        board.write_bytes(whole)
    done = call("backups", tmp_path / "ない.ictplan")
    assert done.returncode == 1 and "見つかりません" in done.stderr


def test_restore_makes_a_new_file_and_compare_finds_no_difference(backed_up: tuple[Path, Path], tmp_path: Path) -> None:
    board, backup = backed_up
    out = tmp_path / "復元.ictplan"
    assert call("restore", backup, out).returncode == 0
    assert call("restore", backup, out).returncode == 1
    assert call("compare", board, out).stdout == "違い 0件\n"
    assert json.loads(call("compare", backup, out, "--json").stdout) == []


def test_compare_tells_each_difference_in_words(board: Path, tmp_path: Path) -> None:
    text, other = tmp_path / "全部.json", tmp_path / "直した.ictplan"
    assert call("dump", board, text).returncode == 0
    data = json.loads(text.read_text(encoding="utf-8"))
    data["node"][0]["title"] = "新しい題名"
    text.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    assert call("load", text, other).returncode == 0
    done = call("compare", board, other)
    assert done.returncode == 0
    assert done.stdout.startswith("[変更] ") and "→ 新しい題名" in done.stdout and "違い 1件" in done.stdout
    (record,) = json.loads(call("compare", board, other, "--json").stdout)
    assert (record["kind"], record["what"], record["after"]) == ("changed", "題名", "新しい題名")
    missing = call("compare", board, tmp_path / "ない.ictplan")
    assert missing.returncode == 1 and "見つかりません" in missing.stderr


@pytest.mark.parametrize("command", ["dump", "check", "backups", "compare", "new", "load", "recover"])
def test_nothing_opens_a_file_of_a_shared_folder_with_sqlite(
    command: str, board: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "own"))
    place = tmp_path / "NAS" / "計画.ictplan"
    place.parent.mkdir()
    place.write_bytes(board.read_bytes())
    paths.load_preferences().treat_as_shared(place, True)
    fresh, text = place.with_name("新しい計画.ictplan"), tmp_path / "1.json"
    assert call("dump", board, text).returncode == 0
    arguments = {"dump": [place, tmp_path / "2.json"], "check": [place], "backups": [place], "compare": [place, board]}
    arguments |= {"new": [fresh], "load": [text, fresh], "recover": [place, fresh]}
    if command == "recover":
        place.write_bytes(place.read_bytes()[:-5000])
    with far_folder(place.parent, 0) as far:
        assert cli.run([command, *map(str, arguments[command])]) == 0
    assert far.calls and not far.by_sqlite
