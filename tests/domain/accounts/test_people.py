"""Deeds of the administrator, sessions, lists and institutions, on both databases."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import Engine

from lms.domain.accounts import policy, queries, rules, seeds, service
from lms.domain.accounts.actor import Actor, UserId
from lms.domain.accounts.models import AccountToken, ListEntry, User, UserSession
from lms.domain.accounts.tokens import digest
from lms.foundation import clock, db
from lms.foundation.audit import AuditEntry
from lms.foundation.db import session
from lms.foundation.errors import Conflict, Invalid, NotFound
from tests.factories.accounts import make_entry, make_institution, make_user


def actor_of(user: User) -> Actor:
    return Actor(id=UserId(user.id), name=user.name, email=user.email, is_admin=user.is_admin)


@pytest.fixture
def admin(database: Engine) -> User:
    make_user(name="Kita Asmenė")
    return make_user(name="Ada Administratorė", is_admin=True)


def test_only_administrators_may(admin: User) -> None:
    assert policy.may_administer(actor_of(admin))
    assert not policy.may_administer(actor_of(make_user()), make_user())


def test_somebody_always_keeps_the_administration(admin: User) -> None:
    # Neither a closed account nor somebody else's institution counts.
    make_user(is_admin=True, standing="deactivated")
    with pytest.raises(Invalid):
        service.unmake_administrator(actor_of(admin), admin)
    with pytest.raises(Invalid):
        service.deactivate_user(actor_of(admin), admin)
    other = make_user()
    service.make_administrator("command:test", other)
    service.unmake_administrator(actor_of(admin), admin)
    assert (admin.is_admin, other.is_admin) == (False, True)
    with pytest.raises(Conflict):
        service.make_administrator("command:test", make_user(standing="unconfirmed"))


def test_closing_an_account_leaves_nothing_open(admin: User) -> None:
    user = make_user()
    service.open_session(user.id, browser="test", address="127.0.0.1")
    service.request_password(user.email_key, "lt")
    service.deactivate_user(actor_of(admin), user)
    service.deactivate_user(actor_of(admin), user)
    assert not queries.list_sessions(user.id)
    assert db.session.query(AccountToken).filter_by(used_at=None).count() == 0
    service.reactivate_user(actor_of(admin), user)
    service.reactivate_user(actor_of(admin), user)
    assert user.standing == "active" and user.deactivated_at is None
    never_confirmed = make_user(standing="deactivated", confirmed_at=None)
    service.reactivate_user(actor_of(admin), never_confirmed)
    assert never_confirmed.standing == "unconfirmed"
    deeds = [entry.deed for entry in db.session.query(AuditEntry).order_by(AuditEntry.id)]
    assert deeds == ["account-closed", "account-reopened", "account-reopened"]


def test_commands_open_accounts_that_need_no_letter(database: Engine) -> None:
    address = rules.read_address("ada@example.lt")
    user = service.create_user("command:user create", address, "Ada Ado", None, language="en", is_admin=True)
    assert (user.standing, user.language, user.is_admin) == ("active", "en", True)
    assert user.confirmed_at and user.search_key == "ada ado ada@example.lt"
    assert db.session.query(AuditEntry).one().actor == "command:user create"
    with pytest.raises(Conflict):
        service.create_user("command:user create", address, "Kita Ada", None)


def test_sessions_run_out_and_are_listed_by_use(database: Engine) -> None:
    user, other = make_user(), make_user()
    for shared in (False, True):
        service.open_session(user.id, browser=f"shared {shared}", address="127.0.0.1", shared=shared)
    token = service.open_session(other.id, browser="other", address="127.0.0.1")
    assert [row.browser for row in queries.list_sessions(user.id)] == ["shared True", "shared False"]
    assert queries.find_session_owner(digest(token)) == other.id
    assert queries.find_session_owner(digest("nothing")) is None
    with time_machine.travel(clock.now() + timedelta(hours=2, minutes=1)):
        assert [row.browser for row in queries.list_sessions(user.id)] == ["shared False"]
    with pytest.raises(NotFound):
        service.end_session(user.id, queries.list_sessions(other.id)[0].id)


def _note_seen(row: UserSession) -> None:
    session.flush()
    service.note_session_seen(row.id)
    session.refresh(row)


def test_use_is_noted_every_five_minutes_and_prolongs_only_shared_sessions(database: Engine) -> None:
    user = make_user()
    for shared in (False, True):
        service.open_session(user.id, browser="test", address="127.0.0.1", shared=shared)
    shared_row, own_row = queries.list_sessions(user.id)
    before = {row.id: (row.last_seen_at, row.expires_at) for row in (shared_row, own_row)}
    for row in (shared_row, own_row):
        _note_seen(row)
        assert (row.last_seen_at, row.expires_at) == before[row.id]
    with time_machine.travel(clock.now() + timedelta(minutes=6)):
        for row in (shared_row, own_row):
            _note_seen(row)
            assert row.last_seen_at > before[row.id][0]
        service.note_session_seen(99_999)
    assert shared_row.expires_at > before[shared_row.id][1]
    assert own_row.expires_at == before[own_row.id][1]
    own_row.ended_at, seen = clock.now(), own_row.last_seen_at
    with time_machine.travel(clock.now() + timedelta(minutes=20)):
        _note_seen(own_row)
    assert own_row.last_seen_at == seen


def test_a_kept_form_is_its_writers_for_a_day(database: Engine) -> None:
    writer, other = make_user(), make_user()
    token = service.keep_form("/lt/x", [("text", "labas"), ("text", "rytas")], writer_id=writer.id)
    nobodys = service.keep_form("/lt/x", [("text", "labas")])
    db.session.flush()
    assert service.read_kept_form(token, writer.id) == ("/lt/x", [("text", "labas"), ("text", "rytas")])
    assert service.read_kept_form(nobodys, other.id)[0] == "/lt/x"
    with pytest.raises(NotFound):
        service.read_kept_form(token, other.id)
    with time_machine.travel(clock.now() + timedelta(days=1, minutes=1)), pytest.raises(NotFound):
        service.read_kept_form(token, writer.id)


def test_people_are_found_by_any_words_of_name_and_address(database: Engine) -> None:
    institution = make_institution()
    make_user(name="Rasa Žemaitytė", email="rasa@example.lt", institution_id=institution.id)
    make_user(name="Jonas Šimkus", email="jonas@example.lt", standing="unconfirmed")
    make_user(name="Čepas", email="x_y@example.lt")
    make_user(name="Cvirka", email="xay@example.lt")

    def found(**asked: object) -> list[str]:
        wanted = queries.PeopleAsked(**asked)  # type: ignore[arg-type]
        people = queries.list_people(wanted, 10, 0)
        assert queries.count_people(wanted) == len(people)
        return [person.name for person in people]

    assert found() == ["Cvirka", "Čepas", "Jonas Šimkus", "Rasa Žemaitytė"]
    assert found(words="ZEMAIT rasa@") == found(words="žemaitytė") == ["Rasa Žemaitytė"]
    assert found(words="x_y") == ["Čepas"]
    assert found(words="%") == []
    assert found(standing="unconfirmed") == ["Jonas Šimkus"]
    assert found(institution_id=institution.id) == ["Rasa Žemaitytė"]
    assert found(only_administrators=True) == []
    assert [person.name for person in queries.list_people(queries.PeopleAsked(), 2, 1)] == [
        "Čepas",
        "Jonas Šimkus",
    ]
    line = queries.list_people(queries.PeopleAsked(words="rasa"), 1, 0)[0]
    assert line.institution == institution.name and line.last_seen_at is None
    assert queries.count_by_standing() == {"active": 3, "unconfirmed": 1}


def test_lists_begin_once_and_keep_what_was_changed(database: Engine) -> None:
    service.ensure_lists()
    number = db.session.query(ListEntry).count()
    assert number == len(seeds.CATEGORIES) + len(seeds.POSITIONS)
    entry = queries.list_entries("category")[0]
    entry.label = {"lt": "Kitaip", "en": "Otherwise"}
    db.session.commit()
    service.ensure_lists()
    assert db.session.query(ListEntry).count() == number
    assert queries.list_entries("category")[0].label["lt"] == "Kitaip"


def test_retired_entries_are_offered_only_to_who_has_them(admin: User) -> None:
    entry, other = make_entry(), make_entry()
    service.retire_entry(actor_of(admin), entry)
    db.session.flush()
    assert [each.id for each in queries.list_entry_choices()] == [other.id]
    assert {each.id for each in queries.list_entry_choices(entry.id, None)} == {entry.id, other.id}


def test_entries_get_keys_of_their_own_and_stand_once(admin: User) -> None:
    labels = [{"lt": "Ąžuolai", "en": ""}, {"lt": "Ąžuolynas", "en": "Azuolai"}]
    keys = [service.add_entry(actor_of(admin), "category", label).key for label in labels]
    assert keys == ["azuolai", "azuolai-2"]
    with pytest.raises(Invalid):
        service.add_entry(actor_of(admin), "category", {"lt": "ĄŽUOLAI", "en": "Oaks"})


def test_an_institutions_county_follows_from_its_municipality(admin: User) -> None:
    facts = {"name": {"lt": "Šilutės biblioteka", "en": ""}, "kind": "municipal-body"}
    here = service.create_institution(
        actor_of(admin), service.InstitutionFacts(**facts, municipality="LT-46")
    )
    region = service.create_institution(actor_of(admin), service.InstitutionFacts(**facts, county="LT-KL"))
    facts["name"] = {"lt": "Ålesund bibliotek", "en": ""}
    abroad = service.create_institution(
        actor_of(admin), service.InstitutionFacts(**facts, municipality="LT-46", county="LT-KL", country="NO")
    )
    assert [each.county for each in (here, region, abroad)] == ["LT-KL", "LT-KL", None]
    assert abroad.municipality is None
    assert queries.find_country(abroad.id) == "NO" and queries.find_country(None) == "LT"


def test_closed_institutions_are_offered_only_to_who_belongs_there(admin: User) -> None:
    open_one, closed = make_institution(), make_institution()
    service.close_institution(actor_of(admin), closed)
    db.session.flush()
    assert [each.id for each in queries.list_institution_choices()] == [open_one.id]
    assert {each.id for each in queries.list_institution_choices(closed.id)} == {open_one.id, closed.id}
    assert queries.count_institutions(queries.InstitutionsAsked()) == 1
    assert queries.count_institutions(queries.InstitutionsAsked(with_closed=True)) == 2


def test_a_correction_that_changes_nothing_is_not_recorded(admin: User) -> None:
    user = make_user(name="Ona Onaitė")
    service.change_person(actor_of(admin), user, {"name": "Ona Onaitė"})
    institution = make_institution(name={"lt": "Klubas", "en": ""}, kind="ngo")
    service.change_institution(
        actor_of(admin), institution, service.InstitutionFacts(name={"lt": "Klubas", "en": ""}, kind="ngo")
    )
    assert db.session.query(AuditEntry).count() == 0
