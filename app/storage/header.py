"""The first 100 bytes of a board file, read plainly before SQLite may touch it."""

import os
from pathlib import Path
from typing import NamedTuple

from app.file_calls import patiently
from app.storage.failures import storage_error, told

APPLICATION_ID = 0x49435442  # "ICTB"; file(1) and other programs can tell our files by it
MAGIC = b"SQLite format 3\x00"
HEADER_SIZE = 100


class Header(NamedTuple):
    """What the header says: page size in bytes, number of pages (0: not said), whose file, and which schema."""

    page_size: int
    page_count: int
    application_id: int
    user_version: int


def read_header(path: Path) -> Header:
    """Return the header of a board file; raise StorageError where the file is missing, cut short or not ours."""
    with told(), path.open("rb") as file:
        raw = file.read(HEADER_SIZE)
        size = os.fstat(file.fileno()).st_size
    if not raw or (len(raw) < HEADER_SIZE and raw.startswith(MAGIC[: len(raw)])):
        raise storage_error("truncated", f"{size} bytes")
    if not raw.startswith(MAGIC):
        raise storage_error("not_a_database", raw[:16].hex())
    header = _parse(raw)
    if header.application_id != APPLICATION_ID:
        raise storage_error("foreign", f"application_id {header.application_id}")
    with told():
        unfinished = any(map(_has_content, (path.with_name(path.name + suffix) for suffix in ("-journal", "-wal"))))
    if not unfinished:
        _check_size(header, size)
    return header


def _parse(raw: bytes) -> Header:
    page_size = int.from_bytes(raw[16:18], "big")
    # The count of pages counts only where the writer kept it up: SQLite says so by two equal change counters.
    counted = raw[24:28] == raw[92:96]
    return Header(
        page_size=65536 if page_size == 1 else page_size,
        page_count=int.from_bytes(raw[28:32], "big") if counted else 0,
        application_id=int.from_bytes(raw[68:72], "big"),
        user_version=int.from_bytes(raw[60:64], "big", signed=True),
    )


def _has_content(journal: Path) -> bool:
    # An unfinished transaction makes the size wrong for the moment; SQLite puts it right when it connects. Another
    # program may end one, and take its journal away, at any moment.
    try:
        return patiently(journal.stat).st_size > 0
    except FileNotFoundError:
        return False


def _check_size(header: Header, size: int) -> None:
    if header.page_size < 512 or header.page_size & (header.page_size - 1):
        raise storage_error("corrupt", f"page size {header.page_size}")
    expected = header.page_size * header.page_count
    if size % header.page_size or (expected and size != expected):
        raise storage_error("truncated", f"{size} of {expected} bytes")
