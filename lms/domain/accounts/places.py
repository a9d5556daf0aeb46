"""Where institutions are and of what kind: counties, municipalities (ISO 3166-2 codes), countries."""

from typing import NamedTuple

from babel import Locale

from lms.foundation.i18n import current_language, in_language, lazy_gettext
from lms.foundation.sorting import sort_key


class Place(NamedTuple):
    """A county or a municipality with its full name; a municipality lies in a county."""

    code: str
    lt: str
    en: str
    county: str = ""

    @property
    def name(self) -> str:
        """The full name in the reader's language."""
        return in_language({"lt": self.lt, "en": self.en})


COUNTIES = {
    code: Place(code, f"{lt} apskritis", f"{en} County")
    for code, lt, en in [
        ("LT-AL", "Alytaus", "Alytus"),
        ("LT-KU", "Kauno", "Kaunas"),
        ("LT-KL", "Klaipėdos", "Klaipėda"),
        ("LT-MR", "Marijampolės", "Marijampolė"),
        ("LT-PN", "Panevėžio", "Panevėžys"),
        ("LT-SA", "Šiaulių", "Šiauliai"),
        ("LT-TA", "Tauragės", "Tauragė"),
        ("LT-TE", "Telšių", "Telšiai"),
        ("LT-UT", "Utenos", "Utena"),
        ("LT-VL", "Vilniaus", "Vilnius"),
    ]
}
_FULL = {
    "m": ("miesto savivaldybė", "City Municipality"),
    "r": ("rajono savivaldybė", "District Municipality"),
    "": ("savivaldybė", "Municipality"),
}
MUNICIPALITIES = {
    code: Place(code, f"{lt} {_FULL[kind][0]}", f"{en} {_FULL[kind][1]}", county)
    for code, lt, en, kind, county in [
        ("LT-01", "Akmenės", "Akmenė", "r", "LT-SA"),
        ("LT-02", "Alytaus", "Alytus", "m", "LT-AL"),
        ("LT-03", "Alytaus", "Alytus", "r", "LT-AL"),
        ("LT-04", "Anykščių", "Anykščiai", "r", "LT-UT"),
        ("LT-05", "Birštono", "Birštonas", "", "LT-KU"),
        ("LT-06", "Biržų", "Biržai", "r", "LT-PN"),
        ("LT-07", "Druskininkų", "Druskininkai", "", "LT-AL"),
        ("LT-08", "Elektrėnų", "Elektrėnai", "", "LT-VL"),
        ("LT-09", "Ignalinos", "Ignalina", "r", "LT-UT"),
        ("LT-10", "Jonavos", "Jonava", "r", "LT-KU"),
        ("LT-11", "Joniškio", "Joniškis", "r", "LT-SA"),
        ("LT-12", "Jurbarko", "Jurbarkas", "r", "LT-TA"),
        ("LT-13", "Kaišiadorių", "Kaišiadorys", "r", "LT-KU"),
        ("LT-14", "Kalvarijos", "Kalvarija", "", "LT-MR"),
        ("LT-15", "Kauno", "Kaunas", "m", "LT-KU"),
        ("LT-16", "Kauno", "Kaunas", "r", "LT-KU"),
        ("LT-17", "Kazlų Rūdos", "Kazlų Rūda", "", "LT-MR"),
        ("LT-18", "Kėdainių", "Kėdainiai", "r", "LT-KU"),
        ("LT-19", "Kelmės", "Kelmė", "r", "LT-SA"),
        ("LT-20", "Klaipėdos", "Klaipėda", "m", "LT-KL"),
        ("LT-21", "Klaipėdos", "Klaipėda", "r", "LT-KL"),
        ("LT-22", "Kretingos", "Kretinga", "r", "LT-KL"),
        ("LT-23", "Kupiškio", "Kupiškis", "r", "LT-PN"),
        ("LT-24", "Lazdijų", "Lazdijai", "r", "LT-AL"),
        ("LT-25", "Marijampolės", "Marijampolė", "", "LT-MR"),
        ("LT-26", "Mažeikių", "Mažeikiai", "r", "LT-TE"),
        ("LT-27", "Molėtų", "Molėtai", "r", "LT-UT"),
        ("LT-28", "Neringos", "Neringa", "", "LT-KL"),
        ("LT-29", "Pagėgių", "Pagėgiai", "", "LT-TA"),
        ("LT-30", "Pakruojo", "Pakruojis", "r", "LT-SA"),
        ("LT-31", "Palangos", "Palanga", "m", "LT-KL"),
        ("LT-32", "Panevėžio", "Panevėžys", "m", "LT-PN"),
        ("LT-33", "Panevėžio", "Panevėžys", "r", "LT-PN"),
        ("LT-34", "Pasvalio", "Pasvalys", "r", "LT-PN"),
        ("LT-35", "Plungės", "Plungė", "r", "LT-TE"),
        ("LT-36", "Prienų", "Prienai", "r", "LT-KU"),
        ("LT-37", "Radviliškio", "Radviliškis", "r", "LT-SA"),
        ("LT-38", "Raseinių", "Raseiniai", "r", "LT-KU"),
        ("LT-39", "Rietavo", "Rietavas", "", "LT-TE"),
        ("LT-40", "Rokiškio", "Rokiškis", "r", "LT-PN"),
        ("LT-41", "Šakių", "Šakiai", "r", "LT-MR"),
        ("LT-42", "Šalčininkų", "Šalčininkai", "r", "LT-VL"),
        ("LT-43", "Šiaulių", "Šiauliai", "m", "LT-SA"),
        ("LT-44", "Šiaulių", "Šiauliai", "r", "LT-SA"),
        ("LT-45", "Šilalės", "Šilalė", "r", "LT-TA"),
        ("LT-46", "Šilutės", "Šilutė", "r", "LT-KL"),
        ("LT-47", "Širvintų", "Širvintos", "r", "LT-VL"),
        ("LT-48", "Skuodo", "Skuodas", "r", "LT-KL"),
        ("LT-49", "Švenčionių", "Švenčionys", "r", "LT-VL"),
        ("LT-50", "Tauragės", "Tauragė", "r", "LT-TA"),
        ("LT-51", "Telšių", "Telšiai", "r", "LT-TE"),
        ("LT-52", "Trakų", "Trakai", "r", "LT-VL"),
        ("LT-53", "Ukmergės", "Ukmergė", "r", "LT-VL"),
        ("LT-54", "Utenos", "Utena", "r", "LT-UT"),
        ("LT-55", "Varėnos", "Varėna", "r", "LT-AL"),
        ("LT-56", "Vilkaviškio", "Vilkaviškis", "r", "LT-MR"),
        ("LT-57", "Vilniaus", "Vilnius", "m", "LT-VL"),
        ("LT-58", "Vilniaus", "Vilnius", "r", "LT-VL"),
        ("LT-59", "Visagino", "Visaginas", "", "LT-UT"),
        ("LT-60", "Zarasų", "Zarasai", "r", "LT-UT"),
    ]
}

# The kinds of institution that reports are split by.
KINDS = {
    "municipality": lazy_gettext("Municipality administration"),
    "municipal-body": lazy_gettext("Municipal institution"),
    "state-body": lazy_gettext("State institution"),
    "ngo": lazy_gettext("Non-governmental organisation"),
    "community": lazy_gettext("Community organisation"),
    "private": lazy_gettext("Private institution"),
    "higher-education": lazy_gettext("Higher education institution"),
    "foreign-partner": lazy_gettext("Foreign partner"),
}

# The European Economic Area, Lithuania and Norway first, and whoever else is near.
COUNTRIES = (
    "LT", "NO",
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IS", "IT",
    "LI", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK", "CH", "GB", "MD", "UA",
)  # fmt: skip
_ZONES = {
    "NO": "Europe/Oslo", "SE": "Europe/Stockholm", "DK": "Europe/Copenhagen", "IS": "Atlantic/Reykjavik",
    "PL": "Europe/Warsaw", "DE": "Europe/Berlin", "GB": "Europe/London", "IE": "Europe/Dublin",
    "EE": "Europe/Tallinn", "LV": "Europe/Riga", "FI": "Europe/Helsinki", "PT": "Europe/Lisbon",
    "LI": "Europe/Vaduz", "CH": "Europe/Zurich", "UA": "Europe/Kyiv", "NL": "Europe/Amsterdam",
    "FR": "Europe/Paris", "ES": "Europe/Madrid", "IT": "Europe/Rome", "BE": "Europe/Brussels",
}  # fmt: skip


def county_name(code: str | None) -> str:
    """Return the county's name in the reader's language; nothing for none."""
    return COUNTIES[code].name if code in COUNTIES else ""


def municipality_name(code: str | None) -> str:
    """Return the municipality's full name in the reader's language; nothing for none."""
    return MUNICIPALITIES[code].name if code in MUNICIPALITIES else ""


def country_name(code: str | None) -> str:
    """Return the country's name in the reader's language; nothing for none."""
    return str(Locale.parse(current_language()).territories.get(code or "", code or ""))


def kind_name(code: str | None) -> str:
    """Return the kind of institution in the reader's language; nothing for none."""
    return str(KINDS[code]) if code in KINDS else ""


def county_of(municipality: str | None) -> str | None:
    """Return the code of the county that a municipality lies in."""
    return MUNICIPALITIES[municipality].county if municipality in MUNICIPALITIES else None


def zone_of(country: str) -> str:
    """Return the time zone that people of that country begin with."""
    return _ZONES.get(country, "Europe/Vilnius")


def county_names() -> dict[str, str]:
    """Return code and name of the ten counties, in the order of the names shown."""
    return _in_order(COUNTIES)


def municipality_names() -> dict[str, str]:
    """Return code and full name of the sixty municipalities, in the order of the names shown."""
    return _in_order(MUNICIPALITIES)


def country_names() -> dict[str, str]:
    """Return code and name of countries: Lithuania and Norway first, then in the reader's order."""
    names = [(code, country_name(code)) for code in COUNTRIES]
    return dict(names[:2] + sorted(names[2:], key=lambda pair: sort_key(pair[1], current_language())))


def zone_names(chosen: str) -> dict[str, str]:
    """Return time zones with the country whose they are; one that was chosen elsewhere stays offered."""
    countries = {"LT": "Europe/Vilnius", **_ZONES}
    names = {countries[code]: name for code, name in country_names().items() if code in countries}
    offered = {zone: f"{name} ({zone})" for zone, name in names.items()} | {"UTC": "UTC"}
    return offered if chosen in offered else {chosen: chosen, **offered}


def kind_names() -> dict[str, str]:
    """Return code and name of the kinds of institution."""
    return {code: str(name) for code, name in KINDS.items()}


def _in_order(places: dict[str, Place]) -> dict[str, str]:
    ordered = sorted(places.values(), key=lambda place: sort_key(place.name, current_language()))
    return {place.code: place.name for place in ordered}
