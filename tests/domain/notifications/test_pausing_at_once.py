"""A pause and a worker at the same moment: what is claimed after the word waits like all other letters."""

from threading import Event, Thread

import pytest

from lms.domain.notifications import jobs, pausing
from lms.foundation import db
from tests.domain.notifications.conftest import Post
from tests.factories.accounts import actor_of, make_user
from tests.factories.notifications import make_notice


@pytest.mark.usefixtures("shared_database")
def test_who_claims_letters_waits_for_a_pause_that_is_being_entered(post: Post) -> None:
    with db.unit_of_work():
        make_notice()
        admin = actor_of(make_user(is_admin=True))
    begun, sent = Event(), []

    def work() -> None:
        begun.set()
        sent.append(jobs.drain())

    worker = Thread(target=work)
    with db.unit_of_work():
        pausing.pause_letters(admin, "klaida")
        db.session.flush()
        worker.start()
        assert begun.wait(60)
    worker.join(60)
    assert (sent, post.mails) == ([0], [])
