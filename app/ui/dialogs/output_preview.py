"""The preview of the paper: its sheets, where one is in it, how large it is shown, and the page as a picture."""

from collections.abc import Iterator

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QImage, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QMenu, QToolButton, QVBoxLayout, QWidget

from app.layout.page import PAGE_WIDTH
from app.paint.picture import page_image
from app.services.jobs import Job
from app.services.tasks import Paper
from app.ui.dialogs.page_view import PageView, Zoom
from app.ui.dialogs.tool_button import tool_button
from app.ui.icons import icon

COPY_WIDTH = 2 * PAGE_WIDTH  # px: 192 dots an inch, sharp on a slide that fills a screen
WORDS_FROM = 560  # logical px of width
COPY = "この頁を画像としてコピー"
ZOOMS = {Zoom.WHOLE: "頁全体", Zoom.WIDTH: "頁の幅", Zoom.FULL: "100％"}
LAYING_OUT = "頁を組んでいます…"
NOTHING = "印刷する頁がありません。「載せる頁」の一覧で選んでください。"


class OutputPreview(QWidget):
    """Shows the paper page by page. Signal: `said(str)` with what a person should know of a copy."""

    said = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = PageView()
        self.back = tool_button("previous", "前の頁（PageUp）")
        self.forth = tool_button("next", "次の頁（PageDown）")
        self.place = QLabel()
        self.copy = tool_button("image", f"{COPY}（Ctrl+C）")
        self.zooms = {zoom: _choice(words) for zoom, words in ZOOMS.items()}
        self._paper = Paper()
        self._job: Job | None = None
        self._build_ui()
        self._connect()

    def show_paper(self, paper: Paper, busy: bool, trouble: str) -> None:
        """Show the paper as far as it is there."""
        before, self._paper = self._paper, paper
        if paper.slides is not before.slides:
            self.view.show_pages(paper.pages, paper.colours)
        self.view.show_words(LAYING_OUT if busy else trouble or ("" if paper.pages else NOTHING))
        self._show_place()

    def copy_page(self) -> None:
        """Put the page that is looked at on the clipboard as a picture."""
        if not self.view.pages or self._job is not None:
            return
        page, colours = self.view.pages[self.view.page], self._paper.colours

        def paint() -> Iterator[QImage]:
            yield page_image(page, COPY_WIDTH, colours)

        self._job = Job(paint)
        self._job.finished.connect(self._on_painted)
        self._job.start()

    def stop(self) -> None:
        """Paint nothing more, for closing the window."""
        self.view.images.stop()
        job, self._job = self._job, None
        if job is not None:
            job.wait()

    def _on_painted(self, image: QImage) -> None:
        if self._job is not None:
            self._job = None
            QGuiApplication.clipboard().setImage(image)
            self.said.emit(f"頁を画像としてコピーしました（{image.width()}×{image.height()}ドット）。")

    def _build_ui(self) -> None:
        group = QButtonGroup(self)
        self.place.setAccessibleName("今の頁")
        self.copy.setText("画像としてコピー")
        self.copy.setAccessibleName(COPY)
        line = QHBoxLayout()
        line.setContentsMargins(8, 4, 8, 4)
        line.setSpacing(4)
        for widget in (self.back, self.forth, self.place):
            line.addWidget(widget)
        line.addStretch(1)
        for zoom, button in self.zooms.items():
            button.setChecked(zoom is Zoom.WHOLE)
            group.addButton(button)
            line.addWidget(button)
        line.addWidget(self.copy)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(line)
        column.addWidget(self.view, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the words of the copy to its tip where there is no room for them."""
        super().resizeEvent(event)
        both, picture = Qt.ToolButtonStyle.ToolButtonTextBesideIcon, Qt.ToolButtonStyle.ToolButtonIconOnly
        self.copy.setToolButtonStyle(both if self.width() >= WORDS_FROM else picture)

    def _connect(self) -> None:
        self.back.clicked.connect(lambda: self.view.turn(-1))
        self.forth.clicked.connect(lambda: self.view.turn(1))
        self.copy.clicked.connect(self.copy_page)
        self.view.copy_wanted.connect(self.copy_page)
        self.view.page_chosen.connect(self._show_place)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._open_menu)
        for zoom, button in self.zooms.items():
            button.clicked.connect(lambda _=False, zoom=zoom: self.view.set_zoom(zoom))

    def _show_place(self) -> None:
        pages, here = self.view.pages, self.view.page
        self.place.setText(f"{here + 1}／{len(pages)}頁" if pages else "")
        sheet = self.view.sheet_pages()
        self.back.setEnabled(sheet.start > 0)
        self.forth.setEnabled(sheet.stop < len(pages))
        self.copy.setEnabled(bool(pages))

    def _open_menu(self, where: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(icon("image"), COPY, self.copy_page).setEnabled(bool(self.view.pages))
        menu.popup(self.view.viewport().mapToGlobal(where))


def _choice(words: str) -> QToolButton:
    button = QToolButton()
    button.setText(words)
    button.setCheckable(True)
    return button
