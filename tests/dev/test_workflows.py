"""The workflows of the repository call commands that dev.py has, on every Python that it supports."""

import re
from pathlib import Path

import pytest

import dev

WORKFLOWS = sorted((Path(dev.__file__).parent / ".github" / "workflows").glob("*.yml"))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_every_step_is_a_command_of_dev(path: Path) -> None:
    lines = re.findall(r"- run: (.+)", path.read_text(encoding="utf-8"))
    assert lines
    for line in lines:
        python, script, command, *_ = line.split()
        assert (python, script) == ("python", "dev.py") and command in dev.COMMANDS


def test_the_tests_run_on_every_python_that_is_supported() -> None:
    text = next(path for path in WORKFLOWS if path.stem == "test").read_text(encoding="utf-8")
    (listed,) = re.findall(r"python: \[(.+)\]", text)
    (oldest, newest) = dev.SUPPORTED
    assert listed == ", ".join(f'"3.{minor}"' for minor in range(oldest[1], newest[1] + 1))
    assert set(re.findall(r'python-version: "(.+)"', text)) <= set(re.findall(r'"(3\.\d+)"', listed))


def test_what_pip_fetched_is_kept_by_the_locks() -> None:
    for path in WORKFLOWS:
        text = path.read_text(encoding="utf-8")
        assert text.count("actions/setup-python@") == text.count("cache-dependency-path: requirements/*.lock")
