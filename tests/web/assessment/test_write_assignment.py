"""Working on an assignment in the browser: drafts, files, handing in."""

import errno
import html
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lms.domain.assessment import queries
from lms.domain.assessment.models import Submission, SubmissionFile, SubmissionVersion
from lms.foundation import storage
from lms.foundation.db import session
from lms.foundation.uploads import LARGEST_BYTES
from tests.factories.assessment import make_file, make_grading, make_submission, make_version
from tests.factories.content import make_assignment, make_module, make_revision
from tests.factories.learning import make_enrolment

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>{{ 7 * 7 }} „ė“ &amp;"


def form_address(page: Any) -> str:
    found = re.search(r'id="work"[^>]*action="([^"]+)"', page.text)
    assert found
    return html.unescape(found[1])


def send(browser: Any, address: str, text: str, button: str = "save", **fields: Any) -> Any:
    return browser.post_form(
        address, {"text": text, button: "1", **fields}, content_type="multipart/form-data"
    )


def file(name: str = "planas.txt", content: bytes = b"Planas") -> tuple[io.BytesIO, str]:
    return io.BytesIO(content), name


def test_it_works(story: Any) -> None:
    browser = story.browser()
    page = browser.get(story.assignment())
    assert page.status_code == 200
    for expected in ("Nubraižykite.", "Kriterijus ties", 'name="hand-in"', 'name="save"', 'name="files"'):
        assert expected in page.text
    address = form_address(page)

    saved = send(browser, address, "Mano\r\nžemėlapis", files=[file()])
    assert saved.status_code == 303
    page = browser.get(story.assignment())
    assert "Mano\nžemėlapis" in page.text
    assert "planas.txt" in page.text

    done = send(browser, form_address(page), "Mano žemėlapis, baigtas", "hand-in")
    assert (done.status_code, done.location) == (303, story.assignment(query="#receipt"))
    page = browser.get(story.assignment()).text
    version = session.query(SubmissionVersion).one()
    assert "Pateikta vertinti" in page
    assert version.receipt in page
    assert "Atsakymą gausite ne vėliau kaip" in page
    assert 'name="hand-in"' not in page
    assert (version.text, [each.name for each in queries.list_version_files(version.id)]) == (
        "Mano žemėlapis, baigtas",
        ["planas.txt"],
    )


def test_the_receipt_tells_the_time_of_the_reader(story: Any) -> None:
    make_enrolment(story.stranger, story.module)
    session.commit()
    browser = story.browser(story.stranger)
    send(browser, story.assignment("en"), "My map", "hand-in")
    session.rollback()
    version = session.query(SubmissionVersion).one()
    from lms.foundation.i18n import format_moment, speaking

    with speaking("en", "Europe/Oslo"):
        local = format_moment(version.handed_in_at)
    page = browser.get(story.assignment("en")).text
    assert f"Received: {local}" in page
    assert "Europe/Oslo" in page


def test_a_script_saves_in_the_background(story: Any) -> None:
    browser = story.browser()
    address = form_address(browser.get(story.assignment()))
    for number, text in enumerate(("A", "AB", "ABC"), 1):
        answer = send_headers(browser, address, text, **{"X-Requested-With": "fetch"})
        assert answer.status_code == 200
        assert json.loads(answer.data)["serial"] == number
        assert re.fullmatch(r"\d\d:\d\d", json.loads(answer.data)["saved_at"])
    assert story.submission().draft_text == "ABC"


def send_headers(browser: Any, address: str, text: str, **headers: str) -> Any:
    return browser.post_form(address, {"text": text, "save": "1"}, headers=headers)


def test_saving_a_draft_costs_few_statements(story: Any, statements: Callable[[], list[str]]) -> None:
    browser = story.browser()
    address = form_address(browser.get(story.assignment()))
    send_headers(browser, address, "A", **{"X-Autosave": "1"})
    statements()
    assert send_headers(browser, address, "AB", **{"X-Autosave": "1"}).status_code == 200
    assert len(statements()) <= 6


def test_handing_in_costs_few_statements(story: Any, statements: Callable[[], list[str]]) -> None:
    browser = story.browser()
    address = form_address(browser.get(story.assignment()))
    send(browser, address, "Darbas")
    statements()
    assert send(browser, address, "Darbas", "hand-in").status_code == 303
    assert len(statements()) <= 12


def test_the_page_costs_few_statements(story: Any, statements: Callable[[], list[str]]) -> None:
    submission = make_submission(story.enrolment, story.module)
    for number in range(1, 6):
        version = make_version(submission, story.module, number=number)
        make_file(submission, version_id=version.id)
        make_grading(version, outcome="returned")
    session.commit()
    browser = story.browser()
    statements()
    assert browser.get(story.assignment()).status_code == 200
    assert len(statements()) <= 9


def test_an_older_tab_overwrites_nothing_and_both_texts_are_shown(story: Any) -> None:
    phone, laptop = story.browser(), story.browser()
    on_phone, on_laptop = (
        form_address(phone.get(story.assignment())),
        form_address(laptop.get(story.assignment())),
    )
    send(phone, on_phone, "Iš telefono")
    by_script = laptop.post_form(
        on_laptop, {"text": "Iš kompiuterio", "save": "1"}, headers={"X-Requested-With": "fetch"}
    )
    assert by_script.status_code == 409
    told = laptop.post_form(on_laptop, {"text": "Iš kompiuterio", "save": "1"}, follow_redirects=True)
    assert "Abu tekstai išsaugoti" in told.text
    assert "Iš telefono" in told.text
    assert "Iš kompiuterio" in told.text
    assert story.submission().draft_text == "Iš telefono"

    (kept,) = queries.list_kept_texts(story.submission().id)
    address = form_address(laptop.get(story.assignment()))
    send(laptop, address, "Iš telefono", "use", use=str(kept.id))
    assert story.submission().draft_text == "Iš kompiuterio"
    (kept,) = queries.list_kept_texts(story.submission().id)
    assert kept.text == "Iš telefono"
    address = form_address(laptop.get(story.assignment()))
    send(laptop, address, "Iš kompiuterio", "drop", drop=str(kept.id))
    assert queries.list_kept_texts(story.submission().id) == []


def test_an_older_tab_with_a_bad_file_keeps_its_words_too(story: Any) -> None:
    browser = story.browser()
    address = form_address(browser.get(story.assignment()))
    send(story.browser(), form_address(browser.get(story.assignment())), "Naujesnis")
    refused = send(browser, address, "Senesnis", files=[file("tuscias.pdf", b"")])
    assert refused.status_code == 422
    assert "Senesnis" in refused.text
    assert story.submission().draft_text == "Naujesnis"


def test_what_a_late_window_typed_is_kept_beside_work_that_was_handed_in(story: Any) -> None:
    browser = story.browser()
    first, second = (
        form_address(browser.get(story.assignment())),
        form_address(browser.get(story.assignment())),
    )
    send(browser, first, "Pateiktas", "hand-in")
    assert send(browser, second, "Vėlesnis", "hand-in").status_code == 303
    page = browser.get(story.assignment()).text
    assert "Vėlesnis" in page
    session.rollback()
    assert session.query(SubmissionVersion).count() == 1
    (kept,) = queries.list_kept_texts(story.submission().id)
    assert browser.post_form(story.assignment(), {"drop": str(kept.id)}).status_code == 303
    assert queries.list_kept_texts(story.submission().id) == []


def test_a_late_window_is_told_which_files_were_not_added_to_work_that_was_handed_in(story: Any) -> None:
    browser = story.browser()
    first, second, third = (form_address(browser.get(story.assignment())) for _ in range(3))
    send(browser, first, "Pateiktas", "hand-in", files=[file()])
    late = send(browser, second, "Vėlesnis", files=[file(), file("vėlesnis.txt", b"Kitas")])
    assert late.status_code == 303
    page = browser.get(story.assignment()).text
    assert "Darbas jau pateiktas, todėl šie failai nepridėti: vėlesnis.txt." in page
    send(browser, third, "Dar vėlesnis", files=[file()])
    assert "failai nepridėti" not in browser.get(story.assignment()).text


def test_a_late_window_that_deletes_the_other_text_keeps_its_own(story: Any) -> None:
    browser = story.browser()
    first, late = (form_address(browser.get(story.assignment())) for _ in range(2))
    send(browser, first, "Pirmas")
    send(browser, late, "Gretimas")
    (kept,) = queries.list_kept_texts(story.submission().id)
    open_for_long, last = (form_address(browser.get(story.assignment())) for _ in range(2))
    send(browser, last, "Pateiktas", "hand-in")
    deleted = send(browser, open_for_long, "Dar neįrašytas tekstas", "drop", drop=str(kept.id))
    assert (deleted.status_code, deleted.location) == (303, story.assignment(query="#kept"))
    texts = {each.text for each in queries.list_kept_texts(story.submission().id)}
    assert texts == {"Gretimas", "Dar neįrašytas tekstas"}


def test_sent_twice_it_is_handed_in_once(story: Any) -> None:
    browser = story.browser()
    address = form_address(browser.get(story.assignment()))
    for _ in range(2):
        assert send(browser, address, "Darbas", "hand-in", files=[file()]).status_code == 303
    session.rollback()
    assert session.query(SubmissionVersion).count() == 1
    assert session.query(SubmissionFile).count() == 1


def test_a_file_of_the_draft_can_be_removed_and_the_text_stays(story: Any) -> None:
    browser = story.browser()
    send(browser, story.assignment(), "Pradžia", files=[file("a.txt"), file("b.txt", b"kitas")])
    page = browser.get(story.assignment())
    file_id = session.query(SubmissionFile).filter_by(name="a.txt").one().id
    assert (
        send(browser, form_address(page), "Pradžia ir toliau", "remove", remove=str(file_id)).status_code
        == 303
    )
    page = browser.get(story.assignment()).text
    assert "a.txt" not in page
    assert "b.txt" in page
    assert "Pradžia ir toliau" in page


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("tuscias.pdf", b""),
        ("virusas.exe", b"MZ\x00\x01"),
        ("nuotrauka.png", b"<html><script>alert(1)</script>"),
        ("darbas.docx", b"%PDF-1.7 tikrai ne docx"),
        ("<svg onload=alert(1)>.svg", b"<svg/>"),
    ],
)
def test_a_bad_file_is_refused_beside_its_field_and_the_text_is_kept(
    story: Any, name: str, content: bytes, files: storage.FolderStorage
) -> None:
    browser = story.browser()
    address = form_address(browser.get(story.assignment()))
    refused = send(browser, address, "Ilgas mano tekstas", files=[file(name, content)])
    assert refused.status_code == 422
    assert "Ilgas mano tekstas" in refused.text
    assert 'id="files-error"' in refused.text
    assert "<svg onload" not in refused.text
    assert form_address(refused) == address
    assert story.submission() is None
    assert list(files.names()) == []


@pytest.mark.parametrize("size", [LARGEST_BYTES + 1, 200 * 1024 * 1024])
def test_a_file_too_large_is_run_through_without_being_kept(story: Any, tmp_path: Path, size: int) -> None:
    boundary = "riba"
    fields = "".join(
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in {"csrf_token": "token-of-the-test", "text": "Mano tekstas"}.items()
    )
    head = f'{fields}--{boundary}\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\n'
    with (tmp_path / "body").open("w+b") as body:
        body.write(head.encode())
        body.seek(size, io.SEEK_CUR)  # A hole: it takes no room on the disk.
        body.write(f"\r\n--{boundary}--\r\n".encode())
        body.seek(0)
        refused = story.browser().post(
            story.assignment(),
            input_stream=body,
            content_length=(tmp_path / "body").stat().st_size,
            content_type=f"multipart/form-data; boundary={boundary}",
        )
    assert refused.status_code == 413
    assert "Mano tekstas" in refused.text
    assert 'id="files-error"' in refused.text
    assert story.submission() is None


def test_a_full_disk_is_said_plainly_and_nothing_is_lost(
    story: Any, monkeypatch: pytest.MonkeyPatch, files: storage.FolderStorage
) -> None:
    def full(*_args: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    browser = story.browser()
    send(browser, story.assignment(), "Anksčiau išsaugota")
    address = form_address(browser.get(story.assignment()))
    monkeypatch.setattr("shutil.copyfileobj", full)
    refused = send(browser, address, "Dar neišsaugota", files=[file()])
    assert refused.status_code == 507
    assert "Dar neišsaugota" in refused.text
    assert 'id="files-error"' in refused.text
    assert story.submission().draft_text == "Anksčiau išsaugota"
    monkeypatch.undo()
    assert send(browser, form_address(refused), "Dar neišsaugota", "hand-in").status_code == 303


def test_where_a_large_file_finds_no_room_on_its_way_in_the_words_are_read(
    story: Any, monkeypatch: pytest.MonkeyPatch, files: storage.FolderStorage
) -> None:
    class FullDisk(io.BytesIO):
        def write(self, _chunk: Any) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

        def close(self) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("lms.web.shell.large_uploads.SpooledTemporaryFile", lambda **_options: FullDisk())
    refused = send(story.browser(), story.assignment(), "Mano tekstas", files=[file()])
    assert refused.status_code == 507
    assert "Mano tekstas" in refused.text
    assert 'id="files-error"' in refused.text
    assert list(files.names()) == []


@pytest.mark.parametrize("text", ["   ", " \u200b\u00a0\ufeff\n"])
def test_nothing_cannot_be_handed_in(story: Any, text: str) -> None:
    refused = send(story.browser(), story.assignment(), text, "hand-in")
    assert refused.status_code == 422
    assert 'id="text-error"' in refused.text


def test_a_text_too_long_comes_back_whole(story: Any) -> None:
    text = "ž" * 100_001
    refused = send(story.browser(), story.assignment(), text)
    assert refused.status_code == 422
    assert text in refused.text


def test_hostile_words_are_shown_harmlessly(story: Any) -> None:
    browser = story.browser()
    send(browser, story.assignment(), HOSTILE)
    page = browser.get(story.assignment())
    assert "<script>alert" not in page.text
    assert html.escape(HOSTILE, quote=False).replace("&amp;amp;", "&amp;amp;") in page.text
    assert story.submission().draft_text == HOSTILE
    send(browser, form_address(page), HOSTILE, "hand-in")
    page = browser.get(story.assignment()).text
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_after_being_returned_it_is_improved_and_the_earlier_version_stays(story: Any) -> None:
    submission = make_submission(story.enrolment, story.module, draft_text="Pirmas bandymas")
    version = make_version(submission, story.module)
    make_file(submission, version_id=version.id, name="pirmas.txt")
    make_grading(
        version,
        outcome="returned",
        is_passed=False,
        total=5,
        grader_id=story.author.id,
        comments={"ties": "Pridėkite <b>ryšių</b>."},
        comment="Dar šiek tiek!",
    )
    session.commit()
    browser = story.browser()
    page = browser.get(story.assignment())
    for expected in (
        "Grąžinta tobulinti",
        "Dar šiek tiek!",
        "5 iš 12 balų",
        "Rasa Žemaitytė",
        "&lt;b&gt;ryšių",
    ):
        assert expected in page.text
    assert send(browser, form_address(page), "Antras bandymas", "hand-in").status_code == 303
    page = browser.get(story.assignment()).text
    for expected in (
        "Antras bandymas",
        "Pirmas bandymas",
        "pirmas.txt",
        "Dar šiek tiek!",
        "Pateikta vertinti",
    ):
        assert expected in page


def test_the_feedback_of_passed_work(story: Any) -> None:
    version = make_version(make_submission(story.enrolment, story.module), story.module)
    make_grading(version, grader_id=story.author.id, comment="Puiku.")
    session.commit()
    page = story.browser().get(story.assignment()).text
    for expected in ("Įvertinta", "7 iš 12 balų", "Puiku.", "Lygis 2", "Kriterijus conclusion"):
        assert expected in page
    assert 'id="work"' not in page


def test_it_is_closed_to_others(story: Any, client: Any) -> None:
    visitor = client.get(story.assignment())
    assert (visitor.status_code, "/sign-in" in visitor.location) == (303, True)
    stranger = story.browser(story.stranger)
    page = stranger.get(story.assignment())
    assert page.status_code == 200
    assert "Kito žmogaus darbas" not in page.text
    assert 'id="work"' not in page.text
    assert send(stranger, story.assignment(), "Mano").status_code == 409
    assert "Kito žmogaus darbas" not in story.browser().get(story.assignment()).text
    session.rollback()
    assert session.query(Submission).count() == 1


def test_it_handles_a_missing_one(story: Any) -> None:
    browser = story.browser()
    for path in [
        "/lt/modules/nothing/assignments/actor-map",
        f"/lt/modules/{story.slug}/assignments/nothing",
    ]:
        assert browser.get(path).status_code == 404
        assert send(browser, path, "x").status_code == 404
    assert send(browser, story.assignment(), "x", "use", use="1").status_code == 404
    send(browser, story.assignment(), "x")
    address = form_address(browser.get(story.assignment()))
    assert send(browser, address, "x", "use", use="77").status_code == 404


def test_an_assignment_dropped_by_a_later_revision_keeps_its_draft(story: Any) -> None:
    browser = story.browser()
    send(browser, story.assignment(), "Mano juodraštis")
    make_revision(story.module, assignments=())
    session.commit()
    page = browser.get(story.assignment())
    assert "Mano juodraštis" in page.text
    assert send(browser, form_address(page), "Mano juodraštis", "hand-in").status_code == 303
    assert story.browser(story.stranger).get(story.assignment()).status_code == 404


def test_who_has_left_the_module_still_reads_their_work(story: Any) -> None:
    submission = make_submission(story.enrolment, story.module)
    make_version(submission, story.module)
    story.enrolment.left_at = story.enrolment.enrolled_at
    session.commit()
    page = story.browser().get(story.assignment())
    assert page.status_code == 200
    assert 'id="work"' not in page.text


def test_text_only_assignments_offer_no_files(make_story: Callable[..., Any]) -> None:
    story = make_story(assignments=(make_assignment(accepts=("text",)),))
    browser = story.browser()
    assert 'name="files"' not in browser.get(story.assignment()).text
    assert send(browser, story.assignment(), "x", files=[file()]).status_code == 422


def test_it_speaks_both_languages(story: Any) -> None:
    browser = story.browser()
    assert "Užduotis" in browser.get(story.assignment()).text
    page = browser.get(story.assignment("en")).text
    for expected in ("Task", "Actor map", "Save draft", "at least 7 of 12 points"):
        assert expected in page
    send(browser, story.assignment("en"), "My map", "hand-in")
    session.rollback()
    assert session.query(SubmissionVersion).one().language == "en"
    assert "Jūsų darbas gautas" in browser.get(story.assignment()).text


def test_without_its_token_nothing_is_saved(story: Any) -> None:
    assert story.browser().post(story.assignment(), data={"text": "x"}).status_code == 400
    assert story.submission() is None


def test_a_module_with_neither_work_nor_enrolment_shows_the_way(story: Any) -> None:
    other = make_module()
    session.commit()
    page = story.browser().get(f"/lt/modules/{other.slug}/assignments/actor-map").text
    assert f'href="/lt/modules/{other.slug}"' in page


def test_an_assignment_takes_files_as_its_author_says(make_story: Callable[..., Any]) -> None:
    asked = make_assignment(file_kinds=("pdf", "txt"), most_files=2, file_megabytes=3)
    story = make_story(assignments=(asked,))
    browser = story.browser()
    page = browser.get(story.assignment()).text
    assert "Galima pridėti iki 2 failų, kiekvienas – ne didesnis kaip 3" in page
    assert 'accept=".pdf,.txt"' in page
    assert "Fotografuoti" not in page
    refused = send(browser, story.assignment(), "Tekstas", files=[file("a.md")])
    assert refused.status_code == 422
    assert "Tekstas" in refused.text

    def attach(number: int) -> int:
        many = [file(f"{each}.txt", b"x%d" % each) for each in range(number)]
        return int(send(browser, story.assignment(), "Tekstas", files=many).status_code)

    assert [attach(3), attach(2)] == [422, 303]


def test_a_phone_offers_its_camera(story: Any) -> None:
    page = story.browser().get(story.assignment()).text
    assert 'accept="image/jpeg" capture="environment"' in page
    assert "Fotografuoti" in page
