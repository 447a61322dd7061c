"""python -m tests.shots FOLDER [--docs | --manual]: a picture of every screen, at the sizes an office has.

Each size runs in a process of its own, since Qt reads its scale factor once. Without a screen the pictures are drawn
offscreen. `--docs` also copies the overview into docs/images. `--manual` takes the manual's pictures instead, at
1366x768; FOLDER is then docs/manual/pictures.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtCore import QRect
    from PySide6.QtWidgets import QWidget

    from app.services.document import Document
    from app.ui.main_window import MainWindow

ROOT = Path(__file__).resolve().parent.parent
BARS = 71  # logical px of a screen's height that title bar and task bar take
SETTLE_MS = 400  # late imports, counts and the chart that follows the selection
OVERVIEW_PICTURE = "1920x1080-全体.png"
PATIENCE = 300  # seconds for all screens of one size


@dataclass(frozen=True, slots=True)
class Size:
    """A screen: physical pixels, the system's scaling, its colour scheme, and whether it has high contrast."""

    name: str
    width: int
    height: int
    scale: float = 1.0
    dark: bool = False
    contrast: str = ""  # a name of tests.contrast.CONTRASTS

    @property
    def window(self) -> tuple[int, int]:
        """Return the logical size of a maximised window's inside."""
        return round(self.width / self.scale), round(self.height / self.scale) - BARS


SIZES = (
    Size("1366x768", 1366, 768),
    Size("1366x768-dark", 1366, 768, dark=True),
    Size("1366x768-contrast-night", 1366, 768, contrast="night"),
    Size("1366x768@150", 1366, 768, 1.5),
    Size("1366x768@200", 1366, 768, 2.0),
    Size("1920x1080", 1920, 1080),
    Size("1920x1080@150", 1920, 1080, 1.5),
    Size("1920x1080@150-dark", 1920, 1080, 1.5, dark=True),
    Size("1920x1080@150-contrast-desert", 1920, 1080, 1.5, contrast="desert"),
    Size("1920x1080@200", 1920, 1080, 2.0),
    Size("1920x1080@200-dark", 1920, 1080, 2.0, dark=True),
    Size("1920x1080@200-contrast-night", 1920, 1080, 2.0, contrast="night"),
)


def main(arguments: list[str]) -> int:
    """Take the pictures of all sizes, or of one in a child process; return 1 where one of them failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.shots", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--docs", action="store_true", help="also copy the overview to docs/images/overview.png")
    parser.add_argument("--manual", action="store_true", help="only the manual's pictures, in this process")
    parser.add_argument("--size", choices=[size.name for size in SIZES], help="only this size, in this process")
    options = parser.parse_args(arguments)
    folder = options.folder.absolute()
    folder.mkdir(parents=True, exist_ok=True)
    if options.manual:
        return take_manual(folder)
    if options.size:
        return take_all(next(size for size in SIZES if size.name == options.size), folder)
    failed = [size.name for size in SIZES if _child(size, folder)]
    print(f"{len(list(folder.glob('*.png')))} pictures in {folder}" + "".join(f"; failed: {name}" for name in failed))
    if options.docs:
        (ROOT / "docs" / "images").mkdir(exist_ok=True)
        shutil.copy(folder / OVERVIEW_PICTURE, ROOT / "docs" / "images" / "overview.png")
        _make_small(ROOT / "docs" / "images" / "overview.png")
    return 1 if failed else 0


def _child(size: Size, folder: Path) -> int:
    command = [sys.executable, "-m", "tests.shots", str(folder), "--size", size.name]
    return subprocess.run(command, cwd=ROOT, timeout=PATIENCE, check=False).returncode


def take_all(size: Size, folder: Path) -> int:
    """Take every screen at one size and return 0, or 1 where a picture cannot be written."""
    with tempfile.TemporaryDirectory() as name:
        _prepare(size, name)
        for title, widget in _screens(size, Path(name)):
            _live()
            if not widget.grab().save(str(folder / f"{size.name}-{title}.png")):
                return 1
    return 0


def take_manual(folder: Path) -> int:
    """Take the manual's pictures and return 0, or 1 where one cannot be written."""
    with tempfile.TemporaryDirectory() as name:
        size = SIZES[0]
        _prepare(size, name)
        for title, widget, part in _manual_screens(size, Path(name)):
            _live()
            if not (widget.grab(part) if part else widget.grab()).save(str(folder / f"{title}.png")):
                return 1
            _make_small(folder / f"{title}.png")
    return 0


def _manual_screens(size: Size, folder: Path) -> Iterator[tuple[str, "QWidget", "QRect | None"]]:
    from tests import manual_pictures, screens

    yield from manual_pictures.beginnings()
    window = _window(_board(folder, "council"), size)
    yield from manual_pictures.from_council(window, folder, _live)
    yield from manual_pictures.from_empty(window, screens.GOAL, _live)
    window.close()
    filled = _window(screens.fill(_board(folder, "filled")), size)
    yield from manual_pictures.from_filled(filled, screens.GOAL, _live)
    filled.close()
    _board(folder, "瀬戸市の計画").close()
    yield from manual_pictures.sharing(folder / "瀬戸市の計画.ictplan", size.window)


def _make_small(path: Path) -> None:
    """Write a picture in 256 colours, a third of the bytes; the manual goes round with the program."""
    from PIL import Image

    with Image.open(path) as picture:
        small = picture.convert("RGB").quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    small.save(path, optimize=True)


def _prepare(size: Size, settings: str) -> None:
    """Make the application, with nobody's settings, at the size's scale and in its scheme."""
    os.environ.update(USERNAME="佐藤", COMPUTERNAME="PC-0117")  # of no real person, and the same in every picture
    os.environ.update(XDG_DATA_HOME=settings, LOCALAPPDATA=settings, QT_SCALE_FACTOR=str(size.scale))
    if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={_screen(size, Path(settings))}"
    from PySide6.QtCore import Qt

    from app.main import make_application

    application = make_application()
    if size.dark:  # offscreen no system tells of a scheme, so the signal is sent by hand
        application.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    if size.contrast:
        from app.ui import theme
        from tests.contrast import contrast_palette

        theme._high_contrast = lambda: True  # no system tells of this either
        theme.wear(application, contrast_palette(size.contrast))


def _screen(size: Size, folder: Path) -> Path:
    """Write down the one screen that the offscreen platform is to have; its own is 800 px square."""
    path = folder / "screen.json"
    screen = {"name": "screen", "x": 0, "y": 0, "width": size.width, "height": size.height, "logicalDpi": 96, "dpr": 1}
    path.write_text(json.dumps({"screens": [screen]}), encoding="utf-8")
    return path


def _screens(size: Size, folder: Path) -> Iterator[tuple[str, "QWidget"]]:
    """Yield each screen with its name while it is shown."""
    from tests import screens, screens_edge

    window = _window(_board(folder, "council"), size)
    yield from screens.from_council(window, folder, _live)
    window.close()
    filled = _window(screens.fill(_board(folder, "filled")), size)
    yield from screens.from_filled(filled, _live)
    yield from screens_edge.troubles(filled, folder / "filled.ictplan")
    filled.close()
    yield from screens_edge.beginnings()
    for name in ("shared", "damaged"):
        _board(folder, name).close()
    yield from screens_edge.shared(folder / "shared.ictplan", size.window)
    yield from screens_edge.recovery(folder / "damaged.ictplan")


def _window(document: "Document", size: Size) -> "MainWindow":
    from app.paths import Preferences
    from app.ui.main_window import MainWindow

    window = MainWindow(document, Preferences())
    window.resize(*size.window)
    window.show()
    return window


def _board(folder: Path, name: str) -> "Document":
    """Return the council's board in a file of its own."""
    from app.cli import council_rows
    from app.main import open_document
    from app.storage.repository import create_board

    path = folder / f"{name}.ictplan"
    create_board(path, council_rows(), created_with="tests.shots").close()
    return open_document(path)


def _live() -> None:
    from PySide6.QtCore import QEventLoop, QTimer

    for _ in range(2):  # the second time begins after whatever the first was kept waiting by
        loop = QEventLoop()
        QTimer.singleShot(SETTLE_MS, loop.quit)
        loop.exec()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
