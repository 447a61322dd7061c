"""The manual hangs together: every page is in the index, every link and picture leads somewhere."""

import re
from pathlib import Path

import pytest

from app import cli, paths
from app.storage.failures import MESSAGES
from app.ui.help_desk import PAGES
from app.ui.help_pages import INDEX
from app.ui.keys import KEYS_PAGE

MANUAL = paths.manual_folder()
UI = Path(paths.__file__).parent / "ui"
PAGE_FILES = sorted(MANUAL.glob("*.md"))
LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)]+)\)")
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)")
MOST_BYTES = 2_000_000  # all pictures together: they go round with the program


def text_of(name: str) -> str:
    return (MANUAL / name).read_text(encoding="utf-8")


def headings(name: str) -> set[str]:
    return {line.lstrip("#").strip() for line in text_of(name).splitlines() if line.startswith("#")}


def test_every_page_is_in_the_index_once() -> None:
    linked = LINK.findall(text_of(INDEX))
    assert sorted(linked) == [path.name for path in PAGE_FILES if path.name != INDEX]


@pytest.mark.parametrize("page", PAGE_FILES, ids=lambda page: page.name)
def test_links_lead_to_pages_and_their_headings(page: Path) -> None:
    for place in LINK.findall(page.read_text(encoding="utf-8")):
        name, _, heading = place.partition("#")
        assert (MANUAL / name).is_file(), place
        assert not heading or heading in headings(name), place


@pytest.mark.parametrize("page", PAGE_FILES, ids=lambda page: page.name)
def test_a_page_has_one_title_and_signs_of_one_unit_each(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert text.startswith("# ")
    assert len(re.findall("^# ", text, re.MULTILINE)) == 1
    assert max(text) < "\U00010000", "hits are places in Qt's text, which counts others as two"


def test_pictures_are_there_are_all_used_are_described_and_are_small_together() -> None:
    named = {found for page in PAGE_FILES for found in PICTURE.findall(page.read_text(encoding="utf-8"))}
    files = {f"pictures/{path.name}": path for path in (MANUAL / "pictures").iterdir()}
    assert {name for _, name in named} == set(files)
    assert all(words for words, _ in named)
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in files.values())
    assert sum(path.stat().st_size for path in files.values()) <= MOST_BYTES


def test_every_message_about_files_is_explained() -> None:
    page = text_of("20-troubles.md")
    assert [message for message, _ in MESSAGES.values() if message not in page] == []


def test_every_command_is_told_to_the_administrator() -> None:
    page = text_of("21-admin.md")
    assert [command for command in cli.COMMANDS if f"ict-plan-board {command}" not in page] == []


def test_what_f1_opens_exists_for_classes_that_exist() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in UI.rglob("*.py"))
    qt = {"QMessageBox"}
    assert [name for name in PAGES if name not in qt and f"class {name}(" not in source] == []
    assert [page for page in (KEYS_PAGE, *PAGES.values()) if not (MANUAL / page).is_file()] == []
