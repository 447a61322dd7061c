"""The program's own trial run, as a person or a build starts it: a process, its exit code, its words."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_the_program_tries_itself_and_leaves_nothing_behind(tmp_path: Path) -> None:
    places = dict.fromkeys(("TMPDIR", "TEMP", "TMP", "XDG_DATA_HOME", "LOCALAPPDATA"), str(tmp_path))
    # openpyxl itself opens a file without naming the encoding; what our own modules do is watched in the other tests.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONWARNDEFAULTENCODING"}
    done = subprocess.run(
        [sys.executable, "-m", "app", "self-test"],
        cwd=ROOT,
        env=environment | places | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        encoding="utf-8",
        timeout=180,
    )
    assert (done.returncode, done.stderr) == (0, "")
    steps = [line.split("ms", 1)[1].strip() for line in done.stdout.splitlines() if " ms " in line]
    assert steps[0] == "計画ファイルを作る" and "Excelを読み戻す" in steps and len(steps) == 12
    assert "問題はありません" in done.stdout
    assert list(tmp_path.iterdir()) == []
