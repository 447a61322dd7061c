"""Where each leaf of each case stands in a board: a table of readers for what lies outside of indicators."""

from collections.abc import Callable, Mapping
from typing import Any

from app.domain.metrics import Metric, Observation
from app.domain.plan import Assessment, Indicator, Legend, Node, Plan, Reason, Rule, Scheme, Target
from tests.cases.walk import Found, Path, line_of, read_indicator, words_of

Case = Mapping[str, Any]
Reader = Callable[[Found, Case, Path, Any], Any]


def read(found: Found, case: Case, path: Path, leaf: Any) -> Any:
    """Return what the board holds for a leaf; raise KeyError where no reader knows the leaf's place."""
    head = str(path[0])
    if head == "case_id":
        return found.board.uid
    if head in ("checks", "gaps", "related", "kind"):
        return line_of(found.board.note, leaf)
    return READERS[case["case_id"], head](found, case, path, leaf)


def _source(found: Found, case: Case, path: Path, leaf: Any) -> Any:
    board = found.board
    if path[1] == "publisher":
        return " ".join(part for part in (board.city, board.division) if part)
    if path[1] == "title":
        return board.title
    sources = {plan.source for plan in found.all(Plan)}
    assert len(sources) == 1
    return line_of(sources.pop(), leaf)


def _indicator(found: Found, case: Case, path: Path, leaf: Any) -> Any:
    item = case["indicators"][path[1]]
    return read_indicator(found, found.indicator(None, item["path"], item["name"]), item, path[2:])


def _mie_version(found: Found, case: Case, path: Path, leaf: Any) -> Any:
    version = case["versions"][path[1]]
    if path[2] == "year":
        return found.one(Plan, version=leaf).version
    if path[2] == "requested_million_yen":
        plan = found.one(Plan, version=version["year"])
        node = found.one(Node, plan=plan.uid, number=path[3])
        metric = found.one(Metric, node=node.uid, name="要求額", unit="百万円")
        return found.one(Observation, metric=metric.uid, period_label=version["year"]).printed
    item = version["indicators"][path[3]]
    return read_indicator(found, found.indicator(version["year"], item["path"], item["name"]), item, path[4:])


def _mie_again(found: Found, case: Case, path: Path, leaf: Any) -> Any:
    """Read the case's second list of the same indicators: each stands there once more, in the order of versions."""
    item = case["indicators"][path[1]]
    years = [version["year"] for version in case["versions"] if item in version["indicators"]]
    (year,) = years
    return read_indicator(found, found.indicator(year, item["path"], item["name"]), item, path[2:])


def _no_scheme(found: Found, case: Case, path: Path, leaf: Any) -> Any:
    assert not found.all(Scheme) and not found.all(Assessment)
    return None


def _nagasaki_scheme(found: Found, case: Case, path: Path, leaf: Any) -> Any:
    assessment = found.one(Assessment)
    reason = found.one(Reason, uid=assessment.reason)
    legend = found.one(Legend, uid=reason.legend)
    by_name = {
        "published": assessment.printed if legend.code == assessment.printed else None,
        "meaning": legend.label if reason.label == legend.label else None,
        "note": found.one(Scheme, uid=assessment.scheme).note,
    }
    return by_name[str(path[1])]


def _oyabe_plan(found: Found, case: Case, path: Path, leaf: Any) -> Any:
    plan = found.one(Plan)
    return {"name": plan.name, "period_note": plan.period_label}[str(path[1])]


def _tsukuba_scheme(found: Found, case: Case, path: Path, leaf: Any) -> Any:
    return words_of(found, found.one(Scheme, name=path[1]))


def _vocabulary(found: Found, case: Case, path: Path, leaf: Any) -> Any:
    who = case["items"][path[1]]["who"]
    schemes = [scheme for scheme in found.all(Scheme) if scheme.name == who or scheme.name.startswith(f"{who} ")]
    head = str(path[2])
    if head == "scheme":
        return _words(found, schemes, path[3:], leaf)
    if head == "targets":
        return _printed_target(found, who, int(path[3]))
    field = {"who": "name", "rule": "note", "note": "note", "url": "source"}[head]
    answers = {getattr(scheme, field) for scheme in schemes}
    if head == "who" and len(answers) > 1:  # two scales of one body: its name, then the scale's
        answers = {str(name).rpartition(" ")[0] for name in answers}
    (answer,) = answers
    return answer


def _words(found: Found, schemes: list[Scheme], rest: Path, leaf: str) -> str | None:
    """Return the words of a class by its place or code, or a scheme that is described in one sentence."""
    if not rest:
        names = [label.label for scheme in schemes for label in found.all(Legend, scheme=scheme.uid)]
        return schemes[0].note if all(name in leaf for name in names) else None
    (scheme,) = schemes
    if isinstance(rest[0], int):
        return found.all(Legend, scheme=scheme.uid)[rest[0]].label
    by_code = {legend.code: legend.label for legend in found.all(Legend, scheme=scheme.uid)}
    if rest[0] in by_code:
        return by_code[rest[0]]
    reason = found.one(Reason, scheme=scheme.uid, label=rest[0])
    return found.one(Rule, reason=reason.uid).note


def _printed_target(found: Found, who: str, at: int) -> str:
    node = found.one(Node, title=who)
    indicator = found.all(Indicator, node=node.uid)[at]
    target = found.one(Target, indicator=indicator.uid)
    return str(target.printed) if target.text else f"{indicator.title}:{target.printed}"


READERS: dict[tuple[str, str], Reader] = {
    ("mie_ict_plan_h13_h16", "source"): _source,
    ("mie_ict_plan_h13_h16", "versions"): _mie_version,
    ("mie_ict_plan_h13_h16", "indicators"): _mie_again,
    ("mie_ict_plan_h13_h16", "status_scheme"): _no_scheme,
    ("nagasaki_d3_h27", "source"): _source,
    ("nagasaki_d3_h27", "status_scheme"): _nagasaki_scheme,
    ("nagasaki_d3_h27", "indicators"): _indicator,
    ("oyabe_sogokeikaku_h15", "source"): _source,
    ("oyabe_sogokeikaku_h15", "plan"): _oyabe_plan,
    ("oyabe_sogokeikaku_h15", "status_scheme"): _no_scheme,
    ("oyabe_sogokeikaku_h15", "indicators"): _indicator,
    ("tsukuba_sogosenryaku_h27", "source"): _source,
    ("tsukuba_sogosenryaku_h27", "status_scheme"): _tsukuba_scheme,
    ("tsukuba_sogosenryaku_h27", "indicators"): _indicator,
    ("status_vocabularies", "items"): _vocabulary,
}
