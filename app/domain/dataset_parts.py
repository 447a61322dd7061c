"""Columns that many tables of the data set share, and the cells that go into them."""

from contextlib import suppress

from app.domain.dataset_codes import coded
from app.domain.dataset_model import Cells, Column, DataValue, pair
from app.domain.dataset_text import one_spelling, with_western_years
from app.domain.fiscal import Period, fiscal_year_of
from app.domain.metrics import Metric
from app.domain.plan import NamedPeriod, Node, Plan
from app.domain.report_goal import Scene
from app.domain.report_table import node_of_metric

AREA = (
    Column(
        "area_code", "全国地方公共団体コード", "総務省が定める6桁のコード（先頭の0を含むので文字として扱う）", "code"
    ),
    Column("area_name", "地方公共団体名", "地方公共団体の名称"),
)
PLAN = pair("plan", "計画", "計画")
NODE = pair("node", "施策・取組", "計画の木の中の施策・取組")
INDICATOR = pair("indicator", "指標", "指標")
METRIC = pair("metric", "系列", "数値の系列")
DEPARTMENT = pair("department", "担当課", "担当課")
MEETING = pair("meeting", "会議", "会議")
REMARK = Column("remark", "注記", "公表資料の注記")


def period_columns(of: str = "") -> tuple[Column, ...]:
    """Return the columns of a period."""
    return (
        Column("period_code", "期間コード", f"{of}期間のコード（FY2022は年度、CY2022は暦年、2022-04は月）", "code"),
        *pair("period_kind", "期間の種類", "期間の種類", "period_kind"),
        Column("period_name", "期間名", "期間の名称（西暦。資料だけの言い方は資料のまま、年号には西暦を添える）"),
        Column("period_start", "期間の初日", "期間の最初の日", "date"),
        Column("period_end", "期間の末日", "期間の最後の日", "date"),
        *pair("period_certainty", "期間の確かさ", "初日と末日の確かさ（暦で表せない期間だけ）", "certainty"),
        Column(
            "fiscal_year",
            "年度",
            "期間が1つの年度（4月から翌年3月まで）に入る場合の、その年度の西暦",
            "integer",
            unit="年",
        ),
        Column("calendar_year", "暦年", "期間が暦年である場合の西暦", "integer", unit="年"),
        Column("year_month", "年月", "期間が月か日である場合の年月", "month"),
    )


def area_cells(scene: Scene) -> Cells:
    """Return the cells of AREA."""
    return {"area_code": scene.index.board.city_code, "area_name": scene.index.board.city}


def period_cells(scene: Scene, code: str | None) -> dict[str, DataValue]:
    """Return the cells of period_columns; none for no period."""
    if code is None:
        return {}
    period, named = Period.from_code(code), scene.index.one(NamedPeriod, code)
    start = period.start.isoformat() if period.start else named.start if named else None
    end = period.end.isoformat() if period.end else named.end if named else None
    return {
        "period_code": code,
        **coded("period_kind", "period_kind", period.kind),
        "period_name": with_western_years(_label(scene, code)),
        "period_start": start,
        "period_end": end,
        **coded("period_certainty", "certainty", named.certainty if named else None),
        "fiscal_year": _fiscal_year(code),
        "calendar_year": int(code[2:6]) if period.kind == "calendar_year" else None,
        "year_month": code[:7] if period.kind in ("month", "day") else None,
    }


def _label(scene: Scene, code: str) -> str:
    label = scene.period_label(code, "western")
    return label.replace("〜", "から") if Period.from_code(code).kind == "span" else label


def _fiscal_year(code: str) -> int | None:
    with suppress(ValueError):
        return int(fiscal_year_of(code)[2:6])
    return None


def period_days(scene: Scene, code: str | None) -> tuple[str | None, str | None]:
    """Return the first and last day of a period as ISO days, None where they are not known."""
    cells = period_cells(scene, code)
    start, end = cells.get("period_start"), cells.get("period_end")
    return (str(start) if start else None), (str(end) if end else None)


def node_cells(scene: Scene, uid: str | None) -> dict[str, DataValue]:
    """Return the cells of NODE."""
    node = scene.index.one(Node, uid)
    return {"node_code": node.uid, "node_name": node.title} if node else {}


def plan_cells(scene: Scene, uid: str | None) -> dict[str, DataValue]:
    """Return the cells of PLAN."""
    plan = scene.index.one(Plan, uid)
    return {"plan_code": plan.uid, "plan_name": plan.name} if plan else {}


def metric_cells(metric: Metric) -> dict[str, DataValue]:
    """Return the cells of METRIC."""
    return {"metric_code": metric.uid, "metric_name": metric.name}


def top_of(scene: Scene, node: str) -> Node:
    """Return the top of the tree that a node first stands in: its basic goal, or the group of its slides."""
    found, seen = scene.index.get(Node, node), {node}
    while (parents := scene.index.parents(found.uid)) and parents[0].uid not in seen:
        found = parents[0]
        seen.add(found.uid)
    return found


def nodes_in_order(scene: Scene) -> tuple[Node, ...]:
    """Return every node once, in the order of the paper, those that stand nowhere at the end."""
    placed = (node for top in scene.index.children(None) for node in scene.index.below(top.uid))
    return tuple(dict.fromkeys([*placed, *scene.index.all(Node)]))


def metrics_in_order(scene: Scene) -> tuple[Metric, ...]:
    """Return the series in the order of their nodes."""
    order = {node.uid: place for place, node in enumerate(nodes_in_order(scene))}
    return tuple(
        sorted(scene.index.all(Metric), key=lambda metric: order.get(node_of_metric(scene, metric) or "", len(order)))
    )


def number_text(text: str | None) -> str | None:
    """Return the number of a goal, an indicator or a line in common characters: ① as 1, Ⅰ as I."""
    return one_spelling(text) if text else None
