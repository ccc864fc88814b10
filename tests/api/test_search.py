# ruff: noqa: RUF001 - letters of other scripts are what these tests are about
"""Search and sorting without case and accents, in the names that the reader sees."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlmodel import Session

from tests.api.accounts import fill
from tests.support.pages import PageClient
from tests.support.small_account import ACTOR
from tracker.assistance.activity_list import list_activities
from tracker.assistance.programme_list import list_programmes
from tracker.assistance.programmes import ProgrammeDraft, add_programmes
from tracker.assistance.states import ProgrammeKind
from tracker.assistance.tables.activities import Activity
from tracker.assistance.tables.tools import Tool
from tracker.assistance.tool_list import list_tools
from tracker.db import transaction
from tracker.folded_columns import fold_values, folded_columns
from tracker.fund.contributions.contribution_list import list_contributions
from tracker.fund.contributions.terms import (
    ContributionDraft,
    add_contributions,
    change_contribution,
)
from tracker.fund.donors.aliases import add_alias
from tracker.fund.donors.donor_list import list_donors
from tracker.fund.donors.names import NameDraft, add_name
from tracker.fund.donors.registry import DonorDraft, Spelling, add_donors
from tracker.fund.ledger.cash_entries import receive
from tracker.fund.ledger.entries import Heading
from tracker.fund.ledger.entry_drafts import ContributionMovement
from tracker.fund.ledger.ledger_list import list_entries
from tracker.fund.ledger.ledger_writer import open_book
from tracker.listing import ListQuery
from tracker.reference.codes import ContributorType, Earmarking, FinancingInstrument
from tracker.schema import METADATA

TITLE = "Взнос École"


def contribution(reference: str, donor: str, title: str = "") -> ContributionDraft:
    """Return a small contribution."""
    return ContributionDraft(
        reference, donor, FinancingInstrument.PROJECT, Earmarking.EARMARKED, "USD", 10_000,
        title=title, pledged_on=date(2022, 1, 1), donor_reference="Réf. 7",
    )  # fmt: skip


@pytest.fixture
def record(session: Session) -> Session:
    """Give a database of either kind with names beyond ASCII in every list."""
    fill(session)
    with transaction(session):
        foundation = DonorDraft("FND", "Fundação Açaí", ContributorType.FOUNDATION)
        add_donors(session, [foundation], ACTOR)
        add_name(session, "FND", NameDraft("Ölüdeniz", date(2020, 1, 1)), ACTOR)
        add_alias(session, "FND", Spelling("Ähnlich GmbH"), ACTOR)
        (number,) = add_contributions(session, [contribution("SE-1", "ITA", TITLE)], ACTOR).values()
        draft = ProgrammeDraft("PER-1", "Año Íntegro", ProgrammeKind.NATIONAL, "PER")
        add_programmes(session, [draft], ACTOR)
        for table in (Activity, Tool):
            row = session.get_one(table, 1)
            row.title = TITLE
            session.add(row)
    with transaction(session), open_book(session, ACTOR, "second") as book:
        heading = Heading(date(2022, 2, 1), "R-SE", "Überweisung")
        receive(book, ContributionMovement(number, 5_000, heading))
    return session


def found(page: Any) -> list[str]:  # noqa: ANN401 - a slice of a list
    """Return the codes of the rows of a list."""
    return [getattr(row, "reference", "") or getattr(row, "code", "") for row in page.rows]


LISTS: list[tuple[Callable[..., Any], str, str]] = [
    (list_contributions, "SE-1", "взнос ВЗНОС школа-нет"),
    (list_contributions, "SE-1", "ecole"),
    (list_contributions, "SE-1", "École"),
    (list_activities, "A1", "ECOLE"),
    (list_activities, "A1", "ВЗНОС"),
    (list_tools, "GUIDE", "E\u0301COLE"),
    (list_programmes, "PER-1", "ano INTEGRO"),
    (list_programmes, "PER-1", "перу"),
    (list_donors, "FND", "oludeniz"),
    (list_donors, "FND", "FUNDACAO"),
    (list_donors, "FND", "ähnlich"),
    (list_donors, "ITA", "италия"),
    (list_donors, "ITA", "ايطاليا"),
    (list_donors, "ITA", "意大利"),
    (list_entries, "R-SE", "uberweisung"),
]  # fmt: skip


@pytest.mark.parametrize(("fetch", "code", "words"), LISTS)
def test_a_list_finds_what_is_typed_otherwise(
    record: Session, fetch: Callable[..., Any], code: str, words: str
) -> None:
    for word in words.split():
        expected = "нет" not in word
        assert (code in found(fetch(record, ListQuery(words=word)))) == expected, word


def test_a_contribution_is_found_by_any_name_of_its_donor(record: Session) -> None:
    with transaction(record):
        add_contributions(record, [contribution("SE-2", "FND")], ACTOR)
    for words in ("Açaí", "OLUDENIZ", "ahnlich"):
        assert found(list_contributions(record, ListQuery(words=words))) == ["SE-2"]
    assert "SE-1" in found(list_contributions(record, ListQuery(words="Италия взнос")))


def test_what_is_changed_is_found_by_its_new_text_alone(record: Session) -> None:
    with transaction(record):
        change_contribution(record, "SE-1", contribution("SE-1", "ITA", "Größe"), ACTOR, "why")
    assert found(list_contributions(record, ListQuery(words="GRÖSSE"))) == ["SE-1"]
    assert found(list_contributions(record, ListQuery(words="взнос"))) == []


def test_titles_sort_without_accents_and_case(record: Session) -> None:
    titles = {"T-1": "Zebra", "T-2": "école", "T-3": "Ecart", "T-4": "Ïle", "T-5": "ebene"}
    with transaction(record):
        drafts = [contribution(code, "ITA", title) for code, title in titles.items()]
        add_contributions(record, drafts, ACTOR)
    page = list_contributions(record, ListQuery(words="T-", order="title"))
    assert found(page) == ["T-5", "T-3", "T-2", "T-4", "T-1"]


def test_every_folded_column_holds_its_columns_folded(record: Session) -> None:
    seen = 0
    for table in METADATA.sorted_tables:
        for column, names in folded_columns(table).items():
            for row in record.execute(table.select()).mappings():
                assert row[column] == fold_values(dict(row), names), (table.name, dict(row))
                seen += 1
    assert seen > 10


def references(client: PageClient, language: str, **query: str) -> list[str]:
    """Return the references that the JSON list of contributions answers in a language."""
    answer = client.get(
        "/api/v1/contributions",
        query_string={"per_page": "100", **query},
        headers={"Accept-Language": language},
    )
    return [row["reference"] for row in answer.get_json()["items"]]


def test_donors_sort_by_the_name_that_the_reader_sees(
    sqlite_session: Session, client: PageClient
) -> None:
    fill(sqlite_session)
    with transaction(sqlite_session):
        donors = [
            DonorDraft(code, name, ContributorType.GOVERNMENT, code)
            for code, name in (("YEM", "Yemen"), ("DEU", "Germany"), ("AUT", "Austria"))
        ]
        add_donors(sqlite_session, donors, ACTOR)
        drafts = [contribution(f"S-{one.code}", one.code) for one in donors]
        add_contributions(sqlite_session, drafts, ACTOR)
    found = {
        language: references(client, language, q="S-", sort="donor")
        for language in ("en", "fr", "ru")
    }
    assert found == {
        "en": ["S-AUT", "S-DEU", "S-YEM"],  # Austria, Germany, Yemen
        "fr": ["S-DEU", "S-AUT", "S-YEM"],  # Allemagne, Autriche, Yémen
        "ru": ["S-AUT", "S-DEU", "S-YEM"],  # Австрия, Германия, Йемен
    }
