"""Files that were handed in leave as attachments, to their learner and graders only."""

from typing import Any
from urllib.parse import quote

import pytest

from lms.domain.assessment.models import Submission
from lms.foundation.db import session
from tests.factories.accounts import make_user
from tests.factories.assessment import make_file
from tests.factories.catalogue import make_programme, make_staff


@pytest.fixture
def handed_in(story: Any) -> int:
    submission = session.get_one(Submission, story.handed_in())
    from lms.domain.assessment import queries

    version = queries.find_last_version(submission.id)
    assert version is not None
    file = make_file(submission, version_id=version.id, name="Žemėlapis „A“.md", content="# Žemė".encode())
    session.commit()
    return file.id


def path(file_id: int) -> str:
    return f"/lt/submissions/files/{file_id}"


def test_it_works(story: Any, handed_in: int) -> None:
    answer = story.browser().get(path(handed_in), buffered=True)
    assert answer.status_code == 200
    assert answer.data == "# Žemė".encode()
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert quote("Žemėlapis „A“.md") in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Type"].startswith("text/markdown")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Content-Length"] == str(len(answer.data))


def test_it_is_closed_to_others(story: Any, handed_in: int, client: Any) -> None:
    submission = session.query(Submission).filter_by(learner_id=story.learner.id).one()
    draft = make_file(submission)
    coordinator = make_user()
    programme = make_programme(story.module)
    make_staff(coordinator, "coordinator", programme=programme)
    programme_author = make_user()
    make_staff(programme_author, programme=programme)
    admin = make_user(is_admin=True)
    session.commit()
    seen = {
        name: [
            story.browser(person).get(path(file_id), buffered=True).status_code
            for file_id in (handed_in, draft.id)
        ]
        for name, person in {
            "learner": story.learner,
            "author": story.author,
            "author of the programme": programme_author,
            "other learner": story.other,
            "coordinator": coordinator,
            "admin": admin,
        }.items()
    }
    assert seen == {
        "learner": [200, 200],
        "author": [200, 404],
        "author of the programme": [200, 404],
        "other learner": [404, 404],
        "coordinator": [404, 404],
        "admin": [404, 404],
    }
    assert client.get(path(handed_in)).status_code == 303


def test_it_handles_a_missing_one(story: Any, handed_in: int, files: Any) -> None:
    assert story.browser().get(path(999)).status_code == 404
    for name in list(files.names()):
        files.delete(name)
    assert story.browser().get(path(handed_in)).status_code == 404
