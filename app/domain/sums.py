"""Totals that are plain sums of rows follow the table: a new row joins the sum, a deleted one leaves it."""

from app.domain import formula
from app.domain.errors import InputError
from app.domain.formula_tree import Binary, Call, Ref


def sum_parts(text: str | None) -> tuple[str, ...] | None:
    """Return the uids that a formula adds up, None where it is anything but a plain sum of metrics."""
    try:
        node = formula.parse(text or "")
    except InputError:
        return None
    parts = _parts(node)
    return parts if len(parts) > 1 else None


def sum_text(parts: tuple[str, ...]) -> str:
    """Return the stored formula that adds up metrics; '' for none."""
    return f"SUM({','.join(f'[{uid}]' for uid in parts)})" if parts else ""


def _parts(node: "formula.Node") -> tuple[str, ...]:
    match node:
        case Ref(uid):
            return (uid,)
        case Binary("+", left, right):
            found = [_parts(left), _parts(right)]
        case Call("SUM", args):
            found = [_parts(arg) for arg in args]
        case _:
            return ()
    return tuple(uid for part in found for uid in part) if all(found) else ()
