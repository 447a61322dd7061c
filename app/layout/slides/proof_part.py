"""The check sheet behind the slides: counts of 検算, what is to be looked at, and where two persons sign."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.judged import VERDICTS, Judged, Proof, Verdict, difference
from app.layout.builder import PageBuilder, RowCell
from app.layout.page import PAGE_WIDTH, Page, Rect
from app.layout.parts import BODY_BOTTOM, BODY_TOP, CONTINUED, add_frame
from app.layout.styles import style_of
from app.layout.text_fit import cell_height, shortened

TITLE, SHEET = "検算表", "検算"
SCOPE = "表の中での検算です。元資料との照合は含みません。"
COUNTED: tuple[Verdict, ...] = ("agrees", "nearly", "differs", "unchecked", "warning", "settled")
LISTED: tuple[Verdict, ...] = ("differs", "warning", "unchecked", "nearly", "settled")
HEADS = ("コード", "場所", "印字値", "計算値", "差", "内容とわけ", "確認")
WIDTHS = (56, 266, 96, 96, 112, 346, 72)
LEFT = "label small indent"
STYLES = ("label small center", LEFT, *["label small right indent"] * 3, LEFT, "label center")
TICKS = "□　□"
SIGNERS = ("確認者１", "確認者２")
SIGNED = ("氏名", "", "月日", "　　　月　　日")
SIGN_WIDTHS = (120, 80, 420, 80, 344)
GAP, COUNT_HEIGHT, HEAD, SECTION, ROW, SIGN = 12, 76, 24, 26, 24, 44  # px
MOST_ROW = 260  # px: a row that needs more is cut with …; the window has all of it
NOTHING = "一致のほかに挙げるものはありません。"


@dataclass(frozen=True, slots=True)
class _Strip:
    """What takes a piece of a page's height: a heading, a finding, or the boxes to sign."""

    height: int
    line: Judged | None = None
    heading: str = ""
    signs: bool = False


def proof_pages(proof: Proof, subtitle: str, office: str) -> tuple[Page, ...]:
    """Return the pages of the check sheet: what agrees is counted only, all else is listed, worst first."""
    pages: list[PageBuilder] = []
    y = BODY_BOTTOM
    strips = list(_strips(proof))
    for place, strip in enumerate(strips):
        # A heading never ends a page.
        needed = strip.height + (strips[place + 1].height if strip.heading and place + 1 < len(strips) else 0)
        if not pages or y + needed > BODY_BOTTOM:
            pages.append(_begun(len(pages), subtitle, office))
            y = _place_counts(pages[-1], proof) if len(pages) == 1 else BODY_TOP + GAP
            y = _place_heads(pages[-1], y) if not strip.signs else y
        _place(pages[-1], strip, y)
        y += strip.height
    return tuple(page.build() for page in pages)


def _begun(count: int, subtitle: str, office: str) -> PageBuilder:
    title = f"{TITLE}{CONTINUED if count else ''}"
    number = f"検算-{count + 1}"
    page = PageBuilder(title, SHEET if count == 0 else f"{SHEET}{count + 1}", number)
    add_frame(page, f"{subtitle}　{SCOPE}", office)
    return page


def _strips(proof: Proof) -> Iterator[_Strip]:
    for verdict in LISTED:
        lines = [line for line in proof.lines if line.verdict == verdict]
        if lines:
            words = VERDICTS[verdict]
            yield _Strip(SECTION, heading=f"{words.mark} {words.word}　{len(lines)}件")
            for line in lines:
                yield _Strip(_row_height(line), line)
    if all(line.verdict == "agrees" for line in proof.lines):
        yield _Strip(ROW, heading=NOTHING)
    yield _Strip(GAP * 2 + SIGN * len(SIGNERS), signs=True)


def _place_counts(page: PageBuilder, proof: Proof) -> int:
    """Place a box of equal size for each verdict and return the y below."""
    y, width = BODY_TOP + GAP, PAGE_WIDTH // len(COUNTED)
    for place, verdict in enumerate(COUNTED):
        words = VERDICTS[verdict]
        head, middle = 24, 28
        x = place * width
        page.add(Rect(x, y, width, head), f"{words.mark} {words.word}", "head_pale one_line")
        page.add(Rect(x, y + head, width, middle), f"{proof.counts[verdict]:,}件", "label center large bold")
        foot = Rect(x, y + head + middle, width, COUNT_HEIGHT - head - middle + 10)
        page.add(foot, words.more, "label small center grey")
    return y + COUNT_HEIGHT + 10 + GAP


def _place_heads(page: PageBuilder, y: int) -> int:
    page.add_row(0, y, HEAD, [RowCell(width, text, "head") for width, text in zip(WIDTHS, HEADS, strict=True)])
    return y + HEAD


def _place(page: PageBuilder, strip: _Strip, y: int) -> None:
    if strip.signs:
        _place_signs(page, y + GAP * 2)
    elif strip.line is None:
        page.add(Rect(0, y, PAGE_WIDTH, strip.height), strip.heading, "label bold shaded one_line")
    else:
        cells = zip(WIDTHS, _texts(strip.line), STYLES, strict=True)
        page.add_row(0, y, strip.height, [RowCell(width, text, style) for width, text, style in cells])


def _place_signs(page: PageBuilder, y: int) -> None:
    """Place a line for each of two persons: name and day."""
    for signer in SIGNERS:
        texts = (signer, *SIGNED)
        styles = ("head", "head_pale", "label", "head_pale", "label right indent")
        cells = zip(SIGN_WIDTHS, texts, styles, strict=True)
        page.add_row(0, y, SIGN, [RowCell(width, text or None, style) for width, text, style in cells])
        y += SIGN


def _texts(line: Judged) -> tuple[str, ...]:
    found = line.finding
    why = [found.message, f"わけ: {found.why}" if found.why else "", f"了承のメモ: {line.note}" if line.note else ""]
    whole = (
        found.code,
        "\n".join(part for part in (found.item, line.place) if part),
        found.printed,
        found.computed,
        difference(found),
        "\n".join(part for part in why if part),
        TICKS,
    )
    sized = zip(WIDTHS, whole, STYLES, strict=True)
    return tuple(shortened(text, width, style_of(style), MOST_ROW) for width, text, style in sized)


def _row_height(line: Judged) -> int:
    sized = zip(WIDTHS, _texts(line), STYLES, strict=True)
    return max(ROW, *(cell_height(text, width, style_of(style)) for width, text, style in sized))
