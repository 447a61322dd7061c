"""What joins a shared board to the main window: how it stands in the status bar, what a person decides in the bar."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QTextEdit, QVBoxLayout, QWidget

from app.services.sharing import READER_ONLY, Editor, Sharing, Standing
from app.ui.trouble_bar import Choice, TroubleBar

if TYPE_CHECKING:
    from app.ui.compare_window import CompareWindow
    from app.ui.dialogs.publishing import PublishingDialog
    from app.ui.main_window import MainWindow

CLOUD = "OneDriveなどの同期フォルダにあるため、共有フォルダとして扱います。入力はこのPCに保存し、あとから反映します。"
KEPT = "入力はこのPCに保存してあり、自動でもう一度反映します。"
FREE = "編集できるようになりました。"
DAMAGED = "共有フォルダの計画ファイルが壊れています。このPCの版は無事です。"
GONE = "共有フォルダに計画ファイルがありません。消されたか、移されたか、名前が変わっています。このPCの版は無事です。"
SET_ASIDE = "戻すと、壊れたファイルは別の名前で同じフォルダに残ります。"
LATE = "どちらの版も残っています。{who}さんに、自分の画面で見比べるよう伝えてください。"


class ShareDesk(QObject):
    """Shows how the board and the shared folder stand to each other, and does what a person chooses."""

    def __init__(self, main: "MainWindow", sharing: Sharing, *, cloud: bool = False) -> None:
        super().__init__(main)
        self._main = main
        self.sharing = sharing
        self.label = QLabel("共有フォルダを確かめています")
        self.label.setAccessibleName("共有フォルダの状態")
        self.bar = TroubleBar()
        self._notify = self._left = self._comparing = False
        self._reading = main.document.read_only
        self.window: CompareWindow | None = None
        self._read_on = ""  # the message that was answered with 「閲覧で開く」
        self._closing: PublishingDialog | None = None
        main.statusBar().addPermanentWidget(self.label)
        body = main.centralWidget()
        column = body.layout() if body is not None else None
        assert isinstance(column, QVBoxLayout)
        column.insertWidget(2, self.bar)
        sharing.stood.connect(self.show_standing)
        sharing.kept.connect(self._on_kept)
        sharing.done.connect(self._leave)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._on_focus)
        if cloud:
            self.bar.say(CLOUD, "", [("閉じる", self.bar.hide)])

    # what the shared folder tells

    def show_standing(self, standing: Standing) -> None:
        """Show how things stand now."""
        self.label.setText(self._in_short(standing))
        self.label.setToolTip("\n".join(part for part in (standing.reason, str(self._main.document.path)) if part))
        if self._main.document.read_only != self._reading:
            self._reading = not self._reading
            self._main.refresh_marks()
        words, choices = self._message(standing)
        if words and words != self._read_on:
            self.bar.say(words, self._small(standing), choices)
        elif not words:
            self._read_on = ""
            self._clear(standing)

    def _clear(self, standing: Standing) -> None:
        if self._notify and standing.editor is None and standing.state != "checking":
            self._notify = False
            self.bar.say(FREE, "", [("閉じる", self.bar.hide)])
        elif self.bar.words.text() not in (CLOUD, FREE):
            self.bar.hide()

    def _in_short(self, standing: Standing) -> str:
        editor = (
            f"編集中の人: {standing.editor.who}さん" if standing.editor else "編集中の人: 自分" if standing.mine else ""
        )
        state = {
            "checking": "共有フォルダを確かめています",
            "current": f"共有フォルダへ反映済み {datetime.now():%H:%M}",
            "publishing": "共有フォルダへ反映中",
            "waiting": _waits(standing),
        }[standing.state]
        return "　".join(part for part in (editor, state) if part)

    def _small(self, standing: Standing) -> str:
        told = standing.lost_to is not None and not (standing.damaged or standing.gone)  # by the words themselves
        waits = f"共有フォルダへ反映していない入力 {standing.inputs}件" if standing.inputs and not told else ""
        mends = standing.damaged and (standing.editor is None or standing.stale)
        return "　".join(part for part in (waits, SET_ASIDE if mends else "") if part)

    def _message(self, standing: Standing) -> tuple[str, list[Choice]]:
        """Return what a person has to know or decide, '' for nothing."""
        both: list[Choice] = [
            ("差分を見る…", self.compare),
            ("控えを書き出す…", self._main.keep_desk.save_copy),
        ]
        if standing.late is not None:
            who = standing.late.who
            words = f"編集の権利が {who}さんへ移ったあとに、入力が共有フォルダへ反映されました。{LATE.format(who=who)}"
            return words, [("閉じる", self.sharing.forget_late)]
        if standing.damaged or standing.gone:
            return self._of_loss(GONE if standing.gone else DAMAGED, standing.editor if not standing.stale else None)
        if standing.lost_to is not None:
            kept = f"保存できなかった入力 {standing.inputs}件は残してあります。"
            return f"編集の権利が {standing.lost_to.who}さんへ移りました。{kept}", both if standing.apart else both[1:]
        if standing.apart:
            return "共有フォルダの計画ファイルが、ほかで変わっています。どちらの版も残してあります。", both
        if standing.editor is not None and standing.stale:
            who = standing.editor.who
            words = f"{who}さん（{standing.editor.pc}、{standing.editor.since}から）の編集は10分以上動きがありません。"
            return words, [("本人に確認して引き継ぐ", self.sharing.take_over)]
        if standing.editor is not None:
            words = standing.editor.sentence
            return words, [("閲覧で開く", self._read), ("空いたら知らせる", self._wait)]
        if standing.reader:
            return READER_ONLY, [("コピーして編集…", self._main.keep_desk.copy_and_edit), ("閲覧で開く", self._read)]
        if standing.reason and standing.inputs:
            return f"{standing.reason}。{KEPT}", [("もう一度", self.sharing.look)]
        return "", []

    def _of_loss(self, words: str, editor: Editor | None) -> tuple[str, list[Choice]]:
        copy: Choice = ("控えを書き出す…", self._main.keep_desk.save_copy)
        if editor is not None:
            return f"{words}編集中の {editor.who}さん（{editor.pc}）に、戻すよう伝えてください。", [copy]
        return words, [("このPCの版を共有フォルダに戻す", self.sharing.put_back), copy]

    def _on_focus(self, _: QWidget | None, now: QWidget | None) -> None:
        """Ask for the right to edit as soon as somebody is about to type into a page."""
        if isinstance(now, QLineEdit | QTextEdit | QPlainTextEdit) and self._main.stack.isAncestorOf(now):
            self.sharing.wish_to_edit()

    # what a person chooses

    def _read(self) -> None:
        self._read_on = self.bar.words.text()
        self.bar.hide()

    def _wait(self) -> None:
        self._notify = True
        self._read()

    def compare(self) -> None:
        """Go on with the shared version, ours beside it cell by cell, for a person to choose from."""
        self._comparing = True
        self.sharing.take_shared_version()

    def _on_kept(self, version: Path) -> None:
        if self._comparing:
            self._comparing = False
            self.compare_with(version)

    def compare_with(self, version: Path) -> None:
        """Show a version that was put aside beside the present one."""
        from app.ui.share_compare import comparison

        self.window = comparison(self._main, version, self.window)

    # the end

    def may_close(self) -> bool:
        """Say whether the window may close; what waits is published first, and the window closes by itself then."""
        if self._left:
            return True
        if self._closing is None:
            from app.ui.dialogs.publishing import PublishingDialog

            self._closing = PublishingDialog(self.sharing, self._main)
            self._closing.later.connect(self._leave)
            self._closing.back.connect(self._stay)
            self._closing.begin()
            self.sharing.finish()
        return False

    def _stay(self) -> None:
        self._drop_dialog()
        self.sharing.resume()

    def _leave(self) -> None:
        self._left = True
        self._drop_dialog()
        if self.window is not None:
            self.window.stop()
            self.window.left.disconnect()
            self.window.close()
            self.window = None
        self._main.close()
        if self._main.isVisible():
            self._left = False  # something else keeps it open
            self.sharing.resume()
        else:
            self.sharing.leave()

    def _drop_dialog(self) -> None:
        dialog, self._closing = self._closing, None
        if dialog is not None:
            dialog.end()


def _waits(standing: Standing) -> str:
    """Return what waits and why, as short as the status bar has it."""
    if not standing.inputs:
        return standing.reason or "共有フォルダにつながりません"
    why = standing.reason.removeprefix("共有フォルダに").removeprefix("共有フォルダの")
    return f"共有フォルダへ反映待ち {standing.inputs}件" + (f"（{why}）" if why else "")
