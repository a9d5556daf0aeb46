"""Ids of blocks survive editing, moving and inserting."""

from hypothesis import given, settings
from hypothesis import strategies as st

from lms.domain.content.carrying import Trace, carry_ids
from lms.domain.content.plain_text import fingerprint

WORDS = [
    "klasteris", "savivaldybė", "sektorius", "partneris", "tikslas", "poreikis", "paslauga", "susitarimas",
    "vaidmuo", "rodiklis", "bendruomenė", "pasitikėjimas", "konferencija", "tinklas", "mokymas", "senjorai",
    "vaistinė", "kaimas", "vežėjas", "gydytoja", "projektas", "biudžetas",
]  # fmt: skip
quickly = settings(deadline=None, max_examples=60)
sentences = st.lists(st.sampled_from(WORDS), min_size=6, max_size=14).map(" ".join)
lessons = st.lists(sentences, min_size=1, max_size=12, unique=True)


def trace(lt: str, en: str = "", lesson: str = "first", block_id: str = "", kind: str = "paragraph") -> Trace:
    words = {"lt": (fingerprint(lt), lt)}
    if en:
        words["en"] = (fingerprint(en), en)
    return Trace(lesson, kind, words, block_id)


def traces(texts: list[str]) -> list[Trace]:
    """Old blocks, each under an id of its own."""
    return [trace(text, block_id=f"b{place}") for place, text in enumerate(texts)]


@quickly
@given(lessons)
def test_the_same_text_keeps_its_ids(texts: list[str]) -> None:
    old = traces(texts)
    assert carry_ids("m", old, [trace(text) for text in texts]) == [each.id for each in old]


@quickly
@given(lessons, st.randoms(use_true_random=False))
def test_moving_keeps_ids(texts: list[str], chance) -> None:  # type: ignore[no-untyped-def]
    old = traces(texts)
    shuffled = list(old)
    chance.shuffle(shuffled)
    new = [trace(each.words["lt"][1]) for each in shuffled]
    assert carry_ids("m", old, new) == [each.id for each in shuffled]


@quickly
@given(lessons, sentences, st.integers(min_value=0, max_value=12))
def test_inserting_moves_no_id(texts: list[str], inserted: str, place: int) -> None:
    if inserted in texts:
        return
    place = min(place, len(texts))
    new = [trace(text) for text in [*texts[:place], inserted, *texts[place:]]]
    found = carry_ids("m", traces(texts), new)
    assert found[:place] + found[place + 1 :] == [f"b{number}" for number in range(len(texts))]
    assert found[place] not in found[:place] + found[place + 1 :]


@quickly
@given(lessons, st.integers(min_value=0, max_value=11))
def test_taking_out_moves_no_id(texts: list[str], place: int) -> None:
    place %= len(texts)
    new = [trace(text) for text in texts[:place] + texts[place + 1 :]]
    assert carry_ids("m", traces(texts), new) == [f"b{n}" for n in range(len(texts)) if n != place]


@quickly
@given(
    lessons,
    st.integers(min_value=0, max_value=11),
    st.sampled_from(WORDS),
    st.integers(min_value=0, max_value=5),
)
def test_editing_a_word_keeps_every_id(texts: list[str], place: int, word: str, where: int) -> None:
    place %= len(texts)
    words = texts[place].split()
    words[where] = word
    edited = " ".join(words)
    if edited in texts:
        return
    new = [trace(text) for text in [*texts[:place], edited, *texts[place + 1 :]]]
    assert carry_ids("m", traces(texts), new) == [f"b{number}" for number in range(len(texts))]


@quickly
@given(st.lists(st.tuples(st.sampled_from(["a", "b"]), sentences), max_size=15))
def test_no_id_is_given_twice(texts: list[tuple[str, str]]) -> None:
    found = carry_ids("m", [], [trace(text, lesson=lesson) for lesson, text in texts])
    assert len(set(found)) == len(found)
    again = carry_ids("m", [], [trace(text, lesson=lesson) for lesson, text in texts])
    assert found == again


def test_a_block_rewritten_in_one_language_is_known_by_the_other() -> None:
    old = [trace("Visai senas sakinys apie klasterius", "An old sentence", block_id="b1")]
    assert carry_ids("m", old, [trace("Nė vieno to paties žodžio čia nebeliko", "An old sentence")]) == ["b1"]


def test_a_block_may_move_to_another_lesson() -> None:
    text = "Pakankamai ilgas sakinys, kad jo nesupainiotume su kitu"
    assert carry_ids("m", [trace(text, block_id="b1")], [trace(text, lesson="second")]) == ["b1"]


def test_the_same_short_heading_in_two_lessons_stays_two_blocks() -> None:
    old = [trace("Veikla", lesson=lesson, block_id=f"b-{lesson}", kind="heading") for lesson in ("a", "b")]
    assert carry_ids("m", old, [trace("Veikla", lesson=lesson, kind="heading") for lesson in ("b", "a")]) == [
        "b-b", "b-a",
    ]  # fmt: skip


def test_a_new_block_never_takes_the_id_of_one_that_was_edited() -> None:
    first = carry_ids("m", [], [trace("Pirmas sakinys apie savivaldybę")])
    old = [trace("Pirmas sakinys apie savivaldybę", block_id=first[0])]
    edited = carry_ids("m", old, [trace("Pirmas sakinys apie savivaldybes")])
    old = [trace("Pirmas sakinys apie savivaldybes", block_id=edited[0])]
    again = carry_ids(
        "m", old, [trace("Pirmas sakinys apie savivaldybes"), trace("Pirmas sakinys apie savivaldybę")]
    )
    assert again[0] == first[0] and again[1] != first[0]
