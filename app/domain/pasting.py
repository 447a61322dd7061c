"""A table copied from Excel, taken in as indicators: heads are matched by their words, else the printed order holds."""

from collections.abc import Sequence

from app.domain.board import BoardIndex
from app.domain.edits import RowEdit, insertion
from app.domain.entering import typed_fields, typed_observation, typed_target
from app.domain.entity import new_uid
from app.domain.errors import InputError
from app.domain.fiscal_reading import parse_period
from app.domain.labels import MARKS
from app.domain.metrics import Metric
from app.domain.ordering import SPACING
from app.domain.plan import Assessment, Department, Indicator, Legend, Reason, Responsibility, Scheme, Target
from app.domain.text import clean_pasted, search_key

_HEADS = {
    "number": ("no", "no.", "番号", "№"),
    "title": ("指標", "指標名", "指標の名称", "成果指標", "kpi"),
    "unit": ("単位",),
    "baseline": ("基準値", "現状値", "従前値"),
    "target": ("目標値", "目標"),
    "department": ("担当課", "所管課", "担当"),
    "status": ("状況", "進捗", "進捗状況", "評価", "判定"),
}
_DEFAULT_ORDER = ("number", "title", "unit", "baseline", "target")


def pasted_indicators(
    index: BoardIndex, node: str, rows: Sequence[Sequence[str]], years: Sequence[str], meeting: str | None = None
) -> tuple[int, list[RowEdit]]:
    """Return how many indicators a pasted table holds and the edits that add them behind those of the node.

    `years` are the periods of the year columns shown, for tables without a head. Raises InputError naming row and
    column where something cannot be read; nothing is taken in then.
    """
    lines = [[clean_pasted(cell).text.strip() for cell in row] for row in rows if any(cell.strip() for cell in row)]
    columns = _columns_from_head(lines[0]) if lines else {}
    body = lines[1:] if columns else lines
    columns = columns or _columns_by_order(body, years)
    if "title" not in columns.values():
        raise InputError("指標の名前の列が見つかりません。見出し（指標・単位・目標値など）を付けて貼り付けてください。")
    siblings = index.where(Indicator, "node", node)
    position = siblings[-1].position if siblings else 0
    departments = {item.name: item.uid for item in index.all(Department)}
    edits: list[RowEdit] = []
    count = 0
    for number, line in enumerate(body, 1):
        cells = {name: line[place] for place, name in columns.items() if place < len(line) and line[place]}
        if cells.get("title"):
            count += 1
            added = _indicator(node, cells, position + SPACING * count, departments, f"{number}行目", years)
            edits += [*added, *_status(index, added, cells.get("status", ""), meeting)]
    if not count:
        raise InputError("貼り付けた表に指標の名前がありません。Excelで表を選び直してコピーしてください。")
    return count, edits


def _columns_from_head(head: Sequence[str]) -> dict[int, str]:
    """Return place → what stands there, empty where the first row is no head."""
    found: dict[int, str] = {}
    for place, cell in enumerate(head):
        key = search_key(cell)
        name = next((name for name, words in _HEADS.items() if key in [search_key(word) for word in words]), None)
        found.update({place: name} if name else _year_head(place, cell))
    return found if "title" in found.values() else {}


def _year_head(place: int, cell: str) -> dict[int, str]:
    try:
        return {place: parse_period(cell.partition("（")[0].removesuffix("実績")).code}
    except InputError:
        return {}


def _columns_by_order(body: Sequence[Sequence[str]], years: Sequence[str]) -> dict[int, str]:
    order = [*_DEFAULT_ORDER, *years]
    numbered = all(len(line[0]) <= 6 and any(sign.isdigit() for sign in line[0]) for line in body if line)
    return dict(enumerate(order if numbered else order[1:]))


def _indicator(
    node: str, cells: dict[str, str], position: int, departments: dict[str, str], place: str, years: Sequence[str]
) -> list[RowEdit]:
    metric = Metric(uid=new_uid(), node=node, name=cells["title"], unit=cells.get("unit"))
    indicator = Indicator(
        uid=new_uid(),
        node=node,
        metric=metric.uid,
        number=cells.get("number"),
        title=cells["title"],
        position=position,
    )
    edits = [insertion(metric), insertion(indicator)]
    year = years[-1] if years else None
    for name, typed in cells.items():
        try:
            edits += _figure(metric, indicator, name, typed, year)
        except InputError as error:
            raise InputError(f"{place}「{cells['title']}」の「{typed}」: {error.message}") from error
    return [*edits, *_departments(indicator, cells.get("department", ""), departments)]


def _figure(metric: Metric, indicator: Indicator, name: str, typed: str, year: str | None) -> list[RowEdit]:
    if name in ("number", "title", "unit", "department", "status"):
        return []
    if name == "target":
        if year is None:
            raise InputError("会議の年度がないため目標値を入れられません。先に会議の年度を入れてください。")
        target = Target(uid=new_uid(), indicator=indicator.uid, period=year)
        return [insertion(typed_target(metric, target, typed))]
    kind, period = ("baseline", year) if name == "baseline" else ("result", name)
    if period is None:
        raise InputError("会議の年度がないため基準値を入れられません。先に会議の年度を入れてください。")
    typed_fields(metric, typed)
    item = typed_observation(metric, None, (metric.uid, period, kind, ""), typed)
    return [insertion(item)] if item else []


def _status(index: BoardIndex, added: list[RowEdit], typed: str, meeting: str | None) -> list[RowEdit]:
    """Take a pasted status over as one chosen by hand: a reason's words, or a legend's words or mark."""
    schemes = index.all(Scheme)
    if not typed or not schemes:
        return []
    reason = reason_called(index, schemes[0].uid, typed).uid
    indicator = next(edit.key[0] for edit in added if edit.table == Indicator.TABLE)
    chosen = Assessment(
        uid=new_uid(),
        scheme=schemes[0].uid,
        indicator=indicator,
        meeting=meeting,
        reason=reason,
        note="貼り付けた表より",
    )
    return [insertion(chosen)]


def reason_called(index: BoardIndex, scheme: str, typed: str) -> Reason:
    """Return the reason that a person calls by its words, or by the words or mark of its class (●); InputError."""
    reasons = index.where(Reason, "scheme", scheme)
    words = {search_key(word): reason for reason in reversed(reasons) for word in _words_of(index, reason)}
    found = words.get(search_key(typed))
    if found is None:
        known = "、".join(item.label for item in reasons)
        raise InputError(f"状況「{typed}」が分かりません。次のどれかを入れてください: {known}")
    return found


def _words_of(index: BoardIndex, reason: Reason) -> list[str]:
    legend = index.one(Legend, reason.legend)
    shown = [legend.label, MARKS[legend.mark], f"{MARKS[legend.mark]}{legend.label}"] if legend else []
    return [reason.label, *(word for word in shown if word)]


def _departments(indicator: Indicator, typed: str, known: dict[str, str]) -> list[RowEdit]:
    """Link departments by name; a new name becomes a new department at the end of the list."""
    edits: list[RowEdit] = []
    names = [name.strip() for name in typed.replace("／", "/").replace("、", "/").split("/") if name.strip()]
    for place, name in enumerate(names, 1):
        if name not in known:
            known[name] = new_uid()
            edits.append(insertion(Department(uid=known[name], name=name, position=SPACING * len(known))))
        link = Responsibility(uid=new_uid(), department=known[name], indicator=indicator.uid, position=SPACING * place)
        edits.append(insertion(link))
    return edits
