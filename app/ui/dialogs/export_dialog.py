"""The output window: the paper's slides, its pages as they will be printed, and one button that writes them."""

from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QSplitter, QVBoxLayout, QWidget

from app.domain.errors import BoardError
from app.domain.image_warnings import ImageWarning
from app.domain.progress import Progress
from app.services.document import Change, Document
from app.ui.dialogs.message import show_error
from app.ui.dialogs.missing_list import MissingList
from app.ui.dialogs.output_form import OutputForm
from app.ui.dialogs.output_name import DATASET, PDF, WORKBOOK, Kind, proposed_name
from app.ui.dialogs.output_preview import OutputPreview
from app.ui.dialogs.paper_form import PaperForm
from app.ui.dialogs.paper_source import PaperSource
from app.ui.dialogs.slide_list import SlideList
from app.ui.dialogs.writing_dialog import Stage, WritingDialog
from app.ui.pane_bar import PaneBar
from app.ui.room import take_room

WISHED = (1180, 720)
LEAST = QSize(600, 300)
ONE_PANE_BELOW = 900  # logical px of width
LEAST_SIDE = 240
SIDES = (262, 636, 282)
NO_SLIDE = "印刷する頁がありません。「載せる頁」の一覧で1つ以上選んでください。"


class ExportDialog(WritingDialog):
    """Previews and writes the paper of the open board, or its data; accepted once something has been written.

    What is chosen of the paper is kept in the file, nothing else is. Signal: `place_wanted(Place)` when a person goes
    to something that is missing; the window closes for it.
    """

    place_wanted = Signal(object)

    def __init__(self, document: Document, folder: Path, parent: QWidget | None = None, kind: Kind = WORKBOOK) -> None:
        super().__init__(folder, parent)
        self._document = document
        self._steps = 0  # what was changed here and can be taken back here
        self._named = ""  # the name filled in; another one is a person's
        self._numbered = False
        self._seen: tuple[str, int] | None = None  # the slide that is looked at, and which of its pages
        self._wanted: str | None = None  # the slide to be shown as soon as it is laid out
        self._told = ""  # what the paper gave cause to say
        self._pane = 1
        self.kind = kind
        self.source = PaperSource(document, self)
        self.slides = SlideList(document)
        self.preview = OutputPreview()
        self.paper_form = PaperForm(document)
        self.form = OutputForm(kind)
        self.missing = MissingList()
        self.pane_bar = PaneBar(("頁の一覧", "見本", "設定"))
        self._panes = QSplitter()
        self._sides = (self.slides, self.preview, self._settings())
        self._build_ui()
        self._connect()
        self._propose()
        self.near.told.connect(self._on_neighbours)
        self.show_stage(Stage.READY, "")
        self.source.set_version(*self.form.version)
        self.source.begin()

    # what is written

    def work(self, target: Path) -> Callable[[], Iterator[Progress]]:
        """Return the job that writes what is chosen."""
        if self.kind is DATASET:
            return self._document.dataset_task(target, self.form.dataset_options)
        if self.kind is PDF:
            return self._document.pdf_task(target, self.form.plan, *self.form.version)
        return self._document.export_task(target, *self.form.version, self.form.with_proof)

    def hindrance(self) -> str:
        """Return why there is nothing to write, '' where there is."""
        if self.kind is DATASET:
            return ""
        chosen = any(entry.printed and not entry.blank for entry in self.slides.model.entries)
        return "" if chosen and (self.source.paper.pages or not self.source.paper.whole) else NO_SLIDE

    def remark(self) -> str:
        """Return that something is missing, '' where nothing is."""
        count = len(self.missing.warnings)
        return (
            f"画像に確かめることが{count}件あります（設定の下の一覧）。" if count and self.kind is not DATASET else ""
        )

    def _propose(self) -> None:
        """Fill a free name in, unless a person has typed one: then only its suffix follows."""
        web, _ = self.form.version
        meeting = next((item.label for item in self._document.meetings() if item.uid == self._document.meeting), "")
        name = proposed_name(
            self._document.city, meeting, self._document.board_title, self.kind, web and self.kind is not DATASET
        )
        typed = self.name.text()
        if typed == self._named:
            self._named = self.near.free_path(self._folder / name).name
            self.name.setText(self._named)
        else:
            stem = next((typed[: -len(end)] for end in (".xlsx", ".pdf") if typed.lower().endswith(end)), typed)
            self.name.setText(stem + self.kind.suffix)
        self.show_place()

    def _on_neighbours(self) -> None:
        """Number the first proposal where it turns out to be taken; later a name changes only by a person's hand."""
        if not self._numbered and self.name.text() == self._named:
            self._propose()
        self._numbered = True

    # what a person does

    def undo(self) -> None:
        """Take back what was last changed in this window."""
        if self._steps > 0:
            self._step(self._document.undo)

    def redo(self) -> None:
        """Do again what was taken back."""
        self._step(self._document.redo)

    def swap_panes(self) -> None:
        """Go to the next pane; in a narrow window it takes the place of this one."""
        self._show_pane((self._pane + 1) % len(SIDES))
        (self.slides.view, self.preview.view, self.paper_form.number)[self._pane].setFocus()

    def done(self, result: int) -> None:
        """Close; nothing goes on behind a closed window."""
        self._document.changed.disconnect(self._on_document_changed)
        self.source.stop()
        self.preview.stop()
        super().done(result)

    def _step(self, step: Callable[[], Change | None]) -> None:
        try:
            step()
        except BoardError as error:
            show_error(self, error)

    def _go_to(self, warning: ImageWarning) -> None:
        self.place_wanted.emit(self._document.place_of_block(warning.node, warning.block))
        self.reject()

    def _on_choice(self) -> None:
        """Follow what is to be written."""
        self.kind = self.form.kind
        self.source.set_version(*self.form.version)
        self.preview.view.set_plan(self.form.plan)
        self.form.warn_of_small_text(self.source.paper.smallest_pt)
        self._propose()
        self._be_ready()

    def _on_document_changed(self, change: Change) -> None:
        self._steps += -1 if change.undone else 1
        self.slides.refresh()
        self.paper_form.refresh()
        self.source.follow()
        self._be_ready()

    def _be_ready(self) -> None:
        """Offer to write again: what was written is no longer what is chosen."""
        if self.stage is Stage.WRITING:
            return
        if self.stage is not Stage.READY:
            focus = self.focusWidget()
            self.show_stage(Stage.READY, "")
            if focus is not None and focus.isVisible():
                focus.setFocus()
        self.show_place()

    # the paper

    def _on_paper(self) -> None:
        paper, seen, wanted = self.source.paper, self._seen, self._wanted
        self.preview.show_paper(paper, self.source.busy, self.source.trouble)
        self.slides.show_paper(paper)
        self.missing.show_warnings(paper.warnings)
        self.form.warn_of_small_text(paper.smallest_pt)
        if wanted is not None:
            self._show_slide(wanted)
        elif seen is not None:
            self._stay_at(*seen)
        elif paper.pages:
            self._on_page(self.preview.view.page)
        told = self.hindrance() or self.remark()
        if told != self._told:
            self._told = told
            self._be_ready()

    def _show_slide(self, key: str) -> None:
        """Look at a slide; one that is still being laid out comes when it is there."""
        self._stay_at(key, 0)
        self._wanted = key if self.source.busy and key not in self.source.paper.spans() else None

    def _stay_at(self, key: str, offset: int) -> None:
        """Look at a page of a slide, wherever it is now; where it is gone, at what has taken its place."""
        first, count = self.source.paper.spans().get(key, (self.preview.view.page, 1))
        self.preview.view.choose(first + min(offset, count - 1))

    def _on_page(self, page: int) -> None:
        for key, (first, count) in self.source.paper.spans().items():
            if first <= page < first + count:
                self._seen, self._wanted = (key, page - first), None
                self.slides.choose(key)

    # how it looks

    def show_stage(self, stage: Stage, text: str) -> None:
        """Show what belongs to a stage; while writing nothing can be chosen."""
        super().show_stage(stage, text)
        for pane in (self.slides, self.form):
            pane.setEnabled(stage is not Stage.WRITING)
        self.paper_form.setEnabled(stage is not Stage.WRITING and not self._document.read_only)
        if stage is Stage.DONE and self.kind is DATASET:
            self.open_folder.hide()

    def _build_ui(self) -> None:
        self.setWindowTitle("資料の出力")
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.setMinimumSize(LEAST)
        take_room(self, WISHED)
        for pane, width in zip(self._sides, SIDES, strict=True):
            self._panes.addWidget(pane)
            pane.setMinimumWidth(min(width, LEAST_SIDE))
        self._panes.setSizes(SIDES)
        self._panes.setStretchFactor(1, 1)
        self._panes.setChildrenCollapsible(False)
        self.foot.setObjectName("foot")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.pane_bar, self._panes, self.foot):
            column.addWidget(widget, 1 if widget is self._panes else 0)

    def _settings(self) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(8)
        for words, widget in (("書き出すもの", self.form), ("資料の体裁", self.paper_form)):
            head = QLabel(words)
            head.setStyleSheet("font-weight: bold")
            column.addWidget(head)
            column.addWidget(widget)
            column.addSpacing(8)
        column.addWidget(self.missing)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what stands in it is scrolled to as it gets the keys
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return area

    def _connect(self) -> None:
        self._document.changed.connect(self._on_document_changed)
        self.source.changed.connect(self._on_paper)
        self.slides.slide_chosen.connect(self._show_slide)
        self.preview.view.page_chosen.connect(self._on_page)
        self.preview.said.connect(self.message.setText)
        self.form.changed.connect(self._on_choice)
        self.missing.chosen.connect(self._go_to)
        self.pane_bar.chosen.connect(self._show_pane)
        for keys, does in (("Ctrl+Z", self.undo), ("Ctrl+Y", self.redo), ("F6", self.swap_panes)):
            QShortcut(QKeySequence(keys), self).activated.connect(does)

    def _show_pane(self, pane: int) -> None:
        self._pane = pane
        self._show_panes()

    def _show_panes(self) -> None:
        narrow = self.width() < ONE_PANE_BELOW
        self.pane_bar.setVisible(narrow)
        self.pane_bar.show_chosen(self._pane)
        for place, pane in enumerate(self._sides):
            pane.setVisible(not narrow or place == self._pane)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show one pane at a time where there is no room for all."""
        super().resizeEvent(event)
        self._show_panes()
