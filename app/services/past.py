"""The history of the open file: read in pages, put into words, and any earlier value brought back."""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from app.domain import tables
from app.domain.entity import Key, Row, to_row
from app.lazy import LazyModule
from app.services.places import Place, shown_key
from app.services.session import Session

if TYPE_CHECKING:
    from app.domain import bringing_back, history_words, step_words, text, whereabouts
    from app.domain.edits import Command
    from app.domain.history import History
    from app.domain.history_words import PastChange
    from app.services import past_lines
    from app.services.past_lines import Asked, PastLine, Sources
    from app.storage import past
else:
    past_lines = LazyModule("app.services.past_lines")
    bringing_back = LazyModule("app.domain.bringing_back")
    history_words = LazyModule("app.domain.history_words")
    step_words = LazyModule("app.domain.step_words")
    text = LazyModule("app.domain.text")
    whereabouts = LazyModule("app.domain.whereabouts")
    past = LazyModule("app.storage.past")

PAGE = 50
SPAN = 4000  # lines looked through in one step: some 10 ms


class Past(Session):
    """The open file with its history."""

    def history_sources(self) -> "Iterator[Sources | None]":
        """Find who changed the file and when, SPAN lines a step: None between steps, at the end what was found."""
        people: set[str] = set()
        days: Counter[str] = Counter()
        below = self.repository.revision + 1
        while below > 0:
            for who, day, count in past.sources_of_past(self.repository, below - SPAN, below):
                people.add(who)
                days[day] += count
            below -= SPAN - 1
            yield None
        yield past_lines.Sources(tuple(sorted(people)), tuple(sorted(days.items(), reverse=True)))

    def history(self, asked: "Asked") -> "Iterator[list[PastLine]]":
        """Yield the history from the newest on, a page of lines a step of few milliseconds; a page may be empty."""
        words = history_words.HistoryWords(self.index, whereabouts.Whereabouts(self.index))
        wanted = [_key(word) for word in asked.words.split()]
        query = past.PastQuery(asked.who, asked.day, tuple(_holding(key) for key in asked.rows))
        below = self.repository.revision + 1
        while below > 0:
            above = max(0, below - SPAN)
            lines = past.read_past(self.repository, query, above, below, PAGE)
            found = (self._in_words(words, line, asked.rows) for line in lines)
            yield [one for one in found if one.changes and _holds(one, wanted)]
            below = lines[-1].sequence if len(lines) == PAGE else above + 1 if above else 0

    def _in_words(self, words: "history_words.HistoryWords", line: "History", rows: tuple[Key, ...]) -> "PastLine":
        edits = history_words.edits_of(line)
        words.learn(edits)
        meant = [one for one in edits if not rows or any(history_words.touches(one, key) for key in rows)]
        return past_lines.PastLine(line, words.changes(meant))

    def bring_back(self, past_line: "PastLine", change: "PastChange", *, before: bool) -> None:
        """Give a row again what stood before a change of the past (else: after it); one edit, one undo step.

        Raises InputError where it stands so already, or where what it hung on is gone.
        """
        whole = history_words.edits_of(past_line.line)
        edits = bringing_back.bringing_back(change.edit, whole, before, self._image_of)
        self._commit(f"履歴から戻す: {past_line.line.label}", edits)

    def step_words(self, undone: bool) -> str:
        """Return in one line what the step of undo (else: of redo) that was just taken brought back."""
        steps = self._undone if undone else self._done
        if not steps:
            return ""
        last: Command = steps[-1][0]
        edits = [edit.reversed() for edit in reversed(last.edits)] if undone else list(last.edits)
        words = history_words.HistoryWords(self.index, whereabouts.Whereabouts(self.index))
        words.learn(last.edits)
        words.learn(edits)
        if len(edits) > step_words.MANY:
            return step_words.words_of_many(edits, words.change(edits[0]), last.label, undone)
        return step_words.step_words(words.changes(edits), last.label, undone)

    def past_place(self, change: "PastChange") -> Place:
        """Return where in the window a changed row stands now."""
        found = whereabouts.Whereabouts(self.index)
        edit = change.edit
        key = shown_key(edit.table, edit.key, edit.after or edit.before or {})
        return Place(found.tab(change.node), change.node, edit.table, key)

    def _image_of(self, table: str, key: Key) -> Row | None:
        row = self._row(tables.BY_TABLE[table], key)
        return to_row(row) if row is not None else None


def _holding(key: Key) -> tuple[str, ...]:
    """Return what the stored edits of a row hold: its key, or for a row that others hang on, its uid."""
    return tuple(f'"{part}"' for part in dict.fromkeys(key) if part)


def _holds(one: "PastLine", words: list[str]) -> bool:
    if not words:
        return True
    said = [part for change in one.changes for part in (change.where, change.what, change.before, change.after)]
    key = _key(" ".join((one.line.label, one.line.who or "", *said)))
    return all(word in key for word in words)


def _key(words: str) -> str:
    return text.search_key(words).replace(",", "")
