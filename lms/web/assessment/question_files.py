"""Question files of other programs come in as the YAML of a quiz; quizzes go out as GIFT."""

import re
from pathlib import PurePath
from typing import Any

import wtforms
from flask import Response, request
from wtforms.validators import ValidationError

from lms.domain.assessment import policy, queries
from lms.domain.assessment.queries import QuizPlace
from lms.domain.catalogue import queries as catalogue
from lms.domain.content import queries as content
from lms.domain.content import service as courses
from lms.domain.content.question_files.decoding import ENCODINGS, MOST_BYTES
from lms.domain.content.question_files.importing import FORMATS, Imported, import_questions
from lms.domain.content.question_files.keys import key_of
from lms.domain.content.question_files.wording import shortened
from lms.foundation.i18n import LANGUAGES, current_language, language_name, lazy_gettext
from lms.foundation.i18n import gettext as _
from lms.foundation.sorting import place_in_list
from lms.foundation.uploads import clean_name
from lms.web.assessment.blueprint import blueprint
from lms.web.shell.access import allow
from lms.web.shell.forms import Form, long_text, options
from lms.web.shell.pages import page
from lms.web.shell.session import member

_MOST_TEXT = 4 * MOST_BYTES
_KINDS = {
    "single": lazy_gettext("One answer to choose"),
    "multiple": lazy_gettext("Several answers to choose"),
    "true-false": lazy_gettext("True or false"),
    "short": lazy_gettext("Short answer"),
    "number": lazy_gettext("Number to write"),
    "matching": lazy_gettext("Matching"),
    "ordering": lazy_gettext("Ordering"),
    "gap": lazy_gettext("Text with gaps"),
    "open": lazy_gettext("Open question"),
}
_ENCODING_NAMES = {each: each.replace("utf", "UTF").replace("windows", "Windows") for each in ENCODINGS}
_FORMAT_NAMES = {"gift": "GIFT", "aiken": "Aiken", "moodle-xml": "Moodle XML"}


class QuestionFileForm(Form):
    """The file, and what cannot always be told from it."""

    file = wtforms.FileField(lazy_gettext("File with questions"))
    text_language = wtforms.SelectField(lazy_gettext("Language of the questions"))
    form = wtforms.SelectField(lazy_gettext("Format"))
    encoding = wtforms.SelectField(lazy_gettext("Encoding"))

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        by_itself = _("Told from the file")
        languages = [(language, language_name(language)) for language in LANGUAGES]
        self.text_language.choices = options(languages, first=by_itself)
        self.form.choices = options([(each, _FORMAT_NAMES[each]) for each in FORMATS], first=by_itself)
        self.encoding.choices = options(_ENCODING_NAMES.items(), first=by_itself)

    def validate_file(self, field: wtforms.FileField) -> None:
        """A file must be there."""
        if not getattr(field.data, "filename", ""):
            raise ValidationError(_("Choose a file."))


@blueprint.url_value_preprocessor
def let_a_whole_quiz_come_back(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """The quiz that a page shows comes back as a field of a form to be downloaded: no server keeps it."""
    if endpoint == "assessment.download_quiz_file":
        request.max_form_memory_size = _MOST_TEXT


@blueprint.get("/teach/question-files")
@allow(policy.may_see_waiting)
def show_question_files() -> str:
    """Offer to bring in a file, and to take out the quizzes that the viewer answers for."""
    return _files_page(QuestionFileForm())


@blueprint.post("/teach/question-files")
@allow(policy.may_see_waiting)
def read_question_file() -> str | tuple[str, int]:
    """Show what came in of a file, and what did not; nothing of it is kept here."""
    form = QuestionFileForm.of_request()
    if not form.validate():
        return _files_page(form), 422
    with form.file.data.stream as uploaded:
        sent = uploaded.read(MOST_BYTES + 1)
    imported = import_questions(
        sent,
        clean_name(form.file.data.filename),
        language=form.text_language.data,
        form=form.form.data,
        encoding=form.encoding.data,
    )
    shown = _files_page(form, imported)
    return shown if imported.lines else (shown, 422)


@blueprint.post("/teach/question-files/quiz.yaml")
@allow(policy.may_see_waiting)
def download_quiz_file() -> Response:
    """Give back as a file what the page showed, with the changes that were made to it there."""
    name = key_of(request.form.get("name", "")[:100]) or "quiz"
    return _as_file(long_text(request.form.get("yaml")), f"{name}.yaml", "application/yaml")


@blueprint.get("/teach/question-files/<module>/<quiz>.gift")
@allow(policy.may_correct, load=queries.get_quiz_place)
def export_questions(place: QuizPlace) -> Response:
    """Give a quiz of the current revision as GIFT; what GIFT cannot say stands in comments at its head."""
    asked = request.args.get("language", "")
    language = asked if asked in LANGUAGES else current_language()
    gift, problems = courses.export_questions(place.module.slug, place.quiz.slug, language)
    left_out = "".join(f"// {problem.message}\n" for problem in problems)
    name = f"{place.module.slug}-{place.quiz.slug}-{language}.gift"
    return _as_file(f"{left_out}\n{gift}" if left_out else gift, name, "text/plain")


def _as_file(text: str, name: str, media_type: str) -> Response:
    response = Response(text, content_type=f"{media_type}; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _words(markdown: str) -> str:
    """Return the beginning of a text as people read it in a list."""
    words = re.sub(r"\[\[[a-z0-9-]+\]\]", "____", markdown.replace("\\\n", " "))
    return shortened(re.sub(r"\*\*|\\([^\w\s]|_)", r"\1", words))


def _files_page(form: QuestionFileForm, imported: Imported | None = None) -> str:
    answered_for = catalogue.authored_module_ids(member())
    modules = [each for each in content.list_current_modules() if each.module_id in answered_for]
    return page(
        "assessment/show_question_files",
        form=form,
        imported=imported,
        name=PurePath(imported.file).stem if imported else "",
        modules=sorted(
            (each for each in modules if each.quizzes), key=lambda each: place_in_list(each.title)
        ),
        languages=LANGUAGES,
        kinds=_KINDS,
        words=_words,
        format_name=_FORMAT_NAMES.get(imported.format, "") if imported else "",
    )
