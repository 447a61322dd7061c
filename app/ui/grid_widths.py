"""The widths that a person gave columns by mouse, kept in the preferences for every table of its kind."""

from PySide6.QtWidgets import QWidget

from app.ui.grid_model import GridModel

LEAST = 24


def kept_widths(view: QWidget, model: GridModel, own: dict[str, dict[str, int]]) -> dict[str, int]:
    """Return width by column key for tables of this kind, to be read and written; kept with the window's preferences.

    `own` holds them where the window has no preferences.
    """
    columns: dict[str, dict[str, int]] = getattr(getattr(view.window(), "preferences", None), "columns", own)
    return columns.setdefault(_kind(model), {})


def _kind(model: GridModel) -> str:
    wide = "wide" if getattr(model, "wide", False) else "usual"
    return f"{type(model).__name__}-{wide}"
