"""検算 of the open file: proved in idle moments, findings settled by a correction or by a note that stays."""

import gc
from collections.abc import Iterator
from importlib import import_module
from typing import TYPE_CHECKING

from app.domain import tables
from app.domain.entity import Row, to_row
from app.domain.errors import InputError
from app.lazy import LazyModule
from app.services.output import Output
from app.services.places import Place, tab_of

if TYPE_CHECKING:
    from app.domain import judged, settlement
    from app.domain import metrics as metric_rows
    from app.domain.edits import RowEdit
    from app.domain.judged import Proof
    from app.domain.proof import run
    from app.domain.proof.finding import Finding, Mend, Spot
    from app.services import proof_material
else:
    judged = LazyModule("app.domain.judged")
    settlement = LazyModule("app.domain.settlement")
    proof_material = LazyModule("app.services.proof_material")
    metric_rows = LazyModule("app.domain.metrics")
    run = LazyModule("app.domain.proof.run")

PROVING_MODULES = ("app.domain.judged", "app.domain.proof.run")
READ_AT_ONCE = 8  # metrics a step
STALE = "検算のあとで数値が変わっています。検算が終わってからもう一度押してください。"
NOTE_WANTED = "了承するには、わけをメモに入れてください。"


class Proving(Output):
    """The open file with its proof. Signal: `proved(Proof)` when the whole board has been checked."""

    last_proof: "Proof | None" = None

    def proof(self) -> "Iterator[Proof | None]":
        """Check the whole board, a few milliseconds a step: None between steps, at the end the proof.

        Steps are for idle moments, to be begun anew after every change; a proof of this revision is given at once.
        """
        known = self.last_proof
        if known is not None and (known.revision, known.meeting) == (self.revision, self.meeting):
            yield known
            return
        yield from self._read_all()
        findings: list[Finding] = []
        material = proof_material.material_of(self.repository, self.meeting)
        yield None
        for step in run.run_proof(self.scene, material.history, material.frozen):
            if step is None:
                yield None
            else:
                findings.append(step)
        made = judged.judge(self.scene, findings, self.revision)
        self.last_proof = made
        self.proved.emit(made)
        yield made

    def _read_all(self) -> Iterator[None]:
        """Import what proves and read the figures of every metric, some at a time."""
        for module in PROVING_MODULES:
            import_module(module)
            yield
        metrics = [metric.uid for metric in self.index.all(metric_rows.Metric)]
        yield
        waiting = [uid for uid in metrics if uid not in self._whole]
        for start in range(0, len(waiting), READ_AT_ONCE):
            self._ensure(waiting[start : start + READ_AT_ONCE], whole=True)
            # They stay while the file is open. Looking through them for cycles would stall a large board 0.1 s a time.
            gc.freeze()
            yield

    def mend(self, finding: "Finding", mend: "Mend") -> None:
        """Correct what a finding found, one undo step; InputError where the board has changed meanwhile."""
        if any(self._present(edit) != edit.before for edit in mend.edits):
            raise InputError(STALE)
        self._commit(f"検算: {mend.label}", mend.edits, self.place_of_spot(finding.spot))

    def settle(self, finding: "Finding", note: str) -> None:
        """Let a finding stand, with the reason; InputError without one. It comes back when its figures change."""
        if not note.strip():
            raise InputError(NOTE_WANTED)
        edits = settlement.settling_edits(self.index, finding, note)
        self._commit(f"検算の了承: {finding.subject}", edits, self.place_of_spot(finding.spot))

    def unsettle(self, finding: "Finding") -> None:
        """Take the settlement of a finding back, so that it waits for a person again."""
        edits = settlement.settling_edits(self.index, finding, "")
        self._commit(f"検算の了承の取消し: {finding.subject}", edits, self.place_of_spot(finding.spot))

    def _present(self, edit: "RowEdit") -> Row | None:
        row = self._row(tables.BY_TABLE[edit.table], edit.key)
        return to_row(row) if row is not None else None

    def place_of_spot(self, spot: "Spot") -> Place:
        """Return where in the window a spot stands."""
        return Place(tab_of(self.index, spot.node), spot.node, spot.table, spot.key, spot.start, spot.end)
