"""The blueprints of the pages."""

from tracker.web import (
    activities,
    activity_forms,
    contribution_forms,
    contributions,
    donors,
    money,
    people,
    programmes,
    rates,
    sign_in,
    tools,
)

BLUEPRINTS = (
    sign_in.blueprint,
    contributions.blueprint,
    contribution_forms.blueprint,
    money.blueprint,
    programmes.blueprint,
    activities.blueprint,
    activity_forms.blueprint,
    tools.blueprint,
    donors.blueprint,
    rates.blueprint,
    people.blueprint,
)
