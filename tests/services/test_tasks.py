"""Jobs that write files do so from a copy of the board, and to what they were told."""

from pathlib import Path
from zipfile import ZipFile

from app.domain.dataset import DatasetOptions
from app.services.tasks import dataset_task, export_task


def words(path: Path) -> str:
    with ZipFile(path) as archive:
        return "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml"))


def test_the_data_set_is_written_with_its_progress(council_file: bytes, tmp_path: Path) -> None:
    steps = list(dataset_task(council_file, None, tmp_path / "data", DatasetOptions("cp932"))())
    assert [step.done for step in steps] == sorted(step.done for step in steps)
    assert steps[-1].done == steps[-1].total
    assert "正答率" in (tmp_path / "data" / "metrics.csv").read_text(encoding="cp932")


def test_the_web_version_of_the_workbook_has_the_same_figures(council_file: bytes, tmp_path: Path) -> None:
    for path, web in ((tmp_path / "paper.xlsx", False), (tmp_path / "web.xlsx", True)):
        list(export_task(council_file, None, path, web=web)())
    assert words(tmp_path / "web.xlsx") == words(tmp_path / "paper.xlsx")
