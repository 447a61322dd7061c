"""The tokens of the formula language, in the spellings of a Japanese keyboard too."""

import re
from collections.abc import Iterator
from typing import NamedTuple, NoReturn

from app.domain.formula_tree import FUNCTIONS, VARIABLES, FormulaError

LOGIC = ("and", "or", "not")


class Token(NamedTuple):
    """A piece of a formula: canonical text, and where it stands in the text that was given."""

    kind: str  # number, ref, variable, function, logic, op or end
    text: str
    start: int
    end: int


# Full-width forms that a Japanese keyboard gives, one character for one so that positions stay. Full-width square
# brackets are left out: shown names use them where a name holds brackets of its own.
_NARROW = {0xFF01 + i: 0x21 + i for i in range(94) if 0xFF01 + i not in (0xFF3B, 0xFF3D)}
_NARROW |= str.maketrans("×÷−≤≥", "*/-≦≧")
_SPELLINGS = {"==": "=", "≦": "<=", "≧": ">=", "≠": "<>", "かつ": "and", "または": "or"}
_SPELLINGS |= {shown: name for name, shown in VARIABLES.items()}
_JAPANESE = "|".join(word for word in _SPELLINGS if word.isalpha())
_UNKNOWN = re.compile(rf"(?:(?!{_JAPANESE})[々〆ぁ-ゖァ-ヶー一-鿿])+")  # a word that is no name, told as a whole
_RULE_WORDS = "・".join(VARIABLES.values())
_TOKEN = re.compile(
    r"(?P<space>\s+)|(?P<ref>\[[^\[\]]*\])|(?P<number>[0-9]+(?:\.[0-9]+)?|\.[0-9]+)"
    rf"|(?P<word>[A-Za-z]+|{_JAPANESE})|(?P<op><=|>=|<>|==|[-+*/<>=(),≦≧≠])"
)


def tokenize(text: str, *, conditions: bool = False) -> Iterator[Token]:
    """Yield the tokens of a stored or shown formula, then an end token; raise FormulaError at what fits nowhere.

    With conditions it is a status rule, whose names are other ones; only what is said of a mistake differs.
    """
    narrow = text.translate(_NARROW)
    position = 0
    while position < len(text):
        match = _TOKEN.match(narrow, position)
        if match is None:
            _reject(text, position, conditions)
        if match.lastgroup == "ref":  # a name keeps its width
            yield Token("ref", text[position + 1 : match.end() - 1].strip(), position, match.end())
        elif match.lastgroup == "word":
            yield _word(match)
        elif match.lastgroup != "space":
            spelling = _SPELLINGS.get(match[0], match[0])
            yield Token(str(match.lastgroup), spelling, position, match.end())
        position = match.end()
    yield Token("end", "", len(text), len(text))


def _reject(text: str, position: int, conditions: bool) -> NoReturn:
    if text[position] in "[]":
        raise FormulaError("角括弧 [ ] の数が合っていません。指標は [名前] のように囲んでください。", position)
    unknown = _UNKNOWN.match(text, position)
    word = unknown[0] if unknown else text[position]
    if conditions:
        raise FormulaError(f"「{word}」は条件に使えません。使える言葉は {_RULE_WORDS} です。", position)
    raise FormulaError(f"「{word}」は式に使えません。指標は [名前] のように半角の角括弧で囲んでください。", position)


def _word(match: re.Match[str]) -> Token:
    word = _SPELLINGS.get(match[0], match[0])
    if word.upper() in FUNCTIONS:
        return Token("function", word.upper(), match.start(), match.end())
    if word.lower() in VARIABLES:
        return Token("variable", word.lower(), match.start(), match.end())
    if word.lower() in LOGIC:
        return Token("logic", word.lower(), match.start(), match.end())
    known = "、".join(FUNCTIONS)
    raise FormulaError(
        f"「{word}」という関数はありません。使える関数は {known} です。指標なら [ ] で囲んでください。", match.start()
    )
