"""The dimensions by which figures can be broken down, and the sources of their codes."""

from enum import StrEnum


class Dimension(StrEnum):
    """A dimension by which a total can be split, or money chosen."""

    DONOR = "donor"  # the donor
    DONOR_TYPE = "donor_type"  # the type of contributor (UN Data Standard VI)
    EARMARKING = "earmarking"  # the earmarking category
    KIND = "kind"  # cash or in kind
    CURRENCY = "currency"  # the currency in which a contribution was promised
    SOURCE = "source"  # the donor's budget, or confiscated proceeds
    YEAR = "year"  # the calendar year
    CONTRIBUTION = "contribution"  # the contribution
    ATTRIBUTION = "attribution"  # by name, of the donor or the entry, or by the rule
    PROGRAMME = "programme"  # the programme of the activity
    ACTIVITY = "activity"  # the activity
    PROTOCOL = "protocol"  # the Convention or the Protocol that the activity serves
    REGION = "region"  # the M49 region of the beneficiaries
    SUBREGION = "subregion"  # the M49 sub-region of the beneficiaries
    REGIONAL_GROUP = "regional_group"  # the regional group of the beneficiary States
    COUNTRY = "country"  # the beneficiary State or area
    TOOL = "tool"  # the tool that the activity wrote, updated or worked with
    PARAGRAPH = "paragraph"  # the operative paragraphs that the activity answers, to choose only


OF_TAGS = frozenset(
    {
        Dimension.PROTOCOL,
        Dimension.REGION,
        Dimension.SUBREGION,
        Dimension.REGIONAL_GROUP,
        Dimension.COUNTRY,
        Dimension.TOOL,
    }
)
"""Dimensions of which an activity has several codes, by shares."""

BREAKDOWNS = tuple(one for one in Dimension if one is not Dimension.PARAGRAPH)
"""The dimensions by which a total can be split.

An activity counts whole under each of its paragraphs, so that they add up to no total.
"""

NAMED = "named"
BY_RULE = "attributed"

CHOSEN_BY = (
    Dimension.DONOR,
    Dimension.REGION,
    Dimension.COUNTRY,
    Dimension.PROTOCOL,
    Dimension.PROGRAMME,
    Dimension.EARMARKING,
    Dimension.PARAGRAPH,
    Dimension.TOOL,
)
"""Dimensions of which a query can choose codes, in the order of its words."""
