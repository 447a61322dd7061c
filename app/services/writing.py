"""Texts of the open file: live figures to show and to choose, offers for typed ones, and the text of last time."""

from typing import TYPE_CHECKING

from app.lazy import LazyModule
from app.services.session import Session

if TYPE_CHECKING:
    from app.domain import live, narrative
    from app.domain.live import LiveFigure
else:
    live = LazyModule("app.domain.live")
    narrative = LazyModule("app.domain.narrative")


class Writing(Session):
    """What the editor of texts asks of the open file."""

    def live_words(self, text: str) -> "dict[str, LiveFigure]":
        """Return what each live figure of a text prints now, by the mark that stands for it."""
        found = list(narrative.marks(text))
        self._ensure({mark.metric for mark in found} & self._book.metrics.keys(), whole=True)
        return {text[mark.start : mark.end]: live.live_figure(self.scene, mark) for mark in found}
