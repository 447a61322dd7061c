"""The open file as it was earlier: how far its history reaches, and a past moment as a side of a comparison."""

from typing import TYPE_CHECKING, NamedTuple

from app.domain.errors import InputError
from app.domain.plan import Meeting
from app.lazy import LazyModule
from app.services.session import Session

if TYPE_CHECKING:
    from app.domain import whereabouts
    from app.services.comparing import Side
    from app.storage import past
else:
    past = LazyModule("app.storage.past")
    whereabouts = LazyModule("app.domain.whereabouts")

NO_HISTORY = "この計画ファイルには、まだ変更の履歴がありません。値や文章を直すと、ここから比べられるようになります。"


class HeldMeeting(NamedTuple):
    """A meeting whose day is known: its name and day (ISO); `reached` where the history goes back to it."""

    name: str
    day: str
    reached: bool


class Rewinding(Session):
    """The open file with its earlier states, told by their revisions."""

    def history_begins(self) -> str | None:
        """Return the day (ISO) of the first line of the history, None where nothing has been changed yet."""
        found = past.first_line(self.repository)
        return found[1] if found else None

    def first_revision(self) -> int:
        """Return the revision before the first change that the history holds; InputError where it holds none."""
        found = past.first_line(self.repository)
        if found is None:
            raise InputError(NO_HISTORY)
        return found[0] - 1

    def revision_on(self, day: str) -> int:
        """Return the revision at the end of a day (ISO); InputError where the history does not reach so far."""
        begins = self.history_begins()
        if begins is None:
            raise InputError(NO_HISTORY)
        if day < begins:
            asked, first = whereabouts.day_words(day), whereabouts.day_words(begins)
            raise InputError(
                f"変更の履歴は {first} に始まります。{asked} の計画は分かりません。"
                f"{first} より前の姿は、「履歴の始まり」か控えと比べてください。"
            )
        return past.revision_on(self.repository, day)

    def held_meetings(self) -> tuple[HeldMeeting, ...]:
        """Return the meetings with a day before the chosen one's, the newest first: 前回 is the first."""
        order = self.index.all(Meeting)
        chosen = next((place for place, item in enumerate(order) if item.uid == self.meeting), 0)
        begins = self.history_begins() or "9999"
        found = [(item.name, item.held_on) for item in order[:chosen] if item.held_on]
        return tuple(HeldMeeting(name, day, begins <= day) for name, day in reversed(found))

    def past_side(self, revision: int, label: str) -> "Side":
        """Return the open file as it was at a revision as one side of a comparison."""
        from app.services.comparing import Side
        from app.storage.rewinding import rewinding

        read = self.snapshot_task()
        return Side(label, lambda: rewinding(read(), revision))
