"""The list of what the folder may hold: nothing creeps in unseen, and nothing that must be there is lost in silence."""

from pathlib import Path

import pytest

from build_spec import budget, contents
from build_spec.names import read_project

LISTS = ["win32", "linux"]


def lines(platform: str) -> list[str]:
    return budget.lines_of(budget.list_for(platform).read_text(encoding="utf-8"))


def test_what_no_line_knows_and_what_no_file_meets_is_told() -> None:
    verdict = budget.judge(["a.dll", "b/c.json", "new.dll"], ["a.dll", "b/*.json", "lost.dll", "!may_be.dll"])
    assert verdict == budget.Verdict(surplus=["new.dll"], absent=["lost.dll"])


def test_a_line_that_may_be_absent_still_lets_its_file_in_whatever_its_capitals() -> None:
    assert budget.judge(["VCRUNTIME140.dll"], ["!vcruntime140*.dll"]) == budget.Verdict([], [])


def test_comments_and_blank_lines_are_no_patterns() -> None:
    assert budget.lines_of("# all\n\na.dll  # because\n") == ["a.dll"]


def test_names_are_the_files_and_the_packages_that_are_not_python_s_own(tmp_path: Path) -> None:
    (tmp_path / "_internal").mkdir()
    (tmp_path / "_internal" / "x.dll").write_bytes(b"")
    found = budget.names_in(tmp_path, ["json.decoder", "numpy.linalg", "numpy", "_pyi_rth_utils.qt"])
    assert found == {"_internal/x.dll", "python:numpy"}


@pytest.mark.parametrize("platform", LISTS)
def test_no_line_of_a_list_lets_through_what_the_recipe_keeps_out(platform: str) -> None:
    unwanted = [
        "_internal/PySide6/Qt6Network.dll",
        "_internal/PySide6/opengl32sw.dll",
        "_internal/PySide6/plugins/imageformats/qwebp.dll",
        "_internal/PySide6/translations/qtbase_de.qm",
        "_internal/PySide6/Qt/lib/libQt6Quick.so.6",
        "_internal/tcl86t.dll",
        "_internal/libcrypto-3.dll",
        "_internal/numpy/tests/test_all.py",
        *(f"python:{name}" for name in ("pip", "setuptools", "scipy", "pytest", "lxml", "tzdata", "tabulate")),
    ]
    verdict = budget.judge(unwanted, lines(platform))
    assert verdict.surplus == sorted(unwanted)


@pytest.mark.parametrize("platform", LISTS)
def test_both_executables_the_data_and_the_licences_must_be_there(platform: str) -> None:
    project, ending = read_project(), ".exe" if platform == "win32" else ""
    must = {f"{project.product}{ending}", f"{project.name}{ending}", "ライセンス.txt", "_internal/pyproject.toml"}
    must |= {"_internal/db/seed/*.json", "_internal/resources/icons/*.svg", "_internal/resources/style.qss"}
    assert must <= set(lines(platform))


@pytest.mark.parametrize(
    ("place", "wanted"),
    [
        ("PySide6\\plugins\\platforms\\qwindows.dll", True),
        ("PySide6/plugins/platforms/qminimal.dll", False),
        ("PySide6/Qt/plugins/platforms/libqxcb.so", True),
        ("PySide6/Qt/plugins/platformthemes/libqgtk3.so", False),
        ("PySide6/translations/qtbase_ja.qm", True),
        ("PySide6/translations/qtbase_fr.qm", False),
        ("PySide6/Qt6Core.dll", True),
        ("PySide6/opengl32sw.dll", False),
        ("libgtk-3.so.0", False),
        ("libX11.so.6", True),
        ("db/seed/00_board.json", True),
    ],
)
def test_only_the_parts_of_qt_that_are_used_go_in(place: str, wanted: bool) -> None:
    assert [entry[0] for entry in contents.kept([(place, "source", "BINARY")])] == ([place] if wanted else [])


def test_everything_the_recipe_takes_from_the_repository_is_there() -> None:
    root = Path(contents.__file__).parents[1]
    assert [place for place, _ in contents.DATA if not (root / place).exists()] == []


def test_nothing_that_the_program_imports_is_kept_out() -> None:
    modules = (Path(contents.__file__).parents[1] / "app").rglob("*.py")
    source = "\n".join(path.read_text(encoding="utf-8") for path in modules)
    assert [name for name in contents.EXCLUDED if f"import {name}\n" in source or f"from {name} import" in source] == []
