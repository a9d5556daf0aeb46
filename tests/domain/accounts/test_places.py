"""Counties and municipalities, in Lithuanian order."""

from lms.domain.accounts import places
from lms.foundation import i18n


def test_all_are_there() -> None:
    assert len(places.COUNTIES) == 10
    assert len(places.MUNICIPALITIES) == 60
    assert {each.county for each in places.MUNICIPALITIES.values()} == set(places.COUNTIES)
    assert {code: code for code in places.MUNICIPALITIES} == {
        f"LT-{number:02}": f"LT-{number:02}" for number in range(1, 61)
    }


def test_they_are_named_in_full_in_both_languages() -> None:
    i18n.speak("lt")
    assert places.municipality_name("LT-06") == "Biržų rajono savivaldybė"
    assert places.municipality_name("LT-15") == "Kauno miesto savivaldybė"
    assert places.municipality_name("LT-07") == "Druskininkų savivaldybė"
    assert places.county_name(places.county_of("LT-06")) == "Panevėžio apskritis"
    assert places.country_name("NO") == "Norvegija"
    assert places.kind_name("ngo") == "Nevyriausybinė organizacija (NVO)"
    i18n.speak("en")
    assert places.municipality_name("LT-06") == "Biržai District Municipality"
    assert places.county_name("LT-SA") == "Šiauliai County"
    assert places.country_name("NO") == "Norway"
    assert places.municipality_name(None) == places.county_name("x") == places.kind_name(None) == ""


def test_they_stand_in_lithuanian_order() -> None:
    i18n.speak("lt")
    names = list(places.municipality_names().values())
    for earlier, later in [
        ("Skuodo", "Šakių"),
        ("Ukmergės", "Utenos"),
        ("Zarasų", None),
        ("Švenčionių", "Tauragės"),
    ]:
        place = next(index for index, name in enumerate(names) if name.startswith(earlier))
        if later:
            assert place < next(index for index, name in enumerate(names) if name.startswith(later))
        else:
            assert place == 59
    assert list(places.county_names().values())[5:7] == ["Šiaulių apskritis", "Tauragės apskritis"]
    assert list(places.country_names())[:2] == ["LT", "NO"]


def test_in_english_they_stand_in_english_order() -> None:
    i18n.speak("en")
    names = list(places.municipality_names().values())
    for earlier, later in [("Šakiai", "Skuodas"), ("Kupiškis", "Lazdijai"), ("Vilnius", "Visaginas")]:
        (place, *_more) = [index for index, name in enumerate(names) if name.startswith(earlier)]
        assert place < next(index for index, name in enumerate(names) if name.startswith(later))
    assert names[-1] == "Zarasai District Municipality"
    assert list(places.county_names().values())[5] == "Šiauliai County"
    assert list(places.country_names())[:2] == ["LT", "NO"]


def test_people_begin_with_the_zone_of_their_country() -> None:
    assert places.zone_of("NO") == "Europe/Oslo"
    assert places.zone_of("LT") == "Europe/Vilnius"
    assert set(places._ZONES) <= set(places.COUNTRIES)
