"""Plain text for data: one line, no blanks for looks, no characters that only some machines have.

The rules are L1-06, L1-08, L1-14, L2-04 and L3-05 of デジタル庁「行政データにおける機械可読性に関するルール」. Unified
ideographs stay as they are, for they may be the spelling of a name (髙, 﨑).
"""

import re
import unicodedata

from app.domain.eras import era_called, year_in_era
from app.domain.text import clean_pasted

GETA = "〓"
"""What stands in print for a character that the receiver does not have."""

# ① ⑴ ⒜ Ⓐ, Roman numerals, ㈱ ㋿ ㍻ ㌔ ㎡, № ℡ and their like, ﾊﾝｶｸ kana: NFKC says each in common characters.
_SPECIAL = re.compile(
    "[\u2460-\u24ff\u2776-\u2793\u2160-\u2188\u2100-\u214f\u3200-\u33ff\uff61-\uff9f\U0001f100-\U0001f2ff]+"
)
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\ufdd0-\ufdef]")
_SPREAD = re.compile(r"[^\x00-\x7f](?: [^\x00-\x7f])+")
_ERA_YEAR = re.compile(
    r"(?<![0-9A-Za-z])(?P<era>明治|大正|昭和|平成|令和|[MTSHR])(?P<year>[0-9]{1,2}|元)(?![0-9A-Za-z(])"
)


def plain(text: str) -> str:
    """Return text as one line of data; 「合　計」 becomes 合計, ① becomes 1, a line break one blank."""
    text = _UNWRITABLE.sub("", clean_pasted(text).text)
    text = _SPECIAL.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    text = " ".join(_PRIVATE.sub(GETA, text).split())
    return text.replace(" ", "") if _SPREAD.fullmatch(text) else text


def one_spelling(text: str) -> str:
    """Return a unit or a number of a list in the one way in which it is spelled: half width (％ as %, １ as 1)."""
    return unicodedata.normalize("NFKC", plain(text)).replace("\u2044", "/")


def with_western_years(text: str) -> str:
    """Return a label of time with the Western year behind each era year that has none: H27年度 as H27(2015)年度."""

    def western(found: "re.Match[str]") -> str:
        number = 1 if found["year"] == "元" else int(found["year"])
        year = year_in_era(era_called(found["era"]), number)
        return found[0] if year is None or str(year) in text else f"{found[0]}({year})"

    return _ERA_YEAR.sub(western, text)
