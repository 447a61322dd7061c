"""The machine-readable data set of a board: the same figures as the paper's, as tables for programs to read.

Slides are for people and break the rules for machine-readable data by nature; this follows them, those of
デジタル庁「行政データにおける機械可読性に関するルール」. What may not be public never comes in: the scene goes through
web_version first.
"""

from dataclasses import dataclass
from typing import Literal

from app.domain.dataset_about import about_file, columns_file
from app.domain.dataset_changes import meetings_file, statuses_file, updates_file
from app.domain.dataset_codes import codes_file
from app.domain.dataset_figures import observations_file
from app.domain.dataset_lists import (
    departments_file,
    events_file,
    indicators_file,
    list_items_file,
    metrics_file,
    nodes_file,
    phases_file,
    plans_file,
    responsibilities_file,
)
from app.domain.dataset_model import DataFile
from app.domain.report_goal import Scene
from app.domain.web_version import for_web

Encoding = Literal["utf-8", "cp932"]


@dataclass(frozen=True, slots=True)
class DatasetOptions:
    """What a person chooses: the encoding of the CSV files, and whether figures marked 速報 go in."""

    encoding: Encoding = "utf-8"
    with_provisional: bool = False


_TABLES = (
    observations_file,
    indicators_file,
    metrics_file,
    plans_file,
    nodes_file,
    departments_file,
    responsibilities_file,
    meetings_file,
    statuses_file,
    events_file,
    list_items_file,
    phases_file,
    updates_file,
)


def dataset(scene: Scene, options: DatasetOptions) -> tuple[DataFile, ...]:
    """Return all tables, also the empty ones, so that the form is the same every year; the last three describe them."""
    public = for_web(scene, options.with_provisional)
    tables = [make(public) for make in _TABLES]
    codes = codes_file(public, _units(tables))
    about = about_file(public, options.encoding, options.with_provisional)
    return (*tables, codes, columns_file([*tables, codes, about]), about)


def _units(tables: list[DataFile]) -> dict[str, None]:
    """Return the units in use, each once."""
    found: dict[str, None] = {}
    for table in tables:
        for place in (place for place, column in enumerate(table.columns) if column.codes == "unit"):
            found.update((str(row[place]), None) for row in table.rows if row[place] is not None)
    return found
