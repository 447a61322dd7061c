"""A board's new version put in the place of the shared one, whole, and only over the version that it came from."""

import hashlib
from pathlib import Path

from app.domain.errors import StorageError
from app.storage import share_files
from app.storage.failures import storage_error
from app.storage.lease import Lease, Times, draft_path
from app.storage.share_files import Mark


class Displaced(Exception):
    """The shared file is no longer the version that ours came from, or the right to edit has gone to somebody else."""


def digest_of(data: bytes) -> str:
    """Return what tells a version's bytes from all others."""
    return hashlib.sha256(data).hexdigest()


def publish(board: Path, data: bytes, base: str, lease: Lease, times: Times) -> Mark:
    """Replace the shared file by `data`, which must have been checked, and return the mark it has there.

    `base` is the digest of the version that `data` came from. Raises Displaced with nothing changed where that is not
    what lies there or the lease is not ours, StorageError where the folder stands in the way.
    """
    draft = draft_path(board, lease.token)
    try:
        mark = _written(draft, data)
        if not share_files.swap(draft, board, lambda: _unmoved(board, base, lease), times.patience, times.pause):
            raise Displaced
        return mark
    finally:
        _tidy(draft)


def put_where_nothing_is(board: Path, data: bytes, lease: Lease) -> Mark:
    """Give the shared file that was deleted its name again; Displaced where somebody was quicker or may edit."""
    draft = draft_path(board, lease.token)
    try:
        mark = _written(draft, data)
        if not lease.is_mine():
            raise Displaced
        share_files.name(draft, board)
        return mark
    except StorageError as error:
        if error.code == "exists":
            raise Displaced from None
        raise
    finally:
        _tidy(draft)


def _written(draft: Path, data: bytes) -> Mark:
    """Write a draft, see that it reads as it was written, and return its mark."""
    share_files.write_draft(draft, data)
    if digest_of(share_files.read(draft)) != digest_of(data):
        raise storage_error("io", "what was written reads differently")
    return share_files.mark_of(draft)


def _unmoved(board: Path, base: str, lease: Lease) -> bool:
    """Say whether the lease is ours and the shared file what our version came from."""
    return lease.is_mine() and digest_of(share_files.read(board)) == base


def _tidy(draft: Path) -> None:
    try:
        share_files.remove(draft)
    except StorageError:
        return  # the next publication under this token overwrites it, and its end takes it away
