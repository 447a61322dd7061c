"""What people are told when the board file or its disk stands in the way, and which errors are bugs instead."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from app.domain.errors import StorageError

MESSAGES: dict[str, tuple[str, str]] = {
    "busy": (
        "ほかの人が保存中のため待っています。入力は残っています。",
        "しばらくすると自動でもう一度保存します。中止することもできます。",
    ),
    "full": (
        "保存先の空き容量が足りません。入力した内容は画面に残っています（まだ保存されていません）。",
        "空きを作ってからもう一度保存するか、別の場所に控えを保存してください。",
    ),
    "readonly": (
        "このファイル（フォルダ）は書き込みが許されていません。閲覧だけできます。データは無事です。",
        "編集するときは、書き込めるフォルダへコピーして開いてください。",
    ),
    "moved": (
        "開いている間にファイルが移動・差し替えされました。保存を止めました。",
        "ファイルを開き直すか、入力の控えを保存してください。",
    ),
    "io": (
        "保存先につながりません。入力は画面に残っています。",
        "ケーブルや接続を確かめてください。つながらないときは、別の場所に控えを保存してください。",
    ),
    "unknown_outcome": (
        "保存先につながらなくなり、最後の入力が保存されたかどうかを確かめられません。入力は画面に残っています。",
        "つながってから開き直すと、保存されたかどうかを確かめてから続けます。",
    ),
    "corrupt": (
        "ファイルの一部が壊れています。元のファイルには手を加えていません。",
        "控えから復元してください。",
    ),
    "not_a_database": (
        "このファイルは本アプリのデータではないか、壊れています。",
        "別のファイルを選ぶか、控えから復元してください。",
    ),
    "truncated": (
        "ファイルが途中で切れています（コピーの中断かもしれません）。",
        "元の場所からコピーし直すか、控えから復元してください。",
    ),
    "foreign": ("別のアプリのデータベースです。安全のため開きません。", "本アプリで作ったファイルを選んでください。"),
    "newer": (
        "新しい版のアプリで作られたファイルです。閲覧のみできます。",
        "編集するときは、アプリを新しい版にしてください。",
    ),
    "older": (
        "古い版のアプリで作られたファイルです。書き込めない場所にあるため、このままでは開けません。",
        "書き込めるフォルダへコピーして開いてください。",
    ),
    "schema": (
        "見覚えのない仕掛け（トリガー等）があります。開くのを止めました。データは無事です。",
        "値だけを取り出して新しいファイルへ移すか、控えから復元してください。",
    ),
    "missing": (
        "ファイル（フォルダ）が見つかりません。移動したか、名前が変わったかもしれません。",
        "場所と名前を確かめて、選び直してください。",
    ),
    "denied": (
        "このファイル（フォルダ）を開く権限がありません。",
        "フォルダの管理者に確かめるか、別のファイルを選んでください。",
    ),
    "exists": (
        "同じ名前のファイルがすでにあります。上書きはしていません。",
        "別の名前にしてください。",
    ),
    "value": (
        "値を読み書きできない行があります。まだ何も反映していません。",
        "その行を直してから、もう一度お試しください。",
    ),
    "backup": (
        "控えを作れませんでした（データ本体は無事）。",
        "このPCの空き容量を確かめてください。次の機会に、もう一度作ります。",
    ),
    "backup_damaged": (
        "この控えは壊れています。復元には使えません。",
        "ほかの控えを選んでください。計画ファイルには手を加えていません。",
    ),
    "held": (
        "共有フォルダの計画ファイルをほかのプログラムが読んでいるため、反映を待っています。入力はこのPCに保存済みです。",
        "しばらくすると自動でもう一度反映します。",
    ),
    "too_big": (
        "大きすぎる値（64 MBを超えるもの）があります。安全のため読み書きしません。元のファイルには手を加えていません。",
        "ほかの値だけを取り出して新しいファイルへ移すか、控えから復元してください。",
    ),
    "history": (
        "変更の履歴に欠けたところがあり、その時点の計画を組み立てられません。いまの計画はそのままです。",
        "控えの一覧から、近い日の控えと比べてください。",
    ),
    "conflict": ("この値は、ほかの人が先に変えています。", "どちらの値にするか選んでください。"),
}

_PRIMARY = {
    sqlite3.SQLITE_BUSY: "busy",
    sqlite3.SQLITE_LOCKED: "busy",
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_READONLY: "readonly",
    sqlite3.SQLITE_IOERR: "io",
    sqlite3.SQLITE_CANTOPEN: "io",
    sqlite3.SQLITE_PROTOCOL: "io",
    sqlite3.SQLITE_PERM: "readonly",
    sqlite3.SQLITE_CORRUPT: "corrupt",
    sqlite3.SQLITE_NOTADB: "not_a_database",
    sqlite3.SQLITE_TOOBIG: "too_big",
    sqlite3.SQLITE_NOLFS: "full",
    sqlite3.SQLITE_AUTH: "schema",  # our own authorizer said no to what a trigger or view asked for
}
_SYSTEM = {
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EFBIG: "full",
    errno.EACCES: "denied",
    errno.EPERM: "denied",
    errno.EROFS: "readonly",
    errno.ENOENT: "missing",
    errno.ENOTDIR: "missing",
    errno.EISDIR: "not_a_database",
    errno.EEXIST: "exists",
}
# Windows' own numbers (winerror.h) where the errno that Python makes of them says something else or nothing.
_WINDOWS = {
    19: "readonly",  # WRITE_PROTECT
    21: "io",  # NOT_READY
    32: "busy",  # SHARING_VIOLATION
    33: "busy",  # LOCK_VIOLATION
    39: "full",  # HANDLE_DISK_FULL
    53: "io",  # BAD_NETPATH: without a network a share is not away but out of reach
    55: "io",  # DEV_NOT_EXIST
    59: "io",  # UNEXP_NET_ERR
    64: "io",  # NETNAME_DELETED
    65: "denied",  # NETWORK_ACCESS_DENIED
    67: "io",  # BAD_NET_NAME
    1295: "full",  # DISK_QUOTA_EXCEEDED
}


def storage_error(code: str, detail: str = "") -> StorageError:
    """Return the error of a code with the words that belong to it."""
    message, advice = MESSAGES[code]
    return StorageError(code, message, advice, detail)


def translated(error: Exception) -> StorageError | None:
    """Return what a person is told about an error of SQLite or of the system, None where it is a bug of ours."""
    if isinstance(error, OSError):
        found = _WINDOWS.get(getattr(error, "winerror", None) or 0) or _SYSTEM.get(error.errno or 0, "io")
        return storage_error(found, str(error))
    code = getattr(error, "sqlite_errorcode", None)
    if not isinstance(error, sqlite3.Error) or code is None:
        return None
    if code == sqlite3.SQLITE_READONLY_DBMOVED:
        return storage_error("moved", error.sqlite_errorname)
    name = _PRIMARY.get(code & 0xFF)  # the low byte is the primary code, the rest says more
    return None if name is None else storage_error(name, error.sqlite_errorname)


@contextmanager
def told() -> Iterator[None]:
    """Turn errors of the disk or the file into StorageError inside the block; bugs pass unchanged."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        known = translated(error)
        if known is None:
            raise
        raise known from error
