"""The house keeps its order: which room imports what, and how long files and functions grow."""

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
APP = ROOT / "app"
LONGEST_FUNCTION = 50
LONGEST_FILE = 400

QT_CORE_GUI = {"PySide6.QtCore", "PySide6.QtGui"}
# Room (a folder of app/ or a module in it) -> what it may import besides itself and the standard library.
MAY_IMPORT: dict[str, set[str]] = {
    "domain": set(),
    "palette": set(),
    "paths": {"app.file_calls"},
    "lazy": set(),
    "file_calls": set(),
    "files": {"app.domain", "app.file_calls"},
    "storage": {"app.domain", "app.lazy", "app.file_calls", "sqlite_utils"},
    "layout": {"app.domain", "app.palette"},
    "export": {"app.domain", "app.files", "app.layout", "app.palette", "openpyxl"},
    "exchange": {"app.domain", "app.files", "app.layout", "app.palette", "openpyxl"},
    "paint": {"app.domain", "app.layout", "app.palette", *QT_CORE_GUI},
    "services": {
        "app.domain",
        "app.files",
        "app.lazy",
        "app.storage",
        "app.layout",
        "app.export",
        "app.exchange",
        "app.paint",
        *QT_CORE_GUI,
    },
    "ui": {
        "app.domain",
        "app.lazy",
        "app.layout",
        "app.paint",
        "app.services",
        "app.palette",
        "app.paths",
        "PySide6",
        "shiboken6",
        "pyqtgraph",
    },
}
FREE = {"__init__", "__main__", "main", "cli", "cli_backups", "self_test"}  # the composition roots import everything
MODULES = sorted(APP.rglob("*.py"))
OURS = sorted([*MODULES, *(ROOT / "tests").rglob("*.py"), *(ROOT / "benchmarks").rglob("*.py"), ROOT / "dev.py"])


def name_of(path: Path) -> str:
    """Return a path as it is written in a message, on Windows too."""
    return path.relative_to(ROOT).as_posix()


def room_of(path: Path) -> str:
    """Return the room a module of app/ belongs to."""
    return path.relative_to(APP).parts[0].removesuffix(".py")


def imported(tree: ast.AST, package: list[str]) -> list[tuple[int, str]]:
    """Return (line, full name) of everything a module imports, inside functions and TYPE_CHECKING blocks too."""
    found: list[tuple[int, str]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            start = ".".join([*base, *filter(None, [node.module])])
            found += [(node.lineno, f"{start}.{alias.name}") for alias in node.names]
    return found


def within(name: str, allowed: str) -> bool:
    """Say whether a dotted name is an allowed one or below it."""
    return name == allowed or name.startswith(allowed + ".")


def forbidden(room: str, source: str, package: str) -> list[str]:
    """Return a sentence for each import that the room's row in MAY_IMPORT does not grant."""
    allowed = MAY_IMPORT[room] | {f"app.{room}"}
    wrong = []
    for line, name in imported(ast.parse(source), package.split(".")):
        standard = name.split(".")[0] in sys.stdlib_module_names
        database = within(name, "sqlite3") and room != "storage"
        if database or not (standard or any(within(name, one) for one in allowed)):
            wrong.append(f"line {line} imports {name}; {room} may import {', '.join(sorted(allowed))}")
    return wrong


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_module_imports_only_what_its_room_may(path: Path) -> None:
    room = room_of(path)
    if room in FREE:
        return
    assert room in MAY_IMPORT, f"{room} is a new room: give it a row in MAY_IMPORT and in docs/architecture.md"
    package = ".".join(path.relative_to(ROOT).parent.parts)
    assert forbidden(room, path.read_text(encoding="utf-8"), package) == []


@pytest.mark.parametrize("path", OURS, ids=name_of)
def test_files_and_functions_stay_readable(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    lines = len(source.splitlines())
    assert lines <= LONGEST_FILE, f"{name_of(path)} has {lines} lines; split it"
    too_long = [
        f"line {node.lineno}: {node.name} has {size} lines"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (size := (node.end_lineno or node.lineno) - node.lineno + 1) > LONGEST_FUNCTION
    ]
    assert too_long == []


@pytest.mark.parametrize(
    ("room", "source"),
    [
        ("domain", "import openpyxl"),
        ("domain", "from app.storage import repository"),
        ("domain", "from ..storage import repository"),
        ("domain", "from .. import storage"),
        ("domain", "import sqlite3"),
        ("layout", "def draw():\n    from PySide6.QtGui import QFont"),
        ("storage", "from PySide6 import QtCore"),
        ("services", "import sqlite_utils"),
        ("services", "from PySide6.QtWidgets import QWidget"),
        ("services", "from PySide6 import QtWidgets"),
        ("paint", "from app.services.document import Document"),
        ("export", "import app.storage.database as database"),
        ("ui", "from app.storage.repository import Repository"),
        ("ui", "import sqlite3"),
        ("ui", "import openpyxl"),
    ],
)
def test_wrong_import_is_found(room: str, source: str) -> None:
    assert len(forbidden(room, source, f"app.{room}")) == 1


@pytest.mark.parametrize(
    ("room", "source"),
    [
        ("domain", "from .figures import parse\nfrom . import figures\nfrom decimal import Decimal"),
        ("storage", "import sqlite3\nfrom sqlite_utils import Database\nfrom app.domain.plan import Plan"),
        ("services", "from PySide6.QtCore import QObject\nfrom PySide6 import QtGui"),
        ("ui", "from PySide6.QtWidgets import QWidget\nimport pyqtgraph\nfrom ..services.document import Document"),
    ],
)
def test_right_imports_pass(room: str, source: str) -> None:
    assert forbidden(room, source, f"app.{room}") == []
