"""The settings of a bucket of S3 that holds the files about records, where there is one."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib.util import find_spec
from urllib.parse import urlsplit

from tracker import setting_values as values
from tracker.errors import SettingsError

SCHEME = "s3://"
CLIENT = "obstore"
"""The package that speaks S3."""
AES, KMS, NO_ENCRYPTION = "AES256", "aws:kms", "none"
ENCRYPTIONS = (AES, KMS, NO_ENCRYPTION)
NAME = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
PREFIX = re.compile(r"[A-Za-z0-9!_.*'()/-]*")
RIGHT = "must be the address of a bucket, like s3://bucket or s3://bucket/prefix"


@dataclass(frozen=True, slots=True)
class BucketSettings:
    """A bucket, the prefix of the files in it, its server, and how that encrypts them.

    `encryption` is empty where the server is asked for none, `kms_key` where it takes its own key.
    """

    bucket: str
    prefix: str = ""
    endpoint: str = ""
    region: str = "us-east-1"
    encryption: str = AES
    kms_key: str = ""

    @property
    def address(self) -> str:
        """The bucket with the prefix, like s3://bucket/prefix."""
        return f"{SCHEME}{self.bucket}/{self.prefix}".rstrip("/")

    def at(self, address: str) -> "BucketSettings":
        """Return the same server with another bucket; raises SettingsError."""
        bucket, prefix = _read_address(address)
        return replace(self, bucket=bucket, prefix=prefix)

    def environment(self) -> dict[str, str]:
        """Return the variables from which the same settings are read again."""
        return {
            "DOCUMENTS_BUCKET": self.address if self.bucket else "",
            "DOCUMENTS_ENDPOINT": self.endpoint,
            "DOCUMENTS_REGION": self.region,
            "DOCUMENTS_ENCRYPTION": self.encryption or NO_ENCRYPTION,
            "DOCUMENTS_KMS_KEY": self.kms_key,
        }


NO_BUCKET = BucketSettings("")
"""The files are in a folder; the server of a bucket that a command names is Amazon's."""


def read_bucket_settings(environ: Mapping[str, str]) -> BucketSettings:
    """Read the bucket of the files, without a name where they are in a folder.

    Raises SettingsError for what cannot be meant, and where the package for S3 is not installed.
    """
    encryption = values.one_of(environ, "DOCUMENTS_ENCRYPTION", ENCRYPTIONS, AES)
    key = environ.get("DOCUMENTS_KMS_KEY", "").strip()
    if key and encryption != KMS:
        raise values.refuse("DOCUMENTS_KMS_KEY", key, f"is for DOCUMENTS_ENCRYPTION={KMS} alone")
    address = environ.get("DOCUMENTS_BUCKET", "").strip()
    bucket, prefix = _read_address(address) if address else ("", "")
    return BucketSettings(
        bucket,
        prefix,
        _read_endpoint(environ.get("DOCUMENTS_ENDPOINT", "").strip()),
        environ.get("DOCUMENTS_REGION", "").strip() or NO_BUCKET.region,
        "" if encryption == NO_ENCRYPTION else encryption,
        key,
    )


def _read_address(address: str) -> tuple[str, str]:
    """Return the bucket and the prefix of an address; raises SettingsError."""
    bucket, _slash, prefix = address.removeprefix(SCHEME).partition("/")
    lawful = NAME.fullmatch(bucket) and PREFIX.fullmatch(prefix)
    if not address.startswith(SCHEME) or not lawful:
        raise values.refuse("DOCUMENTS_BUCKET", address, RIGHT)
    if find_spec(CLIENT) is None:
        raise SettingsError(
            "DOCUMENTS_BUCKET is set, and the package for S3 is not installed: "
            "pip install --no-deps --require-hashes -r requirements-s3.txt"
        )
    return bucket, prefix.strip("/")


def _read_endpoint(text: str) -> str:
    """Read the address of a server that is not Amazon's; raises SettingsError."""
    parts = urlsplit(text)
    plain = parts.scheme in {"http", "https"} and parts.hostname and "@" not in parts.netloc
    if text and (not plain or parts.query or parts.fragment):
        right = "must be the address of the server, like https://s3.example.org"
        raise values.refuse("DOCUMENTS_ENDPOINT", text, right)
    return text.rstrip("/")
