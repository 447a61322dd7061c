# ruff: noqa: E501 (one row of figures a line)
"""A board of an invented city for tests: goals with measures, initiatives, indicators of every kind, and a roadmap.

Never shipped: its figures are made up so that each status, missing kind and target form stands somewhere.
"""

from typing import Any

from app.domain.blocks import Block, Phase
from app.domain.board_text import BoardRows
from app.domain.entity import Entity, to_row
from app.domain.metrics import Metric, Observation
from app.domain.plan import (
    Assessment,
    Board,
    Department,
    Indicator,
    Legend,
    Level,
    Meeting,
    Node,
    Placement,
    Plan,
    Reason,
    Responsibility,
    Rule,
    Scheme,
    Target,
)

LEGENDS = (
    ("good", "指標達成又は達成見込み", "circle"),
    ("behind", "推進中だが指標値未達成", "triangle"),
    ("done", "取組完了又は指標値設定なし", "square"),
    ("review", "次年度に指標値を見直し", "diamond"),
)
# measure, initiative, indicator, unit, baseline, target, last year, this year, reason by hand, departments
INDICATORS = (
    ("にぎわいの創出", "仮想空間を活用した観光・商業の情報発信", "仮想空間の来訪者数（累計）", "人", None, "3000", None, "3500", None, "情報課／観光課"),
    ("にぎわいの創出", "観光アプリによる周遊促進", "アプリのダウンロード数", "件", "1200", "3000", "1850", "2240", None, "観光課"),
    ("にぎわいの創出", "公衆無線LAN（Wi-Fi）環境の整備と利用者データの分析による回遊性の把握", "整備した公共施設・観光施設の数", "か所", "8", "15", "12", "15", None, "情報課"),
    ("データ活用の推進", "推奨データセットに適合したオープンデータの公開", "公開データセット数", "件", "14", "40", "28", "36", None, "情報課"),
    ("データ活用の推進", "官民データを使った課題解決アイデアソンの開催", "開催回数（年間）", "回", "0", "2", "1", "2", None, "協働課"),
    ("産業の振興", "中小企業のデジタル化に関する相談窓口の設置", "相談件数（年間）", "件", None, "60", "34", "41", None, "産業課"),
    ("産業の振興", "地場産品のEC販路開拓支援", "支援事業者数", "者", "5", "20", "20", "23", "done", "産業課／商業課"),
    ("産業の振興", "キャッシュレス決済の普及促進（消費喚起事業の実施を含む。）", "市内加盟店のうち導入済みの割合", "%", "31.2", "60.0", "48.7", "55.3", None, "商業課"),
    ("人材の育成", "教職員向け研修の実施", "延べ参加者数（年間）", "人", None, "60", "52", "47", "review", "教育課"),
    ("人材の育成", "高齢者を対象としたスマートフォン講座", "講座の実施回数（年間）", "回", None, None, "12", None, "done", "福祉課"),
    ("移住・定住の促進", "空き家情報等のWeb公開", "ページ閲覧数（年間）", "件", "18000", "24000", "22415", "25980", None, "都市課"),
    ("移住・定住の促進", "移住相談のオンライン化", "相談体制の設置", None, "なし", "設置", None, None, None, "都市課"),
)  # fmt: skip


def sample_board() -> BoardRows:
    """Return the rows of the sample board."""
    rows: BoardRows = {}
    for entity in [*_frame(), *_goal(), *_roadmap()]:
        rows.setdefault(entity.TABLE, []).append(to_row(entity))
    return rows


def _frame() -> list[Entity]:
    entities: list[Entity] = [
        Board(uid="sample", title="見本の計画", city="見本市", division="情報課", is_sample=True),
        Plan(uid="plan", name="見本市ICT計画", position=1, start="FY2021", end="FY2025"),
        Meeting(
            uid="m1", name="令和4年度 第3回", position=1, fiscal_year="FY2022", as_of="2023-02-28", council="見本会議",
            held_on="2023-03-20", paper_title="「見本市ICT計画」の進捗状況", presenter="見本市 情報課", closing="ありがとうございました",
        ),
        Scheme(uid="scheme", name="状況", position=1),
    ]  # fmt: skip
    entities += [Level(uid=f"level-{place}", plan="plan", position=place, name=name) for place, name in enumerate(("基本目標", "主要施策", "取組"))]  # fmt: skip
    for place, (code, label, mark) in enumerate(LEGENDS, 1):
        entities.append(
            Legend(uid=code, scheme="scheme", position=place, label=label, mark=mark, colour=f"status_{code}")
        )
        entities.append(Reason(uid=f"reason-{code}", scheme="scheme", position=place, label=label, legend=code))
    entities.append(Rule(uid="r1", scheme="scheme", position=1, condition="result >= target", reason="reason-good"))
    entities.append(Rule(uid="r2", scheme="scheme", position=2, condition="result < target", reason="reason-behind"))
    for place, title in enumerate(("まちの活性化", "生活の利便性向上"), 1):
        entities.append(Node(uid=f"goal-{place}", kind="goal", number="①②"[place - 1], title=title, plan="plan", level="level-0"))  # fmt: skip
        entities.append(Placement(uid=f"place-goal-{place}", child=f"goal-{place}", position=place))
    return entities


def _goal() -> list[Entity]:
    entities: list[Entity] = []
    known: dict[str, str] = {}

    def node(kind: str, title: str, parent: str) -> str:
        uid = f"{kind}-{len(known)}"
        if (title + parent) not in known:
            known[title + parent] = uid
            entities.append(Node(uid=uid, kind=kind, title=title, plan="plan"))
            entities.append(Placement(uid=f"place-{uid}", parent=parent, child=uid, position=len(known)))
        return known[title + parent]

    for place, (measure, initiative, title, unit, base, target, last, this, reason, departments) in enumerate(
        INDICATORS, 1
    ):
        at = node("initiative", initiative, node("measure", measure, "goal-1"))
        uid = f"i{place}"
        kind = "milestone" if unit is None else "number"
        entities.append(Metric(uid=f"m-{uid}", node=at, name=title, unit=unit, direction="up", value_type=kind))
        entities.append(
            Indicator(uid=uid, node=at, metric=f"m-{uid}", number=f"1-{place}", title=title, position=place)
        )
        entities += _figures(uid, base, target, last, this)
        if reason:
            entities.append(
                Assessment(
                    uid=f"a-{uid}", scheme="scheme", indicator=uid, meeting="m1", reason=f"reason-{reason}", note="試験"
                )
            )
        entities += _departments(uid, departments, known)
    return entities


def _figures(uid: str, base: str | None, target: str | None, last: str | None, this: str | None) -> list[Entity]:
    def figure(text: str) -> dict[str, Any]:
        return {"value": text} if text.replace(".", "").isdigit() else {"text": text}

    found: list[Entity] = []
    for kind, period, text in (("baseline", "FY2019", base), ("result", "FY2021", last), ("result", "FY2022", this)):
        if text is not None:
            found.append(Observation(metric=f"m-{uid}", period=period, kind=kind, **figure(text)))
    if this is None:
        found.append(Observation(metric=f"m-{uid}", period="FY2022", missing="not_counted"))
    if target is not None:
        found.append(Target(uid=f"t-{uid}", indicator=uid, period="FY2025", is_final=True, **figure(target)))
    return found


def _departments(uid: str, names: str, known: dict[str, str]) -> list[Entity]:
    found: list[Entity] = []
    for place, name in enumerate(names.split("／"), 1):
        if f"課:{name}" not in known:
            known[f"課:{name}"] = f"d{len(known)}"
            found.append(Department(uid=known[f"課:{name}"], name=name, position=len(known)))
        found.append(
            Responsibility(uid=f"r-{uid}-{place}", department=known[f"課:{name}"], indicator=uid, position=place)
        )
    return found


def _roadmap() -> list[Entity]:
    phases = (
        ("オンライン手続きの拡大", "FY2021", "FY2025"),
        ("窓口キャッシュレスの運用", "FY2022", "FY2025"),
        ("次期予約システムの選定と移行", "FY2025", "FY2026"),
    )
    return [
        Node(uid="dx", kind="group", title="DX重点取組み事項", plan="plan"),
        Placement(uid="place-dx", child="dx", position=9),
        Node(uid="road", kind="roadmap", title="DX重点取組み事項のロードマップ", plan="plan"),
        Placement(uid="place-road", parent="dx", child="road", position=1),
        Block(uid="road-block", node="road", position=1, kind="roadmap"),
        *(
            Phase(uid=f"phase-{place}", block="road-block", position=place, label=label, start=start, end=end)
            for place, (label, start, end) in enumerate(phases, 1)
        ),
    ]
