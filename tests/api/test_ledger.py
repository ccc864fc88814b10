"""The ledger in JSON, for those who may see terms."""

import pytest
from sqlmodel import Session

from tests.api.accounts import fill
from tests.conftest import SignIn
from tests.fund.every_kind import post_every_kind
from tests.support.approvals import approve_all
from tests.support.pages import PageClient
from tracker.fund.ledger.ledger_list import list_entries, read_ledger_entry
from tracker.listing import FilterChoice, ListQuery
from tracker.people.roles import Role

PATH = "/api/v1/ledger/entries"


@pytest.mark.usefixtures("account")
def test_it_is_not_public(client: PageClient, signed_in: SignIn) -> None:
    donor, nobody = signed_in(Role.DONOR, donor_code="ITA"), signed_in(Role.ADMINISTRATOR)
    approver = signed_in(Role.APPROVER)
    for path in (PATH, f"{PATH}/1"):
        answer = client.get(path)
        assert (answer.status_code, answer.mimetype) == (401, "application/problem+json")
        assert donor.get(path).status_code == nobody.get(path).status_code == 403
        assert approver.get(path).status_code == 200


@pytest.mark.usefixtures("account")
def test_it_is_followed_page_by_page(signed_in: SignIn) -> None:
    reader = signed_in(Role.APPROVER)
    path: str | None = f"{PATH}?per_page=4&sort=number&to=2022-02-01&from=2020-02-01"
    seen = []
    while path:
        page = reader.get(path).get_json()
        assert all(sum(line["minor"] for line in item["lines"]) == 0 for item in page["items"])
        seen += [item["reference"] for item in page["items"]]
        path = page["next"]
    assert seen == ["P2", "R1", "R2", "L1", "L2", "P3", "R3"]
    assert page["total"] == 7


@pytest.mark.usefixtures("account")
def test_one_entry_has_its_digest_and_its_reversal(signed_in: SignIn) -> None:
    reader = signed_in(Role.APPROVER)
    undone, reversal = (reader.get(f"{PATH}/{number}").get_json() for number in (10, 11))
    assert (undone["reference"], undone["reversed_by_id"]) == ("E2", 11)
    assert (reversal["reverses_id"], reversal["digest_before"]) == (10, undone["digest"])
    assert len(undone["digest"]) == 64
    assert undone["terms"]["recorded_by"] == "test"
    assert reader.get(f"{PATH}/12").status_code == 404


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("kind=gift", "kind"),
        ("from=2022-13-01", "from"),
        ("period=ajar", "period"),
        ("first=2022-01-01", "first"),
        ("corrections=perhaps", "corrections"),
    ],
)
@pytest.mark.usefixtures("account")
def test_nonsense_is_told(signed_in: SignIn, query: str, field: str) -> None:
    answer = signed_in(Role.APPROVER).get(f"{PATH}?{query}")
    assert answer.status_code == 422
    assert [fault["field"] for fault in answer.get_json()["errors"]] == [field]


def test_both_databases_read_alike(session: Session) -> None:
    account = fill(session)
    post_every_kind(session, account)
    approve_all(session)

    def found(**chosen: str) -> set[str]:
        choices = tuple(FilterChoice(name, code) for name, code in chosen.items())
        page = list_entries(session, ListQuery(chosen=choices, size=100), lines=True)
        return {item.reference for item in page.rows}

    assert len(found()) == 27
    assert found(donor="JPN", kind="interest") == {"X-interest"}
    assert found(contribution="C-EUR", kind="transfer") == {"X-transfer"}
    assert found(approved_by="second", activity="A1") >= {"X-allocation", "X-de_allocation"}
    assert found(period="closed") == set()
    assert len(found(period="open")) == 27
    assert found(corrections="yes") == set()
    number = next(iter(list_entries(session, ListQuery(words="X-refund")).rows)).id
    facts = read_ledger_entry(session, number)
    assert facts.request > 0
    assert sum(line.minor for line in facts.item.lines) == 0
