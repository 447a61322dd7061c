"""What the main window leads to beside its tabs; each is made when it is first needed, none for the first picture."""

from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtWidgets import QMainWindow

if TYPE_CHECKING:
    from app.ui.backup_desk import BackupDesk
    from app.ui.draft_desk import DraftDesk
    from app.ui.find_desk import FindDesk
    from app.ui.help_desk import HelpDesk
    from app.ui.history_desk import HistoryDesk
    from app.ui.keep_desk import KeepDesk
    from app.ui.main_window import MainWindow
    from app.ui.plan_desk import PlanDesk
    from app.ui.proof_desk import ProofDesk
    from app.ui.rules_desk import RulesDesk
    from app.ui.share_desk import ShareDesk
    from app.ui.tab_desk import TabDesk
    from app.ui.writing_desk import WritingDesk

STOPPED = ("proof_desk", "rules_desk", "find_desk", "history_desk", "backup_desk", "draft_desk")


class Desks(QMainWindow):
    """The window's desks: each looks after some windows of its own and what the document tells about them."""

    share_desk: "ShareDesk | None" = None

    @cached_property
    def proof_desk(self) -> "ProofDesk":
        """Return what looks after 検算."""
        from app.ui.proof_desk import ProofDesk

        return ProofDesk(self._main)

    @cached_property
    def find_desk(self) -> "FindDesk":
        """Return what leads from the search box to what was found, and back."""
        from app.ui.find_desk import FindDesk

        return FindDesk(self._main)

    @cached_property
    def history_desk(self) -> "HistoryDesk":
        """Return what opens the history."""
        from app.ui.history_desk import HistoryDesk

        return HistoryDesk(self._main)

    @cached_property
    def backup_desk(self) -> "BackupDesk":
        """Return what looks after backups and comparisons."""
        from app.ui.backup_desk import BackupDesk

        return BackupDesk(self._main)

    @cached_property
    def plan_desk(self) -> "PlanDesk":
        """Return what opens meetings and the plan's tree."""
        from app.ui.plan_desk import PlanDesk

        return PlanDesk(self._main)

    @cached_property
    def tab_desk(self) -> "TabDesk":
        """Return what arranges the tabs of the plan."""
        from app.ui.tab_desk import TabDesk

        return TabDesk(self._main)

    @cached_property
    def rules_desk(self) -> "RulesDesk":
        """Return what opens the rules of status."""
        from app.ui.rules_desk import RulesDesk

        return RulesDesk(self._main)

    @cached_property
    def keep_desk(self) -> "KeepDesk":
        """Return what looks after inputs that could not be saved."""
        from app.ui.keep_desk import KeepDesk

        return KeepDesk(self._main)

    @cached_property
    def draft_desk(self) -> "DraftDesk":
        """Return what keeps the text that is being written."""
        from app.ui.draft_desk import DraftDesk

        return DraftDesk(self._main)

    @cached_property
    def help_desk(self) -> "HelpDesk":
        """Return what opens the manual."""
        from app.ui.help_desk import HelpDesk

        return HelpDesk(self._main)

    @cached_property
    def writing_desk(self) -> "WritingDesk":
        """Return what helps whoever writes a text or a formula."""
        from app.ui.writing_desk import WritingDesk

        return WritingDesk(self._main)

    def begin_desks(self) -> None:
        """Make those that listen all the time; to be called after the first picture."""
        for name in ("help_desk", "find_desk", "proof_desk", "draft_desk"):
            getattr(self, name)
        self.keep_desk.begin()

    def stop_desks(self) -> None:
        """Close what has been opened; the file is about to be closed."""
        for name in STOPPED:
            desk: Any = self.__dict__.get(name)
            if desk is not None:
                desk.stop()

    @property
    def _main(self) -> "MainWindow":
        return cast("MainWindow", self)
