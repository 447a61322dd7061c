"""LibreOffice computes every formula anew and finds what the workbook already stores."""

from typing import Any

import pytest

from tests.export.boards import BOARDS, workbook
from tests.office.altered import SPOILT, stored_values
from tests.office.office import Printed, Values


def flat(values: Values) -> dict[tuple[str, str], Any]:
    """Return the values by sheet and address."""
    return {(sheet, address): value for sheet, cells in values.items() for address, value in cells.items()}


def same(stored: Any, computed: Any) -> bool:
    """Say whether two values agree, numbers to twelve digits; an error agrees with nothing."""
    if isinstance(stored, float) and isinstance(computed, float):
        return abs(stored - computed) <= 1e-12 * max(1.0, abs(stored))
    return bool(stored == computed)


def differing(stored: Values, computed: Values) -> dict[tuple[str, str], tuple[Any, Any]]:
    """Return the formulas whose stored and computed values differ, with both."""
    before, after = flat(stored), flat(computed)
    return {place: (before[place], after[place]) for place in before if not same(before[place], after[place])}


@pytest.mark.parametrize("name", BOARDS)
def test_every_formula_computes_to_its_stored_value(printed: dict[str, Printed], name: str) -> None:
    stored, computed = stored_values(workbook(name)), printed[name].values
    assert flat(computed).keys() == flat(stored).keys()
    assert differing(stored, computed) == {}


def test_the_council_s_workbook_has_formulas_to_compute() -> None:
    assert len(flat(stored_values(workbook("council")))) > 100


def test_a_stored_value_that_is_wrong_is_computed_anew(printed: dict[str, Printed]) -> None:
    right = stored_values(workbook("council"))
    computed = printed["spoilt"].values
    assert differing(right, computed) == {}
    assert SPOILT not in flat(computed).values()


def test_formulas_follow_a_figure_that_is_changed(printed: dict[str, Printed]) -> None:
    moved = differing(stored_values(workbook("council")), printed["changed"].values)
    assert any(after == before + 5 for before, after in moved.values() if isinstance(before, float))
