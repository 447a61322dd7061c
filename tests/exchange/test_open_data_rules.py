"""The checker of the rules notices what breaks them: each rule is broken once in files that are right."""

from pathlib import Path

import pytest

from app.domain.dataset import DatasetOptions, dataset
from app.exchange.dataset_files import write_dataset
from tests.domain.scenes import rows_of, scene_of_rows
from tests.exchange.open_data_rules import Written, broken

SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a data set."""
    folder = tmp_path_factory.mktemp("rules")
    for _ in write_dataset(dataset(scene_of_rows(rows_of("sample")), DatasetOptions()), folder):
        pass
    return folder


@pytest.mark.parametrize(
    ("rule", "table", "right", "wrong"),
    [
        ("L1-03", "nodes", "\r\n", "\r\n,,,,,,,,,,,,,,,,,\r\n"),
        ("L1-04", "departments", "\r\n", "\r\n※注記\r\n"),
        ("L1-05", "departments", "部名", ""),
        ("L1-06", "departments", "観光課", "観光課　"),
        ("L1-06", "departments", "観光課", "観光  課"),
        ("L1-07", "responsibilities", ",indicator,", ",node indicator,"),
        ("L1-08", "nodes", ",goal-1,まちの活性化,1", ",goal-1,まちの活性化,①"),
        ("L1-08", "nodes", "まちの活性化", "まちの活性⼒"),
        ("L1-09", "observations", ",not_counted,未集計,", ",,,"),
        ("L1-14", "departments", "観光課", '"観光\n課"'),
        ("L2-01", "observations", ",18000,", ',"18,000",'),
        ("L2-01", "observations", ",18000,", ",18000件,"),
        ("L2-02", "departments", "見本市", "〃"),
        ("L2-03", "departments", "部名", "担当課名"),
        ("L2-04", "observations", ",fiscal_year,年度,", ",fiscal_year,年,"),
        ("L2-04", "observations", ",fiscal_year,年度,", ",year,年度,"),
        ("L3-01", "departments", "部名", "部"),
        ("L3-04", "observations", ",18000,,,,件,", ",18000,,,,,"),
        ("L3-05", "observations", ",2022年度,", ",令和4年度,"),
        ("L3-05", "meetings", "2023-03-20", "R5.3.20"),
        ("L3-06", "departments", "\r\n,見本市", "\r\n23204,見本市"),
        ("L3-08", "about", "bom,CSVのBOM,1,あり", "bom,CSVのBOM,1,なし"),
        ("L3-08", "columns", ",bureau,部名,担当課の属する部,", ",bureau,部名,,"),
    ],
)
def test_a_csv_that_breaks_a_rule_is_noticed(folder: Path, rule: str, table: str, right: str, wrong: str) -> None:
    found = Written(folder)
    assert broken(found) == []
    found = Written(folder)
    assert right in found.texts[table]
    found.texts[table] = found.texts[table].replace(right, wrong, 1)
    assert rule in {sentence[:5] for sentence in broken(found)}


@pytest.mark.parametrize(
    ("rule", "part", "right", "wrong"),
    [
        ("L1-10", "xl/drawings/drawing1.xml", "", "<xdr/>"),
        ("L1-11", SHEET, '<c r="A1"', '<c r="A1" s="2"'),
        ("L1-12", SHEET, "</sheetData>", '</sheetData><mergeCells><mergeCell ref="A1:B1"/></mergeCells>'),
        ("L1-13", SHEET, '<row r="2">', '<row r="2" hidden="1">'),
        ("L2-06", SHEET, "</row>", '<c r="ZZ1"><f>1+1</f></c></row>'),
        ("L1-04", SHEET, "</sheetData>", "</sheetData><headerFooter/>"),
    ],
)
def test_a_workbook_that_breaks_a_rule_is_noticed(folder: Path, rule: str, part: str, right: str, wrong: str) -> None:
    found = Written(folder)
    found.parts[part] = found.parts.get(part, "").replace(right, wrong, 1)
    assert rule in {sentence[:5] for sentence in broken(found)}


def test_another_kind_of_file_is_noticed(tmp_path: Path, folder: Path) -> None:
    for path in folder.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "図.pdf").write_bytes(b"")
    assert [sentence[:5] for sentence in broken(Written(tmp_path))] == ["L1-01"]
