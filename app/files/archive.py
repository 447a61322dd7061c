"""Zip archives whose bytes say nothing of when, where or on which system they were made."""

from zipfile import ZIP_DEFLATED, ZipInfo

_DATE = (1980, 1, 1, 0, 0, 0)  # the earliest that the format knows


def stable_entry(name: str) -> ZipInfo:
    """Return the head of an archive's part, the same each time and on every system."""
    entry = ZipInfo(name, _DATE)
    entry.compress_type = ZIP_DEFLATED
    entry.create_system = 0
    return entry
