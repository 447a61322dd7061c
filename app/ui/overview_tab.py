"""全体: three steps for a newcomer, and how far each goal and each department is, counted in idle moments."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.domain.errors import BoardError
from app.paths import Preferences
from app.services.document import Change, Document, TabView
from app.ui.count_table import CountRow, CountTable
from app.ui.spaced_label import JOINED, SpacedLabel, with_joins
from app.ui.step_strip import StepStrip
from app.ui.theme import colour, text_font

if TYPE_CHECKING:
    from app.domain.report import IndicatorRow, LegendView, OverviewLine, OverviewReport

DEBOUNCE_MS = 300
FIRST_COUNT_MS = 60  # after the first picture
FOLD_BELOW = 324  # logical pixels of the tab's own height: the window is then under 450
WIDEST = 1400
LEGEND = "legend:"  # before the uid of a class in what is asked of a tab
LEGEND_HEIGHT = 24  # px: the lines under links lie below what the font takes
LEGEND_GAP = "&nbsp;" * 5
NO_INDICATORS = "指標はまだありません（開いて追加する）"
NO_FIGURES = "数値の表はまだありません（開いて追加する）"
NO_DEPARTMENTS = "担当課の付いた指標はまだありません。担当課が付くと、課ごとの状況がここに並びます。"


class OverviewTab(QWidget):
    """The first tab. Labels stand at once, numbers follow when they are counted.

    Signals: `tab_requested(node, filter)` when a count is followed, the filter 'late@市民課' where it is of a
    department, 'legend:' and its uid where it is of a printed class; `step_requested(int)` for a step from 1 to 3.
    """

    tab_requested = Signal(str, str)
    step_requested = Signal(int)

    def __init__(self, document: Document, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document, self._preferences = document, preferences
        self._counting: Iterator[OverviewReport | None] | None = None
        self._counted: OverviewReport | None = None
        self._report: OverviewReport | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self.steps = StepStrip()
        self.show_steps_button = QPushButton("はじめの手順を表示")
        self.goals = CountTable("基本目標・重点取組み")
        self._made_departments: CountTable | None = None
        self._by_department = QVBoxLayout()
        self._build_parts()
        self._build_ui()
        self._connect()
        self._show_steps()
        self._show()
        self.goals.painted.connect(self._on_first_picture)

    def _build_parts(self) -> None:
        self._heading, self._plan = QLabel("全体の状況"), SpacedLabel()
        self._when, self._legend = QLabel(), QLabel()
        self._no_departments = _quiet(SpacedLabel(NO_DEPARTMENTS))
        self.retry_button = QPushButton("もう一度数える")
        self.retry_button.hide()
        self._heading.setProperty("heading", True)
        self._legend.setTextFormat(Qt.TextFormat.RichText)
        self._legend.setMinimumHeight(LEGEND_HEIGHT)
        for label in (self._plan, self._when):
            _quiet(label)
        self._legend.setWordWrap(True)

    def _build_ui(self) -> None:
        body = self._scrolled()
        column = QVBoxLayout(body)
        column.setContentsMargins(24, 16, 24, 24)
        column.setSpacing(0)
        column.addLayout(self._head())
        column.addSpacing(12)
        column.addWidget(self.steps)
        column.addSpacing(14)
        self._add_section(column, "計画の進み", self.goals)
        column.addSpacing(8)
        column.addWidget(self._legend)
        column.addSpacing(20)
        column.addLayout(self._by_department)
        column.addStretch(1)

    def _scrolled(self) -> QWidget:
        """Return the empty body in its place: what is moved with its parts inside is dressed by the style once more."""
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what is in it takes the keys and scrolls it
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        whole.addWidget(self._scroll)
        body = QWidget(self._scroll)
        body.setMaximumWidth(WIDEST)
        self._scroll.setWidget(body)
        return body

    def _head(self) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(5)
        words.addWidget(self._heading)
        words.addWidget(self._plan)
        self.show_steps_button.setFlat(True)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addLayout(words, 1)
        for widget in (self._when, self.retry_button, self.show_steps_button):
            line.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        return line

    def _add_section(self, column: QVBoxLayout, title: str, table: CountTable) -> None:
        heading = QLabel(title)
        font = text_font(14)
        font.setBold(True)
        heading.setFont(font)
        column.addWidget(heading)
        column.addSpacing(6)
        column.addWidget(table)

    def _connect(self) -> None:
        self._timer.timeout.connect(self._count)
        self.retry_button.clicked.connect(self._count)
        self.steps.chosen.connect(self.step_requested)
        self.steps.closed.connect(lambda: self._set_steps_closed(True))
        self.show_steps_button.clicked.connect(lambda: self._set_steps_closed(False))
        self.goals.chosen.connect(self._on_goal_chosen)
        self._legend.linkActivated.connect(self._on_legend_chosen)

    @property
    def departments(self) -> CountTable:
        """Return the table of departments, made when there is something to count for them."""
        if self._made_departments is None:
            self._made_departments = CountTable("担当課")
            self._add_section(self._by_department, "担当課ごとの指標", self._made_departments)
            self._by_department.addWidget(self._no_departments)
            self._made_departments.chosen.connect(self._on_department_chosen)
        return self._made_departments

    # steps

    def mark_step(self, step: int) -> None:
        """Tick a step (1 to 3) and remember it."""
        if step not in self._preferences.steps_done:
            self._preferences.steps_done = sorted([*self._preferences.steps_done, step])
            self._preferences.save()
        self._show_steps()

    def _set_steps_closed(self, closed: bool) -> None:
        self._preferences.steps_closed = closed
        self._preferences.save()
        self._show_steps()

    def _show_steps(self) -> None:
        closed = self._preferences.steps_closed
        self.steps.tick(self._preferences.steps_done)
        self.steps.setVisible(not closed and self.height() >= FOLD_BELOW)
        self.show_steps_button.setVisible(closed)

    def _on_first_picture(self) -> None:
        """Begin to count: a clock alone would not wait for the picture on a slow machine."""
        self.goals.painted.disconnect(self._on_first_picture)
        self._timer.start(FIRST_COUNT_MS)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the steps away where the window is low."""
        super().resizeEvent(event)
        self._show_steps()

    def changeEvent(self, event: QEvent) -> None:
        """Colour the legend's marks anew when the system changes between light and dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._show_legend(self._report)

    # counting

    def refresh(self, change: Change) -> None:
        """Count anew after a change, once the changes pause; labels follow at once."""
        self._counting = None
        if change.everything:
            self._report = None
        if change.structure or change.everything:
            self._show()
        self._timer.start(DEBOUNCE_MS)

    def stop(self) -> None:
        """Stop counting for good, before the window closes."""
        self._timer.stop()

    def _count(self) -> None:
        """Begin to count or count on, one step of a few milliseconds at a time, as long as nothing else happens."""
        if self._counting is None:
            self.retry_button.hide()
            self._when.setText("数えています…")
            self._counting = self._document.count()
        try:
            report = next(self._counting)
        except StopIteration:
            self._end()
        except BoardError as error:
            self._give_up(error)
        else:
            self._on_counted(report)
            self._timer.start(0)

    def _on_counted(self, report: "OverviewReport | None") -> None:
        if report is None:
            return
        self._counted = report
        # A recount grows from nothing: what is shown already stays until the new counts are whole.
        if self._report is None:
            self._show(report)

    def _end(self) -> None:
        self._counting = None
        self._report = self._counted
        self._show()

    def _give_up(self, error: BoardError) -> None:
        self._counting = None
        self._when.setText("数えられませんでした。")
        self._when.setToolTip(error.message)
        self.retry_button.show()

    # showing

    def _show(self, growing: "OverviewReport | None" = None) -> None:
        report = growing or self._report
        self._plan.setText("　".join(text for text in (self._document.city, self._document.board_title) if text))
        known = {line.node: line for line in report.goals} if report else {}
        self.goals.show_rows([_goal_row(tab, known.get(tab.node)) for tab in self._tabs()])
        if report is not None or self._made_departments is not None:
            departments = report.departments if report else ()
            self.departments.show_rows([CountRow(line.label, "指標", line) for line in departments])
            self.departments.setVisible(bool(departments))
            self._no_departments.setVisible(not departments and self._report is not None)
        self._show_since(report.since if report else "")
        self._show_legend(report)
        if self._report is not None and growing is None and self._counting is None:
            self._when.setText(self._moment(self._report))

    def _show_since(self, since: str) -> None:
        for table in (self.goals, self._made_departments):
            if table is not None:
                table.show_since(since)

    def _tabs(self) -> list[TabView]:
        return [tab for tab in self._document.tabs() if tab.kind != "overview"]

    def _moment(self, report: "OverviewReport") -> str:
        return "・".join(
            text for text in (report.meeting, f"{report.as_of_label}時点" * bool(report.as_of_label)) if text
        )

    def _show_legend(self, report: "OverviewReport | None") -> None:
        parts = _legend_parts(report) if report is not None else []
        if parts:  # not before the first picture
            self._legend.setTextInteractionFlags(
                Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
            )
        self._legend.setText(f'<p style="margin: 0; line-height: 140%">{(LEGEND_GAP + " ").join(parts)}</p>')
        self._legend.setVisible(bool(parts))

    # links

    def _on_goal_chosen(self, row: int, name: str) -> None:
        self.tab_requested.emit(self._tabs()[row].node, name)

    def _on_department_chosen(self, row: int, name: str) -> None:
        """Lead to the rows of the department behind the count."""
        from app.ui.goal_filters import keeps

        if self._report is None:
            return
        wanted = f"{name}@{self._report.departments[row].label}"
        table = self.departments
        spot = table.visualItemRect(table.currentItem()).bottomLeft() if table.currentItem() else table.rect().center()
        self._lead(wanted, keeps(wanted), table.viewport().mapToGlobal(spot))

    def _on_legend_chosen(self, wanted: str) -> None:
        """Lead to the indicators of a printed class of status; `wanted` is LEGEND and its uid."""
        uid = wanted.removeprefix(LEGEND)
        spot = self._legend.mapToGlobal(self._legend.rect().bottomLeft())
        self._lead(wanted, lambda row: row.status.legend_uid == uid, spot)

    def _lead(self, wanted: str, keep: "Callable[[IndicatorRow], bool]", spot: QPoint) -> None:
        """Lead to the rows that are kept; where several goals hold some, ask which at a spot of the screen."""
        found = self._goals_with(keep)
        if len(found) == 1:
            self.tab_requested.emit(found[0][0].node, wanted)
        elif found:
            self._ask_goal(wanted, found, spot)

    def _goals_with(self, keep: "Callable[[IndicatorRow], bool]") -> list[tuple[TabView, int]]:
        """Return the goals with rows that are kept, each with how many."""
        goals = [tab for tab in self._tabs() if tab.kind == "goal"]
        counts = [(tab, sum(map(keep, self._document.goal_report(tab.node).rows))) for tab in goals]
        return [(tab, count) for tab, count in counts if count]

    def _ask_goal(self, name: str, found: list[tuple[TabView, int]], spot: QPoint) -> None:
        from PySide6.QtWidgets import QMenu

        menu = QMenu(self)
        for tab, count in found:
            action = menu.addAction(f"{tab.label}　{count:,}件".replace("&", "&&"))
            wanted = (tab.node, name)
            action.triggered.connect(lambda _=False, wanted=wanted: self.tab_requested.emit(*wanted))
        menu.setActiveAction(menu.actions()[0])
        menu.popup(spot)


def _legend_parts(report: "OverviewReport") -> list[str]:
    from html import escape  # not needed before something is counted

    return [
        f'<span style="color:{colour(item.colour or "ink").name()}">{item.mark}</span>'
        f"&nbsp;{with_joins(escape(JOINED.join(item.label)))}&nbsp;{_legend_count(item)}"
        for item in report.legend
    ]


def _legend_count(item: "LegendView") -> str:
    """Return how many have a class, as a link to them where there are any."""
    words = f"<b>{item.count}件</b>"
    return (
        f'<a href="{LEGEND}{item.uid}" style="color:{colour("accent").name()}"><u>{words}</u></a>'
        if item.count
        else words
    )


def _goal_row(tab: TabView, line: "OverviewLine | None") -> CountRow:
    if tab.kind == "goal":
        return CountRow(tab.label, "指標", line, NO_INDICATORS)
    return CountRow(tab.label, "表の数値", line, NO_FIGURES, without=("behind",))


def _quiet(label: QLabel) -> QLabel:
    label.setProperty("muted", True)
    return label
