"""What was typed, taken apart; whatever it was, both databases can be asked it."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms.domain.search import asking
from lms.domain.search.asking import Asked
from tests.domain.search.conftest import Find

READ = [
    ("Socialinis  klasteris", Asked(("socialinis", "klasteris"))),
    ("„socialinis klasteris“ mieste", Asked(("mieste",), (("socialinis", "klasteris"),))),
    ('skurdas -turtas -"ir kita"', Asked(("skurdas",), (), (("turtas",), ("ir", "kita")))),
    ("tarp-institucinis", Asked(("tarp", "institucinis"))),
    ("author's map", Asked(("author", "map"))),
    ("kas yra klasteris ir kita", Asked(("klasteris", "kita"))),
    ("kas yra", Asked(("kas", "yra"))),
    ("-vien -neigimai", Asked((), (), (("vien",), ("neigimai",)))),
    ("  \t \n ", Asked()),
    ("!?.,;:()[]*&|^~", Asked()),
]


@pytest.mark.parametrize(("typed", "asked"), READ)
def test_it_is_read(typed: str, asked: Asked) -> None:
    assert asking.read(typed) == asked


@given(st.text(max_size=5000))
def test_a_question_is_never_long(typed: str) -> None:
    asked = asking.read(typed)
    parts = [*asked.words, *(word for run in (*asked.phrases, *asked.without) for word in run)]
    assert len(parts) <= asking.MOST_WORDS
    assert all(0 < len(word) <= 40 for word in parts)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(max_size=250))
def test_both_databases_answer_whatever_is_asked(find: Find, typed: str) -> None:
    assert isinstance(find(typed.replace("\x00", "")), list)


@pytest.mark.parametrize(
    "typed", ["⑴ ½ ﬁ ㎏", "你好 привет", "a:* & !b | (c <-> d)", "NEAR(a b) title : x*", "'; --"]
)
def test_signs_of_the_databases_mean_nothing(find: Find, typed: str) -> None:
    assert isinstance(find(typed, topic=typed, module=typed, programme=typed), list)
