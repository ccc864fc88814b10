"""Labels of codes of assistance: programmes, activities, tools, requests, publication."""

from enum import StrEnum
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from tracker.assistance.publication_words import publication_state_name
from tracker.assistance.request_words import request_source_name, request_status_name
from tracker.assistance.states import (
    DisseminationMeans,
    DisseminationUnit,
    Priority,
    ProgrammeKind,
    PublicationState,
    RequestSource,
    RequestStatus,
    ResultCounting,
    RevisionState,
    ToolUse,
)

ASSISTANCE_LABELS: dict[type[StrEnum], dict[StrEnum, Any]] = {
    ProgrammeKind: {
        ProgrammeKind.NATIONAL: _l("National"),
        ProgrammeKind.REGIONAL: _l("Regional"),
        ProgrammeKind.THEMATIC: _l("Thematic"),
        ProgrammeKind.GLOBAL: _l("Global"),
    },
    ToolUse: {
        ToolUse.DEVELOPED: _l("Developed"),
        ToolUse.UPDATED: _l("Brought up to date"),
        ToolUse.DISSEMINATED: _l("Disseminated"),
        ToolUse.USED: _l("Used"),
    },
    DisseminationMeans: {
        DisseminationMeans.LAUNCH: _l("Launch"),
        DisseminationMeans.TRAINING: _l("Use in a training"),
        DisseminationMeans.COPIES: _l("Printed copies"),
        DisseminationMeans.DOWNLOADS: _l("Downloads"),
        DisseminationMeans.REQUEST: _l("Answer to a request"),
        DisseminationMeans.MAILING: _l("Mailing"),
        DisseminationMeans.MEETING: _l("Shown at a meeting"),
    },
    DisseminationUnit: {
        DisseminationUnit.COPIES: _l("Copies"),
        DisseminationUnit.DOWNLOADS: _l("Downloads"),
        DisseminationUnit.PEOPLE: _l("People"),
    },
    ResultCounting: {
        ResultCounting.LATEST: _l("The newest value counts"),
        ResultCounting.ADDED: _l("Periods are added up"),
    },
    PublicationState: {one: LazyString(publication_state_name, one) for one in PublicationState},
    RevisionState: {
        RevisionState.WAITING: _l("Waits"),
        RevisionState.RETURNED: _l("Returned"),
        RevisionState.HANDED_IN: _l("Waits for approval"),
        RevisionState.PUBLISHED: _l("Published"),
        RevisionState.DROPPED: _l("Given up"),
    },
    RequestSource: {one: LazyString(request_source_name, one) for one in RequestSource},
    RequestStatus: {one: LazyString(request_status_name, one) for one in RequestStatus},
    Priority: {
        Priority.HIGH: _l("High"),
        Priority.MEDIUM: _l("Medium"),
        Priority.LOW: _l("Low"),
    },
}
"""The labels by type."""
