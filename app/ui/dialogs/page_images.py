"""Pictures of pages, painted off the window's thread: the one that is looked at first, its neighbours after it."""

from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from app.layout.page import Page
from app.paint.picture import page_image
from app.palette import COLOURS
from app.services.jobs import Job

MOST_KEPT = 8  # some 3 MB each on an office screen

_Wish = tuple[Page, int]  # a page and a width in device px
_Painted = tuple[Page, Mapping[str, str], QImage]


class PageImages(QObject):
    """Paints one picture at a time and keeps the last few. Signal: `ready()` when another one is there."""

    ready = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kept: OrderedDict[tuple[int, int], tuple[Page, QImage]] = OrderedDict()  # by the page's id: it is held
        self._wishes: list[_Wish] = []
        self._colours: Mapping[str, str] = COLOURS
        self._job: Job | None = None

    def set_colours(self, colours: Mapping[str, str]) -> None:
        """Paint in other colours; what is kept in the old ones goes."""
        if colours != self._colours:
            self._colours = colours
            self._kept.clear()

    def image(self, page: Page, width: int) -> QImage | None:
        """Return a page's picture of a width in device px, None where it is not painted yet."""
        found = self._kept.get((id(page), width))
        return found[1] if found else None

    def want(self, wishes: Sequence[_Wish]) -> None:
        """Paint these next, the first first; earlier wishes are forgotten."""
        self._wishes = [wish for wish in wishes if self.image(*wish) is None]
        self._go_on()

    def stop(self) -> None:
        """Paint nothing more, for closing the window."""
        self._wishes.clear()
        job, self._job = self._job, None
        if job is not None:
            job.wait()

    def _go_on(self) -> None:
        if self._job is not None or not self._wishes:
            return
        page, width = self._wishes.pop(0)
        colours = self._colours

        def paint() -> Iterator[_Painted]:
            yield page, colours, page_image(page, width, colours)

        self._job = Job(paint)
        self._job.finished.connect(self._on_painted)
        self._job.start()

    def _on_painted(self, painted: _Painted) -> None:
        if self._job is None:
            return
        self._job = None
        page, colours, image = painted
        if colours == self._colours:
            self._kept[id(page), image.width()] = (page, image)
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
            self.ready.emit()
        self._go_on()
