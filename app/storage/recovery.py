"""The way from a damaged file to a new one: set it aside, read what can be read, join it with the newest sound backup.

The damaged file and its journals are copied beside it under a dated name and stay as they are; everything else works on
copies. What is newer than the backup comes from three places, the surest first: the recovery log of this PC, the lines
of history that can still be read, and rows whose revision is newer than the backup.
"""

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from app.domain import tables
from app.domain.backup import Backup
from app.domain.edits import Command, LoggedCommand, RowEdit
from app.domain.entity import Cell, Key, Row, fields_of
from app.domain.errors import StorageError
from app.domain.history import History
from app.domain.progress import Progress
from app.domain.rescue import BACKUP, SALVAGE, Rescue, Source
from app.storage import backup as backups
from app.storage.assembling import assemble
from app.storage.copying import copy_with
from app.storage.database import open_database
from app.storage.failures import storage_error, told
from app.storage.recovery_log import RecoveryLog
from app.storage.repository import Repository, write_board
from app.storage.salvage import JOURNALS, Salvaged, salvage

NAME_FORM = "%Y-%m-%d %H%M%S"


def find_rescue(
    path: Path, backup_root: Path, log_folder: Path, spare_folder: Path, *, shared: bool = False
) -> Iterator[Progress | Rescue]:
    """Find every way to what a file held; yields Progress and last Rescue. The file's bytes stay as they are.

    The copy set aside goes beside the file, or into `spare_folder` where that place refuses or the file lies on a
    shared folder (`shared`), where nothing opens SQLite. Raises StorageError where the file cannot be read or copied.
    """
    yield Progress("ファイルを開き直しています", 0, 0)
    here = _copied_into(path, spare_folder) if shared else None
    trouble = _verdict(here or path)
    if trouble is None:
        if here is not None:
            _drop(here)
        yield Rescue(None, None, ())
        return
    if trouble.code in ("missing", "denied", "busy"):
        raise trouble
    aside = here or set_aside(path, spare_folder)
    yield Progress("元のファイルを保全しました", 0, 0)
    read: Salvaged | None = None
    for step in salvage(aside):
        if isinstance(step, Salvaged):
            read = step
        else:
            yield step
    assert read is not None
    yield Progress("控えを調べています", 0, 0)
    found = _sources(path, read, backup_root, log_folder)
    yield Rescue(trouble, aside, found)


def write_source(source: Source, out: Path, created_with: str) -> None:
    """Make a new file of a source; StorageError "exists" where the name is taken."""
    write_board(out, source.rows, created_with=created_with)


def set_aside(path: Path, spare_folder: Path) -> Path:
    """Copy a file and its journals under a dated name beside it, else into a spare folder; return the copy."""
    try:
        return _copied(path, path.with_name(_name_aside(path)))
    except OSError:
        return _copied_into(path, spare_folder)


def _copied_into(path: Path, folder: Path) -> Path:
    with told():
        folder.mkdir(parents=True, exist_ok=True)
        return _copied(path, folder / _name_aside(path))


def _name_aside(path: Path) -> str:
    return f"{path.stem}（破損 {datetime.now():{NAME_FORM}}）{path.suffix}"


def _drop(copy: Path) -> None:
    for suffix in ("", *JOURNALS):
        with suppress(OSError):
            copy.with_name(copy.name + suffix).unlink()


def _copied(path: Path, copy: Path) -> Path:
    with path.open("rb") as source, copy.open("xb") as target:
        shutil.copyfileobj(source, target)
    for suffix in JOURNALS:
        with suppress(FileNotFoundError):
            shutil.copyfile(path.with_name(path.name + suffix), copy.with_name(copy.name + suffix))
    return copy


def _verdict(path: Path) -> StorageError | None:
    """Return why a file cannot be opened and read, None where it can: the opening itself tries three times."""
    try:
        repository = Repository(open_database(path, read_only=True))
        try:
            repository.dump_rows()  # what is too large shows only when it is read
        finally:
            repository.close()
    except StorageError as error:
        return error
    return None


def _sources(path: Path, read: Salvaged, backup_root: Path, log_folder: Path) -> tuple[Source, ...]:
    kept = backups.backups_of(backup_root, read.uuid) if read.uuid else backups.backups_of_path(backup_root, path)
    sound = backups.newest_sound(kept)
    uuid = read.uuid or (sound.uuid if sound else "")
    logged = RecoveryLog(log_folder, uuid).entries() if uuid else []
    found: list[Source] = []
    if sound is not None:
        found.append(_from_backup(sound, read, logged))
    if not read.empty:
        found.append(_from_rows(read, logged, path.stem))
    return tuple(found)


def _from_backup(sound: Backup, read: Salvaged, logged: Sequence[LoggedCommand]) -> Source:
    data = backups.read_backup(sound)
    newer = _newer_commands(read, logged, sound.revision)
    copy = copy_with(data, newer, None, None)
    repository = Repository.from_bytes(copy.data)
    try:
        rows = repository.dump_rows()
    finally:
        repository.close()
    joined = _joined(rows, read, sound.revision)
    whole = assemble(joined, sound.title)
    missing = {table: len(keys) for table, keys in whole.left_out.items()}
    return Source(BACKUP, sound.made_at, whole.rows, len(newer) - len(copy.missed), len(copy.missed), missing)


def _from_rows(read: Salvaged, logged: Sequence[LoggedCommand], title: str) -> Source:
    whole = assemble(read.rows, title)
    known = {str(row["uid"]) for row in read.rows.get(History.TABLE, ())}
    waiting = [entry for entry in logged if entry.command.uid not in known and not entry.settled]
    rows, refused = _with_commands(whole.rows, [(entry.command, entry.made_at) for entry in waiting])
    missing = dict(read.missing)
    for table, keys in whole.left_out.items():
        missing[table] = missing.get(table, 0) + len(keys)
    missing = dict.fromkeys(read.unread, 0) | missing
    return Source(SALVAGE, None, rows, len(waiting) - refused, refused, missing)


def _with_commands(rows: dict[str, list[Row]], commands: list[tuple[Command, str]]) -> tuple[dict[str, list[Row]], int]:
    if not commands:
        return rows, 0
    from app.storage.database import memory_database

    database = memory_database()
    try:
        Repository(database).load_rows(rows)
        copy = copy_with(database.connection.serialize(), commands, None, None)
    finally:
        database.connection.close()
    repository = Repository.from_bytes(copy.data)
    try:
        return repository.dump_rows(), len(copy.missed)
    finally:
        repository.close()


def _newer_commands(read: Salvaged, logged: Sequence[LoggedCommand], revision: int) -> list[tuple[Command, str]]:
    """Return the commands after a revision, each once, in the order in which they were written or typed."""
    found: dict[str, tuple[int, Command, str]] = {}
    for entry in logged:
        place = entry.revision if entry.settled else entry.revision + 1
        found[entry.command.uid] = (place, entry.command, entry.made_at)
    for row in read.rows.get(History.TABLE, ()):
        command = _command_of(row)
        if command is not None:
            mine = found.get(command.uid, (0, command, ""))
            found[command.uid] = (int(str(row["sequence"])), mine[1], str(row["made_at"]))
    newer = sorted((one for one in found.values() if one[0] > revision), key=lambda one: one[0])
    return [(command, made_at) for _, command, made_at in newer]


def _command_of(row: Row) -> Command | None:
    """Return the command of a line of history; None where it cannot be read, or adds pictures, which it lacks."""
    try:
        edits = tuple(
            RowEdit(
                one["table"], tuple(one["key"]), _whole(one["table"], one["before"]), _whole(one["table"], one["after"])
            )
            for one in json.loads(str(row["edits"]))
        )
        return Command(str(row["label"]), edits, str(row["uid"])) if int(str(row["sequence"])) else None
    except (ValueError, KeyError, TypeError, StorageError):
        return None


def _whole(table: str, row: Mapping[str, Cell] | None) -> Row | None:
    if row is None:
        return None
    specs = fields_of(tables.BY_TABLE[table])
    if any(spec.kind == "blob" and spec.name not in row for spec in specs):
        raise storage_error("value", table)
    return {spec.name: row.get(spec.name) for spec in specs}


def _joined(rows: dict[str, list[Row]], read: Salvaged, revision: int) -> dict[str, list[Row]]:
    """Return rows with those of the damaged file that are newer than a revision put over them."""
    joined: dict[str, list[Row]] = {}
    for entity in tables.ENTITIES:
        present: dict[Key, Row] = {_key(entity.KEY, row): row for row in rows.get(entity.TABLE, ())}
        for row in read.rows.get(entity.TABLE, ()):
            key = _key(entity.KEY, row)
            if read.revisions.get((entity.TABLE, key), 0) > revision:
                present[key] = row
        joined[entity.TABLE] = list(present.values())
    return joined


def _key(names: tuple[str, ...], row: Row) -> Key:
    return tuple(str(row.get(name)) for name in names)
