"""What the digests cover: each table and each of its columns, or the reason why not.

A new table or column is declared here, in one of five ways:

- `covered`: its value is in the digest of its row. A column that is added to a table whose rows are
  sealed already goes to `later`: it is covered where it is set, so that the digests of rows in
  which it is not set stay what they are.
- `chained`: a chain of its own covers it, the ledger's or the trail's.
- `derived`: verification computes it again from what is covered; the text says how.
- `left_out`: no figure, decision or right rests on it; the text says why.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class TableCoverage:
    """The columns of a table by how they are covered, in the order of the declaration."""

    covered: tuple[str, ...] = ()
    later: tuple[str, ...] = ()
    chained: tuple[str, ...] = ()
    derived: Mapping[str, str] = field(default_factory=dict)
    left_out: Mapping[str, str] = field(default_factory=dict)

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns that are declared."""
        return (*self.covered, *self.later, *self.chained, *self.derived, *self.left_out)

    @property
    def sealed(self) -> bool:
        """Tell whether rows of the table have digests."""
        return bool(self.covered)


def _rows(covered: str, later: str = "", **left_out: str) -> TableCoverage:
    """Declare a table whose rows are sealed."""
    return TableCoverage(tuple(covered.split()), tuple(later.split()), left_out=left_out)


def _chain(chained: str) -> TableCoverage:
    """Declare a table that a chain covers."""
    return TableCoverage(chained=tuple(chained.split()))


def _all(columns: str, why: str) -> dict[str, str]:
    """Declare several columns for one reason."""
    return dict.fromkeys(columns.split(), why)


_FOLDED = "what search and sorting compare; made again of the columns that it folds"
_ONE_ROW = "there is one row"
_JOB = "how work in the background went; what it changed is sealed where it stands"
_IMPORT = "the preview of a sheet; what it changed is sealed where it stands"
_ATTEMPT = "counted to slow down guessing, and forgotten"
_STEP = "which code was used last, so that none works twice; it moves with each sign-in"
_CHALLENGE = "asked of a browser and answered once, within minutes"
_SESSION = "who is signed in where; it ends within hours, and what was done in it is sealed"
_KEPT_FORM = "what somebody has typed and not yet sent again; it is dropped within a day"
_MAIL = "letters on their way; what they tell of is sealed where it stands"
_SWITCH = "which letters somebody does not want"
_REMINDER = "which reminders were sent, so that none is sent twice"
_KEY = "opens one page once; what is done there is sealed"
_SAVED_VIEW = "which page of figures somebody looks at again, under a name of their own"
_SEARCH = "what is found of records, made of them at every write and by `flask search rebuild`"
_BALANCE = "the sum of the account's lines"
_HEAD = "the end of the ledger's chain"
_BEFORE = """counted_on women_before men_before girls_before boys_before unspecified_before
    before_activity_id before_programme_id"""
_RESULT = """counting period_start period_target actual_women actual_men actual_unspecified
    evidence evidence_url lowered_because"""
_TRAIL = "the end of the trail's chain"

COVERAGE: Mapping[str, TableCoverage] = {
    # money
    "ledger_entry": _chain(
        """id kind reference effective_on recorded_at recorded_by contribution_id activity_id
        usd_minor currency original_minor rate rate_source rate_on note reverses_id approved_by
        correction basis rate_implied letter consent_on digest"""
    ),
    "ledger_entry_words": TableCoverage(left_out=_all("entry_id folded", _FOLDED)),
    "ledger_line": _chain("id entry_id account_id minor measure attributed original_minor"),
    "ledger_account": TableCoverage(
        chained=("id", "kind", "contribution_id", "activity_id"),
        derived={
            **_all("balance_minor original_minor", _BALANCE),
            "last_on": "the day of the account's last line",
            "let_in": "the reason that the trail tells last for the account's days below zero",
        },
    ),
    "ledger_head": TableCoverage(
        derived=_all("last_entry_id last_line_id last_account_id digest recorded_at", _HEAD),
        left_out={"id": _ONE_ROW},
    ),
    "ledger_hold": _rows("id request_id kind contribution_id activity_id minor effective_on"),
    "reserved_reference": _rows("reference request_id reverses_id"),
    "approval_request": _rows(
        """id state title kind usd_minor orders change digest contribution_id activity_id
        prepared_by prepared_at note decided_by decided_at reason replaces_id first_entry_id
        last_entry_id split_at_upgrade""",
        folded=_FOLDED,
    ),
    "allocation_ask": _rows(
        """id activity_id state version purpose asked_by asked_at decided_by decided_at reason
        request_id"""
    ),
    "allocation_ask_line": _rows("ask_id contribution_id number minor"),
    "approval_request_kind": _rows("request_id kind"),
    "closed_period": _rows(
        "id kind first_on last_on closed_at closed_by last_entry_id note approved_by"
    ),
    "closing_balance": _rows("period_id account_id minor original_minor"),
    "exchange_rate": _rows("id currency effective_on rate source", "recorded_at", folded=_FOLDED),
    "former_rate": _rows(
        "id currency effective_on rate source superseded_at superseded_by approved_by why",
        "recorded_at",
    ),
    "certified_statement": _rows("id reference code_key year source issued_on note"),
    "certified_figure": _rows("id statement_id donor_code item minor"),
    "figure_explanation": _rows(
        "id figure_id minor text made_by made_at withdrawn_by withdrawn_at withdrawn_why"
    ),
    # contributions
    "contribution": _rows(
        """id reference code_key donor_id title donor_reference agreement_number
        financing_instrument kind
        source source_article valuation_basis valued_by valued_on earmarking earmarking_modality
        currency amount_minor support_rate_bp support_rate_reason support_basis state pledged_on
        agreed_on use_from use_until conditions note""",
        folded=_FOLDED,
        folded_donor_reference=_FOLDED,
        folded_agreement_number=_FOLDED,
    ),
    "contribution_scope": _rows("contribution_id kind code"),
    "contribution_instalment": _rows(
        "id contribution_id number due_on amount_minor note withdrawn_at"
    ),
    "contribution_report": _rows(
        "id contribution_id number kind period due_on submitted_on note withdrawn_at"
    ),
    "contribution_document": _rows(
        "id contribution_id number kind title address dated_on is_public withdrawn_at"
    ),
    "former_contribution_breakdown": _rows("id contribution_id known_until donor_id earmarking"),
    "former_contribution_scope": _rows("breakdown_id kind code"),
    "former_period_of_use": _rows("id contribution_id known_until use_from use_until"),
    # donors
    "former_donor_breakdown": _rows("id donor_id known_until type merged_into_id"),
    "donor": _rows("id code code_key name type state status merged_into_id note", folded=_FOLDED),
    "donor_name": _rows("id donor_id name holds_from source", folded=_FOLDED),
    "donor_alias": _rows("id donor_id key spelling source", folded=_FOLDED),
    "donor_contact": _rows("id donor_id role name email telephone note active"),
    "donor_merge": _rows(
        """id from_id into_id status_before moved decided_by decided_at why undone_by undone_at
        undone_why"""
    ),
    "donor_distinction": _rows("id one_id other_id decided_by decided_at why"),
    # assistance
    "programme": _rows(
        "id code code_key title kind place description starts_on ends_on",
        "written_in texts",
        folded=_FOLDED,
    ),
    "pooled_programme": _rows("id programme from_on until_on"),
    "former_activity_breakdown": _rows(
        "id activity_id known_until programme_id type", later="paragraphs"
    ),
    "former_activity_share": _rows("breakdown_id kind code share_bp"),
    "former_activity": _rows(
        """id activity_id known_until status budget_minor planned_start planned_end actual_start
        actual_end"""
    ),
    "former_activity_participants": _rows(
        "id former_id place function women men girls boys unspecified counted_before", _BEFORE
    ),
    "former_activity_result": _rows(
        "id former_id indicator unit baseline target actual measured_on", _RESULT
    ),
    "activity": _rows(
        """id code code_key title description programme_id type status planned_start planned_end
        actual_start actual_end budget_minor venue evaluation""",
        "known_from publication written_in texts",
        folded=_FOLDED,
    ),
    "former_activity_publication": _rows("id activity_id known_until publication"),
    "former_activity_theme": _rows("publication_id theme"),
    "activity_revision": _rows(
        "id activity_id state base wanted made_by made_at why decided_by decided_at decision",
        later="request_id",
    ),
    "activity_publication_move": _rows("id activity_id moved_at moved_by before after why"),
    "activity_theme": _rows("activity_id theme"),
    "former_assistance_request": _rows(
        """id request_id known_until state source status priority instrument articles received_on
        review_cluster estimated_cost_minor consent_to_publish"""
    ),
    "activity_instrument": _rows("activity_id instrument share_bp"),
    "activity_beneficiary": _rows("activity_id place share_bp"),
    "activity_participants": _rows(
        "id activity_id place function women men girls boys unspecified counted_before",
        _BEFORE,
    ),
    "activity_result": _rows(
        "id activity_id indicator unit baseline target actual measured_on withdrawn_at", _RESULT
    ),
    "activity_partner": _rows("activity_id name role"),
    "activity_article": _rows("activity_id instrument article"),
    "activity_paragraph": _rows("activity_id paragraph"),
    "activity_document": _rows("id activity_id title symbol url withdrawn_at"),
    "tool_version": _rows("id tool_id version released_on languages symbol url changes"),
    "record_file": _rows(
        """id activity_id contribution_id tool_id request_id title indicator version language name
        kind digest size is_public added_at withdrawn_at""",
        later="replaces",
    ),
    "activity_tool": _rows("activity_id tool_id use share_bp"),
    "activity_request": _rows("activity_id request_id"),
    "assistance_request": _rows(
        """id code code_key state source status priority instrument articles received_on summary
        decision""",
        later="review_cluster estimated_cost_minor cost_basis consent_to_publish known_from",
    ),
    "tool": _rows(
        "id code code_key title kind year languages symbol description source unsure",
        later="written_in texts",
        folded=_FOLDED,
    ),
    "tool_instrument": _rows("tool_id instrument"),
    "tool_dissemination": _rows(
        """id code code_key tool_id activity_id means held_on place language audience unit number
        note known_from""",
        folded=_FOLDED,
    ),
    "former_dissemination": _rows(
        """id dissemination_id known_until tool_id activity_id means held_on place language audience
        unit number note"""
    ),
    "report": _rows(
        """id kind state subject terms first_day last_day drawn issued digest corrects_id
        prepared_by prepared_at cleared_by cleared_at issued_by issued_at"""
    ),
    "report_text": _rows(
        "id report_id anchor text written_in texts of_digest written_by written_at"
    ),
    "report_file": _rows(
        "id report_id format language sha256",
        data="its SHA-256 is covered; verification computes it again",
    ),
    "added_session": _rows("id body number first_day last_day place source"),
    "adherence_fact": _rows(
        "id instrument party fact action dated_on known_on superseded_on source"
    ),
    # people and the trail
    "person": _rows(
        "id handle email name role donor_code password_hash active session_epoch created_at",
        later="password_is_temporary programmes barred_at barred_by anonymised_at",
        folded=_FOLDED,
        locale="the language of the pages, which a user changes at will",
    ),
    "actor_name": _rows("text handle"),
    "second_factor": _rows("id person_id secret set_at"),
    "api_token": _rows(
        "id person_id name beginning token_digest scopes made_at expires_at revoked_at",
        last_used_at="when a program used it last; it moves with each request",
    ),
    "passkey": _rows("id person_id name credential_id public_key signs_in_alone made_at"),
    "passkey_use": TableCoverage(left_out=_all("passkey_id sign_count last_used_at", _STEP)),
    "passkey_challenge": TableCoverage(
        left_out=_all(
            "id challenge purpose browser_digest person_id proof_digest machine made_at taken_at",
            _CHALLENGE,
        )
    ),
    "second_factor_use": TableCoverage(left_out=_all("person_id last_step", _STEP)),
    "recovery_code": _rows("id person_id code_digest made_at used_at"),
    "audit_record": _chain(
        """id at actor action subject_kind subject_reference why old new seal digest"""
    ),
    "row_seal": _chain("record_id table_name row_key digest"),
    "trail_head": TableCoverage(
        derived=_all("last_record_id digest", _TRAIL), left_out={"id": _ONE_ROW}
    ),
    "record_state": TableCoverage(
        derived={"illustrative": "the last record of the trail that says so"},
        left_out={
            "id": _ONE_ROW,
            "version": "counts changes, to keep caches fresh",
            "data_version": "counts changes of facts and figures, to tell answers apart",
            "latest_at": "keeps a clock from running back; the moments of records are covered",
        },
    ),
    # what nothing rests on
    "sign_in_attempt": TableCoverage(left_out=_all("id email address at succeeded", _ATTEMPT)),
    "user_session": TableCoverage(
        left_out=_all(
            """id token_digest form_digest person_id epoch began_at last_seen_at ends_at ended_at
            address agent""",
            _SESSION,
        )
    ),
    "kept_form": TableCoverage(
        left_out=_all(
            "id key_digest person_id kept_at address page fields has_files session_end", _KEPT_FORM
        )
    ),
    "search_entry": TableCoverage(
        left_out=_all(
            "id kind code audience fuller donor title words code_folded title_tokens tokens",
            _SEARCH,
        )
    ),
    "form_draft": TableCoverage(
        left_out=_all("id person_id form title record_digest begun_at kept_at fields", _KEPT_FORM)
    ),
    "saved_form": TableCoverage(left_out=_all("digest saved_at address", _KEPT_FORM)),
    "saved_view": TableCoverage(
        left_out=_all("id person_id name page query saved_at", _SAVED_VIEW)
    ),
    "job": TableCoverage(
        left_out=_all(
            """id kind state owner asked locale added_at started_at begun_at ended_at host pid
            progress_done progress_total progress_label heartbeat_at cancel_asked result fault""",
            _JOB,
        )
    ),
    "job_file": TableCoverage(left_out=_all("job_id made_at name content_type data", _JOB)),
    "mail": TableCoverage(
        left_out=_all(
            "id kind handle about state attempts put_at next_try_at ended_at fault", _MAIL
        )
    ),
    "mail_switch": TableCoverage(left_out=_all("person_id kind", _SWITCH)),
    "reminder": TableCoverage(left_out=_all("person_id kind subject day", _REMINDER)),
    "mailed_key": TableCoverage(
        left_out=_all("id person_id purpose digest asked_by made_at ends_at", _KEY)
    ),
    "report_job": TableCoverage(left_out=_all("report_id job_id", _JOB)),
    "import_job": TableCoverage(
        left_out=_all(
            """id kind profile sheet encoding file_name file_size sha256 locale by at state job_id
            decided_by accept_good ended_at rows_read rows_added rows_changed rows_unchanged
            rows_rejected rows_left_out faults takeable differed digest report message reason
            folded""",
            _IMPORT,
        )
    ),
    "import_file": TableCoverage(left_out=_all("job_id content", _IMPORT)),
    "import_row": TableCoverage(
        left_out=_all("job_id place row outcome key changes cells why folded", _IMPORT)
    ),
    "import_fault": TableCoverage(
        left_out=_all("job_id place row column value message warning folded", _IMPORT)
    ),
}

SEALED = frozenset(name for name, table in COVERAGE.items() if table.sealed)
"""The tables whose rows have digests."""
