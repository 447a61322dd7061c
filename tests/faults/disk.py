"""Every file operation of SQLite passes through a function of ours: to fail it, to write it down, or to let it be.

The stdlib's sqlite3 module opens files through SQLite's default VFS. A copy of that VFS is made the default for a
while; its methods call the hook, which calls the original or not. No compiler is needed: SQLite's own library, the one
that the sqlite3 module has loaded, is reached through ctypes. The structures are those of
https://sqlite.org/c3ref/vfs.html and https://sqlite.org/c3ref/io_methods.html, which only ever grow at their ends.
"""

import _sqlite3
import ctypes
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ctypes import CFUNCTYPE, POINTER, Structure, c_int, c_int64, c_void_p, cast
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple

VFS_HEAD = ("iVersion", "szOsFile", "mxPathname")
VFS_REST = (
    *("pNext", "zName", "pAppData", "xOpen", "xDelete", "xAccess", "xFullPathname", "xDlOpen", "xDlError", "xDlSym"),
    *("xDlClose", "xRandomness", "xSleep", "xCurrentTime", "xGetLastError", "xCurrentTimeInt64", "xSetSystemCall"),
    *("xGetSystemCall", "xNextSystemCall"),
)
METHODS = (
    *("xClose", "xRead", "xWrite", "xTruncate", "xSync", "xFileSize", "xLock", "xUnlock", "xCheckReservedLock"),
    *("xFileControl", "xSectorSize", "xDeviceCharacteristics", "xShmMap", "xShmLock", "xShmBarrier", "xShmUnmap"),
    *("xFetch", "xUnfetch"),
)
# What each method takes after its file or VFS, and what the hook calls it.
SIGNATURES = {
    "xRead": (c_void_p, c_int, c_int64),
    "xWrite": (c_void_p, c_int, c_int64),
    "xTruncate": (c_int64,),
    "xSync": (c_int,),
    "xFileSize": (c_void_p,),
    "xLock": (c_int,),
    "xOpen": (c_void_p, c_void_p, c_int, c_void_p),
    "xDelete": (c_void_p, c_int),
    "xAccess": (c_void_p, c_int, c_void_p),
}
OPERATIONS = frozenset(name[1:].lower() for name in SIGNATURES)


class Vfs(Structure):
    """SQLite's sqlite3_vfs, version 3."""

    _fields_ = [(name, c_int) for name in VFS_HEAD] + [(name, c_void_p) for name in VFS_REST]


class Methods(Structure):
    """SQLite's sqlite3_io_methods, version 3."""

    _fields_ = [("iVersion", c_int), *((name, c_void_p) for name in METHODS)]


class Call(NamedTuple):
    """One file operation: "read", "write", "truncate", "sync", "filesize", "lock", "open", "delete" or "access".

    `arguments` are those of SQLite's method after the file; `go` lets it happen, with other arguments where some are
    given, and returns SQLite's code (0: done).
    """

    operation: str
    path: Path
    arguments: tuple[Any, ...]
    go: Callable[..., int]

    def data(self) -> bytes:
        """Return what a write is about to write."""
        return ctypes.string_at(self.arguments[0], self.arguments[1])


Hook = Callable[[Call], int]


def library() -> ctypes.CDLL:
    """Return the SQLite that the sqlite3 module uses."""
    if sys.platform == "win32":
        return ctypes.CDLL("sqlite3.dll")  # a library of that name is loaded already, and the same is given again
    maps = Path("/proc/self/maps").read_text(encoding="utf-8").splitlines()
    shared = sorted({line.split()[-1] for line in maps if "libsqlite3.so" in line})
    return ctypes.CDLL(shared[0] if shared else _sqlite3.__file__)


@cache
def original() -> Any:
    """Return the VFS that is the default of this process."""
    find = library().sqlite3_vfs_find
    find.restype = POINTER(Vfs)
    return find(None)


@contextmanager
def watched(hook: Hook, operations: frozenset[str] = OPERATIONS) -> Iterator[None]:
    """Send the operations of every file that is opened inside the block through a hook; the rest pass unseen."""
    before = original()
    disk = _Disk(before, hook, operations)
    library().sqlite3_vfs_register(ctypes.byref(disk.vfs), 1)
    try:
        yield
    finally:
        library().sqlite3_vfs_unregister(ctypes.byref(disk.vfs))
        library().sqlite3_vfs_register(before, 1)
        disk.hook = lambda call: call.go()
        if disk.paths:
            _in_use.append(disk)  # a test that failed has left files open, and they are closed some time


_in_use: "list[_Disk]" = []


class _Disk:
    """A copy of a VFS whose methods ask the hook; it keeps what SQLite holds pointers to."""

    def __init__(self, before: Any, hook: Hook, operations: frozenset[str]) -> None:
        self.before, self.hook, self.operations = before, hook, operations
        self.paths: dict[int, Path] = {}
        self.tables: dict[int, Methods] = {}
        self.name = ctypes.create_string_buffer(b"watched")
        self.kept: list[Any] = []
        self.vfs = Vfs.from_buffer_copy(before.contents)
        self.vfs.zName = cast(self.name, c_void_p)
        self.vfs.xOpen = self._pointer("xOpen", self._open)
        for name in ("xDelete", "xAccess"):
            self.vfs.__setattr__(name, self._pointer(name, self._of_vfs(name)))

    def _pointer(self, name: str, function: Callable[..., int]) -> Any:
        callback = _kind(name)(function)
        self.kept.append(callback)
        return cast(callback, c_void_p)

    def _ask(self, name: str, path: Path, arguments: tuple[Any, ...], do: Callable[..., int]) -> int:
        def go(*others: Any) -> int:
            return do(*(others or arguments))

        operation = name[1:].lower()
        return self.hook(Call(operation, path, arguments, go)) if operation in self.operations else go()

    def _open(self, _vfs: int, name: int | None, file: int, flags: int, out: int | None) -> int:
        do = _kind("xOpen")(self.before.contents.xOpen)
        path = _path(name)
        cast(file, POINTER(c_void_p))[0] = None  # no methods: a file that is not open, if the hook says no
        code = self._ask("xOpen", path, (flags,), lambda flags: do(self.before, name, file, flags, out))
        methods = cast(file, POINTER(c_void_p))
        if methods[0]:
            self.paths[file] = path
            methods[0] = ctypes.addressof(self._watched_methods(methods[0]))
        return code

    def _of_vfs(self, name: str) -> Callable[..., int]:
        do = _kind(name)(getattr(self.before.contents, name))

        def method(_vfs: int, path: int, *arguments: Any) -> int:
            return self._ask(name, _path(path), arguments, partial(do, self.before, path))

        return method

    def _watched_methods(self, address: int) -> Methods:
        if address not in self.tables:
            real = Methods.from_address(address)
            ours = Methods.from_buffer_copy(real)
            ours.xClose = self._pointer("xClose", self._closing(real.xClose))
            for name in METHODS:
                if name in SIGNATURES and name[1:].lower() in self.operations:
                    setattr(ours, name, self._pointer(name, self._of_file(name, getattr(real, name))))
            self.tables[address] = ours
        return self.tables[address]

    def _closing(self, address: int) -> Callable[[int], int]:
        do = _kind("xClose")(address)

        def close(file: int) -> int:
            self.paths.pop(file, None)
            return int(do(file))

        return close

    def _of_file(self, name: str, address: int) -> Callable[..., int]:
        do = _kind(name)(address)

        def method(file: int, *arguments: Any) -> int:
            return self._ask(name, self.paths[file], arguments, partial(do, file))

        return method


def _kind(name: str) -> Any:
    return CFUNCTYPE(c_int, c_void_p, *SIGNATURES.get(name, ()))


def _path(name: int | None) -> Path:
    return Path(ctypes.string_at(name).decode("utf-8") if name else "")
