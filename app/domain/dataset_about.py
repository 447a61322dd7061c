"""The data set about itself: title, publisher, sources, notes on use, and what every column of every table holds."""

from collections.abc import Iterator, Sequence

from app.domain.dataset_codes import COLUMN_TYPES
from app.domain.dataset_model import DATA_DECIMALS, Cells, Column, DataFile, data_file, pair
from app.domain.dataset_text import GETA
from app.domain.plan import Plan
from app.domain.report_goal import Scene

FORM_VERSION = "1"
FORM_CHANGES = (("1", "初めての形"),)
"""Every change of tables, columns or codes gets a version and a line here (rule L3-07)."""

_ABOUT = (
    Column("item_code", "項目コード", "項目のコード", "code"),
    Column("item_name", "項目名", "項目の名称"),
    Column("item_number", "項目の中の順", "同じ項目が続く場合の順", "integer", unit="番目"),
    Column("content", "内容", "項目の内容"),
)
_COLUMNS = (
    Column("file_name", "表の英数字名", "表の名前。Excelではシート名、CSVではファイル名（.csvの前）", "code"),
    Column("file_title", "表名", "表の名称"),
    Column("column_number", "列番号", "左から数えた列の番号", "integer", unit="番目"),
    Column("field_name", "列の英数字名", "プログラムで使うための列の名前（表の中で重ならない）", "code"),
    Column("head", "列見出し", "表の1行目の見出し"),
    Column("meaning", "列の意味", "列に入るもの"),
    *pair("type", "列の型", "列の型", "column_type"),
    Column("number_unit", "数値の単位", "列に入る数値の単位"),
    Column("list_code", "コード表コード", "値が決まったコードである場合の、コード表のコード", "code"),
    Column("example", "値の例", "最初の行から順に見て初めに入っている値"),
)
CAVEATS = (
    "空欄は、その列に当てはまるものがないことを表す。上の行と同じという意味の空欄はない。",
    "0は値が0であること、「値」の空欄は値がないことを表す。値がない理由は「値がない理由コード」にある。",
    "「値」は「単位」の列の単位による数値である。割合は百分率（単位は%）で示す。",
    "出どころが「入力値」の値は資料などの値、「計算値」の値は入力値から計算した値である。両方ある期間は両方の行がある。",
    f"計算値は丸めていない。小数で言い表せない場合だけ小数第{DATA_DECIMALS}位までに四捨五入した。",
    "公表資料に示す値の端数処理は「公表時の小数桁数」と「端数処理」の列による。",
    "年度は4月1日から翌年3月31日までで、始まる年の西暦で表す。",
    "期間が同じで「値の区分」や「時点」の異なる値があるので、合計するときは行を選ぶこと。",
    "内部のメモ、入力した人や説明した人の氏名は含まない。",
    f"丸数字などの機種依存文字は普通の文字にした。外字は「{GETA}」にした。人名・地名などの異体字はそのままにした。",
    "文章の中の改行と、見た目のための空白は取り除いた。",
    "15桁を超える数値と32,767文字を超える文章は、ExcelではなくCSVを使うこと。Excelはそれを超える部分を保てない。",
)
_WITHHELD = "速報値と、速報値から分かる値は含まない。その行の「値」は空欄で、値がない理由は「公表前」である。"
_PROVISIONAL = "速報値を含む。速報値は後で変わることがある。「値の確かさ」の列で見分けられる。"


def columns_file(files: Sequence[DataFile]) -> DataFile:
    """Return the description of every column of all tables, its own and that of the overview last."""
    empty = data_file("columns", "列の説明", _COLUMNS, ())
    rows = [row for file in (*files, empty) for row in _described(file)]
    return data_file("columns", "列の説明", _COLUMNS, rows)


def _described(file: DataFile) -> Iterator[Cells]:
    for place, column in enumerate(file.columns):
        values = (row[place] for row in file.rows)
        example = next((value for value in values if value is not None), None)
        yield {
            "file_name": file.name,
            "file_title": file.title,
            "column_number": place + 1,
            "field_name": column.name,
            "head": column.head,
            "meaning": column.meaning,
            "type_code": column.type,
            "type_name": COLUMN_TYPES[column.type],
            "number_unit": column.unit or None,
            "list_code": column.codes or None,
            "example": None if example is None else str(example),
        }


def about_file(scene: Scene, encoding: str, with_provisional: bool) -> DataFile:
    """Return the overview: what the data is, whose, from where, in which form, and what to mind."""
    rows = [*_identity(scene), *_sources(scene), *_form(encoding)]
    caveats = (*CAVEATS, _PROVISIONAL if with_provisional else _WITHHELD)
    rows += [("caveat", "利用上の注意", text) for text in caveats]
    return data_file("about", "データの概要", _ABOUT, _numbered(rows))


def _numbered(rows: Sequence[tuple[str, str, str | None]]) -> Iterator[Cells]:
    counts: dict[str, int] = {}
    for code, name, content in rows:
        if content:
            counts[code] = counts.get(code, 0) + 1
            yield {"item_code": code, "item_name": name, "item_number": counts[code], "content": content}


def _identity(scene: Scene) -> Iterator[tuple[str, str, str | None]]:
    board, meeting = scene.index.board, scene.meeting
    yield "title", "題名", board.title
    if board.is_sample:
        yield "sample", "見本", "このデータは見本であり、実際の値ではない。"
    yield "area_code", "全国地方公共団体コード", board.city_code
    yield "area_name", "地方公共団体名", board.city
    yield "publisher", "作成した部署", board.division
    yield "meeting", "報告した会議", meeting.name if meeting else None
    yield "updated_on", "更新日", meeting.held_on if meeting else None
    yield "as_of", "値の時点", meeting.as_of if meeting else None
    yield "history", "更新の履歴", "会議への報告、訂正、目標値の改定、担当課と指標の変更は updates の表にある。"


def _sources(scene: Scene) -> Iterator[tuple[str, str, str | None]]:
    yield "source", "出典", scene.index.board.source
    for plan in scene.index.all(Plan):
        for line in (plan.source or "").splitlines():
            yield "source", "出典", f"{plan.name} {line}"
    yield "definition", "定義と算出方法", "系列ごとの定義、算出方法、出典、単位は metrics の表にある。"


def _form(encoding: str) -> Iterator[tuple[str, str, str | None]]:
    utf8 = encoding == "utf-8"
    yield "encoding", "CSVの文字コード", "UTF-8" if utf8 else "Shift_JIS（cp932）"
    yield "bom", "CSVのBOM", "あり" if utf8 else "なし"
    yield "line_end", "CSVの改行コード", "CRLF"
    yield "quoting", "CSVの引用符", "カンマか引用符を含む値だけを二重引用符で囲む（RFC 4180）"
    yield "header", "見出し", "1行目が見出し、2行目からがデータである。列の英数字名は columns の表にある。"
    yield "table_relation", "表のつながり", "同じ名前のコードの列（たとえば系列コード）で表をつなぐことができる。"
    yield "area_standard", "地域のコード", "総務省の全国地方公共団体コード（6桁）"
    yield "form_version", "形の版", FORM_VERSION
    for version, change in FORM_CHANGES:
        yield "form_change", "形の変更の履歴", f"版{version} {change}"
