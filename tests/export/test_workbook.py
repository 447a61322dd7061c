"""The workbook as other readers find it: values, formulas with stored values, print set-up, and how writing fails."""

import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from app.export.workbook import write_workbook
from app.files.replacing import WriteError
from app.layout.page import Deck
from tests.export.small_deck import HOSTILE, red_square, small_deck

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("export") / "資料.xlsx"
    write(small_deck(), path)
    return path


@pytest.fixture(scope="module")
def page(written: Path) -> Worksheet:
    return openpyxl.load_workbook(written).worksheets[0]


def write(deck: Deck, path: Path) -> None:
    for _ in write_workbook(deck, path):
        pass


def part(path: Path, name: str) -> str:
    with ZipFile(path) as archive:
        return archive.read(name).decode()


def place_of(sheet: Worksheet, value: object) -> str:
    return next(str(cell.coordinate) for row in sheet.iter_rows() for cell in row if cell.value == value)


def test_another_reader_finds_values_and_computed_values(written: Path) -> None:
    rows = CalamineWorkbook.from_path(written).get_sheet_by_index(0).to_python()
    table = {
        row[0]: [value for value in row[1:] if value != ""] for row in rows if row[0] in ("質問", "正答", "正答率")
    }
    assert table["質問"][:5] == [3202, 2098, 2048, "未集計", 7348]
    assert table["正答"][:5] == [1738, 1001, 1041, "未集計", 3780]
    assert table["正答率"] == [0.542, 0.477, 0.508, "〃"]
    assert "△" in rows[[row[0] for row in rows].index("質問")]


def test_formulas_are_live_and_no_formula_lacks_its_value(written: Path, page: Worksheet) -> None:
    formulas = [cell.value for row in page.iter_rows() for cell in row if cell.data_type == "f"]
    assert sum(str(text).startswith("=SUM(") for text in formulas) == 2
    assert sum(str(text).startswith("=ROUNDDOWN(") for text in formulas) == 3
    for number in (1, 2, 3):
        xml = part(written, f"xl/worksheets/sheet{number}.xml")
        assert xml.count("<f>") == len(re.findall("</f><v>[^<]+</v>", xml))


def test_hostile_text_comes_back_as_text(written: Path) -> None:
    sheet = openpyxl.load_workbook(written).worksheets[1]
    cells = [sheet.cell(row, 1) for row in range(1, len(HOSTILE) + 1)]
    assert {cell.data_type for cell in cells} == {"s"}
    values = [row[0] for row in CalamineWorkbook.from_path(written).get_sheet_by_index(1).to_python()]
    assert values[:3] == ["=1+1", "+SUM(A1)", "#N/A"]
    assert values[4:9] == ["ab c", "def", "行1 行2", " 前後の空白 ", "<&>\"'"]
    assert len(str(values[9])) == 32_767
    assert values[10] == "12"
    assert cells[3].value == "_x005F_x0041_"  # Excel reads _x0041_; openpyxl shows what is stored
    assert [cell.quotePrefix for cell in cells[:4]] == [True, True, False, False]


def test_each_page_prints_on_one_landscape_a4(page: Worksheet) -> None:
    assert (page.page_setup.paperSize, page.page_setup.orientation) == (9, "landscape")
    assert page.sheet_properties.pageSetUpPr is not None
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) == (1, 1)
    assert page.print_options.horizontalCentered
    assert page.print_area == f"'{page.title}'!$A$1:$J$8"
    assert page.HeaderFooter.oddFooter is None or not page.HeaderFooter.oddFooter.center.text


def test_widths_and_heights_are_the_pages_px(page: Worksheet) -> None:
    widths = [page.column_dimensions[letter].width for letter in "ABCDEFGHIJ"]
    assert sum(round(width * 6) for width in widths) == 1044
    heights = [page.row_dimensions[row].height for row in range(1, page.max_row + 1)]
    assert sum(height for height in heights if height) == 700 * 0.75


def test_the_normal_font_measures_columns(written: Path) -> None:
    fonts = re.findall("<font>.*?</font>", part(written, "xl/styles.xml"))
    assert 'val="BIZ UDゴシック"' in fonts[0]
    assert '<sz val="9"' in fonts[0]


def test_figures_are_never_merged_and_text_only_where_it_must(page: Worksheet) -> None:
    merged = {str(cells) for cells in page.merged_cells.ranges}
    assert place_of(page, "●") in {name.split(":")[0] for name in merged}
    assert not any(place_of(page, 3202) in name for name in merged)
    assert not any(place_of(page, "DX重点取組み事項「チャットボット」") in name for name in merged)


def test_a_status_has_its_list_and_its_colours(page: Worksheet) -> None:
    (rule,) = page.data_validations.dataValidation
    assert rule.formula1 == '"●,▲"'
    (colours,) = page.conditional_formatting
    assert [one.formula for one in colours.rules] == [['"●"'], ['"▲"']]


def test_the_chart_is_native_and_says_what_it_shows(written: Path) -> None:
    xml = part(written, "xl/charts/chart1.xml")
    assert '<roundedCorners val="0" />' in xml
    assert '<autoTitleDeleted val="1" />' in xml
    assert '<dispBlanksAs val="gap" />' in xml
    assert xml.count('<delete val="0" />') == 3
    assert '<axId val="200" />' in xml
    assert '<crosses val="max" />' in xml
    assert "<cat><strRef><f>'図のデータ'!$A$3:$A$6</f><strCache>" in xml
    assert "<val><numRef><f>'図のデータ'!$B$3:$B$6</f><numCache>" in xml
    assert xml.count('<a:ea typeface="BIZ UD') >= 4


def test_drawings_carry_their_alternative_texts(written: Path) -> None:
    frames = {}
    for element in ElementTree.fromstring(part(written, "xl/drawings/drawing1.xml")).iter():
        if element.tag.endswith("cNvPr"):
            frames[element.get("name")] = element.get("descr")
    assert frames == {"Chart 1": '質問数と"正答率"の推移 <月別>', "Image 2": "赤い四角"}


def test_a_picture_is_kept_byte_for_byte(written: Path) -> None:
    with ZipFile(written) as archive:
        assert archive.read("xl/media/image1.png") == red_square()


def test_chart_data_follow_the_page_and_leave_gaps_empty(written: Path) -> None:
    sheet = openpyxl.load_workbook(written)["図のデータ"]
    assert str(sheet["B3"].value).startswith("='17 チャットボット'!")
    assert (sheet["B6"].value, sheet["C5"].value) == (None, None)
    data = CalamineWorkbook.from_path(written).get_sheet_by_name("図のデータ").to_python()
    assert data[1:6] == [
        ["項目", "質問", "正答率"],
        ["4月", 3202, pytest.approx(1 / 3)],
        ["5月", 2098, 0.477],
        ["6月", 2048, ""],
        ["7月", "", 0.5],
    ]


def test_sheet_names_are_legal(written: Path) -> None:
    names = CalamineWorkbook.from_path(written).sheet_names
    assert names[0] == "17 チャットボット"
    assert len(names[1]) <= 31
    assert not set(names[1]) & set("\\/?*[]:＼／？＊［］：")


def test_the_same_deck_gives_the_same_bytes(written: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.xlsx"
    write(small_deck(), again)
    assert again.read_bytes() == written.read_bytes()


def test_bytes_do_not_hang_on_the_hash_seed(written: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.xlsx"
    code = (
        "import sys; from pathlib import Path; from app.export.workbook import write_workbook;"
        "from tests.export.small_deck import small_deck; list(write_workbook(small_deck(), Path(sys.argv[1])))"
    )
    seed = "1" if os.environ.get("PYTHONHASHSEED") != "1" else "2"
    environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", code, str(other)], check=True, cwd=ROOT, env=environment)
    assert other.read_bytes() == written.read_bytes()


def test_progress_counts_to_its_end(tmp_path: Path) -> None:
    steps = list(write_workbook(small_deck(), tmp_path / "a.xlsx"))
    assert [step.done for step in steps] == [0, 1, 2, 3, 4, 5]
    assert {step.total for step in steps} == {5}


def test_closing_at_any_step_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "a.xlsx"
    target.write_bytes(b"old")
    for steps in range(1, 6):
        task = write_workbook(small_deck(), target)
        for _ in range(steps):
            next(task)
        task.close()  # type: ignore[attr-defined]
        assert target.read_bytes() == b"old"
        assert os.listdir(tmp_path) == ["a.xlsx"]


def test_a_file_open_in_excel_is_explained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "資料.xlsx"
    target.write_bytes(b"old")

    def locked(source: Path, place: Path) -> None:
        raise PermissionError(13, "Access is denied", str(source), None, str(place))  # as Windows does

    monkeypatch.setattr(os, "replace", locked)
    with pytest.raises(WriteError) as caught:
        write(small_deck(), target)
    assert caught.value.message.startswith("「資料.xlsx」をExcelで開いているため書けません。")
    assert target.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["資料.xlsx"]


def test_a_folder_that_is_gone_or_a_target_that_is_a_folder_is_explained(tmp_path: Path) -> None:
    with pytest.raises(WriteError, match="見つからない"):
        write(small_deck(), tmp_path / "nowhere" / "a.xlsx")
    (tmp_path / "b.xlsx").mkdir()
    with pytest.raises(WriteError, match="別の名前"):
        write(small_deck(), tmp_path / "b.xlsx")
    assert os.listdir(tmp_path) == ["b.xlsx"]
