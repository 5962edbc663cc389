"""One person under all their names."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """One person under all their names."""

    name: str
    """The name to show, which is their heading in people.yml."""
    native: str = ""
    """The name in its own script: `王明泽`."""
    forms: tuple[str, ...] = ()
    """Other forms that stand in bibliographies, `Given Family` or `Family, Given`."""
    former: tuple[str, ...] = ()
    """Names that must never appear in any output, the exported BibTeX included."""
    owner: bool = False
    """It is their site."""
    listed: bool = True
    """Shown in a list of people."""
    homepage: str = ""
    """An http or https address."""
    orcid: str = ""
    """`0000-0002-1825-0097`, its check digit verified (ISO 7064 mod 11-2)."""
    affiliations: tuple[str, ...] = ()
    role: str = ""
    """`PhD student`, shown under the owner's name."""
    email: str = ""
    portrait: str = ""
    """A path from the site's root."""
    links: tuple[tuple[str, str], ...] = ()
    """Label and address of profiles: Scholar, GitHub."""
    line: int = 0
    """Where they stand in people.yml."""

    @property
    def orcid_url(self) -> str:
        """The ORCID iD as ORCID wants it shown, as an address; empty without one."""
        return f"https://orcid.org/{self.orcid}" if self.orcid else ""
