"""When a page last changed, derived from its own data: never from the current time or a file's time.

Nor from git: in the shallow clones in which hosts build a site, every file is as old as the last commit, and a commit
that only corrects the spelling of one publication would change all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from typing import Any, Final

from ibid.model.records import Backlink, Record, Topic
from ibid.write.feeds import updated

LAST_CHANGED: Final = "last_changed"
"""The variable of a planned page that gives the time of its last change."""
_OF_ALL_POSTS: Final = ("index", "archives", "tags", "categories", "authors")
_OF_SOME: Final = ("tag", "category", "author", "period")


def changed(context: Mapping[str, Any]) -> datetime | None:
    """Return when the page that a template renders from `context` last changed; None if that is not known.

    A post or an author's page gives the time itself (`Modified`, else `Date`). A publication changes when its feed
    entry does, or when a new post mentions it; a CV on the day in `updated`, or with its publications. A list of
    publications or posts is as new as the newest of them.
    """
    if (content := context.get("article") or context.get("page")) is not None:
        return _of_content(content)
    if isinstance(record := context.get("record"), Record):
        return _of_publication(record)
    if isinstance(topic := context.get("topic"), Topic):
        return _newest([*map(_of_publication, topic.all), *_posts(context.get("posts", ()))])
    if LAST_CHANGED in context:
        when: datetime | None = context[LAST_CHANGED]
        return when
    if records := context.get("records"):
        return _newest(map(_of_publication, records))
    return _newest(map(_of_content, context.get("articles", ()))) if _lists_posts(context) else None


def w3c(when: datetime) -> str:
    """Return a time in W3C's format (https://www.w3.org/TR/NOTE-datetime): only the day if the time is midnight."""
    if when.time() == time():
        return when.date().isoformat()
    return when.isoformat(timespec="seconds").replace("+00:00", "Z")


def _of_content(content: Any) -> datetime | None:
    when = getattr(content, "modified", None) or getattr(content, "date", None)
    return _aware(when) if isinstance(when, datetime) else None


def _of_publication(record: Record) -> datetime | None:
    """Return when a publication last changed; the date of an accepted one is ignored, since it may be in the future."""
    publication = record.publication
    known = publication.date.year is not None and publication.status != "accepted"
    return _newest([updated(record) if known else None, *_posts(record.mentions)])


def newest_of(day: date, records: Iterable[Record]) -> datetime | None:
    """Return when a page last changed that was written on `day` and shows publications."""
    return _newest([_midnight(day), *map(_of_publication, records)])


def _posts(places: Iterable[Backlink]) -> list[datetime]:
    return [_midnight(place.when) for place in places if place.when]


def _lists_posts(context: Mapping[str, Any]) -> bool:
    if any(context.get(name) for name in _OF_SOME):
        return True
    return context.get("output_file") in {_saved_as(template, context) for template in _OF_ALL_POSTS}


def _saved_as(template: str, context: Mapping[str, Any]) -> str:
    """Return the path where Pelican saves a page of DIRECT_TEMPLATES."""
    return str(context.get(f"{template.upper()}_SAVE_AS", f"{template}.html"))


def _newest(times: Iterable[datetime | None]) -> datetime | None:
    return max((when for when in times if when), default=None)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _aware(when: datetime) -> datetime:
    return when if when.tzinfo else when.replace(tzinfo=UTC)
