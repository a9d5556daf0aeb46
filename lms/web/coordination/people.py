"""People with their standing, one person, and the export of the same rows."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from flask import Response, request, url_for

from lms.domain.accounts import places
from lms.domain.coordination import policy, queries, service
from lms.domain.coordination.scope import STANDINGS, Scope
from lms.domain.notifications import queries as notifications
from lms.foundation import clock, db
from lms.foundation.errors import NotFound
from lms.foundation.i18n import LANGUAGES, OWN_NAMES, current_language, current_zone, in_language
from lms.foundation.i18n import gettext as _
from lms.web.coordination import blueprint
from lms.web.coordination.asked import asked_scope, filters_of, module_titles
from lms.web.shell.access import allow
from lms.web.shell.csv_export import csv_response, harmless
from lms.web.shell.incoming import whole_number
from lms.web.shell.pages import page
from lms.web.shell.session import member

REMINDERS_SHOWN = 5


@blueprint.get("/coordinate/people")
@allow(policy.may_coordinate)
def list_people() -> str:
    """List the people of the scope, a page at a time."""
    scope = asked_scope(member())
    after_key, after_id = request.args.get("after", ""), request.args.get("id", type=whole_number)
    after = (after_key, after_id) if after_id is not None else None
    people = queries.list_people(scope, after=after)
    shown, more = people[:25], len(people) > 25
    last = shown[-1] if shown else None
    return page(
        "coordination/list_people",
        scope=scope,
        filters=filters_of(scope),
        programmes=queries.list_programmes_of(scope),
        institution=queries.find_institution_name(scope.institution_id) if scope.institution_id else None,
        standings=STANDINGS,
        people=shown,
        person_address=url_for("coordination.show_person", user_id=0).removesuffix("0"),
        progress=_progress(shown),
        is_first=after is None,
        next_page={**filters_of(scope), "after": last.sort_key, "id": last.user_id}
        if last and more
        else None,
    )


def _progress(people: list[queries.PersonRow]) -> dict[tuple[int, int], str]:
    """Say how many modules are done; many people of a page have done as many."""
    found = {(each.completed, each.modules) for each in people}
    return {(done, modules): _("%(done)s of %(all)s", done=done, all=modules) for done, modules in found}


@blueprint.get("/coordinate/people/<int:user_id>")
@allow(policy.may_coordinate)
def show_person(user_id: int) -> str:
    """Show how one person stands, module by module; never what they wrote."""
    scope = Scope.of(member())
    person = queries.find_person(scope, user_id)
    if person is None:
        raise NotFound()
    standings = queries.list_person_standings(scope, [user_id])
    reminders = queries.list_reminders(user_id, REMINDERS_SHOWN)
    told = notifications.deliveries_of([f"reminder:{each.id}" for each in reminders]) if reminders else {}
    return page(
        "coordination/show_person",
        person=person,
        is_quiet=user_id in standings and standings[user_id].is_quiet,
        reminders=[(each, told.get(f"reminder:{each.id}", [])) for each in reminders],
        modules=queries.list_module_standings(scope, user_id),
        titles=module_titles(),
        now=clock.now(),
    )


@blueprint.post("/coordinate/export.csv")
@allow(policy.may_coordinate)
def export_csv() -> Response:
    """Give the rows of the list as a file; who exported what is written down first."""
    actor = member()
    scope = asked_scope(actor)
    service.record_export(actor, filters_of(scope))
    return csv_response(
        f"savimoka-{clock.now():%Y-%m-%d}.csv",
        _export_rows(scope),
        plain=request.form.get("form") == "plain",
    )


def _export_rows(scope: Scope) -> Iterator[list[Any]]:
    # The deed is committed by now; a long read must not hold the writers up.
    db.begin_streaming()
    yield _headings()
    # All that many rows share is said once: the file has thousands of them.
    titles = {slug: harmless(in_language(title)) for slug, title in module_titles().items()}
    day = _days(ZoneInfo(current_zone()))
    language, said = current_language(), lru_cache(1000)(harmless)
    completed, started, not_started = _("completed"), _("started"), _("not started")
    municipality = {code: harmless(place) for code, place in places.municipality_names().items()}
    languages = {each: OWN_NAMES[each] for each in LANGUAGES}
    row: Any
    for row in queries.stream_export(scope):
        name, email, institution, place, programme, module, enrolled_at, started_at, completed_at = row[:9]
        yield [
            harmless(name),
            harmless(email),
            said(in_language(institution, language)) if institution else "",
            municipality.get(place, ""),
            said(in_language(programme, language)),
            titles.get(module, module),
            completed if completed_at else started if started_at else not_started,
            day(enrolled_at),
            day(started_at) if started_at else "",
            day(completed_at) if completed_at else "",
            *row[9:14],
            languages.get(row[14], ""),
        ]
    invited = _("invited")
    if scope.standing is None and not scope.name:
        for invitation in queries.list_open_invitations(scope):
            yield [harmless(invitation.name), harmless(invitation.email), "", "", "", "", invited]


def _days(zone: ZoneInfo) -> Callable[[datetime], str]:
    """Say the day of a moment; whoever enrols in a programme does so in all its modules at one moment."""
    return lru_cache(100)(lambda moment: moment.astimezone(zone).date().isoformat())


def _headings() -> list[str]:
    return [
        _("Name"),
        _("E-mail"),
        _("Institution"),
        _("Municipality"),
        _("Programme"),
        _("Module"),
        _("Status"),
        _("Enrolled on"),
        _("Started on"),
        _("Completed on"),
        _("Lessons read"),
        _("Quiz points"),
        _("Quiz points, most possible"),
        _("Assignment points"),
        _("Assignment points, most possible"),
        _("Language of completion"),
    ]
