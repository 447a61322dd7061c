"""What 検算 looks at besides the board itself: the file's history, and the paper as it was last fixed."""

from typing import NamedTuple

from app.domain.history import History
from app.domain.plan import FixedFigure, FixedVersion
from app.storage.repository import Repository


class Material(NamedTuple):
    """The history in order, and the figures of the chosen meeting's last fixed version."""

    history: tuple[History, ...] = ()
    frozen: tuple[FixedFigure, ...] = ()


NO_MATERIAL = Material()


def material_of(repository: Repository, meeting: str | None) -> Material:
    """Return what a file holds for the proof of a meeting's paper."""
    versions = sorted(repository.read(FixedVersion, meeting=meeting), key=lambda one: one.made_at) if meeting else []
    frozen = repository.read(FixedFigure, version=versions[-1].uid) if versions else []
    return Material(tuple(repository.read(History)), tuple(frozen))
