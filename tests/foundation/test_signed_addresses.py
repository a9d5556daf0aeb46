"""Addresses that only this installation can have made."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.foundation import signing


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signing, "_secret", "a key for the tests")


def test_numbers_come_back_also_in_capitals() -> None:
    local = signing.seal_address("r", 2**31, 2**31, 739_000)
    assert len(local) <= 64 and local == local.lower()
    assert signing.unseal_address("r", local) == (2**31, 2**31, 739_000)
    assert signing.unseal_address("r", local.upper()) == (2**31, 2**31, 739_000)


def test_an_address_for_something_else_or_of_another_installation_is_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    local = signing.seal_address("r", 1, 2)
    assert signing.unseal_address("b", local) is None
    assert signing.unseal_address("r", local.replace("r-1-2", "r-1-3")) is None
    monkeypatch.setattr(signing, "_secret", "another key")
    assert signing.unseal_address("r", local) is None


@given(st.text(max_size=70))
def test_whatever_is_typed_is_no_address(local: str) -> None:
    assert signing.unseal_address("r", local) is None


@given(st.data())
def test_one_other_sign_is_a_forgery(data: st.DataObject) -> None:
    local = signing.seal_address("r", 41, 7, 739_000)
    place = data.draw(st.integers(0, len(local) - 1))
    sign = data.draw(
        st.sampled_from("abcdefghijklmnopqrstuvwxyz0123456789-").filter(lambda it: it != local[place])
    )
    assert signing.unseal_address("r", local[:place] + sign + local[place + 1 :]) is None
