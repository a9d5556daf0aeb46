"""The site map shows what this person may open, and nothing else."""

import re
from typing import Any

import pytest
from flask import Flask

from lms.foundation.db import session
from tests.factories.accounts import make_user
from tests.factories.catalogue import make_programme, make_staff
from tests.factories.content import make_module


@pytest.mark.parametrize(
    ("who", "shown", "hidden"),
    [
        ("visitor", ["/sign-up", "/modules/clusters", "/accessibility"], ["/my", "/admin", "/teach"]),
        ("learner", ["/my", "/account/devices"], ["/sign-up", "/admin", "/teach", "/coordinate"]),
        ("author", ["/teach", "/teach/questions"], ["/coordinate", "/admin"]),
        ("coordinator", ["/coordinate/people"], ["/teach", "/admin"]),
        ("admin", ["/admin/feedback", "/admin/components"], ["/teach", "/coordinate"]),
    ],
)
def test_everybody_finds_their_own_pages(
    client: Any, sign_in: Any, statements: Any, who: str, shown: list[str], hidden: list[str]
) -> None:
    programme = make_programme(make_module(slug="clusters"), slug="clustering")
    person = make_user(is_admin=who == "admin")
    if who in ("author", "coordinator"):
        make_staff(person, who, programme=programme)
    session.commit()
    browser = client if who == "visitor" else sign_in(person)
    statements()
    text = browser.get("/lt/site-map").text
    counted = len(statements())
    main = text.split("<main")[1].split("</main>")[0]
    assert counted <= 12
    assert all(f'href="/lt{place}"' in main for place in shown), shown
    assert not any(f'href="/lt{place}"' in main for place in hidden), hidden
    for address in re.findall(r'href="(/lt[^"#]*)"', main):
        assert browser.get(address).status_code == 200, address


NOT_ON_THE_MAP = {
    "catalogue.site_map",
    "accounts.password",  # for whoever is not signed in
    # What follows a form, and what begins something new beside its list.
    *("accounts.password_sent", "accounts.sign_up_sent", "catalogue.remark_sent"),
    *("accounts.create_institution", "catalogue.write_news"),
    # Files, and what scripts, browsers and readers of news ask for.
    *("catalogue.news_feed", "learning.download_notes"),
    *("coordination.download_answer_times", "coordination.download_own_answer_times"),
    *("coordination.download_consultations", "coordination.download_own_consultations"),
    *("offline.list_pages", "offline.manifest", "offline.who_is_here"),
}


def test_no_page_is_forgotten(app: Flask, sign_in: Any) -> None:
    programme = make_programme(make_module(slug="clusters"))
    person = make_user(is_admin=True)
    for duty in ("author", "coordinator"):
        make_staff(person, duty, programme=programme)
    session.commit()
    browser = sign_in(person)
    main = browser.get("/lt/site-map").text.split("<main")[1].split("</main>")[0]
    forgotten = set()
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.arguments != {"lang"}:
            continue
        address = f"/lt/{rule.rule.split('/', 2)[2]}"
        if f'href="{address}"' not in main and browser.get(address).status_code == 200:
            forgotten.add(rule.endpoint)
    assert forgotten == NOT_ON_THE_MAP
