"""A shared board for the window: looks, beats and publishing in a thread of their own, and what a person is told."""

from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from app.domain.errors import StorageError
from app.services.document import Document
from app.services.far_thread import FarThread
from app.services.views import Change
from app.storage.lineage import stage_of

if TYPE_CHECKING:
    from app.storage.lease import Holder
    from app.storage.share import SharedBoard, View

DAMAGED = ("corrupt", "not_a_database", "truncated")
LOOK_MS = 3000
SOON_MS = 700  # after the first of some edits, so that what is typed in one go goes in one go
SILENCE_MS = 5000
SILENT = "共有フォルダの応答がありません"
GONE = "共有フォルダに計画ファイルがありません"
UNREADABLE = "共有フォルダの計画ファイルを読めません"
REASONS = {
    "io": "共有フォルダにつながりません",
    "missing": "共有フォルダか計画ファイルが見つかりません",
    "denied": "共有フォルダに書き込む権限がありません",
    "readonly": "共有フォルダに書き込めません",
    "full": "共有フォルダの空き容量が足りません",
    "held": "ほかのプログラムが計画ファイルを読んでいます",
    "busy": "ほかのプログラムが共有フォルダのファイルを使っています",
    **dict.fromkeys(DAMAGED, "共有フォルダの計画ファイルが壊れています"),
}
State = Literal["checking", "current", "publishing", "waiting"]
READER_ONLY = "共有フォルダに書き込めないため、閲覧だけできます。データは無事です。"


class Editor(NamedTuple):
    """Who else edits, as a person reads it."""

    who: str
    pc: str
    since: str

    @property
    def sentence(self) -> str:
        """Return the whole message."""
        return f"いま {self.who}さん（{self.pc}、{self.since}から）が編集しています。閲覧はできます。"


class Standing(NamedTuple):
    """How the open board and the shared one stand to each other.

    `inputs` counts what the shared folder does not have yet, `reason` says why it waits. `lost_to` stays until what was
    left behind is settled; `apart` says that both sides have something the other lacks. `late` is who had the right to
    edit when our version reached the shared folder all the same; `damaged`, that the shared file cannot be read;
    `gone`, that the folder does not have it any more; `reader`, that the shared folder takes no files from us.
    """

    state: State
    inputs: int = 0
    reason: str = ""
    mine: bool = False
    editor: Editor | None = None
    stale: bool = False
    lost_to: Editor | None = None
    apart: bool = False
    late: Editor | None = None
    damaged: bool = False
    gone: bool = False
    reader: bool = False


class Sharing(QObject):
    """Follows and publishes the board of a document; nothing here waits for the shared folder.

    Signals: `stood(Standing)` after every look, `kept(Path)` where our version was put aside, `done()` at the end.
    """

    stood = Signal(object)
    kept = Signal(object)
    done = Signal()

    def __init__(self, document: Document, board: "SharedBoard", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.document = document
        self.standing = Standing("checking")
        self._board = board
        board.stage = stage_of(document.repository.database)
        self._agreed = board.copy.state.common
        self._offered = board.stage.revision if board.stage == self._agreed else None
        self._view: View | None = None
        self._lost_to: Editor | None = None
        self._late: Editor | None = None
        self._wish = self._again = self._ending = False
        self._turn = 0
        self._line = FarThread(self)
        self._asked = QElapsedTimer()
        self._looks = QTimer(self, interval=LOOK_MS)
        self._soon = QTimer(self, interval=SOON_MS, singleShot=True)
        for timer in (self._looks, self._soon):
            timer.timeout.connect(self.look)
        document.changed.connect(self._on_changed)

    def start(self) -> None:
        """Begin to look after the shared folder."""
        self._looks.start()
        self.look()

    # what the window asks for

    def look(self) -> None:
        """Take a step as soon as the one under way has ended."""
        if self._line.busy:
            self._again = True
            if self._asked.hasExpired(SILENCE_MS):
                self._stand(self.standing._replace(state="waiting", inputs=self.inputs(), reason=SILENT))
            return
        self._again = False
        self._asked.start()
        wish, self._wish = self._wish, False
        data = self._unoffered()
        if data is not None:
            self._stand(self.standing._replace(state="publishing", inputs=self.inputs()))
        self._line.ask(partial(self._board.step, data, wish=wish), partial(self._on_view, self._turn))

    def wish_to_edit(self) -> None:
        """Ask for the right to edit ahead of what somebody is about to type."""
        if not self.standing.mine and not self.document.hindrance:
            self._wish = True
            self.look()

    def take_over(self) -> None:
        """Take the right to edit from the holder last told; for a person who has asked him."""
        holder = self._view.holder if self._view else None
        if holder is not None:
            self._line.ask(partial(self._taken_over, holder), partial(self._on_view, self._turn))

    def inputs(self) -> int:
        """Return how many edits the shared folder does not have yet."""
        return max(0, self.document.revision - (self._agreed.revision if self._agreed else 0))

    def take_shared_version(self) -> None:
        """Go on with the shared version; ours is put aside on this PC, for chosen differences to be taken in."""
        if self._view is not None and self._view.apart is not None:
            self._lost_to = None
            self._follow(self._view.apart)

    def put_back(self) -> None:
        """Put this PC's version where the shared file is damaged or gone; for a person who has decided so."""
        data = self.document.repository.serialize()
        self._line.ask(partial(self._put_back, data), partial(self._on_view, self._turn))

    def forget_late(self) -> None:
        """Note that a person has read that our version came late."""
        self._late = None
        self._stand(self.standing._replace(late=None))

    def kept_versions(self) -> list[Path]:
        """Return the versions of ours that were put aside on this PC, the newest first."""
        return self._board.copy.kept()

    # the end

    def finish(self) -> None:
        """Publish what waits, give the right to edit back, then tell `done`; what cannot be published stays here."""
        self._ending = True
        self.look()

    def resume(self) -> None:
        """Go on after all."""
        self._ending = False
        self._looks.start()

    def leave(self) -> None:
        """Let go of the board at once, whatever is under way; what was not published waits on this PC."""
        self._looks.stop()
        self._soon.stop()
        self._line.ask(self._board.leave)  # not before a call that hangs has ended: it may still write to the copy
        self._line.stop()

    # the steps

    def _unoffered(self) -> bytes | None:
        """Return our version where it has something that was not offered yet."""
        revision = self.document.repository.revision
        if revision == self._offered or self.document.repository.in_steps:
            return None
        data = self.document.repository.serialize()
        self._offered = revision
        return data

    def _taken_over(self, holder: "Holder") -> "View":
        self._board.take_over(holder)
        return self._board.step()

    def _put_back(self, data: bytes) -> "View":
        try:
            self._board.put_back(data)
        except StorageError as error:
            return replace(self._board.step(), error=error)
        return self._board.step()

    def _on_changed(self, change: Change) -> None:
        if self.document.repository.revision != self._offered and not self._soon.isActive():
            self._soon.start()

    def _on_view(self, turn: int, view: "View") -> None:
        if turn == self._turn:
            self._heed(view)
        if self._ending and not self._line.busy and not self.inputs():
            self._end()  # whether or not a look was asked for meanwhile: at a slow folder one always is
        elif self._again:
            self.look()

    def _heed(self, view: "View") -> None:
        self._view, self._agreed = view, view.common
        if view.lost_to is not None:
            self._lost_to = editor_of(view.lost_to)
            self._late = self._lost_to if view.late else self._late
        if view.mine or not (self.inputs() or view.apart):
            self._lost_to = None
        if view.error is not None and not view.waiting and self.inputs() and view.apart is None:
            self._offered = None  # our version never reached the thread as a whole
        if view.news is not None and self.document.repository.revision == self._offered:
            self._follow(view.news)
        self.document.hinder(self._hindrance(view))
        self._stand(self._standing_of(view))

    def _follow(self, file: Path) -> None:
        if self.document.pending or self.document.repository.in_steps:
            return  # what could not even be saved on this PC goes first
        try:
            self.document.follow(file)
        except StorageError:
            return  # the next look finds it again
        stage = stage_of(self.document.repository.database)
        self._offered, self._agreed = stage.revision, stage
        self._turn += 1  # what was looked up for the version that is left says nothing about this one
        self._line.ask(partial(self._board.followed, file, stage), self._on_followed)

    def _on_followed(self, kept: Path | None) -> None:
        if kept is not None:
            self.kept.emit(kept)

    def _end(self) -> None:
        self._ending = self._again = False
        self._looks.stop()
        self._line.ask(self._given_back, lambda _: self.done.emit())

    def _given_back(self) -> None:
        try:
            self._board.give_back()
        except StorageError:
            return  # it grows stale by itself

    # words

    def _hindrance(self, view: "View") -> str:
        if view.holder is not None:
            return editor_of(view.holder).sentence
        return "" if view.may_write or view.error is not None else READER_ONLY

    def _standing_of(self, view: "View") -> Standing:
        inputs, editor = self.inputs(), editor_of(view.holder) if view.holder else None
        reason = REASONS.get(view.error.code, UNREADABLE) if view.error is not None else ""
        reason = GONE if view.gone else reason
        if inputs and not reason:
            reason = (
                "ほかの版と見比べるのを待っています" if view.apart else f"{editor.who}さんが編集中" if editor else ""
            )
        behind = inputs > 0 or (view.error is not None) or view.apart is not None
        state: State = "waiting" if behind else "current"
        apart, damaged = view.apart is not None, view.error is not None and view.error.code in DAMAGED
        reader = self.document.hindrance == READER_ONLY
        lost = self._lost_to
        told = (lost, apart, self._late, damaged, view.gone, reader)
        return Standing(state, inputs, reason, view.mine, editor, view.stale, *told)

    def _stand(self, standing: Standing) -> None:
        self.standing = standing
        self.stood.emit(standing)


def editor_of(holder: "Holder") -> Editor:
    """Return a holder in a person's words; the time is that of his PC's clock."""
    try:
        since = datetime.fromisoformat(holder.since)
        today = since.date() == datetime.now(since.tzinfo).date()
        clock = f"{since:%H:%M}" if today else f"{since.month}月{since.day}日 {since:%H:%M}"
    except ValueError:
        clock = "時刻不明"
    return Editor(holder.who or "ほかの人", holder.pc or "PC名不明", clock)
