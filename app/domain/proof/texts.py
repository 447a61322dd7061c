"""The texts of a paper proved: typed figures, periods, traces of copying, contradictions, and words beside figures."""

from collections.abc import Iterable, Iterator

from app.domain.history import History
from app.domain.plan import FixedFigure
from app.domain.proof.between import between_findings
from app.domain.proof.finding import Finding
from app.domain.proof.hygiene import hygiene_findings
from app.domain.proof.link import link_findings
from app.domain.proof.live_marks import live_mark_findings
from app.domain.proof.mentions import typed_figures
from app.domain.proof.passages import passages
from app.domain.proof.periods import period_findings
from app.domain.proof.words import word_findings
from app.domain.report_goal import Scene


def text_findings(
    scene: Scene, history: Iterable[History] = (), frozen: Iterable[FixedFigure] = ()
) -> Iterator[Finding | None]:
    """Yield what the texts of a scene's paper say wrongly or doubtfully; None between steps, so that a job can stop.

    `history` is the file's, for words to look at again after a change; `frozen` the figures of the fixed version with
    which the board is compared. Both are read only where needed, so a scene does not hold them.
    """
    texts = passages(scene)
    yield None
    typed = typed_figures(scene, texts)
    yield from link_findings(scene, texts, typed)
    yield from live_mark_findings(scene, texts)
    yield from period_findings(scene, texts)
    yield from hygiene_findings(scene, texts)
    yield from between_findings(scene, typed, frozen)
    yield from word_findings(scene, texts, history)
