"""Errors that a person can be told about; each carries Japanese text that says what happened and what to do."""


class BoardError(Exception):
    """The base of all errors with a message for a person; anything else that escapes is a bug."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class InputError(BoardError, ValueError):
    """Something typed, pasted or loaded cannot be taken as it stands; nothing was changed."""


class StorageError(BoardError):
    """The board file or its disk stands in the way; a bug never comes as this error.

    `code` is one of the keys of app.storage.failures.MESSAGES, `advice` says what to do next, `detail` (SQLite's or the
    system's own name of the trouble) stands in small print.
    """

    def __init__(self, code: str, message: str, advice: str = "", detail: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.advice = advice
        self.detail = detail


class ConflictError(StorageError):
    """A row is no longer as it was when the edit began; `theirs` and `mine` are the two values as words.

    `theirs` is None where somebody else has deleted the row, `mine` where the edit is a deletion.
    """

    def __init__(self, message: str, advice: str, detail: str, theirs: str | None, mine: str | None) -> None:
        super().__init__("conflict", message, advice, detail)
        self.theirs = theirs
        self.mine = mine
