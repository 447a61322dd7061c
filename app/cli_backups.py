"""The headless commands of backups and comparisons; app.cli runs them and turns errors into words and status."""

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app import paths
from app.domain.errors import InputError

if TYPE_CHECKING:
    from app.domain.backup import Backup
    from app.services.comparing import Side

DONE = 0


def add_commands(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add the commands of backups and comparisons."""
    listing = commands.add_parser("backups", help="自動で作られた控えの一覧を出す")
    listing.add_argument("file", type=Path)
    listing.add_argument("--json", action="store_true")
    listing.set_defaults(run=_backups)
    restore = commands.add_parser("restore", help="控えから新しい計画ファイルを作る（上書きはしない）")
    restore.add_argument("backup", type=Path)
    restore.add_argument("out", type=Path)
    restore.set_defaults(run=_restore)
    compare = commands.add_parser("compare", help="2つの計画ファイルか控えの違いを、1件1行で出す")
    compare.add_argument("first", type=Path)
    compare.add_argument("second", type=Path)
    compare.add_argument("--json", action="store_true")
    compare.set_defaults(run=_compare)


def _backups(options: argparse.Namespace) -> int:
    """List the backups of a file; of one whose own uid cannot be read any more, those made of its place."""
    from app.domain.errors import StorageError
    from app.services.comparing import file_bytes
    from app.storage.backup import backups_of, backups_of_path, is_sound
    from app.storage.repository import Repository

    root = paths.backups_folder()
    try:
        shared = paths.load_preferences().reads_as_shared(options.file)
        found = backups_of(root, Repository.from_bytes(file_bytes(options.file, shared=shared)).uuid)
    except StorageError:
        found = backups_of_path(root, options.file.absolute())
        if not found:
            raise
    records = [_backup_record(backup, is_sound(backup)) for backup in found]
    if options.json:
        print(json.dumps(records, ensure_ascii=False, indent=1))
        return DONE
    for record in records:
        counts = "　".join(f"{name} {record[key]}" for name, key in (("指標", "indicators"), ("数値", "figures")))
        print(f"{record['made_at'][:16]}　{record['state']}　{record['reason']}　{counts}　{record['path']}")
    print(f"控え {len(records)}件")
    return DONE


def _backup_record(backup: "Backup", sound: bool) -> dict[str, Any]:
    """Return what is told of a backup, for a person and for a script."""
    return {
        "path": str(backup.path),
        "made_at": backup.made_at.isoformat(timespec="seconds"),
        "state": "無事" if sound else "壊れています",
        "sound": sound,
        "reason": backup.reason,
        "revision": backup.revision,
        "indicators": backup.counts.get("indicator", 0),
        "figures": backup.counts.get("observation", 0),
        "meetings": backup.counts.get("meeting", 0),
        "last_edits": [edit._asdict() for edit in backup.last_edits],
        "origin": backup.origin,
    }


def _restore(options: argparse.Namespace) -> int:
    from app.storage.backup import backup_at, restore

    if not options.backup.is_file():
        raise InputError(f"控えがありません: {options.backup}")
    restore(paths.backups_folder(), backup_at(options.backup), options.out)
    print(f"控えから計画ファイルを作りました: {options.out}")
    return DONE


def _compare(options: argparse.Namespace) -> int:
    from app.domain.compare import KIND_WORDS, Comparison
    from app.services.comparing import comparing

    *_, comparison = comparing(_side(options.first), _side(options.second), parted=True)
    differences = comparison.differences if isinstance(comparison, Comparison) else ()
    if options.json:
        records = [
            {
                "kind": one.kind,
                "place": list(one.place),
                "what": one.what,
                "before": one.before,
                "after": one.after,
                "more": one.more,
                "changed_by": one.by,
                "table": one.table,
                "key": list(one.key),
            }
            for one in differences
        ]
        print(json.dumps(records, ensure_ascii=False, indent=1))
        return DONE
    for one in differences:
        texts = " → ".join(" ".join(text.split()) for text in (one.before, one.after) if text)
        more = f"（{one.more}）" if one.more else ""
        print(f"[{KIND_WORDS[one.kind]}] {' › '.join(one.place)}: {one.what}: {texts}{more}")
    print(f"違い {len(differences)}件")
    return DONE


def _side(path: Path) -> "Side":
    """Return a plan file, or a backup, as one side of a comparison."""
    from app.services.comparing import backup_side, file_side
    from app.storage.backup import SUFFIX, backup_at

    if path.suffix == SUFFIX and path.is_file():
        return backup_side(backup_at(path), path.name)
    return file_side(path, shared=paths.load_preferences().reads_as_shared(path))
