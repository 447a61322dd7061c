"""Traces of copying and typing in the texts of a paper, each with a mend.

H1 radicals, vertical forms and other look-alikes left by a PDF; H2 a page number glued to a word; H3 thousands with and
without a comma; H4 〜 and ～ mixed. H5, a definition that contradicts its numbers, is in definitions.py.
"""

import re
from collections.abc import Iterator

from app.domain.plan import Node
from app.domain.proof.definitions import definition_findings
from app.domain.proof.finding import Finding, Spot
from app.domain.proof.mentions import board_units
from app.domain.proof.passages import Passage, finding_at
from app.domain.report_goal import Scene
from app.domain.report_item import metrics_of_item
from app.domain.text import CHANGE_LABELS, Change, clean_pasted

_CLEANED = ("radical", "vertical", "control", "kana", "space")
# No month has three digits and none is above 12: a page number stands before it.
_GLUED_MONTH = re.compile(r"(?<![0-9.,])(?P<number>1[3-9]|[2-9][0-9]|[0-9]{3,4})月")
_GLUED_DAY = re.compile(r"(?<![0-9])(?:1[0-2]|[1-9])月(?P<number>3[2-9]|[4-9][0-9]|[0-9]{3,4})日")
_GLUED_END = re.compile(r"(?<=[。）)」】 \n])(?P<number>[0-9]{1,3})\s*\Z")
_NUMBER = re.compile(r"(?<![0-9A-Za-z.,#№/\-第])(?P<number>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{4,})(?:\.[0-9]+)?(?![0-9,])")
_WRONG_GROUPS = re.compile(r"(?<![0-9A-Za-z.,第])[0-9]+(?:,[0-9]+)+(?![0-9])")
_YEAR_AFTER = re.compile(r"(?:年|[/.\-][0-9])")
_WAVES = {"〜": "～", "～": "〜"}


def hygiene_findings(scene: Scene, texts: tuple[Passage, ...]) -> Iterator[Finding | None]:
    """Yield what is left in texts by copying or typing; None between steps."""
    if _look_alike_changes("\n".join(text.text for text in texts)):  # most papers have none: one look for all
        for text in texts:
            yield from _look_alikes(text)
    yield None
    for text in texts:
        yield from _page_numbers(scene, text)
    yield None
    units = board_units(scene) | {"人", "円", "件", "%", "h"}
    for node, own in _by_item(texts).items():
        yield from _mixed_thousands(own, units)
        yield from _mixed_print(scene, node, own[0].item)
        yield None
    yield from _mixed_waves(texts)
    yield None
    yield from definition_findings(scene)


def _by_item(texts: tuple[Passage, ...]) -> dict[str, list[Passage]]:
    found: dict[str, list[Passage]] = {}
    for text in texts:
        found.setdefault(text.node, []).append(text)
    return found


def _look_alike_changes(text: str) -> list[Change]:
    return [change for change in clean_pasted(text).changes if change.kind in _CLEANED]


def _look_alikes(text: Passage) -> Iterator[Finding]:
    """Yield one finding a text whose characters only look like those that a search finds."""
    changes = _look_alike_changes(text.text)
    if changes:
        kinds = "・".join(dict.fromkeys(CHANGE_LABELS[change.kind] for change in changes))
        count = sum(change.count for change in changes)
        signs = "".join(dict.fromkeys(change.before for change in changes if change.kind != "control"))[:20]
        start = min(text.text.find(change.before) for change in changes)
        yield finding_at(
            "H1",
            text,
            (start, start + 1),
            f"{kinds}が{count}字あります{f'（{signs}）' if signs.strip() else ''}。検索や照合で見つからなくなります。",
            why="PDFから写した文章に残る文字です。",
            mends=(text.mended(f"{count}字を直す", clean_pasted(text.text).text),),
        )


def _page_numbers(scene: Scene, text: Passage) -> Iterator[Finding]:
    """Yield page numbers that became part of a date or stand at the end of a text."""
    node = scene.index.one(Node, text.node)
    page = (node.page_label or "") if node else ""
    for pattern, most in ((_GLUED_MONTH, 12), (_GLUED_DAY, 31)):
        for found in pattern.finditer(text.plain) if text.prose else ():
            splits = _splits(found["number"], most, page)
            if splits:
                yield _glued(text, found.start("number"), found.end(), splits, page)
    found_end = _GLUED_END.search(text.plain) if text.prose and page else None
    if found_end and found_end["number"] == page:
        start = found_end.start()
        yield _glued(text, start, found_end.end("number"), [page], page)


def _splits(number: str, most: int, page: str) -> list[str]:
    """Return the page numbers that may stand before a month or day: the item's own, else all that leave one."""
    heads = [number[:place] for place in range(1, len(number))]
    fitting = [head for head in heads if number[len(head)] != "0" and int(number[len(head) :]) <= most]
    return [page] if page in fitting else fitting


def _glued(text: Passage, start: int, end: int, pages: list[str], page: str) -> Finding:
    run = text.text[start:end].rstrip()
    shown = f"「{run}」の「{'」か「'.join(pages)}」" if pages != [run] else f"終わりの「{run}」"
    mends = tuple(
        text.mended(f"「{run[len(head) :]}」にする" if run[len(head) :] else f"「{head}」を消す", rest)
        for head in pages
        for rest in [(text.text[:start] + text.text[start + len(head) :]).rstrip()]
    )
    return finding_at(
        "H2",
        text,
        (start, end),
        f"{shown}は頁番号のようです。",
        why=f"この取組の頁は{page}です。" if pages == [page] else "そのような月や日はありません。",
        sure="certain" if pages == [page] and len(run) > len(page) else "likely",
        mends=mends,
    )


def _mixed_thousands(own: list[Passage], units: frozenset[str]) -> Iterator[Finding]:
    """Yield the figures of an item's texts without a comma where others have one, and commas in wrong places."""
    bare: list[tuple[Passage, int, int]] = []
    grouped = ""
    for text in own:
        for found in _NUMBER.finditer(text.plain) if text.prose else ():
            number = found["number"]
            if "," in number:
                grouped = grouped or number
            elif _has_unit(text.plain, found.end(), units):
                bare.append((text, found.start(), found.end("number")))
        yield from _wrong_groups(text, units)
    for text, start, end in bare if grouped else ():
        right = f"{int(text.plain[start:end]):,}"
        yield finding_at(
            "H3",
            text,
            (start, end),
            f"「{text.text[start:end]}」に桁区切りがありません。同じ取組に「{grouped}」があります。",
            why="桁区切りのある数値とない数値が混じっています。",
            mends=(text.mended(f"「{right}」にする", text.with_run(start, end, right)),),
        )


def _has_unit(plain: str, place: int, units: frozenset[str]) -> bool:
    return not _YEAR_AFTER.match(plain, place) and any(plain.startswith(unit, place) for unit in units)


def _wrong_groups(text: Passage, units: frozenset[str]) -> Iterator[Finding]:
    """Yield 1,2345件 and 12,34,567円: groups of other than three digits, where it cannot be a list of numbers."""
    for found in _WRONG_GROUPS.finditer(text.plain) if text.prose else ():
        first, *groups = found.group().split(",")
        right = len(first) <= 3 and all(len(group) == 3 for group in groups)
        if not right and max(map(len, groups)) > 2 and _has_unit(text.plain, found.end(), units):
            yield finding_at(
                "H3",
                text,
                found.span(),
                f"「{found.group()}」は桁区切りの位置が違います。数値を確かめてください。",
                why="桁区切りは3桁ごとです。",
            )


def _mixed_print(scene: Scene, node: str, item: str) -> Iterator[Finding]:
    """Yield one finding for an item whose printed figures have commas in some places and none in others."""
    known = scene.index.one(Node, node)
    bare: list[tuple[str, Spot]] = []
    grouped = ""
    for uid in metrics_of_item(scene, node) if known else ():
        for row in scene.book.observations(uid):
            found = _NUMBER.search(row.printed) if row.printed else None
            if found and "," in found["number"]:
                grouped = grouped or (row.printed or "")
            elif found:
                key = (row.metric, row.period, row.kind, row.as_of)
                bare.append((row.printed or "", Spot(node, row.TABLE, key, "printed")))
    if grouped and bare:
        words = "・".join(f"「{printed}」" for printed, _ in bare[:3])
        yield Finding(
            code="H3",
            spot=bare[0][1],
            item=item,
            subject="資料の印字",
            printed=bare[0][0],
            message=f"資料の印字に、桁区切りのない数値（{words}）とある数値（「{grouped}」）が混じっています。",
            why="出力する資料では、すべてに桁区切りがつきます。",
            also=tuple(spot for _, spot in bare[1:]),
        )


def _mixed_waves(texts: tuple[Passage, ...]) -> Iterator[Finding]:
    """Yield the texts with the rarer of 〜 and ～ where a paper has both."""
    counts = {wave: sum(text.text.count(wave) for text in texts) for wave in _WAVES}
    if not all(counts.values()):
        return
    rare = "～" if counts["～"] <= counts["〜"] else "〜"
    for text in texts:
        start = text.text.find(rare)
        if start >= 0:
            right = _WAVES[rare]
            yield finding_at(
                "H4",
                text,
                (start, start + 1),
                f"「{rare}」があります。資料のほかの{counts[right]}か所は「{right}」です。",
                why="見た目が同じでも別の文字で、検索で見つからなくなります。",
                mends=(text.mended(f"「{right}」にそろえる", text.text.replace(rare, right)),),
            )
