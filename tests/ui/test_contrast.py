"""Contrast of everything that is written or drawn on the screen and in print, measured, in every scheme.

Each name of a colour stands in one of the lists below; a new name that stands in none fails.
"""

from collections.abc import Iterator
from itertools import product
from typing import get_args

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from app.domain.report import FigureView, State
from app.layout.chart_looks import LINE_COLOURS
from app.palette import COLOURS
from app.ui import grid_delegate, ink, theme
from app.ui.grid_model import CellView
from app.ui.theme import LIGHT, colour
from app.ui.trend_chart import _COLOURS
from tests.contrast import CONTRASTS, contrast_palette
from tests.ui.test_theme import READ_ON, SCHEMES, SEEN_ON, contrast, themed, turn

__all__ = ["themed"]  # a fixture

TEXT, MARK = 4.5, 3.0
STATUSES = ("status_good", "status_behind", "status_done", "status_review")
WRITTEN = ("ink", "muted", "grey", "hint", "accent", "navy", "navy_deep", "error", "status_review", *STATUSES)
GROUNDS = ("surface", "ground", "panel", "disabled_ground")
CHARTS = (*_COLOURS, "edge", "red", "focus")  # series, last year, target, the cursor: all of them on `surface`
FRAMES = ("line", "grid", "hatch", "rule")  # hairlines and textures that nothing depends on
INACTIVE = ("disabled",)
ON_PAPER = ("white",)
SOFT_GROUNDS = ("head", "hover", "selected", "strip", "warning_tint", *(f"{status}_tint" for status in STATUSES))
STATES = [*get_args(State)]
SHOWN = [
    CellView(text="1,900", figure=FigureView("1,900", state=state, missing=missing), role=role)
    for state, missing, role in product(STATES, (None, "pending", "unknown"), ("plain", "band", "total"))
]


@pytest.fixture(params=["Light", "Dark", *CONTRASTS])
def scheme(request: pytest.FixtureRequest, themed: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Wear one scheme after the other."""
    name: str = request.param
    before = QApplication.palette()
    if name in CONTRASTS:
        monkeypatch.setattr(theme, "_high_contrast", lambda: True)
        theme.wear(themed, contrast_palette(name))
    else:
        turn(themed, Qt.ColorScheme[name])
    yield name
    if name in CONTRASTS:
        monkeypatch.undo()
        theme.wear(themed, before)
    turn(themed, SCHEMES[0])


def weak(pairs: dict[str, tuple[QColor, QColor]], least: float) -> dict[str, float]:
    """Return the pairs, print first and ground second, that can be told apart too badly."""
    found = {name: round(contrast(over, ground), 2) for name, (over, ground) in pairs.items()}
    return {name: ratio for name, ratio in found.items() if ratio < least}


def named(inks: tuple[str, ...], grounds: tuple[str, ...]) -> dict[str, tuple[QColor, QColor]]:
    return {f"{one} on {ground}": (colour(one), colour(ground)) for one, ground in product(inks, grounds)}


def test_every_colour_has_its_place_here() -> None:
    pairs = {name for pair in (*READ_ON, *SEEN_ON) for name in pair}
    known = {*WRITTEN, *GROUNDS, *CHARTS, *FRAMES, *INACTIVE, *ON_PAPER, *SOFT_GROUNDS, *pairs}
    assert LIGHT.keys() - known == set()


def test_words_on_the_grounds_of_windows(scheme: str) -> None:
    assert weak(named(WRITTEN, GROUNDS[:3]), TEXT) == {}


def test_words_on_soft_grounds(scheme: str) -> None:
    grounds = SOFT_GROUNDS if scheme not in CONTRASTS else SOFT_GROUNDS[:4]  # tints are for paper and the schemes
    assert weak(named(("ink",), grounds), TEXT) == {}


def test_what_charts_draw(scheme: str) -> None:
    assert weak(named(CHARTS, ("surface",)), MARK) == {}


def test_status_marks_on_every_ground_they_stand_on(scheme: str) -> None:
    assert weak(named(STATUSES, ("surface", "ground", "hover", "head")), MARK) == {}
    chosen = ink.mixed(colour("surface"), colour("accent"), grid_delegate.CHOSEN)
    assert weak({name: (colour(name), chosen) for name in STATUSES}, MARK) == {}
    picked = {name: (colour(theme.ink_on_picked(name)), colour("picked")) for name in STATUSES}
    assert weak(picked, MARK) == {}


def test_what_cells_say_on_what_they_are_filled_with(scheme: str) -> None:
    palette = QApplication.palette()
    ghost = CellView(text="指標の名前", role="ghost")  # it cannot be chosen
    pairs = {"ghost": (grid_delegate._pen(palette, ghost, False), grid_delegate._ground(palette, ghost))}
    for view in SHOWN:
        assert view.figure is not None
        told, ground = f"{view.role} {view.figure.state} {view.figure.missing}", grid_delegate._ground(palette, view)
        pairs[told] = (grid_delegate._pen(palette, view, False), ground)
        chosen = ink.mixed(ground, ink.accent(palette), grid_delegate.CHOSEN)
        pairs[f"{told}, chosen"] = (grid_delegate._pen(palette, view, True), chosen)
    assert weak(pairs, TEXT) == {}


def test_what_empty_fields_say_of_themselves(scheme: str) -> None:
    fields: list[QWidget] = [QLineEdit(), QPlainTextEdit(), QTextEdit(), QComboBox()]
    pairs = {}
    for field in fields:
        field.ensurePolished()
        hint = field.palette().color(QPalette.ColorRole.PlaceholderText)
        assert hint.alpha() == 255
        pairs[type(field).__name__] = (hint, colour("surface"))
    assert weak(pairs, TEXT) == {}


def test_what_is_printed_on_white_paper() -> None:
    white = QColor(COLOURS["white"])
    written = ("ink", "navy", "navy_deep", "grey", "error", *STATUSES)
    pairs = {name: (QColor(COLOURS[name]), white) for name in written}
    pairs |= {f"ink on {ground}": (QColor(COLOURS["ink"]), QColor(COLOURS[ground])) for ground in ("head", "panel")}
    pairs["white on navy"] = (white, QColor(COLOURS["navy"]))
    marks = {f"{one} on its tint": (QColor(COLOURS[one]), QColor(COLOURS[f"{one}_tint"])) for one in STATUSES}
    marks |= {f"line {name}": (QColor(COLOURS[name]), white) for name in LINE_COLOURS}
    assert weak(pairs, TEXT) == {}
    assert weak(marks, MARK) == {}
