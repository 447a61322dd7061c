"""Totals and means that a paper calls a year's and that are not.

E3 a total over two fiscal years; E4 a mean over fewer than 12 months called a year's; E5 a total over fewer than 12
months called a year's.
"""

import re
from collections.abc import Iterator

from app.domain.fiscal import Period, fiscal_year_of, format_period
from app.domain.metrics import Metric, Table, TableRow
from app.domain.narrative import LIVE, known_period
from app.domain.plan import Node
from app.domain.proof.finding import Finding, Spot
from app.domain.proof.passages import Passage, finding_at
from app.domain.report_goal import Scene
from app.domain.report_table import table_columns, table_period
from app.domain.series import counted_label

_YEAR_MEAN = re.compile("年間?平均|年度平均|年間の平均|(?:1|一)年の平均|通年の平均")
_YEAR_TOTAL = re.compile("年合計|年間?計|年度計|年間の?合計|年度の?合計|通年")


def year_findings(scene: Scene, texts: tuple[Passage, ...]) -> Iterator[Finding]:
    """Yield tables and sentences with a year's total or mean that is not a fiscal year's, or not a whole one's."""
    for table in scene.index.all(Table):
        yield from _over_two_years(scene, table)
        yield from _called_a_year(scene, table)
    for passage in texts:
        yield from _short_years(scene, passage)


def _over_two_years(scene: Scene, table: Table) -> Iterator[Finding]:
    """Yield a table of at most a year's months whose total adds months of two fiscal years."""
    if table.total_label is None or not (table.axis == "months" and table.start and table.end):
        return
    months = Period.from_code(f"{table.start}/{table.end}").months()
    years = list(dict.fromkeys(fiscal_year_of(month) for month in months))
    if len(months) > 12 or len(years) != 2:
        return
    counts = [sum(fiscal_year_of(month) == year for month in months) for year in years]
    parts = "と".join(
        f"{format_period(year, 'era_long')}の{count}か月" for year, count in zip(years, counts, strict=True)
    )
    yield _table_finding(
        scene,
        "E3",
        table,
        "total_label",
        f"表の{len(months)}か月は二つの会計年度（{parts}）にまたがります。"
        f"「{table.total_label or '計'}」は年度の計ではありません。",
        "年度の計として読まれるおそれがあります。",
    )


def _called_a_year(scene: Scene, table: Table) -> Iterator[Finding]:
    """Yield a table that calls a total or a mean a year's though its rows count fewer than 12 months."""
    period = table_period(table, table_columns(scene, table))
    if table.axis != "months" or not period:
        return
    rows = [row.metric for row in scene.index.where(TableRow, "table", table.uid) if row.metric]
    counted = max((scene.book.figure(uid, period).months for uid in rows), key=len, default=())
    if not 0 < len(counted) < 12:
        return
    for field in ("total_label", "printed_total_label"):
        words = getattr(table, field) or ""
        code = "E4" if _YEAR_MEAN.search(words) else "E5" if _YEAR_TOTAL.search(words) else ""
        if code:
            yield _table_finding(scene, code, table, field, *_short_words(words, counted))
            return


def _short_words(words: str, counted: tuple[str, ...]) -> tuple[str, str]:
    run = counted_label(counted, ())
    kind = "平均" if _YEAR_MEAN.search(words) else "計"
    return (
        f"「{words}」は{len(counted)}か月の{kind}です。「{run}の{kind}」のように書いてください。",
        "未集計の月や、まだ終わっていない月があります。",
    )


def _short_years(scene: Scene, text: Passage) -> Iterator[Finding]:
    """Yield sentences that call a live figure a year's total or mean though it counts fewer than 12 months."""
    if not text.live or "{{" not in text.text:
        return
    last = 0
    for found in LIVE.finditer(text.text):
        start = max(text.sentence(found.start())[0], last)
        last = found.end()
        before = text.plain[start : found.start()]
        mean, total = _YEAR_MEAN.search(before), _YEAR_TOTAL.search(before)
        words = mean or total
        metric = scene.index.one(Metric, found[1])
        if words and metric and known_period(found[2]):
            counted = scene.book.figure(metric.uid, found[2]).months
            if 0 < len(counted) < 12:
                message, why = _short_words(words.group(), counted)
                place = (start + words.start(), start + words.end())
                yield finding_at("E4" if mean else "E5", text, place, message, why=why)


def _table_finding(scene: Scene, code: str, table: Table, field: str, message: str, why: str) -> Finding:
    period = table_period(table, table_columns(scene, table))
    return Finding(
        code=code,
        spot=Spot(table.node, table.TABLE, (table.uid,), field),
        item=scene.index.get(Node, table.node).title,
        subject=f"表「{table.title}」",
        period_label=scene.period_label(period, "era_long") if period else "",
        printed=getattr(table, field) or "",
        message=message,
        why=why,
    )
