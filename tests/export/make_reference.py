"""Write the reference that the shipped board's workbook is compared with; look at the difference before committing.

python -m tests.export.make_reference
"""

from tests.export.council import REFERENCE, council_workbook, workbook_lines

if __name__ == "__main__":
    REFERENCE.parent.mkdir(exist_ok=True)
    REFERENCE.write_text("\n".join(workbook_lines(council_workbook())) + "\n", encoding="utf-8", newline="\n")
