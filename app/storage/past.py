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


def read_past(repository: Repository, query: PastQuery, below: int | None, most: int) -> list[History]:
    """Return up to `most` lines older than the sequence `below` (None: from the newest on)."""
    conditions: list[tuple[str, str | int]] = []
    if below is not None:
        conditions.append(("sequence < ?", below))
    if query.who is not None:
        conditions.append(("coalesce(who, '') = ?", query.who))
    if query.day is not None:
        conditions.append(("substr(made_at, 1, 10) = ?", query.day))
    parts = [text for text, _ in conditions]
    if query.holding:
        each = (" AND ".join("instr(edits, ?) > 0" for _ in texts) for texts in query.holding)
        parts.append("(" + " OR ".join(f"({one})" for one in each) + ")")
    where, held = " AND ".join(parts), [text for texts in query.holding for text in texts]
    sql = statements_of(History).select + (f" WHERE {where}" if where else "") + " ORDER BY sequence DESC LIMIT ?"
    return builder_of(History)(repository.database.rows(sql, (*(value for _, value in conditions), *held, most)))


def revision_on(repository: Repository, day: str) -> int:
    """Return the board's revision at the end of a day (ISO)."""
    sql = "SELECT coalesce(max(sequence), 0) FROM history WHERE substr(made_at, 1, 10) <= ?"
    return int(repository.database.rows(sql, (day,))[0][0])


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


def people_of_past(repository: Repository) -> list[str]:
    """Return who has changed the file, '' among them where that is unknown, by name."""
    return [
        str(row[0]) for row in repository.database.rows("SELECT DISTINCT coalesce(who, '') FROM history ORDER BY 1")
    ]


def days_of_past(repository: Repository) -> list[tuple[str, int]]:
    """Return the days (ISO) on which the file was changed, the newest first, with how many lines each has."""
    sql = "SELECT substr(made_at, 1, 10) AS day, count(*) FROM history GROUP BY day ORDER BY day DESC"
    return [(str(day), int(count)) for day, count in repository.database.rows(sql)]
