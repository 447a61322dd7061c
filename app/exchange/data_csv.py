"""A table as CSV: RFC 4180, CRLF, UTF-8 with BOM, or cp932 for programs that read nothing else."""

import csv
import io
from collections.abc import Iterator

from app.domain.dataset_model import DataFile, DataValue
from app.domain.errors import InputError
from app.domain.figures import canonical

# One character of JIS X 0208 that Unicode has twice: Microsoft's table of cp932 takes the other one.
_SAME_IN_CP932 = str.maketrans("〜−‖—¢£¬", "～－∥―￠￡￢")
_MOST_PLACES = 5


class EncodingError(InputError):
    """A text cannot be said in the chosen encoding; nothing was written."""


def csv_bytes(file: DataFile, encoding: str) -> bytes:
    """Return a table as the bytes of a CSV file; EncodingError names what cp932 cannot say, and where."""
    if encoding == "utf-8":
        return _csv_text(file).encode("utf-8-sig")
    try:
        return _csv_text(file).translate(_SAME_IN_CP932).encode("cp932")
    except UnicodeEncodeError:
        raise EncodingError(_unsayable(file)) from None


def _csv_text(file: DataFile) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([column.head for column in file.columns])
    writer.writerows([_text(value) for value in row] for row in file.rows)
    return text.getvalue()


def _text(value: DataValue) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else str(value) if isinstance(value, int) else canonical(value)


def _unsayable(file: DataFile) -> str:
    places = list(_places(file))
    more = f"\nほか{len(places) - _MOST_PLACES}か所" if len(places) > _MOST_PLACES else ""
    return (
        f"Shift_JIS（cp932）では書けない文字があります。文字を直すか、UTF-8で書き出してください。\n"
        f"{chr(10).join(places[:_MOST_PLACES])}{more}"
    )


def _places(file: DataFile) -> Iterator[str]:
    for number, row in enumerate(file.rows, 2):
        for column, value in zip(file.columns, row, strict=True):
            wrong = dict.fromkeys(sign for sign in _text(value).translate(_SAME_IN_CP932) if not _sayable(sign))
            if wrong:
                signs = "、".join(f"「{sign}」（U+{ord(sign):04X}）" for sign in wrong)
                yield f"{file.name}.csv {number}行目「{column.head}」: {signs}"


def _sayable(sign: str) -> bool:
    try:
        sign.encode("cp932")
    except UnicodeEncodeError:
        return False
    return True
