"""What is said of a job that failed: the error by its name, and nothing of what it was about."""

import traceback

from sqlalchemy import create_engine, text
from sqlalchemy.exc import IntegrityError

from lms.foundation.queue_watch import what_went_wrong


def test_the_error_is_named_without_the_values_of_a_row() -> None:
    engine = create_engine("sqlite://", hide_parameters=True)
    with engine.connect() as connection:
        connection.execute(text("CREATE TABLE people (email TEXT UNIQUE)"))
        row = text("INSERT INTO people VALUES ('ona@example.org')")
        connection.execute(row)
        try:
            connection.execute(row)
        except IntegrityError:
            said = traceback.format_exc()
    assert "ona@example.org" in said
    error = "UNIQUE constraint failed: people.email"
    assert what_went_wrong(said) == f"sqlalchemy.exc.IntegrityError: (sqlite3.IntegrityError) {error}"


def test_also_without_a_traceback_something_is_said() -> None:
    assert what_went_wrong("Moved to FailedJobRegistry, due to AbandonedJobError\n") == (
        "Moved to FailedJobRegistry, due to AbandonedJobError"
    )
    assert what_went_wrong("") == ""
