"""All scenarios by name. One more is one more line here."""

from benchmarks.scenario import Scenario
from benchmarks.scenarios import (
    after_entry,
    cold_start,
    distributed,
    figures,
    first_page,
    importing,
    lists,
    posting,
    rebuild,
    reports,
    searching,
    three_charts,
    warm_page,
)

SCENARIOS = {
    scenario.name: scenario
    for scenario in (
        Scenario("rebuild", "What does it cost to sum the whole ledger anew?", rebuild.run),
        Scenario("three-charts", "How fast come the data of three charts?", three_charts.run),
        Scenario("warm-page", "What does a whole page cost once it was drawn?", warm_page.run),
        Scenario("after-entry", "Does a page cost what is new, not what is?", after_entry.run),
        Scenario("figures", "What does it cost to make figures?", figures.run),
        Scenario("posting", "What do the rules of the ledger cost?", posting.run),
        Scenario("importing", "What does it cost to import projects with funding?", importing.run),
        Scenario("lists", "Does a list cost what it shows, not what is on record?", lists.run),
        Scenario("searching", "Does a search read what is found, not all?", searching.run),
        Scenario("first-page", "How soon after a start is the first page there?", first_page.run),
        Scenario("reports", "Do reports cost in proportion to what they tell?", reports.run),
        Scenario("cold-start", "What does a process that starts read and keep?", cold_start.run),
        Scenario("distributed", "What do two workers of Dask cost and gain?", distributed.run),
    )
}
BY_NAME_ALONE = frozenset({"distributed"})
"""Scenarios that a run of all leaves out: they need a server of PostgreSQL and Dask."""
