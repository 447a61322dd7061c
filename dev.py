#!/usr/bin/env python3
"""Set up, run, test and measure the program; `python dev.py` alone lists the commands.

Standard library only: a bare Python 3.11, 3.12 or 3.13 on Windows or Linux is enough to start. Everything is put into
.venv beside this file, from lock files whose hashes pip checks; nothing is done twice while nothing has changed.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
SYSTEM = VENV / "system"  # shared libraries unpacked here when nobody may install them
COUNCIL_BOARD = ROOT / "var" / "council.ictplan"
LOCK_TOOL = "uv==0.13.9"
SUPPORTED = ((3, 11), (3, 13))
OFFICE_PROGRAMS = {"soffice": "libreoffice-calc-nogui", "pdftoppm": "poppler-utils", "fc-list": "fontconfig"}
Command = Callable[[list[str]], int]  # takes what follows its name, returns the exit code
OFFICE_FONT, OFFICE_FONT_PACKAGE = "BIZ UDPGothic", "fonts-morisawa-bizud-gothic"

HEADLESS = """\
No display here (neither DISPLAY nor WAYLAND_DISPLAY is set), so no window can be opened.
These commands need none (each says more with --help):
  {python} -m app new FILE              make a board (--from council: with the council's figures)
  {python} -m app check FILE            check its figures (--json: for a script)
  {python} -m app export FILE OUT.xlsx  write the council workbook
  {python} -m app dump FILE OUT.json    write all of it as text
  {python} -m app load IN.json FILE     make a board from such a text
  {python} -m app self-test             try everything once
Your board: {board}"""


class Stop(Exception):
    """What keeps a command from going on, in words for the person at the terminal."""


# ---- set-up ----------------------------------------------------------------------------------------------------------


def set_up(lock: str, platform: str = "offscreen") -> None:
    """Bring .venv to what requirements/<lock>.lock says, with what Qt's <platform> plugin needs; else do nothing."""
    stamp = VENV / f"{lock}-{platform}.stamp"
    wanted = fingerprint(ROOT / "requirements" / f"{lock}.lock")
    if stamp.is_file() and stamp.read_text(encoding="ascii") == wanted and PYTHON.exists():
        return
    started = time.perf_counter()
    make_venv()
    say(f"installing what requirements/{lock}.lock names (the first time about 150 MB are fetched)")
    pip("install", "--require-hashes", "--only-binary", ":all:", "-r", str(ROOT / "requirements" / f"{lock}.lock"))
    if sys.platform == "linux":
        add_libraries(platform)
        add_japanese_font()
    stamp.write_text(wanted, encoding="ascii")
    say(f"set up in {time.perf_counter() - started:.0f} s")


def fingerprint(lock: Path) -> str:
    """Return what a finished set-up depends on: the lock, the interpreter, and the machine with its libraries."""
    machine = "" if os.name == "nt" else os.uname().nodename
    return hashlib.sha256(lock.read_bytes() + f"{sys.version}\n{machine}".encode()).hexdigest()


def make_venv() -> None:
    """Make .venv with the running interpreter, unless it is there and of the same Python version."""
    if PYTHON.exists() and venv_version(VENV) == sys.version_info[:2]:
        return
    if Path(sys.prefix) == VENV:
        raise Stop("This is the Python inside .venv; use the one that is installed on the machine.")
    if importlib.util.find_spec("ensurepip") is None:
        package = f"python3.{sys.version_info[1]}-venv"
        if not apt_install([package]):
            raise Stop(f"This Python cannot make a virtual environment. Install it first: apt-get install {package}")
    say("making .venv with Python " + sys.version.split()[0])
    run([sys.executable, "-m", "venv", "--clear", str(VENV)])


def venv_version(folder: Path) -> tuple[int, ...]:
    """Return the major and minor version of the Python a virtual environment was made with; () when unknown."""
    config = folder / "pyvenv.cfg"
    lines = config.read_text(encoding="utf-8").splitlines() if config.is_file() else []
    versions = [line.partition("=")[2].strip() for line in lines if line.startswith("version")]
    return tuple(int(part) for part in versions[0].split(".")[:2]) if versions else ()


def pip(*arguments: str) -> None:
    """Run .venv's own pip."""
    run([str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-input", *arguments])


# ---- Linux: libraries that Qt expects of the system ------------------------------------------------------------------


def add_libraries(platform: str) -> None:
    """Find shared libraries that Qt needs and this machine lacks, and get them from the distribution's packages."""
    missing = missing_libraries(platform)
    if missing and not apt_install(packages_of(missing)):
        unpack_libraries(platform)
    missing = missing_libraries(platform)
    if missing:
        line = "apt-get update && apt-get install -y --no-install-recommends " + " ".join(packages_of(missing))
        raise Stop(f"Qt needs libraries that are not here: {' '.join(sorted(missing))}\nAs root: {line}")


def missing_libraries(platform: str) -> set[str]:
    """Return the names of shared libraries that the window's Qt modules and its platform plugin do not find."""
    qt = next(VENV.glob("lib/python3*/site-packages/PySide6/Qt"), None)
    if qt is None or not shutil.which("ldd"):
        return set()
    modules = [qt / "lib" / f"libQt6{name}.so.6" for name in ("Widgets", "OpenGLWidgets", "PrintSupport", "Svg")]
    files = [str(file) for file in [qt / f"plugins/platforms/libq{platform}.so", *modules] if file.exists()]
    found = subprocess.run(["ldd", *files], capture_output=True, text=True, env=environment(), check=False)
    return not_found(found.stdout)


def not_found(ldd_output: str) -> set[str]:
    """Return the libraries that ldd reports as not found."""
    return {line.split()[0] for line in ldd_output.splitlines() if line.rstrip().endswith("=> not found")}


def packages_of(sonames: Iterable[str]) -> list[str]:
    """Return the Debian packages of shared libraries."""
    return sorted({package_of(name) for name in sonames})


def package_of(soname: str) -> str:
    """Return the Debian package of a shared library: named by Debian policy 8.1, with a few that are not."""
    name, _, version = soname.lower().replace("_", "-").partition(".so.")
    irregular = {"libz": "zlib1g", "libgldispatch": "libglvnd0", "libbrotlidec": "libbrotli1"}
    if name in irregular:
        return irregular[name]
    if name in {"libglib-2.0", "libgthread-2.0", "libgobject-2.0", "libgio-2.0", "libgmodule-2.0"}:
        return "libglib2.0-0"
    return f"{name}{'-' if name[-1].isdigit() else ''}{version}"


def add_japanese_font() -> None:
    """Install a Japanese font where there is none, or the window shows boxes; tests do without."""
    if output_of(["fc-list", ":lang=ja", "family"]):
        return
    packages = ["fontconfig", OFFICE_FONT_PACKAGE]
    if not apt_install(packages):
        say("no Japanese font was found. As root: apt-get install " + " ".join(packages))


def apt_install(packages: Sequence[str]) -> bool:
    """Install packages with apt as root or with a sudo that asks no password; say whether that worked."""
    if not shutil.which("apt-get"):
        return False
    root: list[str] = []
    if os.geteuid() != 0:
        root = ["sudo", "-n"]
        if not shutil.which("sudo") or subprocess.run([*root, "true"], capture_output=True, check=False).returncode:
            return False
    say("installing with apt: " + " ".join(packages))
    install = ["install", "-y", "-q", "--no-install-recommends", *packages]
    quietly = [*root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    return not any(subprocess.run([*quietly, *part], check=False).returncode for part in (["update", "-q"], install))


def unpack_libraries(platform: str) -> None:
    """Fetch missing libraries as an ordinary user into .venv/system; one may ask for others, which only then show."""
    if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
        return
    work = SYSTEM / "apt"
    for folder in ("lists/partial", "cache/archives/partial", "debs"):
        (work / folder).mkdir(parents=True, exist_ok=True)
    own = [f"-oDir::State::Lists={work / 'lists'}", f"-oDir::Cache={work / 'cache'}"]
    apt = ["apt-get", "-q", *own]
    say("not root: unpacking Qt's libraries into .venv/system")
    if subprocess.run([*apt, "update"], check=False).returncode:
        return
    while missing := missing_libraries(platform):
        download = subprocess.run([*apt, "download", *packages_of(missing)], cwd=work / "debs", check=False)
        for package in (work / "debs").glob("*.deb"):
            run(["dpkg-deb", "-x", str(package), str(SYSTEM)])
        if download.returncode or missing_libraries(platform) == missing:
            break
    shutil.rmtree(work)


# ---- LibreOffice: what the tests of the finished workbook need -------------------------------------------------------


def add_office() -> None:
    """Install LibreOffice, poppler and the workbook's fonts where they miss; stop with the line to type if not."""
    missing = missing_office()
    if missing and apt_install(missing):
        missing = missing_office()
    if missing:
        line = "apt-get update && apt-get install -y --no-install-recommends " + " ".join(missing)
        raise Stop(f"The office tests need packages that are not here: {' '.join(missing)}\nAs root: {line}")


def missing_office() -> list[str]:
    """Return the Debian packages of the programs and fonts that the office tests do not find."""
    missing = [package for program, package in OFFICE_PROGRAMS.items() if not shutil.which(program)]
    if uno_python() is None:
        missing.append("python3-uno")
    if OFFICE_FONT not in output_of(["fc-list", f":family={OFFICE_FONT}", "family"]):
        missing.append(OFFICE_FONT_PACKAGE)
    return missing


def uno_python() -> str | None:
    """Return a Python that can talk to LibreOffice: the system's, or the one that LibreOffice brings along."""
    soffice = shutil.which("soffice")
    brought = [Path(soffice).resolve().with_name("python")] if soffice else []
    for python in (Path("/usr/bin/python3"), *brought):
        if output_of([str(python), "-E", "-c", "import uno; print(uno.__name__)"]).strip() == "uno":
            return str(python)
    return None


def output_of(command: Sequence[str]) -> str:
    """Return what a program prints; nothing where the program is not there."""
    if not shutil.which(command[0]):
        return ""
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False).stdout


# ---- running things --------------------------------------------------------------------------------------------------


def say(text: str) -> None:
    """Print one line of our own, ahead of what a started program prints."""
    print("dev.py: " + text, flush=True)


def environment() -> dict[str, str]:
    """Return the variables that started programs get."""
    result = dict(os.environ)
    result.setdefault("PYTHONIOENCODING", ":replace")  # a cp932 console must not end a command
    libraries = sorted({str(file.parent) for file in SYSTEM.glob("**/*.so.*")}) if SYSTEM.is_dir() else []
    if libraries:
        result["LD_LIBRARY_PATH"] = os.pathsep.join([*libraries, *filter(None, [result.get("LD_LIBRARY_PATH")])])
    return result


def run(command: Sequence[str]) -> None:
    """Run a command at the top of the repository; stop when it fails."""
    if code := subprocess.run(command, cwd=ROOT, env=environment(), check=False).returncode:
        raise Stop(f"failed with code {code}: {' '.join(command)}")


def module(*arguments: str) -> int:
    """Run `python -m …` in .venv at the top of the repository and return its exit code."""
    return subprocess.run([str(PYTHON), "-m", *arguments], cwd=ROOT, env=environment(), check=False).returncode


def run_steps(steps: Sequence[tuple[str, Sequence[str]]]) -> int:
    """Run (what it does, python arguments) in turn up to the first that fails; sum up; return 0 or that one's code."""
    code, rows = 0, []
    for title, arguments in steps:
        if code:
            rows.append(f"  not run          {title}")
            continue
        print(f"\n== {title}", flush=True)
        started = time.perf_counter()
        code = subprocess.run([str(PYTHON), *arguments], cwd=ROOT, env=environment(), check=False).returncode
        rows.append(f"  {'FAILED' if code else 'ok':7}{time.perf_counter() - started:6.1f} s  {title}")
    print("\n" + "\n".join(rows), flush=True)
    return code


# ---- commands --------------------------------------------------------------------------------------------------------


def reading_steps() -> list[tuple[str, list[str]]]:
    """Return the checks that read the code without running it."""
    return [
        ("lint (ruff check)", ["-m", "ruff", "check", "."]),
        ("format (ruff format --check; `dev.py format` mends it)", ["-m", "ruff", "format", "--check", "."]),
        ("types (mypy)", ["-W", "ignore", "-m", "mypy", "app", "build_spec", "dev.py"]),
    ]


def run_program(arguments: list[str]) -> int:
    """[FILE]  open the window, on the council's board when no file is named."""
    screen = sys.platform != "linux" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    platform = "offscreen" if not screen else "xcb" if os.environ.get("DISPLAY") else "wayland"
    set_up("run", platform)
    board = Path(arguments[0]).absolute() if arguments else COUNCIL_BOARD
    if not arguments and not board.exists():
        say(f"making {board.relative_to(ROOT)} from the council's paper")
        board.parent.mkdir(exist_ok=True)
        if code := module("app", "new", str(board), "--from", "council"):
            return code
    if not screen:
        print(HEADLESS.format(python=PYTHON.relative_to(ROOT), board=board))
        return 1
    return module("app", str(board))


def test(arguments: list[str]) -> int:
    """[--office] [PYTEST ARGUMENTS]  lint, types and tests; --office: the workbook in LibreOffice instead."""
    set_up("dev")
    os.environ["PYTHONWARNDEFAULTENCODING"] = "1"  # pyproject.toml makes an error of it: Windows would read cp932
    if arguments[:1] == ["--office"]:
        add_office()
    return run_steps(steps_of_test(arguments))


def steps_of_test(arguments: list[str]) -> list[tuple[str, list[str]]]:
    """Return what `test` runs: the folder of the office tests is passed by unless it is named."""
    if arguments[:1] == ["--office"]:
        return [("the workbook in LibreOffice (pytest)", ["-m", "pytest", "tests/office", *arguments[1:]])]
    parallel = [] if arguments else ["-n", "auto", "--dist", "loadfile"]
    return [*reading_steps(), ("tests (pytest)", ["-m", "pytest", *parallel, *arguments])]


def lint(arguments: list[str]) -> int:
    """only the checks that read the code: ruff and mypy."""
    set_up("dev")
    return run_steps(reading_steps())


def tidy(arguments: list[str]) -> int:
    """mend what ruff can mend, and lay the code out."""
    set_up("dev")
    return module("ruff", "check", "--fix", ".") or module("ruff", "format", ".")


def module_command(told: str, name: str, lock: str = "dev", platform: str = "offscreen") -> Command:
    """Return the command that runs one of our modules, with its line in the list of commands."""

    def command(arguments: list[str]) -> int:
        set_up(lock, platform)
        return module(*name.split(), *arguments)

    command.__doc__ = told
    return command


def shots(arguments: list[str]) -> int:
    """[FOLDER]  take a picture of every screen, into var/shots."""
    set_up("dev")
    return module("tests.shots", str(Path(arguments[0]).absolute() if arguments else ROOT / "var" / "shots"))


def lock(arguments: list[str]) -> int:
    """[--upgrade]  write requirements/*.lock anew from pyproject.toml, for every platform and Python we support."""
    make_venv()
    pip("install", "-q", LOCK_TOOL)
    oldest = ".".join(map(str, SUPPORTED[0]))
    fixed = ["--universal", "--python-version", oldest, "--fork-strategy", "fewest", "--generate-hashes", "--no-config"]
    quiet = ["-q", "--no-emit-index-url", "--no-emit-find-links", "--custom-compile-command", "python dev.py lock"]
    for name, more in (("run", []), ("dev", ["--group", "dev", "-c", "requirements/run.lock"])):
        target = ["pyproject.toml", "-o", f"requirements/{name}.lock"]
        if code := module("uv", "pip", "compile", *target, *more, *fixed, *quiet, *arguments):
            return code
    return 0


COMMANDS: dict[str, Command] = {"run": run_program, "test": test, "lint": lint, "format": tidy}
COMMANDS["faults"] = module_command("[PYTEST ARGUMENTS]  the whole fault suite, in minutes.", "tests.faults")
COMMANDS["build"] = module_command("[--bench]  make what is handed out, into dist.", "build_spec", platform="xcb")
COMMANDS["self-test"] = module_command("the program tries everything once, windowless.", "app self-test", lock="run")
COMMANDS["bench"] = module_command("[ARGUMENTS]  measure times, memory and sizes.", "benchmarks")
COMMANDS.update({"shots": shots, "lock": lock})


def usage() -> str:
    """Return the list of commands, each with the first line of its docstring."""
    rows = [f"  {name:10} {(command.__doc__ or '').splitlines()[0]}" for name, command in COMMANDS.items()]
    return "usage: python dev.py COMMAND\n\n" + "\n".join(rows)


def main(arguments: list[str]) -> int:
    """Do one command and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    if not SUPPORTED[0] <= sys.version_info[:2] <= SUPPORTED[1]:
        print("Python 3.11, 3.12 or 3.13 is needed; this is " + sys.version.split()[0], file=sys.stderr)
        return 1
    if not arguments or arguments[0] not in COMMANDS:
        print(usage())
        return 0 if arguments in ([], ["-h"], ["--help"]) else 2
    try:
        return COMMANDS[arguments[0]](arguments[1:])
    except Stop as reason:
        print(f"dev.py: {reason}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
