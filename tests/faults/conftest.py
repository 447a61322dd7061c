"""The fault suite: every promise of docs/reliability.md, tried thousands of times. `python dev.py faults` runs it all.

Every test run takes a short selection of it: the same tests with a hundredth of the rounds (proof.SHORT_SHARE), so
that nothing is written twice. A test asks for the fixture `proof`, takes its rounds from it, and with that has its row
in the table that is printed at the end:

    def test_something_survives(proof: Proof, tmp_path: Path) -> None:
        for number in proof.rounds(1000, "killed while saving", "no edit lost", least=4):
            ...one round, seeded with its number...
        proof.note(f"{hot} had a transaction under way")  # if there is something measured to say

A proof that the test can fail (a guard taken away) is a test and a row of its own. The short selection of a file
should take a few seconds, its full counts a minute or two of one core. FAULTS_SHARE=0.1 runs a tenth.
"""

from collections.abc import Iterator

import pytest

from tests.faults.proof import Proof, Row, table

ROWS: dict[str, Row] = {}


@pytest.fixture
def proof(request: pytest.FixtureRequest) -> Iterator[Proof]:
    """Return the row of the table that the test is to fill."""
    one = Proof()
    yield one
    # What a worker process has to say travels with the report of its test.
    request.node.user_properties.append(("proof", (one.what, one.count, "; ".join(one.notes))))


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Keep the row of a test that has ended."""
    row = ROWS.get(report.nodeid, Row(report.nodeid, 0, "", 0.0))
    for name, value in report.user_properties:
        if name == "proof" and isinstance(value, tuple):
            what, times, result = value
            row = row._replace(what=what or row.what, times=times, result=row.result or result)
    if report.failed:
        row = row._replace(result=f"FAILED ({report.when}): {report.nodeid}")
    ROWS[report.nodeid] = row._replace(seconds=row.seconds + report.duration)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the table, file by file however the tests were spread over the workers."""
    terminalreporter.section("faults")
    by_file = sorted(ROWS, key=lambda node: node.partition("::")[0])
    for line in table(ROWS[node] for node in by_file if ROWS[node].result):
        terminalreporter.write_line(line)
