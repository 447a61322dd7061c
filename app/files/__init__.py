"""What every written file needs: text that a workbook can hold, the same bytes each time, and whole or not at all."""
