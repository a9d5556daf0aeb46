"""What the catalogue says of a module's translation. No database."""

from lms.domain.catalogue.rules import translation_gaps
from tests.factories.content import compile_module, make_block, make_lesson


def test_stale_and_missing_blocks_are_counted_by_language() -> None:
    module = compile_module(
        lessons=(
            make_lesson("one", make_block("a"), make_block("b", is_stale=True), make_block("c", en=None)),
            make_lesson("two", make_block("d", en=None), make_block("e", lt=None)),
        )
    )
    assert translation_gaps(module, "en") == (1, 2)
    assert translation_gaps(module, "lt") == (0, 1)
