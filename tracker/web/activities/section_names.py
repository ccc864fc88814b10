"""The names of an activity's sections, and of how far they have come."""

from flask_babel import lazy_gettext as _l

from tracker.assistance.activity_sections import ActivitySection, SectionStage

SECTION_NAMES = {
    ActivitySection.WHAT: _l("What it is"),
    ActivitySection.WHEN: _l("When and where"),
    ActivitySection.WHOM: _l("For whom"),
    ActivitySection.LAW: _l("Instruments, articles, paragraphs and themes"),
    ActivitySection.MONEY: _l("Money"),
    ActivitySection.PEOPLE: _l("People reached"),
    ActivitySection.RESULTS: _l("Results and evaluation"),
    ActivitySection.DOCUMENTS: _l("Documents"),
    ActivitySection.TOOLS: _l("Tools, requests and partners"),
    ActivitySection.LANGUAGES: _l("Other languages"),
}
PROGRESS_NAMES = {
    SectionStage.COMPLETE: _l("complete"),
    SectionStage.BEGUN: _l("begun"),
    SectionStage.EMPTY: _l("empty"),
    SectionStage.FAULTY: _l("has faults"),
}
