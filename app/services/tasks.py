"""Long work of a document as generators over a copy of the file, so that no job ever reads the open one."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from app.domain.blocks import Image
from app.domain.board import BoardIndex
from app.domain.metrics import Metric
from app.domain.outline import printed_images
from app.domain.plan import Meeting
from app.domain.progress import Progress
from app.domain.report_goal import Scene
from app.domain.series import SeriesBook
from app.services.proof_material import NO_MATERIAL, Material, material_of
from app.storage.repository import Repository

if TYPE_CHECKING:
    from app.domain.dataset import DatasetOptions
    from app.domain.image_warnings import ImageWarning
    from app.layout.deck import SlidePages
    from app.layout.page import Deck, Page
    from app.paint.sheet import SheetPlan


class Paper(NamedTuple):
    """The paper as far as it is laid out.

    Once it is `whole`, `deck` is there, unless not one page is printed, and `smallest_pt`, its smallest text on A4.
    """

    slides: "tuple[SlidePages, ...]" = ()
    accent: str | None = None
    deck: "Deck | None" = None
    smallest_pt: float | None = None
    warnings: "tuple[ImageWarning, ...]" = ()
    whole: bool = False

    @property
    def colours(self) -> Mapping[str, str]:
        """Return the '#rrggbb' of every colour name that the pages use."""
        from app.layout.colours import colours_of

        return colours_of(self.accent)

    @property
    def pages(self) -> "tuple[Page, ...]":
        """Return the pages in print order."""
        return tuple(page for slide in self.slides for page in slide.pages)

    def spans(self) -> dict[str, tuple[int, int]]:
        """Return by slide key the index of its first page and how many it takes."""
        found: dict[str, tuple[int, int]] = {}
        first = 0
        for slide in self.slides:
            found[slide.entry.key] = (first, len(slide.pages))
            first += len(slide.pages)
        return found


def scene_of(repository: Repository, meeting: str | None = None) -> Scene:
    """Return everything of a file as one meeting sees it (None: the last meeting), read whole."""
    scene = _structure(repository, meeting)
    scene.book.put(repository.read_observations(None))
    images = {uid: repository.read_one(Image, (uid,)) for uid in printed_images(scene)}
    return replace(scene, image=images.get)


def _structure(repository: Repository, meeting: str | None) -> Scene:
    """Return a file's structure as one meeting sees it, no figure read yet."""
    index = BoardIndex(repository.read_structure())
    meetings = index.all(Meeting)
    chosen = index.one(Meeting, meeting) or (meetings[-1] if meetings else None)
    book = SeriesBook({metric.uid: metric for metric in index.all(Metric)}, chosen.as_of if chosen else None)
    return Scene(index, book, chosen)


def export_task(
    data: bytes,
    meeting: str | None,
    path: Path,
    web: bool = False,
    with_provisional: bool = False,
    with_proof: bool = False,
) -> Callable[[], Iterator[Progress]]:
    """Return a generator function that writes the council workbook of the board in `data` to `path`.

    `web` makes it the version for the web site, with figures marked 速報 only where `with_provisional` says so.
    `with_proof` puts the check sheet behind the slides, which is for the office and never goes to the web site.
    """

    def work() -> Iterator[Progress]:
        from app.export.workbook import write_workbook
        from app.layout.deck import deck_of

        scene = _paper_scene(data, meeting, web, with_provisional)
        slides: list[SlidePages] = []
        yield from _laid_out(scene, slides)
        deck, half = deck_of(scene, slides), len(slides)
        if with_proof and not web:
            deck = replace(deck, pages=(*deck.pages, *check_sheet(scene, _material_in(data, scene))))
        for step in write_workbook(deck, path):
            yield Progress(step.text, half + half * step.done // step.total, 2 * half)

    return work


def check_sheet(scene: Scene, material: Material = NO_MATERIAL) -> "tuple[Page, ...]":
    """Return the pages of the check sheet of a scene that is read whole."""
    from app.domain.judged import judge
    from app.domain.proof.run import run_proof
    from app.layout.slides.plain import office_of
    from app.layout.slides.proof_part import proof_pages

    proof = judge(scene, (finding for finding in run_proof(scene, *material) if finding is not None))
    name = scene.meeting.name if scene.meeting else scene.index.board.title
    return proof_pages(proof, name, office_of(scene, scene.meeting))


def pdf_task(
    data: bytes, meeting: str | None, path: Path, plan: "SheetPlan", web: bool = False, with_provisional: bool = False
) -> Callable[[], Iterator[Progress]]:
    """Return a generator function that writes the paper of the board in `data` to `path` as a PDF.

    It paints, so it wants a QGuiApplication; closing it leaves nothing behind.
    """

    def work() -> Iterator[Progress]:
        from app.files.replacing import replace_file
        from app.layout.deck import deck_of
        from app.paint.pdf import write_pdf

        scene = _paper_scene(data, meeting, web, with_provisional)
        slides: list[SlidePages] = []
        yield from _laid_out(scene, slides)
        deck, half, sink = deck_of(scene, slides), len(slides), BytesIO()
        for step in write_pdf(deck, plan, sink):
            yield Progress(step.text, half + (half - 1) * step.done // step.total, 2 * half)
        replace_file(path, sink.getvalue())
        yield Progress("書き終えました", 2 * half, 2 * half)

    return work


def paper_task(
    data: bytes, meeting: str | None, web: bool = False, with_provisional: bool = False
) -> Callable[[], Iterator[Paper]]:
    """Return a generator function that lays out the paper of the board in `data`, growing by a slide a step."""

    def work() -> Iterator[Paper]:
        from app.domain.colour import city_colour
        from app.domain.image_warnings import image_warnings
        from app.layout.deck import deck_of, deck_pages
        from app.paint.sheet import SheetPlan, smallest_text_pt

        scene = _paper_scene(data, meeting, web, with_provisional)
        colour = scene.index.board.print_colour
        paper = Paper(accent=city_colour(colour) if colour else None, warnings=image_warnings(scene))
        yield paper
        for slide in deck_pages(scene):
            paper = paper._replace(slides=(*paper.slides, slide))
            yield paper
        deck = deck_of(scene, paper.slides) if paper.pages else None
        yield paper._replace(deck=deck, smallest_pt=smallest_text_pt(deck, SheetPlan()) if deck else None, whole=True)

    return work


def _laid_out(scene: Scene, slides: "list[SlidePages]") -> Iterator[Progress]:
    """Add the slides of the scene's paper to `slides`, one a step; it is the first half of writing them."""
    from app.domain.outline import outline
    from app.layout.deck import deck_pages

    count = sum(entry.printed for entry in outline(scene))
    yield Progress("ページを組んでいます", 0, 2 * count)
    for slide in deck_pages(scene):
        slides.append(slide)
        yield Progress(f"「{slide.entry.title}」を組みました", len(slides), 2 * count)


def dataset_task(
    data: bytes, meeting: str | None, folder: Path, options: "DatasetOptions"
) -> Callable[[], Iterator[Progress]]:
    """Return a generator function that writes the machine-readable data set of the board in `data` into `folder`."""

    def work() -> Iterator[Progress]:
        from app.domain.dataset import dataset
        from app.exchange.dataset_files import write_dataset

        yield from write_dataset(dataset(_scene_in(data, meeting), options), folder, options.encoding)

    return work


def _paper_scene(data: bytes, meeting: str | None, web: bool, with_provisional: bool) -> Scene:
    from app.domain.web_version import for_web

    scene = _scene_in(data, meeting)
    return for_web(scene, with_provisional) if web else scene


def _material_in(data: bytes, scene: Scene) -> Material:
    repository = Repository.from_bytes(data)
    try:
        return material_of(repository, scene.meeting.uid if scene.meeting else None)
    finally:
        repository.close()


def _scene_in(data: bytes, meeting: str | None) -> Scene:
    repository = Repository.from_bytes(data)
    try:
        return scene_of(repository, meeting)
    finally:
        repository.close()
