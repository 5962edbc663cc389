"""The documents say what is there: each task and option, and commands that work as written."""

import json
import os
import re
from functools import cache
from pathlib import Path

import pytest

from workshop import zygote

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", *(f"docs/{path.name}" for path in ROOT.glob("docs/*.md")))


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@cache
def tasks() -> dict[str, set[str]]:
    """Every task with its long options, as `invoke` itself lists them."""
    names = {task["name"]: task["aliases"] for task in json.loads(said("--list", "--list-format=json"))["tasks"]}
    return {name: options(name) | {*aliases} for name, aliases in names.items()}


def options(name: str) -> set[str]:
    return set(re.findall(r"--(?!core-opts|options)[a-z][a-z-]*", said("--help", name).partition("Options:")[2]))


def said(*words: str) -> str:
    """What `invoke` prints in the project's folder."""
    done = zygote.run(["invoke", *words], ROOT, os.environ)
    assert done.returncode == 0, done.stderr
    return done.stdout


def sections() -> dict[str, str]:
    """The sections of docs/tasks.md by their headings."""
    parts = re.split(r"(?m)^### (.+)$", text("docs/tasks.md"))
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_every_task_has_a_section_and_no_section_lacks_its_task() -> None:
    assert set(sections()) == set(tasks())


def test_every_option_and_other_name_is_documented() -> None:
    """`news` takes its title by its place, which the section shows."""
    undocumented = {
        (name, option)
        for name, found in tasks().items()
        for option in found - {"--title"}
        if f"`{option}`" not in sections()[name]
    }
    assert not undocumented


def test_no_option_is_documented_that_does_not_exist() -> None:
    for name, section in sections().items():
        assert set(re.findall(r"`(--[a-z][a-z-]*)`", section)) - {"--verbose"} <= tasks()[name], name


def test_every_task_says_in_one_line_what_it_does() -> None:
    listed = said("--list")
    for name in tasks():
        assert re.search(rf"(?m)^  {name}( \(.*\))?   .*\w", listed), name


def test_every_setting_of_publishing_is_documented() -> None:
    settings = re.findall(r"(?m)^(PUBLISH_\w+)", text("publishconf.py"))
    assert settings
    assert all(f"`{setting}`" in sections()["publish"] for setting in settings)


def commands() -> list[str]:
    """The shell commands of the README, without their comments."""
    blocks = re.findall(r"```sh\n(.*?)```", text("README.md"), re.DOTALL)
    return [line.partition(" #")[0].strip() for block in blocks for line in block.splitlines()]


def test_ci_runs_the_readme_s_command_as_written() -> None:
    [command] = [line for line in commands() if line.endswith("invoke test")]
    assert command in text(".ci/run")
    assert command in text("CONTRIBUTING.md")


def test_ci_names_tests_that_exist() -> None:
    """Those for the lowest versions, which bash spells with braces."""
    lines = re.findall(r"(tests/[\w/]+)/test_\{([\w,]+)\}\.py", text(".ci/run"))
    assert lines
    assert [
        f"{folder}/test_{name}.py"
        for folder, names in lines
        for name in names.split(",")
        if not (ROOT / folder / f"test_{name}.py").exists()
    ] == []


def test_the_readme_has_one_command_that_builds_the_demo() -> None:
    [command] = [line for line in commands() if line.endswith("pelican content")]
    assert command.startswith("python3 -m venv .venv && ")


@pytest.mark.parametrize("command", [line for line in commands() if re.match(r"invoke (?!publish)", line)])
def test_the_readme_s_tasks_work_as_written(site, command: str) -> None:
    words = [word.strip('"') for word in re.findall(r'"[^"]*"|\S+', command)][1:]
    done = site.invoke(*words)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("command", [line for line in commands() if line.startswith("invoke publish")])
def test_the_readme_s_targets_exist(site, command: str) -> None:
    """They ask for what only an author knows, and for nothing else."""
    done = site.invoke(*command.split()[1:], "--dry-run")
    assert done.returncode == 1
    assert re.search("git repository|PUBLISH_RSYNC_TO", done.stderr), done.stderr


@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_between_documents_lead_somewhere(document: str) -> None:
    prose = re.sub(r"(?s)```.*?```|`[^`\n]+`", "", text(document))
    targets = re.findall(r"\]\((?!https?:|#)([^)#]+)", prose)
    folder = (ROOT / document).parent
    assert [target for target in targets if not (folder / target).exists()] == []


def test_each_promise_of_publishing_names_tests_that_exist() -> None:
    promises = text("docs/publishing.md").partition("## What is promised")[2].partition("##")[0]
    named = set(re.findall(r"`(test_\w+)`", promises))
    code = "\n".join(path.read_text("utf-8") for path in (ROOT / "tests/tasks").glob("test_publish*.py"))
    assert named
    assert named <= set(re.findall(r"def (test_\w+)", code))
