"""Working together in the browser: inviting, answering, writing one draft, going on alone."""

import html
import re
from collections.abc import Callable
from typing import Any

import pytest

from lms.domain.assessment import queries
from lms.domain.assessment.models import GroupInvitation, KeptText
from lms.domain.notifications.models import Notice
from lms.foundation.db import session
from tests.factories.accounts import make_user
from tests.factories.assessment import (
    make_file,
    make_grading,
    make_group,
    make_group_invitation,
    make_submission,
    make_version,
)
from tests.factories.content import make_assignment
from tests.factories.learning import make_enrolment


class Together:
    """A learner with somebody to work with, on an assignment for up to three."""

    def __init__(self, story: Any) -> None:
        self.story = story
        self.friend = make_user(name="Jonas Kalnietis")
        self.friends = make_enrolment(self.friend, story.module)
        session.commit()
        self.me, self.other = story.browser(), story.browser(self.friend)

    def page(self, browser: Any, language: str = "lt") -> str:
        answer = browser.get(self.story.assignment(language))
        assert answer.status_code == 200
        return str(answer.text)

    def do(self, browser: Any, language: str = "lt", **fields: Any) -> Any:
        return browser.post_form(self.story.assignment(language) + "/group", fields)

    def invite(self, email: str = "") -> Any:
        return self.do(self.me, invite="1", email=email or self.friend.email)

    def invitation_id(self) -> int:
        session.rollback()
        return session.query(GroupInvitation.id).filter_by(address=self.friend.email).scalar() or 0

    def join(self) -> None:
        self.invite()
        assert self.do(self.other, accept=self.invitation_id()).status_code == 303

    def save(self, browser: Any, text: str, button: str = "save") -> Any:
        found = re.search(r'id="work"[^>]*action="([^"]+)"', self.page(browser))
        assert found
        fields = {"text": text, button: "1"}
        return browser.post_form(html.unescape(found[1]), fields, content_type="multipart/form-data")


@pytest.fixture
def together(make_story: Callable[..., Any]) -> Together:
    return Together(make_story(assignments=(make_assignment(group_most=3),)))


def kinds_told(person: Any) -> list[str]:
    session.rollback()
    return [each.kind for each in session.query(Notice).filter_by(recipient_id=person.id).order_by(Notice.id)]


def test_it_works(together: Together) -> None:
    page = together.page(together.me)
    assert "Darbas grupėje" in page
    assert "iki 3 žmonių" in page
    together.save(together.me, "Mano pradžia")
    answer = together.invite(f" {together.friend.email.upper()} ")
    assert (answer.status_code, answer.location) == (303, together.story.assignment(query="#group"))
    assert together.friend.email in together.page(together.me)
    assert together.friend.name not in together.page(together.me)
    assert kinds_told(together.friend) == ["group-invited"]

    page = together.page(together.other)
    assert "Ingrida Petrauskienė kviečia jus atlikti šią užduotį kartu" in page
    assert "Mano pradžia" not in page
    together.do(together.other, accept=together.invitation_id())
    page = together.page(together.other)
    assert "Mano pradžia" in page
    assert "Dabar esate grupėje" in page
    assert together.friend.name in together.page(together.me)
    assert kinds_told(together.story.learner) == ["group-changed"]
    session.rollback()
    assert session.query(Notice).filter_by(kind="group-invited").one().read_at is not None

    together.save(together.other, "Mano pradžia ir jūsų tęsinys")
    page = together.page(together.me)
    assert "Mano pradžia ir jūsų tęsinys" in page
    assert "įrašė Jonas Kalnietis" in page
    together.save(together.me, "Bendras darbas", "hand-in")
    page = together.page(together.other)
    assert "Darbą pateikė Ingrida Petrauskienė" in page
    assert "Pateikta vertinti" in page
    assert 'name="leave"' not in page
    assert kinds_told(together.friend) == ["group-invited", "group-handed-in"]
    assert kinds_told(together.story.author) == ["submission-received"]
    submission_id = session.query(Notice).filter_by(kind="submission-received").one().about["submission_id"]
    page = together.story.browser(together.story.author).get(f"/lt/teach/submissions/{submission_id}").text
    assert "Besimokantieji" in page
    assert "Ingrida Petrauskienė ir Jonas Kalnietis" in page


def test_it_speaks_both_languages(together: Together) -> None:
    together.invite()
    page = together.page(together.other, "en")
    assert "Ingrida Petrauskienė invites you to do this assignment together" in page
    together.do(together.other, "en", accept=together.invitation_id())
    page = together.page(together.other, "en")
    for expected in ("Working together", "Who is in the group", "Go on alone", "You are in the group now."):
        assert expected in page
    assert "3 people" not in page


def test_the_answer_is_the_same_whoever_has_the_address(together: Together) -> None:
    answers = []
    for address in (together.friend.email, together.story.stranger.email, "niekas@example.lt"):
        answer = together.invite(address)
        page = together.page(together.me)
        answers.append((answer.status_code, answer.location, "kvietimas jam jau siunčiamas" in page))
        assert page.count('name="withdraw"') == len(answers)
    assert set(answers) == {(303, together.story.assignment(query="#group"), True)}
    assert kinds_told(together.story.stranger) == []
    assert together.story.stranger.name not in together.page(together.me)


@pytest.mark.parametrize("typed", ["", "ne adresas", "OWN", "a@example.lt" + "x" * 300])
def test_what_is_not_an_address_is_refused_with_the_reason(together: Together, typed: str) -> None:
    typed = together.story.learner.email if typed == "OWN" else typed
    answer = together.do(together.me, invite="1", email=typed)
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert html.escape(typed) in answer.text
    session.rollback()
    assert session.query(GroupInvitation).count() == 0


def test_declining_is_told_without_a_name(together: Together) -> None:
    together.invite()
    together.do(together.other, decline=together.invitation_id())
    assert "kviečia jus" not in together.page(together.other)
    page = together.page(together.me)
    assert "Nepriimta" in page
    assert together.friend.name not in page
    session.rollback()
    notice = session.query(Notice).filter_by(kind="group-changed").one()
    assert (notice.sender_id, notice.about["address"]) == (None, together.friend.email)


def test_it_is_withdrawn(together: Together) -> None:
    together.invite()
    together.do(together.me, withdraw=together.invitation_id())
    assert "kviečia jus" not in together.page(together.other)
    answer = together.do(together.other, accept=together.invitation_id())
    assert answer.status_code == 303
    assert "Šis kvietimas nebegalioja." in together.page(together.other)


def test_a_draft_of_ones_own_is_shown_to_its_writer_alone_until_they_say_so(together: Together) -> None:
    together.save(together.other, "Jono paties mintys")
    together.save(together.me, "Bendras")
    together.invite()
    assert "Jūsų asmeninis juodraštis bus atidėtas" in together.page(together.other)
    together.do(together.other, accept=together.invitation_id())
    page = together.page(together.other)
    assert "Asmeninis juodraštis, rašytas prieš prisijungiant prie grupės" in page
    assert "Jono paties mintys" in page
    assert "Jono paties mintys" not in together.page(together.me)
    together.do(together.other, offer="1")
    page = together.page(together.me)
    assert "Jono paties mintys" in page
    assert "Parašė Jonas Kalnietis" in page
    session.rollback()
    kept = session.query(KeptText).one()
    found = re.search(r'id="work"[^>]*action="([^"]+)"', page)
    assert found
    together.me.post_form(html.unescape(found[1]), {"text": "Bendras", "use": str(kept.id)})
    assert re.search(r"<textarea[^>]*>\s*Jono paties mintys", together.page(together.me))


def test_going_on_alone_takes_a_copy_along(together: Together) -> None:
    together.save(together.me, "Bendras")
    together.join()
    before = together.page(together.other)
    assert 'name="leave"' in before
    assert together.do(together.other, leave="1").status_code == 303
    page = together.page(together.other)
    assert "Dabar dirbate savarankiškai" in page
    assert "Bendras" in page
    # A tab from before still holds the page of the group.
    found = re.search(r'id="work"[^>]*action="([^"]+)"', before)
    assert found
    late = {"text": "Iš seno lango", "save": "1"}
    together.other.post_form(html.unescape(found[1]), late, content_type="multipart/form-data")
    page = together.page(together.other)
    assert "grupės juodraštį pakeitė" not in page
    assert "Bendras" in page
    assert "Iš seno lango" in page
    together.save(together.other, "Jau tik mano")
    assert "Jau tik mano" not in together.page(together.me)
    assert 'name="leave"' not in together.page(together.me)
    assert kinds_told(together.story.learner) == ["group-changed", "group-changed"]


def test_who_left_a_returned_work_reads_what_was_said_of_it(together: Together) -> None:
    submission = make_group(
        make_submission(together.story.enrolment, together.story.module), together.friends
    )
    version = make_version(submission, together.story.module, text="Pirma versija")
    make_file(submission, version_id=version.id)
    make_grading(version, outcome="returned", comment="Trūksta ryšių.")
    session.commit()
    together.do(together.other, leave="1")
    page = together.page(together.other)
    assert "Ką pateikėte su ankstesne grupe" in page
    assert "Pirma versija" in page
    assert "Trūksta ryšių." in page
    file_address = re.search(r'href="(/lt/[^"]*files/\d+)"', page)
    assert file_address
    with together.other.get(file_address[1]) as file:
        assert file.status_code == 200


def test_it_is_closed_to_others(together: Together) -> None:
    together.save(together.me, "Bendras")
    together.invite()
    stranger = together.story.browser(together.story.other)
    for fields in ({"accept": together.invitation_id()}, {"decline": together.invitation_id()}):
        assert together.do(stranger, **fields).status_code == 404
    assert together.do(stranger, withdraw=together.invitation_id()).status_code == 404
    outside = together.story.browser(together.story.stranger)
    assert together.do(outside, invite="1", email="a@example.lt").status_code == 409
    page = together.page(stranger)
    assert "Bendras" not in page
    assert together.friend.email not in page
    visitor = together.story.browser()
    visitor.post_form("/lt/sign-out", {})
    assert together.do(visitor, leave="1").location.startswith("/lt/sign-in")


@pytest.mark.parametrize("button", ["leave", "offer", "nonsense"])
def test_it_handles_a_missing_one(together: Together, button: str) -> None:
    assert together.do(together.me, **{button: "1"}).status_code == 404
    assert together.do(together.me, accept="9" * 30).status_code == 404
    address = together.story.assignment().replace("actor-map", "nera") + "/group"
    assert together.me.post_form(address, {button: "1"}).status_code == 404


def test_nothing_is_offered_where_the_assignment_is_done_alone(story: Any) -> None:
    browser = story.browser()
    assert "Darbas grupėje" not in browser.get(story.assignment()).text
    answer = browser.post_form(story.assignment() + "/group", {"invite": "1", "email": "a@example.lt"})
    assert answer.status_code == 303
    assert "Ši užduotis atliekama savarankiškai." in browser.get(story.assignment()).text


def test_where_nothing_can_be_said_of_a_group_there_is_no_heading(together: Together) -> None:
    heading = ">Darbas grupėje<"
    assert heading in together.page(together.me)
    together.save(together.me, "Darbas", "hand-in")
    assert heading not in together.page(together.me)
    session.merge(together.friends).left_at = together.friends.enrolled_at
    session.commit()
    page = together.page(together.other)
    assert heading not in page
    assert "užsiregistruokite į modulį." in page and "parašėte anksčiau" not in page


def test_a_full_group_says_so(together: Together) -> None:
    group = make_group(
        make_submission(together.story.enrolment, together.story.module),
        *(make_enrolment(make_user(), together.story.module) for _ in range(2)),
    )
    make_group_invitation(group, together.friend.email)
    session.commit()
    page = together.page(together.other)
    assert "Grupė jau pilna." in page
    assert 'name="accept"' not in page
    assert 'name="decline"' in page
    together.do(together.other, accept=together.invitation_id())
    assert "Grupė jau pilna." in together.page(together.other)
    assert queries.find_own_work(together.friend.id, together.story.slug, "actor-map") is None


def test_the_page_costs_few_statements(together: Together, statements: Callable[[], list[str]]) -> None:
    make_submission(together.friends, together.story.module)
    group = make_group(
        make_submission(together.story.enrolment, together.story.module),
        together.friends,
        make_enrolment(make_user(), together.story.module),
    )
    for n in range(5):
        make_group_invitation(group, f"a{n}@example.lt")
    session.commit()
    statements()
    together.page(together.other)
    in_group = len(statements())
    version = make_version(group, together.story.module)
    make_grading(version, outcome="returned")
    session.commit()
    statements()
    together.page(together.other)
    returned = len(statements())
    assert in_group <= 12
    assert returned <= 12
