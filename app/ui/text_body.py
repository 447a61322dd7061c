"""The body of a text block: its editor, and while it is written the strip with what can be done."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut

from app.domain.errors import BoardError
from app.domain.report import BlockView
from app.domain.text import CHANGE_LABELS, Change
from app.services.document import Document
from app.ui.block_bodies import Body
from app.ui.live_editor import LiveEditor
from app.ui.writing_strip import WritingStrip

if TYPE_CHECKING:
    from app.domain.judged import Judged
    from app.domain.offers import Offer
    from app.ui.previous_pane import PreviousPane

OFFER_MS = 700  # after the last key: an offer must not flicker while a figure is being typed
_EMPTY = "ここに文章を入力します。行の頭に「・」を打つと箇条書きになります。"


class TextBody(Body):
    """A text whose live figures follow the board as chips."""

    def __init__(self, document: Document, wide: bool) -> None:
        super().__init__(document, wide)
        self.editor = LiveEditor(document, "文章", _EMPTY)
        self.strip = WritingStrip()
        self.previous: PreviousPane | None = None
        self._left: set[str] = set()  # typed figures that a person wants to stay as typed
        self._later = QTimer(self, singleShot=True, interval=OFFER_MS)
        self.column.addWidget(self.editor)
        self.column.addWidget(self.strip)
        self._add_tools()
        self._connect()

    def _add_tools(self) -> None:
        add = self.strip.add_tool
        add("数値を入れる", "add", "表の数値を入れます。表を直すと文章も変わります（Ctrl+Shift+F）", self.choose_figure)
        add("箇条書き", "list", "選んだ行に「・」を付けるか外します（Ctrl+Shift+L）", self.editor.toggle_bullets)
        self.compare = add("前回と比べる", "note", "前回の会議の文章と、違うところを見ます", self.show_previous)
        self.compare.setCheckable(True)
        for keys, does in (("Ctrl+Shift+L", self.editor.toggle_bullets), ("Alt+Return", self.take_offer)):
            shortcut = QShortcut(QKeySequence(keys), self.editor)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(does)

    def _connect(self) -> None:
        self.editor.committed.connect(self._write)
        self.editor.pasted.connect(self._tell_cleaned)
        self.editor.textChanged.connect(self._on_text)
        self.editor.installEventFilter(self)
        self._later.timeout.connect(self._offer)

    def show_block(self, view: BlockView) -> None:
        """Show a text."""
        super().show_block(view)
        self.editor.node = self.document.field("block", view.uid, "node")
        self.editor.keep = partial(self.document.keep_draft, "block", view.uid, "body")
        self.editor.show_text(view.body, view.body)
        self.editor.follow()
        self._show_differences()

    def abandon(self) -> None:
        """Let what is left in the editor go."""
        self._later.stop()
        self.editor.blockSignals(True)

    def show_waiting(self, lines: "tuple[Judged, ...]") -> None:
        """Draw a wavy line under each run that something was found in."""
        spots = [line.finding.spot for line in lines if line.finding.spot.field == "body"]
        self.editor.mark_runs([(spot.start, spot.end) for spot in spots if spot.start is not None and spot.end])

    def select_run(self, start: int, end: int) -> None:
        """Begin to write at a run of the text, which is selected."""
        self.editor.select_run(start, end)

    def start(self) -> None:
        """Write."""
        self.editor.setFocus()

    def _write(self, text: str) -> None:
        assert self.view is not None
        uid = self.view.uid
        try:
            self.document.set_field("block", uid, "body", text)
        except BoardError as error:
            self.editor.take_back(self.document.field("block", uid, "body"))
            self.status_message.emit(error.message)

    # figures

    def choose_figure(self, present: str = "") -> None:
        """Let a person choose a figure for the text."""
        self.editor.choose_figure(present)

    def _on_text(self) -> None:
        if self.editor.hasFocus():
            self.strip.say("")
            self._later.start()

    def _open_offer(self) -> "Offer | None":
        if self.view is None:
            return None
        found = self.document.offers(self.view.uid, self.editor.text())
        return next((offer for offer in found if offer.words not in self._left), None)

    def _offer(self) -> None:
        """Offer to let a typed figure follow the board; not while an input method is converting."""
        if not self.editor.hasFocus() or self.editor.textCursor().block().layout().preeditAreaText():
            return
        offer = self._open_offer()
        if offer is not None:
            buttons = {"表と連動させる": self.take_offer, "このまま": lambda: self._leave(offer.words)}
            self.strip.say(f"{offer.message}（Alt+Enterで置き換え）", buttons)

    def take_offer(self) -> None:
        """Put the live figure in place of the first typed one that equals it."""
        offer = self._open_offer()
        if offer is not None:
            self.editor.put_over(offer.start, offer.end, offer.mark)

    def _leave(self, words: str) -> None:
        self._left.add(words)
        self.strip.say("")
        self._offer()

    def _tell_cleaned(self, changes: tuple[Change, ...]) -> None:
        self._later.stop()
        parts = [_cleaned(change) for change in changes[:6]]
        more = f"、ほか{len(changes) - 6}種類" if len(changes) > 6 else ""
        self.strip.say(f"貼り付けた文字を直しました: {'、'.join(parts)}{more}", {"閉じる": lambda: self.strip.say("")})

    # last time

    def show_previous(self) -> None:
        """Show the text of the meeting before under this one, or take it away again."""
        if self.previous is not None:
            self.previous.setVisible(self.previous.isHidden())
        elif self.view is not None and self.document.previous_text(self.view.uid) is not None:
            from app.ui.previous_pane import PreviousPane

            self.previous = PreviousPane()
            self.previous.copy_wanted.connect(self.copy_previous)
            self.column.addWidget(self.previous)
            self.previous.show()
        else:
            self.strip.say("前回の会議に、同じ見出しの文章はありません。")
        self._show_differences()

    def copy_previous(self) -> None:
        """Put last time's text in place of this one; Ctrl+Z brings this one back."""
        found = self.document.previous_text(self.view.uid) if self.view else None
        if found is not None:
            self.editor.setFocus()
            self.editor.selectAll()
            self.editor.put(found.body)
            self._show_differences()

    def _show_differences(self) -> None:
        shown = self.previous is not None and not self.previous.isHidden()
        self.compare.setChecked(shown)
        found = self.document.previous_text(self.view.uid) if shown and self.view else None
        if found is not None and self.previous is not None:
            self.previous.show_texts(found.meeting, found.printed, self.editor.printed(self.editor.text()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show the tools while the text is being written; a window of the text's own does not end that."""
        if event.type() == QEvent.Type.FocusIn:
            self.strip.show_tools(not self.editor.isReadOnly())
        elif event.type() == QEvent.Type.FocusOut and self.editor.leaves():
            self._later.stop()
            self.strip.say("")
            self.strip.show_tools(False)
        return super().eventFilter(watched, event)


def _cleaned(change: Change) -> str:
    after = f"「{change.before}」を「{change.after}」に" if change.after.strip() else CHANGE_LABELS[change.kind]
    return f"{after}{change.count}か所"
