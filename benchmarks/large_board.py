"""A board far larger than any city's: 4 goals, 2,000 indicators, 10 fiscal years, 240,000 monthly values."""

from app.domain.board_text import BoardRows
from app.domain.entity import Entity, Row, to_row
from app.domain.metrics import Metric, Observation
from app.domain.plan import Board, Indicator, Legend, Meeting, Node, Placement, Reason, Rule, Scheme, Target

GOALS = 4
INDICATORS = 2000
FIRST_YEAR = 2013
YEARS = 10


def large_board(goals: int = GOALS) -> BoardRows:
    """Return the rows of the large board; the figures are plain numbers from a formula, the same every time."""
    rows: dict[str, list[Row]] = {}
    for entity in _structure(goals):
        rows.setdefault(entity.TABLE, []).append(to_row(entity))
    rows["observation"] = [to_row(item) for place in range(INDICATORS) for item in _months(place)]
    return rows


def _structure(goals: int) -> list[Entity]:
    last = FIRST_YEAR + YEARS - 1
    entities: list[Entity] = [
        Board(uid="large", title="大きな計画"),
        Meeting(uid="meeting", name="会議", position=1, fiscal_year=f"FY{last}", as_of=f"{last + 1}-02-28"),
        Scheme(uid="scheme", name="状況", position=1),
        Legend(uid="good", scheme="scheme", position=1, label="達成", mark="circle", colour="status_good"),
        Legend(uid="behind", scheme="scheme", position=2, label="未達成", mark="triangle", colour="status_behind"),
        Reason(uid="reached", scheme="scheme", position=1, label="達成", legend="good"),
        Reason(uid="running", scheme="scheme", position=2, label="推進中", legend="behind"),
        Rule(uid="rule-1", scheme="scheme", position=1, condition="result >= target", reason="reached"),
        Rule(uid="rule-2", scheme="scheme", position=2, condition="result < target", reason="running"),
    ]
    for goal in range(goals):
        entities.append(Node(uid=f"goal-{goal}", kind="goal", number="①②③④"[goal], title=f"基本目標{goal + 1}"))
        entities.append(Placement(uid=f"place-{goal}", child=f"goal-{goal}", position=goal))
    for place in range(INDICATORS):
        entities += _indicator(place, place % goals)
    return entities


def _indicator(place: int, goal: int) -> list[Entity]:
    node, uid = f"goal-{goal}", f"i{place:04}"
    last = f"FY{FIRST_YEAR + YEARS - 1}"
    return [
        Metric(uid=f"m{place:04}", node=node, name=f"指標{place + 1}", unit="件", aggregation="sum", direction="up"),
        Indicator(uid=uid, node=node, metric=f"m{place:04}", title=f"指標{place + 1}", position=place),
        Target(uid=f"t{place:04}", indicator=uid, period=last, value=str(1000 + place), is_final=True),
    ]


def _months(place: int) -> list[Observation]:
    return [
        Observation(metric=f"m{place:04}", period=f"{year + (month > 12)}-{(month - 1) % 12 + 1:02}", value=str(value))
        for year in range(FIRST_YEAR, FIRST_YEAR + YEARS)
        for month in range(4, 16)
        if (value := (place * 7 + year * 3 + month * 11) % 200) >= 0
    ]
