"""検算 of the open file: in steps, kept for a revision, mended and settled as one undo step each."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from app.domain.edits import change
from app.domain.errors import InputError
from app.domain.judged import Proof
from app.domain.metrics import Observation
from app.domain.proof.finding import Finding, Mend, Spot
from app.services.document import Document

KEY = ("chatbot-all", "2022-04", "result", "")


def proved(document: Document) -> Proof:
    """Return the proof of the document, driven to its end."""
    proof = [step for step in document.proof() if step is not None]
    assert len(proof) == 1
    return proof[0]


def finding(document: Document, value: str = "9") -> tuple[Finding, Mend]:
    """Return a finding at a figure, with a mend of it."""
    stored = document.repository.read_one(Observation, KEY)
    assert stored is not None
    fields = {name: getattr(stored, name) for name in ("metric", "period", "kind", "as_of")}
    mend = Mend("値を直す", (change(stored, Observation(**fields, value=value)),))
    spot = Spot("dx-chatbot", "observation", KEY)
    return Finding(code="P4", spot=spot, item="x", subject="全質問", message="違います。", mends=(mend,)), mend


def value(document: Document) -> str | None:
    """Return the figure as it is in the file."""
    stored = document.repository.read_one(Observation, KEY)
    return stored.value if stored else None


def test_a_proof_comes_in_many_steps_and_is_told(document: Document) -> None:
    told: list[Proof] = []
    document.proved.connect(told.append)
    steps = list(document.proof())

    assert len(steps) > 20 and steps[:-1] == [None] * (len(steps) - 1)
    assert told == [steps[-1]] == [document.last_proof]
    nodes = [node.uid for top in document.index.children(None) for node in document.index.below(top.uid)]
    places = [nodes.index(line.finding.spot.node) for line in told[0].lines if line.finding.spot.node in nodes]
    assert places == sorted(places)


def test_it_is_kept_until_the_board_or_the_meeting_changes(document: Document) -> None:
    first = proved(document)
    assert next(document.proof()) is first

    document.set_figure(KEY, "3203")

    again = proved(document)
    assert again is not first and again.revision == document.revision


def test_an_edit_in_between_leaves_nothing_behind(document: Document) -> None:
    steps = document.proof()
    for _ in range(10):
        next(steps)
    document.set_figure(KEY, "3203")
    steps.close()  # type: ignore[attr-defined]

    assert document.last_proof is None
    assert proved(document).revision == document.revision


def test_a_mend_is_one_undo_step_that_leads_to_its_place(document: Document) -> None:
    before = value(document)
    found, mend = finding(document)

    document.mend(found, mend)
    assert value(document) == "9"
    assert document.undo_label == "検算: 値を直す"

    change = document.undo()
    assert value(document) == before
    assert change is not None and change.place is not None
    assert (change.place.tab, change.place.node, change.place.key) == ("dx", "dx-chatbot", KEY)


def test_a_mend_of_a_row_that_has_changed_is_refused(document: Document) -> None:
    found, mend = finding(document)
    document.set_figure(KEY, "3203")

    with pytest.raises(InputError, match="検算のあとで"):
        document.mend(found, mend)
    assert value(document) == "3203"


def test_settling_wants_a_note_and_can_be_taken_back(document: Document) -> None:
    line = next(line for line in proved(document).lines if line.waits)
    with pytest.raises(InputError, match="メモ"):
        document.settle(line.finding, "　")

    document.settle(line.finding, "確かめた")
    settled = [one for one in proved(document).lines if one.verdict == "settled"]
    assert [(one.identity, one.note) for one in settled] == [(line.identity, "確かめた")]

    document.unsettle(settled[0].finding)
    assert not [one for one in proved(document).lines if one.verdict == "settled"]


@pytest.mark.parametrize(("web", "sheets"), [(False, True), (True, False)], ids=["for the office", "for the web site"])
def test_the_check_sheet_stands_behind_the_slides_of_the_office_only(
    document: Document, tmp_path: Path, web: bool, sheets: bool
) -> None:
    out = tmp_path / "資料.xlsx"
    for _ in document.export_task(out, web, with_proof=True)():
        pass

    book = load_workbook(out)
    assert ("検算" in book.sheetnames) is sheets
    if sheets:
        texts = [str(cell.value) for row in book["検算"].iter_rows() for cell in row if cell.value]
        counts = proved(document).counts
        assert [f"{counts[verdict]}件" in texts for verdict in counts] == [True] * len(counts)
        assert book["検算"].page_setup.orientation == "landscape"
