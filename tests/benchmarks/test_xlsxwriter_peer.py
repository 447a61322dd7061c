"""The export's peer does the same work: the same cells, merges and charts as our own workbook."""

from pathlib import Path

import openpyxl

from app.cli import council_rows
from app.domain.report_goal import Scene
from app.export.workbook import write_workbook
from app.layout.deck import build_deck
from app.services.tasks import scene_of
from app.storage.repository import Repository, create_board
from benchmarks.xlsxwriter_peer import write_peer


def council_scene(path: Path) -> Scene:
    repository: Repository = create_board(path, council_rows(), created_with="tests")
    scene = scene_of(repository)
    repository.close()
    return scene


def test_both_writers_give_the_same_cells_merges_and_charts(tmp_path: Path) -> None:
    deck = build_deck(council_scene(tmp_path / "council.ictplan"))
    write_peer(deck, tmp_path / "peer.xlsx")
    list(write_workbook(deck, tmp_path / "ours.xlsx"))
    peer, ours = (openpyxl.load_workbook(tmp_path / f"{name}.xlsx") for name in ("peer", "ours"))
    assert peer.sheetnames == ours.sheetnames
    for one, other in zip(peer.worksheets, ours.worksheets, strict=True):
        values = [[cell.value for row in sheet.iter_rows() for cell in row] for sheet in (one, other)]
        assert values[0] == values[1], one.title
        assert {str(area) for area in one.merged_cells.ranges} == {str(area) for area in other.merged_cells.ranges}
        assert len(one._charts) == len(other._charts)
