"""The structure of a page's HTML in short, to compare what different programs make of the same Markdown.

Text in containers is in paragraphs, blanks are one, attributes are sorted and without quotes. Formulas are their TeX,
alerts, tasks and footnotes are elements of their own. How tight a list is, is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html.entities import html5
from typing import Any

from bs4 import BeautifulSoup, Comment, Tag
from bs4.element import NavigableString

BLOCKS = {
    *("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre", "hr", "table"),
    *("div", "details", "summary", "center", "figure", "figcaption", "alert", "footnotes", "fn", "section", "style"),
}
HOLD_PARAGRAPHS = {"li", "blockquote", "dd", "div", "details", "summary", "center", "alert", "fn", "[document]"}
VOID = {"br", "hr", "img"}
KEPT = {
    *("href", "title", "src", "alt", "width", "height", "align", "start", "mode", "kind", "task", "style", "class"),
    *("target",),
}
NOT_SHOWN = {"style", "script"}


def structure(html: str) -> str:
    """Return the structure of HTML, a top-level block a line."""
    html = re.sub(r"&(\w+);", lambda m: m[0] if f"{m[1]};" in html5 else f"&amp;{m[1]};", html)
    soup = BeautifulSoup(html.replace("\n<p>", "</p>\n<p>") if "</p>" not in html else html, "html.parser")
    simplify(soup)
    blocks = [one for child in grouped(soup) for one in at_top(child)]
    return "\n".join(block for block in blocks if block not in {"<p>", "<p></p>"})


def at_top(child: Any) -> list[str]:
    is_paragraph = isinstance(child, list) or child.name == "p"
    return re.split(r"(?<=</p>)(?=<p>)", written(child)) if is_paragraph else [written(child)]


def heading_ids(html: str) -> list[str]:
    """Return the ids of all headings."""
    return [str(h.get("id", "")) for h in BeautifulSoup(html, "html.parser").find_all(re.compile("^h[1-6]$"))]


def simplify(soup: Any) -> None:
    for part in (words, formulas_and_code, tasks, notes, alerts, tables):
        part(soup)


def words(soup: Any) -> None:
    for comment in soup.find_all(string=lambda text: isinstance(text, Comment)):
        comment.extract()
    for anchor in soup.select("a:not([href])"):
        anchor.unwrap()
    for hidden in soup.find_all(NOT_SHOWN):
        hidden.clear()
    for frame in soup.find_all("iframe"):
        frame.attrs = {"src": frame["src"]}
    for strong in soup.find_all("strong"):
        if len(strong.contents) == 1 and getattr(strong.contents[0], "name", "") == "em":
            strong.contents[0].name, strong.name = "strong", "em"


def formulas_and_code(soup: Any) -> None:
    for math in soup.find_all("math"):
        around = math.parent if math.parent.get("class") == ["formula"] else math
        short = soup.new_tag("math", mode="inline" if around is math else "display")
        short.string = " ".join(str(math.get("alttext", math.get_text())).split())
        around.replace_with(short)
    for code in soup.select("div.highlight, div.codehilite"):
        code.replace_with(code.find("pre"))
    for pre in soup.find_all("pre"):
        pre.attrs, text = {}, pre.get_text().strip("\n")
        pre.string = re.sub(r"[ ]+$", "", text, flags=re.MULTILINE)


def tasks(soup: Any) -> None:
    for box in soup.select("li input[type=checkbox]"):
        item = box.find_parent("li")
        item["task"] = "x" if box.has_attr("checked") else " "
        label = box.find_parent("label")
        box.decompose()
        if label:
            label.unwrap()
    for item in soup.select("li.task"):
        del item["class"]


def notes(soup: Any) -> None:
    for mark in soup.select("sup[id^=fnref]"):
        mark.replace_with(BeautifulSoup(f"<fnref>{mark.get_text()}</fnref>", "html.parser"))
    for notes in soup.select("div.footnote"):
        notes.name, notes.attrs = "footnotes", {}
        for rule in notes.find_all("hr"):
            rule.decompose()
        for back in notes.select("a.footnote-backref"):
            back.decompose()
        for item in notes.find_all("li"):
            item.name, item.attrs = "fn", {}
        notes.find("ol").unwrap()


def alerts(soup: Any) -> None:
    for alert in soup.select("div.admonition"):
        kind = next(name for name in alert["class"] if name != "admonition")
        title = alert.select_one(".admonition-title")
        said = title.get_text().strip()
        title.decompose()
        alert.name, alert.attrs = "alert", {"kind": kind, **({"title": said} if said.lower() != kind else {})}


def tables(soup: Any) -> None:
    for group in [*soup.find_all("thead"), *soup.find_all("tbody")]:
        group.unwrap()
    for row in soup.find_all("tr"):
        if not row.get_text().strip() and not row.find("img"):
            row.decompose()
    for cell in soup.find_all(["td", "th"]):
        found = re.search(r"align[-:] ?(\w+)", f"{cell.get('style', '')} {' '.join(cell.get('class', []))}")
        cell.attrs = {"align": found[1]} if found else {}


def grouped(parent: Any) -> list[Any]:
    """Return the children of a container, runs of text as lists, which become paragraphs."""
    found: list[Any] = []
    for child in parent.children:
        if isinstance(child, Tag) and child.name in BLOCKS:
            found.append(child)
        elif isinstance(child, Tag) or str(child).strip() or (found and isinstance(found[-1], list)):
            if not (found and isinstance(found[-1], list)):
                found.append([])
            found[-1].append(child)
    return [one for one in found if isinstance(one, Tag) or inline(one).strip()]


def written(one: Any) -> str:
    if isinstance(one, list):
        return apart(f"<p>{inline(one).strip()}</p>")
    attributes = "".join(f" {name}={value}" for name, value in sorted(kept(one)))
    if one.name in VOID or not one.contents:
        return f"<{one.name}{attributes}>" + ("</style>" if one.name == "style" else "")
    if one.name == "pre":
        return f"<pre>{one.get_text()}</pre>"
    if one.name in HOLD_PARAGRAPHS:
        return f"<{one.name}{attributes}>{''.join(map(written, grouped(one)))}</{one.name}>"
    if one.name in {"ul", "ol", "dl", "table", "tr", "footnotes", "section"}:
        inner = (written(child) for child in one.children if isinstance(child, Tag))
        return f"<{one.name}{attributes}>{''.join(inner)}</{one.name}>"
    text = f"<{one.name}{attributes}>{inline(one.children).strip()}</{one.name}>"
    return apart(text) if one.name == "p" else text


def apart(paragraph: str) -> str:
    """Return a paragraph as several ones, where it holds displayed formulas."""
    parts = re.split(r" *(<math mode=display>.*?</math>) *", paragraph)
    return (
        "</p><p>".join(part for part in parts if part).replace("<p></p>", "").removesuffix("<p></p>")
        if len(parts) > 1
        else paragraph
    )


def inline(children: Iterable[Any]) -> str:
    text = ""
    for child in children:
        if isinstance(child, NavigableString):
            text += re.sub(r"\s+", " ", str(child))
        elif child.name == "br":
            text = text.rstrip(" ") + "<br>"
        else:
            name = child.name
            attributes = "".join(f" {key}={value}" for key, value in sorted(kept(child)))
            end = f"</{name}>" if child.contents else ""
            text += f"<{name}{attributes}>{inline(child.children)}{end}"
    return re.sub(r"<br> ", "<br>", re.sub(r" +", " ", text))


def kept(tag: Any) -> Iterable[tuple[str, str]]:
    for name, value in tag.attrs.items():
        text = " ".join(value) if isinstance(value, list) else str(value)
        text = text.replace(" ", "%20") if name in {"href", "src"} else text
        if name in KEPT:
            yield name, text
