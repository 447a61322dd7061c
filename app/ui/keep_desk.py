"""What joins inputs that could not be saved to the main window: the bar with the ways out, the offer at the start."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QFileDialog, QMessageBox, QVBoxLayout

from app.domain.errors import BoardError, ConflictError, StorageError
from app.paths import BOARD_SUFFIX
from app.services.document import Document
from app.services.jobs import Job
from app.services.recovering import broken_figures_task
from app.ui.trouble_bar import Choice, TroubleBar

if TYPE_CHECKING:
    from app.domain.rescue import BrokenFigure
    from app.services.keeping import Pending
    from app.ui.dialogs.leftovers import LeftoversDialog
    from app.ui.main_window import MainWindow
    from app.ui.saving import Saving

BUSY_PATIENCE_MS = 5000
AGAIN_MS = 500
LOOK_AFTER_MS = 3000  # the counts of 全体 and the first tabs come before
AWAY = ("io", "missing", "unknown_outcome", "denied")
DAMAGED = ("corrupt", "not_a_database", "truncated", "schema", "foreign")
COPY_FILTER = f"計画ファイル (*{BOARD_SUFFIX})"
MOST_NAMED = 3


class KeepDesk(QObject):
    """Shows what waits to be saved and why, and does what a person chooses."""

    def __init__(self, main: "MainWindow") -> None:
        super().__init__(main)
        self._main = main
        self._document: Document = main.document
        self._bar: TroubleBar | None = None
        self._leftovers: LeftoversDialog | None = None
        self.leaving = False
        self._patience = QTimer(self, singleShot=True, interval=BUSY_PATIENCE_MS)
        self._patience.timeout.connect(self._show_bar)

    @property
    def bar(self) -> TroubleBar:
        """Return the bar, made when it is first needed."""
        if self._bar is None:
            self._bar = TroubleBar()
            body = self._main.centralWidget()
            column = body.layout() if body is not None else None
            assert isinstance(column, QVBoxLayout)
            column.insertWidget(2, self._bar)
        return self._bar

    def begin(self) -> None:
        """Say what a person must know about the file, and offer what the last session could not save."""
        if self._document.write_protected:
            self.bar.say(self._document.notice, "", [("コピーして編集…", self.copy_and_edit)])
        try:
            entries = self._document.leftovers() if not self._document.read_only else []
        except BoardError:  # another program is saving, or the disk is away for a moment
            QTimer.singleShot(AGAIN_MS, self, self._begin_again)
            return
        if entries and self._leftovers is None:
            from app.ui.dialogs.leftovers import LeftoversDialog

            self._leftovers = LeftoversDialog(self._document, entries, self._main)
            self._leftovers.open()
        QTimer.singleShot(LOOK_AFTER_MS, self, self.look_for_broken_figures)

    def _begin_again(self) -> None:
        if self._main.isVisible():  # closed meanwhile, there is no file to ask
            self.begin()

    def look_for_broken_figures(self) -> None:
        """Look in a thread for figures that are no numbers, and say which they are."""
        if not self._main.isVisible():  # closed meanwhile, there is no file to ask
            return
        try:
            data = self._document.snapshot_bytes()
        except BoardError:
            return  # what stands in the way of reading is told by whoever reads
        job = Job(broken_figures_task(data))  # it keeps itself alive, this desk may go before it
        job.finished.connect(self._show_broken)
        job.start()

    def _show_broken(self, broken: "list[BrokenFigure]") -> None:
        if not broken or self._document.pending:
            return
        places = self._document.broken_lines(broken)
        more = f" ほか{len(places) - MOST_NAMED}件" if len(places) > MOST_NAMED else ""
        words = f"{len(broken)}件の値が壊れています：{'、'.join(places[:MOST_NAMED])}{more}。ほかの値は無事です。"
        known = all(one.sound for one in broken)
        choice = "履歴の値に戻す" if known else "履歴の値に戻す（ないものは空欄にする）"
        can = [] if self._document.read_only else [(choice, lambda: self._mend(broken))]
        self.bar.say(words, "broken figure", can)

    def _mend(self, broken: "list[BrokenFigure]") -> None:
        try:
            self._document.mend_broken(broken)
        except BoardError as error:
            self._tell(error)
            return
        self.bar.hide()
        self._main.say(f"{len(broken)}件の値を元に戻しました。")

    # what the document tells

    def show_state(self) -> None:
        """Show what waits to be saved, or that nothing does any more."""
        waiting = self._document.pending
        self._main.show_unsaved(len(waiting))
        if not waiting:
            self._patience.stop()
            if self._bar is not None:
                self._bar.hide()
        elif waiting[0].error.code == "busy" and self._bar_is_hidden():
            if not self._patience.isActive():
                self._patience.start()  # most locks are gone in a moment, and nobody need know
        else:
            self._show_bar()

    def _bar_is_hidden(self) -> bool:
        return self._bar is None or self._bar.isHidden()

    def _show_bar(self) -> None:
        waiting = self._document.pending
        if waiting:
            self._patience.stop()
            error = waiting[0].error
            small = " ".join(part for part in (error.code, error.detail) if part)
            self.bar.say(self._words(error), f"保存していない入力 {len(waiting)}件　{small}", self._choices(error))

    def _words(self, error: StorageError) -> str:
        if error.code in AWAY and self._document.kept_on_this_pc:
            kept = f"入力 {len(self._document.pending)}件はこのPCに控えました。"
            return f"保存先につながりません。{kept}つながると自動で保存します。"
        return error.message

    def _choices(self, error: StorageError) -> list[Choice]:
        again: Choice = ("もう一度保存", self.save_again)
        copy: Choice = ("別の場所に控えを保存…", self.save_copy)
        place: Choice = ("場所を見る", self._lead)
        if isinstance(error, ConflictError):
            theirs = "削除のまま" if error.theirs is None else f"{_short(error.theirs)}のまま"
            mine = "削除する" if error.mine is None else f"{_short(error.mine)}にする"
            return [place, (theirs, lambda: self._decide(False)), (mine, lambda: self._decide(True))]
        if error.code == "conflict":
            return [place, ("入力を取り下げる", lambda: self._decide(False))]
        if error.code == "busy":
            return [again, ("中止", self._stop_trying)]
        if error.code == "moved":
            return [("開き直す", self._reopen), ("入力の控えを保存…", self.save_copy)]
        if error.code == "readonly":
            return [("コピーして編集…", self.copy_and_edit)]
        if error.code in DAMAGED:
            return [("復元…", self._main.recover_requested.emit), copy]
        return [again, copy, ("閉じる", self._close)] if error.code in AWAY else [again, copy]

    # what a person wants

    def save_again(self) -> None:
        """Try to save now what waits."""
        if not self._document.try_again():
            self._main.say("まだ保存できません。入力は残っています。")

    def save_copy(self) -> None:
        """Ask where to, and write the whole file with all inputs there."""
        path = self._ask("別の場所に控えを保存", "控え", COPY_FILTER, BOARD_SUFFIX)
        if path is not None:
            self.write_copy(path)

    def write_copy(self, path: Path, then: Callable[[], None] | None = None) -> None:
        """Write the whole file with all inputs to a new place, or the list of the inputs where it cannot be read.

        A thread writes; `then` is called once the whole file is there.
        """
        try:
            work = self._document.copy_task(path)
        except BoardError as error:
            if getattr(error, "code", "") in AWAY + DAMAGED + ("moved",):
                self._write_list(path.with_suffix(".csv"))
            else:
                self._tell(error)
            return
        self._save(work, path).written.connect(lambda step: self._on_copy(path, step.missed, then))

    def _on_copy(self, path: Path, missed: int, then: Callable[[], None] | None) -> None:
        left = f"（{missed}件は入れられませんでした）" if missed else ""
        self._main.say(f"控えを保存しました: {path.name}{left}")
        if then is not None:
            then()

    def copy_and_edit(self) -> None:
        """Ask where to, write the whole file there, and open it for editing."""
        path = self._ask("コピーして編集", "コピー", COPY_FILTER, BOARD_SUFFIX)
        waiting = self._document.pending
        if path is not None:
            self.write_copy(path, lambda: self._edit(path, waiting))

    def _edit(self, copy: Path, copied: "tuple[Pending, ...]") -> None:
        if self._document.pending != copied:
            self._main.say(f"コピーを保存するあいだに入力がありました。{copy.name} には入っていません。")
            return
        self.leaving = True  # the copy has what waits, and so has the recovery log
        self._main.open_requested.emit(copy)

    def may_close(self) -> bool:
        """Say whether the window may close: where inputs cannot be saved, a person decides."""
        if self.leaving or not self._document.pending or self._document.try_again():
            return True
        from app.ui.dialogs.message import MessageBox

        count = len(self._document.pending)
        words = f"保存できていない入力が {count}件あります。"
        box = MessageBox(QMessageBox.Icon.Warning, "閉じる前に", words, self._main)
        box.setInformativeText(self._fate())
        leave = box.addButton("閉じる", QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(box.addButton("もどる", QMessageBox.ButtonRole.RejectRole))
        box.exec()
        chosen = box.clickedButton() is leave
        box.deleteLater()
        return chosen

    def _fate(self) -> str:
        if self._document.kept_on_this_pc:
            return "入力はこのPCに控えてあります。次にこのファイルを開いたときに、保存するかどうかを選べます。"
        return "このPCに控えを作れないため、閉じると失われます。もどって、別の場所に控えを保存してください。"

    def _close(self) -> None:
        self._main.close()

    def _decide(self, mine: bool) -> None:
        try:
            self._document.decide(mine)
        except BoardError as error:
            self._tell(error)

    def _stop_trying(self) -> None:
        self._document.stop_trying()
        error = self._document.pending[0].error
        small = f"保存していない入力 {len(self._document.pending)}件　{error.code}"
        self.bar.say("保存を中止しました。入力は残っています。", small, self._choices(StorageError("full", "")))

    def _reopen(self) -> None:
        self.leaving = True  # what waits is in the recovery log, and offered when the file opens
        self._main.open_requested.emit(self._document.path)

    def _lead(self) -> None:
        self._main.lead_to(self._document.pending[0].place)

    def _write_list(self, path: Path) -> None:
        words = f"元のファイルを読めないため、入力だけを一覧に書き出しました: {path.name}"
        self._save(self._document.inputs_task(path), path).written.connect(lambda _: self._main.say(words))

    def _save(self, work: Callable[[], Iterator[object]], path: Path) -> "Saving":
        from app.ui.saving import Saving

        saving = Saving(work, path, self._main)
        saving.failed.connect(self._tell)
        saving.stopped.connect(lambda: self._main.say("控えの保存を中止しました。入力は残っています。"))
        saving.begin()
        return saving

    def _ask(self, title: str, mark: str, kinds: str, suffix: str) -> Path | None:
        proposal = Path.home() / f"{self._document.path.stem}（{mark}）{suffix}"
        name, _ = QFileDialog.getSaveFileName(self._main, title, str(proposal), kinds)
        if not name:
            return None
        return Path(name) if name.endswith(suffix) else Path(name + suffix)

    def _tell(self, error: BoardError) -> None:
        from app.ui.dialogs.message import show_error

        show_error(self._main, error)


def _short(value: str) -> str:
    """Return a value as it fits on a button."""
    line = value.replace("\n", " ")
    return line if len(line) <= 12 else f"「{line[:10]}…」"
