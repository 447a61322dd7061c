"""The days of programmes: a day that moves takes its figure along."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from app.domain.board import BoardIndex
from app.domain.edits import RowEdit, change, deletion, insertion
from app.domain.errors import InputError
from app.domain.metrics import Event, Observation


def moved(index: BoardIndex, event: Event, day: str, figures: Iterable[Observation]) -> list[RowEdit]:
    """Return the edits that put an event on another day (ISO 8601); `figures` are those of its metric.

    A day that a person types is certain. Where the source prints its days, the new one is printed alike.
    InputError where the programme has that day already.
    """
    if day != event.period and _taken(index, event, day):
        raise InputError("その日はもうあります。別の日を入れるか、その行を直してください。")
    there = dt.date.fromisoformat(day)
    printed = f"{there.month}月{there.day}日" if event.printed_day else None
    edits = [change(event, replace(event, period=day, certainty="certain", printed_day=printed))]
    for figure in figures if day != event.period else ():
        if figure.period == event.period:
            edits += [deletion(figure), insertion(replace(figure, period=day))]
    return edits


def _taken(index: BoardIndex, event: Event, day: str) -> bool:
    return any(one.period == day for one in index.where(Event, "metric", event.metric))
