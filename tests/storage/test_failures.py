"""Which words belong to which error of the system; Windows' own numbers say more than what Python makes of them."""

import errno

import pytest

from app.storage.failures import translated


def windows_error(number: int, code: int) -> OSError:
    """Return an error as Windows raises it: its own number beside the one that Python makes of it."""
    error = OSError(code, "told by Windows")
    error.winerror = number  # type: ignore[attr-defined, unused-ignore]
    return error


@pytest.mark.parametrize(
    "number, code, expected",
    [
        (53, errno.ENOENT, "io"),  # the server does not answer: nothing was moved or renamed
        (67, errno.ENOENT, "io"),
        (64, errno.EINVAL, "io"),
        (1231, errno.EINVAL, "io"),
        (32, errno.EACCES, "busy"),
        (33, errno.EACCES, "busy"),
        (39, errno.EINVAL, "full"),
        (112, errno.ENOSPC, "full"),
        (1295, errno.EINVAL, "full"),
        (19, errno.EACCES, "readonly"),
        (5, errno.EACCES, "denied"),
        (2, errno.ENOENT, "missing"),
        (3, errno.ENOENT, "missing"),
        (183, errno.EEXIST, "exists"),
    ],
)
def test_windows_numbers_are_told_as_what_they_are(number: int, code: int, expected: str) -> None:
    found = translated(windows_error(number, code))
    assert found is not None and found.code == expected


def test_an_error_without_such_a_number_is_told_by_its_errno() -> None:
    found = translated(OSError(errno.ENOSPC, "full"))
    assert found is not None and found.code == "full"
