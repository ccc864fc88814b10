"""Donors: the list, and one with its names and contacts."""

from datetime import date
from typing import Annotated

from flask import Response
from pydantic import Field

from tracker.api.answers import Answer, AnswerPage, PageAnswer, page_of, write
from tracker.api.contribution_schemas import NOT_GIVEN
from tracker.api.donor_figures import (
    ActivityOfDonor,
    DonorFigures,
    activities_file,
    read_activities,
    read_figures,
)
from tracker.api.parameters import (
    Code,
    ListParameters,
    list_query,
    order_by,
    takes,
)
from tracker.api.query_parameters import FileParameters
from tracker.api.subjects import make_blueprint, on_file
from tracker.fund.donors.contacts import ContactDraft, contacts_of
from tracker.fund.donors.donor_list import FILTERS, ORDERS, list_donors
from tracker.fund.donors.finding import find_donor
from tracker.fund.donors.profile import read_profile
from tracker.fund.states import ContactRole, DonorStatus
from tracker.http import context
from tracker.http.guard import public
from tracker.people.permissions import may_see_terms
from tracker.reference.codes import ContributorType

blueprint = make_blueprint("Donors", "Who gives, how much, and under which names.")


class Donor(Answer):
    """A donor in a list."""

    code: str = Field(description="ISO 3166 alpha-3, EU, or the registry's code.")
    name: str
    type: ContributorType = Field(description="UN Data Standard VI.")
    state: str = Field(description="ISO 3166 alpha-3 where the donor is a State, else empty.")
    status: DonorStatus
    contributions: int
    pledged_minor: int = Field(description="US cents.")
    received_minor: int = Field(description="US cents.")
    available_minor: int = Field(description=f"US cents; {NOT_GIVEN}")


class DatedName(Answer):
    """A name and its first day."""

    name: str
    holds_from: date | None = Field(
        description="The first day of the name; null: as far back as is known."
    )


class Contact(Answer):
    """A contact of a donor; never public."""

    role: ContactRole
    name: str
    email: str
    telephone: str
    active: bool = Field(description="Whether the contact is still in office.")


class DonorDetail(Answer):
    """A donor with its names."""

    code: str = Field(description="ISO 3166 alpha-3, EU, or the registry's code.")
    name: str = Field(description="The name of today.")
    type: ContributorType = Field(description="UN Data Standard VI.")
    state: str = Field(description="ISO 3166 alpha-3 where the donor is a State, else empty.")
    status: DonorStatus
    merged_into: str | None = Field(
        description="The code of the donor into which this one was merged."
    )
    names: list[DatedName] = Field(
        description="Names over time, the oldest first; empty when there was one alone."
    )
    aliases: list[str] = Field(description="Other spellings, as sheets write them.")
    contacts: list[Contact] | None = Field(description="Null for users who may not see them.")
    figures: DonorFigures | None = Field(description="Null for a donor that was merged.")


class DonorPage(PageAnswer[Donor]):
    """A page of donors."""


class DonorParameters(ListParameters):
    """Filters and order of the list of donors."""

    type: tuple[ContributorType, ...] = ()
    status: tuple[DonorStatus, ...] = ()
    country: tuple[Code, ...] = Field((), description="States, ISO 3166 alpha-3.")
    sort: Annotated[str, order_by(ORDERS)] = "name"


@blueprint.get("/donors")
@public
@blueprint.output(DonorPage)
@takes(DonorParameters)
def list_all(parameters: DonorParameters) -> Response:
    """List donors.

    Words are searched for in the code and the name. Merged donors are left out.
    """
    asked = list_query(parameters, FILTERS, parameters.sort)
    return write(DonorPage, page_of(list_donors(context.session(), asked)))


@blueprint.get("/donors/<code>")
@public
@blueprint.output(DonorDetail)
def show(code: str) -> Response:
    """Show one donor with the figures of its page, as at today.

    Contacts are for those who may see the terms of the donor's contributions.
    """
    found = on_file(read_profile, code)
    fields = {
        name: getattr(found, name) for name in ("code", "name", "type", "state", "status", "names")
    }
    fields["merged_into"] = found.merged_into.code if found.merged_into else None
    fields["aliases"] = [alias.spelling for alias in found.aliases]
    fields["contacts"] = _contacts(code) if may_see_terms(context.user(), code) else None
    fields["figures"] = None if found.merged_into else read_figures(found.code)
    return write(DonorDetail, fields)


class ActivitiesOfDonor(PageAnswer[ActivityOfDonor]):
    """The activities that a donor's money paid for; one page has all."""


@blueprint.get("/donors/<code>/activities")
@public
@blueprint.output(ActivitiesOfDonor)
@takes(FileParameters)
def list_activities(parameters: FileParameters, code: str) -> Response:
    """List the activities that a donor's money paid for, with its share of each.

    People, States, tools and results are counted whole.
    """
    found = on_file(read_profile, code)
    rows = read_activities(found.code)
    if parameters.format == "csv":
        return activities_file(found.code, rows)
    return write(ActivitiesOfDonor, AnswerPage(rows, None, len(rows)))


def _contacts(code: str) -> list[ContactDraft]:
    """Read a donor's contacts."""
    session = context.session()
    return [contact.draft for contact in contacts_of(session, find_donor(session, code))]
