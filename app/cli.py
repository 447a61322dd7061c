"""The headless commands: make, check, export, dump and load board files, without a window.

Only a PDF needs Qt. Exit status: 0 done, 1 a clear refusal (message on stderr, nothing written), 2 wrong usage.
Messages are Japanese.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from app import cli_backups, paths
from app.domain.board_text import BoardRows, check_references, format_board, parse_board
from app.domain.entity import new_uid, to_row
from app.domain.errors import BoardError, InputError
from app.domain.fiscal import format_period
from app.domain.plan import Board, Meeting
from app.domain.report_goal import Scene

if TYPE_CHECKING:
    from app.domain.judged import Proof
    from app.layout.page import Deck
    from app.services.proof_material import Material
    from app.storage.repository import Repository

COMMANDS = (
    "new",
    "export",
    "dataset",
    "check",
    "dump",
    "load",
    "backups",
    "restore",
    "compare",
    "recover",
    "self-test",
)
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
    program = Path(sys.executable).stem if getattr(sys, "frozen", False) else "python -m app"
    parser = _Parser(prog=program, description="ICT計画ボード: 計画ファイルの作成・検算・書き出し")
    commands = parser.add_subparsers(dest="command", required=True, parser_class=_Parser)
    new = commands.add_parser("new", help="計画ファイルを作る")
    new.add_argument("file", type=Path)
    new.add_argument("--from", dest="source", choices=("council", "empty"), default="council")
    new.set_defaults(run=_new)
    export = commands.add_parser("export", help="協議会の資料（Excel、.pdf なら PDF）を書き出す")
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
    check = commands.add_parser("check", help="検算: 印字値、計、行どうしの関係、文章の数値を確かめる")
    check.add_argument("file", type=Path)
    check.add_argument("--json", action="store_true")
    check.add_argument("--out", type=Path, help="検算表（.xlsx）も書き出す")
    check.set_defaults(run=_check)
    dump = commands.add_parser("dump", help="計画ファイルの全部をJSONに書き出す")
    dump.add_argument("file", type=Path)
    dump.add_argument("out", type=Path)
    dump.set_defaults(run=_dump)
    load = commands.add_parser("load", help="JSONから計画ファイルを作る")
    load.add_argument("source", type=Path)
    load.add_argument("file", type=Path)
    load.set_defaults(run=_load)
    recover = commands.add_parser("recover", help="壊れた計画ファイルから、控えと読み取れた値で新しいファイルを作る")
    recover.add_argument("file", type=Path)
    recover.add_argument("out", type=Path)
    recover.add_argument("--values-only", action="store_true", help="控えを使わず、読み取れた値だけを取り出す")
    recover.set_defaults(run=_recover)
    cli_backups.add_commands(commands)
    trial = commands.add_parser("self-test", help="一通りの動作を確かめる")
    trial.add_argument(
        "--start", type=Path, metavar="FILE", help="FILE を開いて最初の画面を描くだけにする（起動時間の測定）"
    )
    trial.set_defaults(run=_self_test)
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
    from app.storage.repository import write_board

    rows = council_rows() if options.source == "council" else empty_rows()
    write_board(options.file, rows, created_with=paths.program_version())
    print(f"計画ファイルを作りました: {options.file}")
    return DONE


def _export(options: argparse.Namespace) -> int:
    from app.domain.web_version import for_web
    from app.layout.deck import build_deck

    writers = {".xlsx": _write_workbook, ".pdf": _write_pdf}
    write = writers.get(options.out.suffix.lower())
    if write is None:
        raise InputError(f"書き出し先の名前は .xlsx か .pdf で終わるようにしてください（{options.out.name}）。")
    with _scene(options.file) as scene:
        deck = build_deck(for_web(scene, options.with_provisional) if options.web else scene)
    write(deck, options.out)
    print(f"協議会の資料を書き出しました（{len(deck.pages)}頁）: {options.out}")
    return DONE


def _write_workbook(deck: "Deck", path: Path) -> None:
    from app.export.workbook import write_workbook

    for _ in write_workbook(deck, path):
        pass


def _write_pdf(deck: "Deck", path: Path) -> None:
    """Write the PDF; the one headless command that needs Qt, for its fonts, and no screen."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtGui import QGuiApplication

    from app.files.replacing import replace_file
    from app.paint.pdf import write_pdf
    from app.paint.sheet import SheetPlan

    _fonts = QGuiApplication.instance() or QGuiApplication([])
    sink = BytesIO()
    for _ in write_pdf(deck, SheetPlan(), sink):
        pass
    replace_file(path, sink.getvalue())


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
    if options.out is not None and options.out.suffix.lower() != ".xlsx":
        raise InputError(f"書き出し先の名前は .xlsx で終わるようにしてください（{options.out.name}）。")
    from app.domain.judged import judge
    from app.domain.proof.record import record
    from app.domain.proof.run import run_proof
    from app.services.proof_material import material_of

    with _repository(options.file) as repository:
        scene = _scene_in(repository)
        material = material_of(repository, scene.meeting.uid if scene.meeting else None)
        proof = judge(scene, (found for found in run_proof(scene, *material) if found is not None))
        if options.out is not None:
            _write_check_sheet(scene, material, options.out)
    if options.json:
        print(json.dumps([record(line) for line in proof.lines], ensure_ascii=False, indent=1))
    else:
        _print_proof(proof)
    return DONE


def _write_check_sheet(scene: Scene, material: "Material", path: Path) -> None:
    from app.layout.deck import day_of
    from app.layout.page import build_deck
    from app.layout.slides.plain import office_of
    from app.layout.slides.proof_part import TITLE
    from app.services.tasks import check_sheet

    _write_workbook(
        build_deck(TITLE, office_of(scene, scene.meeting), day_of(scene), check_sheet(scene, material)), path
    )


def _print_proof(proof: "Proof") -> None:
    """Print what does not simply agree, one line each, and how many findings each verdict has."""
    for line in proof.lines:
        if line.verdict != "agrees":
            found = line.finding
            place = " / ".join(part for part in (found.item, found.subject, found.period_label) if part)
            values = (("印字値", found.printed), ("計算値", found.computed), ("了承", found.settled))
            shown = " ".join(f"{name} {value}" for name, value in values if value)
            print(f"[{found.code}] {place}: {shown} {found.message}")
    print("　".join(f"{words} {count}件" for words, count in proof.in_words()))


def _dump(options: argparse.Namespace) -> int:
    from app.files.replacing import replace_file

    with _repository(options.file) as repository:
        text = format_board(repository.dump_rows())
    replace_file(options.out, text.encode("utf-8"))
    print(f"書き出しました: {options.out}")
    return DONE


def _load(options: argparse.Namespace) -> int:
    from app.storage.repository import write_board

    rows = parse_board(_text(options.source))
    check_references(rows)
    if len(rows.get(Board.TABLE, [])) != 1:
        raise InputError(
            "計画ファイルの見出しの行（board）が1行ではありません。「dump」で書き出したファイルを指定してください。"
        )
    write_board(options.file, rows, created_with=paths.program_version())
    print(f"計画ファイルを作りました: {options.file}")
    return DONE


def _recover(options: argparse.Namespace) -> int:
    from app.domain import rescue as words
    from app.storage.failures import storage_error
    from app.storage.recovery import find_rescue, write_source

    if options.out.exists():
        raise storage_error("exists", str(options.out))
    found = words.Rescue(None, None, ())
    inputs, shared = paths.recovery_folder(), paths.load_preferences().reads_as_shared(options.file)
    for step in find_rescue(options.file, paths.backups_folder(), inputs, inputs / "aside", shared=shared):
        found = step if isinstance(step, words.Rescue) else found
    if found.trouble is None:
        raise InputError(words.NOTHING_WRONG)
    print(f"{found.trouble.message}\n元のファイルの写し: {found.aside}")
    usable = [one for one in found.sources if not options.values_only or one.kind == words.SALVAGE]
    if not usable:
        raise InputError(words.NOTHING_FOUND)
    write_source(usable[0], options.out, paths.program_version())
    lost = usable[0].lacks()
    print(f"{usable[0].title}: {usable[0].holds()}" + (f"\n失われたもの: {lost}" if lost else ""))
    print(f"新しい計画ファイルを作りました: {options.out}")
    return DONE


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise InputError(f"ファイルがありません: {path}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"ファイルを読めません（UTF-8の文字として読める場所か確かめてください）: {path}") from error


def _self_test(options: argparse.Namespace) -> int:
    from app.self_test import run_self_test, show_once

    return show_once(options.start) if options.start else run_self_test()


@contextmanager
def _scene(path: Path) -> Iterator[Scene]:
    """Open a file for reading and give everything of it as its last meeting sees it."""
    with _repository(path) as repository:
        yield _scene_in(repository)


def _scene_in(repository: "Repository") -> Scene:
    from app.services.tasks import scene_of

    return scene_of(repository)


@contextmanager
def _repository(path: Path) -> "Iterator[Repository]":
    """Give a copy in memory: a file on a shared folder is read by its bytes, and nothing is held."""
    from app.services.comparing import file_bytes
    from app.storage.repository import Repository

    repository = Repository.from_bytes(file_bytes(path, shared=paths.load_preferences().reads_as_shared(path)))
    try:
        yield repository
    finally:
        repository.close()
