"""The theme can be read in light and dark, follows the system, and every icon shows something at every resolution."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QImage, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QApplication, QPushButton, QTabBar

from app.palette import COLOURS
from app.paths import resources_folder
from app.ui import theme
from app.ui.icons import icon
from app.ui.theme import DARK, LIGHT, apply_theme, colour, figure_font, is_dark, text_font
from tests.contrast import CONTRASTS, contrast_palette

SCHEMES = [Qt.ColorScheme.Light, Qt.ColorScheme.Dark]
ICONS = sorted(path.stem for path in (resources_folder() / "icons").glob("*.svg"))
STATUSES = ["status_good", "status_behind", "status_done", "status_review"]
READ_ON = [
    *((ink, ground) for ink in ("ink", "muted", "accent", "error", *STATUSES) for ground in ("surface", "ground")),
    *((status, f"{status}_tint") for status in STATUSES),
    *(("ink", ground) for ground in ("head", "hover", "selected", "strip", "warning_tint")),
    *(("accent_ink", ground) for ground in ("accent", "accent_hover", "accent_down")),
    ("picked_ink", "picked"),
    ("mark_ink", "mark"),
]
SEEN_ON = [(line, ground) for line in ("edge", "focus") for ground in ("surface", "ground")]
ROLES = QPalette.ColorRole
ROLES_READ_ON = [
    (ROLES.WindowText, ROLES.Window),
    (ROLES.Text, ROLES.Base),
    (ROLES.Text, ROLES.AlternateBase),
    (ROLES.ButtonText, ROLES.Button),
    (ROLES.HighlightedText, ROLES.Highlight),
    (ROLES.PlaceholderText, ROLES.Base),
    (ROLES.ToolTipText, ROLES.ToolTipBase),
    (ROLES.Link, ROLES.Base),
]


@pytest.fixture(scope="module")
def themed(qapp: QApplication) -> Iterator[QApplication]:
    """Return the application with the theme on; other files' tests get their plain one back.

    Once a file: dressing takes long where earlier tests have left many widgets behind.
    """
    palette, sheet, font = QApplication.palette(), qapp.styleSheet(), QApplication.font()
    apply_theme(qapp)
    yield qapp
    hints = qapp.styleHints()
    hints.colorSchemeChanged.disconnect()
    hints.accessibility().contrastPreferenceChanged.disconnect()
    qapp.setStyleSheet(sheet)
    QApplication.setPalette(palette)
    QApplication.setFont(font)


def turn(app: QApplication, scheme: Qt.ColorScheme) -> None:
    """Tell the program what the system tells it when a person changes the scheme."""
    if is_dark() != (scheme == Qt.ColorScheme.Dark):
        app.styleHints().colorSchemeChanged.emit(scheme)


def luminance(of: QColor) -> float:
    """Return the relative luminance of a colour, 0 to 1 (WCAG 2.2)."""
    parts = (of.redF(), of.greenF(), of.blueF())
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return float(0.2126 * red + 0.7152 * green + 0.0722 * blue)


def contrast(one: QColor, other: QColor) -> float:
    """Return the contrast of two colours, 1 to 21 (WCAG 2.2)."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def inked(picture: QPixmap | QImage) -> set[str]:
    """Return the colours of a picture's opaque dots."""
    image = picture.toImage() if isinstance(picture, QPixmap) else picture
    dots = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return {dot.name() for dot in dots if dot.alpha() == 255}


def test_contrast_of_known_pairs() -> None:
    assert contrast(QColor("#ffffff"), QColor("#000000")) == pytest.approx(21)
    assert contrast(QColor("#197a4b"), QColor("#ffffff")) == pytest.approx(5.35, abs=0.01)


@pytest.mark.parametrize("scheme", SCHEMES, ids=lambda scheme: scheme.name)
def test_words_can_be_read_on_their_grounds(themed: QApplication, scheme: Qt.ColorScheme) -> None:
    turn(themed, scheme)
    weak = {pair: round(contrast(colour(pair[0]), colour(pair[1])), 2) for pair in READ_ON}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("scheme", SCHEMES, ids=lambda scheme: scheme.name)
def test_outlines_and_focus_can_be_seen(themed: QApplication, scheme: Qt.ColorScheme) -> None:
    turn(themed, scheme)
    weak = {pair: round(contrast(colour(pair[0]), colour(pair[1])), 2) for pair in SEEN_ON}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 3} == {}


@pytest.mark.parametrize("scheme", SCHEMES, ids=lambda scheme: scheme.name)
def test_palette_in_force_can_be_read(themed: QApplication, scheme: Qt.ColorScheme) -> None:
    turn(themed, scheme)
    palette = QApplication.palette()
    weak = {pair: round(contrast(palette.color(pair[0]), palette.color(pair[1])), 2) for pair in ROLES_READ_ON}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("name", CONTRASTS)
def test_in_high_contrast_the_system_s_colours_serve_and_can_be_read(
    themed: QApplication, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(theme, "_high_contrast", lambda: True)
    before = QApplication.palette()
    theme.wear(themed, contrast_palette(name))
    weak = {pair: round(contrast(colour(pair[0]), colour(pair[1])), 2) for pair in READ_ON if "tint" not in pair[1]}
    outlines = {pair: round(contrast(colour(pair[0]), colour(pair[1])), 2) for pair in SEEN_ON}
    monkeypatch.undo()
    theme.wear(themed, before)
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 4.5} == {}
    assert {pair: ratio for pair, ratio in outlines.items() if ratio < 3} == {}


def test_light_and_dark_know_the_same_names() -> None:
    assert LIGHT.keys() == DARK.keys()
    assert COLOURS.keys() <= LIGHT.keys()


def test_scheme_is_followed_while_running(themed: QApplication) -> None:
    turn(themed, Qt.ColorScheme.Dark)
    assert is_dark()
    assert colour("surface").name() == DARK["surface"]
    turn(themed, Qt.ColorScheme.Light)
    assert not is_dark()
    assert colour("surface").name() == LIGHT["surface"]


def test_primary_button_is_filled_with_the_accent(themed: QApplication) -> None:
    button = QPushButton("書き出す")
    button.setProperty("primary", True)
    button.resize(120, 30)
    for scheme, accent in zip(SCHEMES, (LIGHT["accent"], DARK["accent"]), strict=True):
        turn(themed, scheme)
        assert button.grab().toImage().pixelColor(8, 15).name() == accent


def test_tabs_are_34_high(themed: QApplication) -> None:
    tabs = QTabBar()
    tabs.addTab("全体")
    assert tabs.sizeHint().height() == 34


def test_pictures_the_style_sheet_names_exist() -> None:
    sheet = (resources_folder() / "style.qss").read_text(encoding="utf-8")
    named = {part.split(".svg")[0] for part in sheet.split("url(icons:")[1:]}
    pictures = {name for name in named if not name.startswith("$")}
    assert pictures
    assert pictures <= set(ICONS)


def test_fonts_are_in_logical_pixels() -> None:
    assert text_font().pixelSize() == 13
    assert figure_font(18).pixelSize() == 18
    assert text_font().families() != figure_font().families()


@pytest.mark.parametrize("name", ICONS)
def test_icon_draws_crisp_at_every_ratio(themed: QApplication, name: str) -> None:
    for ratio, side in ((1.0, 20), (1.25, 25), (1.5, 30), (2.0, 40)):
        picture = icon(name).pixmap(QSize(20, 20), ratio)
        assert (picture.width(), picture.devicePixelRatio()) == (side, ratio)
        assert inked(picture)


@pytest.mark.parametrize("name", ICONS)
def test_icon_file_is_drawn_by_the_house_rules(name: str) -> None:
    source = (Path(resources_folder()) / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    assert 'viewBox="0 0 20 20"' in source
    assert "<text" not in source
    assert ('stroke-width="1.6"' in source) != name.startswith("mark_")


def test_icon_follows_scheme_and_state(themed: QApplication) -> None:
    picture = icon("add")
    for scheme, names in zip(SCHEMES, (LIGHT, DARK), strict=True):
        turn(themed, scheme)
        assert names["ink"] in inked(picture.pixmap(20, 20))
        assert names["disabled"] in inked(picture.pixmap(QSize(20, 20), QIcon.Mode.Disabled))
        assert names["accent_ink"] in inked(icon("add", "accent_ink").pixmap(20, 20))


def test_icon_paints_itself_into_a_place(themed: QApplication) -> None:
    turn(themed, Qt.ColorScheme.Light)
    image = QImage(60, 60, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(1.5)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    icon("add").paint(painter, QRect(10, 10, 20, 20))
    painter.end()
    assert image.pixelColor(29, 29).name() == LIGHT["ink"]
    assert image.pixelColor(5, 5).alpha() == 0


def test_copied_icon_can_be_added_to(themed: QApplication) -> None:
    copy = QIcon(icon("add"))
    copy.addPixmap(QPixmap(20, 20))
    assert inked(copy.pixmap(20, 20))
    assert inked(icon("add").pixmap(20, 20))


def test_unknown_icon_and_colour_are_errors(themed: QApplication) -> None:
    with pytest.raises(FileNotFoundError):
        icon("no such icon")
    with pytest.raises(KeyError):
        colour("no such colour")
