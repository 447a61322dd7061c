"""会議: the meetings with their year and days; the next one is added here, dates corrected, one deleted."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.errors import BoardError
from app.domain.fiscal import format_period
from app.domain.meetings import MeetingWords, day_code, name_for_year, year_code, year_of_day
from app.services.document import Change, Document
from app.ui.dialogs.new_plan import Field
from app.ui.dialogs.row_drag import RowDrag
from app.ui.page_action import page_action
from app.ui.room import take_room

USUAL_SIZE, LEAST_SIZE = (820, 460), (520, 320)
LIST_WIDTH, ROW = 280, 34
CARRY = "前回の文章を写して始める(&C)"
CARRY_TIP = "前の会議の文章・表・図を、新しい会議に写します。前の会議の資料はそのまま残ります"
FIGURES = "数値と目標値は会議を通して続いているので、写さなくても表示されます。"


class MeetingsWindow(QWidget):
    """Shows the meetings, the newest first, and the chosen one's fields; every change is saved at once."""

    left = Signal()

    def __init__(self, document: Document, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.document = document
        self._adding = False
        self.list = QListWidget()
        self.name = Field("会議の名前", "例: 令和5年度 第1回", lambda _: "")
        self.year = Field("年度", "例: 令和5年度", _year_note)
        self.held_on = Field("開催日", "例: 令和5年8月1日", _day_note)
        self.as_of = Field("基準日", "例: 令和5年6月30日（この日までの数値を載せます）", _day_note)
        self.carry, self.note, self.state = QCheckBox(CARRY), QLabel(), QLabel()
        self.add = QPushButton("次の会議を足す(&N)")
        self.choose = QPushButton("この会議を表示する(&O)")
        self.delete = QPushButton("削除(&D)")
        self.take, self.leave = QPushButton("足す(&A)"), QPushButton("やめる")
        self._build_ui()
        self._connect()
        self.refresh()

    @property
    def fields(self) -> tuple[Field, ...]:
        """Return the fields in order."""
        return self.name, self.year, self.held_on, self.as_of

    # what a person does

    def begin_adding(self) -> None:
        """Offer the form with the meeting that probably comes next."""
        words = self.document.next_meeting()
        self._adding = True
        self.refresh()
        self._fill(words)
        self.carry.setChecked(True)
        self._show_state()
        self.name.edit.setFocus()
        self.name.edit.selectAll()

    def _take(self) -> None:
        if not all(field.validate(leaving=True) for field in self.fields):
            return
        if self._do(lambda: self.document.add_meeting(self._words(), self.carry.isChecked())):
            self._adding = False
            self.refresh()
            self.show_meeting(self.document.meeting)
            self.list.setFocus()

    def _stop_adding(self) -> None:
        self._adding = False
        self.refresh()
        self.list.setFocus()

    def _change(self) -> None:
        uid = self.current()
        if self._adding or uid is None or not all(field.validate(leaving=True) for field in self.fields):
            return
        if self._words() != self.document.meeting_words(uid):
            self._do(lambda: self.document.change_meeting(uid, self._words()))

    def _edit_name(self) -> None:
        self.name.edit.setFocus()
        self.name.edit.selectAll()

    def _delete(self) -> None:
        uid = self.current()
        if uid is not None and self._do(lambda: self.document.delete_meeting(uid)):
            self.state.setText("削除しました。Ctrl+Z で戻せます。")

    def _move(self, row: int, to: int) -> None:
        """Put the meeting of a row in the place of another; the list has the newest first."""
        count = self.list.count()
        if not self._adding and 0 <= row < count and 0 <= to < count:
            uid = self.list.item(row).data(Qt.ItemDataRole.UserRole)
            self._do(lambda: self.document.move_meeting(uid, count - 1 - to))

    def _step(self, step: int) -> None:
        row = self.list.currentRow()
        self._move(row, row + step)

    def _choose(self) -> None:
        uid = self.current()
        if uid is not None:
            self.document.set_meeting(uid)

    def _propose_year(self) -> None:
        """Let the year, as long as nobody typed one, follow the day while a meeting is being added."""
        year = year_of_day(self.held_on.text)
        if self._adding and year and not self.year.edit.isModified():
            self.year.edit.setText(year)
            self._propose_name()

    def _propose_name(self) -> None:
        """Let the name, as long as nobody typed one, follow the year while a meeting is being added."""
        if self._adding:
            proposed = name_for_year(self.document.index, self.year.text)
            if proposed and not self.name.edit.isModified():
                self.name.edit.setText(proposed)

    def _do(self, verb: object) -> bool:
        try:
            verb()  # type: ignore[operator]
        except BoardError as error:
            self.state.setText(error.message)
            return False
        self.state.clear()
        return True

    # what is shown

    def current(self) -> str | None:
        """Return the uid of the meeting whose fields are shown, None while one is added."""
        item = self.list.currentItem()
        return item.data(Qt.ItemDataRole.UserRole) if item is not None and not self._adding else None

    def show_meeting(self, uid: str | None) -> None:
        """Show the fields of a meeting."""
        for row in range(self.list.count()):
            if self.list.item(row).data(Qt.ItemDataRole.UserRole) == uid:
                self.list.setCurrentRow(row)

    def refresh(self, change: Change | None = None) -> None:
        """Show the meetings as the file has them now."""
        held = self.current() or self.document.meeting
        self.list.blockSignals(True)
        self.list.clear()
        for meeting in self.document.meetings():
            shown = "　● 表示中" if meeting.uid == self.document.meeting else ""
            item = QListWidgetItem(meeting.label + shown, self.list)
            item.setData(Qt.ItemDataRole.UserRole, meeting.uid)
            item.setSizeHint(QSize(0, ROW))
            item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsDropEnabled)
            item.setToolTip(meeting.label)
            if meeting.uid == held and not self._adding:
                self.list.setCurrentItem(item)
        self.list.blockSignals(False)
        self._show_current()

    def _show_current(self) -> None:
        uid = self.current()
        if not self._adding:
            self._fill(self.document.meeting_words(uid) if uid else MeetingWords(name=""))
        self._show_state()

    def _on_row(self) -> None:
        self._adding = False
        self.state.clear()
        self._show_current()

    def _show_state(self) -> None:
        uid, writable = self.current(), not self.document.read_only
        for field in self.fields:
            field.setEnabled(writable and (self._adding or uid is not None))
        self.carry.setVisible(self._adding and bool(self.document.meetings()))
        for button in (self.take, self.leave):
            button.setVisible(self._adding)
        for button in (self.choose, self.delete):
            button.setVisible(not self._adding)
        self.add.setEnabled(writable and not self._adding)
        self.choose.setEnabled(uid is not None and uid != self.document.meeting)
        self.delete.setEnabled(writable and uid is not None)
        self.note.setText(self._note(uid))

    def _note(self, uid: str | None) -> str:
        if self._adding:
            return FIGURES
        if uid is None:
            return "会議はまだありません。「次の会議を足す」を押してください。"
        try:
            hanging = self.document.meeting_hangings(uid)
        except BoardError:  # it says so itself when 削除 is pressed
            hanging = ""
        return f"この会議だけのもの: {hanging}。削除すると一緒になくなります（Ctrl+Z で戻せます）。" if hanging else ""

    def _fill(self, words: MeetingWords) -> None:
        texts = (words.name, words.fiscal_year, words.held_on, words.as_of)
        for field, text in zip(self.fields, texts, strict=True):
            if field.text != text:
                field.edit.setText(text)
            field.validate(leaving=False)

    def _words(self) -> MeetingWords:
        name, year, held_on, as_of = (field.text for field in self.fields)
        return MeetingWords(name=name, fiscal_year=year, held_on=held_on, as_of=as_of)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the form, then the window, with Escape; add, rename and delete in the list."""
        keys = {Qt.Key.Key_Insert: self.begin_adding, Qt.Key.Key_F2: self._edit_name, Qt.Key.Key_Delete: self._delete}
        if event.key() in keys and self.list.hasFocus() and not self.document.read_only:
            keys[Qt.Key(event.key())]()
        elif event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self._adding:
            self._stop_adding()
        else:
            self.close()
            self.left.emit()

    # parts

    def _build_ui(self) -> None:
        self.setWindowTitle("会議")
        self.setMinimumSize(*LEAST_SIZE)
        take_room(self, USUAL_SIZE)
        self.list.setAccessibleName("会議の一覧")
        self.list.setFixedWidth(LIST_WIDTH)
        self.take.setProperty("primary", True)
        self.carry.setToolTip(CARRY_TIP)
        for label in (self.note, self.state):
            label.setWordWrap(True)
        self.note.setProperty("muted", True)
        self.state.setAccessibleName("お知らせ")
        form = QFormLayout()
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        form.setVerticalSpacing(10)
        for text, field in zip(("会議の名前", "年度", "開催日", "基準日"), self.fields, strict=True):
            form.addRow(text, field)
        form.addRow("", self.carry)
        side = QVBoxLayout()
        side.addWidget(self.list, 1)
        side.addWidget(self.add)
        body = QVBoxLayout()
        body.addLayout(form)
        body.addWidget(self.note)
        body.addWidget(self.state)
        body.addStretch(1)
        body.addLayout(self._foot())
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 14, 16, 14)
        line.setSpacing(16)
        line.addLayout(side)
        line.addLayout(body, 1)

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.addWidget(self.delete)
        foot.addStretch(1)
        for button in (self.choose, self.leave, self.take):
            foot.addWidget(button)
        return foot

    def _connect(self) -> None:
        self.list.currentItemChanged.connect(lambda *_: self._on_row())
        self.list.itemDoubleClicked.connect(lambda _: self._choose())
        self.add.clicked.connect(self.begin_adding)
        self.take.clicked.connect(self._take)
        self.leave.clicked.connect(self._stop_adding)
        self.choose.clicked.connect(self._choose)
        self.delete.clicked.connect(self._delete)
        self.year.edit.textEdited.connect(lambda _: self._propose_name())
        self.held_on.edit.textEdited.connect(lambda _: self._propose_year())
        for field in self.fields:
            field.edit.editingFinished.connect(self._change)
            field.edit.returnPressed.connect(lambda: self._take() if self._adding else None)
        RowDrag(self.list, self._move)
        page_action(self.list, "上へ", "up", "Alt+Up", lambda: self._step(-1))
        page_action(self.list, "下へ", "down", "Alt+Down", lambda: self._step(1))
        self.document.changed.connect(self.refresh)


def _day_note(typed: str) -> str:
    code = day_code(typed)
    if code is None:
        return ""
    return _unlike(typed, format_period(code, "era_long"))


def _year_note(typed: str) -> str:
    code = year_code(typed)
    return _unlike(typed, format_period(code, "era_long")) if code else ""


def _unlike(typed: str, understood: str) -> str:
    return "" if typed == understood else understood
