"""Figures, people and export say the same, and show nobody outside the scope."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event

from lms.domain.accounts.actor import Actor, UserId
from lms.domain.coordination import queries
from lms.domain.coordination.models import Invitation
from lms.domain.coordination.scope import Scope
from lms.domain.learning.models import Enrolment
from lms.foundation import clock, db, i18n
from lms.foundation.db import session
from tests.factories.accounts import make_institution, make_user
from tests.factories.catalogue import make_programme
from tests.factories.content import make_module
from tests.factories.learning import make_completed_enrolment, make_enrolment

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def story() -> dict[str, Any]:
    """Two programmes and two institutions; people at every standing, and others as noise."""
    first, second, foreign = make_module(), make_module(), make_module()
    programme, other = make_programme(first, second), make_programme(foreign)
    here, there = make_institution(name={"lt": "Šilalė", "en": "Šilalė"}), make_institution()
    people = {
        "idle": make_user(name="Zita Šimkutė", institution_id=here.id),
        "busy": make_user(name="Ona Simonaitė", institution_id=here.id),
        "done": make_user(name="Petras Žukas", institution_id=there.id),
        "gone": make_user(name="Išėjęs Išėjūnas", institution_id=here.id),
        "noise": make_user(name="Kitas Kitaitis", institution_id=there.id),
    }
    make_enrolment(people["idle"], first)
    make_enrolment(people["idle"], second)
    make_enrolment(people["busy"], second, started_at=clock.now())
    make_completed_enrolment(people["busy"], first, completed_institution_id=there.id)
    make_completed_enrolment(people["done"], first, completed_institution_id=there.id)
    make_enrolment(people["gone"], first, left_at=clock.now(), started_at=clock.now())
    make_enrolment(people["noise"], foreign, started_at=clock.now())
    return {"programme": programme, "other": other, "here": here, "there": there, **people}


def scope_of(story: dict[str, Any]) -> Scope:
    return Scope(programmes=frozenset({story["programme"].id}), institutions=frozenset())


def test_figures_count_unique_people_by_standing(story: dict[str, Any]) -> None:
    figures = queries.count_figures(scope_of(story))
    assert (figures.people, figures.not_started, figures.started, figures.completed) == (3, 1, 1, 1)
    assert figures.modules_completed == 2


def test_not_started_is_listed_and_lithuanian_order_kept(story: dict[str, Any]) -> None:
    rows = queries.list_people(scope_of(story))
    assert [(row.name, row.standing) for row in rows] == [
        ("Ona Simonaitė", "started"),
        ("Zita Šimkutė", "not-started"),
        ("Petras Žukas", "completed"),
    ]


@pytest.mark.parametrize(
    ("standing", "names"),
    [
        ("not-started", ["Zita Šimkutė"]),
        ("started", ["Ona Simonaitė"]),
        ("completed", ["Petras Žukas"]),
        ("nonsense", ["Ona Simonaitė", "Zita Šimkutė", "Petras Žukas"]),
    ],
)
def test_people_are_filtered_by_standing(story: dict[str, Any], standing: str, names: list[str]) -> None:
    scope = scope_of(story).narrowed(standing=standing)
    assert [row.name for row in queries.list_people(scope)] == names
    assert {row.name for row in queries.stream_export(scope)} == set(names)


def test_typing_without_diacritics_finds(story: dict[str, Any]) -> None:
    assert [row.name for row in queries.list_people(scope_of(story).narrowed(name="simkute"))] == [
        "Zita Šimkutė"
    ]


def test_paging_goes_on_from_the_last_name(story: dict[str, Any]) -> None:
    first = queries.list_people(scope_of(story), size=1)
    assert [row.name for row in first] == ["Ona Simonaitė", "Zita Šimkutė"]
    rest = queries.list_people(scope_of(story), size=5, after=(first[0].sort_key, first[0].user_id))
    assert [row.name for row in rest] == ["Zita Šimkutė", "Petras Žukas"]


def test_completions_belong_to_the_institution_of_their_day(story: dict[str, Any]) -> None:
    rows = {row.institution_id: row for row in queries.list_institution_rows(scope_of(story))}
    assert (rows[story["here"].id].people, rows[story["here"].id].completed) == (2, 0)
    assert (rows[story["there"].id].people, rows[story["there"].id].completed) == (2, 2)


def test_institutions_stand_in_the_order_of_the_names_that_are_shown() -> None:
    names = {"Yla": "Agency", "Agentūra": "Youth House", "Švietimo skyrius": "Board of Education"}
    made = [make_institution(name={"lt": lt, "en": en}).id for lt, en in names.items()]
    make_institution(name={"lt": "Kita", "en": "Another"})
    scope = Scope(programmes=frozenset(), institutions=frozenset(made))
    actor = Actor(id=UserId(1), name="Ada", email="ada@example.lt", coordinated_institutions=frozenset(made))
    for language, expected in (
        ("lt", ["Agentūra", "Yla", "Švietimo skyrius"]),
        ("en", ["Agency", "Board of Education", "Youth House"]),
    ):
        with i18n.speaking(language):
            rows = queries.list_institution_rows(scope)
            assert [i18n.in_language(row.name) for row in rows if row.name] == expected
            offered = queries.list_institutions_to_invite(actor)
            assert [i18n.in_language(each.name) for each in offered] == expected


def test_modules_nobody_began_are_listed(story: dict[str, Any]) -> None:
    rows = queries.list_module_rows(scope_of(story).narrowed(programme_id=story["programme"].id))
    assert [(row.enrolled, row.not_started, row.started, row.completed) for row in rows] == [
        (3, 1, 2, 2),
        (2, 1, 1, 0),
    ]


def test_an_institutions_coordinator_sees_only_its_people(story: dict[str, Any]) -> None:
    scope = Scope(programmes=frozenset(), institutions=frozenset({story["here"].id}))
    assert {row.name for row in queries.list_people(scope)} == {"Zita Šimkutė", "Ona Simonaitė"}
    assert queries.find_person(scope, story["done"].id) is None
    assert queries.find_person(scope, story["idle"].id) is not None


def test_scopes_of_one_shape_never_see_each_others_people(story: dict[str, Any]) -> None:
    """The statements are made once, for whichever scope is asked for next."""
    programmes = frozenset({story["programme"].id, story["other"].id})
    everything = Scope(programmes=programmes, institutions=frozenset())
    busy, noise = story["busy"].id, story["noise"].id
    for name, found in (("programme", {"Ona", "Petras", "Zita"}), ("other", {"Kitas"})):
        of_programme = everything.narrowed(programme_id=story[name].id)
        assert {row.name.split()[0] for row in queries.list_people(of_programme)} == found
        own = Scope(programmes=frozenset({story[name].id}), institutions=frozenset())
        assert {row.name.split()[0] for row in queries.list_people(own)} == found
        assert [row.id for row in queries.list_programmes_of(own)] == [story[name].id]
        assert list(queries.list_person_standings(own, [busy, noise])) == [
            busy if name == "programme" else noise
        ]
    for place, found in (("here", {"Ona", "Zita"}), ("there", {"Ona", "Petras", "Kitas"})):
        of_institution = everything.narrowed(institution_id=story[place].id)
        assert {row.name.split()[0] for row in queries.list_people(of_institution)} == found
    standings = queries.list_person_standings(everything.narrowed(institution_id=story["there"].id), [busy])
    assert standings[busy][:3] == (1, 1, 1)


def test_who_coordinates_nothing_sees_nobody(story: dict[str, Any]) -> None:
    scope = Scope.of(Actor(id=UserId(1), name="", email=""))
    assert queries.list_people(scope) == []
    assert queries.count_figures(scope).people == 0
    assert list(queries.stream_export(scope)) == []
    assert queries.list_invitations(scope) == []


def test_the_export_has_the_rows_that_are_counted(story: dict[str, Any]) -> None:
    rows = list(queries.stream_export(scope_of(story)))
    counted = queries.list_module_rows(scope_of(story).narrowed(programme_id=story["programme"].id))
    assert len(rows) == sum(row.enrolled for row in counted) == 5
    assert sum(1 for row in rows if row.completed_at) == sum(row.completed for row in counted)
    assert story["noise"].name not in {row.name for row in rows}


def test_invited_people_are_counted_until_they_come(story: dict[str, Any]) -> None:
    for number, accepted in enumerate([None, clock.now()]):
        session.add(
            Invitation(
                email=f"new{number}@example.lt",
                email_key=f"new{number}@example.lt",
                name="",
                programme_id=story["programme"].id,
                institution_id=story["here"].id,
                invited_by_id=story["idle"].id,
                invited_at=clock.now() - timedelta(days=1),
                accepted_at=accepted,
            )
        )
    session.flush()
    assert queries.count_figures(scope_of(story)).invited == 1
    rows = {row.institution_id: row for row in queries.list_institution_rows(scope_of(story))}
    assert rows[story["here"].id].invited == 1
    assert [one.email for one in queries.list_open_invitations(scope_of(story))] == ["new0@example.lt"]


def test_standings_of_one_person_hold_results_only(story: dict[str, Any]) -> None:
    standings = queries.list_module_standings(scope_of(story), story["busy"].id)
    assert [one.completed_at is not None for one in standings] == [True, False]
    assert session.query(Enrolment).count() == 7


def test_the_export_is_read_a_piece_at_a_time(database: Engine, story: dict[str, Any]) -> None:
    """A real connection of its own, as a page has it: PostgreSQL refuses cursors outside a transaction."""
    db.use(database, database.execution_options(isolation_level="AUTOCOMMIT"))
    db.begin_streaming()
    assert list(queries.stream_export(scope_of(story))) == []
    db.session.remove()


def test_the_statement_of_a_page_of_people_is_short_enough_to_be_kept_by_the_driver() -> None:
    """A longer one than 4,096 letters is taken apart anew each time, which costs as much as answering it."""
    several = frozenset(range(1, 5))
    scope = Scope(programmes=several, institutions=several).narrowed(programme_id=1, institution_id=2)
    said: list[str] = []
    listen = (Engine, "before_cursor_execute", lambda *given: said.append(given[2]))
    event.listen(*listen)
    queries.list_person_standings(scope, range(1, 26))
    event.remove(*listen)
    assert said[-1].startswith("SELECT enrolments.learner_id")
    assert len(said[-1]) <= 4096
