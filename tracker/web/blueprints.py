"""The blueprints of the pages."""

from tracker.web import (
    activities,
    activity_forms,
    contribution_forms,
    contribution_states,
    contributions,
    donor_forms,
    donor_merges,
    donor_parts,
    donors,
<<<<<<< HEAD
    due,
    import_downloads,
    import_preview,
    imports,
=======
    interest,
>>>>>>> 9983c4d (Give every kind of entry its form, with what waits and what is asked about)
    money,
    people,
    programmes,
    rates,
    sign_in,
    tie_out,
    tie_out_forms,
    tools,
)

BLUEPRINTS = (
    sign_in.blueprint,
    contributions.blueprint,
    contribution_forms.blueprint,
    contribution_states.blueprint,
    due.blueprint,
    money.blueprint,
    interest.blueprint,
    programmes.blueprint,
    activities.blueprint,
    activity_forms.blueprint,
    tools.blueprint,
    donors.blueprint,
    rates.blueprint,
    donor_forms.blueprint,
    donor_merges.blueprint,
    donor_parts.blueprint,
    imports.blueprint,
    import_preview.blueprint,
    import_downloads.blueprint,
    tie_out.blueprint,
    tie_out_forms.blueprint,
    people.blueprint,
)
