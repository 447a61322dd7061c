"""Build the folder, try what was built, and pack it; `python dev.py build` runs this in .venv.

Nothing is handed out untried: the zip is unpacked into a folder with an awkward name, and the program in it goes
through its self-test there, without Python on the path.
"""

import argparse
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from datetime import datetime
from pathlib import Path

from app.paths import LICENCES
from build_spec import budget, packing, trial
from build_spec.licences import licences_text, missing
from build_spec.names import ROOT, Project, read_project
from build_spec.packages import shipped
from build_spec.sbom import bill_of

DIST, WORK = ROOT / "dist", ROOT / "build"
BENCH_MARK = "NO-RELEASE"


class Refused(Exception):
    """What keeps the build from being handed out, in words for the person at the terminal."""


def main(arguments: list[str]) -> int:
    """Build; return 0, or 1 with the reason where something is not as it must be."""
    parser = argparse.ArgumentParser(prog="python dev.py build", description="Build the program's folder and its zip.")
    parser.add_argument("--bench", action="store_true", help="let an old SQLite pass; what comes out is no release")
    options = parser.parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        build(read_project(), options.bench)
    except Refused as reason:
        print(f"build: {reason}", file=sys.stderr)
        return 1
    return 0


def build(project: Project, bench: bool) -> None:
    """Make everything in dist/; Refused at the first thing that is not as it must be."""
    release = not bench
    if release:
        check_sqlite(sqlite3.sqlite_version)
    folder = freeze(project)
    write_licences(project, folder)
    check_contents(folder)
    system = "windows" if sys.platform == "win32" else "linux"
    name = "-".join([project.archive, system, *([] if release else [BENCH_MARK])])
    archive = packing.pack(folder, WORK / f"{name}.zip")
    sizes = check_sizes(folder, archive)
    ratio = try_it(project, archive, release)
    say(f"{name}: {sizes}; start {ratio:.2f} times the start from source (at most {budget.START_RATIO})")
    if ratio > budget.START_RATIO:
        raise Refused("the built program starts too slowly")
    hand_out(project, archive)
    say("a release" if release else f"NO release: made with --bench, SQLite {sqlite3.sqlite_version}")


def hand_out(project: Project, archive: Path) -> None:
    """Put what passed into dist/: the zip, its bill of materials and their sums."""
    archive = Path(shutil.move(archive, DIST))
    bill = archive.with_suffix(".cdx.json")
    made_at = datetime.now().astimezone().isoformat(timespec="seconds")
    bill.write_text(json.dumps(bill_of(project, made_at), ensure_ascii=False, indent=1), encoding="utf-8", newline="\n")
    packing.write_sums([archive, bill], DIST / "SHA256SUMS")


def freeze(project: Project) -> Path:
    """Run PyInstaller and return the folder it made."""
    shutil.rmtree(DIST, ignore_errors=True)
    spec = Path(__file__).with_name("program.spec")
    places = ["--distpath", str(DIST), "--workpath", str(WORK)]
    command = [
        sys.executable,
        "-m",
        "PyInstaller",
        "--noconfirm",
        "--clean",
        "--log-level",
        "ERROR",
        *places,
        str(spec),
    ]
    say("freezing (some minutes)")
    if subprocess.run(command, cwd=ROOT, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}, check=False).returncode:
        raise Refused("PyInstaller failed")
    return DIST / project.folder


def check_sqlite(version: str) -> None:
    """Refuse an SQLite older than budget.LEAST_SQLITE."""
    if tuple(int(part) for part in version.split(".")) < budget.LEAST_SQLITE:
        least = ".".join(map(str, budget.LEAST_SQLITE))
        raise Refused(
            f"this Python has SQLite {version}; a release needs {least} or later (--bench: build all the same)"
        )


def write_licences(project: Project, folder: Path) -> None:
    """Put the licences beside the executables; Refused where a package of the lock is not in them."""
    from PySide6.QtCore import qVersion

    text = licences_text(project, qVersion())
    if absent := missing(text, shipped()):
        raise Refused(f"no licence of {', '.join(absent)}")
    # Word and Notepad of any age read it as UTF-8 by its mark.
    (folder / LICENCES).write_text(text, encoding="utf-8-sig", newline="\r\n")


def check_contents(folder: Path) -> None:
    """Refuse what the checked-in list does not know, and the lack of what it asks for."""
    modules = (WORK / "program" / "modules.txt").read_text(encoding="utf-8").split()
    place = budget.list_for(sys.platform)
    verdict = budget.judge(budget.names_in(folder, modules), budget.lines_of(place.read_text(encoding="utf-8")))
    rows = [f"  not in the list: {name}" for name in verdict.surplus] + [f"  absent: {line}" for line in verdict.absent]
    if rows:
        raise Refused(f"the folder does not keep to {place.name}:\n" + "\n".join(rows))


def check_sizes(folder: Path, archive: Path) -> str:
    """Return the two sizes in words; Refused where one is over its limit."""
    whole, packed = packing.size_of(folder) / 1e6, archive.stat().st_size / 1e6
    words = f"folder {whole:.0f} MB, zip {packed:.0f} MB"
    if sys.platform == "win32":  # Linux carries libraries that Windows has of its own
        words += f" (at most {budget.FOLDER_MB} and {budget.ARCHIVE_MB} MB)"
        if whole > budget.FOLDER_MB or packed > budget.ARCHIVE_MB:
            raise Refused(words)
    return words


def try_it(project: Project, archive: Path, release: bool) -> float:
    """Unpack the zip, run the self-test in it, and return the ratio of starts; Refused at any failure."""
    with tempfile.TemporaryDirectory(prefix="試し #1 100% ") as name:
        home = Path(name)
        packing.unpack(archive, home)
        program = home / project.folder / project.console_program
        before = packing.state_of(program.parent)
        said = trial.self_test(program, home)
        print(said.text, flush=True)
        if said.status:
            raise Refused(f"the built program's self-test ended with {said.status}")
        if packing.state_of(program.parent) != before:
            raise Refused("the program wrote into its own folder")
        found = re.search(r"SQLite ([\d.]+)", said.text)
        if release:
            check_sqlite(found[1] if found else "0")
        return trial.start_ratio(program, home)


def say(text: str) -> None:
    """Print one line of our own."""
    print("build: " + text, flush=True)
