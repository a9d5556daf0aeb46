"""What makes a question of a quiz impossible to answer rightly."""

import re
from collections.abc import Sequence

from lms.domain.content.problems import ProblemList
from lms.domain.content.question_schemas import AcceptEntry, GapEntry, QuestionEntry, QuizFile
from lms.domain.content.yaml_loading import Located, Path

GAP_MARK = re.compile(r"\[\[([a-z0-9-]+)\]\]")
_ONLY_FOR = {
    "options": ("single", "multiple"),
    "right": ("true-false",),
    "accept": ("short",),
    "forgive": ("short",),
    "answer": ("number",),
    "tolerance": ("number",),
    "tolerance_percent": ("number",),
    "unit": ("number",),
    "pairs": ("matching",),
    "distractors": ("matching",),
    "items": ("ordering",),
    "gaps": ("gap",),
    "guidance": ("open",),
    "options_order": ("single", "multiple"),
    "partial": ("multiple", "matching", "ordering", "gap"),
}
_NEEDS = {"matching": "pairs", "ordering": "items", "gap": "gaps", "single": "options", "multiple": "options"}


def check_quiz(quiz: QuizFile, located: Located, languages: Sequence[str], problems: ProblemList) -> None:
    """Note questions that nobody could answer rightly."""
    check_keys([question.key for question in quiz.questions], located, ("questions",), problems)
    for place, question in enumerate(quiz.questions):
        _Question(question, located, ("questions", place), languages, problems).check()
    _check_draw(quiz, located, problems)


def _check_draw(quiz: QuizFile, located: Located, problems: ProblemList) -> None:
    """Whatever is drawn, as many points must be there to be reached."""
    drawn = [draw.pool for draw in quiz.draw]
    for place, draw in enumerate(quiz.draw):
        line = located.line(("draw", place))
        points = [question.points for question in quiz.questions if question.pool == draw.pool]
        if draw.pool in drawn[:place]:
            problems.add(located.file, line, "duplicate-entry", value=draw.pool)
        if len(points) < draw.count:
            problems.add(located.file, line, "draw-too-many", pool=draw.pool, most=len(points))
        if len(set(points)) > 1:
            problems.add(located.file, line, "pool-points-differ", pool=draw.pool)
    for place, question in enumerate(quiz.questions):
        if question.pool is not None and question.pool not in drawn:
            line = located.line(("questions", place, "pool"))
            problems.add(located.file, line, "pool-not-drawn", pool=question.pool)


def check_keys(keys: Sequence[str], located: Located, where: Path, problems: ProblemList) -> None:
    """Note keys that are used twice in one list."""
    for place, key in enumerate(keys):
        if key in keys[:place]:
            problems.add(located.file, located.line((*where, place, "key")), "key-repeated", key=key)


class _Question:
    def __init__(
        self,
        question: QuestionEntry,
        located: Located,
        where: Path,
        languages: Sequence[str],
        problems: ProblemList,
    ) -> None:
        self.question, self.located, self.where = question, located, where
        self.languages, self.problems = languages, problems

    def note(self, code: str, *within: str | int, **holes: object) -> None:
        self.problems.add(self.located.file, self.located.line((*self.where, *within)), code, **holes)

    def check(self) -> None:
        question = self.question
        for key, kinds in _ONLY_FOR.items():
            if getattr(question, key) is not None and question.kind not in kinds:
                self.note("not-for-this-kind", key, kind=question.kind, key=key)
        needed = _NEEDS.get(question.kind)
        if needed and getattr(question, needed) is None:
            self.note("missing-key", key=needed)
        else:
            self.check_answers()
        if question.tolerance is not None and question.tolerance_percent is not None:
            self.note("tolerance-twice", "tolerance_percent")

    def check_answers(self) -> None:
        question = self.question
        if question.kind in ("single", "multiple"):
            self.check_options()
        elif question.kind == "short":
            self.check_accepted(question.accept)
        elif question.kind == "matching":
            self.check_pairs()
        elif question.kind == "ordering":
            self.check_keys_of("items")
        elif question.kind == "gap":
            self.check_gaps(question.gaps or [])
        elif question.kind == "open":
            if question.guidance is None:
                self.note("open-without-guidance")
        elif (question.answer if question.kind == "number" else question.right) is None:
            self.note("no-right-answer")

    def check_keys_of(self, name: str) -> None:
        keys = [each.key for each in getattr(self.question, name) or ()]
        check_keys(keys, self.located, (*self.where, name), self.problems)

    def check_options(self) -> None:
        self.check_keys_of("options")
        right = sum(option.right for option in self.question.options or ())
        if right == 0:
            self.note("no-right-answer")
        elif right > 1 and self.question.kind == "single":
            self.note("several-right-answers")

    def check_accepted(self, accept: AcceptEntry | None, *within: str | int) -> None:
        if accept is None:
            self.note("no-right-answer", *within)
            return
        for language in self.languages:
            if getattr(accept, language) is None:
                self.note("assessed-missing", *within, "accept", language=language)

    def check_pairs(self) -> None:
        pairs, distractors = self.question.pairs or [], self.question.distractors or []
        keys = [*(pair.key for pair in pairs), *(each.key for each in distractors)]
        check_keys(keys[: len(pairs)], self.located, (*self.where, "pairs"), self.problems)
        for place, distractor in enumerate(distractors):
            if distractor.key in keys[: len(pairs) + place]:
                self.note("key-repeated", "distractors", place, "key", key=distractor.key)
            texts = distractor.right.texts
            if any(
                texts.get(language) == text for pair in pairs for language, text in pair.right.texts.items()
            ):
                self.note("distractor-is-right", "distractors", place)
        for language in self.languages:
            if len({pair.right.texts.get(language) for pair in pairs}) == 1:
                self.note("pairs-all-alike", "pairs", language=language)

    def check_gaps(self, gaps: list[GapEntry]) -> None:
        self.check_keys_of("gaps")
        keys = [gap.key for gap in gaps]
        for language, text in self.question.text.texts.items():
            marks = GAP_MARK.findall(text)
            for key in keys:
                if marks.count(key) != 1:
                    self.note("gap-not-in-text", "text", key=key, language=language)
            for mark in dict.fromkeys(marks):
                if mark not in keys:
                    self.note("gap-unknown", "text", key=mark)
        for place, gap in enumerate(gaps):
            self.check_gap(gap, place)

    def check_gap(self, gap: GapEntry, place: int) -> None:
        if gap.options is None:
            self.check_accepted(gap.accept, "gaps", place)
        elif gap.accept is not None or gap.forgive is not None:
            self.note("gap-two-ways", "gaps", place)
        else:
            keys = [option.key for option in gap.options]
            check_keys(keys, self.located, (*self.where, "gaps", place, "options"), self.problems)
            if not any(option.right for option in gap.options):
                self.note("no-right-answer", "gaps", place)
