"""Modules imported at first use, so that the first window need not wait for what only later work needs."""

from importlib import import_module
from typing import Any


class LazyModule:
    """Stands for a module; the first name asked of it imports it.

    Type checkers see the real module: `if TYPE_CHECKING: from … import …` beside it. Safe from several threads, since
    importing is.
    """

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        value = getattr(import_module(self._name), name)
        setattr(self, name, value)
        return value
