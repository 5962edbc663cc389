"""The tasks of authors and developers: `invoke --list` shows them, docs/tasks.md describes them.

Arguments after `--` are passed to the program that a task runs: to Pelican, or in `test` to pytest.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from invoke.collection import Collection
from invoke.context import Context
from invoke.exceptions import Exit
from invoke.tasks import task

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT / "plugins"))  # a clone need not be installed

from ibid.tasks import building, built_folder, numbers_and_keys, posts
from ibid.tasks.building import add_index
from ibid.tasks.built_folder import faults
from ibid.tasks.project import Project, read_project
from ibid.tasks.publishing.delivery import Consent, deliver, roll_back, target_named

PUBLISHED = "publishconf.py"
STRICT = {"STRICT": True}


@task(
    help={
        "title": "the post's title, in quotes",
        "date": "its date, as in 2024-05-03; default: today",
        "tags": "its tags, separated by commas",
        "slug": "its address below /news/; default: made from the title",
    }
)
def news(_: Context, title: str, date: str = "", tags: str = "", slug: str = "") -> None:
    """Start a post in content/news/."""
    post = posts.draft(title, date, tags, slug)
    path = posts.write(post, read_project(ROOT))
    print(path.relative_to(ROOT))
    command = posts.editor_of(os.environ)
    if command and sys.stdin.isatty() and sys.stdout.isatty() and not posts.open_at(command, path, post.line):
        print(f"No editor {command!r} was found ($VISUAL or $EDITOR): open the file yourself.", file=sys.stderr)


@task
def build(_: Context) -> None:
    """Build the site into output/."""
    _build(read_project(ROOT))


@task
def rebuild(_: Context) -> None:
    """Build the site into an emptied output folder."""
    _build(read_project(ROOT), "-d")


@task
def preview(_: Context) -> None:
    """Build the site as published."""
    _build(read_project(ROOT, PUBLISHED))


@task(aliases=["livereload", "regenerate", "reserve"], help={"port": "the port on this machine; 0: any free one"})
def serve(_: Context, port: int = 8000) -> None:
    """Show the site and rebuild it on changes."""
    from ibid.tasks.serving import session  # noqa: PLC0415  the other tasks start without what watches and serves

    session.serve(ROOT, port, _rest())


@task(
    help={
        "bib": "check only this BibTeX file",
        "format": "text, json, or github for a workflow's annotations",
        "external": "also check links to other sites; needs the network",
        "fresh": "with --external: check all links, also those that worked within the last month",
    }
)
def check(
    _: Context,
    bib: str = "",
    format: str = "text",  # noqa: A002  it is the flag's name
    external: bool = False,
    fresh: bool = False,
) -> None:
    """Check the site and report problems."""
    if bib:
        file = str(Path(bib).expanduser())
        _finish(_passes(sys.executable, "-m", "pelican_bibtex", file, f"--format={format}", cwd=Path.cwd()))
        return
    project = read_project(ROOT)
    asked: dict[str, object] = {"IBID_EXTERNAL": "all" if fresh else "due"} if external or fresh else {}
    settings = {**STRICT, **building.ASIDE, **asked}
    if format != "text":
        _finish(_check_for_programs(project, format, settings))
        return
    with building.built_aside(project, settings, _rest()) as site:
        _refuse(faults(site, project))
    print("The site has no errors.")


@task(
    iterable=["new"],
    help={
        "yes": "do not ask: treat every key that may be a renamed one as renamed, with its old number",
        "new": "the key of a new publication, not a renamed one; can be repeated",
        "renumber": "assign all numbers anew by date; every number that was ever cited may change",
    },
)
def number(_: Context, yes: bool = False, new: list[str] | None = None, renumber: bool = False) -> None:
    """Number new publications."""
    project = read_project(ROOT)
    told = building.asked(project, "IBID_FREEZE", _rest())
    numbers_and_keys.give_numbers(project, told, numbers_and_keys.Choices(yes, tuple(new or ()), renumber))


@task(help={"yes": "do not ask"})
def keys(_: Context, yes: bool = False) -> None:
    """Replace typed numbers by keys."""
    numbers_and_keys.put_keys(building.asked(read_project(ROOT), "IBID_KEYS", _rest()), yes=yes)


@task(help={"language": "the language, as in de or zh-TW"})
def messages(_: Context, language: str) -> None:
    """Print the texts to translate."""
    from ibid.tasks import translation  # noqa: PLC0415  the other tasks start without Babel

    print(translation.left_to_translate(read_project(ROOT), language), end="")


@task
def clean(_: Context) -> None:
    """Remove the built site and the caches."""
    if left := built_folder.clean(read_project(ROOT)):
        print(left)


@task(
    help={
        "target": "git (a branch of a remote) or rsync (a folder or a host)",
        "to": "rsync: the folder, as in me@host:public_html; else PUBLISH_RSYNC_TO",
        "remote": "git: the remote; else PUBLISH_GIT_REMOTE",
        "branch": "git: the branch; else PUBLISH_GIT_BRANCH",
        "dry-run": "build and check, show the changes, publish nothing",
        "yes": "do not ask, even if something would be lost for readers",
        "first": "remove an old site there that Ibid did not write",
        "renumbered": "allow published numbers to mean other publications",
        "rollback": "restore the previous publication",
    }
)
def publish(
    _: Context,
    target: str,
    *,
    to: str = "",
    remote: str = "",
    branch: str = "",
    dry_run: bool = False,
    yes: bool = False,
    first: bool = False,
    renumbered: bool = False,
    rollback: bool = False,
) -> None:
    """Publish the site by git or rsync."""
    project = read_project(ROOT, PUBLISHED)
    place, consent = target_named(target, project, to, remote, branch), Consent(yes, first, renumbered)
    if rollback and dry_run:
        raise Exit("--rollback cannot be combined with --dry-run: run it without, and answer the question.")
    print(roll_back(place, consent) if rollback else deliver(project, place, _rest(), consent, dry_run=dry_run))


@task
def test(_: Context) -> None:
    """Run the tests."""
    # A file's fixtures are built by one worker; tests/conftest.py has the files in order.
    _run(sys.executable, "-m", "pytest", "-n", "auto", "--dist", "loadfile", "--no-loadscope-reorder", *_rest())


@task
def lint(_: Context) -> None:
    """Check style, format and types."""
    checks = (["ruff", "check"], ["ruff", "format", "--check"], ["mypy"])
    failed = [" ".join(words) for words in checks if not _passes(sys.executable, "-m", *words)]
    if failed:
        raise Exit(f"Failed: {', '.join(failed)}")


@task
def bench(_: Context) -> None:
    """Time builds, readers and the search for citations."""
    _workshop("bench", *_rest())
    _workshop("reading", *_rest()[:1])
    _workshop("scanning")


@task
def audit(_: Context) -> None:
    """Check pages with Lighthouse."""
    _workshop("audit", *_rest())


@task
def screenshots(_: Context) -> None:
    """Take screenshots of each kind of page."""
    _workshop("screenshots", *_rest())


@task
def lock(_: Context) -> None:
    """Update the dependency lists."""
    _workshop("requirements")


def _build(project: Project, *arguments: str) -> None:
    rest = [*arguments, *_rest()]
    output = building.output_of(project, rest)
    built_folder.refuse_place(project, output)  # also where Pelican drops the plugin that would look
    _finish(building.run(project, output, STRICT, rest))
    # Pelican drops a plugin that it cannot load, and goes on without it.
    _refuse(faults(output, project))
    add_index(project, output)


def _check_for_programs(project: Project, form: str, extra: dict[str, object]) -> bool:
    if form not in building.FORMATS:
        raise Exit(f"--format={form}: write text, {', '.join(building.FORMATS)}")
    report = building.report(project, extra, _rest())
    found = building.findings_of(report)
    print("\n".join(building.FORMATS[form](found)))
    if besides := building.said_besides(report, found):
        print(besides, file=sys.stderr)
    return report.passed


def _refuse(found: list[str]) -> None:
    if found:
        raise Exit("\n".join(found))


def _rest() -> list[str]:
    """Return the arguments after `--` as they were given; invoke's own remainder loses quotes."""
    return sys.argv[sys.argv.index("--") + 1 :] if "--" in sys.argv else []


def _passes(*command: str, cwd: Path = ROOT) -> bool:
    return subprocess.run(command, cwd=cwd, env=building.environment(), check=False).returncode == 0


def _run(*command: str) -> None:
    _finish(_passes(*command))


def _workshop(program: str, *arguments: str) -> None:
    """Run one of the developers' programs, which are in tests/workshop/."""
    environment = building.environment()
    environment["PYTHONPATH"] = os.pathsep.join([str(ROOT / "tests"), environment["PYTHONPATH"]])
    command = [sys.executable, "-m", f"workshop.{program}", *arguments]
    _finish(subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode == 0)


def _finish(succeeded: bool) -> None:
    """End with exit code 1 without a message if the program failed, as it has printed the reason."""
    if not succeeded:
        raise Exit(code=1)


namespace = Collection(
    news,
    build,
    rebuild,
    preview,
    serve,
    check,
    number,
    keys,
    messages,
    clean,
    publish,
    test,
    lint,
    bench,
    audit,
    screenshots,
    lock,
)
