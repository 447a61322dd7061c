"""Where the program's own files and a person's files lie; the only place that knows about freezing."""

import json
import os
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path

PROGRAM_FOLDER = "ICT計画ボード"
BOARD_SUFFIX = ".ictplan"
_SYNCHRONISED = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
_CLOUD_NAMES = ("onedrive", "dropbox", "google drive", "googledrive", "box sync", "icloud drive")
RECENT_KEPT = 8
DRIVE_REMOTE = 4  # GetDriveTypeW, winbase.h


def program_root() -> Path:
    """Return the folder that holds the program's data: the bundle's when frozen, else the repository's."""
    frozen = getattr(sys, "_MEIPASS", None)
    return Path(frozen) if frozen else Path(__file__).resolve().parent.parent


def program_version() -> str:
    """Return the program's name and version as kept in the files it makes; pyproject.toml is their one place."""
    import tomllib

    project = tomllib.loads((program_root() / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return f"{project['name']} {project['version']}"


def seed_folder() -> Path:
    """Return the folder of the shipped board."""
    return program_root() / "db" / "seed"


def resources_folder() -> Path:
    """Return the folder of icons and the style sheet."""
    return program_root() / "resources"


def settings_folder() -> Path:
    """Return the user's own folder for settings and logs, made if need be."""
    base = os.environ.get("LOCALAPPDATA") if os.name == "nt" else os.environ.get("XDG_DATA_HOME")
    folder = Path(base or Path.home() / (".local/share" if os.name != "nt" else "AppData/Local")) / PROGRAM_FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def log_file() -> Path:
    """Return the log's place; older logs lie beside it."""
    folder = settings_folder() / "logs"
    folder.mkdir(exist_ok=True)
    return folder / "program.log"


def board_folder() -> tuple[Path, str]:
    """Return where new boards go and, where that is not the documents folder, why in Japanese.

    A synchronised or remote documents folder may change a file under the program's hands, so boards stay away from it.
    """
    documents = Path.home() / "Documents"
    if documents.is_dir() and not is_shared(documents):
        return documents, ""
    reason = (
        "「ドキュメント」が同期または共有されているフォルダーのため"
        if documents.is_dir()
        else "「ドキュメント」がないため"
    )
    return Path.home(), f"{reason}、{Path.home()} に置きます。"


def is_shared(folder: Path) -> bool:
    """Say whether a folder lies on another machine or in one that a cloud service synchronises."""
    place = str(folder)
    if place.startswith(("\\\\", "//")) or _on_network_drive(folder):
        return True
    roots = [os.environ[name] for name in _SYNCHRONISED if os.environ.get(name)]
    if any(Path(root) in (folder, *folder.parents) for root in roots):
        return True
    return any(part.casefold().startswith(_CLOUD_NAMES) for part in folder.parts)


def _on_network_drive(folder: Path) -> bool:
    """Say whether Windows has a folder's drive letter mapped to another machine."""
    if os.name != "nt":
        return False
    import ctypes

    kernel = ctypes.__dict__["windll"].kernel32  # Windows only, so type checkers elsewhere do not know it
    return bool(kernel.GetDriveTypeW(folder.anchor) == DRIVE_REMOTE)


@dataclass(slots=True)
class Preferences:
    """What the program remembers between starts: recent files, and what a person closed or chose."""

    recent: list[str] = field(default_factory=list)
    steps_done: list[int] = field(default_factory=list)
    steps_closed: bool = False
    geometry: str = ""

    def remember(self, path: Path) -> None:
        """Put a file at the head of the recent ones and save."""
        place = str(path.absolute())
        self.recent = [place, *(other for other in self.recent if other != place)][:RECENT_KEPT]
        self.save()

    def save(self) -> None:
        """Write the preferences; a folder that refuses costs the memory, not the work."""
        try:
            _preferences_file().write_text(json.dumps(asdict(self), ensure_ascii=False), encoding="utf-8")
        except OSError:
            return


def load_preferences() -> Preferences:
    """Return the remembered preferences; a missing or damaged file gives fresh ones."""
    try:
        data = json.loads(_preferences_file().read_text(encoding="utf-8"))
        return Preferences(**data)
    except (OSError, ValueError, TypeError):
        return Preferences()


def _preferences_file() -> Path:
    return settings_folder() / "preferences.json"
