"""The packages that go into the program: what requirements/run.lock names, less what the bundle leaves out."""

import re
import sys
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from build_spec.names import ROOT

RUN_LOCK = ROOT / "requirements" / "run.lock"
LEFT_OUT = {"click-default-group", "pip", "tabulate", "tzdata"}
"""Named by the lock, kept out of the bundle (contents.EXCLUDED)."""

_PIN = re.compile(r"^(?P<name>[A-Za-z0-9_.-]+)==(?P<version>[^ ;\\]+)(?P<hashes>(?:.*\\\n)*.*)", re.MULTILINE)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Package:
    """A distribution at its exact version, with the SHA-256 of every file that may be installed for it."""

    name: str
    version: str
    hashes: tuple[str, ...]


def pinned(lock: Path = RUN_LOCK) -> list[Package]:
    """Return every package of a lock file, by name."""
    found = _PIN.finditer(lock.read_text(encoding="utf-8"))
    rows = [Package(one["name"], one["version"], tuple(_HASH.findall(one["hashes"]))) for one in found]
    return sorted(rows, key=lambda package: package.name)


def shipped(lock: Path = RUN_LOCK) -> list[Package]:
    """Return the packages of which something is in the bundle."""
    return [package for package in pinned(lock) if package.name not in LEFT_OUT]


def licence_name(name: str) -> str:
    """Return the licence of an installed package as its own metadata state it; "" where they do not."""
    data = metadata.metadata(name)
    words = next(iter(data.get_all("License-Expression") or []), "")
    if not words:
        classes = [one for one in data.get_all("Classifier") or [] if one.startswith("License ::")]
        words = " / ".join(one.rpartition(" :: ")[2] for one in classes) or next(
            iter(data.get_all("License") or []), ""
        )
    return words.splitlines()[0] if words else ""


def python_licence() -> Path:
    """Return the licence text of the running Python; FileNotFoundError where the installation has none."""
    inside = Path("lib") / f"python{sys.version_info[0]}.{sys.version_info[1]}"
    places = [Path(sys.base_prefix) / part / "LICENSE.txt" for part in (".", inside, "Lib")]
    for place in places:
        if place.is_file():
            return place
    raise FileNotFoundError(f"no LICENSE.txt of Python in {', '.join(map(str, places))}")
