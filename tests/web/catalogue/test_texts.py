"""Help, contact and privacy, as shipped and as the operator writes them."""

from typing import Any

import pytest

from lms.cli.demo_contacts import CONTACTS, ensure_contacts
from lms.domain.catalogue import service
from lms.foundation.db import session
from tests.factories.accounts import actor_of, make_user


@pytest.mark.parametrize("page", ["help", "contact", "privacy", "accessibility"])
@pytest.mark.parametrize("language", ["lt", "en"])
def test_everyone_reads_the_shipped_texts(client: Any, page: str, language: str) -> None:
    answer = client.get(f"/{language}/{page}")
    assert answer.status_code == 200
    assert answer.text.count("<h1>") == 1
    assert "{" not in answer.text.split("<main")[1].split("</main>")[0]


def test_the_institutions_data_are_shown_and_nothing_else(client: Any) -> None:
    assert "dar nenurodė" in client.get("/lt/contact").text
    admin = actor_of(make_user(is_admin=True))
    service.describe_institution(
        admin,
        {
            "name": {"lt": "Pavyzdžio centras", "en": "Sample Centre"},
            "address": {"lt": "", "en": ""},
            "email": "info@example.lt",
            "phone": "+370 600 00000",
            "code": "<script>alert(1)</script>",
        },
    )
    session.commit()
    text = client.get("/lt/contact").text
    assert '<a href="mailto:info@example.lt">info@example.lt</a>' in text
    assert '<a href="tel:+37060000000">+370 600 00000</a>' in text
    assert "<script>alert" not in text
    assert "Adresas" not in text
    assert "Sample Centre" in client.get("/en/contact").text
    assert "Pavyzdžio centras" in client.get("/lt/privacy").text


def test_an_earlier_privacy_notice_can_still_be_read(client: Any) -> None:
    admin = actor_of(make_user(is_admin=True))
    for words in ("Pirmas pranešimas", "Antras pranešimas"):
        service.write_text(admin, "privacy", {"lt": words, "en": words})
    session.commit()
    assert "Antras pranešimas" in client.get("/lt/privacy").text
    earlier = client.get("/lt/privacy?version=1").text
    assert "Pirmas pranešimas" in earlier
    assert "ankstesnė" in earlier
    assert "duomenų valdytojas" in client.get("/lt/privacy?version=2026-11-21").text.lower()
    for unknown in ("9", "x", "-1"):
        assert client.get("/lt/privacy", query_string={"version": unknown}).status_code == 404


def test_the_demo_has_contacts_and_keeps_those_that_somebody_gave(client: Any) -> None:
    ensure_contacts()
    session.commit()
    assert "mailto:pagalba@demo.example" in client.get("/lt/contact").text
    assert "dar nenurodyta" not in client.get("/lt/privacy").text
    service.describe_institution(
        actor_of(make_user(is_admin=True)), {**CONTACTS, "email": "kita@demo.example"}
    )
    ensure_contacts()
    session.commit()
    assert "mailto:kita@demo.example" in client.get("/en/contact").text
