"""The list under the search box: results by groups, the hit marked in each, where it stands at the right."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.ui.theme import colour, text_font

if TYPE_CHECKING:
    from app.services.finding import Hit, Hits

ROW, HEAD, PAD = 28, 30, 12
SHARE = 0.58  # of the width for the words, where both do not fit
BEFORE_MARK = 12  # characters kept before a mark that would be cut off
KIND_ROLE, HIT_ROLE, GROUP_ROLE = (Qt.ItemDataRole.UserRole + step for step in range(3))
MANY = 100  # results of one group: more are not asked for again
NOTHING = "見つかりません。言葉を短くするか、別の言い方でお試しください。"
GROWING = "まだ調べています…"


class FindList(QListWidget):
    """Shows Hits; it never takes the keys itself.

    Signals: `chosen(Hit)`, `more_wanted(str)` with the group whose other results are asked for.
    """

    chosen = Signal(object)
    more_wanted = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.touched = False  # a person has moved in it
        self.setWindowFlags(Qt.WindowType.ToolTip)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("検索の結果")
        self.setObjectName("found")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(FindDelegate(self))
        self.setMouseTracking(True)
        self.hide()
        self.itemClicked.connect(lambda item: self._take(item))

    def show_answers(self, answers: "tuple[Hits, ...]", whole: bool) -> None:
        """Show results; `whole` says that nothing more can be found."""
        self.clear()
        self.touched = False
        for group in answers:
            self._add("head", f"{group.title}　{group.total:,}件")
            for hit in group.hits:
                self._add("hit", hit.text, hit)
            self._add_rest(group)
        if not whole:
            self._add("note", GROWING)
        elif not answers:
            self._add("note", NOTHING)
        self.setCurrentRow(1 if answers else -1)
        self.scrollToTop()

    def _add_rest(self, group: "Hits") -> None:
        rest = group.total - len(group.hits)
        if rest and len(group.hits) < MANY:
            self._add("more", f"ほか{rest:,}件を表示", None, group.group)
        elif rest:
            self._add("note", f"ほか{rest:,}件（言葉を足すと絞れます）")

    def _add(self, kind: str, text: str, hit: "Hit | None" = None, group: str = "") -> None:
        item = QListWidgetItem(text)
        item.setData(KIND_ROLE, kind)
        item.setData(HIT_ROLE, hit)
        item.setData(GROUP_ROLE, group)
        if hit is not None:
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{hit.text}、{hit.where}")
            item.setToolTip(f"{hit.text}\n{hit.where}")
        if kind in ("head", "note"):
            item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setSizeHint(QSize(0, HEAD if kind == "head" else ROW))
        self.addItem(item)

    def wanted_height(self) -> int:
        """Return the height in px that shows everything."""
        return sum(self.item(row).sizeHint().height() for row in range(self.count())) + 2 * self.frameWidth() + 4

    def hits(self) -> "list[Hit]":
        """Return the results shown, in order."""
        found = (self.item(row).data(HIT_ROLE) for row in range(self.count()))
        return [hit for hit in found if hit is not None]

    def step(self, count: int) -> None:
        """Go down by results, or up; headings are passed over."""
        rows = [row for row in range(self.count()) if self.item(row).flags()]
        if rows:
            self.touched = True
            at = rows.index(self.currentRow()) if self.currentRow() in rows else -1
            self.setCurrentRow(rows[max(0, min(len(rows) - 1, at + count))])
            if self.currentRow() == rows[0]:
                self.scrollToTop()  # the heading over it too

    def choose_current(self) -> None:
        """Choose the current result, or ask for more of its group."""
        if self.currentItem() is not None:
            self._take(self.currentItem())

    def _take(self, item: QListWidgetItem) -> None:
        if item.data(KIND_ROLE) == "hit":
            self.chosen.emit(item.data(HIT_ROLE))
        elif item.data(KIND_ROLE) == "more":
            self.more_wanted.emit(item.data(GROUP_ROLE))


class FindDelegate(QStyledItemDelegate):
    """Draws headings, results with their marks, and lines of words."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one row."""
        painter.save()
        kind, room = index.data(KIND_ROLE), option.rect.adjusted(PAD, 0, -PAD, 0)
        view = self.parent()
        assert isinstance(view, FindList)
        if index.row() == view.currentRow():
            painter.fillRect(option.rect, colour("picked"))
        if kind == "hit":
            self._paint_hit(painter, room, index.data(HIT_ROLE), index.row() == view.currentRow())
        else:
            self._paint_words(painter, room, kind, str(index.data()))
        painter.restore()

    def _paint_words(self, painter: QPainter, room: QRect, kind: str, text: str) -> None:
        font = text_font(12 if kind == "head" else 13)
        font.setBold(kind == "head")
        font.setUnderline(kind == "more")
        painter.setFont(font)
        painter.setPen(colour("accent" if kind == "more" else "muted"))
        if kind == "head":
            painter.drawText(room.adjusted(0, 6, 0, 0), Qt.AlignmentFlag.AlignVCenter, text)
        else:
            text = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, room.width() - PAD)
            painter.drawText(room.adjusted(PAD, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_hit(self, painter: QPainter, room: QRect, hit: "Hit", current: bool) -> None:
        room = room.adjusted(PAD, 0, 0, 0)
        font = text_font()
        metrics = QFontMetrics(font)
        # Measured piece by piece as they are drawn: letters of one piece may stand closer together.
        needs = sum(metrics.horizontalAdvance(text) for text, _ in _pieces(hit, 0)) + 2
        where_needs = metrics.horizontalAdvance(hit.where)
        both = needs + 2 * PAD + where_needs <= room.width()
        share = needs if both else max(min(needs, round(room.width() * SHARE)), room.width() - where_needs - 2 * PAD)
        painter.setFont(font)
        painter.setPen(colour("picked_ink" if current else "muted"))
        rest = room.adjusted(min(share, needs) + 2 * PAD, 0, 0, 0)
        where = metrics.elidedText(hit.where, Qt.TextElideMode.ElideMiddle, rest.width())
        painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, where)
        painter.setClipRect(room.adjusted(0, 0, share - room.width(), 0))
        self._paint_marked(painter, room, hit, share, colour("picked_ink" if current else "ink"))

    def _paint_marked(self, painter: QPainter, room: QRect, hit: "Hit", width: int, ink: QColor) -> None:
        """Draw the words with their marks, cut so that the first mark is seen."""
        metrics, cut = painter.fontMetrics(), 0
        if hit.marks and metrics.horizontalAdvance(hit.text[: hit.marks[0][1]]) > width:
            cut = max(0, hit.marks[0][0] - BEFORE_MARK)
        x = room.left()
        for text, marked in _pieces(hit, cut):
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.left() + width - x)
            wide = metrics.horizontalAdvance(text)
            if marked:
                ground = QRect(x - 1, room.center().y() - metrics.height() // 2 - 1, wide + 2, metrics.height() + 2)
                painter.fillRect(ground, colour("mark"))
            painter.setPen(colour("mark_ink") if marked else ink)
            painter.drawText(QRect(x, room.top(), wide + 2, room.height()), Qt.AlignmentFlag.AlignVCenter, text)
            x += wide


def _pieces(hit: "Hit", cut: int) -> list[tuple[str, bool]]:
    """Return the text behind the cut in pieces, each with whether it is marked."""
    pieces, at = [("…", False)] if cut else [], cut
    for start, end in hit.marks:
        if start >= at:
            pieces += [(hit.text[at:start], False), (hit.text[start:end], True)]
            at = end
    return [(text.replace("\t", " "), marked) for text, marked in [*pieces, (hit.text[at:], False)] if text]
