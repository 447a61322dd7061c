"""One form for a new city's plan; what is wrong stands under its field, what was understood beside it."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.domain.errors import InputError
from app.domain.fiscal import fiscal_year_code, fiscal_year_of, format_period
from app.domain.new_plan import NewPlan, city_code, fiscal_year, goal_names, goal_number, meeting_name
from app.ui.room import take_room

LEAST_WIDTH = 680
SPARE = 40  # px for a line of words under a field
GOAL_LINES = 5
FIELD_HEIGHT = 28


class Field(QWidget):
    """A line to type into with a note under it: an error in the error colour, or what was understood."""

    def __init__(self, name: str, hint: str, check: Callable[[str], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit = QLineEdit()
        self.edit.setPlaceholderText(hint)
        self.edit.setAccessibleName(name)
        self.note = QLabel()
        self.note.hide()
        self._check = check
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.edit)
        column.addWidget(self.note)
        self.edit.textChanged.connect(lambda: self.validate(leaving=False))
        self.edit.editingFinished.connect(lambda: self.validate(leaving=True))

    @property
    def text(self) -> str:
        """Return what was typed, without blanks around it."""
        return self.edit.text().strip()

    def validate(self, *, leaving: bool) -> bool:
        """Say whether the text can be taken; an error is shown on leaving, and taken away as soon as it is mended."""
        try:
            understood = self._check(self.text)
        except InputError as error:
            if leaving:
                self._show(error.message, wrong=True)
            elif not self.edit.property("wrong"):
                self._show("", wrong=False)
            return False
        self._show(understood, wrong=False)
        return True

    def refuse(self, message: str) -> None:
        """Show why the text cannot stand beside another field's."""
        self._show(message, wrong=True)

    def _show(self, text: str, *, wrong: bool) -> None:
        self.note.setText(text)
        self.note.setVisible(bool(text))
        self.note.setProperty("error", wrong)
        self.note.setProperty("muted", not wrong)
        self.edit.setProperty("wrong", wrong)
        self.edit.setAccessibleDescription(text)
        for widget in (self.note, self.edit):
            widget.style().unpolish(widget)
            widget.style().polish(widget)


class NewPlanDialog(QDialog):
    """Asks for a new plan; `plan()` is None until it was accepted."""

    def __init__(self, parent: QWidget | None = None, *, today: date | None = None) -> None:
        super().__init__(parent)
        self._this_year = int(fiscal_year_of((today or date.today()).isoformat())[2:])
        self._plan: NewPlan | None = None
        self.city = Field("市区町村名", "例: ○○市", _required("市区町村名を入れてください。"))
        self.code = Field("団体コード", "6桁の数字", _code_note)
        self.division = Field("課名", "例: 情報政策課", _nothing)
        self.name = Field("計画名", "例: ○○市ICT推進計画", _required("計画名を入れてください。"))
        self.start = Field("計画期間の始まりの年度", "例: 令和4年度", _year_note)
        self.end = Field("計画期間の終わりの年度", "例: 令和8年度", _year_note)
        self.meeting = Field("会議名", meeting_name(self._this_year), _nothing)
        self.goals = QPlainTextEdit()
        self.goals_note = QLabel()
        self.make = QPushButton("作る(&M)")
        self.leave = QPushButton("やめる")
        self._build_ui()
        self._connect()

    def plan(self) -> NewPlan | None:
        """Return what was asked for, None where the form was left."""
        return self._plan

    def _build_ui(self) -> None:
        self.setWindowTitle("新しい計画を作る")
        heading, lead = QLabel("新しい計画を作る"), QLabel("＊ のある2つだけで作れます。ほかは後からでも入れられます。")
        heading.setProperty("heading", True)
        lead.setProperty("muted", True)
        self.make.setProperty("primary", True)
        self.make.setDefault(True)
        form = QWidget()
        column = QVBoxLayout(form)
        column.setContentsMargins(24, 20, 24, 8)
        column.setSpacing(6)
        column.addWidget(heading)
        column.addWidget(lead)
        column.addSpacing(12)
        column.addLayout(self._form())
        column.addStretch(1)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(24, 8, 24, 16)
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.make)
        buttons.addWidget(self.leave)
        area = QScrollArea()  # for screens that are lower than the form
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(form)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(area, 1)
        whole.addLayout(buttons)
        take_room(self, (LEAST_WIDTH, form.sizeHint().height() + buttons.sizeHint().height() + SPARE))

    def _form(self) -> QGridLayout:
        self._build_goals()
        form = QGridLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(9)
        form.setColumnStretch(1, 1)
        goals = QVBoxLayout()
        goals.setSpacing(3)
        goals.addWidget(self.goals)
        goals.addWidget(self.goals_note)
        years = QHBoxLayout()
        years.setSpacing(10)
        years.addWidget(self.start, 1)
        years.addWidget(_beside("〜"), 0, Qt.AlignmentFlag.AlignTop)
        years.addWidget(self.end, 1)
        _add(form, "市区町村名(&C) ＊", self.city.edit, self.city)
        _add(form, "団体コード(&B)", self.code.edit, self.code)
        _add(form, "課名(&D)", self.division.edit, self.division)
        _add(form, "計画名(&P) ＊", self.name.edit, self.name)
        _add(form, "計画期間(&T)", self.start.edit, years)
        _add(form, "会議名(&K)", self.meeting.edit, self.meeting)
        _add(form, "基本目標(&G)", self.goals, goals)
        return form

    def _build_goals(self) -> None:
        self.goals.setPlaceholderText("1行に1つずつ（番号 ①② は自動で付きます）\nくらしの向上\n産業の振興")
        self.goals.setAccessibleName("基本目標の名前、1行に1つ")
        self.goals.setTabChangesFocus(True)
        self.goals.setFixedHeight(self.goals.fontMetrics().lineSpacing() * GOAL_LINES + 14)
        self.goals_note.setProperty("muted", True)
        self.goals_note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def _connect(self) -> None:
        self.make.clicked.connect(self._on_make)
        self.leave.clicked.connect(self.reject)
        self.goals.textChanged.connect(self._show_goals)
        self.start.edit.textChanged.connect(self._show_meeting)
        self._show_goals()

    def _show_goals(self) -> None:
        names = goal_names(self.goals.toPlainText())
        shown = "　".join(f"{goal_number(place)}{name}" for place, name in enumerate(names, 1))
        self.goals_note.setText(
            f"{len(names)}つ作ります: {shown}" if names else "空のままなら「①基本目標1」を1つ作ります。"
        )

    def _show_meeting(self) -> None:
        self.meeting.edit.setPlaceholderText(meeting_name(self._meeting_year()))

    def _meeting_year(self) -> int:
        """Return this fiscal year, or the plan's first where that is still to come."""
        return max(self._this_year, _typed_year(self.start) or 0)

    def _on_make(self) -> None:
        """Take the form where it is in order; else lead to the first field that is not."""
        fields = (self.city, self.code, self.name, self.start, self.end)
        wrong = [field for field in fields if not field.validate(leaving=True)]
        start, end = _typed_year(self.start), _typed_year(self.end)
        if start and end and end < start:
            self.end.refuse("終わりが始まりより前です。")
            wrong.append(self.end)
        if wrong:
            wrong[0].edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._plan = NewPlan(
            city=self.city.text,
            city_code=city_code(self.code.text),
            division=self.division.text,
            plan_name=self.name.text,
            plan_start=start,
            plan_end=end,
            meeting_name=self.meeting.text,
            fiscal_year=self._meeting_year(),
            goals=goal_names(self.goals.toPlainText()),
        )
        self.accept()


def _required(message: str) -> Callable[[str], str]:
    def check(text: str) -> str:
        if not text:
            raise InputError(message)
        return ""

    return check


def _nothing(text: str) -> str:
    return ""


def _code_note(text: str) -> str:
    city_code(text)
    return ""


def _year_note(text: str) -> str:
    year = fiscal_year(text)
    if year is None:
        return ""
    label = format_period(fiscal_year_code(year), "era_long")
    return "" if label == text else f"→ {label}"


def _typed_year(field: Field) -> int | None:
    try:
        return fiscal_year(field.text)
    except InputError:
        return None


def _beside(text: str) -> QLabel:
    label = QLabel(text)
    label.setFixedHeight(FIELD_HEIGHT)
    return label


def _add(form: QGridLayout, text: str, buddy: QWidget, row: QWidget | QLayout) -> None:
    """Add a row whose label stands beside the first line of its field and leads there with Alt and its letter."""
    label = _beside(text)
    label.setBuddy(buddy)
    place = form.rowCount()
    form.addWidget(label, place, 0, Qt.AlignmentFlag.AlignTop)
    if isinstance(row, QWidget):
        form.addWidget(row, place, 1)
    else:
        form.addLayout(row, place, 1)
