"""Names in the six official languages, and the choice of one for a locale."""

from collections.abc import Mapping
from typing import NamedTuple, Protocol

ENGLISH = "en"


class Names(NamedTuple):
    """One name in each official language; empty where no source gives it."""

    en: str
    fr: str = ""
    es: str = ""
    ru: str = ""
    zh: str = ""
    ar: str = ""


class Named(Protocol):
    """Anything that has names."""

    @property
    def names(self) -> Names:
        """Its names in the six languages."""


def names_from(row: Mapping[str, str], prefix: str = "name") -> Names:
    """Read the six columns `name_en` to `name_ar`, or those with another prefix."""
    return Names(*(row[f"{prefix}_{language}"] for language in Names._fields))


def choose(names: Names, locale: str = ENGLISH) -> str:
    """Choose the name for a locale such as "fr", "zh_Hans_CN" or "ar-EG"; else the English one."""
    language = locale[:2].lower()
    return (getattr(names, language) if language in Names._fields else "") or names.en


def name_of(thing: Named, locale: str = ENGLISH) -> str:
    """Return the name of a State, region, organisation or the like for a locale."""
    return choose(thing.names, locale)
