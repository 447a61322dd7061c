"""python -m tests.shots FOLDER [--docs | --manual]: a picture of every screen, at the sizes an office has.

Each size runs in a process of its own, since Qt reads its scale factor once. Without a screen the pictures are drawn
offscreen. `--docs` also copies the overview into docs/images. `--manual` takes the manual's pictures instead, at
1366x768; FOLDER is then docs/manual/pictures.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.entity import Key
from app.domain.plan import Reason

if TYPE_CHECKING:
    from PySide6.QtCore import QRect
    from PySide6.QtWidgets import QWidget

    from app.services.document import Document
    from app.ui.main_window import MainWindow

ROOT = Path(__file__).resolve().parent.parent
BARS = 71  # logical px of a screen's height that title bar and task bar take
SETTLE_MS = 900  # late imports, counts and the chart that follows the selection
ITEMS = {"chatbot": "dx-chatbot", "cashless": "dx-cashless", "talent": "dx-talent", "pittari": "dx-pittari"}
GROUP, GOAL = "dx", "goal-1"
OVERVIEW_PICTURE = "1920x1080-全体.png"
PATIENCE = 300  # seconds for all screens of one size
# A made-up goal: measures, each with its table as a person would paste it.
HEAD = ["指標", "単位", "基準値", "目標値", "R3", "R4"]
MEASURES = {
    "市民と行政をつなぐ情報発信": [
        ["公式SNSの登録者数", "人", "8,200", "15,000", "12,640", "16,030"],
        ["市ホームページの年間閲覧数", "件", "1,850,000", "2,000,000", "1,912,400", "1,702,115"],
        ["広報紙の電子版の閲覧数", "件", "900", "3,000", "2,410", ""],
    ],
    "オープンデータの活用": [
        ["公開したデータセットの数", "件", "12", "60", "41", "52"],
        ["データを使った催しの参加者数", "人", "0", "120", "35", ""],
        ["公開から更新までの日数（短いほどよい、年度内のすべてのデータの平均）", "日", "45", "14", "21", "18.5"],
    ],
    "地域のにぎわいの創出": [
        ["無料Wi-Fiの設置施設数", "施設", "6", "20", "14", "20"],
        ["キャッシュレス決済のできる施設の割合", "％", "0", "100", "62.5", "87.5"],
        ["観光案内アプリの利用件数", "件", "", "5,000", "約3,200", "未集計"],
    ],
}


@dataclass(frozen=True, slots=True)
class Size:
    """A screen: physical pixels, the system's scaling, its colour scheme, and whether it has high contrast."""

    name: str
    width: int
    height: int
    scale: float = 1.0
    dark: bool = False
    contrast: str = ""  # a name of tests.contrast.CONTRASTS

    @property
    def window(self) -> tuple[int, int]:
        """Return the logical size of a maximised window's inside."""
        return round(self.width / self.scale), round(self.height / self.scale) - BARS


SIZES = (
    Size("1366x768", 1366, 768),
    Size("1366x768@150", 1366, 768, 1.5),
    Size("1920x1080", 1920, 1080),
    Size("1920x1080@150", 1920, 1080, 1.5),
    Size("1366x768-dark", 1366, 768, dark=True),
    Size("1920x1080@150-dark", 1920, 1080, 1.5, dark=True),
    Size("1366x768@200", 1366, 768, 2.0),
    Size("1920x1080@200", 1920, 1080, 2.0),
    Size("1366x768-contrast-night", 1366, 768, contrast="night"),
    Size("1366x768@150-contrast-desert", 1366, 768, 1.5, contrast="desert"),
)


def main(arguments: list[str]) -> int:
    """Take the pictures of all sizes, or of one in a child process; return 1 where one of them failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.shots", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--docs", action="store_true", help="also copy the overview to docs/images/overview.png")
    parser.add_argument("--manual", action="store_true", help="only the manual's pictures, in this process")
    parser.add_argument("--size", choices=[size.name for size in SIZES], help="only this size, in this process")
    options = parser.parse_args(arguments)
    folder = options.folder.absolute()
    folder.mkdir(parents=True, exist_ok=True)
    if options.manual:
        return take_manual(folder)
    if options.size:
        return take_all(next(size for size in SIZES if size.name == options.size), folder)
    failed = [size.name for size in SIZES if _child(size, folder)]
    print(f"{len(list(folder.glob('*.png')))} pictures in {folder}" + "".join(f"; failed: {name}" for name in failed))
    if options.docs:
        (ROOT / "docs" / "images").mkdir(exist_ok=True)
        shutil.copy(folder / OVERVIEW_PICTURE, ROOT / "docs" / "images" / "overview.png")
    return 1 if failed else 0


def _child(size: Size, folder: Path) -> int:
    command = [sys.executable, "-m", "tests.shots", str(folder), "--size", size.name]
    return subprocess.run(command, cwd=ROOT, timeout=PATIENCE, check=False).returncode


def take_all(size: Size, folder: Path) -> int:
    """Take every screen at one size and return 0, or 1 where a picture cannot be written."""
    with tempfile.TemporaryDirectory() as name:
        _prepare(size, name)
        for title, widget in _screens(size, Path(name)):
            _live()
            if not widget.grab().save(str(folder / f"{size.name}-{title}.png")):
                return 1
    return 0


def take_manual(folder: Path) -> int:
    """Take the manual's pictures and return 0, or 1 where one cannot be written."""
    with tempfile.TemporaryDirectory() as name:
        size = SIZES[0]
        _prepare(size, name)
        for title, widget, part in _manual_screens(size, Path(name)):
            _live()
            if not (widget.grab(part) if part else widget.grab()).save(str(folder / f"{title}.png")):
                return 1
    return 0


def _manual_screens(size: Size, folder: Path) -> Iterator[tuple[str, "QWidget", "QRect | None"]]:
    from tests import manual_pictures

    yield from manual_pictures.beginnings()
    window = _window(_board(folder, "council"), size)
    yield from manual_pictures.from_council(window, folder, _live)
    yield from manual_pictures.from_empty(window, GOAL, _live)
    window.close()
    filled = _window(_filled(_board(folder, "filled")), size)
    yield from manual_pictures.from_filled(filled, GOAL, _live)
    filled.close()


def _prepare(size: Size, settings: str) -> None:
    """Make the application, with nobody's settings, at the size's scale and in its scheme."""
    os.environ.update(XDG_DATA_HOME=settings, LOCALAPPDATA=settings, QT_SCALE_FACTOR=str(size.scale))
    if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtCore import Qt

    from app.main import make_application

    application = make_application()
    if size.dark:  # offscreen no system tells of a scheme, so the signal is sent by hand
        application.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    if size.contrast:
        from app.ui import theme
        from tests.contrast import contrast_palette

        theme._high_contrast = lambda: True  # no system tells of this either
        theme.wear(application, contrast_palette(size.contrast))


def _screens(size: Size, folder: Path) -> Iterator[tuple[str, "QWidget"]]:
    """Yield each screen with its name while it is shown."""
    window = _window(_board(folder, "council"), size)
    yield "全体", window
    window.show_tab(GOAL)
    yield "目標-空", window
    yield from _items(window)
    yield from _beside(window)
    yield from _export(window, folder)
    window.close()
    filled = _window(_filled(_board(folder, "filled")), size)
    filled.show_tab(GOAL)
    yield "目標-指標あり", filled
    filled.show_tab("overview")
    yield "全体-指標あり", filled
    filled.close()
    yield from _beginnings(size)


def _items(window: "MainWindow") -> Iterator[tuple[str, "QWidget"]]:
    from app.services.document import Place

    for name, node in ITEMS.items():
        window.lead_to(Place(GROUP, node, None, None))
        yield f"DX-{name}", window


def _beside(window: "MainWindow") -> Iterator[tuple[str, "QWidget"]]:
    """Yield the windows that stand beside the main one, and the list under the search."""
    document = window.document
    document.set_figure(("chatbot-all", "2023-03", "result", ""), "1900")
    document.undo()
    for name, desk in (("検算", window.proof_desk), ("変更の履歴", window.history_desk), ("使い方", window.help_desk)):
        desk.open()  # type: ignore[attr-defined]
        assert desk.window is not None  # type: ignore[attr-defined]
        yield name, desk.window  # type: ignore[attr-defined]
        desk.window.close()  # type: ignore[attr-defined]
    window.find_desk.enter()
    window.header.find_box.setText("3月")
    window.header.find_box.textEdited.emit("3月")
    yield "検索", window.header.find_box.list
    window.header.find_box.list.hide()


def _export(window: "MainWindow", folder: Path) -> Iterator[tuple[str, "QWidget"]]:
    from PySide6.QtCore import QEventLoop

    from app.ui.dialogs.export_dialog import ExportDialog

    dialog = ExportDialog(window.document, folder, window)
    dialog.open()
    yield "Excel出力", dialog
    (folder / "塞がった名前.xlsx").mkdir()
    for title, name in (("失敗", "塞がった名前"), ("完了", "資料")):
        dialog.name.setText(name)
        loop = QEventLoop()
        dialog.ended.connect(loop.quit)
        dialog.start()
        loop.exec()
        yield f"Excel出力-{title}", dialog
    dialog.reject()


def _beginnings(size: Size) -> Iterator[tuple[str, "QWidget"]]:
    from app.cli import council_label
    from app.ui.dialogs.new_plan import NewPlanDialog
    from app.ui.start_card import StartCard

    recent = ["/home/person/資料/瀬戸市ICT戦略推進プラン.ictplan", "/home/person/資料/令和5年度.ictplan"]
    card = StartCard(council_label(), "/home/person/資料/瀬戸市の資料.ictplan", recent)
    for title, widget in (("開始", card), ("新しい計画", NewPlanDialog())):
        widget.show()
        yield title, widget
        widget.close()


def _window(document: "Document", size: Size) -> "MainWindow":
    from app.paths import Preferences
    from app.ui.main_window import MainWindow

    window = MainWindow(document, Preferences())
    window.resize(*size.window)
    window.show()
    return window


def _board(folder: Path, name: str) -> "Document":
    """Return the council's board in a file of its own."""
    from app.cli import council_rows
    from app.main import open_document
    from app.storage.repository import create_board

    path = folder / f"{name}.ictplan"
    create_board(path, council_rows(), created_with="tests.shots").close()
    return open_document(path)


def _filled(document: "Document") -> "Document":
    """Return the board with the made-up goal pasted in, states chosen, and months for the first indicator."""
    for title, rows in MEASURES.items():
        measure = document.add_node(GOAL, "measure", title)
        document.paste_indicators(measure, [HEAD, *rows])
    indicators = document.goal_report(GOAL).rows
    for row, reason in zip(indicators, document.index.all(Reason), strict=False):
        document.set_status(row.uid, reason.uid, None)
    first = indicators[0].metric
    months = [f"2022-{month:02}" for month in range(4, 13)] + ["2023-01", "2023-02"]
    keys: list[Key] = [(first, month, "result", "") for month in months]
    document.set_figures({key: str(1100 + 90 * number) for number, key in enumerate(keys)}, "月別の入力")
    return document


def _live() -> None:
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(SETTLE_MS, loop.quit)
    loop.exec()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
