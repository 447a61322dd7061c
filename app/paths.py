"""Where the program's own files and a person's files lie; the only place that knows about freezing."""

import json
import os
import re
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

PROGRAM_FOLDER = "ICT計画ボード"
BOARD_SUFFIX = ".ictplan"
_SYNCHRONISED = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
_CLOUD_NAMES = ("onedrive", "dropbox", "google drive", "googledrive", "box sync", "icloud drive")
RECENT_KEPT = 8
_NETWORK_KINDS = ("cifs", "smb", "nfs", "9p", "afs", "fuse.sshfs", "fuse.gvfs", "davfs", "fuse.davfs")
MOUNTS = Path("/proc/mounts")
DRIVE_REMOTE = 4  # GetDriveTypeW, winbase.h
SHELL_FOLDERS = r"Software\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders"
PORTABLE_MARKER = "portable.txt"
LICENCES = "ライセンス.txt"


def program_root() -> Path:
    """Return the folder that holds the program's data: the bundle's when frozen, else the repository's."""
    frozen = getattr(sys, "_MEIPASS", None)
    return Path(frozen) if frozen else Path(__file__).resolve().parent.parent


def program_folder() -> Path:
    """Return the folder that was handed out: the executable's when frozen, else the repository."""
    return Path(sys.executable).parent if getattr(sys, "frozen", False) else program_root()


def licences_file() -> Path:
    """Return the licences of what the program is built from; the build writes it, so from source it is not there."""
    return program_folder() / LICENCES


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


def manual_folder() -> Path:
    """Return the folder of the manual's pages and pictures."""
    return program_root() / "docs" / "manual"


def settings_folder() -> Path:
    """Return the folder for settings and logs, made if need be: the user's own, in portable mode the program's.

    Portable is a program with a file `portable.txt` beside it, unless its folder refuses to be written.
    """
    folder = _settings_place()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _settings_place() -> Path:
    beside = program_folder() / "settings"
    if (program_folder() / PORTABLE_MARKER).is_file() and _can_write(beside):
        return beside
    return _own_place()


def _own_place() -> Path:
    base = os.environ.get("LOCALAPPDATA") if os.name == "nt" else os.environ.get("XDG_DATA_HOME")
    return Path(base or Path.home() / (".local/share" if os.name != "nt" else "AppData/Local")) / PROGRAM_FOLDER


def _can_write(folder: Path) -> bool:
    from app.file_calls import takes_files  # for portable programs only

    with suppress(OSError):
        folder.mkdir(exist_ok=True)
    return takes_files(folder)


def running_folder() -> Path:
    """Return the folder in which a running program can be met by a second start, of this user on this machine."""
    names = [os.environ.get(name, "") for name in ("COMPUTERNAME", "USERDOMAIN", "USERNAME", "USER")]
    if hasattr(os, "uname"):
        names.append(os.uname().nodename)
    own = "".join(sign if sign.isalnum() else "_" for sign in "-".join(filter(None, names)))
    folder = _settings_place() / "running" / (own or "user")
    with suppress(OSError):  # without it every start opens a window of its own
        folder.mkdir(parents=True, exist_ok=True)
    return folder


def backups_folder() -> Path:
    """Return the folder of the automatic backups: with the settings, but never on a share, as a portable one may be."""
    place = _settings_place()
    return (_own_place() if is_shared(place) else place) / "backups"


def recovery_folder() -> Path:
    """Return the folder of what was typed and is not surely saved yet."""
    return settings_folder() / "recovery"


def log_file() -> Path:
    """Return the log's place; older logs lie beside it."""
    folder = settings_folder() / "logs"
    folder.mkdir(exist_ok=True)
    return folder / "program.log"


def board_folder() -> tuple[Path, str]:
    """Return where new boards go and, where that is not the documents folder, why in Japanese.

    A synchronised or remote documents folder may change a file under the program's hands, so boards stay away from it.
    """
    documents = _documents()
    shared = is_shared(documents)  # told by its name alone: a server that is away would keep the window waiting
    if not shared and documents.is_dir():
        return documents, ""
    reason = "「ドキュメント」が同期または共有されているフォルダーのため" if shared else "「ドキュメント」がないため"
    return Path.home(), f"{reason}、{Path.home()} に置きます。"


def _documents() -> Path:
    """Return the documents folder, on Windows wherever the administrator has put it."""
    usual = Path.home() / "Documents"
    if sys.platform == "win32":
        import winreg

        with suppress(OSError), winreg.OpenKey(winreg.HKEY_CURRENT_USER, SHELL_FOLDERS) as key:
            return Path(os.path.expandvars(winreg.QueryValueEx(key, "Personal")[0]))
    return usual


def is_shared(folder: Path) -> bool:
    """Say whether a folder lies on another machine or in one that a cloud service synchronises."""
    return is_remote(folder) or is_synchronised(folder)


def is_remote(folder: Path) -> bool:
    """Say whether a folder lies on another machine, without asking that machine."""
    return str(folder).startswith(("\\\\", "//")) or _on_network_drive(folder) or _on_network_mount(folder)


def is_synchronised(folder: Path) -> bool:
    """Say whether a cloud service synchronises a folder."""
    roots = [os.environ[name] for name in _SYNCHRONISED if os.environ.get(name)]
    if any(Path(root) in (folder, *folder.parents) for root in roots):
        return True
    return any(part.casefold().startswith(_CLOUD_NAMES) for part in folder.parts)


def _on_network_mount(folder: Path) -> bool:
    """Say whether Linux has a folder mounted from another machine."""
    try:
        lines = MOUNTS.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return False
    mounts = {_unescaped(parts[1]): parts[2] for parts in (line.split(" ") for line in lines) if len(parts) > 2}
    place = Path(os.path.abspath(folder))
    kind = next((mounts[str(each)] for each in (place, *place.parents) if str(each) in mounts), "")
    return kind.startswith(_NETWORK_KINDS)


def _unescaped(mount: str) -> str:
    """Return a mount's place as it is; the list writes spaces and the like in octal."""
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), mount)


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
    shared: list[str] = field(default_factory=list)
    columns: dict[str, dict[str, int]] = field(default_factory=dict)
    panes: dict[str, list[int]] = field(default_factory=dict)
    places: dict[str, list[str]] = field(default_factory=dict)

    def treats_as_shared(self, path: Path) -> bool:
        """Say whether a file lies on a shared folder, or a person said that it is to be treated so."""
        return is_shared(path.parent) or str(path.absolute()) in self.shared

    def reads_as_shared(self, path: Path) -> bool:
        """Say whether a file is read by its bytes alone: it is treated as shared, or lies beside one that is."""
        folder = path.absolute().parent
        return self.treats_as_shared(path) or any(Path(other).parent == folder for other in self.shared)

    def treat_as_shared(self, path: Path, on: bool) -> None:
        """Remember that a file is to be treated as lying on a shared folder, or no longer."""
        place = str(path.absolute())
        self.shared = [*(other for other in self.shared if other != place), *([place] if on else [])]
        self.save()

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
