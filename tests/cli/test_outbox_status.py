"""`lms outbox status`: figures, what is wrong, and a pause that is no fault."""

from datetime import timedelta
from pathlib import Path

import pytest

from lms import cli
from lms.cli import diagnosis, environment
from lms.config import Settings
from lms.domain.notifications import pausing
from lms.foundation import clock, db, health, i18n, job_runs
from tests.factories.accounts import actor_of, make_user
from tests.factories.notifications import make_notice


@pytest.fixture
def connected(installation: Path) -> Settings:
    settings = environment.settings()
    db.connect(settings.database_url)
    i18n.speak("en")
    return settings


def test_an_empty_outbox_is_well(connected: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--lang", "en", "outbox", "status"]) == cli.WELL
    said = capsys.readouterr().out
    assert "Sent in the last 24 hours" in said and "The broker does not answer" in said
    assert "paused" not in said


def test_what_failed_and_what_waits_for_too_long_are_problems(
    connected: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    with db.unit_of_work():
        make_notice(mail_due_at=clock.now() - timedelta(hours=1))
    assert cli.main(["--lang", "en", "outbox", "status"]) == cli.PROBLEMS
    assert "No worker is running" in capsys.readouterr().out
    health.beat(health.WORKER, "worker:here:1", broker="up")
    job_runs.begin("lms.domain.coordination.jobs.check_links")
    job_runs.end("lms.domain.coordination.jobs.check_links", "OSError: no route")
    assert cli.main(["--lang", "en", "outbox", "status"]) == cli.PROBLEMS
    assert "Checking links to other sites (OSError: no route)" in capsys.readouterr().out


def test_a_pause_is_told_and_no_fault(connected: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    with db.unit_of_work():
        make_notice(mail_due_at=clock.now() - timedelta(hours=1))
        admin = actor_of(make_user(name="Rūta Rūtaitė", is_admin=True))
    with db.unit_of_work():
        pausing.pause_letters(admin, "Keičiamas pašto serveris")
    health.beat(health.WORKER, "worker:here:1", broker="up")
    assert cli.main(["--lang", "lt", "outbox", "status"]) == cli.WELL
    said = capsys.readouterr().out
    assert "Laiškų siuntimas laikinai sustabdytas" in said
    assert "Kas: Rūta Rūtaitė. Priežastis: Keičiamas pašto serveris" in said
    (finding,) = [each for each in diagnosis.examine(connected) if "Keičiamas" in each.says]
    assert (finding.verdict, bool(finding.remedy)) == (diagnosis.DOUBTFUL, True)
