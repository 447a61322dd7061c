"""How the cells of two compared boards read: what a field is called, and what stands in it."""

import re
from decimal import Decimal
from fractions import Fraction

from app.domain import labels
from app.domain.compare_names import NAMELESS, TABLE_WORDS, Names
from app.domain.entity import Cell, Entity, FieldSpec, Row, fields_of
from app.domain.figures import format_figure
from app.domain.fiscal import format_period

BLANK = "（空欄）"
FIGURE = (
    "value",
    "text",
    "missing",
    "numerator",
    "denominator",
    "qualifier",
    "quality",
    "unit",
    "rounding",
    "digits",
    "printed",
)
"""The columns that are one figure together: what it is, how it is shown, and what the source prints."""
BUNDLES: dict[str, tuple[tuple[str, ...], ...]] = {
    "observation": (FIGURE,),
    "target": (FIGURE,),
    "node": (("title", "title_given"),),
    "event": (("period", "printed_day", "certainty"),),
    "phase": (("start", "end", "printed"),),
    "table_view": (("start", "end"),),
    "assessment": (("reason", "printed"),),
    "placement": (("parent", "position"),),
    "responsibility": (("node", "indicator", "metric"),),
    "loose_line": (("metric", "period", "figures"),),
    "settlement": (("code", "row_table", "row_key", "row_field", "printed", "computed", "note"),),
    "list_item": (("metric", "period"),),
}
"""Columns of a table that only make sense together, and are therefore one cell."""

_WORDS = {
    "title": "題名",
    "name": "名前",
    "label": "名前",
    "city": "市の名前",
    "city_code": "市のコード",
    "division": "担当の課",
    "is_sample": "見本の印",
    "print_colour": "紙面の色",
    "print_footer": "ページ下の課名",
    "source": "出典",
    "note": "内部のメモ",
    "remark": "備考",
    "version": "版",
    "start": "始まり",
    "end": "終わり",
    "period_label": "期間の書き方",
    "plan": "計画",
    "position": "並び順",
    "level": "階層",
    "kind": "種類",
    "number": "番号",
    "subtitle": "副題",
    "page_label": "ページの名前",
    "printed": "印字値",
    "valid_from": "使い始めた日",
    "valid_to": "使い終えた日",
    "parent": "置き場所",
    "child": "置くもの",
    "bureau": "部局",
    "department": "担当課",
    "node": "取組など",
    "indicator": "指標",
    "metric": "数値の系列",
    "on_date": "日付",
    "department_from": "元の課",
    "department_to": "後の課",
    "indicator_from": "元の指標",
    "indicator_to": "後の指標",
    "certainty": "確かさ",
    "sort_key": "並べる順のもと",
    "origin": "当初・追加の別",
    "period": "時期",
    "revision": "見直しの回",
    "decided_on": "決めた日",
    "is_final": "最終目標",
    "value": "値",
    "scheme": "状況の区分法",
    "code": "コード",
    "mark": "印",
    "colour": "色",
    "legend": "凡例",
    "needs_note": "わけが要る",
    "condition": "条件",
    "reason": "状況",
    "meeting": "会議",
    "council": "会議体",
    "fiscal_year": "年度",
    "held_on": "開催日",
    "as_of": "時点",
    "paper_title": "資料の題名",
    "paper_number": "資料番号",
    "paper_mark": "資料番号の添え書き",
    "presenter": "説明者",
    "paper_note": "資料の注記",
    "closing": "結びのことば",
    "frozen_at": "版を固定した時刻",
    "stage": "段階",
    "made_at": "作った時刻",
    "made_by": "作った人",
    "content": "中身",
    "sha256": "中身の照合値",
    "place": "場所",
    "before": "訂正前",
    "after": "訂正後",
    "made_on": "訂正した日",
    "definition": "定義",
    "unit": "単位",
    "value_type": "値の種類",
    "direction": "目指す向き",
    "aggregation": "まとめ方",
    "scale": "表示の倍率",
    "rounding": "端数の処理",
    "digits": "小数の桁",
    "qualifier": "添えることば",
    "formula": "計算式",
    "is_reference": "参考の値",
    "fixed_when": "確定する時期",
    "from_department": "回答した課",
    "received_on": "受け取った日",
    "document": "根拠の文書",
    "entered_by": "入力した人",
    "axis": "軸",
    "orientation": "向き",
    "row_heading": "行の見出し",
    "total_label": "計の名前",
    "printed_total_label": "計の名前（資料）",
    "table": "表",
    "sublabel": "行の添え書き",
    "role": "行の役割",
    "figures": "印字値の並び",
    "printed_day": "開催日の書き方",
    "heading": "見出し",
    "body": "文章",
    "chart_kind": "グラフの種類",
    "block": "載せる部分",
    "image": "画像",
    "caption": "画像の説明",
    "alt_text": "代替テキスト",
    "permission": "使用の許可",
    "text": "文",
    "starts_on": "始まる日",
    "chosen": "載せる・載せない",
    "row_table": "了承した場所",
    "mime": "画像の種類",
    "width": "幅",
    "height": "高さ",
    "data": "画像の中身",
    "uid": "記号",
    "title_given": "仮題でないこと",
}
_OWN_WORDS = {
    ("node", "printed"): "紙に載せる",
    ("block", "printed"): "紙に載せる",
    ("indicator", "title"): "指標名",
    ("board", "title"): "計画ファイルの題名",
    ("phase", "start"): "期間",
    ("table_view", "start"): "表の期間",
    ("event", "period"): "日",
    ("responsibility", "node"): "担当するもの",
    ("loose_line", "metric"): "中身",
    ("settlement", "code"): "検算の了承",
    ("list_item", "metric"): "示す数値",
}
_LISTS = tuple(value for value in vars(labels).values() if isinstance(value, dict))
_CHOICES = {tuple(words): words for words in _LISTS}
_NAMED = re.compile(r"\[([^\[\]{}|]+)\]")


def field_word(table: str, name: str) -> str:
    """Return what a person calls a field."""
    return _OWN_WORDS.get((table, name)) or _WORDS[name]


def cell_name(names: Names, table: str, row: Row, fields: tuple[str, ...]) -> str:
    """Return what a cell of a row is: 'R4.5 の実績', '目標値 R8 の備考', '指標名'."""
    if table == "observation":
        own = _moment(names, row, labels.OBSERVATION_KINDS[str(row["kind"])])
    elif table == "target":
        again = f"（見直し{row.get('revision')!s}）" if row.get("revision") else ""
        own = f"{names.period(row['period'])} の目標値{again}"
    else:
        own = _part(names, table, row)
        word = field_word(table, fields[0])
        return word if not own else f"{own}の{word}"
    return own if fields == FIGURE else f"{own}の{field_word(table, fields[0])}"


def _moment(names: Names, row: Row, kind: str) -> str:
    as_of = f"（{format_period(str(row['as_of']), 'era_short')}時点）" if row.get("as_of") else ""
    return f"{names.period(row['period'])} の{kind}{as_of}"


def _part(names: Names, table: str, row: Row) -> str:
    """Return which row of its place a row is, '' where the place names it already."""
    if table in ("node", "indicator", "block", "table_view", "board", "metric", "meeting", "placement", "settlement"):
        return ""
    if table == "responsibility":
        return ""
    if table == "assessment":
        return names.title("meeting", row["meeting"]) if row.get("meeting") else ""
    if table == "event":
        return f"{names.period(row['period'])} の{TABLE_WORDS[table]}"
    if table == "slide":
        return f"「{names.title_of(table, row)}」のページ"
    own = names.title_of(table, row)
    return TABLE_WORDS[table] if own == NAMELESS else f"{TABLE_WORDS[table]}「{own}」"


def row_name(names: Names, table: str, row: Row) -> str:
    """Return what a whole row is, for one that was added or removed: 指標「…」, R4.5 の実績."""
    if table in ("observation", "target"):
        return cell_name(names, table, row, FIGURE)
    if table == "node":
        return f"{labels.NODE_KINDS[str(row['kind'])]}「{names.title_of(table, row)}」"
    if table == "image":
        return "画像"
    if table == "assessment":
        where = names.title("meeting", row["meeting"]) if row.get("meeting") else ""
        return f"{where}の{TABLE_WORDS[table]}" if where else TABLE_WORDS[table]
    return _part(names, table, row) or _titled(names, table, row)


def _titled(names: Names, table: str, row: Row) -> str:
    own = names.title_of(table, row)
    return TABLE_WORDS[table] if own == NAMELESS else f"{TABLE_WORDS[table]}「{own}」"


def cell_texts(
    sides: tuple[Names, Names], entity: type[Entity], rows: tuple[Row, Row], fields: tuple[str, ...]
) -> tuple[str, str]:
    """Return what stands in a cell on both sides; of figures that read the same, what the source prints too."""
    before, after = (cell_text(names, entity, row, fields) for names, row in zip(sides, rows, strict=True))
    if before == after and fields == FIGURE:
        printed = (str(row.get("printed") or "なし") for row in rows)
        before, after = (f"{text}（印字値 {own}）" for text, own in zip((before, after), printed, strict=True))
    return before, after


def cell_text(names: Names, entity: type[Entity], row: Row, fields: tuple[str, ...]) -> str:
    """Return what stands in a cell, BLANK for nothing."""
    if fields == FIGURE:
        return figure_text(names, entity.TABLE, row) or BLANK
    if fields[0] == "title" and "title_given" in fields:
        return f"{row['title']!s}{'' if row.get('title_given') else '（仮題）'}"
    if entity.TABLE == "settlement":
        return str(row.get("note") or BLANK)
    if entity.TABLE == "placement" and row.get("parent") is None:
        return "いちばん上（タブ）"
    specs = {spec.name: spec for spec in fields_of(entity)}
    texts = [_text(names, specs[name], row.get(name)) for name in fields if name != "position" or len(fields) == 1]
    return "　".join(text for text in texts if text) or BLANK


def row_text(names: Names, entity: type[Entity], row: Row) -> str:
    """Return in a few words what a whole row holds."""
    table = entity.TABLE
    if table in ("observation", "target"):
        return figure_text(names, table, row) or BLANK
    if table == "assessment":
        return _status_text(names, row)
    if table == "settlement":
        return str(row.get("note") or BLANK)
    if table == "correction":
        return f"{row['before']!s} → {row['after']!s}"
    return names.title_of(table, row)


def _status_text(names: Names, row: Row) -> str:
    """Return a status in words with its note, which may stand alone where a rule chooses the status."""
    shown = names.title("reason", row["reason"]) if row.get("reason") else str(row.get("printed") or "")
    note = f"メモ: {row['note']!s}" if row.get("note") else ""
    return f"{shown}（{note}）" if shown and note else shown or note or BLANK


def figure_text(names: Names, table: str, row: Row) -> str:
    """Return a figure exactly as it is kept, never rounded: two different figures must not look the same."""
    metric = _metric_of(names, table, row)
    unit = row.get("unit") if row.get("unit") is not None else metric.get("unit")
    percent = metric.get("scale") == "percent" and row.get("unit") is None
    if row.get("numerator") is not None or row.get("denominator") is not None:
        shown = f"{row.get('numerator') or '？'!s}/{row.get('denominator') or '？'!s}"
    else:
        value = row.get("value")
        shown = format_figure(
            None if value is None else Fraction(str(value)) if percent else Decimal(str(value)),
            missing=_choice(row.get("missing")),
            text=None if row.get("text") is None else str(row["text"]),
            qualifier=_choice(row.get("qualifier") or metric.get("qualifier")),
            unit="%" if percent else str(unit or ""),
            scale_percent=percent,
        )
    marks = [labels.QUALITIES[str(row["quality"])]] if row.get("quality") else []
    marks += [labels.ROUNDINGS[str(row["rounding"])]] if row.get("rounding") else []
    marks += [f"小数{row['digits']!s}桁"] if row.get("digits") is not None else []
    return f"{shown}（{'・'.join(marks)}）" if marks else shown


def _choice(code: Cell) -> str | None:
    return None if code is None else str(code)


def _metric_of(names: Names, table: str, row: Row) -> Row:
    uid: Cell = row.get("metric")
    if table == "target":
        uid = (names.row("indicator", row["indicator"]) or {}).get("metric")
    return names.row("metric", uid) or {}


def _text(names: Names, spec: FieldSpec, value: Cell) -> str:
    if value is None or value == "":
        return ""
    if spec.kind == "ref" and spec.target is not None:
        return "画像" if spec.target == "image" else names.title(spec.target, value) or "（なくなったもの）"
    if spec.kind == "choice":
        return _CHOICES.get(spec.choices, {}).get(str(value)) or str(value)
    if spec.kind == "flag":
        return "はい" if value else "いいえ"
    if spec.kind == "period":
        return names.period(value)
    if spec.kind == "date":
        return format_period(str(value), "era_short")
    return "画像" if spec.kind == "blob" else _readable(names, str(value))


def _readable(names: Names, text: str) -> str:
    """Return a text with the names of the series that its formula or its live figures mean."""
    return _NAMED.sub(lambda found: f"[{names.title('metric', found[1]) or found[1]}]", names.readable(text))
