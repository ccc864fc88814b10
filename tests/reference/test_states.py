"""States, regions, places, articles and currencies."""

from collections import Counter

import pytest

from tracker.errors import InvalidInput, NotFound
from tracker.reference.articles import article, articles_of
from tracker.reference.codes import Theme
from tracker.reference.currencies import currencies, exponent
from tracker.reference.instruments import Instrument
from tracker.reference.names import Names, choose, name_of
from tracker.reference.regions import (
    RegionLevel,
    area_name,
    children,
    chosen_regions,
    groups_of,
    m49_regions,
    place_name,
    places,
    region_of,
    regions,
    states_in,
    subregion_of,
)
from tracker.reference.states import Economy, StateKind, state, states, states_by_iso2


def test_the_membership_of_the_united_nations_is_whole() -> None:
    kinds = Counter(one.kind for one in states().values())
    assert kinds[StateKind.MEMBER_STATE] == 193
    assert {iso3 for iso3, s in states().items() if s.kind == StateKind.OBSERVER} == {"PSE", "VAT"}
    assert len(states_by_iso2()) == len(states())
    assert len({one.m49 for one in states().values()}) == len(states())


def test_each_state_has_a_name_of_its_own_in_each_language() -> None:
    for language in zip(*(one.names for one in states().values()), strict=True):
        assert "" not in language
        assert len(set(language)) == len(language)


@pytest.mark.parametrize(
    ("iso3", "locale", "name"),
    [
        ("AFG", "fr", "Afghanistan"),
        ("BOL", "en", "Bolivia (Plurinational State of)"),
        ("CIV", "en", "Côte d'Ivoire"),
        ("GBR", "en", "United Kingdom of Great Britain and Northern Ireland"),
        ("KOR", "en", "Republic of Korea"),
        ("MKD", "en", "North Macedonia"),
        ("TUR", "en", "Türkiye"),
        ("VNM", "en", "Viet Nam"),
        ("USA", "ar", "الولايات المتحدة الأمريكية"),
        ("RUS", "ru_RU", "Российская Федерация"),
    ],
)
def test_names_are_the_short_ones_of_the_united_nations(iso3: str, locale: str, name: str) -> None:
    assert name_of(state(iso3), locale) == name


def test_an_empty_name_falls_back_on_english() -> None:
    assert choose(Names("World", fr="Monde"), "fr") == "Monde"
    assert choose(Names("World", fr="Monde"), "es") == "World"
    assert choose(Names("World"), "tlh") == "World"


def test_every_member_state_is_in_one_regional_group() -> None:
    groups = Counter(one.regional_group for one in states().values() if one.regional_group)
    assert groups == {
        "african": 54,
        "asia_pacific": 54,
        "eastern_european": 23,
        "grulac": 33,
        "weog": 29,
    }
    assert set(groups) <= set(regions())
    assert sum(groups.values()) == 193


def test_least_developed_countries_are_developing() -> None:
    for one in states().values():
        if one.ldc:
            assert one.economy == Economy.DEVELOPING
        assert bool(one.economy_source) == (one.economy != Economy.NOT_SPECIFIED)
    assert sum(one.ldc for one in states().values()) == 45
    assert state("KAZ").economy == Economy.TRANSITION
    assert state("KAZ").eligible
    assert not state("ITA").eligible
    assert not state("AND").eligible


def test_each_state_stands_in_regions_that_hold_each_other() -> None:
    for one in states().values():
        assert regions()[one.region].level == RegionLevel.REGION
        assert regions()[one.subregion].parent == one.region
        if one.intermediate_region:
            assert regions()[one.intermediate_region].parent == one.subregion
        if one.unodc_region:
            assert regions()[one.unodc_region].level == RegionLevel.UNODC


def test_a_place_knows_its_region() -> None:
    assert (region_of("KEN"), subregion_of("KEN")) == ("002", "202")
    assert (region_of("014"), subregion_of("014")) == ("002", "202")
    assert (region_of("419"), subregion_of("419")) == ("019", "419")
    assert (region_of("142"), subregion_of("142")) == ("142", "")
    assert (region_of("001"), subregion_of("001")) == ("001", "")
    with pytest.raises(NotFound):
        region_of("weog")


def test_the_states_of_the_parts_are_the_states_of_the_whole() -> None:
    assert children("001") == ("002", "019", "142", "150", "009")
    for code in m49_regions():
        parts = children(code)
        inside = [iso3 for part in parts for iso3 in states_in(part)]
        if parts:
            assert set(inside) <= set(states_in(code))
            assert len(inside) == len(set(inside))
    assert len(states_in("001")) == len(states())
    assert sum(len(states_in(part)) for part in children("001")) == len(states())
    assert len(states_in("weog")) == 29
    assert [len(states_in(code)) for code in ("ldc", "lldc", "sids")] == [
        sum(getattr(one, code) for one in states().values()) for code in ("ldc", "lldc", "sids")
    ]


def test_a_state_is_in_its_groups_and_a_region_in_none() -> None:
    assert groups_of("NPL") == ("asia_pacific", "ldc", "lldc")
    assert groups_of("HTI") == ("grulac", "ldc", "sids")
    assert groups_of("ABW") == ("sids",)
    assert groups_of("202") == groups_of("nowhere") == ()
    for code in chosen_regions():
        assert states_in(code), f"{code} holds no State"
        assert area_name(code, "ar")


def test_places_are_states_regions_and_the_world() -> None:
    assert {"KEN", "002", "202", "014", "001"} <= set(places())
    assert "weog" not in places()
    assert place_name("001", "es") == "Mundo"
    assert place_name("VNM") == "Viet Nam"
    with pytest.raises(NotFound):
        place_name("XXX")


def test_each_instrument_has_its_articles() -> None:
    counts = {instrument: len(articles_of(instrument)) for instrument in Instrument}
    assert counts == {"UNTOC": 41, "TIP": 20, "SOM": 25, "FIREARMS": 21}
    assert article(Instrument.UNTOC, "18").theme == Theme.MUTUAL_LEGAL_ASSISTANCE
    assert article(Instrument.UNTOC, "30").title.startswith("Other measures: implementation")
    assert [one.article for one in articles_of(Instrument.TIP)] == [str(n) for n in range(1, 21)]
    with pytest.raises(NotFound):
        article(Instrument.TIP, "21")


def test_currencies_know_their_decimals() -> None:
    assert [exponent(code) for code in ("USD", "JPY", "KWD", "XOF")] == [2, 0, 3, 0]
    assert currencies()["HRK"].withdrawn
    assert {one.currency for one in states().values()} - {""} <= set(currencies())
    for unknown in ("XAU", "XTS", "ABC", "usd", ""):
        with pytest.raises(InvalidInput):
            exponent(unknown)
