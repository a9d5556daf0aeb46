"""One deed, one transaction: nobody but the unit of work says commit, nothing else sends mail."""

import re
from pathlib import Path

LMS = Path(__file__).parents[2] / "lms"
COMMITS = {"foundation/db.py", "web/shell/unit_of_work.py"}
MAILERS = {"foundation/mail.py", "domain/notifications/jobs.py", "domain/notifications/delivery.py"}


def places(pattern: str) -> set[str]:
    return {
        path.relative_to(LMS).as_posix() for path in LMS.rglob("*.py") if re.search(pattern, path.read_text())
    }


def test_only_the_unit_of_work_commits() -> None:
    assert places(r"\.commit\(") <= COMMITS


def test_time_is_asked_in_one_place() -> None:
    assert places(r"datetime\.(now|utcnow)\(|date\.today\(") == {"foundation/clock.py"}


def test_the_domain_does_not_read_the_environment() -> None:
    assert {place for place in places(r"os\.environ|os\.getenv") if place.startswith("domain/")} == set()


def test_threads_share_no_alias_whose_columns_are_gathered_at_the_first_look() -> None:
    assert places(r"(?m)^\w[^()\n]* = aliased\(") == set()
