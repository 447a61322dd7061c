"""Bullets of a text, one a line, as the paper prints them: 「・」, one level deeper for each ideographic space."""

import re

BULLET = "・"
LEVEL = "\u3000"
MOST_LEVELS = 3
_BULLET = re.compile(rf"{LEVEL}*[・○●■□◆◇▪－]")


def bullet_of(line: str) -> str:
    """Return the bullet that a line begins with, its level's spaces included; '' for a line without."""
    found = _BULLET.match(line)
    return found.group() if found else ""


def indented(line: str) -> str:
    """Return a bulleted line one level deeper, the same where it is as deep as may be."""
    bullet = bullet_of(line)
    return LEVEL + line if bullet and len(bullet) < MOST_LEVELS else line


def outdented(line: str) -> str:
    """Return a bulleted line one level higher, the same where it is at the top."""
    return line[1:] if len(bullet_of(line)) > 1 else line


def toggled(lines: list[str]) -> list[str]:
    """Return lines with a bullet each, or without where all have one already; empty lines stay."""
    written = [line for line in lines if line.strip()] or lines
    if all(bullet_of(line) for line in written):
        return [line.removeprefix(bullet_of(line)) for line in lines]
    return [line if bullet_of(line) or line not in written else BULLET + line for line in lines]
