"""Pages to an Excel workbook through openpyxl; no Qt, no storage."""
