"""What the build decides and packs; building itself takes minutes and has its own command, `dev.py build`."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from build_spec import build, packing, trial


@pytest.mark.parametrize("version", ["3.50.2", "3.50.4", "3.51.0", "4.0.0"])
def test_a_release_takes_this_sqlite(version: str) -> None:
    build.check_sqlite(version)


@pytest.mark.parametrize("version", ["3.50.1", "3.45.1", "3.9.99"])
def test_a_release_refuses_this_sqlite_and_says_how_to_build_all_the_same(version: str) -> None:
    with pytest.raises(build.Refused, match=r"3\.50\.2 or later \(--bench"):
        build.check_sqlite(version)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "ICT計画ボード-1.0"
    (made / "_internal").mkdir(parents=True)
    (made / "program").write_text("x", encoding="utf-8")
    (made / "program").chmod(0o755)
    (made / "_internal" / "データ.json").write_text("{}" * 5000, encoding="utf-8")
    return made


def test_a_folder_comes_back_from_its_archive_under_its_own_name(folder: Path, tmp_path: Path) -> None:
    archive = packing.pack(folder, tmp_path / "x.zip")
    packing.unpack(archive, tmp_path / "新しい場所")
    back = tmp_path / "新しい場所" / folder.name
    assert {path.name: path.read_bytes() for path in back.rglob("*") if path.is_file()} == {
        path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }
    assert os.access(back / "program", os.X_OK)
    assert archive.stat().st_size < packing.size_of(folder)


def test_links_stay_links_so_that_nothing_is_packed_twice(folder: Path, tmp_path: Path) -> None:
    link = folder / "_internal" / "link.so"
    try:
        link.symlink_to("データ.json")
    except OSError:
        link.write_text("this Windows user may make no links, and the Windows folder has none", encoding="utf-8")
    was_link = link.is_symlink()
    packing.unpack(packing.pack(folder, tmp_path / "x.zip"), tmp_path / "y")
    back = tmp_path / "y" / folder.name / "_internal" / "link.so"
    assert back.is_symlink() is was_link and back.read_bytes() == link.read_bytes()


def test_sums_are_those_that_other_programs_compute(folder: Path, tmp_path: Path) -> None:
    packing.write_sums([folder / "program"], tmp_path / "SHA256SUMS")
    wanted = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881  program\n"
    assert (tmp_path / "SHA256SUMS").read_bytes() == wanted.encode()


def test_a_program_that_writes_into_its_own_folder_is_caught(folder: Path) -> None:
    before = packing.state_of(folder)
    assert packing.state_of(folder) == before
    (folder / "_internal" / "cache").write_text("x", encoding="utf-8")
    assert packing.state_of(folder) != before


def test_a_program_under_trial_knows_nothing_of_python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "LD_LIBRARY_PATH"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.setenv("LANG", "C.UTF-8")
    variables = trial.bare_environment(tmp_path)
    assert not [name for name in variables if name.startswith(("PYTHON", "VIRTUAL_ENV", "LD_"))]
    assert variables["LANG"] == "C.UTF-8"
    assert str(Path(sys.executable).parent) not in variables["PATH"]


def test_build_is_refused_at_once_where_sqlite_is_too_old(tmp_path: Path) -> None:
    code = (
        "import sqlite3, sys; sqlite3.sqlite_version = '3.40.1'\nfrom build_spec.build import main\nsys.exit(main([]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=Path(build.ROOT), capture_output=True, encoding="utf-8", timeout=60
    )
    assert done.returncode == 1 and "3.40.1" in done.stderr and "freezing" not in done.stdout
