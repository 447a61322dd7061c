"""The tables of the data set that follow the meetings: status, and what was reported, corrected and revised when."""

from collections.abc import Iterator
from typing import Any

from app.domain.dataset_codes import coded
from app.domain.dataset_model import Cells, Column, DataFile, DataValue, data_file, pair
from app.domain.dataset_parts import (
    AREA,
    INDICATOR,
    MEETING,
    NODE,
    area_cells,
    node_cells,
    nodes_in_order,
    period_cells,
    period_columns,
)
from app.domain.plan import (
    Assessment,
    Correction,
    Department,
    Indicator,
    Legend,
    Meeting,
    Reason,
    Scheme,
    Succession,
    Target,
)
from app.domain.report import StatusView
from app.domain.report_goal import Scene, build_row, year_columns


def meetings_until_now(scene: Scene) -> tuple[Meeting, ...]:
    """Return the meetings up to the scene's own; later ones are not its business."""
    meetings = scene.index.all(Meeting)
    return meetings[: meetings.index(scene.meeting) + 1] if scene.meeting else ()


def meetings_file(scene: Scene) -> DataFile:
    """Return the meetings up to the one that is published."""
    columns = (
        *AREA,
        *MEETING,
        Column("council", "会議体", "会議を開く協議会などの名称"),
        Column("fiscal_year", "年度", "会議の属する年度の西暦", "integer", unit="年"),
        Column("held_on", "開催日", "会議を開いた日", "date"),
        Column("as_of", "時点", "会議に報告した値の時点の日", "date"),
        Column("paper_title", "資料名", "会議の資料の題名"),
        Column("paper_number", "資料番号", "会議の資料の番号"),
    )
    rows = (
        {
            **area_cells(scene),
            **_meeting(meeting),
            "council": meeting.council,
            "fiscal_year": period_cells(scene, meeting.fiscal_year).get("fiscal_year"),
            "held_on": meeting.held_on,
            "as_of": meeting.as_of,
            "paper_title": meeting.paper_title,
            "paper_number": meeting.paper_number,
        }
        for meeting in meetings_until_now(scene)
    )
    return data_file("meetings", "会議", columns, rows)


def _meeting(meeting: Meeting | None) -> dict[str, DataValue]:
    return {"meeting_code": meeting.uid, "meeting_name": meeting.name} if meeting else {}


def statuses_file(scene: Scene) -> DataFile:
    """Return the status of indicators and nodes: those said at a meeting, and at the last one those by rule."""
    columns = (
        *AREA,
        *pair("scheme", "状況の区分法", "状況の区分のしかた", "scheme"),
        *NODE,
        *INDICATOR,
        *MEETING,
        *period_columns("状況を判定した"),
        *pair("status_reason", "状況の理由", "状況の理由", "status_reason"),
        *pair("status_class", "状況の区分", "資料の凡例に示す状況の区分", "status_class"),
        Column("status_sign", "資料の状況の表記", "資料に記号などで示された状況"),
        *pair("origin", "判定の出どころ", "入力した状況か、規則で計算した状況か", "origin"),
    )
    return data_file("statuses", "状況", columns, [*_said(scene), *_by_rule(scene)])


def _said(scene: Scene) -> Iterator[Cells]:
    known = {meeting.uid for meeting in meetings_until_now(scene)}
    for item in scene.index.all(Assessment):
        if item.meeting is not None and item.meeting not in known:
            continue
        indicator, scheme = scene.index.one(Indicator, item.indicator), scene.index.get(Scheme, item.scheme)
        yield {
            **area_cells(scene),
            "scheme_code": scheme.uid,
            "scheme_name": scheme.name,
            **node_cells(scene, indicator.node if indicator else item.node),
            **_indicator(indicator),
            **_meeting(scene.index.one(Meeting, item.meeting)),
            **period_cells(scene, item.period),
            **_reason(scene, item.reason),
            "status_sign": item.printed,
            **coded("origin", "origin", "entered"),
        }


def _by_rule(scene: Scene) -> Iterator[Cells]:
    years = year_columns(scene.meeting)
    for indicator in _indicators(scene) if years else ():
        status: StatusView = build_row(scene, indicator, (), years).status
        reason = scene.index.one(Reason, status.reason_uid)
        if reason is not None and not status.by_hand:
            scheme = scene.index.get(Scheme, reason.scheme)
            yield {
                **area_cells(scene),
                "scheme_code": scheme.uid,
                "scheme_name": scheme.name,
                **node_cells(scene, indicator.node),
                **_indicator(indicator),
                **_meeting(scene.meeting),
                **period_cells(scene, years[-1].period),
                **_reason(scene, reason.uid),
                **coded("origin", "origin", "computed"),
            }


def _indicators(scene: Scene) -> Iterator[Indicator]:
    return (item for node in nodes_in_order(scene) for item in scene.index.where(Indicator, "node", node.uid))


def _indicator(item: Indicator | None) -> dict[str, DataValue]:
    return {"indicator_code": item.uid, "indicator_name": item.title} if item else {}


def _reason(scene: Scene, uid: str | None) -> dict[str, DataValue]:
    reason = scene.index.one(Reason, uid)
    legend = scene.index.one(Legend, reason.legend) if reason else None
    found: dict[str, DataValue] = {}
    if reason:
        found |= {"status_reason_code": reason.uid, "status_reason_name": reason.label}
    if legend:
        found |= {"status_class_code": legend.uid, "status_class_name": legend.label}
    return found


def updates_file(scene: Scene) -> DataFile:
    """Return what changed when: reports to meetings, corrections, revised targets, followers of divisions."""
    columns = (
        *AREA,
        Column("updated_on", "更新日", "更新した日（空欄は日が分からない）", "date"),
        *pair("update", "更新の種類", "更新の種類", "update"),
        *pair("succession", "変更の種類", "担当課か指標がどう変わったか", "succession"),
        *MEETING,
        *pair("subject", "更新の対象", "更新した指標など"),
        *pair("follower", "後継", "後を継ぐ担当課か指標"),
        Column("place", "訂正の箇所", "訂正した資料の箇所"),
        Column("before", "訂正前", "訂正する前の記載"),
        Column("after", "訂正後", "訂正した後の記載"),
        Column("reason", "訂正の理由", "訂正した理由"),
    )
    rows = [*_reports(scene), *_corrections(scene), *_revisions(scene), *_successions(scene)]
    area = area_cells(scene)
    return data_file("updates", "更新の履歴", columns, ({**area, **row} for row in rows))


def _reports(scene: Scene) -> Iterator[Cells]:
    for meeting in meetings_until_now(scene):
        yield {"updated_on": meeting.held_on, **coded("update", "update", "meeting"), **_meeting(meeting)}


def _corrections(scene: Scene) -> Iterator[Cells]:
    for meeting in meetings_until_now(scene):
        for item in scene.index.where(Correction, "meeting", meeting.uid):
            yield {
                "updated_on": item.made_on,
                **coded("update", "update", "correction"),
                **_meeting(meeting),
                "place": item.place,
                "before": item.before,
                "after": item.after,
                "reason": item.reason,
            }


def _revisions(scene: Scene) -> Iterator[Cells]:
    for indicator in _indicators(scene):
        for target in scene.index.where(Target, "indicator", indicator.uid):
            if target.revision:
                yield {
                    "updated_on": target.decided_on,
                    **coded("update", "update", "target"),
                    "subject_code": indicator.uid,
                    "subject_name": indicator.title,
                }


def _successions(scene: Scene) -> Iterator[Cells]:
    for item in scene.index.all(Succession):
        kind = "department" if item.department_from or item.department_to else "indicator"
        entity: type[Any] = Department if kind == "department" else Indicator
        before, after = (scene.index.one(entity, getattr(item, f"{kind}_{side}")) for side in ("from", "to"))
        yield {
            "updated_on": item.on_date,
            **coded("update", "update", kind),
            **coded("succession", "succession", item.kind),
            **_named("subject", before),
            **_named("follower", after),
        }


def _named(name: str, item: Any) -> dict[str, DataValue]:
    if item is None:
        return {}
    return {f"{name}_code": item.uid, f"{name}_name": item.name if isinstance(item, Department) else item.title}
