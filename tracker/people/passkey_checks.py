"""What the standard asks of a passkey (W3C Web Authentication), checked by py_webauthn.

Origin and domain are those of PUBLIC_URL. The user is always verified by the device, by a PIN or
a finger, so that a passkey is two factors at once. No attestation is asked for.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from tracker.errors import TrackerError
from tracker.late_imports import LateImport
from tracker.words import say

if TYPE_CHECKING:
    import webauthn
    from webauthn.helpers import exceptions, structs
else:
    webauthn = LateImport("webauthn")
    exceptions = LateImport("webauthn.helpers.exceptions")
    structs = LateImport("webauthn.helpers.structs")

NAME = "Article 30 Tracker"
LONGEST_ANSWER = 20_000
"""The longest answer of a browser that is looked at, in characters."""


class WrongPasskey(TrackerError):
    """A passkey is unknown, or its answer is not the one that was asked for."""

    status = 422
    title = "You could not be signed in"


class NewPasskey(NamedTuple):
    """A passkey that is not yet stored."""

    credential_id: bytes
    public_key: bytes
    sign_count: int


@dataclass(frozen=True, slots=True)
class Site:
    """The site for which passkeys are: its domain and its origin."""

    domain: str
    origin: str

    def ask_for_new(self, challenge: bytes, handle: str, email: str, known: Iterable[bytes]) -> str:
        """Return as JSON what a browser needs to make a passkey of a user."""
        options = webauthn.generate_registration_options(
            rp_id=self.domain,
            rp_name=NAME,
            user_id=handle.encode(),
            user_name=email,
            user_display_name=email,
            challenge=challenge,
            authenticator_selection=structs.AuthenticatorSelectionCriteria(
                resident_key=structs.ResidentKeyRequirement.REQUIRED,
                user_verification=structs.UserVerificationRequirement.REQUIRED,
            ),
            exclude_credentials=[structs.PublicKeyCredentialDescriptor(id=one) for one in known],
        )
        return webauthn.options_to_json(options)

    def ask_for_proof(self, challenge: bytes, known: Iterable[bytes]) -> str:
        """Return as JSON what a browser needs to use a passkey: one of some, or any of the site."""
        options = webauthn.generate_authentication_options(
            rp_id=self.domain,
            challenge=challenge,
            allow_credentials=[structs.PublicKeyCredentialDescriptor(id=one) for one in known],
            user_verification=structs.UserVerificationRequirement.REQUIRED,
        )
        return webauthn.options_to_json(options)

    def read_new(self, answer: str, challenge: bytes) -> NewPasskey:
        """Return the passkey that a browser made; raises WrongPasskey."""
        try:
            made = webauthn.verify_registration_response(
                credential=_bounded(answer),
                expected_challenge=challenge,
                expected_rp_id=self.domain,
                expected_origin=self.origin,
                require_user_verification=True,
            )
        except (exceptions.WebAuthnException, ValueError) as error:
            raise wrong() from error
        return NewPasskey(made.credential_id, made.credential_public_key, made.sign_count)

    def check(self, answer: str, challenge: bytes, known: NewPasskey) -> int:
        """Return how often a passkey was used by now; raises WrongPasskey.

        The count of a device that counts has grown since: else there is a copy of the passkey.
        """
        try:
            shown = webauthn.verify_authentication_response(
                credential=_bounded(answer),
                expected_challenge=challenge,
                expected_rp_id=self.domain,
                expected_origin=self.origin,
                credential_public_key=known.public_key,
                credential_current_sign_count=known.sign_count,
                require_user_verification=True,
            )
        except (exceptions.WebAuthnException, ValueError) as error:
            raise wrong() from error
        return shown.new_sign_count


def credential_of(answer: str) -> bytes:
    """Return the identifier of the passkey that answers; raises WrongPasskey."""
    try:
        return webauthn.helpers.parse_authentication_credential_json(_bounded(answer)).raw_id
    except (exceptions.WebAuthnException, ValueError) as error:
        raise wrong() from error


def wrong() -> WrongPasskey:
    """Return the refusal of a passkey; it says no more."""
    return WrongPasskey(say("The passkey was not accepted. Try again, or use another way."))


def _bounded(answer: str) -> str:
    """Return an answer that is not too long; raises WrongPasskey."""
    if not answer or len(answer) > LONGEST_ANSWER:
        raise wrong()
    return answer
