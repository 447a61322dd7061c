"""The backups of a file as rows: when, why, what is in each, and whether it is sound."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt

from app.domain.whereabouts import day_words
from app.ui.theme import colour, figure_font

if TYPE_CHECKING:
    from app.domain.backup import Backup

Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()
HEADS = ("日時", "作った折", "状態", "指標", "数値", "会議", "最後の変更")
WHEN, WHY, STATE, INDICATORS, FIGURES, MEETINGS, LAST = range(len(HEADS))
COUNTED = {INDICATORS: "indicator", FIGURES: "observation", MEETINGS: "meeting"}
ROW = 26  # px
BROKEN = "壊れています"
STATES = {None: "確かめています", True: "無事", False: BROKEN}
DAYS = "月火水木金土日"


class BackupModel(QAbstractTableModel):
    """Rows of backups, the newest first; `sound` fills as each has been read."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.backups: list[Backup] = []
        self.sound: dict[str, bool] = {}

    def show(self, backups: "list[Backup]") -> None:
        """Show backups; what is known of their soundness stays known."""
        self.beginResetModel()
        self.backups = backups
        self.endResetModel()

    def mark(self, sound: dict[str, bool]) -> None:
        """Say of backups, by their names, whether they are sound."""
        self.sound.update(sound)
        if self.backups:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.backups) - 1, len(HEADS) - 1))

    def is_broken(self, backup: "Backup") -> bool:
        """Say whether a backup is known to be damaged."""
        return self.sound.get(backup.path.name) is False

    # Qt's side

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        """Return the number of backups."""
        return 0 if parent.isValid() else len(self.backups)

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        """Return the number of columns."""
        return len(HEADS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a column's head."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(HEADS):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(section)
        return HEADS[section] if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell's text, look, tooltip and words for a screen reader."""
        if not index.isValid():
            return None
        backup, column = self.backups[index.row()], index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(backup, column)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{HEADS[column]} {self._text(backup, column) or 'なし'}"
            case Qt.ItemDataRole.ToolTipRole:
                return _tooltip(backup)
            case Qt.ItemDataRole.SizeHintRole:
                return QSize(0, ROW)
            case Qt.ItemDataRole.TextAlignmentRole:
                return _side(column)
            case Qt.ItemDataRole.FontRole:
                return figure_font() if column in COUNTED or column == WHEN else None
            case Qt.ItemDataRole.ForegroundRole:
                return self._ink(backup, column)
        return None

    def _text(self, backup: "Backup", column: int) -> str:
        if column in COUNTED:
            count = backup.counts.get(COUNTED[column])
            return "" if count is None else f"{count:,}"
        texts = {WHEN: moment_words(backup), WHY: backup.reason, LAST: backup.last_edit}
        return STATES[self.sound.get(backup.path.name)] if column == STATE else texts[column]

    def _ink(self, backup: "Backup", column: int) -> Any:
        if self.is_broken(backup):
            return colour("error") if column == STATE else colour("muted")
        return colour("muted") if column == STATE else None


def moment_words(backup: "Backup") -> str:
    """Return when a backup was made, as R4.11.22（火）10:31."""
    made = backup.made_at
    return f"{day_words(made.date().isoformat())}（{DAYS[made.weekday()]}）{made:%H:%M}"


def short_moment(backup: "Backup") -> str:
    """Return when a backup was made in a few letters, as 11/22 10:31."""
    return f"{backup.made_at.month}/{backup.made_at.day} {backup.made_at:%H:%M}"


def _tooltip(backup: "Backup") -> str:
    lines = [moment_words(backup), backup.reason, backup.title]
    lines += ["最後の変更", last_edits_words(backup)] if backup.last_edits else []
    lines += [f"元のファイル: {backup.origin}"] if backup.origin else []
    return "\n".join(line for line in lines if line)


def last_edits_words(backup: "Backup") -> str:
    """Return the last edits in a backup, one a line."""
    moments = [f"{day_words(edit.made_at[:10])} {edit.made_at[11:16]}" for edit in backup.last_edits]
    lines = zip(moments, backup.last_edits, strict=True)
    return "\n".join(f"{moment}　{edit.who}　{edit.label}" for moment, edit in lines)


def _side(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in COUNTED else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
