"""The lists of codes of the data set: those of every city, and those that a board brings with it."""

from collections.abc import Iterator, Mapping

from app.domain import labels
from app.domain.dataset_model import Cells, Column, DataFile, data_file
from app.domain.plan import Legend, Level, Reason, Scheme
from app.domain.report_goal import Scene

NOT_ENTERED, NOT_COMPUTABLE, NO_SHARE = "not_entered", "not_computable", "no_share"
MISSING = {
    **labels.MISSING_WORDS,
    "as_printed": "資料の表記のまま",
    NOT_ENTERED: "未入力",
    NOT_COMPUTABLE: "計算できない",
    NO_SHARE: "分子か分母がない",
}
MISSING_MEANINGS = {
    "not_counted": "まだ集計していない",
    "surveying": "調査をしている",
    "not_applicable": "あてはまる値がない",
    "unknown": "値が分からない",
    "as_printed": "資料に記号だけがあり意味が書かれていない（記号は「値がない場合の表記」の列）",
    labels.WITHHELD: "速報値か、速報値から分かる値のため、確定するまで公表しない",
    NOT_ENTERED: "欄はあるがまだ入力していない",
    NOT_COMPUTABLE: "計算に使う値がないか0で割ることになり計算できない",
    NO_SHARE: "割合の分子か分母の一方だけがある",
}
OBSERVATION_KINDS = {**labels.OBSERVATION_KINDS, "target": "目標値"}
ORIGINS = {"entered": "入力値", "computed": "計算値"}
PERIOD_KINDS = {
    "fiscal_year": "年度",
    "calendar_year": "暦年",
    "half": "半期",
    "quarter": "四半期",
    "month": "月",
    "day": "日",
    "span": "月から月まで",
    "irregular": "暦で表せない期間",
}
FLAGS = {"1": "はい", "0": "いいえ"}
SUBJECTS = {"plan": "計画", "node": "施策・取組", "indicator": "指標", "metric": "数値の系列", "board": "全体"}
UPDATES = {
    "meeting": "会議への報告",
    "correction": "資料の訂正",
    "target": "目標値の改定",
    "department": "担当課の変更",
    "indicator": "指標の変更",
}
COLUMN_TYPES = {
    "text": "文字",
    "code": "コード",
    "number": "数値",
    "integer": "整数",
    "date": "年月日（YYYY-MM-DD）",
    "month": "年月（YYYY-MM）",
    "flag": "1か0",
}

FIXED: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "missing": ("値がない理由", MISSING),
    "kind": ("値の区分", OBSERVATION_KINDS),
    "origin": ("値の出どころ", ORIGINS),
    "quality": ("値の確かさ", labels.QUALITIES),
    "qualifier": ("値に付く語", labels.QUALIFIER_CODES),
    "rounding": ("端数処理", labels.ROUNDINGS),
    "period_kind": ("期間の種類", PERIOD_KINDS),
    "certainty": ("期間の確かさ", labels.CERTAINTIES),
    "value_type": ("値の種類", labels.VALUE_TYPES),
    "direction": ("望ましい向き", labels.DIRECTIONS),
    "aggregation": ("集計の方法", labels.AGGREGATIONS),
    "node_kind": ("施策・取組の種類", labels.NODE_KINDS),
    "indicator_origin": ("指標の由来", labels.INDICATOR_ORIGINS),
    "block_kind": ("一覧の種類", labels.BLOCK_KINDS),
    "subject": ("対象の種類", SUBJECTS),
    "update": ("更新の種類", UPDATES),
    "succession": ("変更の種類", labels.SUCCESSIONS),
    "flag": ("はい・いいえ", FLAGS),
    "column_type": ("列の型", COLUMN_TYPES),
}

_COLUMNS = (
    Column("list_code", "コード表コード", "コード表のコード。「列の説明」のコード表コードの列と同じ", "code"),
    Column("list_name", "コード表名", "コード表の名称"),
    Column("code", "コード", "データの列に入るコード", "code"),
    Column("name", "名称", "コードの名称"),
    Column("meaning", "コードの意味", "名称だけでは分からない場合の意味"),
    Column("order_number", "並び順", "コード表の中の順", "integer", unit="番目"),
)


def coded(name: str, codes: str, value: str | None) -> dict[str, str | None]:
    """Return the cells of a pair of columns: a code of a fixed list, and its name."""
    return {f"{name}_code": value, f"{name}_name": FIXED[codes][1][value] if value is not None else None}


def codes_file(scene: Scene, units: Mapping[str, None]) -> DataFile:
    """Return all lists of codes; `units` are those in use, in their order."""
    return data_file("codes", "コード表", _COLUMNS, [*_fixed(), *_own(scene), *_units(units)])


def _fixed() -> Iterator[Cells]:
    for name, (title, words) in FIXED.items():
        for place, (code, word) in enumerate(words.items(), 1):
            yield _row(name, title, code, word, place, MISSING_MEANINGS.get(code) if name == "missing" else None)


def _own(scene: Scene) -> Iterator[Cells]:
    """Yield the city's own vocabularies: levels of the plan, schemes of status with their classes and reasons."""
    index = scene.index
    for place, level in enumerate(index.all(Level), 1):
        yield _row("level", "階層", level.uid, level.name, place)
    for place, scheme in enumerate(index.all(Scheme), 1):
        yield _row("scheme", "状況の区分法", scheme.uid, scheme.name, place, scheme.source)
    for place, legend in enumerate(index.all(Legend), 1):
        yield _row(
            "status_class", "状況の区分", legend.uid, legend.label, place, _of_scheme(scene, legend, legend.code)
        )
    for place, reason in enumerate(index.all(Reason), 1):
        yield _row("status_reason", "状況の理由", reason.uid, reason.label, place, _of_scheme(scene, reason, None))


def _of_scheme(scene: Scene, item: Legend | Reason, sign: str | None) -> str:
    scheme = scene.index.get(Scheme, item.scheme)
    return f"{scheme.name}の区分" + (f"（記号{sign}）" if sign else "")


def _units(units: Mapping[str, None]) -> Iterator[Cells]:
    for place, unit in enumerate(units, 1):
        yield _row("unit", "単位", unit, unit, place)


def _row(codes: str, title: str, code: str, name: str, place: int, meaning: str | None = None) -> Cells:
    return {
        "list_code": codes,
        "list_name": title,
        "code": code,
        "name": name or code,
        "meaning": meaning,
        "order_number": place,
    }
