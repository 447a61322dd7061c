"""The text that is being written: the status bar says that it is not saved yet, and this PC keeps it meanwhile."""

from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from app.ui.text_editor import TextEditor

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow

AFTER_MS = 1500  # since the first key that is not kept yet


class DraftDesk(QObject):
    """Follows the editor that has the keys."""

    def __init__(self, main: "MainWindow") -> None:
        super().__init__(main)
        self._main = main
        self._editor: TextEditor | None = None
        self._told = False
        self._later = QTimer(self, singleShot=True, interval=AFTER_MS)
        self._later.timeout.connect(self._keep)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._on_focus)
        main.document.changed.connect(self._look)
        self._on_focus(None, application.focusWidget())

    def stop(self) -> None:
        """Follow no more; the file is about to be closed, and what was written is saved."""
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.disconnect(self._on_focus)
        self._main.document.changed.disconnect(self._look)
        self._follow(None)
        self._main.document.drop_draft()

    def _on_focus(self, _: QWidget | None, focus: QWidget | None) -> None:
        if isinstance(focus, TextEditor) and self._main.isAncestorOf(focus):
            self._follow(focus)
        self._look()

    def _follow(self, editor: TextEditor | None) -> None:
        if editor is self._editor:
            return
        if self._editor is not None and shiboken6.isValid(self._editor):
            self._editor.textChanged.disconnect(self._look)
        self._editor = editor
        if editor is not None:
            editor.textChanged.connect(self._look)

    def _unsaved(self) -> bool:
        editor = self._editor
        return editor is not None and shiboken6.isValid(editor) and editor.unsaved

    def _look(self) -> None:
        """Say what holds now; keep the text soon, or let it go at once."""
        if self._unsaved():
            if not self._later.isActive():
                self._later.start()
        else:
            self._later.stop()
            self._main.document.drop_draft()
        if self._unsaved() != self._told:
            self._told = not self._told
            self._main.show_writing(self._told)

    def _keep(self) -> None:
        if self._unsaved() and self._editor is not None and self._editor.keep is not None:
            self._editor.keep(self._editor.text())
