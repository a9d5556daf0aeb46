"""What waited on a device is sent under its writer's name, and once."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select

from lms.domain.accounts import service as accounts
from lms.domain.assessment.models import KeptText, Submission
from lms.domain.learning.models import Reading
from lms.domain.messaging.models import Message
from lms.foundation.db import session
from tests.conftest import Browser
from tests.factories.accounts import make_user
from tests.factories.assessment import make_submission
from tests.factories.content import make_assignment, make_module
from tests.factories.learning import make_enrolment

KEY = "0123456789abcdef0123456789abcdef"
WORK = "/lt/modules/concepts/assignments/actor-map"


@pytest.fixture
def learner(app: Any) -> Any:
    module = make_module(slug="concepts", assignments=(make_assignment(),))
    user = make_user()
    make_enrolment(user, module)
    session.commit()
    return user


@pytest.fixture
def send(sign_in: Callable[..., Browser], learner: Any) -> Callable[..., Any]:
    browser = sign_in(learner)

    def _send(path: str, fields: dict[str, str], key: str = KEY, writer: Any = None, **headers: str) -> Any:
        known = {"Idempotency-Key": key, "Savimoka-Writer": str(writer or learner.id), **headers}
        return browser.post_form(path, fields, headers=known)

    return _send


def count(model: Any) -> int:
    session.remove()
    return session.scalar(select(func.count()).select_from(model)) or 0


def test_the_answer_says_where_to_go_on_and_is_repeated(send: Callable[..., Any]) -> None:
    first = send("/lt/modules/concepts/first/ask", {"text": "Kodėl?"})
    again = send("/lt/modules/concepts/first/ask", {"text": "Kodėl?"})
    assert first.status_code == again.status_code == 200
    assert first.json == again.json
    assert first.json["location"].startswith("/lt/messages/")
    assert count(Message) == 1


def test_another_key_is_another_deed(send: Callable[..., Any]) -> None:
    for key in ("a" * 32, "b" * 32):
        fields = {"text": "Kodėl?", "form_key": key}
        assert send("/lt/modules/concepts/first/ask", fields, key=key).status_code == 200
    assert count(Message) == 2


def test_the_same_key_with_other_words_is_refused(send: Callable[..., Any]) -> None:
    send("/lt/modules/concepts/first/ask", {"text": "Kodėl?"})
    answer = send("/lt/modules/concepts/first/ask", {"text": "Kada?"})
    assert answer.status_code == 422
    assert answer.json["reason"]
    assert count(Message) == 1


def test_words_of_somebody_else_are_never_sent(send: Callable[..., Any]) -> None:
    other = make_user()
    session.commit()
    answer = send("/lt/modules/concepts/first/read", {"read": "1"}, writer=other.id)
    assert answer.status_code == 401
    assert count(Reading) == 0


def test_who_is_not_signed_in_is_told_so_and_nothing_is_kept(client: Browser, learner: Any) -> None:
    headers = {"Idempotency-Key": KEY, "Savimoka-Writer": str(learner.id)}
    answer = client.post_form("/en/modules/concepts/first/read", {"read": "1"}, headers=headers)
    assert answer.status_code == 401
    assert answer.json == {"reason": "Please sign in as the person who wrote this."}


@pytest.mark.parametrize("key", ["", "short", "x" * 65, "with spaces in it, and long enough"])
def test_a_key_that_no_device_makes_is_refused(send: Callable[..., Any], key: str) -> None:
    assert send("/lt/modules/concepts/first/read", {"read": "1"}, key=key).status_code == 400


def test_what_is_refused_gives_its_reason_and_leaves_no_key(send: Callable[..., Any], learner: Any) -> None:
    gone = send("/en/modules/concepts/no-such-lesson/read", {"read": "1"})
    assert gone.status_code == 404
    assert gone.json == {"reason": "There is no page at this address, or it is not open to you."}
    stranger = make_module(slug="other")
    session.commit()
    refused = send("/en/modules/other/first/read", {"read": "1"})
    assert refused.status_code == 409
    assert refused.json == {"reason": "Please enrol in the module first."}
    make_enrolment(learner, stranger)
    session.commit()
    assert send("/en/modules/other/first/read", {"read": "1"}).status_code == 200
    assert count(Reading) == 1


def test_a_draft_that_was_changed_elsewhere_is_a_conflict_and_then_kept_beside(
    send: Callable[..., Any], learner: Any
) -> None:
    send(f"{WORK}?serial=0&tab=desk", {"text": "Naujesnis", "save": "1"}, key="a" * 32)
    quietly = {"X-Requested-With": "fetch"}
    late = send(f"{WORK}?serial=0&tab=phone", {"text": "Senesnis", "save": "1"}, **quietly)
    assert (late.status_code, late.json["newer"]) == (409, True)
    for _ in range(2):
        beside = send(f"{WORK}?serial=0&tab=phone", {"text": "Senesnis", "save": "1"})
        assert beside.json == {"location": f"{WORK}#kept"}
    assert count(KeptText) == 1
    assert session.scalars(select(Submission.draft_text)).all() == ["Naujesnis"]


def test_a_saved_draft_answers_the_same_again(send: Callable[..., Any]) -> None:
    quietly = {"X-Requested-With": "fetch"}
    answers = [send(f"{WORK}?serial=0&tab=t", {"text": "Kartą", "save": "1"}, **quietly) for _ in range(2)]
    assert answers[0].json == answers[1].json
    assert answers[0].json["serial"] == 1


def test_a_form_without_a_key_is_answered_as_ever(sign_in: Callable[..., Browser], learner: Any) -> None:
    answer = sign_in(learner).post_form("/lt/modules/concepts/first/read", {"read": "1"})
    assert (answer.status_code, answer.location) == (303, "/lt/modules/concepts/first#end")


def test_an_ended_session_sends_nothing(app: Any, send: Callable[..., Any], learner: Any) -> None:
    accounts.end_sessions(learner.id)
    session.commit()
    assert send("/lt/modules/concepts/first/read", {"read": "1"}).status_code == 401


def test_work_that_was_handed_in_is_not_changed_by_a_late_draft(
    send: Callable[..., Any], learner: Any
) -> None:
    enrolment = make_enrolment(learner, make_module(slug="third", assignments=(make_assignment(),)))
    make_submission(enrolment, state="handed-in", draft_text="Pateikta")
    session.commit()
    path = "/lt/modules/third/assignments/actor-map?serial=0&tab=late"
    late = send(path, {"text": "Kitaip", "save": "1"}, **{"X-Requested-With": "fetch"})
    assert late.status_code == 409 and late.json["reason"] and late.json["newer"]


def test_a_draft_after_leaving_has_a_reason_and_no_other_text(send: Callable[..., Any]) -> None:
    send("/lt/modules/concepts/leave", {})
    quietly = {"X-Requested-With": "fetch"}
    refused = send(f"{WORK}?serial=0&tab=t", {"text": "Parašyta", "save": "1"}, key="a" * 32, **quietly)
    assert refused.status_code == 409
    assert refused.json.keys() == {"reason"} and refused.json["reason"]
