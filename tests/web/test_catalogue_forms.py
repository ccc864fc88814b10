"""Adding and changing contributions, programmes, activities, tools and donors by hand."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlmodel import Session, select

from tests.api.accounts import Account
from tests.support.pages import PageClient, parse
from tests.support.publication import as_drafts
from tests.web.conftest import Counts
from tests.web.test_money_forms import faults_of
from tracker.assistance.programmes import find_programme
from tracker.assistance.recorded_activities import find_activity, read_draft
from tracker.assistance.tools import find_tool
from tracker.db import transaction
from tracker.fund.contributions import terms as contributions
from tracker.fund.donors.finding import find_donor
from tracker.fund.donors.registry import Spelling, register
from tracker.fund.states import DonorStatus, ScopeKind
from tracker.people.roles import Role
from tracker.people.tables import AuditRecord

CONTRIBUTION = {
    "reference": "2023-1", "donor": "Italy", "currency": "EUR", "amount": "1,234.50",
    "pledged_on": "2023-01-01", "support_rate": "13", "earmarking": "3",
    "instrument": ["TIP"], "country": "Kenya; PER", "programme": "GLO1",
}  # fmt: skip
ACTIVITY = {
    "code": "B1", "title": "Workshop", "programme": "GLO1", "budget": "1,000",
    "instruments-0-code": "TIP", "instruments-0-share": "33.5",
    "instruments-1-code": "SOM", "instruments-1-share": "66.5",
    "beneficiaries-0-code": "Kenya", "beneficiaries-0-share": "100 %",
    "tools-0-tool": "GUIDE", "tools-0-share": "20",
    "participants-0-function": "judge", "participants-0-place": "KEN",
    "participants-0-women": "12", "participants-0-men": "7",
    "results-0-indicator": "Laws drafted", "results-0-target": "2",
    "partners": "Ministry of Justice\nPolice", "articles": "TIP 9; UNTOC 16", "paragraphs": ["5"],
}  # fmt: skip


def test_a_contribution_is_added_with_its_scope(
    finance: PageClient, sqlite_session: Session
) -> None:
    answer = finance.submit("/contributions/add", CONTRIBUTION, follow=True)
    assert answer.status_code == 200, faults_of(answer.get_data(as_text=True))
    row = contributions.find_contribution(sqlite_session, "2023-1")
    draft = contributions.read_draft(sqlite_session, row)
    assert (draft.donor, draft.currency, draft.amount_minor) == ("ITA", "EUR", 123_450)
    assert set(draft.scope) == {
        (ScopeKind.INSTRUMENT, "TIP"),
        (ScopeKind.COUNTRY, "KEN"),
        (ScopeKind.COUNTRY, "PER"),
        (ScopeKind.PROGRAMME, "GLO1"),
    }


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"reference": ""}, ["reference"]),
        ({"donor": "Atlantis"}, ["donor"]),
        ({"currency": "XXY"}, ["currency"]),
        ({"amount": "a lot"}, ["amount"]),
        ({"amount": "-1"}, ["amount"]),
        ({"country": "Atlantis"}, ["country"]),
        ({"earmarking": "9"}, ["earmarking"]),
        ({"earmarking": "1"}, ["earmarking"]),
        ({"support_rate": "7"}, ["support_rate_reason"]),
        ({"support_rate": "99", "support_rate_reason": "so"}, ["support_rate"]),
        ({"pledged_on": "soon"}, ["pledged_on"]),
        ({"use_from": "2023-02-01", "use_until": "2023-01-01"}, ["use_until"]),
        ({"reference": "", "donor": "", "amount": "x"}, ["reference", "donor", "amount"]),
    ],
)
def test_a_faulty_contribution_leads_to_its_fields(
    finance: PageClient, rows: Callable[[], Counts], values: dict[str, Any], fields: list[str]
) -> None:
    before = rows()
    answer = finance.submit("/contributions/add", {**CONTRIBUTION, **values})
    assert answer.status_code == 422
    page = parse(answer.get_data(as_text=True))
    assert page.xpath("//div[@id='error-summary']//a/@href") == [f"#{name}" for name in fields]
    assert all(page.xpath(f"//*[@id='{name}']") for name in fields)
    assert rows() == before


def test_a_contribution_is_changed_with_a_reason(
    finance: PageClient, sqlite_session: Session
) -> None:
    path = "/contributions/C-EUR/change"
    assert finance.submit(path, {"title": "New"}).status_code == 422
    assert finance.submit(path, {"title": "New", "why": "letter of May"}).status_code == 303
    row = contributions.find_contribution(sqlite_session, "C-EUR")
    assert (row.title, row.agreement_number, row.support_rate_bp) == ("New", "AGR-99", 700)
    trail = sqlite_session.exec(select(AuditRecord).where(AuditRecord.action == "change")).one()
    assert (trail.actor, trail.why) == ("P-000001", "letter of May")
    assert trail.old is not None
    assert trail.old["title"] == "For Kenya"


def test_what_money_has_fixed_stays(finance: PageClient) -> None:
    answer = finance.submit("/contributions/C-EUR/change", {"currency": "USD", "why": "so"})
    assert answer.status_code == 422
    assert "this cannot change once money has been posted" in answer.get_data(as_text=True)


def test_a_reference_stands_once(finance: PageClient, rows: Callable[[], Counts]) -> None:
    before = rows()
    answer = finance.submit("/contributions/add", {**CONTRIBUTION, "reference": "C-ITA"})
    assert answer.status_code == 422
    assert faults_of(answer.get_data(as_text=True)) == [
        "the contribution C-ITA is on file; C-ITA-2 is free"
    ]
    assert rows() == before


def test_an_activity_is_added_with_its_parts(manager: PageClient, sqlite_session: Session) -> None:
    answer = manager.submit("/activities/add", ACTIVITY)
    assert answer.status_code == 303, faults_of(answer.get_data(as_text=True))
    draft = read_draft(sqlite_session, find_activity(sqlite_session, "B1"))
    assert {share.code: share.share_bp for share in draft.instruments} == {"TIP": 3350, "SOM": 6650}
    assert [tuple(share) for share in draft.beneficiaries] == [("KEN", 10_000)]
    assert [(item.tool, item.share_bp) for item in draft.tools] == [("GUIDE", 2000)]
    assert [(count.women, count.men, count.place) for count in draft.participants] == [
        (12, 7, "KEN")
    ]
    assert draft.partners == ("Ministry of Justice", "Police")
    assert draft.budget_minor == 100_000
    assert draft.paragraphs == (5,)


@pytest.mark.parametrize(
    ("values", "field", "message"),
    [
        ({"instruments-0-share": "40"}, "instruments", "106.5 %, not 100 %"),
        ({"instruments-1-code": "TIP"}, "instruments-1-code", "stands twice"),
        ({"instruments-1-code": "", "instruments-1-share": "5"}, "instruments-1-code", "Choose"),
        ({"beneficiaries-0-code": "Atlantis"}, "beneficiaries-0-code", "no State or region"),
        ({"beneficiaries-0-share": "half"}, "beneficiaries-0-share", "is no number"),
        ({"tools-0-share": "101"}, "tools", "above 100"),
        ({"tools-0-tool": "NOPE"}, "tools-0-tool", "no tool"),
        ({"participants-0-women": "-1"}, "participants-0-women", "below zero"),
        ({"title": "Workshop", "code": "B" * 61}, "code", "at most 60 characters"),
        ({"participants-0-women": "9" * 12}, "participants-0-women", "too large"),
        ({"participants-0-place": "Atlantis"}, "participants-0-place", "no State or region"),
        ({"results-0-unit": "u" * 61}, "results-0-unit", "at most 60 characters"),
        ({"participants-0-women": "1.5"}, "participants-0-women", "decimals"),
        ({"results-0-indicator": ""}, "results-0-indicator", "Name the indicator."),
        ({"documents-0-title": "x", "documents-0-url": "javascript:1"}, "documents-0-url", "https"),
        ({"documents-0-symbol": "x"}, "documents-0-title", "has a title"),
        ({"instruments-2-code": "FIREARMS"}, "instruments-2-share", "above zero"),
        ({"tools-2-tool": "GUIDE", "tools-2-share": "5"}, "tools-2-use", "with the same use"),
        ({"tools-0-share": "-1"}, "tools-0-share", "below zero"),
        (
            {"participants-2-function": "judge", "participants-2-place": "KEN"},
            "participants-2-function",
            "not two",
        ),
        ({"participants-1-function": "poet"}, "participants-1-function", "Choose"),
        ({"programme": "NOPE"}, "programme", "no programme"),
        ({"paragraphs": ["99"]}, "paragraphs", "Choose"),
        ({"articles": "the ninth"}, "articles", "no article"),
        ({"articles": "TIP 999"}, "articles", "no article 999"),
        ({"planned_end": "2023-01-01"}, "planned_start", "an end needs its start"),
        ({"budget": "9" * 17}, "budget", "too large"),
        ({"budget": "-1"}, "budget", "below zero"),
        ({"type": "dance"}, "type", "Choose"),
    ],
)
def test_a_faulty_activity_leads_to_its_fields(
    manager: PageClient,
    rows: Callable[[], Counts],
    values: dict[str, Any],
    field: str,
    message: str,
) -> None:
    before = rows()
    answer = manager.submit("/activities/add", {**ACTIVITY, **values})
    assert answer.status_code == 422
    page = parse(answer.get_data(as_text=True))
    links = page.xpath(f"//div[@id='error-summary']//a[@href='#{field}']")
    assert any(message in "".join(link.itertext()) for link in links), faults_of(
        answer.get_data(as_text=True)
    )
    assert page.xpath(f"//*[@id='{field}']")
    assert page.xpath("//input[@name='title']/@value") == ["Workshop"]
    assert rows() == before


def test_an_activity_is_changed_and_keeps_what_was_not_touched(
    manager: PageClient, sqlite_session: Session
) -> None:
    as_drafts(sqlite_session, "A1")
    before = read_draft(sqlite_session, find_activity(sqlite_session, "A1"))
    values = {"title": "Renamed", "why": "the State asked"}
    answer = manager.submit("/activities/A1/change", values)
    assert answer.status_code == 303, faults_of(answer.get_data(as_text=True))
    sqlite_session.rollback()
    sqlite_session.expire_all()
    after = read_draft(sqlite_session, find_activity(sqlite_session, "A1"))
    assert after.title == "Renamed"
    assert (after.instruments, after.beneficiaries) == (before.instruments, before.beneficiaries)
    assert (after.tools, after.budget_minor) == (before.tools, before.budget_minor)


@pytest.mark.parametrize("language", ["en", "ar", "fr", "es"])
def test_the_form_of_an_activity_keeps_all_parts_in_every_language(
    manager: PageClient, sqlite_session: Session, language: str
) -> None:
    values = {
        "results-0-baseline": "1,234", "results-0-measured_on": "2024-02-29",
        "participants-0-women_before": "5", "participants-0-before_programme": "GLO1",
        "participants-0-counted_on": "2024-03-01", "documents-0-title": "Report",
        "documents-0-url": "https://example.org/report",
    }  # fmt: skip
    assert manager.submit("/activities/add", {**ACTIVITY, **values}).status_code == 303
    before = read_draft(sqlite_session, find_activity(sqlite_session, "B1"))
    manager.get(f"/activities?lang={language}")
    answer = manager.submit("/activities/B1/change", {"why": "only looked"})
    assert answer.status_code == 303, faults_of(answer.get_data(as_text=True))
    sqlite_session.rollback()
    sqlite_session.expire_all()
    assert read_draft(sqlite_session, find_activity(sqlite_session, "B1")) == before
    assert before.results[0].baseline == 1234
    assert before.participants[0].before == (5, 0, 0, 0, 0)
    assert before.participants[0].counted_on == date(2024, 3, 1)


def test_all_faults_of_rows_and_fields_come_at_once_in_the_order_of_the_page(
    manager: PageClient,
) -> None:
    values = {
        "title": "", "budget": "much", "instruments-1-share": "all", "tools-0-tool": "NOPE",
        "participants-0-men": "-1", "participants-0-women": "1.5", "articles": "the ninth; UNTOC",
    }  # fmt: skip
    page = parse(manager.submit("/activities/add", {**ACTIVITY, **values}).get_data(as_text=True))
    links = page.xpath("//div[@id='error-summary']//a")
    assert [link.get("href") for link in links] == [
        "#title", "#budget", "#instruments-1-share", "#tools-0-tool", "#participants-0-women",
        "#participants-0-men", "#articles",
    ]  # fmt: skip
    assert "".join(links[3].itertext()).startswith("Tools, row 1, Tool \N{EN DASH} ")
    assert "the ninth" in (told := "".join(links[-1].itertext()))
    assert "'UNTOC'" in told


def test_a_programme_is_added_and_changed(manager: PageClient, sqlite_session: Session) -> None:
    values = {"code": "KEN1", "title": "Kenya", "kind": "national", "place": "Kenya"}
    assert manager.submit("/programmes/add", values).status_code == 303
    assert find_programme(sqlite_session, "KEN1").place == "KEN"
    refused = manager.submit("/programmes/add", {**values, "code": "KEN2", "place": ""})
    assert refused.status_code == 422
    change = {"title": "Kenya, phase 2", "why": "new phase"}
    assert manager.submit("/programmes/KEN1/change", change).status_code == 303
    sqlite_session.expire_all()
    sqlite_session.rollback()
    assert find_programme(sqlite_session, "KEN1").title == "Kenya, phase 2"
    assert manager.submit("/programmes/KEN1/change", {"title": "", "why": "x"}).status_code == 422


def test_a_tool_is_added_and_changed(manager: PageClient, sqlite_session: Session) -> None:
    values = {
        "code": "TOOL", "title": "Toolkit", "kind": "toolkit", "year": "2008",
        "instruments": ["TIP"],
    }  # fmt: skip
    assert manager.submit("/tools/add", values).status_code == 303
    assert find_tool(sqlite_session, "TOOL").year == 2008
    assert (
        manager.submit("/tools/add", {**values, "code": "T2", "year": "long ago"}).status_code
        == 422
    )
    change = {"title": "Better", "why": "typing"}
    assert manager.submit("/tools/TOOL/change", change).status_code == 303
    sqlite_session.expire_all()
    sqlite_session.rollback()
    assert find_tool(sqlite_session, "TOOL").title == "Better"


@pytest.mark.parametrize(
    ("kind", "values", "fields"),
    [
        ("programmes", {"code": "", "title": ""}, ["code", "title"]),
        ("programmes", {"place": "Atlantis"}, ["place"]),
        ("programmes", {"kind": "national"}, ["place"]),
        ("programmes", {"kind": "dance", "starts_on": "soon"}, ["kind", "place", "starts_on"]),
        ("programmes", {"starts_on": "2024-01-02", "ends_on": "2024-01-01"}, ["ends_on"]),
        ("tools", {"code": " ", "title": "t" * 501}, ["code", "title"]),
        ("tools", {"year": "1999"}, ["year"]),
        ("tools", {"kind": "dance", "year": "soon"}, ["kind", "year"]),
        ("tools", {"instruments": ["TIP", "CLUB"]}, ["instruments"]),
        ("tools", {"code": "GUIDE"}, ["code"]),
    ],
)
def test_a_faulty_programme_or_tool_leads_to_its_fields(
    manager: PageClient,
    rows: Callable[[], Counts],
    kind: str,
    values: dict[str, Any],
    fields: list[str],
) -> None:
    before = rows()
    sound = {"code": "NEW", "title": "New", "kind": {"programmes": "global"}.get(kind, "toolkit")}
    answer = manager.submit(f"/{kind}/add", {**sound, **values})
    assert answer.status_code == 422
    page = parse(answer.get_data(as_text=True))
    assert page.xpath("//div[@id='error-summary']//a/@href") == [f"#{name}" for name in fields]
    assert rows() == before


def test_the_form_of_a_tool_shows_its_year_as_years_are_written(manager: PageClient) -> None:
    values = {"code": "TOOL", "title": "Toolkit", "kind": "toolkit", "year": "2008"}
    manager.submit("/tools/add", values)
    assert manager.html("/tools/TOOL/change").xpath("//input[@id='year']/@value") == ["2008"]


def test_a_donor_is_decided_with_a_reason(
    account: Account, signed_in: Callable[[Role], PageClient], sqlite_session: Session
) -> None:
    del account
    with transaction(sqlite_session) as session:
        spelling = Spelling("Ministère <b>inconnu</b>")
        code = register(session, [spelling], "test", "sheet")[spelling].code
    client = signed_in(Role.SECRETARIAT)
    listed = client.get("/donors").get_data(as_text=True)
    assert "1 donor to decide" in listed
    assert "Ministère &lt;b&gt;inconnu" in listed
    path = f"/donors/{code}/merge"
    refused = client.get(f"{path}?into=Atlantis")
    assert refused.status_code == 422
    assert len(faults_of(refused.get_data(as_text=True))) == 1
    assert client.submit(f"{path}?into=Italy", {"why": ""}).status_code == 422
    assert client.submit(f"{path}?into=Italy", {"why": "letterhead"}).status_code == 303
    sqlite_session.expire_all()
    sqlite_session.rollback()
    assert find_donor(sqlite_session, code).status is DonorStatus.MERGED
    assert "to decide" not in client.get("/donors").get_data(as_text=True)
