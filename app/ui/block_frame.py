"""A block of a slide with its head: grip, kind, heading, as-of day and menu; and the 「＋」 under it."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.errors import BoardError
from app.domain.labels import BLOCK_KINDS
from app.domain.report import BlockView
from app.services.document import Document
from app.ui import ink
from app.ui.block_bodies import Body, ChartBody
from app.ui.block_grip import Grip, Picture
from app.ui.block_tables import EventBody, LineBody, PhaseBody, TableBody
from app.ui.cell_editor import CellEditor
from app.ui.icons import icon
from app.ui.keys import TREE_ACTION
from app.ui.text_body import TextBody

HEAD_HEIGHT = 28
_ICONS = {
    "text": "text",
    "table": "table",
    "chart": "chart",
    "flow": "chart",
    "list": "list",
    "figures": "list",
    "image": "image",
}
_FLASH_MS = 1400


class BlockFrame(QFrame):
    """One block. `fill_menu` and `fill_add` put into its menus what can be done with it and added below."""

    def __init__(
        self,
        document: Document,
        view: BlockView,
        *,
        wide: bool,
        fill_menu: Callable[[QMenu, str], None],
        fill_add: Callable[[QMenu, str], None],
    ) -> None:
        super().__init__()
        self.document = document
        self.view: BlockView | None = None
        self.uid = view.uid
        self.body: Body = make_body(document, view, wide)
        self.grip, self.heading = Grip(), HeadingEdit()
        self._as_of = QLabel()
        self._as_of.setProperty("muted", True)
        self.mark = QLabel()
        self.mark.hide()
        self.menu_button = _menu_button("menu", "この部分の操作", lambda menu: fill_menu(menu, self.uid))
        self.add_button = _menu_button("add", "この下に追加", lambda menu: fill_add(menu, self.uid))
        self._build_ui(view)
        self.heading.committed.connect(self._rename)
        document.proved.connect(self._show_waiting)

    def _build_ui(self, view: BlockView) -> None:
        head = QWidget()
        head.setObjectName("blockHead")
        head.setFixedHeight(HEAD_HEIGHT)
        line = QHBoxLayout(head)
        line.setContentsMargins(4, 0, 2, 0)
        line.setSpacing(6)
        line.addWidget(self.grip)
        line.addWidget(Picture(_ICONS.get(view.kind, "note")))
        kind = QLabel(BLOCK_KINDS.get(view.kind, view.kind))
        kind.setProperty("muted", True)
        kind.setMinimumWidth(46)
        line.addWidget(kind)
        line.addWidget(self.heading, 1)
        line.addWidget(self.mark)
        line.addWidget(self._as_of)
        line.addWidget(self.menu_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for widget in (head, self.body, self.add_button):
            column.addWidget(widget)
        self.add_button.setFixedHeight(18)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        column.setAlignment(self.add_button, Qt.AlignmentFlag.AlignHCenter)

    def show_block(self, view: BlockView) -> None:
        """Show a block; the same object is shown already."""
        if view is self.view:
            return
        self.view = view
        inside = view.table.title if view.table else ""
        self.heading.show_text(view.heading, inside or "見出しなし")
        self._as_of.setText(f"{view.as_of_label}時点" if view.as_of_label else "")
        self.setAccessibleName(f"{BLOCK_KINDS.get(view.kind, '')} {view.heading or inside}")
        self.body.show_block(view)
        self._show_waiting()

    def _show_waiting(self) -> None:
        """Mark the head where the last proof found something in the block's words; the body marks the place."""
        proof, table = self.document.last_proof, self.view.table if self.view else None
        lines = proof.at("block", (self.uid,)) if proof is not None else ()
        lines += proof.at("table_view", (table.uid,)) if proof is not None and table is not None else ()
        self.mark.setVisible(bool(lines))
        if lines:
            words = lines[0].words
            self.mark.setText(f"{words.mark} 検算 {len(lines)}件")
            ink.write_in(self.mark, words.colour)
        self.mark.setToolTip("\n".join(line.summary() for line in lines))
        self.mark.setAccessibleName(self.mark.toolTip())
        self.body.show_waiting(lines)

    def _rename(self, text: str) -> None:
        try:
            self.document.set_field("block", self.uid, "heading", text)
        except BoardError as error:
            self.body.status_message.emit(error.message)

    def flash(self) -> None:
        """Let the block's heading glow."""
        self.heading.flash()


class HeadingEdit(CellEditor):
    """A heading edited where it stands; Ctrl+Z is the window's before anything is typed here.

    Signal: `committed(str)` where it changed.
    """

    committed = Signal(str)

    def __init__(self, size: int = 13, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stored = ""
        self.setFrame(False)
        self._size = size
        self._dress(False)
        self.editingFinished.connect(self._commit)
        self.setAccessibleName("見出し")

    def show_text(self, text: str, placeholder: str) -> None:
        """Show a heading; what is being typed stays."""
        self.setPlaceholderText(placeholder)
        self._stored = text
        if not self.isModified():
            self.setText(text)
            self.setCursorPosition(0)
            self.setToolTip(text)

    def _commit(self) -> None:
        text = self.text().strip()
        self.setModified(False)
        if text != self._stored:
            self._stored = text
            self.committed.emit(text)

    def flash(self) -> None:
        """Glow for a moment."""
        self._dress(self.hasFocus(), "background: palette(highlight); color: palette(highlighted-text);")
        QTimer.singleShot(_FLASH_MS, self, lambda: self._dress(self.hasFocus()))

    def _dress(self, focused: bool, glow: str = "") -> None:
        edge = glow or ("" if focused else "border-color: transparent; background: transparent;")
        self.setStyleSheet(f"QLineEdit {{ font-size: {self._size}px; font-weight: bold; padding: 1px 4px; {edge} }}")

    def focusInEvent(self, event: object) -> None:
        """Show the frame of an editor."""
        super().focusInEvent(event)  # type: ignore[arg-type]
        self._dress(True)

    def focusOutEvent(self, event: object) -> None:
        """Look like a heading again."""
        super().focusOutEvent(event)  # type: ignore[arg-type]
        self._dress(False)


def _menu_button(picture: str, name: str, fill: Callable[[QMenu], None]) -> QToolButton:
    """Return a button whose menu is filled when it opens."""
    button = QToolButton()
    button.setIcon(icon(picture, "muted"))
    button.setAutoRaise(True)
    button.setToolTip(name)
    button.setAccessibleName(name)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    button.setStyleSheet("QToolButton::menu-indicator { image: none; }")
    menu = QMenu(button)

    def refill() -> None:
        menu.clear()
        fill(menu)

    menu.aboutToShow.connect(refill)
    button.setMenu(menu)
    return button


def make_body(document: Document, view: BlockView, wide: bool) -> Body:
    """Return the body for a block's kind."""
    if view.kind == "table" and view.table is not None:
        return EventBody(document, wide) if view.table.axis == "events" else TableBody(document, wide)
    if view.kind == "image":
        from app.ui.image_body import ImageBody  # most items have no pictures

        return ImageBody(document, wide)
    kinds: dict[str, type[Any]] = {
        "list": LineBody,
        "figures": LineBody,
        "flow": LineBody,
        "roadmap": PhaseBody,
        "chart": ChartBody,
    }
    body: Body = kinds.get(view.kind, TextBody)(document, wide)
    return body


def fill_settings(menu: QMenu, frame: BlockFrame, window: QWidget) -> None:
    """Offer the settings of a block's table, where the window has a tree of the plan."""
    table, tree = frame.view.table if frame.view else None, window.findChild(QAction, TREE_ACTION)
    if table is None or tree is None:
        return

    def lead() -> None:
        tree.setData(table.uid)
        tree.trigger()

    menu.addAction("表の期間・単位など…", lead)
