"""The blueprints of the pages."""

from tracker.web import (
    activities,
    activity_forms,
    contribution_forms,
    contributions,
    donor_forms,
    donor_merges,
    donor_parts,
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
    donor_forms.blueprint,
    donor_merges.blueprint,
    donor_parts.blueprint,
    people.blueprint,
)
