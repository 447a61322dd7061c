"""Slides as laid-out pages, for the screen and the workbook alike; no Qt, no openpyxl."""
