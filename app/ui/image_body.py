"""A picture of a slide with its words: fitted, or a dashed place that waits for one."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QMenu, QPushButton, QSizePolicy, QWidget

from app.domain.errors import BoardError, InputError
from app.domain.report import BlockView, ImageView
from app.services.document import Document
from app.services.jobs import Job
from app.services.pictures import shown
from app.ui.block_bodies import Body
from app.ui.icons import icon
from app.ui.picture_intake import TAKES_PICTURES
from app.ui.text_editor import TextEditor
from app.ui.theme import colour

EMPTY_HEIGHT, MOST_HEIGHT = 112, 240
DECODED = QSize(3200, 2 * MOST_HEIGHT)  # px: sharp up to a scaling of 200 %
INVITATION = "ここに画像を貼り付ける（Ctrl+V）／ファイルをドロップ"
UNREADABLE = "この画像は読めません。差し替えてください。"
FIELDS = (
    ("caption", "説明（キャプション）", "画像の下に印刷します。"),
    ("alt_text", "代替テキスト", "何が写っているか（見えない人に読み上げられます）"),
    ("source", "出典", "「出典: 」に続けて印刷します。"),
    ("permission", "許諾", "本人の同意、掲載の許可など（印刷しません）"),
)
WORDLESS = "代替テキスト（未入力）"
_RADIUS = 6


class ImageBody(Body):
    """A picture with what can be done with it, and its caption, alternative text, source and permission."""

    def __init__(self, document: Document, wide: bool) -> None:
        super().__init__(document, wide)
        self.area = PictureArea()
        self.choose = QPushButton(icon("image"), "")
        self.remove = QPushButton(icon("delete"), "画像を外す")
        self.editors = {name: Words(label, hint) for name, label, hint in FIELDS}
        self._labels = {name: QLabel(label) for name, label, _ in FIELDS}
        self._build_ui()
        self._connect()

    def _build_ui(self) -> None:
        buttons = QHBoxLayout()
        for button in (self.choose, self.remove):
            button.setAutoDefault(False)
            buttons.addWidget(button)
        buttons.addStretch()
        self._words = QWidget()
        fields = QGridLayout(self._words)
        fields.setContentsMargins(0, 4, 0, 0)
        fields.setSpacing(4)
        fields.setColumnStretch(1, 1)
        fields.setColumnMinimumWidth(0, self.fontMetrics().horizontalAdvance(WORDLESS) + 12)
        for row, (name, editor) in enumerate(self.editors.items()):
            self._labels[name].setBuddy(editor)
            self._labels[name].setProperty("muted", True)
            fields.addWidget(self._labels[name], row, 0, Qt.AlignmentFlag.AlignTop)
            fields.addWidget(editor, row, 1)
            self._labels[name].setContentsMargins(2, 5, 8, 0)
        self.column.addWidget(self.area)
        self.column.addLayout(buttons)
        self.column.addWidget(self._words)

    def _connect(self) -> None:
        self.area.wanted.connect(self.pictures_asked)
        self.area.cleared.connect(self._clear)
        self.choose.clicked.connect(lambda: self.pictures_asked.emit("choose"))
        self.remove.clicked.connect(self._clear)
        for name, editor in self.editors.items():
            editor.committed.connect(lambda text, name=name: self._write(name, text))

    def show_block(self, view: BlockView) -> None:
        """Show the picture and its words."""
        super().show_block(view)
        image = view.image or ImageView()
        self._show_picture(image)
        for name, editor in self.editors.items():
            text = getattr(image, name)
            editor.show_text(text, text)
        self._words.setVisible(image != ImageView())
        wordless = bool(image.uid) and not image.alt_text
        self._labels["alt_text"].setText(WORDLESS if wordless else "代替テキスト")
        self._labels["alt_text"].setProperty("error", wordless)
        self._labels["alt_text"].style().polish(self._labels["alt_text"])

    def _show_picture(self, image: ImageView) -> None:
        self.choose.setText("差し替える…" if image.uid else "画像を選ぶ…")
        self.remove.setVisible(bool(image.uid))
        if image.uid != self.area.uid:
            stored = self.document.image(image.uid) if image.uid else None
            self.area.show_picture(image.uid, stored.data if stored else b"", QSize(image.width, image.height))
        self.area.setAccessibleName(
            f"画像: {image.alt_text or '代替テキストなし'}" if image.uid else "画像を入れる場所"
        )

    def abandon(self) -> None:
        """Let what is left in the editors go."""
        self.area.stop()
        for editor in self.editors.values():
            editor.blockSignals(True)

    def start(self) -> None:
        """Be ready for a pasted picture."""
        self.area.setFocus()

    def _write(self, name: str, text: str) -> None:
        assert self.view is not None
        uid = self.view.uid
        try:
            self.document.set_field("block", uid, name, " ".join(text.split("\n")).strip())
        except BoardError as error:
            self.editors[name].take_back(self.document.field("block", uid, name))
            self.status_message.emit(error.message)

    def _clear(self) -> None:
        view = self.view
        if view is not None and view.image and view.image.uid:
            self.do(lambda: self.document.clear_image(view.uid))
            self.area.setFocus()


class PictureArea(QWidget):
    """The place of a picture; it has the focus, so that Ctrl+V, Enter and Delete work on it.

    Signals: `wanted(str)` where a person asks for a picture ("choose", "paste"), `cleared()` to have it taken out.
    """

    wanted = Signal(str)
    cleared = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.uid: str | None = None
        self.image = QImage()
        self._size = QSize()
        self.words = INVITATION
        self._job: Job | None = None
        self.setProperty(TAKES_PICTURES, True)
        self.setAcceptDrops(True)  # what is dropped here is meant for here; the column takes it
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(EMPTY_HEIGHT)

    def show_picture(self, uid: str | None, data: bytes, size: QSize) -> None:
        """Show a stored picture of a size in px, decoded in a job; None shows the empty place."""
        self.stop()
        self.uid, self._size, self.image = uid, size, QImage()
        self.words = "" if uid else INVITATION
        self._fit()
        if uid:
            self._decode(data)
        self.update()

    def stop(self) -> None:
        """Give up decoding."""
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _decode(self, data: bytes) -> None:
        uid = self.uid
        self._job = Job(lambda: iter([(uid, _decoded(data))]))
        self._job.finished.connect(self._on_decoded)
        self._job.start()

    def _on_decoded(self, found: tuple[str, QImage | None]) -> None:
        uid, image = found
        if uid == self.uid:
            self._job = None
            self.image = image or QImage()
            self.words = UNREADABLE if self.image.isNull() else ""
            self.update()

    def _fit(self) -> None:
        fitted = self._fitted().height() + 2 * _RADIUS if self.uid and not self._size.isEmpty() else EMPTY_HEIGHT
        if self.height() != fitted:
            self.setFixedHeight(fitted)

    def _fitted(self) -> QSize:
        """Return the size in logical pixels in which the picture is shown: never enlarged."""
        room = QSize(max(self.width() - 2 * _RADIUS, 1), MOST_HEIGHT)
        fits = self._size.width() <= room.width() and self._size.height() <= room.height()
        return self._size if fits else self._size.scaled(room, Qt.AspectRatioMode.KeepAspectRatio)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the picture anew."""
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the picture, or the dashed place with its words; the focus shows as a frame."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if self.image.isNull():
            self._paint_empty(painter)
        else:
            size = self._fitted()
            painter.drawImage(QRect(QPoint(_RADIUS, _RADIUS), size), self.image)
        if self.hasFocus():
            painter.setPen(QPen(colour("focus"), 2))
            frame = QRect(QPoint(), self._fitted() + QSize(2, 2) * _RADIUS) if not self.image.isNull() else self.rect()
            painter.drawRoundedRect(frame.adjusted(1, 1, -1, -1), _RADIUS, _RADIUS)

    def _paint_empty(self, painter: QPainter) -> None:
        if not self.uid:
            painter.setPen(QPen(colour("edge"), 1, Qt.PenStyle.DashLine))
            painter.setBrush(colour("ground"))
            painter.drawRoundedRect(self.rect().adjusted(4, 4, -4, -4), _RADIUS, _RADIUS)
            painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(colour("muted"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.words)

    # what a person does

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose a file with Enter or Space, take the picture out with Delete."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.wanted.emit("choose")
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.cleared.emit()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.wanted.emit("paste")  # a picture would have been taken on its way here: there is none
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Choose a file."""
        self.wanted.emit("choose")

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the picture."""
        menu = QMenu(self)
        kept = bool(self.uid)
        menu.addAction("差し替える…" if kept else "画像を選ぶ…", lambda: self.wanted.emit("choose"))
        menu.addAction("クリップボードの画像で差し替える" if kept else "貼り付け", lambda: self.wanted.emit("paste"))
        if kept:
            menu.addAction(icon("delete"), "画像を外す", self.cleared.emit)
        menu.popup(event.globalPos())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Draw the frame."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the frame away."""
        super().focusOutEvent(event)
        self.update()


class Words(TextEditor):
    """A text of one paragraph; Enter takes it and goes on."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the text on Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.commit()
            self.focusNextChild()
        else:
            super().keyPressEvent(event)


def _decoded(data: bytes) -> QImage | None:
    try:
        return shown(data, DECODED)
    except InputError:
        return None
