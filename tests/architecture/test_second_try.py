"""Which tests are tried once more: a few of those that start processes, and nothing else."""

from pathlib import Path

import pytest

from tools.run_tests import tried_again

WELL = '<testcase classname="tests.journeys.test_links" name="test_links[en]"/>'
FAILED = '<testcase classname="tests.journeys.test_{0}" name="test_it[lt]"><{1} message="…"/></testcase>'
COMMAND = '<testcase classname="tests.cli.test_serve" name="test_it"><failure message="…"/></testcase>'
ELSEWHERE = '<testcase classname="tests.web.test_layout" name="test_it"><failure message="…"/></testcase>'


@pytest.mark.parametrize(
    ("cases", "again"),
    [
        ([WELL, FAILED.format("reading", "failure")], ["tests/journeys/test_reading.py::test_it[lt]"]),
        (
            [FAILED.format("reading", "failure"), FAILED.format("reading", "error"), WELL],
            ["tests/journeys/test_reading.py::test_it[lt]"],
        ),
        ([COMMAND], ["tests/cli/test_serve.py::test_it"]),
        ([FAILED.format("reading", "failure"), ELSEWHERE], []),
        ([FAILED.format(name, "failure") for name in ("looks", "links", "terms", "faults")], []),
        ([WELL], []),
    ],
    ids=["one", "in its end as well", "a command", "something else too", "too many", "none"],
)
def test_a_few_are_tried_again(cases: list[str], again: list[str], tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    report.write_text(f"<testsuites><testsuite>{''.join(cases)}</testsuite></testsuites>", encoding="utf-8")
    assert tried_again(report) == again
