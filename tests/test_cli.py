"""The headless commands as a script calls them: real processes, real files, exit codes and Japanese words."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def call(*arguments: object) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "app", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=120)


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
        (("export", "{board}", "{folder}/資料.pdf"), ".xlsx"),
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
