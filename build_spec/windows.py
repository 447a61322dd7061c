"""What Windows shows of an executable: the version resource and the icon."""

from io import BytesIO
from pathlib import Path
from typing import Any

from build_spec.names import Project

ICON_SIZES = (16, 20, 24, 32, 40, 48, 64, 256)  # px: lists, title bar and taskbar at 100 to 200 %, and large tiles
JAPANESE, UNICODE = 0x0411, 1200  # language and code page of the words in the version resource


def numbers_of(version: str) -> tuple[int, int, int, int]:
    """Return a version as the four numbers that Windows compares; ValueError where it is not of plain numbers."""
    found = [int(part) for part in version.split(".")]
    if len(found) > 4:
        raise ValueError(f"{version} has more than four parts")
    first, second, third, fourth = [*found, 0, 0, 0, 0][:4]
    return first, second, third, fourth


def words_of(project: Project, file_name: str) -> dict[str, str]:
    """Return the words of the version resource of one executable."""
    return {
        "FileDescription": project.product,  # what the task manager and the firewall call it
        "FileVersion": project.version,
        "InternalName": project.name,
        "OriginalFilename": file_name,
        "ProductName": project.product,
        "ProductVersion": project.version,
    }


def version_resource(project: Project, file_name: str) -> Any:
    """Return the version resource of one executable as PyInstaller takes it."""
    from PyInstaller.utils.win32 import versioninfo as info

    numbers = numbers_of(project.version)
    strings = [info.StringStruct(name, text) for name, text in words_of(project, file_name).items()]
    table = info.StringTable(f"{JAPANESE:04x}{UNICODE:04x}", strings)
    kinds = [info.StringFileInfo([table]), info.VarFileInfo([info.VarStruct("Translation", [JAPANESE, UNICODE])])]
    return info.VSVersionInfo(ffi=info.FixedFileInfo(filevers=numbers, prodvers=numbers), kids=kinds)


def write_icon(drawing: Path, icon: Path) -> Path:
    """Draw an SVG at every size that Windows asks for, into one .ico, and return its path."""
    from PIL import Image

    pictures = [Image.open(BytesIO(_png(drawing, size))) for size in ICON_SIZES]
    icon.parent.mkdir(parents=True, exist_ok=True)
    sizes = [picture.size for picture in pictures]
    pictures[-1].save(icon, format="ICO", sizes=sizes, append_images=pictures[:-1])
    return icon


def _png(drawing: Path, size: int) -> bytes:
    from PySide6.QtCore import QBuffer, QIODevice
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(drawing.read_bytes()).render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())
