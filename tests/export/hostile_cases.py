"""The hostile boards of the tests by name: each with the texts that have to be in print, whole."""

from collections.abc import Callable

from app.domain.blocks import ListItem
from tests.export.hostile_boards import FIGURE, FORMULAS, MONTHS, STRANGE, Builder, meeting_of, words

Case = tuple[Builder, list[str]]
YEAR = MONTHS[-12:]


def formulas() -> Case:
    """Text that a spreadsheet takes for formulas, at every place that takes text."""
    board = Builder(meeting_of(council="=A1", paper_title="=2+2", closing="+1", presenter="@me", paper_note="-1"))
    goal = board.node("=1+1", "goal", number="=")
    for text in FORMULAS:
        item = board.node(text, subtitle=text)
        board.block(item, "text", heading=text, body=text)
        board.lines(item, "list", FORMULAS, heading=text, caption=text)
        board.indicator(board.node(text, "measure", goal), text, unit=text, department=text)
        metric = board.metric(text, dict.fromkeys(YEAR, "3"), unit=text)
        board.table(item, [metric], YEAR, title=text, unit=text, remark=text)
        board.chart(item, [metric], YEAR, heading=text, alt_text=text)
    board.legend(FORMULAS)
    return board, []


def strange_signs() -> Case:
    """Radicals, emoji, controls, lone surrogates, line ends of other programs."""
    board = Builder(meeting_of(council=STRANGE, paper_title=STRANGE, closing=STRANGE, paper_note=STRANGE))
    goal = board.node(STRANGE, "goal", number=STRANGE)
    board.indicator(board.node(STRANGE, "measure", goal), STRANGE, unit=STRANGE, department=STRANGE)
    item = board.node(STRANGE, subtitle=STRANGE)
    board.block(item, "text", heading=STRANGE, body=STRANGE)
    board.lines(item, "list", [STRANGE, STRANGE], heading=STRANGE)
    metric = board.metric(STRANGE, dict.fromkeys(YEAR, "3"), unit=STRANGE)
    board.table(item, [metric], YEAR, title=STRANGE, unit=STRANGE, remark=STRANGE)
    board.chart(item, [metric], YEAR, heading=STRANGE, alt_text=STRANGE)
    board.roadmap(item, [(STRANGE, "FY2022", "FY2023")])
    board.events(item, [(STRANGE, [("2022-07-31", STRANGE)])])
    return board, ["𠮷野家"]


def long_body() -> Case:
    """A text of 40,000 letters in one paragraph, and one Latin word of 500 letters."""
    board = Builder()
    item, text, word = board.node("長い文章"), words(40_000), "W" * 500
    board.block(item, "text", heading="現在", body=f"{text}\n{word}")
    return board, [text, word]


def long_list_lines() -> Case:
    """List lines higher than a page beside short ones."""
    board = Builder()
    item, texts = board.node("長い一覧"), ["短い行", words(3_000), words(2_000), "おわり"]
    board.lines(item, "list", texts, heading="一覧")
    board.lines(item, "list", ["隣の一覧"], heading="隣")
    return board, [*texts, "隣の一覧"]


def long_names() -> Case:
    """Names far too long for their places."""
    names = {length: words(length) for length in (200, 300, 500)}
    presenter, council, title, closing, note, number, item_title, subtitle, heading, label = (
        f"{at}{names[length]}" for at, length in enumerate((200, 500, 500, 500, 200, 200, 300, 300, 200, 300))
    )
    board = Builder(
        meeting_of(
            council=council,
            paper_title=title,
            closing=closing,
            presenter=presenter,
            paper_note=note,
            paper_number=number,
        )
    )
    item = board.node(item_title, subtitle=subtitle)
    board.block(item, "text", heading=heading, body="本文です。")
    metric = board.metric(label, dict.fromkeys(YEAR, "3"), unit=words(50))
    board.table(item, [metric], YEAR, title=f"表{heading}", row_heading=f"行{heading}", remark=f"注{title}")
    board.chart(item, [metric], YEAR, heading=f"図{heading}")
    board.roadmap(item, [(f"行程{label}", "FY2022", "FY2023")])
    board.events(item, [(f"催し{heading}", [("2022-07-31", f"会場{heading}")])])
    board.lines(item, "flow", [f"流れ{label}", "短い"], heading=f"流{heading}")
    texts = [presenter, council, title, closing, note, number, subtitle, heading, label]
    texts += [f"{head}{heading}" for head in ("表", "行", "図", "催し", "会場", "流")]
    return board, [*texts, f"注{title}", f"行程{label}", f"流れ{label}"]


def long_section() -> Case:
    """A group with a name of 300 letters has a page of its own for it."""
    board = Builder()
    title = words(300)
    board.group(title)
    board.block(board.node("項目"), "text", body="本文")
    return board, [title]


def big_goal() -> Case:
    """A goal with 200 indicators, some with endless names."""
    board = Builder()
    goal = board.node(words(150), "goal", number="①")
    long_title, department, measure = f"指{words(2_000)}", f"課{words(200)}", f"策{words(400)}"
    node = board.node(measure, "measure", goal)
    for number in range(200):
        node = board.node(f"取組{number}", "measure", goal) if number % 7 == 6 else node
        below = board.node(f"細{number}", "initiative", node) if number % 3 else node
        title = long_title if number == 5 else f"指標の名前{number}"
        board.indicator(below, title, department=department if number == 9 else f"課{number}")
    return board, [long_title, department, measure, *(f"指標の名前{number}" for number in range(6, 200))]


def wide_figures() -> Case:
    """Figures of thirty digits, negative ones, units of fifty letters."""
    board = Builder()
    goal = board.node("大きな数", "goal", number="①")
    unit = words(50)
    for value in (FIGURE, f"-{FIGURE}", "-999999999999", "0.000000000000000000001234", "123456789.123456", "-1"):
        board.indicator(board.node(f"施策{value}", "measure", goal), f"指標{value}", value, unit)
    item = board.node("大きな表")
    months = dict.fromkeys(YEAR, FIGURE) | {YEAR[3]: f"-{FIGURE}", YEAR[4]: "7"}
    metrics = [board.metric("三十桁", months, unit=unit), board.metric("負の数", dict.fromkeys(YEAR, "-123456"))]
    board.table(item, metrics, YEAR, title="横の表", unit=unit)
    board.table(item, metrics, YEAR, title="縦の表", orientation="down", unit=unit)
    block = board.block(item, "figures", heading="数値")
    line = ListItem(uid="shown", block=block, position=1, text="三十桁の数", metric=metrics[0], period=YEAR[0])
    board.add(line)
    board.chart(item, metrics, YEAR, heading="図")
    return board, [f"{int(FIGURE):,}", unit]


def many_columns() -> Case:
    """A table of 60 rows and one of 30 columns, across and down."""
    board = Builder()
    item = board.node("大きな表")
    rows = [board.metric(f"行の名前{number}", dict.fromkeys(YEAR, "12345")) for number in range(60)]
    board.table(item, rows, YEAR, title="六十行")
    months = MONTHS[-30:]
    wide = [board.metric(f"広い{number}", dict.fromkeys(months, "1234567")) for number in range(5)]
    board.table(item, wide, months, title="三十列")
    board.table(item, rows[:30], YEAR, title="縦の三十列", orientation="down")
    named = board.table(item, wide, months, title="名のある列", total_label=None)
    board.columns(named, [(month, f"{month}の列のとても長い名前{words(60)}") for month in months[:12]])
    return board, [f"行の名前{number}" for number in range(60)]


def many_legends() -> Case:
    """Forty classes of status, without marks."""
    board = Builder()
    labels = [f"区分{number}とても長い名前の状況です" for number in range(40)]
    reasons = board.legend(labels, mark="none")
    goal = board.node("目標", "goal", number="①")
    for number, reason in enumerate(reasons):
        board.status(board.indicator(goal, f"指標{number}"), reason)
    return board, [f"{label}　1件" for label in labels]


def many_events() -> Case:
    """A hundred events, in five programmes."""
    board = Builder()
    item = board.node("催し")
    days = [f"2022-{month:02}-{day:02}" for month in (4, 5, 6, 7) for day in range(1, 26)]
    programmes = [(f"講座{at}", [(day, f"会場{at}の{day}") for day in days[at::5]]) for at in range(5)]
    board.events(item, programmes)
    board.events(item, [("一つの講座", [(day, f"第{at}会場") for at, day in enumerate(days)])])
    return board, [f"会場{at}の{day}" for at in range(5) for day in days[at::5]] + [f"第{at}会場" for at in range(100)]


def long_roadmap() -> Case:
    """Two hundred phases, and one roadmap over sixty years."""
    board = Builder()
    item = board.node("行程")
    labels = [f"{number}番目の行程" for number in range(200)]
    board.roadmap(item, [(label, f"FY{2020 + at // 50}", f"FY{2021 + at // 50}") for at, label in enumerate(labels)])
    board.roadmap(item, [("長い歩み", "FY1960", "FY2022"), ("いつか", None, None)])
    return board, [*labels, "長い歩み", "いつか"]


def big_charts() -> Case:
    """A chart of thirty series, one of 240 months, one of a single point."""
    board = Builder()
    item = board.node("図")
    many = [board.metric(f"系列{number}", dict.fromkeys(YEAR, str(number))) for number in range(30)]
    board.chart(item, many, YEAR, heading="三十系列")
    long = board.metric("長い系列", {month: str(at) for at, month in enumerate(MONTHS)})
    board.chart(item, [long], MONTHS, heading="二百四十月")
    board.chart(item, [long], MONTHS[:1], kind="column", heading="一点")
    return board, []


def names_of_sheets() -> Case:
    """Titles that no sheet may be called."""
    board = Builder()
    signs = ["a/b\\c?d*e[f]g:h", "：／？＊［］＼", "", " ", "'引用'", "It's"]
    for title in ["abc", "ABC", "ａｂｃ", *signs, words(40), "History", "履歴", "🙂" * 20]:
        board.block(board.node(title), "text", heading="見出し", body=f"本文「{title}」")
    return board, []


def crowded_items() -> Case:
    """Items with many blocks of every kind, and with none."""
    board = Builder()
    item = board.node("多くの部分")
    metric = board.metric("数", dict.fromkeys(YEAR, "10"))
    for number in range(12):
        board.block(item, "text", heading=f"見出し{number}", body=f"本文{number}。" * 30)
        board.lines(item, "list", [f"一覧{number}の行{line}" for line in range(number * 2)], heading=f"一覧{number}")
        board.lines(item, "flow", [f"流れ{number}の{line}" for line in range(number)], heading=f"流れ{number}")
    board.table(item, [], YEAR, title="行のない表")
    board.table(item, [metric], YEAR[:1], title="一月の表")
    board.block(board.node("空の項目"), "text", heading="見出しだけ")
    return board, [f"一覧{number}の行{line}" for number in range(12) for line in range(number * 2)]


CASES: dict[str, Callable[[], Case]] = {
    make.__name__: make
    for make in (
        formulas, strange_signs, long_body, long_list_lines, long_names, long_section, big_goal, wide_figures,
        many_columns, many_legends, many_events, long_roadmap, big_charts, names_of_sheets, crowded_items,
    )
}  # fmt: skip
