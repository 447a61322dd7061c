"""What the window is told of the open file: changes, meetings to choose from, tabs."""

from typing import NamedTuple

from app.services.places import Place


class Change(NamedTuple):
    """A committed change: what it touches and what it is called; `undone` where it took something back."""

    revision: int
    metrics: frozenset[str]
    structure: bool
    everything: bool
    label: str
    place: Place | None = None
    undone: bool = False


class MeetingView(NamedTuple):
    """A meeting as chosen above the tabs."""

    uid: str
    label: str
    fiscal_year: str | None


class TabView(NamedTuple):
    """A tab: 全体, a basic goal, or a group of items."""

    kind: str
    node: str
    label: str
    tooltip: str
