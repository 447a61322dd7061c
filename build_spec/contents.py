"""What goes into the folder and what stays out of it; budget-*.txt lists what is left, file by file."""

from collections.abc import Iterable
from fnmatch import fnmatch

Entry = tuple[str, str, str]  # PyInstaller's: place in the folder, source, kind

DATA = (("pyproject.toml", "."), ("db/seed", "db/seed"), ("resources", "resources"), ("docs/manual", "docs/manual"))
"""(file or folder of the repository, its folder in the bundle)."""

EXCLUDED = [
    # nobody asks for them, though something that we use could import them
    *("tkinter", "_tkinter", "turtle", "idlelib", "unittest", "doctest", "pdb", "test", "lib2to3", "distutils"),
    *("pip", "setuptools", "pkg_resources", "wheel", "ensurepip", "venv", "IPython", "jupyter_rfb", "readline"),
    # no network: the program talks to nobody
    *("ssl", "_ssl", "_hashlib", "ftplib", "smtplib", "xmlrpc", "asyncio", "sqlite_utils.cli"),
    # what openpyxl, pyqtgraph and numpy take where they find it
    *("lxml", "pandas", "scipy", "matplotlib", "h5py", "cupy", "numba", "defusedxml", "OpenGL", "colorcet"),
    *("numpy.f2py", "numpy.distutils", "numpy.testing", "numpy.typing.tests", "pyqtgraph.opengl", "pyqtgraph.examples"),
    *("pyqtgraph.console", "pyqtgraph.flowchart", "pyqtgraph.jupyter"),
    *("PIL._avif", "PIL.AvifImagePlugin", "PIL.ImageTk", "PIL.ImageQt", "PIL._imagingtk"),
    *("tzdata", "tabulate"),  # times are the machine's own
    *("PySide6.QtNetwork", "PySide6.QtTest", "PySide6.QtDBus", "PySide6.QtQml", "PySide6.QtQuick", "PySide6.QtSql"),
    *("PyQt5", "PyQt6", "PySide2"),
]
"""Modules that stay out even where an import of theirs is found."""

_QT_KEPT = (
    # Windows
    "plugins/platforms/qwindows.dll",
    "plugins/platforms/qoffscreen.dll",
    # Linux
    "plugins/platforms/libqxcb.so",
    "plugins/platforms/libqoffscreen.so",
    "plugins/platforms/libqwayland*.so",
    "plugins/wayland-*/*.so",
    "plugins/xcbglintegrations/*.so",
    "plugins/platforminputcontexts/libibusplatforminputcontextplugin.so",
    "plugins/platforminputcontexts/libcomposeplatforminputcontextplugin.so",
    # both: photographs, and what the style sheet draws
    "plugins/imageformats/*qjpeg.*",
    "plugins/imageformats/*qsvg.*",
    "plugins/iconengines/*qsvgicon.*",
    "translations/qtbase_ja.qm",
)
_DROPPED = (
    *("*/tests/*", "*.pyi", "*.dist-info/*", "*/_multiarray_tests.*", "tcl*", "tzdata/*", "dateutil/*"),
    *("pyqtgraph/examples/*", "pyqtgraph/icons/peegee/*", "pyqtgraph/colors/maps/*"),
    # Qt: drawing without a graphics card, and what only plugins that stay out ask for
    *("*opengl32sw.dll", "*Qt6Network*", "*Qt6Qml*", "*Qt6Quick*", "*Qt6Pdf*", "*Qt6VirtualKeyboard*", "*Qt6EglF*"),
    # Linux: what GTK brings, which only a plugin that stays out asks for
    *("libgtk-*", "libgdk*", "libatk-*", "libatspi.*", "libcairo*", "libpango*", "libepoxy.*", "libpixman-*"),
    *("libfribidi.*", "libthai.*", "libdatrie.*", "libX[cdi]*", "libXcursor*", "libXcomposite*", "libXinerama*"),
    *("libgssapi*", "libkrb5*", "libk5crypto*", "libkeyutils*", "libcom_err*"),
)


def kept(entries: Iterable[Entry]) -> list[Entry]:
    """Return the entries that go into the folder."""
    return [entry for entry in entries if is_wanted(entry[0].replace("\\", "/"))]


def is_wanted(place: str) -> bool:
    """Say whether a file belongs into the folder, by its place in it (with slashes)."""
    if any(fnmatch(place, pattern) for pattern in _DROPPED):
        return False
    _, found, below = place.partition("PySide6/")
    below = below.removeprefix("Qt/")  # the Linux wheel has one folder more
    if found and below.startswith(("plugins/", "translations/")):
        return any(fnmatch(below, pattern) for pattern in _QT_KEPT)
    return True
