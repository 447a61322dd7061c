"""What the program is, its version, where it keeps things, and the licences of what it is built from."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from app import paths
from app.ui.room import take_room
from app.ui.spaced_label import SpacedLabel

SIZE = (760, 560)  # logical px
ICON = 48
PURPOSE = "計画の指標とDX重点取組み事項を1つのファイルで管理します。"
NOT_BUILT = "プログラムのもとのファイルから動いています。ライセンスの一覧は、配布用に作ったフォルダーに入ります。"


class AboutDialog(QDialog):
    """Shows name, version, places and licences; everything can be selected and copied."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("このソフトについて")
        take_room(self, SIZE)
        self.words = SpacedLabel(_words())
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.licences = QPlainTextEdit(_licences())
        self.licences.setReadOnly(True)
        self.licences.setAccessibleName("使っているソフトウェアのライセンス")
        self._build()

    def _build(self) -> None:
        picture = QLabel()
        picture.setPixmap(QIcon(str(paths.resources_folder() / "program.svg")).pixmap(ICON, ICON))
        head = QHBoxLayout()
        head.setSpacing(14)
        head.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.words, 1)
        caption = QLabel("使っているソフトウェアのライセンス(&L)")
        caption.setBuddy(self.licences)
        buttons = QDialogButtonBox()
        close = buttons.addButton("閉じる", QDialogButtonBox.ButtonRole.RejectRole)
        close.setDefault(True)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(caption)
        column.addWidget(self.licences, 1)
        column.addWidget(buttons)
        close.setFocus()


def _words() -> str:
    places = [f"プログラム: {paths.program_folder()}", f"設定と記録: {paths.settings_folder()}"]
    version = paths.program_version().rpartition(" ")[2]
    return "\n".join([f"{paths.PROGRAM_FOLDER}　版 {version}", PURPOSE, "", *places])


def _licences() -> str:
    try:
        return paths.licences_file().read_text(encoding="utf-8-sig")
    except OSError:
        return NOT_BUILT
