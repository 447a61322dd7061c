"""dev.py: what it decides before it runs anything, and the lock files it installs from."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import dev

ROOT = Path(dev.__file__).parent
PIN = re.compile(r"^(?P<name>[A-Za-z0-9_.-]+)==(?P<version>[^ ;\\]+)", re.MULTILINE)


def pins(lock: str) -> dict[str, str]:
    """Return package -> version of a lock file."""
    text = (ROOT / "requirements" / f"{lock}.lock").read_text(encoding="utf-8")
    return {match["name"]: match["version"] for match in PIN.finditer(text)}


def normal(requirement: str) -> str:
    """Return the name in a requirement as lock files write it."""
    found = re.match(r"[A-Za-z0-9_.-]+", requirement)
    assert found, requirement
    return found[0].lower().replace("_", "-").replace(".", "-")


@pytest.mark.parametrize(
    ("soname", "package"),
    [
        ("libEGL.so.1", "libegl1"),
        ("libX11.so.6", "libx11-6"),
        ("libX11-xcb.so.1", "libx11-xcb1"),
        ("libxcb-render-util.so.0", "libxcb-render-util0"),
        ("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
        ("libdbus-1.so.3", "libdbus-1-3"),
        ("libgthread-2.0.so.0", "libglib2.0-0"),
        ("libGLdispatch.so.0", "libglvnd0"),
        ("libpng16.so.16", "libpng16-16"),
        ("libz.so.1", "zlib1g"),
    ],
)
def test_library_is_found_in_its_debian_package(soname: str, package: str) -> None:
    assert dev.package_of(soname) == package


def test_missing_libraries_are_read_from_ldd() -> None:
    output = (
        "/x/libqxcb.so:\n"
        "\tlinux-vdso.so.1 (0x00007ffd)\n"
        "\tlibxcb-cursor.so.0 => not found\n"
        "\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f)\n"
        "\tlibEGL.so.1 => not found\n"
    )
    assert dev.not_found(output) == {"libxcb-cursor.so.0", "libEGL.so.1"}


def test_changed_lock_asks_for_a_new_set_up(tmp_path: Path) -> None:
    lock = tmp_path / "run.lock"
    lock.write_text("pillow==1\n", encoding="ascii")
    before = dev.fingerprint(lock)
    assert dev.fingerprint(lock) == before
    lock.write_text("pillow==2\n", encoding="ascii")
    assert dev.fingerprint(lock) != before


@pytest.mark.parametrize(
    ("config", "version"),
    [("home = /usr/bin\nversion = 3.11.7\n", (3, 11)), ("version_info = 3.13.0rc1\n", (3, 13)), ("home = /x\n", ())],
)
def test_version_of_an_existing_environment_is_read(tmp_path: Path, config: str, version: tuple[int, ...]) -> None:
    (tmp_path / "pyvenv.cfg").write_text(config, encoding="utf-8")
    assert dev.venv_version(tmp_path) == version


def test_environment_that_is_not_there_has_no_version(tmp_path: Path) -> None:
    assert dev.venv_version(tmp_path / "none") == ()


def test_steps_stop_at_the_first_failure(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(dev, "PYTHON", Path(sys.executable))
    steps = [("lint", ["-c", "pass"]), ("types", ["-c", "raise SystemExit(3)"]), ("tests", ["-c", "pass"])]
    assert dev.run_steps(steps) == 3
    _, _, summary = capfd.readouterr().out.rpartition("\n\n")
    assert [line.split()[0] for line in summary.splitlines()] == ["ok", "FAILED", "not"]


def test_steps_that_pass_return_zero(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "PYTHON", Path(sys.executable))
    assert dev.run_steps([("first", ["-c", "pass"])]) == 0


def test_office_is_a_step_of_its_own_and_takes_arguments() -> None:
    ((_title, command),) = dev.steps_of_test(["--office", "-k", "pdf"])
    assert command == ["-m", "pytest", "tests/office", "-k", "pdf"]
    assert not any("office" in part for _title, command in dev.steps_of_test([]) for part in command)


def test_office_that_is_absent_stops_with_the_line_to_type(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(dev.Stop) as stopped:
        dev.add_office()
    _, _, line = str(stopped.value).partition("As root: ")
    assert line.startswith("apt-get update && apt-get install -y --no-install-recommends libreoffice-calc-nogui ")
    assert {"poppler-utils", "fontconfig", "fonts-morisawa-bizud-gothic"} <= set(line.split())


def test_office_tests_run_only_where_they_are_named(tmp_path: Path) -> None:
    for folder in ("tests", "tests/office"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / f"test_{folder[-6:]}.py").write_text("def test_it(): pass\n", encoding="utf-8")
    collect = [
        sys.executable,
        "-m",
        "pytest",
        "-c",
        str(ROOT / "pyproject.toml"),
        "--rootdir",
        ".",
        "--collect-only",
        "-q",
    ]

    def collected(*named: str) -> set[str]:
        answer = subprocess.run([*collect, *named], cwd=tmp_path, capture_output=True, encoding="utf-8")
        return {line.partition("::")[0] for line in answer.stdout.splitlines() if "::" in line}

    assert collected("tests") == {"tests/test_tests.py"}
    assert collected("tests/office") == {"tests/office/test_office.py"}


def ask(*arguments: str) -> "subprocess.CompletedProcess[bytes]":
    """Run dev.py as on a Japanese Windows console, where output is cp932."""
    environment = os.environ | {"PYTHONIOENCODING": "cp932"}
    return subprocess.run([sys.executable, "dev.py", *arguments], cwd=ROOT, env=environment, capture_output=True)


def test_no_command_lists_them_all() -> None:
    answer = ask()
    assert answer.returncode == 0
    listed = {line.split()[0] for line in answer.stdout.decode("cp932").splitlines()[2:]}
    assert listed == set(dev.COMMANDS)


def test_unknown_command_is_refused() -> None:
    assert ask("tset").returncode == 2


@pytest.mark.parametrize("lock", ["run", "dev"])
def test_lock_names_no_machine_and_hashes_everything(lock: str) -> None:
    text = (ROOT / "requirements" / f"{lock}.lock").read_text(encoding="utf-8")
    assert "://" not in text
    blocks = PIN.split(text)
    assert len(blocks) > 3
    without = [name for name, rest in zip(blocks[1::3], blocks[3::3], strict=True) if "--hash=sha256:" not in rest]
    assert without == []


def test_locks_agree_with_each_other_and_with_pyproject() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    run, everything = pins("run"), pins("dev")
    assert run.items() <= everything.items()
    assert {normal(name) for name in project["project"]["dependencies"]} <= run.keys()
    assert {normal(name) for name in project["dependency-groups"]["dev"]} <= everything.keys()
