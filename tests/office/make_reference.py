"""Write the pictures that the council's pages are compared with; look at every changed one before committing.

python -m tests.office.make_reference
"""

from pathlib import Path
from tempfile import TemporaryDirectory

from tests.export.boards import deck, workbook
from tests.office.office import page_pictures, through_office
from tests.office.pictures import MOST_DIFFERENCE, REFERENCES, difference, page_name, read_reference, write_reference


def main() -> None:
    """Write each page that differs from what is kept, and say which; drop pages that are no more."""
    REFERENCES.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as name:
        folder = Path(name)
        printed = through_office({"council": workbook("council")}, folder)["council"]
        pages = page_pictures(printed.pdf, len(deck("council").pages), folder / "pages")
        kept = {page_name(number): page for number, page in enumerate(pages, 1)}
        for file in REFERENCES.glob("*.png"):
            if file.stem not in kept:
                file.unlink()
                print(f"gone     {file.name}")
        for name, page in kept.items():
            before = (REFERENCES / f"{name}.png").is_file()
            if before and difference(page, read_reference(name)) <= MOST_DIFFERENCE:
                continue
            write_reference(name, page)
            print(f"{'changed' if before else 'new':8} {name}.png")


if __name__ == "__main__":
    main()
