"""Writes files whole or not at all: a draft beside the target, on the disk, then in the target's place."""

import errno
import os
import secrets
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from app.domain.errors import BoardError
from app.file_calls import patiently


class WriteError(BoardError):
    """A file could not be written; its target, if there was one, is as it was before."""


def replace_file(path: Path, data: bytes) -> None:
    """Write data to path whole or not at all (WriteError); on the disk before it takes the target's place."""
    draft = path.with_name(f".{secrets.token_hex(6)}.tmp")
    try:
        with draft.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        patiently(lambda: os.replace(draft, path))
    except OSError as error:
        raise WriteError(_reason(error, path)) from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def replacing_task(path: Path, make: Callable[[], bytes]) -> Callable[[], Iterator[None]]:
    """Return the job that makes a small file's bytes and writes them like replace_file; it is stopped between both."""

    def work() -> Iterator[None]:
        data = make()
        yield
        replace_file(path, data)

    return work


@contextmanager
def file_set(folder: Path, names: Sequence[str]) -> Iterator[Path]:
    """Give a draft folder to write `names` into; at the end they all move into `folder`, or none does (WriteError).

    The folder is made where it is missing. Whatever ends the work early leaves the folder as it was.
    """
    made = not folder.exists()
    draft = folder / f".{secrets.token_hex(6)}.tmp"
    try:
        draft.mkdir(parents=True)
        yield draft
        for name in names:
            _sync(draft / name)
        _move_in(draft, folder, names)
    except OSError as error:
        raise WriteError(_reason(error, Path(error.filename2) if error.filename2 else folder / names[0])) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
        if made:
            with suppress(OSError):
                folder.rmdir()  # only an empty one goes


def _sync(path: Path) -> None:
    """Wait until a file is on the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _move_in(draft: Path, folder: Path, names: Sequence[str]) -> None:
    """Move the files into the folder; where one cannot move, put back what stood there before.

    What stood there is copied first and never moved away: no name is missing at any moment.
    """
    before = draft / "before"
    before.mkdir()
    undo: list[tuple[Path, Path]] = []
    try:
        for name in names:
            if (folder / name).is_dir():
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(folder / name))
            there = (folder / name).exists()
            if there:
                shutil.copy2(folder / name, before / name)
            patiently(partial(os.replace, draft / name, folder / name))
            undo.append((before / name, folder / name) if there else (folder / name, draft / name))
    except OSError as error:
        for source, target in reversed(undo):
            with suppress(OSError):
                patiently(partial(os.replace, source, target))
        raise type(error)(error.errno, error.strerror, str(draft), None, str(folder / name)) from error


def _reason(error: OSError, path: Path) -> str:
    replacing = error.filename2 is not None  # only os.replace names two files
    if replacing and isinstance(error, PermissionError):
        return (
            f"「{path.name}」をExcelで開いているため書けません。"
            "Excelで閉じてからもう一度出力するか、別の名前で出力してください。"
        )
    if error.errno == errno.ENOSPC:
        return (
            f"「{path.parent}」の空き容量が足りないため書けません。不要なファイルを消すか、別の場所に出力してください。"
        )
    if isinstance(error, FileNotFoundError):
        return f"「{path.parent}」が見つからないため書けません。フォルダーを選び直してください。"
    return f"「{path}」に書き込めません（{error.strerror}）。別の名前か別のフォルダーを選んでください。"
