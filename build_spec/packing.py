"""Folders into archives and back, and what proves that they are whole."""

import hashlib
import os
import stat
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path


def pack(folder: Path, archive: Path) -> Path:
    """Zip a folder under its own name and return the archive; links (Linux) stay links."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as target:
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder.parent).as_posix()
            if path.is_symlink():
                link = zipfile.ZipInfo(name)
                link.external_attr = (stat.S_IFLNK | 0o777) << 16
                target.writestr(link, os.readlink(path))
            elif path.is_file():
                target.write(path, name)
    return archive


def unpack(archive: Path, folder: Path) -> None:
    """Unpack one of our archives as a person's tools do: with links and the right to execute where there are such."""
    with zipfile.ZipFile(archive) as source:
        for entry in source.infolist():
            mode = entry.external_attr >> 16
            place = folder / entry.filename
            if stat.S_ISLNK(mode):
                place.parent.mkdir(parents=True, exist_ok=True)
                place.symlink_to(source.read(entry).decode())
                continue
            source.extract(entry, folder)
            if sys.platform != "win32":
                place.chmod(mode & 0o777)


def write_sums(files: Sequence[Path], target: Path) -> None:
    """Write the SHA-256 of each file, as `sha256sum --check` reads them."""
    rows = [f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in files]
    target.write_text("".join(rows), encoding="utf-8", newline="\n")


def size_of(folder: Path) -> int:
    """Return the bytes of a folder's files, links not counted."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def state_of(folder: Path) -> dict[str, int]:
    """Return the files of a folder with the moment of their last change, so that a later change shows."""
    return {path.relative_to(folder).as_posix(): path.lstat().st_mtime_ns for path in folder.rglob("*")}
