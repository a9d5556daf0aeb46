"""Numbers, matches, orders and gaps: what is kept of an answer, and what it earns."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.domain.assessment import kinds, marking
from lms.domain.content.compiled_questions import Item, Numeric, Option, Pair, Question
from tests.factories.content import make_gap, make_matching, make_number, make_ordering, make_question

SEEDS = st.text("0123456789abcdef", min_size=1, max_size=16)


def points(question: Question, *given: str, seed: kinds.Seed = "s") -> int:
    return marking.mark_answer(question, kinds.clean(question, given, seed))


def mark_of(question: Question, key: str, seed: kinds.Seed) -> str:
    """What a page says in the place of the key."""
    if question.kind == "matching":
        keys = [each for each, _texts in kinds.right_sides(question, seed)]
    else:
        keys = [each.key for each in kinds.items_as_asked(question, seed)]
    return f"~{keys.index(key) + 1}"


@pytest.mark.parametrize(
    ("typed", "is_right"),
    [
        ("12,5", True),
        ("12.5", True),
        (" 12 ", True),
        ("13", True),
        ("13,01", False),
        ("11,999", False),
        ("12,50 Eur", True),
        ("12.5eur", True),
        ("+12,5", True),
        ("12,", True),
        ("-12,5", False),
        ("\u221212,5", False),
        ("0", False),
    ],
)
def test_a_number_is_right_within_its_tolerance(typed: str, is_right: bool) -> None:
    assert points(make_number(), typed) == is_right


def test_a_number_may_have_thousands_and_a_tolerance_in_per_cent() -> None:
    question = make_number(numeric=Numeric("-2000.0", "5.0", True, {}))
    for typed in ("-2000", "−1 900", "-2\u00a0100", "-1900.0", "\u20102000", "\u20122000", "— 2\u2009000"):
        assert points(question, typed) == 1
    for typed in ("-1899,9", "2000", "-2101"):
        assert points(question, typed) == 0


@pytest.mark.parametrize("typed", ["€918", "918 €", "918 Eur", "EUR 918", "918,0"])
def test_a_unit_may_stand_before_the_number_as_in_english(typed: str) -> None:
    assert points(make_number(numeric=Numeric("918", "0", False, {"lt": "Eur", "en": "€"})), typed) == 1


@pytest.mark.parametrize(
    ("right", "typed"),
    [
        ("1530", ["1 530", "1\u00a0530", "1530", "1,530", "1.530", "1,530.0", "1.530,0"]),
        ("1.53", ["1,53", "1.53", "1,530", "1.530"]),
        ("-1234567.5", ["-1 234 567,5", "-1,234,567.5", "−1.234.567,5"]),
    ],
)
def test_thousands_are_parted_as_either_language_parts_them(right: str, typed: list[str]) -> None:
    question = make_number(numeric=Numeric(right, "0", False, {}))
    assert [points(question, each) for each in typed] == [1] * len(typed)
    for wrong in ("1530,1", "153", "15,30"):
        assert points(question, wrong) == 0


@pytest.mark.parametrize(
    "typed",
    [
        "12,34,56",
        "1,530,5",
        "1.530.5",
        "daug",
        "12 obuolių",
        "1,2,3",
        "1e9",
        "∞",
        "--1",
        "9" * 30,
        "0x1f",
        "½",
    ],
)
def test_what_is_no_number_is_refused_with_its_reason(typed: str) -> None:
    with pytest.raises(kinds.UnfitAnswer) as refused:
        kinds.clean(make_number(), [typed], "s")
    assert refused.value.reason == "number"


@given(st.decimals(-1000, 1000, places=3), st.decimals(0, 50, places=2), st.decimals(-100, 100, places=3))
def test_no_number_is_wrong_by_how_computers_reckon(right: object, tolerance: object, off: object) -> None:
    question = make_number(numeric=Numeric(str(right), str(tolerance), False, {}))
    typed = Fraction(str(right)) + Fraction(str(off))
    written = f"{float(typed):.3f}".replace(".", ",")
    assert points(question, written) == (abs(Fraction(str(off))) <= Fraction(str(tolerance)))


def test_a_match_earns_its_share_and_marks_are_understood() -> None:
    question = make_matching()
    right = [f"{pair.key}={mark_of(question, pair.key, 7)}" for pair in question.pairs]
    assert points(question, *right, seed=7) == 3
    assert points(question, *right[:2], "", seed=7) == 2
    wrong = f"public={mark_of(question, 'nobody', 7)}"
    assert points(question, wrong, *right[1:], seed=7) == 2
    assert points(question, wrong, seed=7) == 0
    assert kinds.clean(question, right, 7) == ["public=public", "private=private", "civic=civic"]
    assert points(make_matching(is_whole=True), *right[:2], seed=7) == 0


def test_the_same_words_on_the_right_are_one_choice() -> None:
    alike = {"lt": "Viešasis", "en": "Public"}
    pairs = tuple(Pair(key, {"lt": key}, alike, {}) for key in ("school", "library"))
    question = make_matching(pairs=(*pairs, Pair("shop", {"lt": "shop"}, {"lt": "Privatus"}, {})))
    assert len(kinds.right_sides(question, 1)) == 3
    mark = next(
        f"~{n}" for n, (_key, texts) in enumerate(kinds.right_sides(question, 1), 1) if texts == alike
    )
    assert points(question, f"school={mark}", f"library={mark}", "shop=shop", seed=1) == 3


@pytest.mark.parametrize(
    ("order", "earned"),
    [
        (["need", "partners", "plan", "check"], 6),
        (["partners", "need", "plan", "check"], 4),
        (["check", "plan", "partners", "need"], 0),
        (["need", "plan", "check", "partners"], 2),
        (["need", "", "", "check"], 1),
        ([], 0),
    ],
)
def test_an_order_earns_by_what_stands_the_right_way_round(order: list[str], earned: int) -> None:
    assert points(make_ordering(), *order) == earned


def test_places_are_understood_in_any_sequence_and_each_only_once() -> None:
    question = make_ordering()
    sent = [f"{mark_of(question, item.key, 3)}={place}" for place, item in enumerate(question.items, 1)]
    assert kinds.clean(question, sent[::-1], 3) == ["need", "partners", "plan", "check"]
    assert kinds.clean(question, [sent[2]], 3) == ["", "", "plan", ""]
    with pytest.raises(kinds.UnfitAnswer) as refused:
        kinds.clean(question, [sent[0], sent[1].replace("=2", "=1")], 3)
    assert refused.value.reason == "places"


def test_gaps_are_filled_in_the_order_of_either_language() -> None:
    question = make_gap()
    assert points(question, "~who", "Savivaldybė", "~what", "trust") == 2
    assert points(question, "~what", "trust", "~who", "municipality") == 2
    assert points(question, "~who", "kažkas", "~what", "trust") == 1
    assert points(question, "~who", "", "~what", "fear") == 0
    assert kinds.clean(question, ["~who", " a=b ", "~what", ""], 1) == ["who=a=b"]


def test_pages_do_not_name_gaps_by_keys_that_might_say_what_belongs_there() -> None:
    question = make_gap()
    assert [kinds.gap_mark(question, gap.key) for gap in question.gaps] == ["~1", "~2"]
    assert points(question, "~2", "trust", "~1", "savivaldybė") == 2
    for unknown in ("~0", "~3", "~-1"):
        with pytest.raises(kinds.UnfitAnswer):
            kinds.clean(question, [unknown, "trust"], 1)


@pytest.mark.parametrize(
    ("question", "given"),
    [
        (make_matching(), ["public=~9"]),
        (make_matching(), ["public=elsewhere"]),
        (make_matching(), ["nowhere=~1"]),
        (make_matching(), ["public"]),
        (make_matching(), ["public=~²"]),
        (make_ordering(), ["~1=5"]),
        (make_ordering(), ["~9=1"]),
        (make_ordering(), ["~1=x"]),
        (make_ordering(), ["need", "x"]),
        (make_gap(), ["~who", "x", "~what", "hope"]),
        (make_gap(), ["~elsewhere", "x"]),
        (make_gap(), ["~who", "x" * 501]),
    ],
)
def test_what_was_not_offered_is_refused(question: Question, given: list[str]) -> None:
    with pytest.raises(kinds.UnfitAnswer):
        kinds.clean(question, given, 1)


ALL_KINDS = (
    make_question("single"),
    make_question("statement", kind="true-false", options=(), right=True),
    make_question("word", kind="short", options=(), accept={"lt": ("ryšys",), "en": ("tie",)}),
    make_number(),
    make_matching(),
    make_ordering(),
    make_gap(),
)
WORDS = st.sampled_from(
    ["", "yes", "true", "ryšys", "tie", "12,5", "~1", "~who", "~what", "trust", "municipality", "savivaldybė"]
    + [f"{left}=~{right}" for left in ("public", "private", "~1", "~2") for right in range(1, 4)]
    + [f"~{item}={place}" for item in range(1, 4) for place in range(1, 4)]
)


@given(st.sampled_from(ALL_KINDS), st.lists(st.one_of(WORDS, st.text(max_size=8)), max_size=6), SEEDS)
def test_whatever_is_sent_is_refused_or_earns_within_bounds(
    question: Question, given: list[str], seed: str
) -> None:
    try:
        kept = kinds.clean(question, given, seed)
    except kinds.UnfitAnswer:
        return
    earned = marking.mark_answer(question, kept)
    assert 0 <= earned <= question.points
    assert (earned == question.points) == (marking.verdict(question, kept) == marking.RIGHT)


@given(SEEDS, st.permutations(range(4)))
def test_orders_are_the_same_wherever_they_are_made(seed: str, order: list[int]) -> None:
    question = make_ordering()
    first = kinds.items_as_asked(question, seed)
    assert first == kinds.items_as_asked(question, seed)
    assert sorted(item.key for item in first) == sorted(item.key for item in question.items)
    given = [f"~{number + 1}={place}" for place, number in enumerate(order, 1)]
    assert kinds.clean(question, given, seed) == [first[number].key for number in order]


def test_where_things_stand_first_says_nothing_about_their_order() -> None:
    question = make_ordering()
    seen: dict[tuple[str, int], int] = {}
    for seed in range(400):
        for place, item in enumerate(kinds.items_as_asked(question, f"{seed:x}")):
            seen[item.key, place] = seen.get((item.key, place), 0) + 1
    assert all(60 <= times <= 140 for times in seen.values())
    assert len(seen) == 16


@given(SEEDS)
def test_options_stand_in_an_order_of_the_attempts_own_where_the_author_says_so(seed: str) -> None:
    options = tuple(Option(f"o{n}", {"lt": str(n), "en": f"no. {n}"}, n == 2, {}) for n in range(5))
    fixed, shuffled = (make_question("q", options=options, is_shuffled=each) for each in (False, True))
    assert kinds.options_as_asked(fixed, seed) == list(options)
    first = kinds.options_as_asked(shuffled, seed)
    assert first == kinds.options_as_asked(shuffled, seed)
    assert sorted(first, key=lambda option: option.key) == list(options)
    assert points(shuffled, "o2", seed=seed) == 1


def test_the_right_option_stands_everywhere_as_often() -> None:
    options = tuple(Option(f"o{n}", {"lt": str(n)}, n == 0, {}) for n in range(4))
    question = make_question("q", options=options, is_shuffled=True)
    places = [kinds.options_as_asked(question, f"{seed:x}").index(options[0]) for seed in range(400)]
    assert all(60 <= places.count(place) <= 140 for place in range(4))


def test_an_item_more_never_costs_the_whole() -> None:
    items = tuple(Item(f"i{n}", {"lt": str(n)}) for n in range(20))
    question = make_ordering(items=items, points=10)
    swapped = [items[1].key, items[0].key, *(item.key for item in items[2:])]
    assert points(question, *swapped) == 9


@pytest.mark.parametrize(
    ("typed", "is_right"),
    [
        ("socialinis klasteris", True),
        ("socialinio klasterio", True),
        ("Socialiniam Klasteriui", True),
        ("socialinis", False),
        ("socialinis klasteris veikia", False),
        ("asocialus klasteris", False),
    ],
)
def test_inflection_is_forgiven_where_the_author_says_so(typed: str, is_right: bool) -> None:
    accept = {"lt": ("socialinis klasteris",)}
    forgiving = make_question("q", kind="short", options=(), accept=accept, forgive=("case", "inflection"))
    strict = make_question("q", kind="short", options=(), accept=accept, forgive=("case",))
    assert points(forgiving, typed) == is_right
    assert points(strict, typed) == (typed == "socialinis klasteris")


def test_inflection_alone_forgives_neither_case_nor_diacritics() -> None:
    accept = {"lt": ("Šiauliai",), "en": ("networks",)}
    only = make_question("q", kind="short", options=(), accept=accept, forgive=("inflection",))
    both = make_question("q", kind="short", options=(), accept=accept, forgive=("inflection", "diacritics"))
    assert points(only, "Šiauliuose") == points(only, "network") == 1
    assert points(only, "Siauliuose") == points(only, "šiauliuose") == 0
    assert points(both, "Siauliuose") == 1
