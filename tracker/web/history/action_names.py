"""The names of what was done with a record, as the trail's actions tell it."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

ACTIONS: Mapping[str, Any] = {
    "activate": _l("Account opened again"),
    "add": _l("Recorded"),
    "add_alias": _l("Spelling added"),
    "add_contact": _l("Contact added"),
    "add_name": _l("Name added"),
    "approve": _l("Approved"),
    "ask": _l("Asked for"),
    "change": _l("Changed"),
    "change_contact": _l("Contact changed"),
    "clear": _l("Illustrative account removed"),
    "cleared": _l("Cleared"),
    "close": _l("Closed"),
    "deactivate": _l("Account closed"),
    "decline": _l("Declined"),
    "draft": _l("Made a draft again"),
    "encrypt_second_factor": _l("Second factor encrypted under a new key"),
    "drop": _l("Given up"),
    "end_pooling": _l("Pooling ended"),
    "end_sessions": _l("All sessions ended"),
    "issued": _l("Issued"),
    "leave": _l("Left to the rule of then"),
    "let_in": _l("Days below zero let in"),
    "load": _l("Illustrative account loaded"),
    "make_token": _l("API token made"),
    "merge": _l("Merged into another"),
    "migrate": _l("Database upgraded"),
    "move": _l("State changed"),
    "password": _l("Password changed"),
    "pool": _l("Pooled"),
    "prepare": _l("Handed in"),
    "publish": _l("Published"),
    "rehash": _l("Password kept by a newer method"),
    "remove_alias": _l("Spelling removed"),
    "remove_contact": _l("Contact removed"),
    "remove_name": _l("Name removed"),
    "rename": _l("Name or address changed"),
    "remove_second_factor": _l("Second factor removed"),
    "renew_recovery_codes": _l("New recovery codes"),
    "replace_second_factor": _l("Second factor replaced"),
    "reset_second_factor": _l("Second factor reset"),
    "return": _l("Returned"),
    "revoke_token": _l("API token revoked"),
    "role": _l("Role changed"),
    "revise": _l("Revision written"),
    "seed": _l("Facts of adherence loaded"),
    "set_second_factor": _l("Second factor set up"),
    "speak_for": _l("Donor changed"),
    "split": _l("Split by the rule"),
    "submit": _l("Report to the donor submitted"),
    "submit_activity": _l("Submitted"),
    "supersede": _l("Superseded"),
    "take_back": _l("Taken back"),
    "take_up": _l("Handed in for approval"),
    "take up": _l("Sheet taken up"),
    "tell_apart": _l("Told apart from another"),
    "undo_merge": _l("Merge undone"),
    "use_token": _l("Recorded by an API token"),
    "use_recovery_code": _l("Signed in with a recovery code"),
    "withdraw": _l("Withdrawn"),
    "write": _l("Text written"),
}


def action_name(action: str) -> str:
    """Return the name of an action; one of an older version stays as the trail has it."""
    return str(ACTIONS.get(action, action))
