"""The donor that a name means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import NotFound
from tracker.reference.codes import ContributorType
from tracker.reference.donor_names import aliases, decide, normalise
from tracker.reference.organisations import contributor_type_of, giver_name, organisations
from tracker.reference.states import states, states_by_iso2


@pytest.mark.parametrize(
    ("name", "code", "decided"),
    [
        ("Italy", "", "ITA"),
        ("Italy", "IT", "ITA"),
        ("ITALIE", "", "ITA"),
        ("Côte D'Ivoire", "", "CIV"),
        ("Turkey", "TR", "TUR"),
        ("Korea, Republic of", "KR", "KOR"),
        ("Macedonia, The former Yugoslav Republic of", "MK", "MKD"),
        ("Hong Kong SAR", "", "HKG"),
        ("Netherlands", "NL", "NLD"),
        ("Government of Australia", "AU", "AUS"),
        ("European Union", "", "EU"),
        ("UNOCHA", "", "OCHA"),
        ("UNF", "UNF", "UNF"),
        ("Viet Nam", "A", "VNM"),
        ("African Union", "A", "AFUN"),
        ("AGFUND", "AG", "AGFUND"),
        ("Other NGOs", "", "XNGO"),
        ("", "NOR", "NOR"),
        ("", "no", "NOR"),
        ("", "UNDP", "UNDP"),
    ],
)
def test_a_name_decides(name: str, code: str, decided: str) -> None:
    assert decide(name, code).code == decided


@pytest.mark.parametrize(
    ("name", "code", "reason"),
    [
        ("", "", "there is no name"),
        ("  ", "A", "there is no name"),
        ("Congo, Republic of", "CD", "code CD beside it means Democratic Republic of the Congo"),
        ("Niger", "NG", "'Niger' is Niger, but code NG means Nigeria"),
        ("African Union", "AU", "code AU means Australia"),
        ("UN and Other Agencies", "UN", "not a known name"),
        ("Ruritania", "", "not a known name"),
        ("Ruritania", "IT", "code IT beside it means Italy"),
    ],
)
def test_what_cannot_be_decided_says_why(name: str, code: str, reason: str) -> None:
    decision = decide(name, code)
    assert decision.code is None
    assert reason in decision.reason


def test_each_name_in_each_language_means_one_giver() -> None:
    givers = {code: state.names for code, state in states().items()}
    givers |= {code: organisation.names for code, organisation in organisations().items()}
    for code, names in givers.items():
        assert {decide(name).code for name in names if name} == {code}


def test_each_alias_leads_to_its_giver_beside_its_code() -> None:
    for alias in aliases():
        assert giver_name(alias.code)
        assert decide(alias.alias).code == alias.code
        assert decide(alias.alias, alias.with_code).code == alias.code


def test_no_organisation_has_the_code_of_a_state() -> None:
    assert not set(organisations()) & (set(states()) | set(states_by_iso2()))
    assert all(len(code) <= 20 for code in organisations())


def test_a_giver_has_a_type() -> None:
    assert contributor_type_of("ITA") == ContributorType.GOVERNMENT
    assert contributor_type_of("EU") == ContributorType.EUROPEAN_UNION
    assert contributor_type_of("WB") == ContributorType.FINANCIAL_INSTITUTION
    assert giver_name("EU", "fr") == "Union européenne"
    with pytest.raises(NotFound):
        contributor_type_of("NOBODY")


@given(st.text(max_size=40))
def test_a_key_has_no_stray_blanks_and_case_does_not_matter(name: str) -> None:
    key = normalise(name)
    assert key == normalise(f"  {name.casefold()} ")
    assert key == key.strip()
    assert "  " not in key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Côte d'Ivoire", "cote d\u2019ivoire"),
        ("Trinidad & Tobago", "Trinidad and Tobago"),
        ("Guinea-Bissau", "guinea bissau"),
        ("Türkiye", "TURKIYE"),
    ],
)
def test_spellings_that_differ_in_nothing_but_form_have_one_key(one: str, other: str) -> None:
    assert normalise(one) == normalise(other)
