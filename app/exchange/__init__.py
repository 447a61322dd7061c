"""Data for other programs, and files that come back: sheets and CSV without looks; no Qt, no storage."""
