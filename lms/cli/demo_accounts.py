"""The people of the demo: invented names, one password that everybody knows, mail at any hour."""

from dataclasses import dataclass

from lms.cli.actors import CommandActor
from lms.domain.accounts import passwords
from lms.domain.accounts import queries as people
from lms.domain.accounts import service as accounts
from lms.domain.accounts.rules import read_address
from lms.domain.accounts.service import InstitutionFacts
from lms.domain.catalogue import queries as programmes
from lms.domain.catalogue import service as catalogue

PASSWORD = "savimoka-demo"
ACTOR = CommandActor.of("demo")


@dataclass(frozen=True, kw_only=True)
class Person:
    """One account of the demo and what it is for."""

    email: str
    name: str
    language: str = "lt"
    time_zone: str = "Europe/Vilnius"
    institution: InstitutionFacts | None = None
    duties: tuple[tuple[str, str], ...] = ()  # duty and programme
    modules: tuple[str, ...] = ()  # modules outside the programmes that the person answers for
    is_admin: bool = False


CLUSTERING, CAPACITIES = "social-clustering", "public-capacities"
PEOPLE = (
    Person(
        email="learner@demo.example",
        name="Ingrida Petrauskienė",
        institution=InstitutionFacts(
            name={"lt": "Pavyzdžio rajono savivaldybė", "en": "Example District Municipality"},
            kind="municipality",
            county="LT-PN",
        ),
    ),
    Person(
        email="learner2@demo.example",
        name="Daiva Šimkutė",
        institution=InstitutionFacts(
            name={"lt": "Pavyzdžio kultūros centras", "en": "Example Culture Centre"},
            kind="municipal-body",
            county="LT-KU",
        ),
    ),
    Person(
        email="norway@demo.example",
        name="Ola Nordmann",
        language="en",
        time_zone="Europe/Oslo",
        institution=InstitutionFacts(
            name={"lt": "Pavyzdžio komuna", "en": "Eksempel kommune"}, kind="foreign-partner", country="NO"
        ),
    ),
    Person(
        email="author@demo.example",
        name="Rasa Žemaitytė",
        duties=(("author", CLUSTERING),),
        modules=("authors-guide",),
    ),
    Person(email="author2@demo.example", name="Mindaugas Ąžuolaitis", duties=(("author", CAPACITIES),)),
    Person(
        email="coordinator@demo.example",
        name="Tomas Jonaitis",
        duties=(("coordinator", CLUSTERING), ("coordinator", CAPACITIES)),
    ),
    Person(email="admin@demo.example", name="Jūratė Čepienė", is_admin=True),
)


def ensure_people() -> int:
    """Make the accounts that are not there yet and give the duties; return how many were made."""
    made = 0
    for person in PEOPLE:
        known = people.find_user_by_key(person.email)
        user_id = known.id if known else _make(person)
        made += known is None
        for duty, slug in person.duties:
            programme = programmes.find_programme(slug)
            if programme:
                catalogue.assign_staff(ACTOR, user_id, duty, programme_id=programme.id)
        for module_id in programmes.find_module_ids(person.modules).values():
            catalogue.assign_staff(ACTOR, user_id, "author", module_id=module_id)
    return made


def _make(person: Person) -> int:
    institution = accounts.create_institution(ACTOR, person.institution) if person.institution else None
    user = accounts.create_user(
        ACTOR.label,
        read_address(person.email),
        person.name,
        passwords.hash_password(PASSWORD),
        language=person.language,
        time_zone=person.time_zone,
        mail_from_hour=0,
        mail_to_hour=24,
        institution_id=institution.id if institution else None,
        privacy_version=programmes.current_privacy_version(),
    )
    if person.is_admin:
        accounts.make_administrator(ACTOR.label, user)
    return user.id
