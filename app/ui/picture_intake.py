"""Brings pictures in from the clipboard, from dropped files and from a dialog; they are prepared in a job."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QStandardPaths, Qt, Signal
from PySide6.QtGui import QDropEvent, QImage, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QFileDialog, QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from app.domain.progress import Progress
from app.services.jobs import Job
from app.ui.file_drop import dropped_plan

if TYPE_CHECKING:
    from app.services.pictures import Intake, PictureSource

TAKES_PICTURES = "takesPictures"  # property of a widget that wants a picture even where the clipboard holds text too
FILTER = "画像 (*.png *.jpg *.jpeg *.bmp *.gif);;すべてのファイル (*)"
NO_PICTURE = "クリップボードに画像がありません。画像をコピーしてから、もう一度貼り付けてください。"
_PASTED = "貼り付けた画像"
_DRAGS = (QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop)
_KEYS = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)


def holds_pictures(mime: QMimeData, *, beside_text: bool = False) -> bool:
    """Say whether a clipboard or a drag holds files or an image; cells of Excel come with an image beside their text.

    Whether a file is a picture shows only when it is read.
    """
    if any(url.isLocalFile() for url in mime.urls()):
        return True
    return mime.hasImage() and (beside_text or not mime.text().strip())


def pictures_in(mime: QMimeData) -> "list[PictureSource]":
    """Return the files or the image that a clipboard or a drag holds."""
    from app.services.pictures import PictureSource  # what reads pictures is not needed before the first one

    files = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    if files:
        return [PictureSource(path.name, path) for path in files]
    png = bytes(mime.data("image/png").data())
    if png:
        return [PictureSource(_PASTED, png)]
    image = mime.imageData()
    return [PictureSource(_PASTED, image)] if isinstance(image, QImage) else []


class PictureIntake(QObject):
    """Takes pictures pasted into or dropped onto a widget and all in it.

    Signals: `offered(sources, widget, point)` where a person pastes or drops (the point in the widget's own pixels),
    `worked(Progress)` while pictures are prepared, `ended()` when all are.
    """

    offered = Signal(object, object, object)
    worked = Signal(object)
    ended = Signal()

    def __init__(self, area: QWidget) -> None:
        super().__init__(area)
        self._area = area
        self._jobs: dict[QObject, Callable[[Intake], None]] = {}
        self._folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
        area.setAcceptDrops(True)
        self.watch(area)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._on_focus)

    def watch(self, widget: QWidget) -> None:
        """Take files that are dropped on a widget or on what is in it now, instead of their names."""
        widget.installEventFilter(self)
        for child in widget.findChildren(QWidget):
            if child.acceptDrops():
                child.installEventFilter(self)

    def choose(self, many: bool) -> "list[PictureSource]":
        """Ask for files."""
        from app.services.pictures import PictureSource

        ask = QFileDialog.getOpenFileNames if many else QFileDialog.getOpenFileName
        chosen, _ = ask(self._area, "画像を選ぶ", self._folder, FILTER)
        paths = [Path(place) for place in ([chosen] if isinstance(chosen, str) else chosen) if place]
        if paths:
            self._folder = str(paths[0].parent)
        return [PictureSource(path.name, path) for path in paths]

    def prepare(self, sources: "list[PictureSource]", done: "Callable[[Intake], None]") -> None:
        """Prepare pictures in a job and hand them on."""
        from app.services.pictures import intake_task

        job = Job(intake_task(sources))
        self._jobs[job] = done
        job.progressed.connect(self._on_progress)
        job.finished.connect(self._on_finished)
        job.failed.connect(self._on_failed)
        job.start()

    @property
    def busy(self) -> bool:
        """Return whether pictures are on their way."""
        return bool(self._jobs)

    def stop(self) -> None:
        """Forget the pictures that are being prepared."""
        for job in self._jobs:
            job.cancel()  # type: ignore[attr-defined]
        self._jobs.clear()
        self.ended.emit()

    def _on_progress(self, step: object) -> None:
        if isinstance(step, Progress):
            self.worked.emit(step)

    def _on_finished(self, intake: "Intake") -> None:
        done = self._forget(self.sender())
        if done is not None:
            done(intake)

    def _on_failed(self, error: Exception) -> None:
        self._forget(self.sender())
        raise error  # a bug: sys.excepthook logs it and says where the log is

    def _forget(self, job: QObject) -> "Callable[[Intake], None] | None":
        """Forget a job and return who waits for its pictures; None where it was stopped."""
        done = self._jobs.pop(job, None)
        if not self._jobs:
            self.ended.emit()
        return done

    # what a person does

    def _on_focus(self, old: QWidget | None, new: QWidget | None) -> None:
        # Only a widget that has the focus gets keys; installing a filter again does no harm.
        if new is not None and self._area.isAncestorOf(new):
            new.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take Ctrl+V and drops where they bring pictures; leave everything else to the widget."""
        kind = event.type()
        if kind in _KEYS and isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Paste):
            return isinstance(watched, QWidget) and self._pasted(watched, event)
        if kind in _DRAGS and isinstance(event, QDropEvent) and isinstance(watched, QWidget):
            return self._dropped(watched, event)
        return False

    def _pasted(self, widget: QWidget, event: QKeyEvent) -> bool:
        mime = QApplication.clipboard().mimeData()
        if not holds_pictures(mime, beside_text=bool(widget.property(TAKES_PICTURES))):
            return False
        event.accept()
        if event.type() == QEvent.Type.KeyPress:
            self.offered.emit(pictures_in(mime), widget, QPoint())
        return True

    def _dropped(self, widget: QWidget, event: QDropEvent) -> bool:
        if dropped_plan(event) is not None or not holds_pictures(event.mimeData()):
            return False  # a plan is the window's
        event.setDropAction(Qt.DropAction.CopyAction)  # a moved file would be deleted where it came from
        event.accept()
        if event.type() == QEvent.Type.Drop:
            self.offered.emit(pictures_in(event.mimeData()), widget, event.position().toPoint())
        return True


class IntakeStrip(QFrame):
    """A strip that says how far pictures are, then what could not be taken and why."""

    def __init__(self, intake: PictureIntake) -> None:
        super().__init__()
        self.setProperty("strip", True)
        self._intake = intake
        self._words = QLabel()
        self._words.setWordWrap(True)
        self._button = QPushButton()
        self._button.setAutoDefault(False)
        self._said = ""
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 4, 8, 4)
        line.addWidget(self._words, 1)
        line.addWidget(self._button)
        self.hide()
        intake.worked.connect(self._on_worked)
        intake.ended.connect(self._on_ended)
        self._button.clicked.connect(self._on_clicked)

    def say(self, text: str) -> None:
        """Say what stands in the way, until it is closed or other pictures come; '' is nothing."""
        self._said = text
        self._show(text, "閉じる")

    def _on_worked(self, step: Progress) -> None:
        self._said = ""
        count = f"（{step.done + 1}／{step.total}）" if step.total > 1 else ""
        self._show(f"{step.text}{count}", "中止")

    def _on_ended(self) -> None:
        if not self._said:
            self.hide()

    def _on_clicked(self) -> None:
        if self._said:
            self.say("")
        else:
            self._intake.stop()

    def _show(self, text: str, button: str) -> None:
        self._words.setText(text)
        self._words.setAccessibleName(text)
        self._button.setText(button)
        self.setVisible(bool(text))
