"""The dimensions by which figures can be broken down, and where each gets its codes from."""

from enum import StrEnum


class Dimension(StrEnum):
    """What a total can be split by."""

    DONOR = "donor"  # who gave it
    DONOR_TYPE = "donor_type"  # what kind of contributor gave it (UN Data Standard VI)
    EARMARKING = "earmarking"  # how tightly it is tied
    YEAR = "year"  # the calendar year it counts for
    ATTRIBUTION = "attribution"  # named by the donor or entry, or split by the rule
    PROGRAMME = "programme"  # the programme of the activity
    ACTIVITY = "activity"  # the activity
    PROTOCOL = "protocol"  # the Convention or the Protocol that the activity serves
    REGION = "region"  # the M49 region of the beneficiaries
    SUBREGION = "subregion"  # the M49 sub-region of the beneficiaries
    REGIONAL_GROUP = "regional_group"  # the regional group of the beneficiary States
    COUNTRY = "country"  # the beneficiary State or area
    TOOL = "tool"  # the tool that the activity wrote, brought up to date or worked with


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
"""Those that an activity has several of, by shares; the others are one each."""

OF_ACTIVITY = frozenset({Dimension.PROGRAMME, Dimension.ACTIVITY}) | OF_TAGS
"""Those that only money with an activity has."""

NAMED = "named"
BY_RULE = "attributed"

CHOSEN_BY = (
    Dimension.DONOR,
    Dimension.REGION,
    Dimension.COUNTRY,
    Dimension.PROTOCOL,
    Dimension.PROGRAMME,
    Dimension.EARMARKING,
)
"""Those that a query can choose codes of, in the order of its words."""
