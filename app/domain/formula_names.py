"""Formulas as people read and type them: `[名前]` where the file stores `[uid]`, 実績 where it stores result.

Names need not be unique: one that several metrics bear is shown as `[名前@uid]`. Square brackets inside a name
(「[ApplePay]iD」) are shown full-width, since half-width ones enclose it.
"""

import re
from collections.abc import Callable, Mapping, Sequence

from app.domain.formula_parse import parse_tokens, reject_length
from app.domain.formula_tokens import Token, tokenize
from app.domain.formula_tree import MAX_LENGTH, VARIABLES, FormulaError

LOST_NAME = "不明な指標"  # stands for a metric that is no longer there
_BRACKETS = str.maketrans("[]", "［］")
_NAMED = re.compile(rf"\[([^\[\]]*)\]|(?<![A-Za-z])({'|'.join(VARIABLES)})(?![A-Za-z])", re.IGNORECASE)


class _Names:
    """Which uids a shown name may mean."""

    def __init__(self, name_by_uid: Mapping[str, str]) -> None:
        self._label_by_uid = {uid: _label(name) for uid, name in name_by_uid.items()}
        self._uids_by_label: dict[str, list[str]] = {}
        for uid, label in self._label_by_uid.items():
            self._uids_by_label.setdefault(label, []).append(uid)

    def meant(self, shown: str) -> Sequence[str]:
        """Return the uids that a name may mean; an ending of @uid decides."""
        uid = shown.rpartition("@")[2] if "@" in shown else ""
        return [uid] if uid in self._label_by_uid else self._uids_by_label.get(_label(shown), [])

    def shown(self, uid: str) -> str:
        """Return the name of a metric in a form that means it alone."""
        label = self._label_by_uid.get(uid, LOST_NAME)
        return label if self.meant(label) == [uid] else f"{label}@{uid}"


def _label(name: str) -> str:
    return name.strip().translate(_BRACKETS)


def to_stored(shown: str, name_by_uid: Mapping[str, str], *, allow_conditions: bool = False) -> str:
    """Return the stored form of a typed formula (or status rule) after checking all of it.

    FormulaError says what is wrong and where in shown: syntax, limits as in parse, a name unknown or borne by several.
    """
    names = _Names(name_by_uid)
    tokens: list[Token] = []
    stored, copied = "", 0
    for token in tokenize(shown, conditions=allow_conditions):
        if token.kind == "ref":
            token = token._replace(text=_resolved(token, names))
        stored = _joined(stored, shown[copied : token.start])
        stored = _joined(stored, _stored_text(token, shown))
        if len(stored) > MAX_LENGTH:
            reject_length(token.start)
        tokens.append(token)
        copied = token.end
    parse_tokens(tokens, allow_conditions=allow_conditions)
    return stored.strip()


def _resolved(token: Token, names: _Names) -> str:
    uids = names.meant(token.text)
    if len(uids) == 1:
        return uids[0]
    if not uids:
        raise FormulaError(
            f"「{token.text}」という指標はありません。名前を確かめるか、一覧から選んでください。", token.start
        )
    choices = " か ".join(f"[{names.shown(uid)}]" for uid in uids)
    raise FormulaError(
        f"「{token.text}」という指標が{len(uids)}つあります。{choices} と書き分けるか、指標の名前を変えてください。",
        token.start,
    )


def _stored_text(token: Token, shown: str) -> str:
    if token.kind == "ref":
        return f"[{token.text}]"
    return token.text if token.kind == "variable" else shown[token.start : token.end]


def _joined(text: str, more: str) -> str:
    """Return text and more, kept apart where two English words would run together (「実績and目標」)."""
    touching = text[-1:].isalpha() and more[:1].isalpha() and text[-1:].isascii() and more[:1].isascii()
    return f"{text} {more}" if touching else text + more


def to_shown(stored: str, name_by_uid: Mapping[str, str]) -> str:
    """Return a stored formula with names in place of uids; to_stored takes it back to the same formula.

    Never raises, so that a broken formula can be seen and mended; a metric that is gone shows as LOST_NAME@uid.
    """
    return shower(name_by_uid)(stored)


def shower(name_by_uid: Mapping[str, str]) -> Callable[[str], str]:
    """Return to_shown for one set of names, for the many formulas of a board."""
    names = _Names(name_by_uid)

    def named(match: re.Match[str]) -> str:
        return VARIABLES[match[2].lower()] if match[2] else f"[{names.shown(match[1])}]"

    return lambda stored: _NAMED.sub(named, stored)
