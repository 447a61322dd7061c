"""Blocks of cells as the clipboard of Excel writes them: tabs, lines, and quotes round cells that hold either."""

import csv
import io
from collections.abc import Sequence


def parse_tsv(text: str) -> list[list[str]]:
    """Return the rows of a copied block; an unclosed quote is an ordinary sign."""
    lines = io.StringIO(text, newline="")
    if text.count('"') % 2:
        return [row or [""] for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)]
    return [row or [""] for row in csv.reader(lines, delimiter="\t")]


def format_tsv(rows: Sequence[Sequence[str]]) -> str:
    """Return rows as Excel takes them."""
    return "".join("\t".join(_quoted(cell) for cell in row) + "\r\n" for row in rows)


def _quoted(cell: str) -> str:
    needs = any(sign in cell for sign in '\t\r\n"')
    return '"' + cell.replace('"', '""') + '"' if needs else cell
