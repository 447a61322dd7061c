"""The settings of the branch chosen in 計画の構成: unit, direction, months of a table and the like, saved at once."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from app.domain.branch_settings import Setting
from app.ui.cell_editor import CellEditor

WIDTH = 300
NOTHING = "左で選んだものの単位・期間などを、ここで決めます。"


class SettingsPane(QScrollArea):
    """Shows settings one under the other. Signal: `changed(Setting, str)` with what was chosen or typed."""

    changed = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings: tuple[Setting, ...] = ()
        self.fields: dict[str, QComboBox | QLineEdit] = {}
        self.title = QLabel(NOTHING)
        self.title.setWordWrap(True)
        self._form = QFormLayout()
        self._form.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._form.setVerticalSpacing(8)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(10)
        column.addWidget(self.title)
        column.addLayout(self._form)
        column.addStretch(1)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setMinimumWidth(WIDTH)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("選んだものの設定")

    def show_settings(self, title: str, settings: tuple[Setting, ...], *, writable: bool) -> None:
        """Show the settings of a branch; a text that is being typed stays."""
        self.title.setText(f"<b>{title}</b>" if title else NOTHING)
        if _shape(settings) != _shape(self._settings):
            self._settings = settings
            self._make(settings)
        self._settings = settings
        for setting in settings:
            field = self.fields[setting.name]
            field.setEnabled(writable)
            if isinstance(field, QComboBox):
                field.setCurrentIndex(field.findData(setting.value))
            elif not field.isModified():
                field.setText(setting.value)
                field.setCursorPosition(0)

    def _make(self, settings: tuple[Setting, ...]) -> None:
        while self._form.rowCount():
            self._form.removeRow(0)
        self.fields = {}
        for setting in settings:
            field = self._choice(setting) if setting.choices else self._line(setting)
            field.setAccessibleName(setting.words)
            self.fields[setting.name] = field
            words = QLabel(setting.words)
            words.setMinimumHeight(field.sizeHint().height())
            words.setBuddy(field)
            self._form.addRow(words, field)

    def _choice(self, setting: Setting) -> QComboBox:
        field = QComboBox()
        for code, words in setting.choices.items():
            field.addItem(words or "（なし）", code)
        field.activated.connect(lambda _: self._tell(setting.name, str(field.currentData())))
        return field

    def _line(self, setting: Setting) -> QLineEdit:
        field = CellEditor()
        field.setPlaceholderText(setting.hint)
        field.setToolTip(setting.hint)
        field.editingFinished.connect(lambda: self._end(field, setting.name))
        return field

    def _end(self, field: QLineEdit, name: str) -> None:
        if field.isModified():
            field.setModified(False)
            self._tell(name, field.text())

    def _tell(self, name: str, typed: str) -> None:
        setting = next((one for one in self._settings if one.name == name), None)
        if setting is not None:
            self.changed.emit(setting, typed)


def _shape(settings: tuple[Setting, ...]) -> list[tuple[str, str, str]]:
    return [(one.table, one.uid, one.name) for one in settings]
