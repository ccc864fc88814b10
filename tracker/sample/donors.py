"""The illustrative donors' names over time, their contacts, and donors entered twice."""

from datetime import date

from sqlmodel import Session

from tracker.fund.donors.contacts import ContactDraft, add_contact
from tracker.fund.donors.merging import merge_donors
from tracker.fund.donors.names import NameDraft, add_name
from tracker.fund.donors.registry import DonorDraft, add_donors
from tracker.fund.states import ContactRole
from tracker.reference.codes import ContributorType
from tracker.sample.story import read_rows


def add_donor_history(session: Session, actor: str) -> None:
    """Write names and contacts, a duplicate that was merged and one that was not found yet."""
    for row in read_rows("donor_names"):
        name = NameDraft(row["name"], date.fromisoformat(row["holds_from"]), row["source"])
        add_name(session, row["donor"], name, actor)
    for row in read_rows("contacts"):
        contact = ContactDraft(
            ContactRole(row["role"]), row["name"], row["email"], row["telephone"], row["note"]
        )
        add_contact(session, row["donor"], contact, actor)
    doubles = read_rows("doubles")
    drafts = [DonorDraft(row["code"], row["name"], ContributorType(row["type"])) for row in doubles]
    add_donors(session, drafts, actor)
    for row in doubles:
        if row["into"]:
            merge_donors(session, row["code"], row["into"], actor, row["why"])
