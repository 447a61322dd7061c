"""A finding as plain data, for `check FILE --json`; the fields are described in docs/checks.md."""

from typing import Any

from app.domain.judged import Judged
from app.domain.proof.finding import Spot


def record(line: Judged) -> dict[str, Any]:
    """Return a finding with its verdict as what JSON can hold; mends by the words of their buttons."""
    found = line.finding
    return {
        "code": found.code,
        "verdict": line.verdict,
        "item": found.item,
        "subject": found.subject,
        "period": found.period_label,
        "printed": found.printed,
        "computed": found.computed,
        "message": found.message,
        "why": found.why,
        "sure": found.sure,
        "settled": found.settled,
        "mends": [mend.label for mend in found.mends],
        "spot": _spot(found.spot),
        "also": [_spot(spot) for spot in found.also],
    }


def _spot(spot: Spot) -> dict[str, Any]:
    where: dict[str, Any] = {"node": spot.node, "table": spot.table, "key": list(spot.key), "field": spot.field}
    return where | ({} if spot.start is None else {"start": spot.start, "end": spot.end})
