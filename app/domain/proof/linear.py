"""Formulas that only add and take away, as how often each metric counts."""

from app.domain.formula_tree import Binary, Call, Node, Ref, Unary


def linear(node: Node) -> dict[str, int] | None:
    """Return how often each metric counts in a formula of sums and differences (-1: taken away), None for others."""
    found: dict[str, int] = {}
    return {uid: times for uid, times in found.items() if times} if _add(node, 1, found) else None


def _add(node: Node, sign: int, found: dict[str, int]) -> bool:
    """Count the metrics of a part of a formula; False where it is no sum."""
    match node:
        case Ref(uid):
            found[uid] = found.get(uid, 0) + sign
            return True
        case Unary(operand):
            return _add(operand, -sign, found)
        case Binary("+", left, right):
            return _add(left, sign, found) and _add(right, sign, found)
        case Binary("-", left, right):
            return _add(left, sign, found) and _add(right, -sign, found)
        case Call("SUM", args):
            return all(_add(arg, sign, found) for arg in args)
    return False
