"""The board file: rows to entities and back through sqlite-utils; no Qt."""
