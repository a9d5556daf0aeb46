"""Files that come piece by piece: they go on where they stopped, join the draft once, and leave nothing."""

import hashlib
import io
import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from lms.domain.accounts.actor import Actor
from lms.domain.assessment import jobs, queries, service
from lms.domain.assessment.models import SubmissionFile, UnfinishedUpload, UploadChunk
from lms.domain.assessment.service import Announced
from lms.foundation import clock, storage
from lms.foundation.db import session
from lms.foundation.errors import Conflict, Invalid, NotFound
from lms.foundation.storage import FolderStorage
from lms.foundation.uploads import MEGABYTE, UploadRefused
from tests.factories.accounts import make_user
from tests.factories.assessment import actor_of, make_submission, make_version
from tests.factories.content import make_module
from tests.factories.learning import make_enrolment

PDF = b"%PDF-1.7 " + bytes(range(256)) * 40
HERE = Announced("planas.pdf", len(PDF), "1")


@pytest.fixture
def module(database: Any) -> Any:
    return make_module()


@pytest.fixture
def learner(module: Any) -> Actor:
    user = make_user()
    make_enrolment(learner=user, module=module)
    return actor_of(user)


def start(learner: Actor, module: Any, announced: Announced = HERE) -> service.Progress:
    return service.start_upload(learner, module, "actor-map", announced, "lt")


def send(learner: Actor, upload_id: int, content: bytes = PDF, piece: int = 4000, until: int = 10**9) -> int:
    at = 0
    while at < min(len(content), until):
        at = service.take_piece(learner, upload_id, at, content[at : at + piece]).received
    return at


def finish(learner: Actor, module: Any, upload_id: int, sha256: str = "") -> service.Finished:
    return service.finish_upload(learner, module, "actor-map", upload_id, "lt", sha256)


def draft_files(learner: Actor, module: Any) -> list[SubmissionFile]:
    work = queries.find_own_work(learner.id, module.slug, "actor-map")
    return queries.list_draft_files(work.id) if work else []


def test_a_file_in_pieces_is_the_file(learner: Actor, module: Any) -> None:
    upload = start(learner, module)
    assert (upload.received, upload.size) == (0, len(PDF))
    send(learner, upload.id)
    assert draft_files(learner, module) == []
    finished = finish(learner, module, upload.id, hashlib.sha256(PDF).hexdigest())
    (file,) = draft_files(learner, module)
    assert finished.file is file
    assert (file.name, file.size, file.media_type) == ("planas.pdf", len(PDF), "application/pdf")
    with storage.current().open(file.storage_key) as kept:
        assert kept.read() == PDF
    assert queries.list_chunks(upload.id) == []


def test_it_goes_on_where_it_stopped(learner: Actor, module: Any) -> None:
    first = start(learner, module)
    assert send(learner, first.id, until=8000) == 8000
    again = start(learner, module)
    assert (again.id, again.received) == (first.id, 8000)
    (line,) = queries.list_unfinished(learner.id, module.module_id, "actor-map")
    assert (line.name, line.received, line.percent) == ("planas.pdf", 8000, 100 * 8000 // len(PDF))


def test_a_piece_that_comes_twice_or_too_early_changes_nothing(learner: Actor, module: Any) -> None:
    upload = start(learner, module)
    assert service.take_piece(learner, upload.id, 0, PDF[:4000]).received == 4000
    assert service.take_piece(learner, upload.id, 0, PDF[:4000]).received == 4000
    assert service.take_piece(learner, upload.id, 9000, PDF[9000:]).received == 4000
    assert len(queries.list_chunks(upload.id)) == 1


def test_finishing_twice_puts_one_file_into_the_draft(learner: Actor, module: Any) -> None:
    upload = start(learner, module)
    send(learner, upload.id)
    finish(learner, module, upload.id)
    assert finish(learner, module, upload.id).reason == ""
    assert service.take_piece(learner, upload.id, 0, PDF[:10]).received == len(PDF)
    assert len(draft_files(learner, module)) == 1


def test_a_file_that_was_removed_can_be_sent_anew(learner: Actor, module: Any) -> None:
    upload = start(learner, module)
    send(learner, upload.id)
    file = finish(learner, module, upload.id).file
    assert file is not None
    service.remove_file(learner, file.submission_id, file.id)
    again = start(learner, module)
    assert again.received == 0
    send(learner, again.id)
    finish(learner, module, again.id)
    assert len(draft_files(learner, module)) == 1


def test_the_same_file_that_came_with_the_form_is_kept_once(learner: Actor, module: Any) -> None:
    for modified in ("1", "2"):
        upload = start(learner, module, Announced("planas.pdf", len(PDF), modified))
        send(learner, upload.id)
        finish(learner, module, upload.id)
    assert len(draft_files(learner, module)) == 1


def test_the_text_of_the_open_tab_is_not_taken_for_an_older_one(learner: Actor, module: Any) -> None:
    service.save_draft(learner, module, "actor-map", service.Draft("Pirmas", "lt", 0, "a"))
    upload = start(learner, module)
    send(learner, upload.id)
    finish(learner, module, upload.id)
    service.save_draft(learner, module, "actor-map", service.Draft("Antras", "lt", 0, "a"))
    work = queries.find_own_work(learner.id, module.slug, "actor-map")
    assert work is not None and work.draft_text == "Antras"


def test_a_file_that_came_before_any_word_is_handed_in(learner: Actor, module: Any) -> None:
    upload = start(learner, module)
    send(learner, upload.id)
    finish(learner, module, upload.id)
    version = service.hand_in(learner, module, "actor-map", service.Draft("", "lt"))
    assert [file.name for file in queries.list_version_files(version.id)] == ["planas.pdf"]


def test_another_persons_upload_does_not_exist(learner: Actor, module: Any) -> None:
    stranger = make_user()
    make_enrolment(learner=stranger, module=module)
    upload = start(learner, module)
    with pytest.raises(NotFound):
        service.take_piece(actor_of(stranger), upload.id, 0, PDF[:10])
    with pytest.raises(NotFound):
        finish(actor_of(stranger), module, upload.id)
    with pytest.raises(NotFound):
        service.cancel_upload(actor_of(stranger), module, "actor-map", upload.id)
    other = start(actor_of(stranger), module)
    assert other.id != upload.id


def test_what_cannot_be_taken_is_refused_before_anything_is_sent(learner: Actor, module: Any) -> None:
    for announced, code in (
        (Announced("programa.exe", 10, ""), "kind"),
        (Announced("planas.pdf", 21 * MEGABYTE, ""), "large"),
        (Announced("planas.pdf", 0, ""), "empty"),
    ):
        with pytest.raises(UploadRefused) as refusal:
            start(learner, module, announced)
        assert refusal.value.code == code


def test_a_file_that_is_not_what_its_name_says_never_reaches_the_draft(learner: Actor, module: Any) -> None:
    content = b"MZ" + bytes(5000)
    upload = start(learner, module, Announced("planas.pdf", len(content), ""))
    send(learner, upload.id, content)
    finished = finish(learner, module, upload.id)
    assert finished.file is None and "planas.pdf" in finished.reason
    assert draft_files(learner, module) == []
    assert queries.list_chunks(upload.id) == []


def test_a_file_that_was_damaged_on_its_way_is_refused(learner: Actor, module: Any) -> None:
    upload = start(learner, module)
    send(learner, upload.id)
    assert finish(learner, module, upload.id, "0" * 64).reason
    assert draft_files(learner, module) == []


def test_pieces_never_make_more_than_was_announced(learner: Actor, module: Any) -> None:
    upload = start(learner, module, Announced("planas.pdf", 100, ""))
    for content in (bytes(101), b""):
        with pytest.raises(Invalid):
            service.take_piece(learner, upload.id, 0, content)
    large = start(learner, module, Announced("kitas.pdf", 5 * MEGABYTE, ""))
    with pytest.raises(Invalid):
        service.take_piece(learner, large.id, 0, bytes(MEGABYTE + 1))


def test_half_a_file_is_not_finished(learner: Actor, module: Any) -> None:
    upload = start(learner, module)
    send(learner, upload.id, until=4000)
    with pytest.raises(Conflict):
        finish(learner, module, upload.id)


def test_nobody_fills_the_storage_with_beginnings(learner: Actor, module: Any) -> None:
    for number in range(10):
        start(learner, module, Announced(f"planas-{number}.pdf", 10, ""))
    with pytest.raises(Invalid):
        start(learner, module, Announced("vienuoliktas.pdf", 10, ""))
    service.cancel_upload(
        learner, module, "actor-map", start(learner, module, Announced("planas-3.pdf", 10, "")).id
    )
    assert start(learner, module, Announced("vienuoliktas.pdf", 10, "")).received == 0


def test_work_that_is_being_graded_takes_no_files(learner: Actor, module: Any) -> None:
    upload = start(learner, module)
    send(learner, upload.id)
    service.hand_in(learner, module, "actor-map", service.Draft("Darbas", "lt"))
    assert "pateiktas" in finish(learner, module, upload.id).reason
    with pytest.raises(Conflict):
        start(learner, module, Announced("kitas.pdf", 10, ""))


@pytest.fixture
def shelf(tmp_path: Path) -> Any:
    before, mine = storage.current(), FolderStorage(tmp_path / "shelf")
    storage.use(mine)
    yield mine
    storage.use(before)


def grow_old(shelf: FolderStorage, name: str, days: float = 2) -> None:
    moment = (clock.now() - timedelta(days=days)).timestamp()
    os.utime(shelf.folder / name, (moment, moment))


def test_sweeping_forgets_what_nobody_goes_on_with(learner: Actor, module: Any, shelf: FolderStorage) -> None:
    old, new = start(learner, module), start(learner, module, Announced("naujas.pdf", len(PDF), ""))
    send(learner, old.id, until=8000)
    send(learner, new.id, until=8000)
    for chunk in queries.list_chunks(old.id):
        grow_old(shelf, chunk.storage_key)
    session.get_one(UnfinishedUpload, old.id).touched_at = clock.now() - timedelta(days=1, minutes=1)
    session.commit()
    jobs.sweep_files()
    assert session.get(UnfinishedUpload, old.id) is None
    assert sorted(shelf.names("uploads/")) == sorted(each.storage_key for each in queries.list_chunks(new.id))
    jobs.sweep_files()
    assert send(learner, new.id) == len(PDF)


def test_sweeping_takes_files_without_a_row_and_never_one_with(module: Any, shelf: FolderStorage) -> None:
    version = make_version(make_submission(module=module), module=module)
    named = {"submissions/aa/draft.pdf": None, "submissions/bb/handed-in.pdf": version.id}
    for name, version_id in named.items():
        session.add(
            SubmissionFile(
                submission_id=version.submission_id, version_id=version_id, name="a.pdf", size=1, sha256="",
                media_type="application/pdf", storage_key=name, uploaded_at=clock.now(),
            )
        )  # fmt: skip
    session.commit()
    for name in [*named, "submissions/cc/left.pdf", "uploads/dd/left.part", "course-media/ee/left.svg"]:
        shelf.put(name, io.BytesIO(b"x"))
        grow_old(shelf, name)
    shelf.put("submissions/ff/just-now.pdf", io.BytesIO(b"x"))
    jobs.sweep_files()
    assert sorted(shelf.names()) == sorted(
        [*named, "course-media/ee/left.svg", "submissions/ff/just-now.pdf"]
    )


def test_discarding_keeps_what_an_upload_still_needs(
    learner: Actor, module: Any, shelf: FolderStorage
) -> None:
    upload = start(learner, module)
    send(learner, upload.id, until=4000)
    (chunk,) = queries.list_chunks(upload.id)
    session.commit()
    jobs.discard_file(chunk.storage_key)
    assert shelf.exists(chunk.storage_key)
    session.delete(session.get_one(UploadChunk, (upload.id, 0)))
    session.commit()
    jobs.discard_file(chunk.storage_key)
    assert not shelf.exists(chunk.storage_key)
