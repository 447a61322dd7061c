"""担当課: the departments with how many rows name each; added, renamed, put into another, deleted when unused."""

from functools import partial

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.domain.errors import BoardError
from app.services.document import Change, Document
from app.ui.dialogs.row_drag import RowDrag
from app.ui.page_action import page_action
from app.ui.room import take_room
from app.ui.spaced_label import SpacedLabel

USUAL_SIZE, LEAST_SIZE = (520, 460), (420, 300)
NAME_WIDTH, ROW = 340, 28
EMPTY = "担当課はまだありません。下に名前を打って「足す」を押すか、指標の「担当課」の欄に打ってください。"
HINT = (
    "F2 で名前の変更、ドラッグか Alt+↑↓ で並べ替え、Del で削除。2つの名前で入った同じ課は「まとめる」で1つになります。"
)


class DepartmentsWindow(QWidget):
    """Shows the departments; every change is saved at once. Signal: `left()` on Esc."""

    left = Signal()

    def __init__(self, document: Document, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.document = document
        self.list, self.name, self.state = QTreeWidget(), QLineEdit(), SpacedLabel()
        self.add, self.merge, self.delete = QPushButton("足す(&A)"), QPushButton("まとめる"), QPushButton("削除(&D)")
        self._build_ui()
        self._connect()
        self.refresh()

    def refresh(self, change: Change | None = None) -> None:
        """Show the departments as the file has them now."""
        if change is not None and not (change.structure or change.everything):
            return
        held, found = self.current(), self.document.departments()
        self.list.blockSignals(True)
        self.list.clear()
        for department, uses in found:
            item = QTreeWidgetItem(self.list, [department.name, f"{uses:,}か所" if uses else "未使用"])
            item.setData(0, Qt.ItemDataRole.UserRole, department.uid)
            item.setSizeHint(0, QSize(0, ROW))
            item.setFlags((item.flags() | Qt.ItemFlag.ItemIsEditable) & ~Qt.ItemFlag.ItemIsDropEnabled)
            if department.uid == held:
                self.list.setCurrentItem(item)
        first = self.list.topLevelItem(0)
        if held is None and first is not None:
            self.list.setCurrentItem(first)
        self.list.blockSignals(False)
        if not self.state.property("error"):
            self.state.setText(HINT if found else EMPTY)
        self._show_buttons()

    def current(self) -> str | None:
        """Return the uid of the chosen department, None for none."""
        item = self.list.currentItem()
        return item.data(0, Qt.ItemDataRole.UserRole) if item is not None else None

    # what a person does

    def _add(self) -> None:
        if self._do(lambda: self.document.add_department(self.name.text())):
            self.name.clear()

    def _edit_name(self) -> None:
        item = self.list.currentItem()
        if item is not None and not self.document.read_only:
            self.list.editItem(item, 0)

    def _on_edited(self, item: QTreeWidgetItem) -> None:
        """Rename when the view has let go of the row, which a refresh takes away."""
        uid, name = item.data(0, Qt.ItemDataRole.UserRole), item.text(0)
        QTimer.singleShot(0, self, partial(self._rename, uid, name))

    def _rename(self, uid: str, name: str) -> None:
        there = any(one.uid == uid for one, _ in self.document.departments())
        if there and not self._do(lambda: self.document.rename_department(uid, name)):
            self.refresh()

    def _move(self, row: int, place: int) -> None:
        found = self.document.departments()
        if 0 <= row < len(found) and 0 <= place < len(found):
            self._do(lambda: self.document.move_department(found[row][0].uid, place))

    def _step(self, step: int) -> None:
        row = self.list.currentIndex().row()
        self._move(row, row + step)

    def _merge(self, into: str) -> None:
        gone = self.current()
        if gone is not None:
            self._do(lambda: self.document.merge_department(gone, into))

    def _delete(self) -> None:
        uid = self.current()
        name = next((one.name for one, _ in self.document.departments() if one.uid == uid), "")
        if uid is not None and self._do(lambda: self.document.delete_department(uid)):
            self.state.setText(f"「{name}」を削除しました。Ctrl+Z で戻せます。")

    def _do(self, verb: object) -> bool:
        message = ""
        try:
            self.state.setProperty("error", False)
            verb()  # type: ignore[operator]
        except BoardError as error:
            message = error.message
        self.state.setProperty("error", bool(message))
        self.state.setText(message or HINT)
        self.state.style().unpolish(self.state)
        self.state.style().polish(self.state)
        return not message

    def _fill_merge(self) -> None:
        menu = self.merge.menu()
        menu.clear()
        for department, _ in self.document.departments():
            if department.uid != self.current():
                menu.addAction(f"「{department.name}」に", partial(self._merge, department.uid))

    def _show_buttons(self) -> None:
        ready = self.current() is not None and not self.document.read_only
        self.merge.setEnabled(ready and self.list.topLevelItemCount() > 1)
        self.delete.setEnabled(ready)
        self.add.setEnabled(not self.document.read_only)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close with Escape; rename or delete the chosen department with F2 and Delete."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
            self.left.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self._delete()
        elif event.key() == Qt.Key.Key_F2:
            self._edit_name()
        elif event.key() == Qt.Key.Key_Insert:
            self.name.setFocus()
        else:
            super().keyPressEvent(event)

    # parts

    def _build_ui(self) -> None:
        self.setWindowTitle("担当課")
        self.setMinimumSize(*LEAST_SIZE)
        take_room(self, USUAL_SIZE)
        self.list.setHeaderLabels(("担当課", "使われている所"))
        self.list.setColumnWidth(0, NAME_WIDTH)
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setAccessibleName("担当課の一覧")
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)  # only names: see _edit_name
        self.name.setPlaceholderText("新しい担当課の名前")
        self.name.setAccessibleName("新しい担当課の名前")
        self.merge.setMenu(QMenu(self.merge))
        self.state.setAccessibleName("お知らせ")
        foot = QHBoxLayout()
        foot.addWidget(self.name, 1)
        for button in (self.add, self.merge, self.delete):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(self.list, 1)
        column.addWidget(self.state)
        column.addLayout(foot)

    def _connect(self) -> None:
        self.add.clicked.connect(self._add)
        self.name.returnPressed.connect(self._add)
        self.delete.clicked.connect(self._delete)
        self.merge.menu().aboutToShow.connect(self._fill_merge)
        self.list.itemChanged.connect(lambda item, _: self._on_edited(item))
        self.list.itemDoubleClicked.connect(lambda *_: self._edit_name())
        self.list.currentItemChanged.connect(lambda *_: self._show_buttons())
        RowDrag(self.list, self._move)
        page_action(self.list, "上へ", "up", "Alt+Up", lambda: self._step(-1))
        page_action(self.list, "下へ", "down", "Alt+Down", lambda: self._step(1))
        self.document.changed.connect(self.refresh)
