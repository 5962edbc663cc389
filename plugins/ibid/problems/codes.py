"""The code of every problem that Ibid itself can report. Names are stable; docs/problems.md lists them."""

from __future__ import annotations

from pelican_bibtex.diagnostics.problem import Code, Severity

# Settings and files.

UNSAFE_OUTPUT = Code(
    "unsafe-output",
    Severity.ERROR,
    "The output folder contains other files than a built site, is a protected folder, or is not writable.",
    "Choose another folder with `-o` or OUTPUT_PATH, or follow the message; docs/tasks.md lists protected folders.",
)
LEFT_IN_OUTPUT = Code(
    "left-in-output",
    Severity.HINT,
    "The output folder should be emptied before each build, but contains files that no build wrote; they are kept.",
    "Add the files that should stay to OUTPUT_RETENTION, and delete the rest.",
)

CORRECTED_SETTING = Code(
    "corrected-setting",
    Severity.WARNING,
    "Pelican uses another value than the one in the settings file.",
    "Write the value shown in the message.",
)
UNTESTED_VERSION = Code(
    "untested-version",
    Severity.HINT,
    "Pelican or Markdown is newer than what this version of Ibid is tested with, and may work differently.",
    "Update Ibid; if there is no newer one and a page looks wrong, install the version that the message names.",
)
SAME_ADDRESS = Code(
    "same-address",
    Severity.ERROR,
    "Two sources or tags would be written to the same file, and only one of them is; or a tag has no address.",
    "Change the Slug, save_as or key of one of them; write a tag in words, such as `cpp` for `C++`.",
)

NO_PUBLICATIONS = Code(
    "no-publications",
    Severity.ERROR,
    "The plugin that reads the bibliography provides no `publications`; nothing is written.",
    "Follow the message, or use the plugin `pelican_bibtex` instead: it reports what is wrong with the files.",
)

MISSING_TEMPLATE = Code(
    "missing-template",
    Severity.ERROR,
    "The theme's template for pages cannot show Ibid's pages, such as those of publications; they are not written.",
    "Add the template ibid_page.html that the message asks for; docs/other-themes.md has an example.",
)

ESCAPED_MARKUP = Code(
    "escaped-markup",
    Severity.ERROR,
    "A template of yours shows HTML that it does not say is safe; readers see its tags as text.",
    "Add `| safe` where HTML is meant, `| striptags` for its text alone, or `| e` to show the tags as text.",
)

MISSING_FILE = Code(
    "missing-file",
    Severity.ERROR,
    "The PDF of a publication does not exist in the content folder.",
    "Add the file, or correct the path as the message suggests; for a PDF on another site write its whole address.",
)

MISSING_PICTURE = Code(
    "missing-picture",
    Severity.WARNING,
    "The preview of a publication, or a portrait in people.yml, does not exist in the content folder; it is left out.",
    "Add the file, or correct the path.",
)

SPECIAL_FILE = Code(
    "special-file",
    Severity.ERROR,
    "The content folder contains a named pipe, a socket, a device or a broken link; it is left out.",
    "Replace it by a regular file, or remove it from the content folder.",
)

BAD_FRONT_MATTER = Code(
    "bad-front-matter",
    Severity.ERROR,
    "The front matter of a page cannot be read, or one of its fields cannot; the page is built without it.",
    "Follow the message; docs/posts.md describes the forms of front matter.",
)
NO_DATE = Code(
    "no-date",
    Severity.ERROR,
    "A post has no date, or a date in its front matter or file name is not valid; the page is left out.",
    "Write `Date: 2024-05-03`; a post may have the date in its file name instead, as in `2024-05-03-a-prize.md`.",
)
UNKNOWN_STATUS = Code(
    "unknown-status",
    Severity.ERROR,
    "Pelican does not know the `Status:` of a page; the page is left out.",
    "Write `published`, `hidden`, `draft` or `skip`, or remove the line: the page is then published.",
)
UNKNOWN_TEMPLATE = Code(
    "unknown-template",
    Severity.ERROR,
    "The theme does not have the `Template:` of a page; the page gets the default template.",
    "Write the template that the message suggests, or remove the line; docs/theme.md lists the templates for pages.",
)
LEFT_OUT = Code(
    "left-out",
    Severity.ERROR,
    "Pelican could not read a source and left it out.",
    "Correct what the message says; `invoke build -- --debug` shows where it happened.",
)
PELICAN_ERROR = Code(
    "pelican-error",
    Severity.ERROR,
    "Pelican or another plugin reported an error and continued.",
    "Correct what the message says; `invoke build -- --debug` shows more.",
)
BROKEN_BUILD = Code(
    "broken-build",
    Severity.ERROR,
    "The build ended before the site was complete, because of a template, a plugin or a setting.",
    "Correct the line in the message, or undo your last change; `invoke build` shows the whole error.",
)

BAD_CATALOGUE = Code(
    "bad-catalogue",
    Severity.WARNING,
    "A translation catalogue (`.po` file) cannot be read, or a text in it would break a page.",
    "Correct the line; until then these texts are in English.",
)

# What was written.

ADDRESS_TWINS = Code(
    "address-twins",
    Severity.WARNING,
    "Two files of the site differ only in upper and lower case; on some disks one would replace the other.",
    "Change the Slug, save_as or name of one of them.",
)
UNFINISHED_PAGE = Code(
    "unfinished-page",
    Severity.ERROR,
    "A page or feed contains a placeholder of Ibid, because another plugin took its HTML before the links were made.",
    "Change the order of PLUGINS, or remove the plugin; docs/plugins.md says which plugins were tried.",
)
BROKEN_LINK = Code(
    "broken-link",
    Severity.ERROR,
    "A link, image or other address within the site does not exist.",
    "Correct the address; write sources as `{filename}/pages/a.md` and files as `{static}/files/a.pdf`.",
)
MISSING_ANCHOR = Code(
    "missing-anchor",
    Severity.ERROR,
    "A link points to a place within a page, after a `#`, that does not exist on that page.",
    "Correct the link, or add the id to a heading: `## Heading {#id}`.",
)
EMPTY_LINK = Code(
    "empty-link",
    Severity.WARNING,
    "The address of a link is empty or only a `#`.",
    "Write the address, or remove the link from the text.",
)
OWN_ADDRESS = Code(
    "own-address",
    Severity.WARNING,
    "A link to the site itself has `http://`, but the site has `https://`.",
    "Link to the source with `{filename}`, or write a path such as `/news/`; both work wherever the site is.",
)
DUPLICATE_ID = Code(
    "duplicate-id",
    Severity.ERROR,
    "Two elements of a page have the same id, so a link to it is ambiguous.",
    "Change one of the ids.",
)
BAD_ID = Code(
    "bad-id",
    Severity.ERROR,
    "An id is empty, contains a space or is shown as text, so no link can use it.",
    "Write hyphens instead of spaces; write the id of a topic directly after its name: `**Name**{#id}`.",
)
NO_TITLE = Code(
    "no-title",
    Severity.ERROR,
    "A page has no title, or an empty one.",
    "Write `Title:` in its front matter; in your own theme fill the block `title`.",
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
    "A page does not declare its canonical address, although SITEURL is set.",
    "In your own theme keep the block `canonical`.",
)
NO_LANGUAGE = Code(
    "no-language",
    Severity.WARNING,
    "A page does not declare its language, which screen readers and search engines need.",
    "Set DEFAULT_LANG; in your own theme write `<html lang=...>`.",
)
MAIN_HEADING = Code(
    "main-heading",
    Severity.WARNING,
    "A page has no main heading, or more than one; the theme makes one from the title.",
    "Start with `##` for the headings in a text.",
)
SKIPPED_HEADING = Code(
    "skipped-heading",
    Severity.HINT,
    "A heading is more than one level below the heading before it.",
    "Write `###` under `##`: levels show structure, not the size of letters.",
)
BAD_DATETIME = Code(
    "bad-datetime",
    Severity.WARNING,
    "The `datetime` of a `<time>` element is not a valid date or time in ISO 8601.",
    "Write `2024-05-03`, `2024-05` or `2024-05-03T18:00+08:00`.",
)

# Links to the rest of the web: `invoke check --external`.

DEAD_LINK = Code(
    "dead-link",
    Severity.ERROR,
    "A link to another site does not work: its target does not exist, or browsers refuse to show it.",
    "Correct the address, or link to a copy in a web archive.",
)
OFFLINE = Code(
    "offline",
    Severity.ERROR,
    "None of the hosts that the site links to was found, so no link was checked.",
    "Check this machine's network connection, and run the check again.",
)
SILENT_LINK = Code(
    "silent-link",
    Severity.WARNING,
    "The server of a link fails or does not answer in time, perhaps only for now.",
    "Run `invoke check --external` on another day; if the fault remains, treat the link as dead.",
)
UNCHECKED_LINK = Code(
    "unchecked-link",
    Severity.HINT,
    "The server of a link does not answer programs, so the link could not be checked.",
    "Open the link yourself now and then.",
)
MOVED_LINK = Code(
    "moved-link",
    Severity.HINT,
    "The target of a link has moved permanently, and the server gives the new address.",
    "Write the new address.",
)
BAD_LINKS = Code(
    "bad-links",
    Severity.ERROR,
    "links.toml, the record of links that worked, cannot be read or written.",
    "Correct the line, or delete the file: the next check creates it again.",
)

# Numbers.

BAD_NUMBERS = Code(
    "bad-numbers",
    Severity.ERROR,
    'A line of numbers.toml does not have the form `12 = "key"`.',
    "Correct the line; `git log -p` shows what it was.",
)
NO_NUMBER = Code(
    "no-number",
    Severity.ERROR,
    "A publication has no number in numbers.toml yet, so its number may still change.",
    "Run `invoke number`; it asks you if a key may have been renamed.",
)
LOST_NUMBERS = Code(
    "lost-numbers",
    Severity.ERROR,
    "numbers.toml is missing, but is in git; a strict build does not replace permanent numbers by new ones.",
    "Restore the file with the command in the message; `invoke number` would assign all numbers anew.",
)
MOVED_NUMBER = Code(
    "moved-number",
    Severity.ERROR,
    "A publication has another number than in the last commit, or a number is now that of another publication.",
    "Restore the line shown in the message; if the number should change, commit numbers.toml.",
)

# Citations.

UNKNOWN_KEY = Code(
    "unknown-key",
    Severity.ERROR,
    "A cited key is not in the bibliography.",
    "Correct the key as the message suggests, or add the publication.",
)
UNKNOWN_NUMBER = Code(
    "unknown-number",
    Severity.ERROR,
    "A number typed by hand does not belong to any publication.",
    "Cite the publication by its key, or correct the number.",
)
UNKNOWN_KEYWORD = Code(
    "unknown-keyword",
    Severity.ERROR,
    "A topic uses a keyword that no publication has.",
    "Correct the keyword as the message suggests, or add it to the publications.",
)
STRAY_CITATION = Code(
    "stray-citation",
    Severity.ERROR,
    "A key of the bibliography follows an `@`, but is not read as a citation; readers see it as typed.",
    r"Write `[@key]`, with a semicolon between citations: `[@a; @b]`; escape a handle, as in `\@name`.",
)
REPEATED_CITATION = Code(
    "repeated-citation",
    Severity.WARNING,
    "One pair of brackets cites the same publication twice; it is shown once.",
    "Remove the second.",
)
CITATION_IN_LINK = Code(
    "citation-in-link",
    Severity.WARNING,
    "A citation is inside the text of a link, where it cannot be a link itself; it is shown as text.",
    "Move the citation out of the link.",
)
STRAY_ROLL_UP = Code(
    "stray-roll-up",
    Severity.ERROR,
    "`[@*]` is outside of a topic with sub-topics, or contains other words.",
    "Write only `[@*]`, in the bullet of a topic that has sub-topics; elsewhere cite keys.",
)

# Topics.

WRONG_ROLL_UP = Code(
    "wrong-roll-up",
    Severity.ERROR,
    "A topic's own citations differ from what its sub-topics cite together.",
    "Write `[@*]` instead of the citations, or correct them as the message says.",
)
EMPTY_TOPIC = Code(
    "empty-topic",
    Severity.WARNING,
    "Neither a topic nor any of its sub-topics cites a publication.",
    "Cite one, or remove the bold from its first words if it is not a topic.",
)
MISSING_TOPICS = Code(
    "missing-topics",
    Severity.WARNING,
    "A page says `Topics: true` or has a template for topics, but none of its bullets is a topic.",
    "Start a bullet with bold words and cite in it, `- **Name**: text [@key]`, or write `Topics: false`.",
)
NO_TOPIC = Code(
    "no-topic",
    Severity.WARNING,
    "No topic cites these publications.",
    "Cite them in the bullets where they belong.",
)
FOREIGN_SYNTAX = Code(
    "foreign-syntax",
    Severity.ERROR,
    "A page or post has a template tag, a citation or a block of another generator, which readers see as text.",
    "Write what the message says, or put it between backticks if it is meant as text.",
)
FLAT_BULLET = Code(
    "flat-bullet",
    Severity.WARNING,
    "A topic is indented by less than 4 spaces under another, so Markdown does not make it a sub-topic.",
    "Indent it by 4 spaces or a tab.",
)

TRANSLATION_DIFFERS = Code(
    "translation-differs",
    Severity.WARNING,
    "The topics of a page and of its translation cite differently, or only one of the pages has a topic.",
    "Let matching bullets cite the same; they match by id, citations or order. Write `Topics:` on both pages.",
)
TOPIC_DIFFERS = Code(
    "topic-differs",
    Severity.WARNING,
    "A topic with the same id, or the same name and parents, is on two pages with different citations.",
    "Let both cite the same, or change the name or id of one of them.",
)
TOPIC_TWINS = Code(
    "topic-twins",
    Severity.WARNING,
    "Two topics of a page have the same name and parent, or the same `{#id}`; their addresses depend on their order.",
    "Give one of them its own id: `**Name**{#id}`.",
)
UNFROZEN_NUMBER = Code(
    "unfrozen-number",
    Severity.HINT,
    "A number typed by hand is not in numbers.toml, so it may later mean another publication.",
    "Run `invoke number` to record the number, or `invoke keys` to replace it by the key.",
)

BAD_MOVE = Code(
    "bad-move",
    Severity.ERROR,
    "A line `Moved:` in front matter does not give an old and a new address of a topic.",
    "Write `Moved: old/path -> new/path`, both without `/topics/`.",
)

# Former addresses of pages and posts.

BAD_ALIAS = Code(
    "bad-alias",
    Severity.ERROR,
    "An address in `Aliases:` is already used, on another site, or not the address of a page.",
    "Write an unused address of this site, as in `Aliases: /old/address/`, or remove it.",
)

# Lists placed in pages.

BAD_LIST = Code(
    "bad-list",
    Severity.ERROR,
    "A list in braces has an unknown filter or value.",
    "Write what the message suggests; docs/lists.md describes all filters.",
)
EMPTY_LIST = Code(
    "empty-list",
    Severity.HINT,
    "A list of publications in a page shows none, since none meets all its filters today.",
    "Nothing, if that is right; else change the filters or remove the list. docs/lists.md describes all filters.",
)
STRAY_LIST = Code(
    "stray-list",
    Severity.ERROR,
    "This looks like a list but is misspelt or not on a line of its own; it is shown as text.",
    r"Write the list as the message says, on a line of its own; for a brace write `\{`.",
)

# Images.

MISSING_ALT = Code(
    "missing-alt",
    Severity.ERROR,
    "An image has no alternative text for people who cannot see it.",
    'Write the text between the brackets of `![]`; for a decorative image write `<img alt="" ...>` in HTML.',
)
MISSING_IMAGE = Code(
    "missing-image",
    Severity.ERROR,
    "The file of an image on a page does not exist.",
    "Correct the path, or add the file; its folder must be in STATIC_PATHS.",
)
BAD_IMAGE = Code(
    "bad-image",
    Severity.WARNING,
    "An image file is empty, broken, too large or not in a format that browsers show.",
    "Save it again as JPEG, PNG, WebP or SVG with at most a few thousand pixels per side.",
)
BAD_ICON = Code(
    "bad-icon",
    Severity.WARNING,
    "The image in IBID_ICON is missing, broken, too small or not square; the theme's icon is used.",
    "Save it as a square PNG of at least 512 pixels, or as SVG, and set its path: `content/images/icon.png`.",
)
EXTERNAL_IMAGE = Code(
    "external-image",
    Severity.WARNING,
    "An image is loaded from another host, which learns about every reader and may remove the image.",
    "Show a copy from your own files, if you are allowed to.",
)

# People.

BAD_PEOPLE = Code(
    "bad-people",
    Severity.ERROR,
    "A part of people.yml cannot be read, or two people have the same name.",
    "Correct the line; docs/people.md describes all fields.",
)
OWNER_MISSING = Code(
    "owner-missing",
    Severity.HINT,
    "None of the site's owners is among the authors or editors of a publication.",
    "Add the form of the name used there to `forms` in people.yml, or correct the name.",
)
SIMILAR_NAMES = Code(
    "similar-names",
    Severity.HINT,
    "Two names in the bibliography differ by only one or two letters and may belong to one person.",
    "Write the name the same way everywhere; if this is intended, add both to people.yml.",
)

# Colours.

LOW_CONTRAST = Code(
    "low-contrast",
    Severity.WARNING,
    "Text in one of your colours has a contrast below 7:1, which the theme aims for.",
    "Use the shade that the message suggests, or one with more contrast.",
)
UNREADABLE_COLOUR = Code(
    "unreadable-colour",
    Severity.ERROR,
    "Text in one of your colours has a contrast below 4.5:1, or a line below 3:1: many people cannot see it.",
    "Use the shade that the message suggests, or one with more contrast.",
)

# The CV.

BAD_CV = Code(
    "bad-cv",
    Severity.ERROR,
    "A part of cv.yml cannot be read; it is left out of the page.",
    "Correct the line; docs/cv.md describes all sections and fields.",
)

CODES: tuple[Code, ...] = tuple(value for value in list(vars().values()) if isinstance(value, Code))
"""All codes, in the order above."""
