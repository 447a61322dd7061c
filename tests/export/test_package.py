"""The workbook's package follows the standard: audited by openxml-audit, and its parts read one by one."""

import os
import posixpath
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from openpyxl.utils import range_boundaries
from openxml_audit import FileFormat, OpenXmlValidator

from app.export.workbook import write_workbook
from tests.export.boards import BOARDS, workbook
from tests.export.small_deck import small_deck

ROOT = Path(__file__).parents[2]
NAMES = (*BOARDS, "small")
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
# ISO/IEC 29500-1 18.3.1.99 (CT_Worksheet): the order in which Excel takes the parts of a sheet.
# fmt: off
SHEET_ORDER = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection",
    "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells",
    "phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins",
    "pageSetup", "headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors",
    "smartTags", "drawing", "legacyDrawing", "tableParts", "extLst",
)
# fmt: on
# The audit holds fonts to the order that Excel itself writes; ISO/IEC 29500-1 18.8.22 (CT_Font) lets it be any.
ANY_ORDER = ("/xl/styles.xml", "Unexpected element 'family' found")
MOST_STYLES = 4000  # Excel takes 64,000; more than this and something makes a style for each cell


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("package") / "small.xlsx"
    for _ in write_workbook(small_deck(), path):
        pass
    return path


@pytest.fixture(params=NAMES)
def file(request: pytest.FixtureRequest, small: Path) -> Path:
    """Return each workbook in turn."""
    return small if request.param == "small" else workbook(request.param)


def parts_of(file: Path) -> dict[str, bytes]:
    """Return the parts of a package by name."""
    with ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def sheets_of(file: Path) -> dict[str, ElementTree.Element]:
    """Return the XML of each sheet by the name of its part."""
    parts = parts_of(file)
    return {name: ElementTree.fromstring(parts[name]) for name in parts if name.startswith("xl/worksheets/sheet")}


def relations_of(file: Path) -> dict[tuple[str, str], str]:
    """Return (part, relation id) -> the part it leads to; the package itself is ''."""
    found = {}
    for name, data in parts_of(file).items():
        if name.endswith(".rels"):
            folder, _, base = name.removesuffix(".rels").rpartition("_rels/")
            for relation in ElementTree.fromstring(data).iter(RELATIONS):
                target = str(relation.get("Target"))
                path = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
                key = (folder + base, str(relation.get("Id")))
                assert key not in found, key
                found[key] = path
    return found


def complaints(file: Path) -> set[tuple[str, str]]:
    """Return part and text of each error that the audit finds, but for what the standard allows."""
    result = OpenXmlValidator(file_format=FileFormat.OFFICE_2016, max_errors=0).validate(file)
    errors = {(error.part_uri, error.description) for error in result.errors if error.severity.name == "ERROR"}
    return errors - {ANY_ORDER}


def test_the_audit_finds_no_error(file: Path) -> None:
    assert complaints(file) == set()


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/worksheets/sheet1.xml", "<pageSetup ", "<pageSetupp "),
        ("xl/worksheets/sheet1.xml", "<sheetData>", "<printOptions /><sheetData>"),
        ("xl/charts/chart1.xml", '<crosses val="max" />', '<crosses val="most" />'),
        ("xl/_rels/workbook.xml.rels", "worksheets/sheet1.xml", "worksheets/sheet99.xml"),
    ],
)
def test_the_audit_notices_what_is_broken(small: Path, tmp_path: Path, part: str, old: str, new: str) -> None:
    broken = tmp_path / "broken.xlsx"
    with ZipFile(broken, "w") as target:
        for name, data in parts_of(small).items():
            text = data.replace(old.encode(), new.encode(), 1) if name == part else data
            assert (text != data) == (name == part)
            target.writestr(name, text)
    assert complaints(broken) != set()


def test_every_part_has_its_type_and_is_led_to(file: Path) -> None:
    parts = parts_of(file)
    types = ElementTree.fromstring(parts["[Content_Types].xml"])
    named = [str(entry.get("PartName")).removeprefix("/") for entry in types.iter(f"{TYPES}Override")]
    endings = {str(entry.get("Extension")) for entry in types.iter(f"{TYPES}Default")}
    assert len(named) == len(set(named)) and set(named) <= parts.keys()
    content = {name for name in parts if name != "[Content_Types].xml" and not name.endswith(".rels")}
    assert {name for name in content if name not in named and name.rpartition(".")[2] not in endings} == set()
    assert set(relations_of(file).values()) == content


def test_every_relation_that_a_part_uses_is_there(file: Path) -> None:
    relations = relations_of(file)
    used = {
        (name, value)
        for name, data in parts_of(file).items()
        if name.endswith(".xml") and name != "[Content_Types].xml"
        for element in ElementTree.fromstring(data).iter()
        for key, value in element.items()
        if key.startswith(RELATION)
    }
    assert used <= relations.keys()
    assert any(name == "xl/workbook.xml" for name, _ in used)


def test_no_part_is_stored_twice_and_none_under_a_name_that_windows_takes_for_the_same(file: Path) -> None:
    with ZipFile(file) as archive:
        names = [name.lower() for name in archive.namelist()]
    assert len(names) == len(set(names))


def test_the_parts_of_a_sheet_stand_in_the_standard_s_order(file: Path) -> None:
    for name, sheet in sheets_of(file).items():
        order = [SHEET_ORDER.index(child.tag.removeprefix(MAIN)) for child in sheet]
        assert order == sorted(order), name


def test_cells_rise_and_stand_in_their_rows(file: Path) -> None:
    for name, sheet in sheets_of(file).items():
        places = []
        for row in sheet.iter(f"{MAIN}row"):
            for cell in row.iter(f"{MAIN}c"):
                column, line, *_ = range_boundaries(str(cell.get("r")))
                assert str(line) == row.get("r"), (name, cell.get("r"))
                places.append((line, column))
        assert places == sorted(set(places)), name


def test_merged_ranges_never_meet(file: Path) -> None:
    for name, sheet in sheets_of(file).items():
        covered: Counter[tuple[int, int]] = Counter()
        for merged in sheet.iter(f"{MAIN}mergeCell"):
            left, top, right, bottom = (int(edge or 0) for edge in range_boundaries(str(merged.get("ref"))))
            covered.update((row, col) for row in range(top, bottom + 1) for col in range(left, right + 1))
        assert [place for place, times in covered.items() if times > 1] == [], name


def test_ids_of_sheets_and_drawings_are_unique(file: Path) -> None:
    parts = parts_of(file)
    sheets = list(ElementTree.fromstring(parts["xl/workbook.xml"]).iter(f"{MAIN}sheet"))
    for key in ("name", "sheetId", f"{RELATION}id"):
        assert len({str(sheet.get(key)).lower() for sheet in sheets}) == len(sheets)
    for name in (name for name in parts if name.startswith("xl/drawings/drawing")):
        elements = ElementTree.fromstring(parts[name]).iter()
        ids = [element.get("id") for element in elements if element.tag.endswith("cNvPr")]
        assert ids and len(ids) == len(set(ids)), name


def test_defined_names_are_print_areas_of_their_own_sheet(file: Path) -> None:
    book = ElementTree.fromstring(parts_of(file)["xl/workbook.xml"])
    titles = [str(sheet.get("name")) for sheet in book.iter(f"{MAIN}sheet")]
    names = list(book.iter(f"{MAIN}definedName"))
    assert {name.get("name") for name in names} == {"_xlnm.Print_Area"}
    owners = [int(str(name.get("localSheetId"))) for name in names]
    assert len(owners) == len(set(owners))
    for name, owner in zip(names, owners, strict=True):
        quoted = titles[owner].replace("'", "''")
        assert re.fullmatch(re.escape(f"'{quoted}'!") + r"\$[A-Z]+\$\d+:\$[A-Z]+\$\d+", str(name.text)), name.text


def test_styles_are_shared_and_every_cell_s_style_is_there(file: Path) -> None:
    styles = ElementTree.fromstring(parts_of(file)["xl/styles.xml"])
    records = styles.find(f"{MAIN}cellXfs")
    assert records is not None and len(records) < MOST_STYLES
    used = {int(cell.get("s", 0)) for sheet in sheets_of(file).values() for cell in sheet.iter(f"{MAIN}c")}
    assert max(used) < len(records)
    for kind, name in (("fontId", "fonts"), ("fillId", "fills"), ("borderId", "borders")):
        looks = styles.find(f"{MAIN}{name}")
        assert looks is not None and max(int(record.get(kind, 0)) for record in records) < len(looks)


def test_the_council_s_bytes_do_not_hang_on_the_hash_seed() -> None:
    code = "import sys; from tests.export.boards import workbook; print(workbook('council'))"
    seed = "1" if os.environ.get("PYTHONHASHSEED") != "1" else "2"
    environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    answer = subprocess.run(
        [sys.executable, "-c", code], check=True, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8"
    )
    assert Path(answer.stdout.strip()).read_bytes() == workbook("council").read_bytes()
