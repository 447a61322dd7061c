"""What can be had of a damaged file, and how it is said."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from app.domain.compare_names import TABLE_WORDS
from app.domain.entity import Key, Row
from app.domain.errors import StorageError

BACKUP, SALVAGE = "backup", "salvage"
COUNTED = ("node", "indicator", "observation", "target", "assessment", "table_view", "block", "image", "meeting")
"""What a person counts a plan by; the other tables go with them."""


class BrokenFigure(NamedTuple):
    """A row whose figure is no number: the row as the file has it, and as it was last written soundly (None: never)."""

    table: str
    key: Key
    row: Row
    sound: Row | None


class Source(NamedTuple):
    """One way to a new file: what it holds and what it lacks.

    `kind` is BACKUP (with `made_at`, its moment) or SALVAGE. `replayed` counts the inputs put over it, `refused` those
    that do not fit, `missing` by table the rows that are known to be lost (0: some or all, nobody knows how many).
    """

    kind: str
    made_at: datetime | None
    rows: Mapping[str, Sequence[Row]]
    replayed: int
    refused: int
    missing: Mapping[str, int]

    @property
    def title(self) -> str:
        """Return what the way is called."""
        again = f"（{self.replayed}件を再適用）" if self.replayed else ""
        if self.made_at is not None:
            return f"{self.made_at:%m/%d %H:%M}の控えから復元{again}"
        return f"値だけ取り出して新しいファイルへ{again}"

    def holds(self) -> str:
        """Return what the new file will hold, in numbers."""
        counts = ((TABLE_WORDS[table], len(self.rows.get(table, ()))) for table in COUNTED)
        return "、".join(f"{word} {count:,}件" for word, count in counts if count) or "計画の見出しだけ"

    def lacks(self) -> str:
        """Return what is known to be lost, '' for nothing."""
        parts = [
            f"{TABLE_WORDS[table]} {f'{count:,}件' if count else '（件数不明）'}"
            for table, count in self.missing.items()
        ]
        if self.refused:
            parts.append(f"控えに合わない入力 {self.refused}件")
        return "、".join(parts)


class Rescue(NamedTuple):
    """What was found: why the file cannot be opened (None: it can), its copy that was set aside, and the ways out."""

    trouble: StorageError | None
    aside: Path | None
    sources: tuple[Source, ...]


NOTHING_WRONG = "このファイルは壊れていません。ふつうに開けます。"
NOTHING_FOUND = "このファイルからは何も読み取れず、控えも見つかりませんでした。元のファイルはそのまま残しています。"
