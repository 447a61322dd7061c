"""What is written and what its file is called."""

import re
from typing import NamedTuple

_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]')  # what Windows refuses in a file name
_DEVICES = re.compile(r"(CON|PRN|AUX|NUL|COM\d|LPT\d)(\.|$)", re.IGNORECASE)
LONGEST_NAME = 120  # characters: leaves room for the folder within Windows' 260


class Kind(NamedTuple):
    """Something that can be written: its name for a person, its suffix ('' for a folder), and the end of its name."""

    label: str
    suffix: str
    tail: str

    @property
    def thing(self) -> str:
        """Return what is made: a file or a folder."""
        return "ファイル" if self.suffix else "フォルダー"


WORKBOOK = Kind("Excelブック", ".xlsx", "資料")
PDF = Kind("PDF", ".pdf", "資料")
DATASET = Kind("データ一式", "", "データ")
KINDS = (WORKBOOK, PDF, DATASET)
WEB_TAIL = "公開用"


def proposed_name(city: str, meeting: str, title: str, kind: Kind = WORKBOOK, web: bool = False) -> str:
    """Return the name filled in at first: city and meeting, or the board's title where it has no meeting."""
    meeting = meeting.partition("（")[0]
    parts = [city, meeting or title, kind.tail, WEB_TAIL if web else ""]
    stem = "_".join(part for part in parts if part)
    return _NOT_IN_NAMES.sub("_", stem).replace(" ", "").strip(". ")[:LONGEST_NAME] + kind.suffix


def full_name(name: str, kind: Kind) -> str:
    """Return a typed name with the suffix of its kind."""
    name = name.strip()
    return name if name.lower().endswith(kind.suffix) else name + kind.suffix


def refusal(name: str, kind: Kind) -> str:
    """Return why a name cannot be, '' where it can."""
    name = name.strip()
    if not name.lower().removesuffix(kind.suffix).strip(". "):
        return f"{kind.thing}名を入れてください。"
    if _NOT_IN_NAMES.search(name) or _DEVICES.match(name):
        return f'{kind.thing}名に使えない文字または名前です（\\ / : * ? " < > | や CON など）。'
    return (
        ""
        if len(name) <= LONGEST_NAME + len(kind.suffix)
        else f"{kind.thing}名は{LONGEST_NAME}文字までにしてください。"
    )
