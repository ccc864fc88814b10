# ruff: noqa: RUF001 - letters of other scripts are what these tests are about
"""Search over everything: the same hits on both databases, to each reader what it may see."""

from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import Session

from tests.api.accounts import fill
from tests.support.small_account import ACTOR
from tracker.assistance.activities import add_activities
from tracker.assistance.assistance_requests import (
    AssistanceRequestDraft,
    add_assistance_requests,
)
from tracker.assistance.programmes import (
    ProgrammeDraft,
    add_programmes,
    change_programme,
    find_programme,
    read_programme,
)
from tracker.assistance.recorded_activities import find_activity, read_draft
from tracker.assistance.states import (
    Priority,
    ProgrammeKind,
    PublicationState,
    RequestSource,
    RequestStatus,
)
from tracker.assistance.texts import TextIn
from tracker.db import transaction
from tracker.fund.donors.aliases import add_alias
from tracker.fund.donors.registry import Spelling
from tracker.people.permissions import NO_TERMS, TermsSeen
from tracker.reference.instruments import Instrument
from tracker.reference.languages import TextLanguage
from tracker.search.finding import SearchReader, find_records
from tracker.search.tables import FoundKind

PUBLIC = SearchReader(unpublished=False, terms=NO_TERMS)
STAFF = SearchReader(unpublished=True, terms=TermsSeen(all=True))
ITALY = SearchReader(unpublished=False, terms=TermsSeen(donor="ITA"))
JAPAN = SearchReader(unpublished=False, terms=TermsSeen(donor="JPN"))
TITLES = {
    "P-FR": "École d’été à Nairobi", "P-RU": "Обучение следователей",
    "P-ZH": "打击跨国有组织犯罪培训",
    "P-AR": "تدريب المدّعين العامّين", "P-ES": "Capacitación año 2024",
}  # fmt: skip
ASKED = (
    ("ecole ete", "P-FR"), ("ÉCOLE D'ÉTÉ", "P-FR"), ("ecol nair", "P-FR"), ("обучен", "P-RU"),
    ("СЛЕДОВАТЕЛЕЙ обучение", "P-RU"), ("有组织犯罪", "P-ZH"),
    ("训", "P-ZH"), ("跨国 培训", "P-ZH"),
    ("المدعين", "P-AR"), ("capacitacion ano", "P-ES"), ("p-es", "P-ES"), ("P ES 2024", "P-ES"),
)  # fmt: skip


@pytest.fixture
def recorded(session: Session) -> Session:
    """Give an account of either database with records in many scripts."""
    fill(session)
    with transaction(session):
        add_programmes(
            session,
            [ProgrammeDraft(code, title, ProgrammeKind.THEMATIC) for code, title in TITLES.items()],
            ACTOR,
        )
        add_alias(session, "JPN", Spelling("Nippon koku"), ACTOR, "for the test")
        model = read_draft(session, find_activity(session, "A1"))
        drafted = replace(
            model, code="A9", title="Secret raid", description="of smugglers", tools=(),
            publication=PublicationState.DRAFT, participants=(), results=(), documents=(),
        )  # fmt: skip
        add_activities(session, [drafted], ACTOR)
        first = AssistanceRequestDraft(
            "REQ-1", "KEN", RequestSource.COUNTRY_REVIEW, RequestStatus.RECEIVED, Priority.HIGH,
            Instrument.TIP, date(2024, 1, 5), "6", "A confidential summary",
            consent_to_publish=True,
        )  # fmt: skip
        hidden = replace(first, code="REQ-2", consent_to_publish=False)
        add_assistance_requests(session, [first, hidden], ACTOR)
    session.rollback()
    return session


def codes(session: Session, asked: str, reader: SearchReader = PUBLIC) -> list[str]:
    """Return the codes found, the nearest first."""
    found = find_records(session, asked, reader)
    assert found.total == len(found.hits)
    return [hit.code for hit in found.hits]


@pytest.mark.parametrize(("asked", "code"), ASKED)
def test_words_are_found_without_case_and_accents_in_all_scripts(
    recorded: Session, asked: str, code: str
) -> None:
    assert codes(recorded, asked) == [code]


def test_titles_are_found_in_each_language_they_are_kept_in(recorded: Session) -> None:
    with transaction(recorded):
        draft = read_programme(find_programme(recorded, "GLO1"))
        texts = (TextIn(TextLanguage.FRENCH, "Le monde entier", "Pour chacun"),)
        changed = replace(draft, written_in=TextLanguage.ENGLISH, texts=texts)
        change_programme(recorded, "GLO1", changed, ACTOR, "for the test")
    assert codes(recorded, "monde entier") == codes(recorded, "pour chacun") == ["GLO1"]


def test_nothing_is_found_for_no_word_and_for_signs_alone(recorded: Session) -> None:
    for asked in ("", "  ", "\"'*", "& | !", "(", "ecole xyz", "A1\0"):
        assert codes(recorded, asked) == [] or asked == "A1\0"


def test_a_state_is_found_in_each_language(recorded: Session) -> None:
    for name in ("italie", "Италия", "意大利", "إيطاليا", "Italia", "ITA"):
        found = find_records(recorded, name, PUBLIC)
        assert {hit.kind for hit in found.hits} >= {FoundKind.DONOR, FoundKind.CONTRIBUTION}, name
    assert "A1" in codes(recorded, "кения")


def test_the_very_code_comes_first_then_codes_titles_and_texts(recorded: Session) -> None:
    assert codes(recorded, "a1")[0] == "A1"
    assert codes(recorded, "c-")[:3] == ["C-EUR", "C-ITA", "C-JPN"]
    found = [hit.code for hit in find_records(recorded, "kenya", STAFF).hits]
    assert found == ["C-EUR", "REQ-1", "REQ-2", "A1", "A9", "DIS-1"]


def test_what_is_not_published_is_found_by_staff_alone(recorded: Session) -> None:
    for asked, code in (("secret raid", "A9"), ("smuggl", "A9"), ("req-2", "REQ-2"),
                        ("confidential summary", "REQ-1"), ("dis-1", "DIS-1"),
                        ("nippon", "JPN")):  # fmt: skip
        assert code in codes(recorded, asked, STAFF), asked
        for reader in (PUBLIC, ITALY, JAPAN):
            assert code not in codes(recorded, asked, reader), asked
    assert codes(recorded, "req-1") == ["REQ-1"]
    assert codes(recorded, "req-1", STAFF) == ["REQ-1"]


def test_terms_are_found_by_staff_and_by_their_own_donor(recorded: Session) -> None:
    for asked in ("only for rome", "AGR-99", "IT-2020/7", "ask the mission"):
        assert codes(recorded, asked, STAFF) == ["C-EUR"]
        assert codes(recorded, asked, ITALY) == ["C-EUR"]
        assert codes(recorded, asked, JAPAN) == codes(recorded, asked) == []
    assert codes(recorded, "C-EUR", ITALY) == codes(recorded, "C-EUR", JAPAN) == ["C-EUR"]
    words = [hit.words for hit in find_records(recorded, "C-EUR", JAPAN).hits]
    assert words == [""]


def test_hits_are_counted_by_kind_narrowed_and_paged(recorded: Session) -> None:
    found = find_records(recorded, "p", PUBLIC, kinds=[FoundKind.PROGRAMME], most=2)
    rest = find_records(recorded, "p", PUBLIC, kinds=[FoundKind.PROGRAMME], first=2)
    assert len(found.hits) == 2
    assert found.counts == rest.counts
    assert len(found.hits) + len(rest.hits) == found.counts[FoundKind.PROGRAMME]
    assert not set(found.hits) & set(rest.hits)
