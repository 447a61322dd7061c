"""M4: a live figure of a text that has no value prints a word in its place, which a reader of the paper would meet."""

from collections.abc import Iterable, Iterator

from app.domain.live import live_figure
from app.domain.narrative import marks
from app.domain.proof.finding import Finding
from app.domain.proof.passages import Passage, finding_at
from app.domain.report_goal import Scene


def live_mark_findings(scene: Scene, texts: Iterable[Passage]) -> Iterator[Finding | None]:
    """Yield a finding for each live figure without a value; None between texts that hold live figures."""
    for text in texts:
        if not text.live or "{{" not in text.text:
            continue
        for mark in marks(text.text):
            figure = live_figure(scene, mark)
            if figure.reason:
                message = f"文章の中の数値「{figure.full_name}」に値がなく、「{figure.words}」と印刷されます。"
                run = (mark.start, mark.end)
                yield finding_at("M4", text, run, message, why=figure.reason, period_label=figure.period)
        yield None
