"""Texts of the open file: live figures to show and to choose, offers for typed ones, and the text of last time."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from app.lazy import LazyModule
from app.services.deriving import Deriving

if TYPE_CHECKING:
    from app.domain import blocks, figure_choices, live, narrative, previous, report_item
    from app.domain import metrics as metric_rows
    from app.domain import offers as offer_rows
    from app.domain.figure_choices import FigureChoice
    from app.domain.live import LiveFigure
    from app.domain.offers import Offer
    from app.domain.previous import PreviousText
else:
    blocks = LazyModule("app.domain.blocks")
    figure_choices = LazyModule("app.domain.figure_choices")
    live = LazyModule("app.domain.live")
    metric_rows = LazyModule("app.domain.metrics")
    narrative = LazyModule("app.domain.narrative")
    offer_rows = LazyModule("app.domain.offers")
    previous = LazyModule("app.domain.previous")
    report_item = LazyModule("app.domain.report_item")

MOST_CHOICES = 60


class Writing(Deriving):
    """What the editor of texts asks of the open file."""

    def live_words(self, text: str) -> "dict[str, LiveFigure]":
        """Return what each live figure of a text prints now, by the mark that stands for it."""
        found = list(narrative.marks(text))
        self._ensure_known(mark.metric for mark in found)
        return {text[mark.start : mark.end]: live.live_figure(self.scene, mark) for mark in found}

    def figure_choices(self, node: str, typed: str) -> "tuple[tuple[FigureChoice, LiveFigure], ...]":
        """Return figures for a text of an item that match the typed words, with what they print; none without value.

        Where nothing has a value, those that match are returned with their reasons.
        """
        found = figure_choices.figure_choices(self.scene, node, typed)
        self._ensure_known(choice.metric for choice in found)
        shown = [(choice, self._live(choice)) for choice in found]
        filled = [pair for pair in shown if not pair[1].reason]
        return tuple((filled or shown)[:MOST_CHOICES])

    def offers(self, block: str, text: str) -> "tuple[Offer, ...]":
        """Return the typed figures in a text of a block, as it is being written, that equal one of the board."""
        held = self.index.one(blocks.Block, block)
        if held is None:
            return ()
        self._ensure_known(item.uid for item in self.index.where(metric_rows.Metric, "node", held.node))
        self._ensure_known(report_item.metrics_of_item(self.scene, held.node))
        return tuple(offer_rows.offers(self.scene, held, text))

    def previous_text(self, block: str) -> "PreviousText | None":
        """Return the words under the same heading at the meeting before, None where there are none."""
        held = self.index.one(blocks.Block, block)
        found = previous.previous_text(self.index, held) if held else None
        if found is None:
            return None
        meeting, then = found
        self._ensure_known(previous.live_metrics(self.index, [then]))
        return previous.PreviousText(meeting.name, then.body or "", previous.block_words(self.scene, then))

    def words_of_block(self, block: str) -> str:
        """Return the words of a block as they print now."""
        held = self.index.get(blocks.Block, block)
        self._ensure_known(previous.live_metrics(self.index, [held]))
        return previous.block_words(self.scene, held)

    def last_meeting(self, node: str) -> str:
        """Return the name of the meeting before at which an item had blocks of its own, '' for none."""
        found = previous.previous_meeting(self.index, self.meeting, node)
        return found.name if found else ""

    def previous_item(self, node: str) -> "PreviousText | None":
        """Return all words that an item had at the meeting before, None where it had none."""
        found = previous.previous_meeting(self.index, self.meeting, node)
        if found is None:
            return None
        self._ensure_known(previous.live_metrics(self.index, self.index.where(blocks.Block, "node", node)))
        return previous.PreviousText(found.name, "", previous.item_words(self.scene, node, found.uid))

    def can_carry(self, node: str) -> str:
        """Return the name of the meeting whose blocks an item without any could begin with, '' for none."""
        if self.meeting is None or report_item.blocks_of(self.scene, node):
            return ""
        found = previous.previous_meeting(self.index, self.meeting, node)
        return found.name if found else ""

    def carry_forward(self, node: str) -> None:
        """Give an item without blocks those of the meeting before, to be written anew."""
        if self.can_carry(node):
            before = previous.previous_meeting(self.index, self.meeting, node)
            assert before is not None and self.meeting is not None
            edits = previous.carried_edits(self.index, node, before.uid, self.meeting)
            self._commit(f"前回（{before.name}）の内容の写し", edits)

    def _live(self, choice: "FigureChoice") -> "LiveFigure":
        mark = narrative.written(choice.metric, choice.period)
        return live.live_figure(self.scene, next(narrative.marks(mark)))

    def _ensure_known(self, metrics: Iterable[str]) -> None:
        """Read the figures of those metrics that the file has."""
        self._ensure({uid for uid in metrics if uid in self._book.metrics}, whole=True)
