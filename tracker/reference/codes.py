"""The code lists of the record; their labels in six languages are in data/*.csv."""

from enum import StrEnum
from functools import cache

from tracker.errors import NotFound
from tracker.reference.data_files import read_table
from tracker.reference.names import ENGLISH, Names, choose, names_from
from tracker.words import say


class Earmarking(StrEnum):
    """The tightness of a contribution's earmark (IATI EarmarkingCategory)."""

    UNEARMARKED = "1"  # the account decides
    SOFTLY_EARMARKED = "2"  # tied to a region, a theme or a pooled fund
    EARMARKED = "3"  # tied to a country's or a programme's work
    TIGHTLY_EARMARKED = "4"  # tied to one project, tool or delivery


class EarmarkingModality(StrEnum):
    """The scope of a contribution's earmark (IATI EarmarkingModality, Grand Bargain)."""

    FULLY_FLEXIBLE = "A"  # fully flexible core contribution
    FLEXIBLE_CERF = "B"  # fully flexible, to the Central Emergency Response Fund
    CORE = "C"  # core contribution
    CORE_LIMITED = "D"  # core contribution with limitations
    REGION_OR_OBJECTIVE = "E"  # a geographical region or a strategic objective
    COUNTRY_POOLED_FUND = "F"  # a country-based pooled fund
    COUNTRY_OPERATIONS = "G"  # an organisation's work in a country
    SUB_OBJECTIVE = "H"  # a sub-objective or target
    PROJECT = "I"  # a specific project
    TIED_FINANCIALLY = "J"  # place and theme, tied financially
    TIED_IN_KIND = "K"  # place and theme, in kind
    DONOR_INITIATED = "L"  # a project of the donor's own


class FinancingInstrument(StrEnum):
    """The instrument by which money comes in (UN Data Standard IV)."""

    ASSESSED = "R01"  # assessed contributions
    UNTIED = "R02A"  # voluntary, untied
    UNTIED_IN_KIND = "R02B"  # voluntary, untied, in kind
    POOLED_FUND = "R03A"  # earmarked, inter-agency pooled funds
    THEMATIC_FUND = "R03B"  # earmarked, single-agency thematic funds
    VERTICAL_FUND = "R03C"  # earmarked, global vertical funds
    LOCAL_RESOURCES = "R03D"  # earmarked, from the country of the programme itself
    PROJECT = "R03E"  # earmarked, project or programme specific
    EARMARKED_IN_KIND = "R03F"  # earmarked, in kind
    OTHER_A = "R04A"  # other revenue, class A
    OTHER_B = "R04B"  # other revenue, class B
    OTHER_C = "R04C"  # other revenue, class C


class ContributorType(StrEnum):
    """The type of a contributor (UN Data Standard VI)."""

    GOVERNMENT = "C01"  # a Government
    NGO = "C02"  # a non-governmental organisation
    PUBLIC_PRIVATE = "C03"  # a public-private partnership
    FINANCIAL_INSTITUTION = "C04A"  # an international financial institution
    GLOBAL_FUND = "C04B"  # a global vertical fund
    UN_ORGANIZATION = "C04C"  # an organisation of the United Nations system
    UN_POOLED_FUND = "C04D"  # a United Nations inter-agency pooled fund
    OTHER_MULTILATERAL = "C04E"  # another multilateral organisation
    FOUNDATION = "C05"  # a foundation
    PRIVATE_SECTOR = "C06"  # a company or a person
    ACADEMIC = "C07"  # an academic, training or research institution
    EUROPEAN_UNION = "C08A"  # the European Union
    OTHER = "C08B"  # another contributor
    NO_CONTRIBUTOR = "C09"  # revenue that nobody contributed


class ActivityType(StrEnum):
    """The kind of an activity."""

    LEGISLATIVE_ASSISTANCE = "legislative_assistance"  # laws drafted, reviewed or amended
    TRAINING = "training"  # skills taught to practitioners
    WORKSHOP = "workshop"  # a meeting of work on a theme
    MENTORING = "mentoring"  # an expert beside practitioners over months
    PRACTITIONER_EXCHANGE = "practitioner_exchange"  # experiences and good practices exchanged
    NEEDS_ASSESSMENT = "needs_assessment"  # needs and gaps established with a State
    OPERATIONAL_SUPPORT = "operational_support"  # joint work on cases, networks, cooperation
    EQUIPMENT = "equipment"  # modern equipment handed over
    TOOL_DEVELOPMENT = "tool_development"  # a tool written, updated or translated
    TOOL_DISSEMINATION = "tool_dissemination"  # a tool brought to its readers
    CASE_LAW_DATABASE = "case_law_database"  # cases and laws gathered and kept
    RESEARCH = "research"  # data, studies and analyses
    REVIEW_MEETING = "review_meeting"  # a meeting on the review mechanism
    REVIEW_SUPPORT = "review_support"  # help to the review, its pilot and its consultations
    AWARENESS_CAMPAIGN = "awareness_campaign"  # the public told of the instruments
    CIVIL_SOCIETY_OUTREACH = "civil_society_outreach"  # work with civil society
    PRIVATE_SECTOR_PARTNERSHIP = "private_sector_partnership"  # work with the private sector
    OTHER = "other"  # assistance that is none of these


class ActivityStatus(StrEnum):
    """The state of an activity (IATI ActivityStatus)."""

    PIPELINE = "pipeline"  # planned
    IMPLEMENTATION = "implementation"  # going on
    FINALISATION = "finalisation"  # done, accounts and evaluation open
    CLOSED = "closed"  # done
    CANCELLED = "cancelled"  # will not be done
    SUSPENDED = "suspended"  # stopped for a time


class ToolKind(StrEnum):
    """The kind of a technical assistance tool."""

    LEGISLATIVE_GUIDE = "legislative_guide"  # explains what a law must contain
    MODEL_LAW = "model_law"  # a law to adapt
    PRACTICAL_GUIDE = "practical_guide"  # leads practitioners through a procedure
    HANDBOOK = "handbook"  # explains a field
    TRAINING_MANUAL = "training_manual"  # material of a course
    TOOLKIT = "toolkit"  # a set of small tools
    ASSESSMENT = "assessment"  # a method to establish needs
    SELF_ASSESSMENT = "self_assessment"  # a checklist that a State fills in by itself
    CASE_DIGEST = "case_digest"  # cases, gathered and analysed
    DATABASE = "database"  # cases or laws to search
    PORTAL = "portal"  # several databases under one address
    DIRECTORY = "directory"  # authorities and how to reach them
    SOFTWARE = "software"  # a program
    REFERENCE = "reference"  # a record of how the instruments came about


class ParticipantFunction(StrEnum):
    """The function of participants; counts only, never names."""

    PROSECUTOR = "prosecutor"  # prosecutors
    JUDGE = "judge"  # judges and magistrates
    POLICE = "police"  # police and other investigators
    BORDER_GUARD = "border_guard"  # border guards and immigration officers
    CUSTOMS = "customs"  # customs officers
    FINANCIAL_INTELLIGENCE = "financial_intelligence"  # financial intelligence and asset recovery
    CENTRAL_AUTHORITY = "central_authority"  # authorities for legal cooperation
    FIREARMS_AUTHORITY = "firearms_authority"  # firearms licensing and registry
    LEGISLATOR = "legislator"  # members of parliament and drafters of laws
    POLICY_OFFICIAL = "policy_official"  # ministries and diplomats
    DEFENCE_LAWYER = "defence_lawyer"  # defence lawyers and legal aid
    VICTIM_SERVICES = "victim_services"  # those who protect and assist victims
    CIVIL_SOCIETY = "civil_society"  # non-governmental organisations and media
    PRIVATE_SECTOR = "private_sector"  # companies and their associations
    ACADEMIA = "academia"  # teachers and researchers
    PERSON_REACHED = "person_reached"  # people whom a project reached
    OTHER = "other"  # none of these
    NOT_SPECIFIED = "not_specified"  # the function was not noted


class Theme(StrEnum):
    """The theme of assistance (operative paragraph 3)."""

    MONEY_LAUNDERING = "money_laundering"  # money-laundering
    CORRUPTION = "corruption"  # corruption
    SMUGGLING = "smuggling"  # all forms of smuggling
    TERRORISM_LINKS = "terrorism_links"  # possible links to terrorist activities
    CONFISCATION = "confiscation"  # seizure and confiscation of criminal assets
    EXTRADITION = "extradition"  # extradition
    MUTUAL_LEGAL_ASSISTANCE = "mutual_legal_assistance"  # mutual legal assistance
    LAW_ENFORCEMENT = "law_enforcement"  # coordinated law enforcement actions


TABLES: dict[type[StrEnum], str] = {
    Earmarking: "earmarking",
    EarmarkingModality: "earmarking_modalities",
    FinancingInstrument: "financing_instruments",
    ContributorType: "contributor_types",
    ActivityType: "activity_types",
    ActivityStatus: "activity_states",
    ToolKind: "tool_kinds",
    ParticipantFunction: "participant_functions",
    Theme: "themes",
}


@cache
def labels(code_list: type[StrEnum]) -> dict[str, Names]:
    """Return the names of every code of a list, in the order of its table."""
    return {row["code"]: names_from(row) for row in read_table(TABLES[code_list])}


def label(code_list: type[StrEnum], code: str, locale: str = ENGLISH) -> str:
    """Return the label of a code in the reader's language: `label(ActivityType, "training", "fr")`.

    Raises NotFound for a code that the list does not have.
    """
    names = labels(code_list).get(code)
    if names is None:
        raise NotFound(say("'%(code)s' is no code of %(list)s", code=code, list=code_list.__name__))
    return choose(names, locale)
