"""Blocks of cells as the clipboards of Excel and LibreOffice hold them: tabs, lines, quotes round cells with them."""

import re
from collections.abc import Sequence

# A quote opens a cell only where one closes it just before the next tab or line end; else it is an ordinary sign.
_CELL = re.compile(r'"([^"]*(?:""[^"]*)*)"(?=[\t\r\n]|\Z)|([^\t\r\n]*)')
_END = re.compile("\t|\r\n|\r|\n|\\Z")


def parse_tsv(text: str) -> list[list[str]]:
    """Return the rows of a copied block; the line end behind the last row begins no further one."""
    rows: list[list[str]] = []
    place, line = 0, list[str]()
    while place < len(text) or line:
        cell = _CELL.match(text, place)
        assert cell is not None
        line.append(cell[2] if cell[1] is None else cell[1].replace('""', '"'))
        end = _END.match(text, cell.end())
        assert end is not None
        place = end.end()
        if end[0] != "\t":
            rows.append(line)
            line = []
    return rows


def format_tsv(rows: Sequence[Sequence[str]]) -> str:
    """Return rows as Excel takes them."""
    return "".join("\t".join(_quoted(cell) for cell in row) + "\r\n" for row in rows)


def _quoted(cell: str) -> str:
    needs = any(sign in cell for sign in '\t\r\n"')
    return '"' + cell.replace('"', '""') + '"' if needs else cell
