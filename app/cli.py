"""The headless commands: make, check, export, dump and load board files, without a window and without Qt.

Exit status: 0 done, 1 a clear refusal (message on stderr, nothing written), 2 wrong usage. Messages are Japanese.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import NoReturn

from app import paths
from app.domain.board_text import BoardRows, check_references, format_board, parse_board
from app.domain.checks import VERDICTS, Finding, broken_formulas, run_checks
from app.domain.entity import new_uid, to_row
from app.domain.errors import BoardError, InputError
from app.domain.fiscal import format_period
from app.domain.plan import Board, Meeting
from app.domain.report_goal import Scene

COMMANDS = ("new", "export", "dataset", "check", "dump", "load", "self-test")
DONE, REFUSED, WRONG_USAGE = 0, 1, 2


class _Parser(argparse.ArgumentParser):
    """Says what is wrong with the usage in Japanese and ends with status 2."""

    def error(self, message: str) -> NoReturn:
        print(f"使い方が違います: {message}\n{self.format_usage()}", file=sys.stderr)
        raise SystemExit(WRONG_USAGE)


def run(arguments: list[str]) -> int:
    """Run one headless command and return its exit status."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except BoardError as error:
        advice = getattr(error, "advice", "")
        print("\n".join(line for line in (error.message, advice) if line), file=sys.stderr)
        return REFUSED


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m app", description="ICT計画ボード: 計画ファイルの作成・検算・書き出し")
    commands = parser.add_subparsers(dest="command", required=True, parser_class=_Parser)
    new = commands.add_parser("new", help="計画ファイルを作る")
    new.add_argument("file", type=Path)
    new.add_argument("--from", dest="source", choices=("council", "empty"), default="council")
    new.set_defaults(run=_new)
    export = commands.add_parser("export", help="協議会の資料（Excel）を書き出す")
    export.add_argument("file", type=Path)
    export.add_argument("out", type=Path)
    export.add_argument("--web", action="store_true", help="ホームページ用（内部のメモ、氏名、速報値を除く）")
    export.add_argument("--with-provisional", action="store_true", help="--web で、速報値も入れる")
    export.set_defaults(run=_export)
    data = commands.add_parser("dataset", help="機械判読に適したデータ（Excel・CSV）をフォルダーに書き出す")
    data.add_argument("file", type=Path)
    data.add_argument("folder", type=Path)
    data.add_argument("--cp932", action="store_true", help="CSVの文字コードをShift_JIS（cp932）にする")
    data.add_argument("--with-provisional", action="store_true", help="速報値も入れる")
    data.set_defaults(run=_dataset)
    check = commands.add_parser("check", help="印字値と計算値を比べる")
    check.add_argument("file", type=Path)
    check.add_argument("--json", action="store_true")
    check.set_defaults(run=_check)
    dump = commands.add_parser("dump", help="計画ファイルの全部をJSONに書き出す")
    dump.add_argument("file", type=Path)
    dump.add_argument("out", type=Path)
    dump.set_defaults(run=_dump)
    load = commands.add_parser("load", help="JSONから計画ファイルを作る")
    load.add_argument("source", type=Path)
    load.add_argument("file", type=Path)
    load.set_defaults(run=_load)
    commands.add_parser("self-test", help="一通りの動作を確かめる").set_defaults(run=_self_test)
    return parser


def council_rows() -> BoardRows:
    """Return the shipped board."""
    from app.storage.seed import seed_rows

    return seed_rows(paths.seed_folder())


def council_label() -> str:
    """Return what the shipped board is called: its city and the day of its last meeting."""
    rows = council_rows()
    held = max((str(row["held_on"]) for row in rows.get(Meeting.TABLE, []) if row["held_on"]), default="")
    day = f"（{format_period(held, 'era_long')}）" if held else ""
    city = str(rows[Board.TABLE][0]["city"] or "")
    return f"{city}の資料{day}"


def empty_rows() -> BoardRows:
    """Return a board with nothing but its own row."""
    return {Board.TABLE: [to_row(Board(uid=new_uid(), title="新しい計画"))]}


def _new(options: argparse.Namespace) -> int:
    from app.storage.repository import create_board

    rows = council_rows() if options.source == "council" else empty_rows()
    create_board(options.file, rows, created_with=paths.program_version()).close()
    print(f"計画ファイルを作りました: {options.file}")
    return DONE


def _export(options: argparse.Namespace) -> int:
    from app.domain.web_version import for_web
    from app.export.workbook import write_workbook
    from app.layout.deck import build_deck

    if options.out.suffix.lower() != ".xlsx":
        raise InputError(f"書き出し先の名前は .xlsx で終わるようにしてください（{options.out.name}）。")
    with _scene(options.file) as scene:
        deck = build_deck(for_web(scene, options.with_provisional) if options.web else scene)
    for _ in write_workbook(deck, options.out):
        pass
    print(f"協議会の資料を書き出しました（{len(deck.pages)}頁）: {options.out}")
    return DONE


def _dataset(options: argparse.Namespace) -> int:
    from app.domain.dataset import DatasetOptions, dataset
    from app.exchange.dataset_files import file_names, write_dataset

    chosen = DatasetOptions("cp932" if options.cp932 else "utf-8", options.with_provisional)
    with _scene(options.file) as scene:
        files = dataset(scene, chosen)
    for _ in write_dataset(files, options.folder, chosen.encoding):
        pass
    print(f"データを書き出しました（{len(file_names(files))}ファイル）: {options.folder}")
    return DONE


def _check(options: argparse.Namespace) -> int:
    with _scene(options.file) as scene:
        findings, broken = list(run_checks(scene)), list(broken_formulas(scene))
    if options.json:
        print(json.dumps([asdict(item) for item in findings], ensure_ascii=False, indent=1))
    else:
        _print_findings(findings, broken)
    return DONE


def _print_findings(findings: list[Finding], broken: list[str]) -> None:
    for item in findings:
        if item.code != "P1":
            shown = f" 計算値 {item.computed}" if item.computed else ""
            place = f"{item.item} / {item.metric} / {item.period_label}"
            print(f"[{item.code}] {place}: 印字値 {item.printed}{shown} {item.message}")
    for message in broken:
        print(f"[F1] {message}")
    counts = {code: sum(item.code == code for item in findings) for code in VERDICTS}
    print("　".join(f"{VERDICTS[code]} {count}件" for code, count in counts.items()))


def _dump(options: argparse.Namespace) -> int:
    from app.files.replacing import replace_file
    from app.storage.database import open_database
    from app.storage.repository import Repository

    repository = Repository(open_database(options.file, read_only=True))
    try:
        text = format_board(repository.dump_rows())
    finally:
        repository.close()
    replace_file(options.out, text.encode("utf-8"))
    print(f"書き出しました: {options.out}")
    return DONE


def _load(options: argparse.Namespace) -> int:
    from app.storage.repository import create_board

    rows = parse_board(_text(options.source))
    check_references(rows)
    if len(rows.get(Board.TABLE, [])) != 1:
        raise InputError(
            "計画ファイルの見出しの行（board）が1行ではありません。「dump」で書き出したファイルを指定してください。"
        )
    create_board(options.file, rows, created_with=paths.program_version()).close()
    print(f"計画ファイルを作りました: {options.file}")
    return DONE


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise InputError(f"ファイルがありません: {path}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"ファイルを読めません（UTF-8の文字として読める場所か確かめてください）: {path}") from error


def _self_test(options: argparse.Namespace) -> int:
    from app.self_test import run_self_test

    return run_self_test()


@contextmanager
def _scene(path: Path) -> Iterator[Scene]:
    """Open a file for reading and give everything of it as its last meeting sees it."""
    from app.services.tasks import scene_of
    from app.storage.database import open_database
    from app.storage.repository import Repository

    repository = Repository(open_database(path, read_only=True))
    try:
        yield scene_of(repository)
    finally:
        repository.close()
