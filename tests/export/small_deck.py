"""A small deck with all that a workbook can hold: a month table with totals, marks, choices, a chart, hostile text."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from io import BytesIO

from PIL import Image

from app.layout.builder import CellOptions, PageBuilder, RowCell
from app.layout.page import (
    AxisSpec,
    ChartSpec,
    Choice,
    Deck,
    Formula,
    Number,
    Page,
    Picture,
    Rect,
    SeriesSpec,
    build_deck,
)
from app.layout.parts import add_frame
from app.layout.styles import NumberFormat

MONTHS = ("4月", "5月", "6月", "7月")
ASKED: tuple[int | None, ...] = (3202, 2098, 2048, None)
RIGHT: tuple[int | None, ...] = (1738, 1001, 1041, None)
CHOICES = (Choice("●", "status_good"), Choice("▲", "status_behind"))
HOSTILE = (
    "=1+1",
    "+SUM(A1)",
    "#N/A",
    "_x0041_",
    "a\x00b\x0bc",
    "d\ufffee\ud800f",
    "行1\r\n行2",
    " 前後の空白 ",
    "<&>\"'",
    "長" * 40_000,
    "12",
)


def key(name: str, month: str) -> tuple[str, str]:
    """Return the key of a figure."""
    return name, month


def figure_page() -> Page:
    """Return a page with a table of two rows over four months, totals by formula, rates and a combo chart."""
    builder = PageBuilder("DX重点取組み事項「チャットボット」", "17 チャットボット", "17")
    add_frame(builder, "対象期間", "情報政策課", "資料１")
    for y, (name, values) in zip((100, 120), (("質問", ASKED), ("正答", RIGHT)), strict=True):
        builder.add_row(0, y, 20, [RowCell(100, name, "label"), *_months(name, values), _total(name, values)])
    rates = [_rate(month, a, b) for month, a, b in zip(MONTHS, RIGHT, ASKED, strict=True)]
    builder.add_row(0, 140, 20, [RowCell(100, "正答率", "label good"), *rates])
    builder.add(Rect(500, 100, 44, 40), "●", "status_good", choices=CHOICES)
    builder.add(Rect(544, 100, 200, 20), "△", "caption", formula=Formula('IF({0}>0,"△","▽")', (key("質問", "4月"),)))
    builder.add_chart(_chart())
    builder.add_picture(Picture(rect=Rect(700, 200, 40, 40), data=red_square(), alt_text="赤い四角"))
    return builder.build()


def red_square() -> bytes:
    """Return a small PNG."""
    stream = BytesIO()
    Image.new("RGB", (4, 4), "#c8102e").save(stream, "png")
    return stream.getvalue()


def hostile_page() -> Page:
    """Return a page of texts that break careless writers."""
    builder = PageBuilder("危ない／文字：*?[]", "危ない／文字：*?[]" * 4)
    for row, text in enumerate(HOSTILE):
        builder.add(Rect(0, row * 20, 300, 20), text, "label one_line")
    return builder.build()


def small_deck() -> Deck:
    """Return the deck of both pages; the same each time."""
    return build_deck("進捗状況", "瀬戸市 情報政策課", date(2023, 3, 20), (figure_page(), hostile_page()))


def _months(name: str, values: tuple[int | None, ...]) -> list[RowCell]:
    return [
        RowCell(60, "未集計" if value is None else value, "missing" if value is None else "figure", _at(name, month))
        for month, value in zip(MONTHS, values, strict=True)
    ]


def _at(name: str, month: str) -> CellOptions:
    return CellOptions(key=key(name, month))


def _total(name: str, values: tuple[int | None, ...]) -> RowCell:
    formula = Formula("SUM({0}:{1})", (key(name, MONTHS[0]), key(name, MONTHS[-1])))
    total = sum(value for value in values if value is not None)
    return RowCell(80, total, "figure total", CellOptions(key=key(name, "計"), formula=formula))


def _rate(month: str, part: int | None, whole: int | None) -> RowCell:
    if part is None or whole is None:
        return RowCell(60, "〃", "missing")
    formula = Formula("ROUNDDOWN({0}/{1},3)", (key("正答", month), key("質問", month)))
    value = Decimal(int(Fraction(part, whole) * 1000)) / 1000
    return RowCell(60, value, "figure good", CellOptions(formula=formula, number_format=NumberFormat(1, percent=True)))


def _chart() -> ChartSpec:
    asked = SeriesSpec(name="質問", values=ASKED, keys=tuple(key("質問", month) for month in MONTHS))
    rates: tuple[Number | None, ...] = (Fraction(1, 3), Decimal("0.477"), None, Fraction(1, 2))
    line = SeriesSpec(
        name="正答率", values=rates, mark="line", axis="right", colour="red", labels=NumberFormat(1, percent=True)
    )
    return ChartSpec(
        uid="chatbot",
        kind="combo",
        rect=Rect(0, 200, 600, 300),
        categories=MONTHS,
        series=(asked, line),
        alt_text='質問数と"正答率"の推移 <月別>',
        right=AxisSpec(number_format=NumberFormat(percent=True), minimum=0, maximum=1),
    )
