"""The check sheet: counts of one size, every finding that is no plain agreement once, and boxes for two to sign."""

import pytest

from app.domain.judged import Judged, Proof, Verdict
from app.domain.proof.finding import Finding, Spot
from app.layout.page import Page
from app.layout.parts import BODY_BOTTOM
from app.layout.slides.proof_part import COUNTED, NOTHING, SIGNERS, proof_pages
from app.layout.text_fit import ELLIPSIS

CODES = {"differs": "P4", "warning": "E1", "unchecked": "P5", "nearly": "P2", "agrees": "P1", "settled": "P4"}


def line(verdict: Verdict, place: int, message: str = "違います。") -> Judged:
    """Return a finding of a verdict with a subject of its own."""
    spot = Spot("node", "observation", (f"m{place}", "2022-04", "result", ""))
    settled = "担当課に確かめた" if verdict == "settled" else ""
    found = Finding(
        code=CODES[verdict],
        spot=spot,
        item="チャットボット",
        subject=f"{verdict}-{place}",
        printed="8.6%",
        computed="8.66%",
        message=message,
        why="比べました。",
        settled=settled,
    )
    return Judged(found, verdict)


def pages_of(*lines: Judged) -> tuple[Page, ...]:
    """Return the sheet of some findings."""
    return proof_pages(Proof(1, None, lines), "令和4年度 第3回", "情報政策課")


def shown(pages: tuple[Page, ...]) -> list[str]:
    """Return what all cells of the pages say, in reading order."""
    return [cell.shown for page in pages for cell in page.cells if cell.shown]


def test_each_verdict_has_a_box_of_the_same_size_whether_it_agrees_or_could_not_be_checked() -> None:
    page = pages_of(line("agrees", 1), line("unchecked", 2), line("unchecked", 3))[0]

    counts = [cell for cell in page.cells if cell.shown in ("0件", "1件", "2件")]
    assert [cell.shown for cell in counts] == ["1件", "0件", "0件", "2件", "0件", "0件"]
    assert len({(page.rect_of(cell).width, page.rect_of(cell).height, cell.style) for cell in counts}) == 1
    assert len(counts) == len(COUNTED)


def test_all_but_plain_agreement_is_listed_once_the_worst_first_over_as_many_pages_as_it_needs() -> None:
    lines = [line(verdict, place) for place in range(25) for verdict in CODES]  # type: ignore[arg-type]
    pages = pages_of(*lines)

    places = [text for text in shown(pages) if text.startswith("チャットボット\n")]
    wanted = [
        f"チャットボット\n{verdict}-{place}"
        for verdict in ("differs", "warning", "unchecked", "nearly", "settled")
        for place in range(25)
    ]
    assert places == wanted
    assert len(pages) > 3
    assert [page.number for page in pages] == [f"検算-{place}" for place in range(1, len(pages) + 1)]
    assert all(
        page.rect_of(cell).bottom <= BODY_BOTTOM for page in pages for cell in page.cells if _is_body(cell.style)
    )


def _is_body(style: str) -> bool:
    return style.startswith(("label", "head"))


def test_a_heading_is_never_the_last_of_a_page() -> None:
    for count in range(1, 40):
        pages = pages_of(*(line("differs", place) for place in range(count)), line("warning", 99))
        last = [[cell.shown for cell in page.cells if _is_body(cell.style) and cell.shown][-1] for page in pages]
        assert not any(text.startswith("◆ 注意") for text in last)


def test_what_is_settled_says_its_note_and_a_finding_says_its_difference() -> None:
    texts = shown(pages_of(line("settled", 1)))

    assert "違います。\nわけ: 比べました。\n了承のメモ: 担当課に確かめた" in texts
    assert "△0.06ポイント" in texts


def test_two_persons_sign_at_the_end() -> None:
    texts = shown(pages_of(line("differs", 1)))

    assert [text for text in texts if text in (*SIGNERS, "氏名", "月日")] == [
        SIGNERS[0], "氏名", "月日", SIGNERS[1], "氏名", "月日",
    ]  # fmt: skip


@pytest.mark.parametrize("lines", [(), (line("agrees", 1),)], ids=["nothing", "agreement only"])
def test_where_nothing_is_to_be_looked_at_the_sheet_says_so(lines: tuple[Judged, ...]) -> None:
    assert NOTHING in shown(pages_of(*lines))


def test_words_longer_than_a_row_may_be_are_cut_and_say_so() -> None:
    pages = pages_of(line("differs", 1, "長い説明。" * 2000), line("warning", 2))

    assert any(text.endswith(ELLIPSIS) for text in shown(pages))
    assert "チャットボット\nwarning-2" in shown(pages)
