"""Rules of a contribution's modality, valuation and source."""

import re
from collections.abc import Iterable
from datetime import date
from functools import cache

from tracker.errors import Fault
from tracker.fund.states import ContributionKind, ContributionSource, ScopeKind
from tracker.reference.articles import articles
from tracker.reference.codes import TABLES, Earmarking, EarmarkingModality
from tracker.reference.data_files import read_table
from tracker.reference.instruments import Instrument
from tracker.words import say

DISPOSAL, ASSISTANCE = "UNTOC 14", "UNTOC 30, paragraph 2 (c)"
USUAL_ARTICLES = (DISPOSAL, ASSISTANCE)
"""The usual articles for confiscated proceeds: their disposal, and the account itself."""
CITED = re.compile(rf"({'|'.join(Instrument)})\s+(?:article\s+)?(\d+)\b")
ONE_OF = frozenset({ScopeKind.ACTIVITY, ScopeKind.TOOL, ScopeKind.PROGRAMME})


@cache
def categories() -> dict[EarmarkingModality, Earmarking]:
    """Return the category of each modality."""
    return {
        EarmarkingModality(row["code"]): Earmarking(row["earmarking"])
        for row in read_table(TABLES[EarmarkingModality])
    }


def modality_faults(
    earmarking: Earmarking,
    modality: EarmarkingModality | None,
    kind: ContributionKind,
    scope: Iterable[tuple[ScopeKind, str]],
) -> list[Fault]:
    """Return the faults between the modality and the category, the kind and the scope."""
    if modality is None:
        return []
    faults = []
    category = categories()[modality]
    if category is not earmarking:
        faults.append(
            say(
                "the modality %(modality)s belongs to the category %(category)s",
                modality=modality.value,
                category=category,
            )
        )
    named = {item for item in scope if item[0] in ONE_OF}
    if modality is EarmarkingModality.PROJECT and len(named) != 1:
        faults.append(say("money for one project names one activity, one tool or one programme"))
    in_kind = kind is ContributionKind.IN_KIND
    if modality is EarmarkingModality.TIED_IN_KIND and not in_kind:
        faults.append(say("the modality K is for contributions in kind"))
    if modality is EarmarkingModality.TIED_FINANCIALLY and in_kind:
        faults.append(say("the modality J is for money; in kind it is K"))
    return [Fault("earmarking_modality", message) for message in faults]


def valuation_faults(
    kind: ContributionKind, basis: str, valued_by: str, valued_on: date | None
) -> list[Fault]:
    """Return the faults of a valuation: missing for goods and services, superfluous for money."""
    stated = {
        "valuation_basis": bool(basis.strip()),
        "valued_by": bool(valued_by.strip()),
        "valued_on": valued_on is not None,
    }
    if kind is ContributionKind.CASH:
        why = say("money is not valued; this is for contributions in kind")
        return [Fault(name, why) for name, is_stated in stated.items() if is_stated]
    needed = {
        "valuation_basis": say("say how the contribution in kind was valued"),
        "valued_by": say("say who valued the contribution in kind"),
        "valued_on": say("say when the contribution in kind was valued"),
    }
    return [Fault(name, needed[name]) for name, is_stated in stated.items() if not is_stated]


def source_faults(source: ContributionSource, article: str) -> list[Fault]:
    """Return the faults of the article under which confiscated proceeds are given.

    A citation of one of our instruments, such as "UNTOC 14, paragraph 2", has to name an existing
    article; any other text is a law of the donor's own.
    """
    text = article.strip()
    if source is not ContributionSource.CONFISCATED:
        why = say("an article is cited for confiscated proceeds alone")
        return [Fault("source_article", why)] if text else []
    if not text:
        why = say(
            "cite the article under which the proceeds are given, such as %(article)s",
            article=DISPOSAL,
        )
        return [Fault("source_article", why)]
    cited = CITED.match(text)
    if cited and (Instrument(cited[1]), cited[2]) not in articles():
        why = say("%(instrument)s has no article %(n)s", instrument=cited[1], n=cited[2])
        return [Fault("source_article", why)]
    return []
