"""A live figure of a text as the chosen meeting sees it: its words, its name, and why it has none."""

from dataclasses import dataclass

from app.domain.display import words_of
from app.domain.labels import MISSING_WORDS
from app.domain.metrics import Metric
from app.domain.narrative import Mark, fill, known_period
from app.domain.report_goal import Scene

LOST, NO_PERIOD, NO_FORM = "〔数値なし〕", "〔期間不明〕", "〔書き方不明〕"
NOT_TYPED, NOT_COMPUTED = "〔未入力〕", "〔計算できません〕"


@dataclass(frozen=True, slots=True)
class LiveFigure:
    """A live figure: the words printed, its series and period by name, and the reason where it has no value ('')."""

    words: str
    name: str
    period: str
    reason: str = ""

    @property
    def full_name(self) -> str:
        """Return the series with its period: 「全質問（令和4年4月〜令和5年2月）」."""
        return f"{self.name}（{self.period}）" if self.period else self.name


def live_text(scene: Scene, text: str) -> str:
    """Return a text with its live figures printed by their metrics' rules or their own; one without value says why."""
    return fill(text, lambda mark: live_figure(scene, mark).words) if "{{" in text else text


def live_figure(scene: Scene, mark: Mark) -> LiveFigure:
    """Return what a live figure prints; every one of them prints something."""
    metric = scene.index.one(Metric, mark.metric)
    if metric is None:
        return LiveFigure(LOST, mark.metric, "", "もとの数値が計画ファイルにありません。")
    if not known_period(mark.period):
        return LiveFigure(NO_PERIOD, metric.name, "", f"「{mark.period}」という期間はありません。")
    period = scene.period_label(mark.period, "era_long")
    if mark.form is None:
        return LiveFigure(NO_FORM, metric.name, period, "四捨五入や約などの書き方が読み取れません。")
    view = scene.figure(metric, mark.period)
    figure = scene.book.figure(metric.uid, mark.period)
    words = words_of(metric, figure, mark.form)
    if words and (figure.value is not None or figure.text is not None):
        return LiveFigure(words, metric.name, period)
    told = MISSING_WORDS.get(figure.missing or "", "")
    lost = NOT_COMPUTED if figure.source == "computed" else NOT_TYPED
    return LiveFigure(words or lost, metric.name, period, view.reason or told or "まだ入力されていません。")
