"""Quizzes with a question of every kind, whose keys and right words are letters that stand nowhere else."""

import random
from dataclasses import dataclass, field

from lms.domain.assessment import kinds
from lms.domain.content.compiled import Quiz
from lms.domain.content.compiled_questions import (
    Distractor,
    Gap,
    GapOption,
    Item,
    Numeric,
    Option,
    Pair,
    Question,
    Texts,
)
from tests.factories.content import make_question, make_quiz

LANGUAGES = ("lt", "en")


@dataclass
class AnyQuiz:
    """A quiz made from a number; `secrets` are what no page may say before the attempt is handed in."""

    number: int
    chance: random.Random = field(init=False)
    secrets: set[str] = field(default_factory=set)
    hints: dict[str, set[str]] = field(default_factory=dict)
    quiz: Quiz = field(init=False)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.number)
        makers = [
            *(self._single, self._multiple, self._true_or_false, self._short, self._number),
            *(self._matching, self._ordering, self._gaps, self._open),
        ]
        self.chance.shuffle(makers)
        overall = {"passed": self._secret_texts(), "failed": self._secret_texts()}
        order = self.chance.choice(["fixed", "random"])
        self.quiz = make_quiz("final", *[make() for make in makers], order=order, overall=overall)

    def word(self) -> str:
        """Return letters that are no word."""
        return "".join(self.chance.choices("bcdfghjklmnpqrstvwxz", k=12))

    def _secret(self) -> str:
        self.secrets.add(word := self.word())
        return word

    def _secret_texts(self) -> Texts:
        return {language: f"<p>{self._secret()}</p>" for language in LANGUAGES}

    def _texts(self) -> Texts:
        return {language: self.word() for language in LANGUAGES}

    def _question(self, kind: str, **values: object) -> Question:
        hint = self._secret_texts()
        question = make_question(
            key := self.word(),
            **{
                "kind": kind,
                "points": self.chance.randint(1, 9),
                "options": (),
                "text_html": {language: f"<p>{self.word()}</p>" for language in LANGUAGES},
                "hint_html": hint,
                "feedback": {"right": self._secret_texts(), "wrong": self._secret_texts()},
                "is_whole": self.chance.random() < 0.3,
                **values,
            },
        )
        self.hints[key] = {text[3:-4] for text in hint.values()}
        return question

    def _options(self, right: int, wrong: int) -> tuple[Option, ...]:
        rights = [True] * right + [False] * wrong
        self.chance.shuffle(rights)
        return tuple(Option(self.word(), self._texts(), each, self._secret_texts()) for each in rights)

    def _single(self) -> Question:
        return self._question("single", options=self._options(1, 3), is_shuffled=self.chance.random() < 0.5)

    def _multiple(self) -> Question:
        return self._question("multiple", options=self._options(2, 3), is_shuffled=self.chance.random() < 0.5)

    def _true_or_false(self) -> Question:
        return self._question("true-false", right=self.chance.random() < 0.5)

    def _accepted(self) -> dict[str, tuple[str, ...]]:
        return {language: (self._secret(), self._secret()) for language in LANGUAGES}

    def _forgiven(self) -> tuple[str, ...]:
        return tuple(each for each in ("case", "diacritics", "inflection") if self.chance.random() < 0.5)

    def _short(self) -> Question:
        return self._question("short", accept=self._accepted(), forgive=self._forgiven())

    def _number(self) -> Question:
        value = f"{self.chance.randint(100_000, 999_999)}.{self.chance.randint(1, 9)}"
        self.secrets |= {value, value.replace(".", ","), value[:6], f"{value[:3]}\u00a0{value[3:6]}"}
        tolerance = self.chance.choice(["0", "2.5"])
        unit = self.chance.choice([{}, {"lt": "Eur", "en": "€"}])
        return self._question("number", numeric=Numeric(value, tolerance, self.chance.random() < 0.5, unit))

    def _matching(self) -> Question:
        pairs = tuple(Pair(self.word(), self._texts(), self._texts(), self._secret_texts()) for _ in range(4))
        none = tuple(Distractor(self._secret(), self._texts()) for _ in range(2))
        return self._question("matching", pairs=pairs, distractors=none)

    def _ordering(self) -> Question:
        return self._question("ordering", items=tuple(Item(self._secret(), self._texts()) for _ in range(5)))

    def _gaps(self) -> Question:
        options = tuple(GapOption(self.word(), self._texts(), number == 1) for number in range(3))
        gaps = (Gap(self._secret(), self._accepted(), self._forgiven()), Gap(self._secret(), options=options))
        marks = [f"[[{gap.key}]]" for gap in gaps]
        text = {"lt": f"<p>{' '.join(marks)}</p>", "en": f"<p>{' '.join(marks[::-1])}</p>"}
        return self._question("gap", gaps=gaps, text_html=text)

    def _open(self) -> Question:
        return self._question("open", guidance_html=self._secret_texts())

    def answer(self, question: Question, seed: kinds.Seed, *, rightly: bool) -> dict[str, list[str]]:
        """Return what a browser sends, by language: the same answer, as the page of each language asks it."""
        chosen = _Answer(question, seed, random.Random(f"{self.number}:{question.key}"), rightly)
        return {language: chosen.sent(language) for language in LANGUAGES}


@dataclass
class _Answer:
    question: Question
    seed: kinds.Seed
    chance: random.Random
    rightly: bool

    def __post_init__(self) -> None:
        self.choice = self.chance.random()

    def sent(self, language: str) -> list[str]:
        """Return the fields in the order in which the page of that language has them."""
        self.chance.seed(self.choice)
        by_kind = {
            "single": self._options,
            "multiple": self._options,
            "true-false": self._statement,
            "short": lambda: [self._word(self.question.accept[language])],
            "number": lambda: [self._number().replace(".", "," if language == "lt" else ".")],
            "matching": self._matches,
            "ordering": self._order,
            "gap": lambda: self._gaps(language),
            "open": lambda: ["nežinau"],
        }
        return by_kind[self.question.kind]()

    def _options(self) -> list[str]:
        options = kinds.options_as_asked(self.question, self.seed)
        if self.rightly:
            return [option.key for option in options if option.right]
        most = 1 if self.question.kind == "single" else len(options)
        return [option.key for option in self.chance.sample(options, self.chance.randint(1, most))]

    def _statement(self) -> list[str]:
        is_true = self.question.right if self.rightly else self.chance.random() < 0.5
        return ["true" if is_true else "false"]

    def _word(self, accepted: tuple[str, ...]) -> str:
        place = self.chance.randrange(len(accepted))
        return accepted[place] if self.rightly else "nežinau"

    def _number(self) -> str:
        assert self.question.numeric is not None
        return self.question.numeric.value if self.rightly else str(self.chance.randint(0, 999) / 10)

    def _matches(self) -> list[str]:
        rights = [key for key, _texts in kinds.right_sides(self.question, self.seed)]
        chosen = [self.chance.choice(rights) for _pair in self.question.pairs]
        matched = [
            pair.key if self.rightly else any_one
            for pair, any_one in zip(self.question.pairs, chosen, strict=True)
        ]
        return [
            f"{pair.key}=~{rights.index(key) + 1}"
            for pair, key in zip(self.question.pairs, matched, strict=True)
        ]

    def _order(self) -> list[str]:
        asked = kinds.items_as_asked(self.question, self.seed)
        places = list(range(1, len(asked) + 1))
        self.chance.shuffle(places)
        right = [self.question.items.index(item) + 1 for item in asked]
        return [f"~{n}={place}" for n, place in enumerate(right if self.rightly else places, 1)]

    def _gaps(self, language: str) -> list[str]:
        typed, chosen = self.question.gaps
        options = [option.key for option in chosen.options if option.right == self.rightly]
        filled = [
            *(kinds.gap_mark(self.question, typed.key), self._word(typed.accept[language])),
            *(kinds.gap_mark(self.question, chosen.key), self.chance.choice(options)),
        ]
        return filled if language == "lt" else [*filled[2:], *filled[:2]]
