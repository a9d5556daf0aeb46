"""Lists of people as coordinators really have them."""

import pytest

from lms.domain.coordination.invitees import Invitee, decode, read_list
from lms.foundation.i18n import speaking


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1257"])
def test_any_sensible_encoding_is_read(encoding: str) -> None:
    text = decode("Rūta Žąsytė;ruta@example.lt".encode(encoding))
    assert text is not None
    assert read_list(text, "lt").people == [Invitee("Rūta Žąsytė", "ruta@example.lt", "lt")]


def test_what_is_no_text_is_refused() -> None:
    assert decode(b"\x89PNG\x00\x01") is None


@pytest.mark.parametrize(
    "line",
    [
        "Ona Pavyzdienė; ona@example.lt",
        "ona@example.lt, Ona Pavyzdienė",
        "Ona\tPavyzdienė\tona@example.lt",
        '"Ona Pavyzdienė" <ona@example.lt>',
        "Ona Pavyzdienė <ona@example.lt>",
    ],
)
def test_columns_come_in_any_order(line: str) -> None:
    assert read_list(line, "lt").people == [Invitee("Ona Pavyzdienė", "ona@example.lt", "lt")]


def test_the_heading_is_no_person_and_a_language_may_be_given() -> None:
    found = read_list("Vardas;El. paštas;Kalba\nOla Nordmann;ola@example.no;en\n\n", "lt")
    assert found.people == [Invitee("Ola Nordmann", "ola@example.no", "en")]
    assert found.problems == []


def test_every_bad_row_is_named() -> None:
    with speaking("en"):
        found = read_list("Ona;ona@example.lt\nJonas be adreso\nOna vėl;ONA@example.lt", "lt")
    assert [person.email for person in found.people] == ["ona@example.lt"]
    assert len(found.problems) == 2
    assert found.problems[0].startswith("Row 2: there is no e-mail address")
    assert found.problems[1] == "Row 3: the address ONA@example.lt is already in row 1."


@pytest.mark.parametrize(
    "line", ["x" * 200_000 + ",a", "a@" + "a." * 50_000, '"' + "x" * 2000, "a" * 100_000]
)
def test_a_row_that_is_no_person_is_named_at_once(line: str) -> None:
    with speaking("en"):
        found = read_list(f"Ona;ona@example.lt\n{line}", "lt")
    assert [person.email for person in found.people] == ["ona@example.lt"]
    assert found.problems == ["Row 2: it is too long to be one person."]


def test_a_file_of_something_else_names_its_first_rows_only() -> None:
    with speaking("en"):
        found = read_list("labas\n" * 100_000, "lt")
    assert len(found.problems) == 51
    assert found.problems[-1] == "The rows after row 50 have not been looked at yet."
