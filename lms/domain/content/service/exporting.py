"""Give a published module back as files, with what is needed to publish them again."""

import json

from lms.domain.content import queries
from lms.domain.content.addresses import media_name, stored_name
from lms.domain.content.manifest import write_manifest
from lms.domain.content.problems import Problem, ProblemList
from lms.domain.content.question_files.gift_writing import write_gift
from lms.domain.content.question_schemas import QuizFile
from lms.domain.content.reading import MANIFEST
from lms.domain.content.schema_problems import check_shape
from lms.domain.content.yaml_loading import load_yaml
from lms.foundation import storage
from lms.foundation.errors import NotFound


def export_files(slug: str) -> dict[str, bytes]:
    """Return every file of the current revision by its path, for an author who edits elsewhere."""
    standing = queries.find_standing(slug)
    if standing is None:
        raise NotFound()
    module = queries.get_revision(standing.revision_id)
    files = {
        path: text.encode()
        for path, text in json.loads(queries.get_kept(standing.revision_id).sources).items()
    }
    for each in module.media:
        with storage.current().open(stored_name(media_name(each.sha256, each.extension))) as content:
            files[each.path] = content.read()
    files[MANIFEST] = write_manifest(module)
    return files


def export_questions(slug: str, quiz: str, language: str) -> tuple[str, list[Problem]]:
    """Return a quiz of the current revision as GIFT, and what GIFT cannot say, for its author."""
    standing = queries.find_standing(slug)
    if standing is None:
        raise NotFound()
    path = f"quizzes/{quiz}.yaml"
    source = json.loads(queries.get_kept(standing.revision_id).sources).get(path)
    if source is None:
        raise NotFound()
    problems = ProblemList()
    located = load_yaml(source, path, problems)
    file = check_shape(QuizFile, located, problems) if located else None
    if file is None or located is None:
        return "", problems.sorted()
    return write_gift(file.questions, located, language, problems), problems.sorted()
