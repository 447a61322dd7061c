"""Every verb of the open file, tried at random: what a year of work leaves in a history."""

from collections.abc import Callable
from random import Random
from typing import Any

from app.domain import tables
from app.domain.blocks import Block
from app.domain.errors import BoardError, InputError
from app.domain.images import make_image
from app.domain.labels import MISSING_KINDS
from app.domain.meetings import MeetingWords
from app.domain.metrics import Metric, Table, TableColumn
from app.domain.plan import Department, Indicator, Legend, Level, Meeting, Node, Reason
from app.domain.proof.finding import Finding
from app.domain.tree import Branch
from app.services.document import Document
from app.services.past_lines import Asked
from tests.pictures import png

DELETED = ("indicator", "node", "block", "table_row", "list_item", "phase", "event", "metric")
MOVED = ("indicator", "block", "table_row", "table_column", "list_item", "phase")
FIELDS = (
    ("node", "title"),
    ("indicator", "title"),
    ("indicator", "remark"),
    ("metric", "unit"),
    ("block", "body"),
    ("block", "heading"),
    ("list_item", "text"),
    ("phase", "label"),
    ("table_row", "label"),
)


class Worker:
    """Somebody who does anything that the program lets a person do, the same for the same seed."""

    def __init__(self, document: Document, seed: int) -> None:
        self.document = document
        self.random = Random(seed)
        self._count = 0
        self.done: set[str] = set()
        self._findings: list[Finding] = []

    def work(self) -> bool:
        """Do one thing; False where the program had a reason to refuse it, or nothing changed."""
        before = self.document.revision
        verb = self.random.choice(VERBS)
        try:
            verb(self)
        except BoardError:
            return False
        if self.document.revision != before:
            self.done.add(verb.__name__)
        return self.document.revision != before

    def word(self) -> str:
        """Return a word that nothing is called yet."""
        self._count += 1
        return f"{self.random.choice(('情報', '窓口', '学習', '交流'))}{self._count}"

    def uid(self, entity: Any) -> str:
        """Return the uid of any row of a table; InputError where there is none."""
        rows = self.document.index.all(entity)
        if not rows:
            raise InputError("ありません。")
        return str(self.random.choice(rows).uid)

    def key(self) -> tuple[str, str, str, str]:
        """Return the key of a figure that may stand or not."""
        month = f"{self.random.choice((2021, 2022, 2023))}-{self.random.randint(1, 12):02}"
        kind = self.random.choice(("result", "result", "baseline"))
        return (self.uid(Metric), self.random.choice((month, "FY2022")), kind, "")

    def branch(self) -> Branch:
        """Return any place of the tree."""
        waiting, found = list(self.document.plan_tree()), []
        while waiting:
            found.append(waiting.pop())
            waiting += found[-1].below
        return self.random.choice(found)

    # figures

    def type_figure(self) -> None:
        self.document.set_figure(self.key(), self.random.choice(("1,900", "約20", "", "△3", "12.5")))

    def paste_figures(self) -> None:
        self.document.set_figures({self.key(): str(self.random.randint(0, 99)) for _ in range(5)}, "貼り付け")

    def say_missing(self) -> None:
        self.document.set_missing(self.key(), self.random.choice((None, *MISSING_KINDS)))

    def type_baseline(self) -> None:
        self.document.set_baseline(self.uid(Indicator), str(self.random.randint(0, 99)))

    def type_target(self) -> None:
        self.document.set_target(self.uid(Indicator), self.random.choice(("", "50", "100以上")))

    def choose_status(self) -> None:
        reason = self.random.choice((None, self.uid(Reason)))
        self.document.set_status(self.uid(Indicator), reason, self.random.choice((None, "確かめた")))

    def write_formula(self) -> None:
        name = self.document.index.get(Metric, self.uid(Metric)).name
        self.document.set_formula(self.uid(Metric), f"[{name}]*2")

    # structure

    def write_field(self) -> None:
        table, name = self.random.choice(FIELDS)
        self.document.set_field(table, self.uid(tables.BY_TABLE[table]), name, self.random.choice(("", self.word())))

    def add_indicator(self) -> None:
        self.document.add_indicator(self.uid(Node), self.word())

    def paste_indicators(self) -> None:
        lines = [["指標", "単位", "目標値", "R4"], [self.word(), "人", "900", "850"], [self.word(), "", "5", ""]]
        self.document.paste_indicators(self.uid(Node), lines)

    def add_node(self) -> None:
        self.document.add_node(self.uid(Node), self.random.choice(("measure", "initiative")), self.word())

    def add_table(self) -> None:
        self.document.add_table(self.uid(Node), self.word(), "months", "2022-04", "2023-03")

    def add_column_table(self) -> None:
        self.document.add_column_table(self.uid(Node), self.word())

    def add_column(self) -> None:
        self.document.add_column(self.uid(Table), self.random.choice((self.word(), "R5", "4月")))

    def rename_column(self) -> None:
        self.document.rename_column(self.uid(TableColumn), self.random.choice((self.word(), "R6")))

    def delete_column(self) -> None:
        self.document.delete_columns([self.uid(TableColumn)])

    def paste_table(self) -> None:
        column = self.document.index.get(TableColumn, self.uid(TableColumn))
        lines = [["", self.word(), str(column.label)], [self.word(), "1", ""], [self.word(), "2", "3"]]
        self.document.paste_table(column.table, lines)

    def turn_table(self) -> None:
        branch = self.branch()
        settings = self.document.branch_settings(branch)
        axis = next((one for one in settings if one.name == "axis"), None)
        if axis is not None:
            self.document.change_setting(axis, self.random.choice(("columns", "months", "years")))

    def add_row(self) -> None:
        self.document.add_row(self.uid(Table), self.word())

    def add_block(self) -> None:
        kind = self.random.choice(("text", "list", "roadmap"))
        block = self.document.add_block(self.uid(Node), kind, self.word())
        self.document.set_field("block", block, "body", f"・{self.word()}{{{{[{self.uid(Metric)}]|FY2022}}}}")

    def add_line(self) -> None:
        self.document.add_line(self.uid(Block), self.word())

    def add_phase(self) -> None:
        self.document.add_phase(self.uid(Block), self.word())

    def add_event(self) -> None:
        self.document.add_event(self.uid(Metric), "7/31", self.word())

    def add_chart(self) -> None:
        self.document.add_chart(self.uid(Node), self.word(), self.uid(Table))

    def put_picture(self) -> None:
        size = self.random.choice(((3, 2), (2, 3), (4, 4)))
        self.document.put_images(self.uid(Node), [make_image(png(*size))])

    def clear_picture(self) -> None:
        for block in [block for block in self.document.index.all(Block) if block.image][:1]:
            self.document.clear_image(block.uid)

    def delete(self) -> None:
        table = self.random.choice(DELETED)
        self.document.delete(table, self.uid(tables.BY_TABLE[table]))

    def move(self) -> None:
        table = self.random.choice(MOVED)
        self.document.move(table, self.uid(tables.BY_TABLE[table]), self.random.randint(0, 3))

    def move_branch(self) -> None:
        self.document.move_branch(self.branch(), self.uid(Node), self.random.randint(0, 2))

    def siblings(self) -> list[Branch]:
        """Return some branches of one sort that stand side by side."""
        one = self.branch()
        waiting, beside = list(self.document.plan_tree()), []
        while waiting:
            found = waiting.pop()
            waiting += found.below
            beside += [found] if (found.parent, found.table) == (one.parent, one.table) else []
        return beside[:3]

    def move_branches(self) -> None:
        branches = self.siblings()
        parent = self.random.choice((branches[0].parent, self.uid(Node)))
        self.document.move_branches(branches, parent, self.random.randint(0, 2))

    def copy_branches(self) -> None:
        self.document.copy_branches(self.siblings()[:2])

    def delete_branches(self) -> None:
        self.document.delete_branches(self.siblings()[:2])

    def move_indicators(self) -> None:
        uids = list(dict.fromkeys(self.uid(Indicator) for _ in range(3)))
        self.document.move_indicators(uids, self.uid(Node), self.uid(Indicator))

    def copy_branch(self) -> None:
        self.document.copy_branch(self.branch())

    # levels, and findings that are let stand

    def rename_level(self) -> None:
        self.document.rename_level(self.uid(Level), self.word())

    def add_level(self) -> None:
        self.document.add_level(self.word())

    def remove_level(self) -> None:
        self.document.remove_level(self.uid(Level))

    def settle(self) -> None:
        if not self._findings:
            self._findings = [one.finding for proof in self.document.proof() if proof for one in proof.lines]
        if not self._findings:
            raise InputError("検算で見つかったものがありません。")
        finding = self.random.choice(self._findings)
        if self.random.random() < 0.6:
            self.document.settle(finding, self.word())
        else:
            self.document.unsettle(finding)

    # around the plan

    def add_meeting(self) -> None:
        year = self.random.choice(("", "R4", "R5"))
        self.document.add_meeting(MeetingWords(name=self.word(), fiscal_year=year), carry=self.random.random() < 0.7)

    def choose_meeting(self) -> None:
        self.document.set_meeting(self.uid(Meeting))
        self.document.set_paper("paper_number", str(self.random.randint(1, 9)))

    def delete_meeting(self) -> None:
        self.document.delete_meeting(self.uid(Meeting))

    def carry_forward(self) -> None:
        for node in [node.uid for node in self.document.index.all(Node) if self.document.can_carry(node.uid)][:1]:
            self.document.carry_forward(node)

    def print_slide(self) -> None:
        slide = self.random.choice(self.document.outline())
        self.document.set_slide_printed(slide.key, self.random.random() < 0.5)

    def move_slide(self) -> None:
        self.document.move_slide(self.random.choice(self.document.outline()).key, self.random.randint(0, 3))

    def name_departments(self) -> None:
        words = self.random.choice(("情報課", "情報課／福祉課", "", self.word() + "課"))
        self.document.set_departments("indicator", self.uid(Indicator), words)

    def merge_departments(self) -> None:
        self.document.merge_department(self.uid(Department), self.uid(Department))

    def add_legend(self) -> None:
        self.document.fold_reason(self.document.add_reason(self.word()), self.document.add_legend(self.word()), True)

    def delete_legend(self) -> None:
        self.document.delete_legend(self.uid(Legend))

    def write_rules(self) -> None:
        lines = list(self.document.rule_lines())
        self.random.shuffle(lines)
        self.document.set_rules(lines[: self.random.randint(0, len(lines))])

    # back and forth

    def undo(self) -> None:
        for _ in range(self.random.randint(1, 4)):
            self.document.undo()

    def redo(self) -> None:
        self.document.redo()

    def bring_back(self) -> None:
        lines = next(iter(self.document.history(Asked())))
        if not lines:
            raise InputError("まだ何も変わっていません。")
        line = self.random.choice(lines)
        self.document.bring_back(line, self.random.choice(line.changes), before=self.random.random() < 0.5)

    def two_in_one(self) -> None:
        with self.document.one_step("まとめた直し"):
            self.write_field()
            self.add_indicator()


_HELPERS = ("__init__", "work", "word", "uid", "key", "branch", "siblings")
VERBS: tuple[Callable[[Worker], None], ...] = tuple(
    verb for name, verb in vars(Worker).items() if callable(verb) and name not in _HELPERS
)
