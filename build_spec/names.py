"""The names and the version that everything built bears; pyproject.toml is their one place."""

import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Project:
    """What pyproject.toml says of the program: `product` is what people see, `name` what machines see."""

    product: str
    name: str
    version: str
    description: str

    @property
    def folder(self) -> str:
        """Return the folder's name: with the version, so that a new one lies beside the old one."""
        return f"{self.product}-{self.version}"

    @property
    def archive(self) -> str:
        """Return the first part of the names of what is handed out."""
        return f"{self.name}-{self.version}"

    @property
    def console_program(self) -> str:
        """Return the file name of the executable that has a console."""
        return f"{self.name}{'.exe' if sys.platform == 'win32' else ''}"


def read_project(root: Path = ROOT) -> Project:
    """Return the names and the version that a pyproject.toml holds."""
    data = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    project = data["project"]
    return Project(data["tool"]["bundle"]["product"], project["name"], project["version"], project["description"])
