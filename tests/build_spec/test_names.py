"""Names and version: pyproject.toml is their one place, for the program, its folder and its version resource."""

from pathlib import Path

import pytest

from app import paths
from build_spec import windows
from build_spec.names import ROOT, read_project


def test_name_and_version_come_from_pyproject(tmp_path: Path) -> None:
    text = '[project]\nname = "x-y"\nversion = "2.3.4"\ndescription = "d"\n[tool.bundle]\nproduct = "計画"\n'
    (tmp_path / "pyproject.toml").write_text(text, encoding="utf-8")
    project = read_project(tmp_path)
    assert (project.folder, project.archive) == ("計画-2.3.4", "x-y-2.3.4")


def test_the_built_program_bears_the_name_that_the_program_uses_itself() -> None:
    project = read_project()
    assert project.product == paths.PROGRAM_FOLDER
    assert paths.program_version() == f"{project.name} {project.version}"


@pytest.mark.parametrize(
    ("version", "numbers"), [("0.1.0", (0, 1, 0, 0)), ("2", (2, 0, 0, 0)), ("1.2.3.4", (1, 2, 3, 4))]
)
def test_a_version_is_four_numbers_for_windows(version: str, numbers: tuple[int, ...]) -> None:
    assert windows.numbers_of(version) == numbers


@pytest.mark.parametrize("version", ["1.0rc1", "1.2.3.4.5", ""])
def test_a_version_that_windows_cannot_compare_is_refused(version: str) -> None:
    with pytest.raises(ValueError):
        windows.numbers_of(version)


def test_this_version_can_be_compared_by_windows_and_its_words_are_japanese() -> None:
    project = read_project()
    windows.numbers_of(project.version)
    words = windows.words_of(project, "ICT計画ボード.exe")
    assert words["ProductName"] == words["FileDescription"] == "ICT計画ボード"
    assert words["ProductVersion"] == project.version


def test_the_icon_holds_every_size_and_is_not_blank(tmp_path: Path) -> None:
    from PIL import Image

    with Image.open(windows.write_icon(ROOT / "resources" / "program.svg", tmp_path / "x.ico")) as icon:
        sizes = icon.info["sizes"]
        assert sizes == {(size, size) for size in windows.ICON_SIZES}
        for size in sorted(sizes):
            drawn = icon.ico.getimage(size).convert("RGBA")
            assert drawn.size == size
            assert drawn.getpixel((0, 0))[3] == 0 and len(drawn.getcolors(1_000_000)) > 8


def test_the_manifest_asks_for_what_an_office_pc_grants() -> None:
    from xml.etree import ElementTree

    root = ElementTree.parse(ROOT / "build_spec" / "program.manifest").getroot()
    said = {node.tag.rpartition("}")[2]: (node.text or "").strip() or dict(node.attrib) for node in root.iter()}
    assert said["requestedExecutionLevel"] == {"level": "asInvoker", "uiAccess": "false"}
    assert (said["dpiAwareness"], said["activeCodePage"], said["longPathAware"]) == ("PerMonitorV2", "UTF-8", "true")
