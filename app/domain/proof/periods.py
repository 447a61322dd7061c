"""Periods and eras that mislead a reader of the paper.

E1 R4 for the calendar year beside a fiscal R4; E2 a period that ends after the paper's day; E6 a month of January to
March named by its fiscal year. E3 to E5 are about years' totals, in year_totals.py.
"""

import re
from collections.abc import Iterator
from contextlib import suppress

from app.domain.blocks import Block, ListItem, Phase
from app.domain.eras import LabelStyle
from app.domain.errors import InputError
from app.domain.fiscal import FIRST_MONTH, Period, fiscal_year_of, format_period
from app.domain.fiscal_reading import parse_period
from app.domain.metrics import Metric, Table, TableColumn, TableRow
from app.domain.narrative import LIVE, known_period
from app.domain.proof.finding import Finding
from app.domain.proof.passages import HOLE, Passage, finding_at
from app.domain.proof.year_totals import year_findings
from app.domain.report_goal import Scene

_ERA = r"(?:[RHS]|令和|平成|昭和)(?:[0-9]{1,2}|元)"
_BARE_ERA = re.compile(rf"(?<![A-Za-z0-9]){_ERA}(?![0-9./-]|年)")
_FISCAL_ERA = re.compile(rf"(?<![A-Za-z0-9])({_ERA})年度")
_ABOUT_CALENDAR = re.compile("暦年|暦の年")
_DAY = r"[0-3]?[0-9](?:日|\b)"
_RANGE = re.compile(
    rf"(?P<year>{_ERA}(?:年度?|\.))?(?P<first>1[0-2]|[1-9])(?P<sign>[月/])(?:{_DAY})? ?[〜~～-] ?"
    rf"(?P<end_year>{_ERA}(?:年度?|\.))?(?P<last>1[0-2]|[1-9])(?P=sign)(?P<end>{_DAY})?"
)
_FIGURE = re.compile("[0-9](?:[%h件人名台通回]|時間)")
_NOT_YET = re.compile("見込|予定|予測|予約済|計画|目標|今後|開始|始め|募集|めざ|目指|推計|まで?に")
_MONTH_OF_YEAR = re.compile(rf"(?P<year>(?:{_ERA}|(?:19|20)[0-9][0-9])年度)(?:の| )?(?P<month>[123])月(?![〜~～])")


def period_findings(scene: Scene, texts: tuple[Passage, ...]) -> Iterator[Finding | None]:
    """Yield what is doubtful about the periods of tables, texts and roadmaps; None between steps."""
    for rule in (_calendar_eras, _after_the_paper, year_findings, _fiscal_months):
        yield from rule(scene, texts)
        yield None


def _calendar_eras(scene: Scene, texts: tuple[Passage, ...]) -> Iterator[Finding]:
    """Yield the texts in which R4 is the calendar year while another text of the paper has it as a fiscal year."""
    named = [(text, _fiscal_eras(text)) for text in texts if "年度" in text.plain]
    fiscal = sorted((pair for pair in named if pair[1]), key=lambda pair: "会計年度" not in pair[0].plain)
    for text in texts:
        used = list(_BARE_ERA.finditer(text.plain)) if _is_calendar(scene, text) else []
        eras = list(dict.fromkeys(found.group() for found in used))
        beside = [other for other, years in fiscal if other is not text and not years.isdisjoint(eras)][:1]
        if beside:
            words = "".join(f"「{word}」" for word in eras)
            yield finding_at(
                "E1",
                text,
                (used[0].start(), used[-1].end()),
                f"{words}はここでは暦年ですが、{beside[0].item}の{beside[0].subject}では会計年度です。"
                "年か年度かが分かるように書き分けてください。",
                why="1月から3月は、暦年と会計年度で年が違います。",
                also=(beside[0].spot(),),
            )


def _fiscal_eras(text: Passage) -> frozenset[str]:
    """Return the eras that a text has as fiscal years: R4年度, or any where it speaks of 会計年度 and of no other."""
    if _ABOUT_CALENDAR.search(text.plain):
        return frozenset()
    eras = _BARE_ERA.findall(text.plain) if "会計年度" in text.plain else []
    return frozenset([*eras, *_FISCAL_ERA.findall(text.plain)])


def _is_calendar(scene: Scene, text: Passage) -> bool:
    """Say whether a text uses eras for calendar years: it says so, or its table's months have those years only so."""
    eras = {found.group() for found in _BARE_ERA.finditer(text.plain)}
    if not eras or isinstance(text.entity, Metric):
        return False
    if _ABOUT_CALENDAR.search(text.plain):
        return True
    entity = text.entity
    if isinstance(entity, TableColumn):
        return entity.period.startswith("CY") or _only_calendar(eras, (entity.period,))
    table = scene.index.one(Table, _table_of(entity))
    months = Period.from_code(f"{table.start}/{table.end}").months() if _runs(table) and table else ()
    return len(eras) > 1 and _only_calendar(eras, months)


def _only_calendar(eras: set[str], months: tuple[str, ...]) -> bool:
    """Say whether eras are the calendar years of months and not their fiscal years."""
    if not months or any(Period.from_code(month).kind != "month" for month in months):
        return False
    styles: tuple[LabelStyle, LabelStyle] = ("era_short", "era_long")
    calendar = [{format_period(f"CY{month[:4]}", style).removesuffix("年") for month in months} for style in styles]
    years = {fiscal_year_of(month) for month in months}
    return eras in calendar and eras not in [
        {format_period(year, style).removesuffix("年度") for year in years} for style in styles
    ]


def _table_of(entity: object) -> str | None:
    if isinstance(entity, Table):
        return entity.uid
    return entity.table if isinstance(entity, (Block, TableRow)) else None


def _runs(table: Table | None) -> bool:
    return table is not None and table.axis == "months" and bool(table.start and table.end)


def _after_the_paper(scene: Scene, texts: tuple[Passage, ...]) -> Iterator[Finding]:
    """Yield one finding an item for its results over a period that ends after the day of the paper."""
    day = scene.meeting.held_on or scene.meeting.as_of if scene.meeting else None
    if not day:
        return
    found: dict[str, list[tuple[Passage, int, int, str]]] = {}
    for text in texts:
        for start, end, last in [*_ranges(scene, text), *_early_figures(scene, text)]:
            if last > day:
                found.setdefault(text.node, []).append((text, start, end, last))
    for places in found.values():
        text, start, end, last = places[0]
        yield finding_at(
            "E2",
            text,
            (start, end),
            f"期間の終わり（{format_period(last, 'era_long')}）が、資料の日（{format_period(day, 'era_long')}）より"
            "後です。先の日付の分を含む見込みなら、そう書いてください。",
            why="資料の日には、まだ期間が終わっていません。",
            also=tuple(dict.fromkeys(other.spot(first, then) for other, first, then, _ in places[1:])),
        )


def _ranges(scene: Scene, text: Passage) -> Iterator[tuple[int, int, str]]:
    """Yield the runs like 4/1〜3/31 in sentences with a figure and no word for the future, with their last day."""
    if not text.live:
        return
    for found in _RANGE.finditer(text.plain):
        start, end = text.sentence(found.start())
        sentence = text.plain[start:end]
        told = HOLE in sentence or _FIGURE.search(sentence)
        last = _last_day(scene, found) if told and not _NOT_YET.search(sentence) else None
        if last:
            yield found.start(), found.end(), last


def _last_day(scene: Scene, found: "re.Match[str]") -> str | None:
    """Return the last day of a run as a text has it, without a year in the meeting's own fiscal year."""
    year = found["end_year"] or found["year"]
    day = f"{found['end'].removesuffix('日')}日" if found["end"] else ""
    with suppress(InputError, ValueError):
        context = int(scene.fiscal_year[2:6]) if scene.fiscal_year and not year else None
        stated = (year or "").replace(".", "年")
        if year and not found["end_year"] and int(found["last"]) < int(found["first"]):
            return None  # 令和4年4月〜2月 does not say which February
        end = parse_period(f"{stated}{found['last']}月{day}", context).end
        return end.isoformat() if end else None
    return None


def _early_figures(scene: Scene, text: Passage) -> Iterator[tuple[int, int, str]]:
    """Yield live figures and list lines that are a forecast while their words do not say so."""
    places = (
        [(found.start(), found.end(), found[1], found[2]) for found in LIVE.finditer(text.text)] if text.live else []
    )
    if isinstance(text.entity, ListItem) and text.field == "text" and text.entity.metric and text.entity.period:
        places.append((0, len(text.text), text.entity.metric, text.entity.period))
    for start, end, uid, period in places:
        metric = scene.index.one(Metric, uid)
        if metric and known_period(period):
            figure = scene.book.figure(uid, period)
            last = Period.from_code(period).end
            first, then = text.sentence(start)
            said = text.plain[first:then] + (getattr(text.entity, "remark", None) or "")
            early = figure.observation is not None and figure.observation.quality == "forecast"
            if last and early and figure.value is not None and not _NOT_YET.search(said):
                yield start, end, last.isoformat()


def _fiscal_months(scene: Scene, texts: tuple[Passage, ...]) -> Iterator[Finding]:
    """Yield months of January to March named by their fiscal year, once an item and month, with the calendar's."""
    found: dict[tuple[str, str], list[tuple[Passage, int, int]]] = {}
    for text in texts:
        for match in _MONTH_OF_YEAR.finditer(text.plain):
            with suppress(InputError):
                code = parse_period(match.group().replace("の", "").replace(" ", "")).code
                found.setdefault((text.node, code), []).append((text, match.start(), match.end()))
    for (_, code), places in found.items():
        text, start, end = places[0]
        words = (
            f"「{text.text[start:end]}」は{format_period(code, 'era_long')}（{format_period(code, 'western')}）です。"
        )
        wrong = [one for one, _, _ in places if isinstance(one.entity, Phase) and _elsewhere(one.entity, code)]
        more = (
            "行程の期間がこの月と合いません。確かめてください。"
            if wrong
            else "暦年の1〜3月と読み違えられるおそれがあります。"
        )
        yield finding_at(
            "E6",
            text,
            (start, end),
            words + more,
            why=f"会計年度は{FIRST_MONTH}月に始まるため、1〜3月は年度の次の年になります。",
            also=tuple(one.spot(first, then) for one, first, then in places[1:]),
        )


def _elsewhere(phase: Phase, month: str) -> bool:
    """Say whether a phase's own period leaves out the month that its words name."""
    periods = [Period.from_code(code) for code in (phase.start, phase.end) if code and known_period(code)]
    first, last = (periods[0].start, periods[-1].end) if periods else (None, None)
    named = Period.from_code(month)
    return bool(first and last and named.start and not first <= named.start <= last)
