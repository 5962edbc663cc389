"""The code of every problem that Ibid itself can report. Names are stable; docs/problems.md lists them."""

from __future__ import annotations

from pelican_bibtex.diagnostics.problem import Code, Severity

# Settings and files.

UNSAFE_OUTPUT = Code(
    "unsafe-output",
    Severity.ERROR,
    "The output folder holds or is something else than a built site, or cannot be written to; nothing is built.",
    "Choose another with -o or OUTPUT_PATH, or do what the message says; docs/tasks.md has which folders are refused.",
)
LEFT_IN_OUTPUT = Code(
    "left-in-output",
    Severity.HINT,
    "The output folder is to be emptied before each build, and holds files that no build wrote; they stay.",
    "List in OUTPUT_RETENTION what is to stay there, and delete the rest.",
)

SAME_ADDRESS = Code(
    "same-address",
    Severity.ERROR,
    "Two sources would write the same file, and only one of them can.",
    "Give one of the two another Slug, save_as or key.",
)

NO_PUBLICATIONS = Code(
    "no-publications",
    Severity.ERROR,
    "The plugin that reads the bibliography gave no `publications`; nothing is written.",
    "Do what the message says, or write `pelican_bibtex` in its place: it reports what is wrong with the files.",
)

MISSING_TEMPLATE = Code(
    "missing-template",
    Severity.WARNING,
    "The theme lacks a template that a page of ours is drawn with; the page is not written.",
    "Use Ibid's theme, or give yours the template: docs/theme.md says what it gets.",
)

ESCAPED_MARKUP = Code(
    "escaped-markup",
    Severity.ERROR,
    "A template of yours shows HTML that it does not say is safe; readers see its tags as text.",
    "Add `| safe` where HTML is meant, `| striptags` for its text alone, or `| e` where tags are to be seen.",
)

MISSING_FILE = Code(
    "missing-file",
    Severity.WARNING,
    "A publication names a PDF or preview, or people.yml a portrait, and there is no such file among the sources.",
    "Put the file there, or correct the path; a PDF elsewhere is named by its whole address.",
)

SPECIAL_FILE = Code(
    "special-file",
    Severity.ERROR,
    "Something in the content folder is a named pipe, a socket, a device or a broken link; it is left out.",
    "Put a file in its place, or take it out of the content folder.",
)

NO_DATE = Code(
    "no-date",
    Severity.ERROR,
    "A post has no date, or what stands as one in front matter or a file's name is none; the page is left out.",
    "Write year, month and day, `Date: 2024-05-03`; a post may have them in its name, 2024-05-03-a-prize.md.",
)
UNKNOWN_STATUS = Code(
    "unknown-status",
    Severity.ERROR,
    "A page's `Status:` is none that Pelican knows; the page is left out.",
    "Write `published`, `hidden`, `draft` or `skip`, or leave the line out: the page is then published.",
)
UNKNOWN_TEMPLATE = Code(
    "unknown-template",
    Severity.ERROR,
    "A page's `Template:` is none of the theme's; the page is drawn as if it named none.",
    "Correct it to the one the message offers, or leave the line out; docs/theme.md has those for pages.",
)
LEFT_OUT = Code(
    "left-out",
    Severity.ERROR,
    "Pelican could not make a page of a source, and left it out.",
    "Mend what the message says; `invoke build -- --debug` shows where it happened.",
)
PELICAN_ERROR = Code(
    "pelican-error",
    Severity.ERROR,
    "Pelican, or another plugin, could not do something, and went on without it.",
    "Mend what the message says; `invoke build -- --debug` shows more.",
)
BROKEN_BUILD = Code(
    "broken-build",
    Severity.ERROR,
    "The build ended before the site was whole: a template, a plugin or a setting is at fault.",
    "Mend the line that the message names, or undo what you changed last; `invoke build` shows all of the error.",
)

BAD_CATALOGUE = Code(
    "bad-catalogue",
    Severity.WARNING,
    "A catalogue of the theme's words, a `.po` file, cannot be read, or a message in it would break a page.",
    "Correct the line; until then the words stay in English.",
)

# What was written.

ADDRESS_TWINS = Code(
    "address-twins",
    Severity.WARNING,
    "Two files of the site differ in capitals only; on some disks one takes the other's place.",
    "Give one of the two another Slug, save_as or name.",
)
BROKEN_LINK = Code(
    "broken-link",
    Severity.ERROR,
    "A link, image or other address within the site leads to nothing.",
    "Correct it as the message says; write sources as {filename}/pages/a.md and files as {static}/files/a.pdf.",
)
MISSING_ANCHOR = Code(
    "missing-anchor",
    Severity.ERROR,
    "A link leads to a place in a page, behind a #, that the page does not have.",
    "Correct it as the message says, or give the place that name: {#name} behind a heading.",
)
EMPTY_LINK = Code(
    "empty-link",
    Severity.WARNING,
    "A link leads nowhere: its address is empty or only a #.",
    "Write the address, or take the link off its words.",
)
OWN_ADDRESS = Code(
    "own-address",
    Severity.WARNING,
    "A link to the site itself has http:// where the site has https://.",
    "Write {filename} and the source, or a path such as /news/; it is then right wherever the site is.",
)
DUPLICATE_ID = Code(
    "duplicate-id",
    Severity.ERROR,
    "Two elements of a page have one id, so that a link to it can mean either.",
    "Give one of them another.",
)
BAD_ID = Code(
    "bad-id",
    Severity.ERROR,
    "An id is empty, has a blank in it or is shown as text, so that no link leads to it.",
    "Write it with hyphens in place of the blanks; a topic's stands right behind its name: `**Name**{#id}`.",
)
NO_TITLE = Code(
    "no-title",
    Severity.ERROR,
    "A page has no title, or an empty one.",
    "Write `Title:` in its front matter; in a theme of your own fill the block `title`.",
)
NO_DESCRIPTION = Code(
    "no-description",
    Severity.WARNING,
    "A page has no description for search engines and previews.",
    "Write `Summary:` in its front matter, or set SITESUBTITLE.",
)
NO_CANONICAL = Code(
    "no-canonical",
    Severity.WARNING,
    "A page does not say which address is its own, though SITEURL is known.",
    "In a theme of your own keep the block `canonical`.",
)
NO_LANGUAGE = Code(
    "no-language",
    Severity.WARNING,
    "A page does not say its language, which screen readers and search engines go by.",
    "Set DEFAULT_LANG; in a theme of your own write `<html lang=...>`.",
)
MAIN_HEADING = Code(
    "main-heading",
    Severity.WARNING,
    "A page has no main heading, or several; the theme makes one of its title.",
    "Start the headings of a text with `##`.",
)
SKIPPED_HEADING = Code(
    "skipped-heading",
    Severity.HINT,
    "A heading's level is more than one below that of the heading before it.",
    "Write `###` under `##`: the level says what belongs under what, not how large the letters are.",
)
BAD_DATETIME = Code(
    "bad-datetime",
    Severity.WARNING,
    "The `datetime` of a `<time>` is no date or time as HTML knows it, which is in ISO 8601.",
    "Write 2024-05-03, 2024-05 or 2024-05-03T18:00+08:00.",
)

# Links to the rest of the web: `invoke check --external`.

DEAD_LINK = Code(
    "dead-link",
    Severity.ERROR,
    "What a link to another site leads to is not there, or browsers refuse to show it.",
    "Correct the address, or link to a copy in a web archive.",
)
OFFLINE = Code(
    "offline",
    Severity.ERROR,
    "None of the hosts that the site links to was found, so nothing was checked.",
    "See that this machine reaches the network, and ask again.",
)
SILENT_LINK = Code(
    "silent-link",
    Severity.WARNING,
    "The server behind a link fails, or does not answer in time; that may pass.",
    "Ask again another day: `invoke check --external`; if it stays so, take the link for dead.",
)
UNCHECKED_LINK = Code(
    "unchecked-link",
    Severity.HINT,
    "The server behind a link does not answer programs, so nothing is known of it.",
    "Open the link yourself now and then.",
)
MOVED_LINK = Code(
    "moved-link",
    Severity.HINT,
    "What a link leads to has moved for good, and the server says where to.",
    "Write the new address.",
)
BAD_LINKS = Code(
    "bad-links",
    Severity.ERROR,
    "The record of links that worked, links.toml, cannot be read or written.",
    "Correct the line, or delete the file: the next check writes it anew.",
)

# Numbers.

BAD_NUMBERS = Code(
    "bad-numbers",
    Severity.ERROR,
    'A line of numbers.toml is not of the form `12 = "key"`.',
    "Correct the line; `git log -p` shows what it was.",
)
NO_NUMBER = Code(
    "no-number",
    Severity.ERROR,
    "A publication has no number in numbers.toml yet, so its number may still move.",
    "Run `invoke number`, which asks about a key that may be an old one renamed.",
)
LOST_NUMBERS = Code(
    "lost-numbers",
    Severity.ERROR,
    "numbers.toml is missing, and git has it: a strict build gives no numbers by date where there were lasting ones.",
    "Bring it back as the message says; `invoke number` would give all numbers anew.",
)
MOVED_NUMBER = Code(
    "moved-number",
    Severity.ERROR,
    "A number of the last commit means another publication now, or its publication has another; strict builds ask git.",
    "Put the line back that the message names; if the number is to change, commit numbers.toml.",
)

# Citations.

UNKNOWN_KEY = Code(
    "unknown-key",
    Severity.ERROR,
    "A citation names a key that is not in the bibliography.",
    "Correct the key to the one the message offers, or add the publication.",
)
UNKNOWN_NUMBER = Code(
    "unknown-number",
    Severity.ERROR,
    "A number typed by hand belongs to no publication.",
    "Cite the publication by its key, or correct the number.",
)
UNKNOWN_KEYWORD = Code(
    "unknown-keyword",
    Severity.ERROR,
    "A topic names a keyword that no publication has.",
    "Correct the keyword to the one the message offers, or give it to the publications.",
)
STRAY_CITATION = Code(
    "stray-citation",
    Severity.ERROR,
    "A key of the bibliography stands behind an @ where no citation is read, and readers see it as it was typed.",
    "Write `[@key]`, with a semicolon between citations, `[@a; @b]`; a handle is escaped, `\\@name`.",
)
REPEATED_CITATION = Code(
    "repeated-citation",
    Severity.WARNING,
    "One pair of brackets cites the same publication twice; it is shown once.",
    "Take out the second.",
)
CITATION_IN_LINK = Code(
    "citation-in-link",
    Severity.WARNING,
    "A citation stands in the text of a link, and a link cannot hold another; it is shown as text.",
    "Move the citation out of the link.",
)
STRAY_ROLL_UP = Code(
    "stray-roll-up",
    Severity.ERROR,
    "`[@*]` stands where there are no sub-topics to roll up, or has words of its own.",
    "Write it, without words, in the bullet of a topic that has sub-topics, or cite keys.",
)

# Topics.

WRONG_ROLL_UP = Code(
    "wrong-roll-up",
    Severity.ERROR,
    "A topic's own citations are not what its sub-topics cite together.",
    "Write `[@*]` in place of the citations, or correct them as the message says.",
)
EMPTY_TOPIC = Code(
    "empty-topic",
    Severity.WARNING,
    "A topic cites no publication, and none of its sub-topics does.",
    "Cite one, or take the bold off its first words if it is no topic.",
)
MISSING_TOPICS = Code(
    "missing-topics",
    Severity.WARNING,
    "A page says `Topics: true` or has a template for topics, and none of its bullets is a topic.",
    "Open a bullet with bold words and cite in it, `- **Name**: text [@key]`, or write `Topics: false`.",
)
NO_TOPIC = Code(
    "no-topic",
    Severity.WARNING,
    "Publications that no topic cites.",
    "Cite them in the bullet where they belong.",
)
FLAT_BULLET = Code(
    "flat-bullet",
    Severity.WARNING,
    "A topic's bullet is indented by less than 4 under another: Markdown puts it beside that one, not under it.",
    "Indent it by 4, or by a tab.",
)

TRANSLATION_DIFFERS = Code(
    "translation-differs",
    Severity.WARNING,
    "Two languages of a page have topics that cite differently, or one lacks a topic, or says nothing of having any.",
    "Make the bullets of both cite the same, matched by id, by what they cite, or by their order; both say `Topics:`.",
)
TOPIC_DIFFERS = Code(
    "topic-differs",
    Severity.WARNING,
    "A topic stands on two pages under the same name and parents, or the same id, and cites differently.",
    "Make both cite the same, or give one another name or id.",
)
TOPIC_TWINS = Code(
    "topic-twins",
    Severity.WARNING,
    "Two topics of a page have one name and parent, or one `{#id}`, so that their order decides their addresses.",
    "Give one of them an id of its own: `**Name**{#id}`.",
)
UNFROZEN_NUMBER = Code(
    "unfrozen-number",
    Severity.HINT,
    "A number typed by hand is not in numbers.toml, so it may come to mean another publication.",
    "Run `invoke number`, which freezes it, or `invoke keys`, which writes the key in its place.",
)

BAD_MOVE = Code(
    "bad-move",
    Severity.ERROR,
    "A line of `Moved:` in a page's front matter does not lead from a topic's old address to a new one.",
    "Write `Moved: old/path -> new/path`, both as they stand behind /topics/.",
)

# Former addresses of pages and posts.

BAD_ALIAS = Code(
    "bad-alias",
    Severity.ERROR,
    "An address in `Aliases:` cannot lead to that page: it is taken, on another site, or not the address of a page.",
    "Write it from the site's home, `Aliases: /old/address/`, or take it out.",
)

# Lists placed in pages.

BAD_LIST = Code(
    "bad-list",
    Severity.ERROR,
    "The braces of a list name something that it does not know.",
    "Write what the message offers; docs/lists.md has every word.",
)
STRAY_LIST = Code(
    "stray-list",
    Severity.ERROR,
    "Braces that mean a list are none, by their place or their spelling, and are shown as text.",
    "Write the list as the message says, on a line of its own, or a brace as `\\{`.",
)

# Images.

MISSING_ALT = Code(
    "missing-alt",
    Severity.ERROR,
    "An image has no words that stand in its place for those who cannot see it.",
    'Write them between the brackets of `![]`; for mere decoration, write `<img alt="" ...>` in HTML.',
)
MISSING_IMAGE = Code(
    "missing-image",
    Severity.ERROR,
    "A page shows an image of the site, and there is no such file.",
    "Correct the path, or put the file there; its folder has to be in STATIC_PATHS.",
)
BAD_IMAGE = Code(
    "bad-image",
    Severity.WARNING,
    "A file that is to be shown as an image is empty, broken, too large or none that browsers show.",
    "Save it anew, as JPEG, PNG, WebP or SVG of a few thousand pixels at most.",
)
BAD_ICON = Code(
    "bad-icon",
    Severity.WARNING,
    "The image that IBID_ICON names is missing, broken, too small or not square; the theme's own icon is used.",
    "Save it as a square PNG of 512 pixels or more, or as SVG, and name it by its path, `content/images/icon.png`.",
)
EXTERNAL_IMAGE = Code(
    "external-image",
    Severity.WARNING,
    "An image is fetched from another host, which learns of every reader and may take it away.",
    "Keep a copy among your files, if you may, and show that.",
)

# People.

BAD_PEOPLE = Code(
    "bad-people",
    Severity.ERROR,
    "Something in people.yml cannot be read, or two people would have one name.",
    "Correct what the message says in that line; docs/people.md has every field.",
)
OWNER_MISSING = Code(
    "owner-missing",
    Severity.HINT,
    "None of the site's owners is among the authors or editors of a publication.",
    "List the form of the name that stands there under `forms` in people.yml, or correct the name.",
)
SIMILAR_NAMES = Code(
    "similar-names",
    Severity.HINT,
    "Two names in the bibliography differ in a letter or two, and may be one person's.",
    "Write one of them everywhere; if they are two people, or one on purpose, list both in people.yml.",
)

# Colours.

LOW_CONTRAST = Code(
    "low-contrast",
    Severity.WARNING,
    "A colour of yours is read by most, but text in it has less than the contrast of 7:1 that the theme keeps.",
    "Take the shade that the message offers, or one beyond it.",
)
UNREADABLE_COLOUR = Code(
    "unreadable-colour",
    Severity.ERROR,
    "Text in a colour of yours has a contrast below 4.5:1, or a line below 3:1: many cannot read or see it.",
    "Take the shade that the message offers, or one beyond it.",
)

# The CV.

BAD_CV = Code(
    "bad-cv",
    Severity.ERROR,
    "Something in cv.yml cannot be read: it is left out of the page.",
    "Correct what the message says in that line; docs/cv.md has every section and field.",
)

CODES: tuple[Code, ...] = tuple(value for value in list(vars().values()) if isinstance(value, Code))
"""All codes, in the order above."""
