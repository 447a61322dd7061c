"""Turns a chart's description into a native Excel chart, readable in grey: markers, dashes and patterns too."""

import re
from collections.abc import Mapping
from typing import Any, Literal, cast

from openpyxl.chart import BarChart, LineChart
from openpyxl.chart.axis import ChartLines, NumericAxis, TextAxis
from openpyxl.chart.data_source import (
    AxDataSource,
    NumData,
    NumDataSource,
    NumFmt,
    NumRef,
    NumVal,
    StrData,
    StrRef,
    StrVal,
)
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.legend import Legend
from openpyxl.chart.marker import Marker
from openpyxl.chart.series import Series, SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.colors import ColorChoice
from openpyxl.drawing.fill import PatternFillProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import (
    CharacterProperties,
    Paragraph,
    ParagraphProperties,
    RegularTextRun,
    RichTextProperties,
)
from openpyxl.drawing.text import Font as Typeface

from app.files.safe_text import clean_text
from app.layout.addresses import Addresses
from app.layout.chart_names import FEW, likely_room, name_size
from app.layout.page import ChartSpec, Key, SeriesSpec
from app.layout.styles import FIGURE_FONT, TEXT_FONT

Colours = Mapping[str, str]  # palette name to '#rrggbb'
_Chart = BarChart | LineChart
_Dash = Literal["solid", "dash", "sysDot", "dashDot"]
_DASHES: dict[str, _Dash] = {"solid": "solid", "dash": "dash", "dot": "sysDot", "dash_dot": "dashDot"}
_PATTERNS: dict[str, Literal["wdUpDiag", "pct25"]] = {"stripes": "wdUpDiag", "dots": "pct25"}
_LEGENDS: dict[str, Literal["t", "b", "r"]] = {"top": "t", "bottom": "b", "right": "r"}
_HAIR, _LINE = 6350, 28575  # EMU: 0.5 pt, 2.25 pt
_RIGHT_AXIS = 200
_UNLINKED = re.compile(r'(<numFmt formatCode="[^"]*") ?/>')


def native_chart(spec: ChartSpec, addresses: Addresses, names: tuple[str, ...], colours: Colours) -> _Chart:
    """Return the openpyxl chart of a description; its data stand where addresses says, on sheets of these names."""
    return _ChartWriter(spec, addresses, names, colours).chart()


class _ChartWriter:
    """Builds one chart: bars and lines, on the left and the right axis, each a plot of its own."""

    def __init__(self, spec: ChartSpec, addresses: Addresses, names: tuple[str, ...], colours: Colours) -> None:
        self._spec = spec
        self._colours = colours
        self._addresses = addresses
        self._names = names

    def chart(self) -> BarChart | LineChart:
        groups = [(mark, axis) for axis in ("left", "right") for mark in ("bar", "line")]
        plots = [plot for mark, axis in groups if (plot := self._plot(mark, axis)) is not None]
        first, *others = plots
        for plot in others:
            first += plot
        self._finish(first)
        return first

    def _plot(self, mark: str, axis: str) -> "BarChart | LineChart | None":
        spec = self._spec
        chosen = [(i, one) for i, one in enumerate(spec.series) if spec.mark_of(one) == mark and one.axis == axis]
        if not chosen:
            return None
        plot = BarChart() if mark == "bar" else LineChart()
        if isinstance(plot, BarChart):
            plot.gapWidth = spec.gap_width
            plot.grouping = "stacked" if spec.kind == "stacked" else "clustered"
            plot.overlap = 100 if spec.kind == "stacked" else 0
        plot.x_axis = self._category_axis()
        plot.y_axis = self._value_axis(axis)
        plot.series = [self._series(index, one, mark) for index, one in chosen]
        return plot

    def _category_axis(self) -> TextAxis:
        axis = TextAxis(delete=False, majorTickMark="none", minorTickMark="none", tickLblPos="low", noMultiLvlLbl=True)
        axis.title = self._axis_title(self._spec.category_title)
        axis.axPos = "b"
        axis.number_format = "General"
        axis.spPr = GraphicalProperties(ln=self._line("line_strong", _HAIR))
        size, step = name_size(self._spec, likely_room(self._spec))
        axis.txPr = self._text_properties(size, TEXT_FONT)
        if step > 1 and len(self._spec.categories) > FEW:  # few names that do not fit are slanted instead
            axis.tickLblSkip = axis.tickMarkSkip = step
        return axis

    def _series(self, index: int, one: SeriesSpec, mark: str) -> Series:
        spec = self._spec
        count = len(spec.categories)
        series = Series(idx=index, order=index)
        series.tx = SeriesLabel(strRef=self._texts(spec.name_key(index), spec.name_key(index), (one.name,)))
        categories = self._texts(spec.category_key(0), spec.category_key(count - 1), spec.categories)
        series.cat = AxDataSource(strRef=categories)
        series.val = NumDataSource(numRef=self._numbers(index, one))
        if mark == "bar":
            series.spPr, series.invertIfNegative = self._bar_look(one), False
        else:
            series.spPr, series.marker, series.smooth = self._line_look(one), self._marker(one), False
        series.dLbls = self._labels(one, mark, spec.kind == "stacked")
        return series

    def _texts(self, first: Key, last: Key, values: tuple[str, ...]) -> StrRef:
        points = [StrVal(idx=index, v=clean_text(value)) for index, value in enumerate(values)]
        place = self._addresses.range_text(first, last, self._names)
        return StrRef(f=place, strCache=StrData(ptCount=len(values), pt=points))

    def _numbers(self, index: int, one: SeriesSpec) -> NumRef:
        spec = self._spec
        last = len(one.values) - 1
        place = self._addresses.range_text(spec.value_key(index, 0), spec.value_key(index, last), self._names)
        points = [NumVal(idx=i, v=float(value)) for i, value in enumerate(one.values) if value is not None]
        return NumRef(f=place, numCache=NumData(formatCode="General", ptCount=len(one.values), pt=points))

    def _finish(self, chart: BarChart | LineChart) -> None:
        spec = self._spec
        chart.roundedCorners = False
        chart.display_blanks = "gap"
        chart.visible_cells_only = False
        chart.title = self._title(spec.title, 10.5) if spec.title else None
        chart.graphical_properties = GraphicalProperties(noFill=True, ln=LineProperties(noFill=True))
        chart.legend = None
        if spec.legend != "none":
            chart.legend = Legend(legendPos=_LEGENDS[spec.legend], overlay=False)
            chart.legend.txPr = self._text_properties(9.75, TEXT_FONT)

    def _value_axis(self, side: str) -> NumericAxis:
        spec = self._spec.left if side == "left" else self._spec.right
        axis = NumericAxis(delete=False, majorTickMark="none", minorTickMark="none", tickLblPos="nextTo")
        if side == "right":
            axis.axId, axis.crosses, axis.axPos, axis.majorGridlines = _RIGHT_AXIS, "max", "r", None
        else:
            axis.crosses = "autoZero"
            axis.majorGridlines = ChartLines(spPr=GraphicalProperties(ln=self._line("grid", _HAIR)))
        axis.crossBetween = "between"
        axis.title = self._axis_title(spec.title)
        axis.numFmt = NumFmt(formatCode=spec.number_format.axis_code, sourceLinked=False)
        axis.spPr = GraphicalProperties(ln=LineProperties(noFill=True))
        axis.txPr = self._text_properties(9, FIGURE_FONT)
        axis.scaling.min = None if spec.minimum is None else float(spec.minimum)
        axis.scaling.max = None if spec.maximum is None else float(spec.maximum)
        axis.majorUnit = None if spec.step is None else float(spec.step)
        return axis

    def _bar_look(self, one: SeriesSpec) -> GraphicalProperties:
        if one.pattern == "solid":
            return GraphicalProperties(solidFill=self._rgb(one.colour), ln=LineProperties(noFill=True))
        pattern = PatternFillProperties(prst=_PATTERNS[one.pattern])
        pattern.foreground, pattern.background = self._choice(one.colour), self._choice("white")
        return GraphicalProperties(pattFill=pattern, ln=self._line(one.colour, _HAIR))

    def _line_look(self, one: SeriesSpec) -> GraphicalProperties:
        return GraphicalProperties(ln=self._line(one.colour, _LINE, _DASHES[one.dash]))

    def _marker(self, one: SeriesSpec) -> Marker:
        if one.marker == "none":
            return Marker(symbol="none")
        look = GraphicalProperties(solidFill=self._rgb(one.colour), ln=self._line("white", _HAIR))
        return Marker(symbol=one.marker, size=7, spPr=look)

    def _labels(self, one: SeriesSpec, mark: str, stacked: bool) -> DataLabelList | None:
        if one.labels is None:
            return None
        place = "t" if mark == "line" else "ctr" if stacked else "outEnd"
        labels = DataLabelList(numFmt=one.labels.axis_code, dLblPos=place, showVal=True)
        labels.showSerName = labels.showCatName = labels.showLegendKey = labels.showPercent = False
        # A label in the middle of a bar stands on its own white ground: it is read on any fill and in grey print.
        labels.spPr = GraphicalProperties(solidFill=self._rgb("white")) if stacked else GraphicalProperties(noFill=True)
        labels.txPr = self._text_properties(9, FIGURE_FONT, one.colour if mark == "line" else "ink")
        return labels

    def _line(self, colour: str, width: int, dash: _Dash = "solid") -> LineProperties:
        return LineProperties(w=width, solidFill=self._rgb(colour), prstDash=dash)

    def _choice(self, colour: str) -> ColorChoice:
        choice: Any = ColorChoice()
        choice.srgbClr = self._rgb(colour)
        return cast(ColorChoice, choice)

    def _rgb(self, colour: str) -> str:
        return self._colours[colour].removeprefix("#").upper()

    def _characters(self, size: float, font: str, colour: str = "ink", bold: bool = False) -> CharacterProperties:
        face = Typeface(typeface=font)
        return CharacterProperties(
            sz=round(size * 100), b=bold, latin=face, ea=face, cs=face, solidFill=self._rgb(colour)
        )

    def _text_properties(self, size: float, font: str, colour: str = "ink") -> RichText:
        characters = self._characters(size, font, colour)
        paragraph = Paragraph(pPr=ParagraphProperties(defRPr=characters), endParaRPr=CharacterProperties(lang="ja-JP"))
        return RichText(bodyPr=RichTextProperties(), p=[paragraph])

    def _title(self, text: str, size: float) -> Title:
        characters = self._characters(size, TEXT_FONT, "navy", bold=True)
        run = RegularTextRun(rPr=characters, t=clean_text(text))
        rich = RichText(bodyPr=RichTextProperties(), p=[Paragraph(pPr=ParagraphProperties(defRPr=characters), r=[run])])
        return Title(tx=Text(rich=rich), overlay=False)

    def _axis_title(self, text: str | None) -> Title | None:
        return None if text is None else self._title(text, 9)


def finished_chart_xml(xml: str) -> str:
    """Return a chart's XML with what openpyxl cannot write: without autoTitleDeleted Excel invents a title.

    Formats of labels are cut loose from the cells. The empty runs that openpyxl puts into text properties go.
    """
    deleted = "0" if "<chart><title>" in xml else "1"
    xml = xml.replace("<plotArea>", f'<autoTitleDeleted val="{deleted}" /><plotArea>', 1)
    xml = _UNLINKED.sub(r'\1 sourceLinked="0" />', xml)
    return xml.replace("<a:r><a:t /></a:r>", "")
