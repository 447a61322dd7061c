"""A branch of the plan's tree as 計画の構成 shows it."""

from typing import NamedTuple


class Branch(NamedTuple):
    """A node at one of its places, or an indicator, a table, a row of a table or a metric that nothing shows.

    `table` is the entity table of `uid`; only a node has a placement. `parent` is the node, for a row the table, that
    it stands under. `kind` is the node's kind, else the same as `table`.
    """

    table: str
    uid: str
    placement: str | None
    parent: str | None
    kind: str
    kind_words: str
    number: str
    title: str
    departments: str
    below: "tuple[Branch, ...]" = ()

    @property
    def identity(self) -> tuple[str, str]:
        """Return what tells it from the others, the same after every edit."""
        return self.table, self.placement or self.uid
