"""One address for the page of each topic, over all pages with topics."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from ibid.link.parts import Document
from ibid.link.topic_citations import Tally, walk
from ibid.model.addresses import topic_address

Addresses = Mapping[tuple[str, str], str]
"""The address of each topic's page, `topics/a/b/`, by the path of its document and the id of its bullet."""


class _Owner(NamedTuple):
    """Whose an address is."""

    path: str
    id: str
    publications: frozenset[str]

    def admits(self, other: _Owner) -> bool:
        """The same topic, on the same page or on another."""
        return self == other if self.path == other.path else self.publications == other.publications


def topic_addresses(pages: Iterable[tuple[Document, tuple[Tally, ...]]]) -> Addresses:
    """The pages' order decides: what the first of them holds keeps its plain address.

    A topic that stands on a later page under the same id and with the same publications is the same topic and shares
    the address. With others it is another topic: it and its sub-topics then lie under their page's own address.
    """
    owners: dict[str, _Owner] = {}
    addresses: dict[tuple[str, str], str] = {}
    for document, tallies in pages:
        for top in tallies:
            claims = [_Owner(document.path, one.bullet.id, one.all) for one in walk((top,))]
            within = document.url.removesuffix(".html") if _clash(claims, owners) else ""
            for claim in claims:
                address = topic_address(claim.id, within)
                if not owners.setdefault(address.casefold(), claim).admits(claim):
                    address = topic_address(claim.id, within, marked=document.path)
                    owners[address.casefold()] = claim
                addresses[claim.path, claim.id] = address
    return addresses


def _clash(claims: Iterable[_Owner], owners: Mapping[str, _Owner]) -> bool:
    """An address that one of the topics of a tree would have is that of another page's topic."""
    taken = ((owners.get(topic_address(claim.id).casefold()), claim) for claim in claims)
    return any(owner and owner.path != claim.path and not owner.admits(claim) for owner, claim in taken)
