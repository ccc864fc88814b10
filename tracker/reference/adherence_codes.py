"""The steps towards being a party, and the acts by which they are taken."""

from enum import StrEnum


class FactKind(StrEnum):
    """The two steps towards being a party."""

    SIGNATURE = "signature"  # signed; not yet bound
    CONSENT = "consent"  # consented to be bound, and so a party


class Action(StrEnum):
    """By which act a party signed or consented to be bound."""

    SIGNATURE = "signature"  # signature alone
    RATIFICATION = "ratification"  # after signature
    ACCESSION = "accession"  # without signature
    ACCEPTANCE = "acceptance"  # as some constitutions say for ratification
    APPROVAL = "approval"  # likewise, and as the European Union does
    FORMAL_CONFIRMATION = "formal confirmation"  # by an organisation
    SUCCESSION = "succession"  # a State that follows another
