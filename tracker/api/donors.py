"""Donors: who gives, and how much."""

from typing import Annotated

from flask import Response
from pydantic import Field

from tracker.api.answers import Answer, PageAnswer, page_of, write
from tracker.api.parameters import ListParameters, list_request, order_by, takes
from tracker.api.subjects import make_blueprint
from tracker.fund.donors.reads import FILTERS, ORDERS, list_donors
from tracker.fund.states import DonorStatus
from tracker.http import context
from tracker.http.guard import public
from tracker.reference.codes import ContributorType

blueprint = make_blueprint("Donors", "Who gives, and how much.")


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
    available_minor: int = Field(description="US cents; not yet given to an activity.")


class DonorPage(PageAnswer[Donor]):
    """A page of donors."""


class DonorParameters(ListParameters):
    """Which donors, in which order."""

    type: tuple[ContributorType, ...] = ()
    status: tuple[DonorStatus, ...] = ()
    sort: Annotated[str, order_by(ORDERS)] = "name"


@blueprint.get("/donors")
@public
@blueprint.output(DonorPage)
@takes(DonorParameters)
def list_all(parameters: DonorParameters) -> Response:
    """List donors.

    Words are looked for in the code and the name. Who was decided to be another donor is left
    out.
    """
    asked = list_request(parameters, FILTERS, parameters.sort)
    return write(DonorPage, page_of(list_donors(context.session(), asked)))
