"""The licences of everything that goes into the program, in one text file beside it."""

from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from build_spec.names import Project
from build_spec.packages import Package, licence_name, python_licence, shipped

TEXTS = Path(__file__).parent / "licences"
RULE = "=" * 100
NO_TEXT = {
    "pyside6-essentials": ("LGPL-3.0.txt", "GPL-3.0.txt"),
    "shiboken6": ("LGPL-3.0.txt", "GPL-3.0.txt"),
}
"""Packages whose wheels carry no licence text -> ours."""


def licences_text(project: Project, qt_version: str) -> str:
    """Return the whole text; LookupError where an installed package has neither a licence text nor one of ours."""
    packages = shipped()
    rows = [f"・{package.name} {package.version} … {licence_name(package.name)}" for package in packages]
    rows.append(f"・pyinstaller {metadata.version('pyinstaller')} … 起動部分のみ（GPL-2.0、配布を認める例外つき）")
    words = {"product": project.product, "version": project.version, "qt": qt_version}
    head = _own_text("notice.txt").format(**words, rows="\n".join(["・Python … PSF-2.0", *rows]))
    python = python_licence().read_text(encoding="utf-8")
    sections = [_section("Python", f"{_own_text('python-parts.txt')}\n{python}")]
    sections += [_section(f"{package.name} {package.version}", text_of(package.name)) for package in packages]
    sections.append(_section("pyinstaller", text_of("pyinstaller")))
    return "\n".join([head, *sections])


def missing(text: str, packages: list[Package]) -> list[str]:
    """Return the packages that a licences file says nothing of."""
    return [one.name for one in packages if f"\n{one.name} {one.version}\n{RULE}" not in text]


def text_of(name: str) -> str:
    """Return the licence texts of one installed package, one after another; LookupError where there are none."""
    texts = [place.read_text(encoding="utf-8", errors="replace") for place in _files_of(name)]
    texts += [_own_text(one) for one in NO_TEXT.get(name, ())]
    if not texts:
        raise LookupError(f"{name} has no licence text; put one into {TEXTS} and name it in licences.NO_TEXT")
    return "\n\n".join(dict.fromkeys(text.strip() for text in texts))


def _own_text(name: str) -> str:
    return (TEXTS / name).read_text(encoding="utf-8")


def _files_of(name: str) -> Iterator[Path]:
    for file in metadata.files(name) or []:
        inside = len(file.parts) > 1 and file.parts[0].endswith(".dist-info")
        stem = file.name.upper()
        if inside and ("licenses" in file.parts or stem.startswith(("LICENSE", "LICENCE", "COPYING", "NOTICE"))):
            yield Path(str(file.locate()))


def _section(title: str, text: str) -> str:
    return f"{RULE}\n{title}\n{RULE}\n\n{text.strip()}\n"
