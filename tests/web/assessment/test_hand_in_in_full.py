"""What a learner hands in, in full: a link, text with its markdown and a preview, files piece by piece."""

import html
import io
import re
from collections.abc import Callable
from typing import Any

import pytest

from lms.domain.assessment import queries
from lms.domain.assessment.models import KeptText, SubmissionFile, SubmissionVersion, UnfinishedUpload
from lms.foundation.db import session
from tests.domain.content.test_sanitising import _Reader
from tests.factories.assessment import make_submission, make_unfinished, make_version
from tests.factories.attacks import ATTACKS
from tests.factories.content import make_assignment

EVERYTHING = {"accepts": ("text", "files", "link")}
MARKED = '# Mano darbas\n\n- *vienas*\n- du\n\n"Išvada"'
TOKEN = "token-of-the-test"
TXT = b"Mano planas. " * 100


@pytest.fixture
def story(make_story: Callable[..., Any]) -> Any:
    return make_story(assignments=(make_assignment(**EVERYTHING),))


def form_address(page: Any) -> str:
    found = re.search(r'id="work"[^>]*action="([^"]+)"', page.text)
    assert found
    return html.unescape(found[1])


def send(browser: Any, page: Any, button: str = "save", **fields: Any) -> Any:
    return browser.post_form(form_address(page), {button: "1", **fields}, content_type="multipart/form-data")


def script(browser: Any, address: str, fields: Any = None, **more: Any) -> Any:
    return browser.post_form(address, fields or {}, headers={"X-Requested-With": "fetch"}, **more)


class TestLink:
    def test_it_is_handed_in_and_shown_with_its_host_to_learner_and_grader(self, story: Any) -> None:
        browser = story.browser()
        page = browser.get(story.assignment())
        assert 'name="link"' in page.text
        assert send(browser, page, "hand-in", text="", link="www.example.org/mano-darbas").status_code == 303
        version = session.query(SubmissionVersion).one()
        assert version.link == "https://www.example.org/mano-darbas"
        for page in (
            browser.get(story.assignment()),
            story.browser(story.author).get(f"/lt/teach/submissions/{version.submission_id}"),
        ):
            assert re.search(
                r'\(example\.org\): <a [^>]*href="https://www\.example\.org/mano-darbas" '
                r'rel="noopener noreferrer nofollow">',
                page.text,
            )

    def test_one_that_is_no_address_is_refused_beside_its_field_and_nothing_is_lost(self, story: Any) -> None:
        browser = story.browser()
        page = browser.get(story.assignment())
        answer = send(browser, page, "hand-in", text="Mano darbas", link="javascript:alert(1)")
        assert answer.status_code == 422
        assert 'id="link-error"' in answer.text
        assert "Nuoroda turi prasidėti" in answer.text
        assert 'value="javascript:alert(1)"' in answer.text and "Mano darbas" in answer.text
        assert session.query(SubmissionVersion).count() == 0

    def test_a_draft_keeps_what_was_typed_and_says_what_to_mend(self, story: Any) -> None:
        browser = story.browser()
        assert (
            send(browser, browser.get(story.assignment()), text="Pusė", link="mano puslapis").status_code
            == 303
        )
        page = browser.get(story.assignment("en"))
        assert 'value="mano puslapis"' in page.text
        assert "The link has to begin with https://" in page.text

    def test_an_older_tab_puts_no_link_over_a_newer_one(self, story: Any) -> None:
        browser = story.browser()
        old = browser.get(story.assignment())
        send(browser, browser.get(story.assignment()), text="Tekstas", link="https://naujas.example")
        assert send(browser, old, text="Tekstas", link="https://senas.example").location.endswith("#kept")
        (kept,) = session.query(KeptText).all()
        assert kept.link == "https://senas.example"
        page = browser.get(story.assignment())
        assert "https://senas.example" in page.text
        send(browser, page, "use", text="Tekstas", link="https://naujas.example", use=str(kept.id))
        work = queries.find_own_work(story.learner.id, story.slug, "actor-map")
        assert work is not None and work.draft_link == "https://senas.example"

    def test_a_script_that_knows_no_link_leaves_it_alone(self, story: Any) -> None:
        browser = story.browser()
        send(browser, browser.get(story.assignment()), text="", link="https://example.org")
        address = form_address(browser.get(story.assignment()))
        assert script(browser, address, {"text": "Naujas"}).status_code == 200
        work = queries.find_own_work(story.learner.id, story.slug, "actor-map")
        assert work is not None
        assert (work.draft_text, work.draft_link) == ("Naujas", "https://example.org")

    def test_where_only_a_link_is_taken_one_is_asked_for(self, make_story: Callable[..., Any]) -> None:
        story = make_story(assignments=(make_assignment(accepts=("link",)),))
        browser = story.browser()
        page = browser.get(story.assignment())
        assert 'name="text"' not in page.text and 'name="files"' not in page.text
        assert "įrašykite nuorodą" in send(browser, page, "hand-in", link="").text
        assert send(browser, page, "hand-in", link="https://example.org").status_code == 303
        assert "Teksto neparašyta" in browser.get(story.assignment()).text


class TestMarkdown:
    def test_learner_and_grader_read_it_as_it_was_meant(self, story: Any) -> None:
        submission = make_submission(story.enrolment, story.module)
        make_version(submission, story.module, text=MARKED)
        session.commit()
        for page in (
            story.browser().get(story.assignment()),
            story.browser(story.author).get(f"/lt/teach/submissions/{submission.id}"),
        ):
            assert "<h3>Mano darbas</h3>" in page.text
            assert "<li><em>vienas</em></li>" in page.text
            assert "„Išvada“" in page.text
            assert page.text.count("<h1") == 1
            assert "# Mano darbas" in page.text, "and as it was typed"

    def test_what_changed_is_told_of_the_words_that_were_typed(self, story: Any) -> None:
        submission = make_submission(story.enrolment, story.module)
        make_version(submission, story.module, text="# Mano darbas")
        make_version(submission, story.module, text="# Mano geras darbas", number=2)
        session.commit()
        page = story.browser(story.author).get(f"/lt/teach/submissions/{submission.id}").text
        assert re.search(r"# Mano .*<ins>.*geras", page, re.DOTALL)

    @pytest.mark.parametrize("part", range(0, len(ATTACKS), 20))
    def test_no_attack_reaches_a_reader(self, story: Any, part: int) -> None:
        text = "\n\n".join(ATTACKS[part : part + 20])
        submission = make_submission(story.enrolment, story.module)
        make_version(submission, story.module, text=text)
        session.commit()
        page = story.browser(story.author).get(f"/lt/teach/submissions/{submission.id}").text
        work = page.split('class="prose work-text"')[1].split("</details>")[0]
        assert _Reader(f"<div {work}").found == []
        assert "<img" not in work

    def test_a_preview_without_scripts_keeps_the_draft(self, story: Any) -> None:
        browser = story.browser()
        answer = send(browser, browser.get(story.assignment()), "preview", text=MARKED, link="example.org")
        assert answer.status_code == 200
        shown = answer.text.split("data-preview")[1]
        assert "<li><em>vienas</em></li>" in shown and 'href="https://example.org"' in shown
        assert "# Mano darbas" in answer.text
        work = queries.find_own_work(story.learner.id, story.slug, "actor-map")
        assert work is not None and work.draft_text == MARKED
        again = send(browser, answer, text=MARKED + " toliau")
        assert again.status_code == 303, "the same tab goes on after its preview"

    def test_a_preview_for_a_script_is_a_piece_of_a_page(self, story: Any) -> None:
        browser = story.browser()
        address = form_address(browser.get(story.assignment()))
        said = script(browser, address, {"text": MARKED, "preview": "1"}).get_json()
        assert "<h3>Mano darbas</h3>" in said["html"] and "<html" not in said["html"]
        assert said["serial"] == 1


class TestPieces:
    def start(self, browser: Any, story: Any, **fields: str) -> Any:
        given = {"name": "planas.txt", "size": str(len(TXT)), "modified": "1", **fields}
        return script(browser, story.assignment(query="/uploads"), given)

    def piece(self, browser: Any, doors: Any, at: int, until: int) -> Any:
        return browser.post(
            f"{doors['piece']}?from={at}",
            data=TXT[at:until],
            headers={"X-CSRF-Token": TOKEN, "Content-Type": "application/octet-stream"},
        )

    def test_a_file_comes_whole(self, story: Any) -> None:
        browser = story.browser()
        doors = self.start(browser, story).get_json()
        assert doors["received"] == 0
        assert self.piece(browser, doors, 0, 600).get_json() == {"received": 600}
        page = browser.get(story.assignment()).text
        assert "planas.txt" in page and "Pasirinkite tą patį failą dar kartą" in page
        assert "Pridėti failai" not in page and session.query(SubmissionFile).count() == 0
        assert self.start(browser, story).get_json()["received"] == 600
        assert self.piece(browser, doors, 600, len(TXT)).get_json() == {"received": len(TXT)}
        said = script(browser, doors["finish"]).get_json()
        assert "planas.txt" in said["files"] and 'name="remove"' in said["files"]
        page = browser.get(story.assignment()).text
        assert "Pasirinkite tą patį failą" not in page
        file = session.query(SubmissionFile).one()
        with browser.get(f"/lt/submissions/files/{file.id}") as download:
            assert download.data == TXT

    def test_reasons_are_given_in_the_language_of_the_page(self, story: Any) -> None:
        browser = story.browser()
        refused = self.start(browser, story, name="programa.exe")
        assert refused.status_code == 422
        assert "programa.exe" in refused.get_json()["reason"]
        doors = self.start(browser, story, size="9").get_json()
        assert self.piece(browser, doors, 0, 10).status_code == 422
        assert script(browser, doors["finish"]).status_code == 409

    def test_a_disguised_file_is_let_go_with_its_reason(self, story: Any) -> None:
        browser = story.browser()
        doors = self.start(browser, story, name="planas.pdf").get_json()
        self.piece(browser, doors, 0, len(TXT))
        said = script(browser, doors["finish"]).get_json()
        assert "planas.pdf" in said["refused"]
        assert session.query(SubmissionFile).count() == 0

    def test_another_persons_upload_is_not_there(self, story: Any) -> None:
        upload_id = make_unfinished(story.other.id, story.module).id
        session.commit()
        browser = story.browser()
        for address in (
            f"/lt/uploads/{upload_id}?from=0",
            story.assignment(query=f"/uploads/{upload_id}/finish"),
            story.assignment(query=f"/uploads/{upload_id}/cancel"),
        ):
            assert script(browser, address).status_code == 404
        assert session.query(UnfinishedUpload).count() == 1
        assert "planas.txt" not in browser.get(story.assignment()).text

    def test_it_can_be_cancelled(self, story: Any) -> None:
        browser = story.browser()
        doors = self.start(browser, story).get_json()
        self.piece(browser, doors, 0, 600)
        assert script(browser, doors["cancel"]).status_code == 200
        assert script(browser, doors["cancel"]).status_code == 404
        assert session.query(UnfinishedUpload).count() == 0

    def test_a_piece_that_is_too_large_is_not_read(self, story: Any) -> None:
        browser = story.browser()
        doors = self.start(browser, story).get_json()
        answer = browser.post(
            f"{doors['piece']}?from=0",
            data=io.BytesIO(bytes(3 * 1024 * 1024)),
            headers={"X-CSRF-Token": TOKEN, "Content-Type": "application/octet-stream"},
        )
        assert answer.status_code == 413

    def test_a_piece_costs_little(self, story: Any, statements: Any) -> None:
        browser = story.browser()
        doors = self.start(browser, story).get_json()
        statements()
        self.piece(browser, doors, 0, 600)
        assert len(statements()) <= 6

    def test_the_page_stays_within_its_budget(self, story: Any, statements: Any) -> None:
        for number in range(3):
            make_unfinished(story.learner.id, story.module, name=f"planas-{number}.txt")
        session.commit()
        browser = story.browser()
        statements()
        browser.get(story.assignment())
        assert len(statements()) <= 12
