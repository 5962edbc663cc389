"""WRITE: write the pages and files that Ibid generates, and those that depend on what Pelican wrote."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

from markupsafe import Markup
from msgspec import Struct
from pelican.plugins import signals

from ibid.build.contents import sorted_contents
from ibid.build.link_step import LinkedSite
from ibid.build.own_templates import NotShownError, OwnTemplates
from ibid.build.page_cache import TEMPLATES, PageCache, open_page_cache
from ibid.build.process_memory import settling
from ibid.build.read_step import Authored, taken_problems
from ibid.compat.pelican_compat import generated_contents, link_from, resolved
from ibid.languages.template_translation import LANGUAGE
from ibid.link.attachments import attached_files
from ibid.model.addresses import SITEMAP
from ibid.model.planned import PlannedFile, PlannedPage, Quotation, site_of
from ibid.model.records import Redirect
from ibid.problems import codes
from ibid.read.pelican_context import copied_files
from ibid.write.file_writer import Output
from ibid.write.pages import plan, plan_about, redirect_pages, vacant
from ibid.write.shared_fragments import FRAMED, Frames
from ibid.write.written_pages import TEXT, Written, openable
from pelican_bibtex.diagnostics.problem import Problem, shown

_SITEMAP_PLUGINS = {"sitemap", "pelican.plugins.sitemap"}
"""The names of pelican-sitemap, which writes last: where an author uses it, we write no sitemap."""


class Around(Struct, frozen=True):
    """Data from the rest of the site that our pages use."""

    contents: Mapping[str, Any]
    """Pelican's contents, by their source."""
    frames: Frames
    cache: PageCache | None
    """The pages of earlier builds, if the site keeps any."""


class WriteStep:
    """The writing of one build."""

    def __init__(self, authored: Authored, output: Output, written: Written, templates: OwnTemplates) -> None:
        """`written` records every file that a template renders."""
        self.authored, self.output, self.written, self.templates = authored, output, written, templates

    def write(self, site: LinkedSite, context: dict[str, Any]) -> list[Problem]:
        """Write all planned pages and files; return their problems. `context` is Pelican's, which templates share."""
        contents = {shown(Path(one.source_path)): one for one in sorted_contents(generated_contents(context))}
        cache = open_page_cache(context, self.authored.settings.languages, site.catalogue, self.output.recording)
        around = Around(contents, Frames(context), cache)
        self.output.owners.update((one.save_as, source) for source, one in contents.items() if one.save_as)
        lost: dict[str, str] = {}
        for planned in settling(self._planned(site, context)):
            if isinstance(planned, PlannedFile):
                self.output.write(planned.path, planned.data, planned.owner)
                continue
            try:
                self._write_page(planned, context, around)
            except NotShownError as error:
                lost.setdefault(planned.template, str(error))
        if cache:
            cache.save()
        for feature in self.authored.features:
            feature.written(context)
        return [*_not_shown(lost), *self.output.problems, *taken_problems(self.authored.features)]

    def others(self, context: dict[str, Any]) -> set[str]:
        """Return the files of the output that belong to the author or to another plugin."""
        sitemap = {SITEMAP.at()} if _SITEMAP_PLUGINS & {*context["PLUGINS"]} else set()
        return copied_files(context).keys() | self.written.paths | sitemap

    def _planned(self, linked: LinkedSite, context: dict[str, Any]) -> Iterator[PlannedPage | PlannedFile]:
        site = site_of(context, linked.languages.words(linked.languages.site))
        others = partial(self.others, context)
        return chain(
            plan(linked.catalogue, site),
            chain.from_iterable(feature.planned(site, context, others) for feature in self.authored.features),
            attached_files(linked.attachments),
            self._former(linked.catalogue.redirects, context),
            plan_about(self.written, site, self.others(context)),
        )

    def _former(self, redirects: Iterable[Redirect], context: Mapping[str, Any]) -> Iterator[PlannedPage]:
        """Yield the pages at former addresses, after all other pages have their addresses."""
        drawn = dict.fromkeys(self.written.paths, "a page of the theme")
        copied = {file: shown(path) for file, path in copied_files(context).items()}
        yield from redirect_pages(vacant(redirects, drawn | copied | self.output.owners, self.output.problems))

    def _write_page(self, page: PlannedPage, shared: dict[str, Any], around: Around) -> None:
        context = shared.copy()
        if shared["RELATIVE_URLS"]:
            context["SITEURL"] = "/".join([".."] * page.path.count("/")) or "."
            link_from(context["SITEURL"], context, shared)
        context |= {"output_file": page.path, "page_url": page.url, **page.variables}
        context[LANGUAGE] = page.lang or context["languages"].of(page.path)
        if page.quotation:
            context["text"] = _quoted(page.quotation, around.contents[page.quotation.path], context["SITEURL"])
        frame = context[FRAMED] = around.frames.of(page.url, context)
        made_of = b""
        if around.cache and frame and page.template in TEMPLATES:
            made_of = around.cache.made_of(page, self.templates.theirs, context, frame)
            if kept := around.cache.take(page.path, made_of):
                if self.output.keep(page.path, kept[1], page.owner):
                    self.written.keep(kept[0])
                return
        html = self.templates.rendered(page, context)
        if shared["RELATIVE_URLS"]:
            html = openable(html, context["SITEURL"], self.written.home)
        data = html.encode()
        if self.output.write(page.path, data, page.owner):
            signals.content_written.send(str(self.output.named / page.path), context=context | {TEXT: html})
            if around.cache and made_of and (written := self.written.pages.get(page.path)):
                around.cache.put(page.path, made_of, written, data)


def _not_shown(lost: Mapping[str, str]) -> Iterator[Problem]:
    """Yield one problem for all pages that the theme cannot show; `lost` has the reason for each kind of page."""
    if lost:
        kinds, reason = ", ".join(sorted(lost)), next(iter(lost.values()))
        advice = "add a template ibid_page.html that shows `page.title` and `page.content`, as in docs/other-themes.md."
        yield Problem(codes.MISSING_TEMPLATE, f"the theme cannot show these pages: {kinds}. {reason}; {advice}")


def _quoted(quotation: Quotation, source: Any, root: str) -> Markup:
    """Return HTML of an author's page with links that work on another page."""
    html = quotation.at(root)
    if re.search(source.settings["INTRASITE_LINK_REGEX"], html):  # usually false, since our links are resolved already
        html = resolved(source, html, root)
    return Markup(html)  # noqa: S704  the author's own
