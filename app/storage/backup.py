"""Backups of a board: whole, proved when they are made, found damaged when they are, never overwriting anything.

Promises. A backup is the content of one moment (`serialize`, never a copy of the open file). It takes its place only
after it has been written to the local disk and synchronised, read back and found equal by SHA-256, passed SQLite's
integrity and foreign key checks and counted equal to its source, table by table. The hash stands beside it in a file of
its own, also written whole or not at all: two programs at work never write the same file, so that neither can tear or
lose what the other noted. What has no valid hash is shown as damaged and never restored. Backups lie in the user's own
folder, by the board's uuid, never on a share. `app.domain.retention` says which are kept; the newest always is.
"""

import contextlib
import hashlib
import json
import os
import secrets
import uuid
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from pathlib import Path

from app.domain.backup import Backup, LastEdit
from app.domain.retention import kept
from app.file_calls import patiently
from app.storage.database import Database, database_from_bytes
from app.storage.failures import storage_error, told
from app.storage.new_file import write_new_file

SUFFIX, NOTE_SUFFIX, DRAFT_SUFFIX = ".backup", ".json", ".tmp"
LINEAGE = "lineage.json"
DRAFTS_KEPT = timedelta(days=1)
MIGRATING = "新しい形に変える前"
EDITS_TOLD = 5
NAME_FORM = "%Y%m%d-%H%M%S"


def note_of(path: Path) -> Path:
    """Return the place of the note with the hash of a backup."""
    return path.with_suffix(NOTE_SUFFIX)


def folder_of(root: Path, board: str) -> Path:
    """Return where the backups of a board lie below the folder of all backups."""
    return root / "".join(sign for sign in board if sign.isalnum() or sign == "-")


def make_backup(root: Path, data: bytes, *, origin: str, reason: str, moment: datetime) -> Backup:
    """Write a backup of a file's content, prove it, and let old ones go.

    `data` is what `Repository.serialize` gave, `moment` the local time with offset. Raises StorageError, with nothing
    left behind: "backup" where the disk stands in the way, "corrupt" where the content itself is damaged.
    """
    made = _described(data, Backup(Path(), moment, reason, origin))
    folder = folder_of(root, made.uuid)
    made = replace(made, path=folder / f"{moment:{NAME_FORM}}-{secrets.token_hex(3)}{SUFFIX}")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _write(made, data)
    except OSError as error:
        with contextlib.suppress(OSError):
            note_of(made.path).unlink(missing_ok=True)
        raise storage_error("backup", str(error)) from error
    _clean(root, made.uuid, moment)
    return made


def make_unless_known(root: Path, data: bytes, *, origin: str, reason: str, moment: datetime) -> Backup:
    """Return the newest backup where it is sound and holds the same, else make one; see make_backup."""
    now = _described(data, Backup(Path(), moment))
    newest = next(iter(sorted(_listed(folder_of(root, now.uuid)), key=_age, reverse=True)), None)
    if newest and _hold_the_same(newest, now) and is_sound(newest):
        return newest
    return make_backup(root, data, origin=origin, reason=reason, moment=moment)


def before_migrating(root: Path) -> Callable[[Database], None]:
    """Return what `open_database` calls before it changes an older file: a backup, without which it stays as it is."""

    def make(database: Database) -> None:
        with told():
            data = database.connection.serialize()
        moment = datetime.now().astimezone()
        make_backup(root, data, origin=str(database.path), reason=MIGRATING, moment=moment)

    return make


def backups_of(root: Path, board: str) -> list[Backup]:
    """Return the backups of a board, and of the board that it was restored from, the newest first."""
    found = [backup for each in _lineage(root, board) for backup in _listed(folder_of(root, each))]
    return sorted(found, key=_age, reverse=True)


def backups_of_path(root: Path, origin: Path) -> list[Backup]:
    """Return the backups made of a file at a path, the newest first: for a file whose own uuid cannot be read."""
    folders = [folder for folder in root.iterdir() if folder.is_dir()] if root.is_dir() else []
    found = [backup for folder in folders for backup in _listed(folder) if backup.origin == str(origin)]
    return sorted(found, key=_age, reverse=True)


def backup_at(path: Path) -> Backup:
    """Return the backup that lies at a path, with what its note says."""
    return _read_note(path)


def read_backup(backup: Backup) -> bytes:
    """Return a backup's content; raise StorageError "backup_damaged" where a single bit is not as it was written."""
    with told():
        data = backup.path.read_bytes()
    if not backup.sha256 or hashlib.sha256(data).hexdigest() != backup.sha256:
        raise storage_error("backup_damaged", backup.path.name)
    return data


def is_sound(backup: Backup) -> bool:
    """Say whether a backup is exactly as it was written."""
    try:
        read_backup(backup)
    except Exception as error:
        if getattr(error, "code", None) is None:
            raise
        return False
    return True


def newest_sound(backups: list[Backup]) -> Backup | None:
    """Return the first of some backups that is sound."""
    return next((backup for backup in backups if is_sound(backup)), None)


def restore(root: Path, backup: Backup, out: Path) -> None:
    """Make a new file of a backup; raise StorageError "exists" where the name is taken, "backup_damaged".

    The new file is a board of its own (a new uuid), so that a share or another copy can never mistake one for the
    other; its list of backups shows those of the old one too.
    """
    data, fresh = _as_new_board(read_backup(backup))
    write_new_file(out, data)
    with contextlib.suppress(OSError):  # costs the way back to older backups, not the restored file
        folder = folder_of(root, fresh)
        folder.mkdir(parents=True, exist_ok=True)
        _replace(folder / LINEAGE, json.dumps({"from": backup.uuid}).encode())


def _as_new_board(data: bytes) -> tuple[bytes, str]:
    database = database_from_bytes(data)
    try:
        fresh = str(uuid.uuid4())
        with told():
            database.connection.execute("PRAGMA query_only=OFF")
            database.connection.execute("UPDATE meta SET uuid = ?", (fresh,))
            return database.connection.serialize(), fresh
    finally:
        database.connection.close()


def _described(data: bytes, backup: Backup) -> Backup:
    """Return a backup with what is in its content."""
    database = database_from_bytes(data)
    try:
        counts = _counts(database)
        last = database.rows(
            "SELECT uid, made_at, who, label FROM history ORDER BY sequence DESC LIMIT ?", (EDITS_TOLD,)
        )
        return replace(
            backup,
            uuid=database.uuid,
            title=str(database.rows("SELECT title FROM board LIMIT 1")[0][0]) if counts["board"] else "",
            revision=int(database.rows("SELECT revision FROM meta")[0][0]),
            mark=last[0][0] if last else "",
            sha256=hashlib.sha256(data).hexdigest(),
            size=len(data),
            counts=counts,
            last_edits=tuple(LastEdit(made_at, who or "", label) for _, made_at, who, label in last),
        )
    finally:
        database.connection.close()


def _counts(database: Database) -> dict[str, int]:
    names = [name for (name,) in database.rows("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")]
    return {name: int(database.rows(f'SELECT count(*) FROM "{name}"')[0][0]) for name in names}


def _write(backup: Backup, data: bytes) -> None:
    """Write a backup whole or not at all; its note comes first, for a note alone is nothing to anybody."""
    draft = backup.path.with_suffix(DRAFT_SUFFIX)
    try:
        _write_synchronised(draft, data)
        _prove(draft.read_bytes(), backup)
        _write_note(backup)
        patiently(lambda: os.replace(draft, backup.path))
    finally:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)


def _prove(written: bytes, backup: Backup) -> None:
    """Raise StorageError where what the disk gives back is not what was written, or is no sound board."""
    if hashlib.sha256(written).hexdigest() != backup.sha256:
        raise storage_error("backup", "read back unequal")
    database = database_from_bytes(written)
    try:
        # The conditions of columns were checked when the rows were written; without them it takes a fifth.
        database.rows("PRAGMA ignore_check_constraints=ON")
        answer = database.rows("PRAGMA integrity_check(1)")
        broken = database.rows("PRAGMA foreign_key_check")
        if answer != [("ok",)] or broken or _counts(database) != backup.counts:
            raise storage_error("corrupt", str(broken[0] if broken else answer[0][0]))
    finally:
        database.connection.close()


def _write_note(backup: Backup) -> None:
    values = {**asdict(backup), "made_at": backup.made_at.isoformat()}
    del values["path"]
    _replace(note_of(backup.path), json.dumps(values, ensure_ascii=False, indent=1).encode())


def _replace(path: Path, data: bytes) -> None:
    draft = path.with_name(f"{path.name}.{secrets.token_hex(3)}{DRAFT_SUFFIX}")
    try:
        _write_synchronised(draft, data)
        patiently(lambda: os.replace(draft, path))
    finally:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)


def _write_synchronised(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _listed(folder: Path) -> Iterator[Backup]:
    if folder.is_dir():
        for path in folder.glob(f"*{SUFFIX}"):
            with contextlib.suppress(FileNotFoundError):  # another program let it go meanwhile
                yield _read_note(path)


def _read_note(path: Path) -> Backup:
    """Return a backup by its note; one whose note is missing or damaged has no hash, and its time by its name."""
    try:
        values = json.loads(note_of(path).read_text(encoding="utf-8"))
        values["made_at"] = datetime.fromisoformat(values["made_at"])
        values["last_edits"] = tuple(LastEdit(*map(str, edit)) for edit in values["last_edits"])
        backup = Backup(path=path, **values)
        backup.made_at.timestamp()
        return backup if _types_hold(backup) else Backup(path, _time_of(path))
    except (OSError, ValueError, TypeError, KeyError):
        return Backup(path, _time_of(path))


def _types_hold(backup: Backup) -> bool:
    texts = (backup.reason, backup.origin, backup.uuid, backup.title, backup.mark, backup.sha256)
    numbers = (backup.revision, backup.size)
    whole = all(isinstance(text, str) for text in texts) and all(isinstance(number, int) for number in numbers)
    return whole and isinstance(backup.counts, dict) and backup.made_at.tzinfo is not None


def _time_of(path: Path) -> datetime:
    try:
        return datetime.strptime(path.name[:15], NAME_FORM).astimezone()
    except ValueError:
        return datetime.fromtimestamp(path.stat().st_mtime).astimezone()


def _hold_the_same(one: Backup, other: Backup) -> bool:
    commands = [(each.revision, each.mark) for each in (one, other)]
    return one.sha256 == other.sha256 or (bool(one.mark) and commands[0] == commands[1])


def _age(backup: Backup) -> tuple[datetime, str]:
    return backup.made_at, backup.path.name


def _lineage(root: Path, board: str) -> list[str]:
    """Return a board and the boards that it was restored from, one after the other."""
    found = [board]
    while True:
        try:
            text = (folder_of(root, found[-1]) / LINEAGE).read_text(encoding="utf-8")
            before = str(json.loads(text)["from"])
        except (OSError, ValueError, TypeError, KeyError):
            return found
        if before in found or not before:
            return found
        found.append(before)


def _clean(root: Path, board: str, now: datetime) -> None:
    """Let old backups go, and what a power cut left half done; a disk that refuses costs room, not a backup."""
    folder = folder_of(root, board)
    with contextlib.suppress(OSError):
        backups = list(_listed(folder))
        staying = kept((backup.made_at for backup in backups), now)
        for backup in backups:
            if backup.made_at not in staying:
                backup.path.unlink(missing_ok=True)
                note_of(backup.path).unlink(missing_ok=True)
        lonely = [note for note in folder.glob(f"*-*{NOTE_SUFFIX}") if not note.with_suffix(SUFFIX).exists()]
        for left in (*folder.glob(f"*{DRAFT_SUFFIX}"), *lonely):
            if now.timestamp() - left.stat().st_mtime > DRAFTS_KEPT.total_seconds():
                left.unlink(missing_ok=True)
