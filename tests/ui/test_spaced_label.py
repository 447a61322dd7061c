"""Several lines of Japanese in a label: apart from each other, the last one never a character or two."""

import pytest
from PySide6.QtGui import QFontMetrics, QTextDocument, QTextLayout
from PySide6.QtWidgets import QApplication

from app.ui.spaced_label import JOINED, LINE_HEIGHT, SpacedLabel, spaced, with_joins, with_tail
from app.ui.theme import text_font

WORDS = "控えから新しいファイルに復元できます。元のファイルには手を加えません。"


def lines(text: str, width: float) -> list[str]:
    """Return a text as the label's font breaks it."""
    layout = QTextLayout(text, QApplication.font())
    layout.beginLayout()
    found = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        found.append(text[line.textStart() : line.textStart() + line.textLength()].replace(JOINED, ""))
    layout.endLayout()
    return found


@pytest.mark.parametrize("less", range(1, 6))
def test_the_end_of_a_line_stays_together(qapp: QApplication, less: int) -> None:
    metrics = QFontMetrics(QApplication.font())
    width = metrics.horizontalAdvance(WORDS[:-less])
    assert len(lines(WORDS, width)[-1]) <= less + 1
    assert len(lines(with_tail(WORDS), width)[-1]) >= 6
    assert "".join(lines(with_tail(WORDS), width)) == WORDS


def test_a_short_line_is_left_as_it_is() -> None:
    assert with_tail("保存済みです") == "保存済みです"


def test_what_was_set_is_given_back_and_looks_like_no_markup(qapp: QApplication) -> None:
    label = SpacedLabel("<b>12</b> は読めません。\n\n数を入れてください。")
    assert label.text() == "<b>12</b> は読めません。\n\n数を入れてください。"
    shown = QTextDocument()
    shown.setHtml(spaced("<b>12</b> は読めません。数を入れてください。"))
    assert shown.toPlainText().replace(JOINED, "") == "<b>12</b> は読めません。数を入れてください。"
    assert shown.begin().blockFormat().lineHeight() == LINE_HEIGHT


def test_lines_are_as_high_and_gaps_as_wide_as_in_plain_text(qapp: QApplication) -> None:
    html = spaced(f"瀬戸市　{WORDS}")
    heights = []
    for shown in (html, html.replace(with_joins(JOINED), "")):
        page = QTextDocument()
        page.setDefaultFont(text_font())
        page.setHtml(shown)
        page.setTextWidth(200)
        heights.append(page.size().height())
        assert "　" in page.toPlainText()
    assert heights[0] == heights[1]
