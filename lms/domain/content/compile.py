"""Compile a planned module: make its HTML, once, and gather all that is kept of it."""

import hashlib
import xml.etree.ElementTree as etree
from collections.abc import Callable, Iterator, Sequence

from lms.domain.content.addresses import media_name
from lms.domain.content.compile_questions import compile_question
from lms.domain.content.compiled import (
    Assignment,
    Author,
    Block,
    BlockText,
    Criterion,
    Draw,
    ExplainedTerm,
    Lesson,
    Level,
    Media,
    Module,
    Quiz,
    Requirement,
    Size,
    Source,
    Statement,
)
from lms.domain.content.compiled_json import content_hash, to_json
from lms.domain.content.examining import Examined
from lms.domain.content.finishing import RENDERER, Surroundings, finish
from lms.domain.content.lessons import WrittenLesson
from lms.domain.content.markdown import Piece
from lms.domain.content.picture_elements import Shown
from lms.domain.content.planning import Plan, PlannedBlock
from lms.domain.content.question_schemas import QuizFile
from lms.domain.content.schemas import AssignmentFile, Bilingual, FilesEntry, ModuleFile
from lms.domain.content.term_marks import mark_terms, term_mark
from lms.domain.content.terms import Term, TermWords
from lms.domain.content.typography import set_text

Texts = dict[str, str]


def compile_module(plan: Plan) -> Module:
    """Return the module ready to be kept; the plan's rendered pieces are used up by this."""
    return _Compiler(plan).module()


class _Compiler:
    def __init__(self, plan: Plan) -> None:
        assert plan.examined.file is not None
        self.plan, self.examined = plan, plan.examined
        self.file: ModuleFile = plan.examined.file
        self.languages: list[str] = list(dict.fromkeys(self.file.languages))
        self.base = self.file.base_language
        self.written = {text.path: text for text in self.examined.texts}
        self.media = {path: self.shown(path) for path in self.examined.media}
        self.terms = {term.key: _as_set(term) for term in self.examined.glossary.terms}
        self.explained: dict[tuple[str, str], set[str]] = {}  # lesson and language → terms marked in it
        self.anchors = {
            (lesson, piece.anchor): block.id
            for lesson, blocks in plan.blocks.items()
            for block in blocks
            for piece in block.pieces.values()
            if piece.anchor
        }

    def module(self) -> Module:
        """Return the whole module with its content hash."""
        file = self.file
        lessons = tuple(self.lesson(lesson) for lesson in self.examined.lessons)
        found = Module(
            slug=self.examined.source.slug,
            languages=tuple(self.languages),
            base_language=self.base,
            title=self.plain(file.title),
            summary=self.plain(file.summary),
            aim=self.plain(file.aim),
            outcomes=tuple(self.plain(outcome) for outcome in file.outcomes),
            authors=tuple(Author(author.name.strip(), self.plain(author.role)) for author in file.authors),
            minutes=file.minutes,
            prerequisites=tuple(file.prerequisites),
            requirements=tuple(Requirement(key) for key in file.requirements),
            retired=tuple(file.retired),
            sources=tuple(
                Source(self.plain(source.text), source.url or "", source.dated, source.accessed_on)
                for source in file.sources
            ),
            reviewed_on=file.reviewed_on,
            self_assessment=tuple(
                Statement(each.key, self.plain(each.text)) for each in file.self_assessment
            ),
            tags=tuple(file.tags),
            change=file.change,
            lessons=lessons,
            quizzes=tuple(self.quiz(slug, quiz) for slug, quiz in sorted(self.examined.quizzes.items())),
            assignments=tuple(
                self.assignment(slug, each) for slug, each in sorted(self.examined.assignments.items())
            ),
            media=tuple(self.medium(path) for path in sorted(self.media)),
            wordings=self.plan.wordings,
            renderer=RENDERER,
            terms=self.explained_terms(),
            licence=(file.licence or "").strip(),
        )
        return found.kept_as(revision_id=0, module_id=0, number=0, content_hash=content_hash(to_json(found)))

    def plain(self, text: Bilingual | None) -> Texts:
        """Return a plain text in the languages of the module, with their own quotation marks."""
        texts = text.texts if text else {}
        return {
            language: set_text(texts[language].strip(), language)
            for language in self.languages
            if language in texts
        }

    def lesson(self, lesson: WrittenLesson) -> Lesson:
        """Return a lesson with all its blocks."""
        titles = {
            language: set_text(lesson.texts[language].title, language)
            for language in self.languages
            if language in lesson.texts
        }
        blocks = tuple(self.block(block) for block in self.plan.blocks[lesson.slug])
        return Lesson(lesson.slug, titles, lesson.main(self.base).minutes, blocks)

    def block(self, block: PlannedBlock) -> Block:
        """Return a block in all its languages."""
        for language, piece in block.pieces.items():
            self.explain(piece, block.lesson, language)
        texts = {
            language: BlockText(
                source=block.pieces[language].source,
                html=finish(block.pieces[language], self.around(language, block.lesson)),
                text=block.pieces[language].text,
                fingerprint=block.fingerprints[language],
                translated_from=block.translated_from.get(language, ""),
            )
            for language in self.languages
            if language in block.pieces
        }
        return Block(block.id, block.piece(self.base).kind, texts, self.base, block.changed_on)

    def explain(self, piece: Piece, lesson: str, language: str) -> None:
        """Lead from each term to what it means, where the lesson first uses it in running text."""
        if piece.kind == "footnotes":
            return  # They are read beside the text that has explained the term already.
        seen = self.explained.setdefault((lesson, language), set())
        make: Callable[[str, str], etree.Element] = lambda key, words: term_mark(  # noqa: E731
            self.terms[key], words, language
        )
        mark_terms(piece.element, self.examined.lexicons[language], seen, make)

    def explained_terms(self) -> tuple[ExplainedTerm, ...]:
        """Return the terms that the module uses, with the lessons that use them."""
        used = {lesson.slug: self.examined.terms_in(lesson) for lesson in self.examined.lessons}
        found = []
        for key, term in self.terms.items():
            lessons = tuple(slug for slug, keys in used.items() if key in keys)
            if lessons:
                words = {language: each.term for language, each in term.words.items()}
                meanings = {language: each.meaning for language, each in term.words.items()}
                found.append(ExplainedTerm(key, words, meanings, lessons))
        return tuple(sorted(found, key=lambda term: term.key))

    def around(self, language: str, lesson: str) -> Surroundings:
        """Return what links in that lesson and language can lead to."""
        find: Callable[[str, str], str] = lambda name, anchor: self.anchors[name, anchor]  # noqa: E731
        return Surroundings(language, self.examined.source.slug, lesson, self.media, find)

    def rendered(self, path: str, *, is_inline: bool = False) -> Texts:
        """Return a text of a quiz or assignment as HTML; an answer to choose has no paragraph around it."""
        written = self.written.get(path)
        found = {}
        for language in self.languages:
            if written and language in written.pieces:
                found[language] = self.html(written.pieces[language], language, is_inline)
        return found

    def html(self, pieces: list[Piece], language: str, is_inline: bool) -> str:
        """Return the HTML of all pieces of one text."""
        parts = [finish(piece, self.around(language, "")) for piece in pieces]
        if is_inline and len(parts) == 1 and parts[0].startswith("<p>"):
            return parts[0].removeprefix("<p>").removesuffix("</p>")
        return "\n".join(parts)

    def quiz(self, slug: str, quiz: QuizFile) -> Quiz:
        """Return a quiz with all its questions."""
        path = f"quizzes.{slug}"
        return Quiz(
            slug=slug,
            title=self.plain(quiz.title),
            intro=self.rendered(f"{path}.intro"),
            pass_percent=quiz.pass_percent,
            attempts=quiz.attempts,
            order=quiz.order,
            questions=tuple(
                compile_question(question, f"{path}.questions.{question.key}", self)
                for question in quiz.questions
            ),
            wait_minutes=quiz.wait_minutes,
            time_limit_minutes=quiz.time_limit_minutes,
            draw=tuple(Draw(each.pool, each.count) for each in quiz.draw),
            review="" if quiz.review == "after-passing" else quiz.review,
            overall={
                name: texts
                for name in ("passed", "failed")
                if (texts := self.rendered(f"{path}.feedback.{name}"))
            },
        )

    def assignment(self, slug: str, assignment: AssignmentFile) -> Assignment:
        """Return an assignment with its criteria."""
        criteria = tuple(
            Criterion(
                criterion.key,
                self.plain(criterion.title),
                tuple(
                    Level(level.points, self.plain(level.text))
                    for level in sorted(criterion.levels, key=lambda level: level.points)
                ),
            )
            for criterion in assignment.criteria
        )
        files = assignment.files or FilesEntry()
        return Assignment(
            slug=slug,
            title=self.plain(assignment.title),
            instructions_html=self.rendered(f"assignments.{slug}.instructions"),
            accepts=tuple(assignment.accepts),
            minutes=assignment.minutes,
            pass_points=assignment.pass_points,
            every_criterion_above=assignment.every_criterion_above,
            criteria=criteria,
            file_kinds=tuple(_endings(files.kinds or ())),
            most_files=files.most,
            file_megabytes=files.megabytes,
            graders=assignment.graders,
            group_most=assignment.group.most if assignment.group else 1,
        )

    def shown(self, path: str) -> Shown:
        """Return how a picture or recording is shown."""
        address, facts = self.examined.address_of(path)
        return Shown(path, address, facts, len(self.examined.shown[path]), self.sizes(path))

    def sizes(self, path: str) -> tuple[Size, ...]:
        """Return the smaller pictures made of one."""
        return tuple(
            Size(each.width, hashlib.sha256(each.content).hexdigest(), len(each.content))
            for each in self.examined.sizes_of(path)
        )

    def medium(self, path: str) -> Media:
        """Return what is kept of a picture or file."""
        sha256, facts = self.examined.media[path]
        extension = path.rpartition(".")[2]
        size = len(self.examined.shown[path])
        sides = facts.width, facts.height
        return Media(path, sha256, extension, facts.media_type, size, *sides, self.sizes(path))


def media_files(examined: Examined) -> dict[str, bytes]:
    """Return the content of each picture and file by the name under which it is stored."""
    files = {}
    for path, (sha256, _) in examined.media.items():
        files[media_name(sha256, path.rpartition(".")[2])] = examined.shown[path]
        for each in examined.sizes_of(path):
            files[media_name(hashlib.sha256(each.content).hexdigest(), "webp")] = each.content
    return files


def _endings(kinds: Sequence[str]) -> Iterator[str]:
    """Return the endings of files that an author names, one by one or all pictures together."""
    together = {"image": ("png", "jpg", "jpeg", "webp"), "jpg": ("jpg", "jpeg"), "jpeg": ("jpg", "jpeg")}
    yield from dict.fromkeys(ending for kind in kinds for ending in together.get(kind, (kind,)))


def _as_set(term: Term) -> Term:
    """Return the term with the quotation marks of its languages."""
    return Term(
        term.key,
        {
            language: TermWords(set_text(words.term, language), set_text(words.meaning, language))
            for language, words in term.words.items()
        },
    )
