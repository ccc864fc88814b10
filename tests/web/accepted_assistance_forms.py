"""Values that the forms of programmes, activities, tools and requests accept."""

from collections.abc import Mapping

from tests.web.accepted_form import DAY, AcceptedForm

WORK = {
    "code": "A9", "title": "Course", "programme": "GLO1", "type": "training",
    "status": "implementation", "venue": "Lima", "budget": "1000", "planned_start": DAY,
    "planned_end": "2022-10-15", "actual_start": DAY, "actual_end": "2022-10-15",
    "instruments-0-code": "TIP", "instruments-0-share": "100", "beneficiaries-0-code": "PER",
    "beneficiaries-0-share": "100", "tools-0-tool": "GUIDE", "tools-0-use": "used",
    "tools-0-share": "20", "participants-0-place": "PER", "participants-0-function": "judge",
    "participants-0-women": "3", "participants-0-men": "4", "results-0-indicator": "Judges",
    "results-0-unit": "persons", "results-0-baseline": "0", "results-0-target": "10",
    "results-0-actual": "7", "results-0-measured_on": "2022-10-15",
    "documents-0-title": "Report", "documents-0-symbol": "CTOC/1",
    "documents-0-url": "https://example.org/b", "description": "For judges",
    "partners": "The ministry", "evaluation": "Good",
}  # fmt: skip
SECTIONS = {
    "what": {"title": "Trainings of judges", "description": "For judges"},
    "when-and-where": {"venue": "Lima"},
    "for-whom": {"beneficiaries-0-code": "UGA", "beneficiaries-0-share": "30"},
    "instruments": {"articles": "TIP 9"},
    "money": {"budget": "1000"},
    "people": {"participants-0-function": "judge", "participants-0-women": "3"},
    "results": {"evaluation": "Good"},
    "documents": {"documents-0-title": "Report"},
    "tools-and-requests": {"partners": "The ministry"},
}
ASSISTANCE_FORMS: Mapping[str, tuple[AcceptedForm, ...]] = {
    "activity_series.repeat": (
        AcceptedForm(
            "/activities/A1/repeat",
            {
                "every": "month",
                "after": DAY,
                "times": "1",
                "until": "2030-01-01",
                "occasions-0-code": "A91",
                "occasions-0-starts": "2029-10-15",
                "occasions-0-ends": "2029-10-16",
            },
        ),
    ),
    "programme_forms.add_it": (
        AcceptedForm(
            "/programmes/add",
            {
                "code": "GLO9",
                "title": "Courts",
                "kind": "national",
                "place": "KEN",
                "starts_on": DAY,
                "ends_on": "2026-12-31",
                "description": "For courts",
            },
        ),
    ),
    "programme_forms.change_it": (
        AcceptedForm("/programmes/GLO1/change", {"title": "Worldwide", "why": "renamed"}),
    ),
    "body_sessions.add_it": (
        AcceptedForm(
            "/sessions/add",
            {
                "body": "CCPCJ",
                "number": "24",
                "first_day": "2015-05-18",
                "last_day": "2015-05-22",
                "place": "Vienna",
                "source": "a document",
            },
        ),
    ),
    "body_sessions.change_it": (
        AcceptedForm("/sessions/CCPCJ-23/change", {"place": "Vienna", "why": "it was there"}),
    ),
    "activity_forms.add_it": (AcceptedForm("/activities/add", WORK),),
    "activity_forms.change_it": (
        AcceptedForm("/activities/A1/change", {"title": "Trainings", "why": "renamed"}),
    ),
    "dissemination.add_it": (
        AcceptedForm(
            "/dissemination/add",
            {
                "code": "DIS-9",
                "tool": "GUIDE",
                "held_on": DAY,
                "means": "training",
                "number": "20",
                "unit": "people",
                "place": "PER",
                "language": "es",
                "audience": "judge",
                "activity": "A1",
                "note": "at the academy",
            },
        ),
    ),
    "dissemination.change_it": (
        AcceptedForm("/dissemination/DIS-2/change", {"number": "26", "why": "recounted"}),
    ),
    "request_forms.add_it": (
        AcceptedForm(
            "/requests/add",
            {
                "code": "REQ-9",
                "state": "PER",
                "source": "official_request",
                "status": "received",
                "priority": "high",
                "instrument": "TIP",
                "received_on": DAY,
                "articles": "6",
                "summary": "Training of judges",
                "decision": "to be assessed",
                "estimated_cost": "1000",
                "cost_basis": "The State",
            },
        ),
    ),
    "request_forms.change_it": (
        AcceptedForm("/requests/REQ-1/change", {"status": "planned", "why": "there is money"}),
    ),
    "activity_publication.decide_it": (
        AcceptedForm(
            "/activities/A1/publication", {"intent": "returned", "why": "a name in the text"}
        ),
    ),
    "activity_sections.begin_it": (
        AcceptedForm(
            "/activities/add/begin",
            {name: WORK[name] for name in ("code", "title", "programme", "type", "status")},
        ),
    ),
    "activity_sections.save": tuple(
        AcceptedForm(f"/activities/A1/sections/{section}", values | {"why": "as agreed"})
        for section, values in SECTIONS.items()
    ),
    "activity_short_forms.save": (
        AcceptedForm(
            "/activities/A1/status",
            {
                "status": "closed",
                "actual_start": DAY,
                "actual_end": "2022-10-15",
                "why": "it is over",
            },
        ),
        AcceptedForm(
            "/activities/A1/people",
            {
                "function": "judge",
                "place": "PER",
                "counted_on": DAY,
                "women": "3",
                "men": "4",
                "why": "the list",
            },
        ),
        AcceptedForm(
            "/activities/A1/results",
            {
                "indicator": "Judges",
                "unit": "persons",
                "baseline": "0",
                "target": "10",
                "actual": "7",
                "measured_on": DAY,
                "why": "as counted",
            },
        ),
        AcceptedForm(
            "/activities/A1/documents",
            {
                "title": "Report",
                "symbol": "CTOC/1",
                "url": "https://example.org/b",
                "why": "it is out",
            },
        ),
    ),
    "tool_forms.add_it": (
        AcceptedForm(
            "/tools/add",
            {
                "code": "LAW",
                "title": "A model law",
                "year": "2020",
                "languages": "en fr",
                "symbol": "CTOC/2",
                "source": "https://example.org/c",
                "description": "Clauses",
                "versions-0-version": "1",
                "versions-0-released_on": DAY,
                "versions-0-languages": "en; French",
                "versions-0-symbol": "CTOC/3",
                "versions-0-url": "https://example.org/d",
                "versions-0-changes": "The first one",
            },
        ),
    ),
    "tool_forms.change_it": (
        AcceptedForm("/tools/GUIDE/change", {"title": "The guide", "why": "as printed"}),
    ),
    "files.add_it": tuple(
        AcceptedForm(f"/{record}/files/add", {"title": "Report", "why": "it is out"} | values)
        for record, values in (
            ("activities/A1", {}),
            ("requests/REQ-1", {}),
            ("tools/GUIDE", {"version": "2", "language": "French"}),
        )
    ),
    "files.add_it_to_contribution": (
        AcceptedForm("/contributions/C-EUR/files/add", {"title": "Agreement", "why": "signed"}),
    ),
    "files.withdraw_it": (AcceptedForm("/assistance-files/2/withdraw", {"why": "another one"}),),
    "files.withdraw_it_of_contribution": (
        AcceptedForm("/contribution-files/1/withdraw", {"why": "another one"}),
    ),
}
"""The accepted forms of each endpoint."""
