"""What a person types into a figure's cell, understood for its metric and turned into the row to store."""

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from app.domain import figures
from app.domain.entity import Key
from app.domain.errors import InputError
from app.domain.metrics import Metric, Observation
from app.domain.plan import Target

SHARE = re.compile(r"([0-9０-９,，.．]+)\s*[/／÷]\s*([0-9０-９,，.．]+)")
_CLEARED = {
    "value": None,
    "text": None,
    "missing": None,
    "numerator": None,
    "denominator": None,
    "qualifier": None,
    "quality": None,
    "printed": None,
}
_PERCENT = ("%", "％")
_SHARES = {"%": 100, "％": 100, "割": 10}


class CellsError(InputError):
    """Several typed figures of which some cannot be taken; `cells` says why, by the key of the cell."""

    def __init__(self, cells: Mapping[Key, str]) -> None:
        first = next(iter(cells.values()))
        more = f"（ほか{len(cells) - 1}件）" if len(cells) > 1 else ""
        super().__init__(f"読み取れない値があるため、まだ何も入れていません。{first}{more}")
        self.cells = dict(cells)


def not_read(typed: str, error: InputError) -> InputError:
    """Return what is told of one text among many that cannot be taken."""
    if not typed.strip():
        return InputError(f"まだ何も入れていません。{error.message}")
    return InputError(f"読み取れない値があるため、まだ何も入れていません。「{typed}」: {error.message}")


def typed_fields(metric: Metric, typed: str, *, text: bool = False) -> dict[str, str | None]:
    """Return the figure's fields as typed; '' clears. Raises InputError with the reason where it cannot be read.

    `text` welcomes words whatever the metric holds.
    """
    share = SHARE.fullmatch(typed.strip()) if metric.value_type == "ratio" else None
    if share:
        parts = [figures.parse_figure(part).value for part in share.groups()]
        return {**_CLEARED, "numerator": parts[0], "denominator": parts[1]}
    as_text = metric.value_type in ("milestone", "text") or (text and metric.value_type != "ratio")
    parsed = figures.parse_figure(typed, allow_text=as_text, unit=None if metric.scale == "percent" else metric.unit)
    if parsed.value is None:
        return {**_CLEARED, "text": parsed.text, "missing": parsed.missing}
    return {**_CLEARED, "value": _in_unit(metric, parsed.value, parsed.unit), "qualifier": parsed.qualifier}


def understood(metric: Metric, typed: str) -> str:
    """Return how a typed figure is read, as it will be shown with its unit; '' for the very text, or none yet."""
    try:
        fields = typed_fields(metric, typed)
    except InputError:
        return ""
    shown = _shown(metric, fields)
    plain = typed.strip().replace(",", "")
    return "" if plain in {text.replace(",", "") for text in shown} else shown[-1]


def _shown(metric: Metric, fields: Mapping[str, str | None]) -> tuple[str, ...]:
    """Return the ways to write a figure that say what they mean, the fullest last."""
    if fields["numerator"] is not None:
        return (f"{fields['numerator']}÷{fields['denominator']}", f"{fields['numerator']}/{fields['denominator']}")
    if fields["value"] is None:
        return (figures.format_figure(None, missing=fields["missing"], text=fields["text"]),)
    percent = metric.scale == "percent"
    value = Decimal(fields["value"]) * (100 if percent else 1)
    unit = "%" if percent else metric.unit or ""
    bare, full = (figures.format_figure(value, qualifier=fields["qualifier"], unit=one) for one in ("", unit))
    return (bare.replace("△", "-"), full)


def typed_observation(metric: Metric, present: Observation | None, key: Key, typed: str) -> Observation | None:
    """Return the observation after typing, None where nothing is left to keep."""
    base = present or Observation(metric=key[0], period=key[1], kind=key[2], as_of=key[3])
    return _kept(replace(base, **typed_fields(metric, typed)))  # type: ignore[arg-type]


def missing_observation(present: Observation | None, key: Key, kind: str | None) -> Observation | None:
    """Return the observation with a reason for no value (None: simply blank)."""
    base = present or Observation(metric=key[0], period=key[1], kind=key[2], as_of=key[3])
    return _kept(replace(base, **{**_CLEARED, "missing": kind}))  # type: ignore[arg-type]


def typed_target(metric: Metric, target: Target, typed: str) -> Target:
    """Return a target after typing; text is welcome in every metric's target (設置, おおむね100%)."""
    return replace(target, **typed_fields(metric, typed, text=True))  # type: ignore[arg-type]


def _in_unit(metric: Metric, value: str, unit: str | None) -> str:
    """Return the value in the metric's own unit; refuse another, turn a percentage into a share where due."""
    if metric.scale == "percent":
        if unit and unit not in _SHARES:
            raise InputError(f"単位が「{unit}」になっています。この欄は割合です。「86」「86%」のように入れてください。")
        return figures.canonical(Fraction(value) / _SHARES.get(unit or "%", 100))
    if unit and metric.unit and unit != metric.unit and not (unit in _PERCENT and metric.unit in _PERCENT):
        raise InputError(
            f"単位が「{unit}」になっています。この欄の単位は「{metric.unit}」です。数だけを入れてください。"
        )
    return value


def _kept(item: Observation) -> Observation | None:
    """Keep a blank observation only where somebody's evidence or note would be lost with it."""
    figure = (item.value, item.text, item.missing, item.numerator, item.denominator)
    evidence = (item.from_department, item.received_on, item.document, item.remark, item.note)
    return item if any(part is not None for part in (*figure, *evidence)) else None
