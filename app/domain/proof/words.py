"""Words beside a figure that hold only while the figure is what it was: 約9割, 半数, 上回る, 増加, 初めて, 過去最高.

W1 a word contradicts the figure beside it; W2 a word that cannot be checked stands beside a figure that was changed
after the text, as the history of the file says.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from app.domain.errors import InputError
from app.domain.figures import format_figure, parse_figure, round_fraction
from app.domain.fiscal import Period, add_months
from app.domain.history import History
from app.domain.metrics import Metric
from app.domain.narrative import LIVE, known_period
from app.domain.plan import Indicator
from app.domain.proof.changes import Changes
from app.domain.proof.finding import Finding
from app.domain.proof.passages import HOLE, Passage, finding_at
from app.domain.report_goal import Scene, current_target
from app.domain.series import exact, months_in, span_code

_TAIL = "強|弱|以上|以下|未満|を?超|を上回|台|近く"
_TENTHS = re.compile(rf"(?:約|およそ|ほぼ)?(?P<tenths>10|[1-9])割(?P<half>5分)?(?P<tail>{_TAIL})?")
_HALF = re.compile(rf"(?:約|およそ|ほぼ)?(?P<most>過)?半(?:数|分)(?P<tail>{_TAIL})?")
_TREND = re.compile(
    r"(?P<past>上回|超え)|(?P<up>増加し|増え|伸び(?!率|悩)|上昇し)|(?P<below>下回)|(?P<down>減少し|減っ|減り|低下し|下落し)"
)
_TIMES = re.compile(r"(?P<times>[0-9]+(?:\.[0-9]+)?)倍")
_RECORD = re.compile(r"(?:過去)?最(?:(?P<high>高|多|大)|低|少|小)(?=と?(?:を記録|を更新|とな|でし|です|の))")
_FIRST = re.compile(r"(?:初めて|はじめて)(?P<bound>[0-9][0-9,.]*[万億]?)[^\W\d_]{0,3}?を(?:超|上回)")
_ANY = re.compile(
    "[0-9]割|半数|半分|上回|下回|増加|増え|伸び|上昇|減少|減っ|減り|低下|初めて|はじめて|過去最|最多|最高|最大|最少|最小"
    "|[0-9]倍|順調|横ばい|急増|急減|大幅|超え|多く|少な"
)
_NOT = re.compile("[^。、\n]{0,6}?(?:ない|ません|ず[、に]|なかっ)")
_LAST_YEAR = re.compile("[昨前去]年")
_TREND_OF_YEARS = re.compile("年々|年ごと|月ごと|毎[年月]|傾向|全国|県|他市|平均よ|見込|予定|予測|ため|よう")
_BESIDE = re.compile(r"[\s（(、はがのでとも,:：=＝]{0,4}")
_PERCENT = re.compile(r"(?P<percent>[0-9]+(?:\.[0-9]+)?)%")


@dataclass(frozen=True, slots=True)
class _Live:
    """A live figure in a text: its run, its series and period, its exact value and that in percent if it is a share."""

    start: int
    end: int
    metric: Metric
    period: str
    value: Fraction
    percent: Fraction | None


@dataclass(frozen=True, slots=True)
class _Judged:
    """A word that could be held against its figure, and what is wrong with it, '' where it holds."""

    start: int
    end: int
    wrong: str = ""
    why: str = ""
    computed: str = ""


def word_findings(
    scene: Scene, texts: tuple[Passage, ...], history: Iterable[History] = ()
) -> Iterator[Finding | None]:
    """Yield words that their figures contradict, and those to look at again after a change; None between texts.

    `history` is the file's, in any order; without it nothing is known of changes.
    """
    changes = Changes(scene, history)
    for text in texts:
        if text.prose and _ANY.search(text.plain):
            live = _live(scene, text)
            judged = [*_shares(text, live), *_trends(scene, text, live), *_records(scene, text, live)]
            for one in judged:
                if one.wrong:
                    yield _contradicted(text, one)
            yield from _doubtful(text, live, judged, changes)
            yield None


def _live(scene: Scene, text: Passage) -> list[_Live]:
    found = []
    for match in LIVE.finditer(text.text) if text.live else ():
        metric = scene.index.one(Metric, match[1])
        value = scene.book.figure(match[1], match[2]).value if metric and known_period(match[2]) else None
        if metric and value is not None:
            plain = value if metric.unit in ("%", "％") else None
            percent = value * 100 if metric.scale == "percent" else plain
            found.append(_Live(match.start(), match.end(), metric, match[2], value, percent))
    return found


def _contradicted(text: Passage, one: _Judged) -> Finding:
    run = (one.start, one.end)
    words = text.text[slice(*run)]
    message = f"「{words}」は{one.wrong}。文を確かめてください。"
    return finding_at("W1", text, run, message, why=one.why, sure="likely", computed=one.computed)


def _shares(text: Passage, live: list[_Live]) -> Iterator[_Judged]:
    """Yield 約9割 and 半数 where a percentage stands right beside them."""
    for pattern in (_TENTHS, _HALF):
        for found in pattern.finditer(text.plain):
            percent = _beside(text, found.start(), found.end(), live)
            if percent is not None:
                holds = _holds(found, percent)
                shown = format_figure(percent, digits=1, rounding="down", unit="%")
                wrong = "" if holds else f"、すぐそばの{shown}と合いません"
                yield _Judged(found.start(), found.end(), wrong, "割合の言葉を数値と比べました。", shown)


def _beside(text: Passage, start: int, end: int, live: list[_Live]) -> Fraction | None:
    """Return the percentage right behind a word, else right before it, live or typed."""
    after = _BESIDE.match(text.plain, end)
    place = after.end() if after else end
    for one in live:
        if one.start == place:
            return one.percent
    typed = _PERCENT.match(text.plain, place)
    if typed:
        return Fraction(typed["percent"])
    for one in live:
        if (
            one.percent is not None
            and one.end <= start
            and re.fullmatch(r"[\s（(、,と]{0,2}", text.plain[one.end : start])
        ):
            return one.percent
    return None


def _holds(found: "re.Match[str]", percent: Fraction) -> bool:
    """Say whether a percentage is one for which words hold; 超 and 未満 leave the bound itself out."""
    low, high = _range(found)
    strict = "過半" in found.group() or any(word in (found["tail"] or "") for word in ("超", "上回", "未満"))
    return low < percent < high if strict else low <= percent <= high


def _range(found: "re.Match[str]") -> tuple[Fraction, Fraction]:
    """Return the percentages for which words like 約9割, 7割強, 半数以上 hold."""
    tenths = found.groupdict().get("tenths")
    base = Fraction(int(tenths) * 10 + (5 if found["half"] else 0)) if tenths else Fraction(50)
    all_, none = Fraction(1000), Fraction(0)
    if found.groupdict().get("most"):
        return base, all_
    ranges = {
        "強": (base, base + 5),
        "弱": (base - 5, base),
        "近く": (base - 10, base),
        "以上": (base, all_),
        "以下": (none, base),
        "未満": (none, base),
        "台": (base, base + 10),
    }
    tail = found["tail"] or ""
    return (base, all_) if "超" in tail or "上回" in tail else ranges.get(tail, (base - 5, base + 5))


def _trends(scene: Scene, text: Passage, live: list[_Live]) -> Iterator[_Judged]:
    """Yield words of more and less, and 2倍, held against last year's figure or the target."""
    for found in [*_TREND.finditer(text.plain), *_TIMES.finditer(text.plain)]:
        start, end = text.sentence(found.start())
        sentence = text.plain[start:end]
        one = _nearest(live, found.start(), start, end)
        against_target = "目標" in sentence
        explicit = against_target or _LAST_YEAR.search(sentence)
        named = found.re is _TREND and (found["up"] or found["down"])
        vague = _TREND_OF_YEARS.search(sentence) or _NOT.match(text.plain, found.end())
        if one is None or vague or not (explicit or named):
            continue
        other = _target(scene, one) if against_target else _year_before(scene, one)
        if other is not None:
            yield _trend(found, one, other, "目標" if against_target else "前年")


def _trend(found: "re.Match[str]", one: _Live, other: Fraction, name: str) -> _Judged:
    now, then = _shown(one, one.value), _shown(one, other)
    why = f"{name}の{then}と今の{now}を比べました。"
    if found.re is _TIMES:
        digits = len(found["times"].partition(".")[2])
        times = one.value / other if other else Fraction(0)
        fits = any(round_fraction(times, digits, way) == Fraction(found["times"]) for way in ("half_up", "down"))
        said = format_figure(times, digits=digits + 1, rounding="down", unit="倍")
        return _Judged(found.start(), found.end(), "" if fits else f"、{name}の{said}と合いません", why, said)
    up = found["past"] or found["up"]
    holds = one.value > other if up else one.value < other
    return _Judged(found.start(), found.end(), "" if holds else f"、{name}の{then}・今の{now}と合いません", why, now)


def _shown(one: _Live, value: Fraction) -> str:
    percent = one.metric.scale == "percent"
    digits = None if value.denominator == 1 else one.metric.digits
    return format_figure(value, digits=digits, unit="%" if percent else one.metric.unit or "", scale_percent=percent)


def _nearest(live: list[_Live], place: int, start: int, end: int) -> _Live | None:
    """Return the live figure of a sentence that stands last before a place, else the first behind it."""
    before = [one for one in live if start <= one.start and one.end <= place]
    behind = [one for one in live if place < one.start < end]
    return before[-1] if before else behind[0] if behind else None


def _year_before(scene: Scene, one: _Live) -> Fraction | None:
    """Return the figure a year earlier, None where there is none or it counts other months."""
    months = months_in(one.period)
    if not months:
        return None
    earlier = scene.book.figure(one.metric.uid, span_code(tuple(add_months(month, -12) for month in months)))
    counted = scene.book.figure(one.metric.uid, one.period).months
    return earlier.value if len(earlier.months) == len(counted) else None


def _target(scene: Scene, one: _Live) -> Fraction | None:
    for indicator in scene.index.where(Indicator, "metric", one.metric.uid):
        target, _ = current_target(scene, indicator)
        return exact(target) if target else None
    return None


def _records(scene: Scene, text: Passage, live: list[_Live]) -> Iterator[_Judged]:
    """Yield 過去最多 and 初めて1,000件を超え, held against all earlier figures of the same length."""
    for found in [*_RECORD.finditer(text.plain), *_FIRST.finditer(text.plain)]:
        one = _nearest(live, found.start(), *text.sentence(found.start()))
        earlier = _earlier(scene, one) if one else {}
        if one is None or not earlier:
            continue
        if found.re is _FIRST:
            bound = _bound(found["bound"])
            broken = {period: value for period, value in earlier.items() if bound is not None and value > bound}
        else:
            high = found["high"]
            broken = {p: value for p, value in earlier.items() if (value > one.value if high else value < one.value)}
        period = next(iter(broken), "")
        wrong = (
            f"、{scene.period_label(period, 'era_long')}の{_shown(one, broken[period])}と合いません" if broken else ""
        )
        yield _Judged(found.start(), found.end(), wrong, f"それまでの{len(earlier)}の期間と比べました。")


def _bound(typed: str) -> Fraction | None:
    try:
        value = parse_figure(typed).value
    except InputError:
        return None
    return Fraction(value) if value else None


def _earlier(scene: Scene, one: _Live) -> dict[str, Fraction]:
    """Return the figures of a series at all earlier periods of the same kind."""
    own = Period.from_code(one.period)
    found = {}
    for row in scene.book.observations(one.metric.uid):
        period = Period.from_code(row.period)
        if row.kind == "result" and period.kind == own.kind and period.end and own.start and period.end < own.start:
            value = scene.book.figure(one.metric.uid, row.period).value
            if value is not None:
                found[row.period] = value
    return found


def _doubtful(text: Passage, live: list[_Live], judged: list[_Judged], changes: Changes) -> Iterator[Finding]:
    """Yield the words that nothing could be held against, beside figures that were changed after the text."""
    done = [(one.start, one.end) for one in judged]
    for found in _ANY.finditer(text.plain) if changes and HOLE in text.plain else ():
        start, end = text.sentence(found.start())
        near = [one for one in live if start <= one.start < end]
        changed = [one for one in near if changes.after(text, one.metric.uid, one.period)]
        if changed and not any(first < found.end() and found.start() < then for first, then in done):
            yield finding_at(
                "W2",
                text,
                found.span(),
                f"「{found.group()}」の文は、数値「{changed[0].metric.name}」が変わる前に書かれました。"
                "今も当てはまるか確かめてください。",
                why="変更の記録では、文の後に数値が変わっています。",
                sure="possible",
                computed=_shown(changed[0], changed[0].value),
            )
