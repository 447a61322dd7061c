"""The history of a file in pages, the newest first; a file may have 50,000 lines."""

from typing import NamedTuple

from app.domain.history import History
from app.storage.repository import Repository
from app.storage.statements import builder_of, statements_of


class PastQuery(NamedTuple):
    """Which lines are wanted: of a person ('': unknown, None: all), of a day (ISO), naming all of one of `holding`."""

    who: str | None = None
    day: str | None = None
    holding: tuple[tuple[str, ...], ...] = ()


def read_past(repository: Repository, query: PastQuery, above: int, below: int, most: int) -> list[History]:
    """Return up to `most` lines whose sequence lies between two others, the newest first."""
    conditions: list[tuple[str, str | int]] = [("sequence > ?", above), ("sequence < ?", below)]
    if query.who is not None:
        conditions.append(("coalesce(who, '') = ?", query.who))
    if query.day is not None:
        conditions.append(("substr(made_at, 1, 10) = ?", query.day))
    parts = [text for text, _ in conditions]
    if query.holding:
        each = (" AND ".join("instr(edits, ?) > 0" for _ in texts) for texts in query.holding)
        parts.append("(" + " OR ".join(f"({one})" for one in each) + ")")
    held = [text for texts in query.holding for text in texts]
    sql = statements_of(History).select + f" WHERE {' AND '.join(parts)} ORDER BY sequence DESC LIMIT ?"
    return builder_of(History)(repository.database.rows(sql, (*(value for _, value in conditions), *held, most)))


def sources_of_past(repository: Repository, above: int, below: int) -> list[tuple[str, str, int]]:
    """Return who changed the file ('' where unknown) on which day (ISO) how often, between two sequences."""
    sql = (
        "SELECT coalesce(who, ''), substr(made_at, 1, 10), count(*) FROM history"
        " WHERE sequence > ? AND sequence < ? GROUP BY 1, 2"
    )
    return [(str(who), str(day), int(count)) for who, day, count in repository.database.rows(sql, (above, below))]


def revision_on(repository: Repository, day: str) -> int:
    """Return the board's revision at the end of a day (ISO)."""
    sql = "SELECT coalesce(max(sequence), 0) FROM history WHERE substr(made_at, 1, 10) <= ?"
    return int(repository.database.rows(sql, (day,))[0][0])


def first_line(repository: Repository) -> tuple[int, str] | None:
    """Return the sequence of the first line of the history and its day (ISO), None where there is none."""
    rows = repository.database.rows("SELECT sequence, substr(made_at, 1, 10) FROM history ORDER BY sequence LIMIT 1")
    return (int(rows[0][0]), str(rows[0][1])) if rows else None


def changed_since(repository: Repository, revision: int) -> tuple[set[tuple[str, str]], set[str]]:
    """Return what was last written after a revision: figures (metric, period), and metrics and indicators by uid.

    An indicator counts with its targets and statuses.
    """
    figures = repository.database.rows("SELECT metric, period FROM observation WHERE rev > ?", (revision,))
    sql = (
        "SELECT uid FROM indicator WHERE rev > ?1 UNION SELECT uid FROM metric WHERE rev > ?1"
        " UNION SELECT indicator FROM target WHERE rev > ?1"
        " UNION SELECT indicator FROM assessment WHERE rev > ?1 AND indicator IS NOT NULL"
    )
    rows = repository.database.rows(sql, (revision,))
    return {(str(metric), str(period)) for metric, period in figures}, {str(row[0]) for row in rows}
