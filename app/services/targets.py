"""The targets (目標値) of indicators as the open file's verbs."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from app.domain.entity import new_uid
from app.domain.errors import InputError
from app.domain.plan import Indicator, Target
from app.lazy import LazyModule
from app.services.session import Session

if TYPE_CHECKING:
    from app.domain import edits as edit_rows
    from app.domain import entering, report_goal
    from app.domain import metrics as metric_rows
    from app.domain.edits import RowEdit
else:
    edit_rows = LazyModule("app.domain.edits")
    entering = LazyModule("app.domain.entering")
    metric_rows = LazyModule("app.domain.metrics")
    report_goal = LazyModule("app.domain.report_goal")


class Targets(Session):
    """The verbs of targets."""

    def set_target(self, indicator: str, typed: str) -> None:
        """Take a typed target of an indicator: the one in force, or a new one for the meeting's year."""
        item = self._one(Indicator, indicator)
        self._commit(f"{item.title}の目標値の入力", self._target_edits(item, typed))

    def set_targets(self, items: Mapping[str, str], label: str) -> None:
        """Take typed targets of many indicators, all or none; InputError names the first that cannot be read."""
        edits: list[RowEdit] = []
        for indicator, typed in items.items():
            try:
                edits += self._target_edits(self._one(Indicator, indicator), typed)
            except InputError as error:
                raise entering.not_read(typed, error) from error
        self._commit(label, edits)

    def _target_edits(self, item: Indicator, typed: str) -> "list[RowEdit]":
        metric = self._one(metric_rows.Metric, item.metric)
        present = report_goal.current_target(self.scene, item)[0]
        if present is None:
            if not typed.strip():
                return []
            year = self.scene.fiscal_year
            if year is None:
                raise InputError(
                    "会議の年度が決まっていないため目標の年度が分かりません。先に会議の年度を入れてください。"
                )
            return [
                edit_rows.insertion(
                    entering.typed_target(metric, Target(uid=new_uid(), indicator=item.uid, period=year), typed)
                )
            ]
        if not typed.strip():
            return [edit_rows.deletion(present)]
        after = entering.typed_target(metric, present, typed)
        return [] if after == present else [edit_rows.change(present, after)]
