"""Who answers for what."""

import pytest

from lms.domain.accounts import service as accounts
from lms.domain.catalogue import policy, queries, service
from lms.domain.catalogue.models import Staff
from lms.foundation import audit
from lms.foundation.db import session
from lms.foundation.errors import Invalid, NotFound
from tests.factories.accounts import actor_of, make_user
from tests.factories.catalogue import make_programme, make_staff
from tests.factories.content import make_module

pytestmark = pytest.mark.usefixtures("database")


def test_a_duty_is_given_once_and_written_down() -> None:
    admin, author, programme = make_user(is_admin=True), make_user(), make_programme()
    first = service.assign_staff(actor_of(admin), author.id, "author", programme_id=programme.id)
    second = service.assign_staff(actor_of(admin), author.id, "author", programme_id=programme.id)
    assert first.id == second.id
    assert session.query(Staff).count() == 1
    session.flush()
    entries = session.scalars(audit.entries(deed="staff-assigned")).all()
    assert [(entry.actor, entry.subject) for entry in entries] == [(f"user:{admin.id}", f"user:{author.id}")]


def test_a_duty_is_for_exactly_one_thing() -> None:
    admin, person, module, programme = actor_of(make_user()), make_user(), make_module(), make_programme()
    with pytest.raises(Invalid):
        service.assign_staff(admin, person.id, "author")
    with pytest.raises(Invalid):
        service.assign_staff(
            admin, person.id, "author", programme_id=programme.id, module_id=module.module_id
        )
    with pytest.raises(Invalid):
        service.assign_staff(admin, person.id, "coordinator", module_id=module.module_id)
    with pytest.raises(Invalid):
        service.assign_staff(admin, person.id, "king", programme_id=programme.id)


def test_a_duty_is_taken_back_and_that_too_is_written_down() -> None:
    duty = make_staff(make_user(), programme=make_programme())
    kept = make_staff(make_user(), programme=make_programme())
    service.remove_staff(actor_of(make_user()), duty.id)
    session.flush()
    assert [row.id for row in session.query(Staff)] == [kept.id]
    assert len(session.scalars(audit.entries(deed="staff-removed")).all()) == 1
    with pytest.raises(NotFound):
        queries.get_duty(999_999)


def test_authors_of_a_module_are_its_own_and_its_programmes_if_active() -> None:
    module, other = make_module(), make_module()
    programme, other_programme = make_programme(module), make_programme(other)
    own, through, gone, coordinator, foreign = (make_user() for _ in range(5))
    gone.standing = "deactivated"
    make_staff(own, module=module)
    make_staff(through, programme=programme)
    make_staff(own, programme=programme)
    make_staff(gone, programme=programme)
    make_staff(coordinator, "coordinator", programme=programme)
    make_staff(foreign, programme=other_programme)
    assert queries.list_author_ids(module.module_id) == sorted([own.id, through.id])


def test_an_author_answers_for_modules_of_their_programme_and_their_own() -> None:
    module, own, other = make_module(), make_module(), make_module()
    programme = make_programme(module)
    make_programme(other)
    author = actor_of(
        make_user(),
        authored_modules=frozenset({own.module_id}),
        authored_programmes=frozenset({programme.id}),
    )
    assert queries.authored_module_ids(author) == {module.module_id, own.module_id}
    assert policy.may_teach(author, module.module_id)
    assert policy.may_teach(author, own.module_id)
    assert not policy.may_teach(author, other.module_id)
    assert not policy.may_teach(actor_of(make_user()), module.module_id)


def test_a_coordinator_does_not_answer_for_the_modules_of_their_programmes() -> None:
    programme = make_programme(make_module())
    coordinator = actor_of(make_user(), coordinated_programmes=frozenset({programme.id}))
    assert queries.authored_module_ids(coordinator) == set()


def test_the_actor_at_the_door_knows_their_duties() -> None:
    user, module = make_user(), make_module()
    programme, coordinated = make_programme(), make_programme()
    make_staff(user, programme=programme)
    make_staff(user, module=module)
    make_staff(user, "coordinator", programme=coordinated)
    make_staff(make_user(), programme=coordinated)
    token = accounts.open_session(user.id, browser="test", address="127.0.0.1")
    session.flush()
    actor = queries.find_actor(token)
    assert actor is not None
    assert actor.authored_programmes == {programme.id}
    assert actor.authored_modules == {module.module_id}
    assert actor.coordinated_programmes == {coordinated.id}
    assert queries.find_actor("no such secret") is None


def test_the_list_of_duties_names_people_and_things() -> None:
    module, programme = make_module(), make_programme()
    author = make_user(name="Rasa Žemaitytė")
    make_staff(author, programme=programme)
    make_staff(make_user(standing="deactivated"), module=module)
    lines = queries.list_staff()
    assert {(line.programme, line.module, line.is_active) for line in lines} == {
        (programme.slug, None, True),
        (None, module.slug, False),
    }


def test_only_the_administrator_manages_the_catalogue() -> None:
    assert policy.may_manage_catalogue(actor_of(make_user(is_admin=True)))
    assert not policy.may_manage_catalogue(actor_of(make_user()))
