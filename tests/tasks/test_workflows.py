"""The workflows in docs/workflows, parsed and run as the hosts do: in a fresh clone, each command by its shell.

What the hosts' own actions do is done here by hand: a clone of the depth that is asked for, a folder that is kept, an
artifact. Only the installation is left out; this environment stands in for it.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml
from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs/workflows"
ADDRESS = "https://me.example.net/lab"
DEFAULT_BRANCH = "github.ref == format('refs/heads/{0}', github.event.repository.default_branch)"
INSTALL = "python -m pip install -c requirements-dev.lock -e ."
BIBLIOGRAPHY = "@article{one2020, title={On One}, author={Doe, Jane}, journal={Letters}, year={2020}}\n"
RESEARCH = "Title: Research\nTopics: true\n\n- **Letters**: what they are [@one2020]\n"
FILES = {
    ".gitignore": "output/\ncache/\n",
    "content/publications.bib": BIBLIOGRAPHY,
    "content/pages/photo.md": "Title: Photo\n\n![A field]({static}/images/field.png)\n",
    "content/pages/research.md": RESEARCH,
    "content/extra/security.txt": "Contact: mailto:jane@example.net\n",
}
SETTINGS = f"""\
PAGE_URL = "{{slug}}/"
PAGE_SAVE_AS = "{{slug}}/index.html"
PLUGIN_PATHS = [{str(ROOT / "plugins")!r}]
PLUGINS = ["pelican_bibtex", "ibid"]
PUBLICATIONS_SRC = "content/publications.bib"
THEME = {str(ROOT / "theme")!r}
STATIC_PATHS = ["extra", "images"]
EXTRA_PATH_METADATA = {{"extra/security.txt": {{"path": ".well-known/security.txt"}}}}
"""


def workflow(name: str) -> dict[Any, Any]:
    """A file of docs/workflows; YAML 1.1 reads the key `on` as True."""
    read = yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
    assert isinstance(read, dict)
    return read


@dataclass
class Runner:
    """A machine that runs jobs in a fresh clone, and stops at the first command that fails."""

    site: Any
    remote: Path
    home: Path
    kept: Path
    """What is kept between runs."""
    workspace: Path = field(init=False)
    said: str = ""
    artifact: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.home.mkdir()
        self.workspace = self.home / "the workspace"

    def clone(self, depth: int) -> None:
        shallow = [f"--depth={depth}"] if depth else []
        words = ["git", "clone", "--quiet", *shallow, f"file://{self.remote}", str(self.workspace)]
        subprocess.run(words, check=True, env=self.site.environment(), capture_output=True)

    def shell(self, script: str, **variables: str) -> bool:
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-c", script],
            cwd=self.workspace,
            env=self.site.environment(PATH=path, CI="true", **variables),
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=120,
        )
        self.said += done.stdout + done.stderr
        return done.returncode == 0

    def restore(self, paths: list[str]) -> None:
        for path in paths:
            if (self.kept / path).exists():
                shutil.copytree(self.kept / path, self.workspace / path)

    def save(self, paths: list[str]) -> None:
        for path in paths:
            if (self.workspace / path).exists():
                shutil.copytree(self.workspace / path, self.kept / path, dirs_exist_ok=True)

    def upload(self, folder: str, *, hidden: bool = True) -> None:
        root = self.workspace / folder
        files = {file.relative_to(root).as_posix(): file for file in root.rglob("*") if file.is_file()}
        is_left_out = re.compile(r"(?:^|/)\." if not hidden else r"(?:^|/)\.git(?:hub)?(?:/|$)").search
        self.artifact = {name: file.read_bytes() for name, file in files.items() if not is_left_out(name)}

    def commits(self, file: str) -> int:
        words = ["git", "log", "--format=%h", "--", file]
        done = subprocess.run(words, cwd=self.workspace, capture_output=True, text=True, check=True)
        return len(done.stdout.split())


def planned(jobs: Mapping[str, Any], holds: Mapping[str, bool]) -> dict[str, list[dict[str, Any]]]:
    """The steps of GitHub's that run, by their jobs, where some conditions hold or not."""
    there = {name: job for name, job in jobs.items() if "if" not in job or holds[job["if"]]}
    return {name: [one for one in job["steps"] if "if" not in one or holds[one["if"]]] for name, job in there.items()}


class GitHub:
    """GitHub's side after a push to the default branch: its actions, and what its expressions stand for."""

    def __init__(self, runner: Runner) -> None:
        self.runner, self.jobs = runner, workflow("github-pages.yml")["jobs"]
        self.values = {"steps.pages.outputs.base_url": ADDRESS}
        self.output = runner.home / "output of steps"
        self.saved: list[str] = []
        self.deployed = False

    def run(self) -> bool:
        """Run all jobs; whether nothing failed."""
        for name, steps in planned(self.jobs, {DEFAULT_BRANCH: True}).items():
            if not all(self.step(step) for step in steps):
                return False
            for output, value in self.jobs[name].get("outputs", {}).items():
                self.values[f"needs.{name}.outputs.{output}"] = self.filled(value)
            self.runner.save(self.saved)
        return True

    def step(self, step: Mapping[str, Any]) -> bool:
        if "uses" in step:
            action, _, version = step["uses"].partition("@")
            assert re.fullmatch(r"v\d+", version)
            self.action(action, step.get("with", {}))
            return True
        if step["run"] == INSTALL:
            return True
        self.output.write_text("", encoding="utf-8")
        given = {name: self.filled(value) for name, value in step.get("env", {}).items()}
        passed = self.runner.shell(step["run"], GITHUB_ACTIONS="true", GITHUB_OUTPUT=str(self.output), **given)
        for line in self.output.read_text(encoding="utf-8").splitlines():
            name, _, value = line.partition("=")
            self.values[f"steps.{step['id']}.outputs.{name}"] = value
        return passed

    def action(self, name: str, given: Mapping[str, Any]) -> None:
        if name == "actions/checkout":
            self.runner.clone(given.get("fetch-depth", 1))
        elif name == "actions/cache":
            self.saved.append(given["path"])
            self.runner.restore([given["path"]])
        elif name == "actions/upload-pages-artifact":
            self.runner.upload(given["path"], hidden=given.get("include-hidden-files", False))
        elif name == "actions/deploy-pages":
            self.deployed = True
        else:
            assert name in ("actions/setup-python", "actions/configure-pages"), name

    def filled(self, text: str) -> str:
        return re.sub(r"\$\{\{ (.*?) \}\}", lambda found: self.values[found[1]], text)


def gitlab_jobs(variables: Mapping[str, str]) -> dict[str, Any]:
    """The jobs of GitLab's pipeline in their order; none where there is no pipeline."""
    said = workflow("gitlab-ci.yml")
    jobs = {name: job for name, job in said.items() if name not in ("workflow", "variables", "default")}
    planned = {name: job for name, job in jobs.items() if "rules" not in job or ruled(job["rules"], variables)}
    in_order = sorted(planned.items(), key=lambda one: ("test", "deploy").index(one[1]["stage"]))
    return dict(in_order) if ruled(said["workflow"]["rules"], variables) else {}


def gitlab(runner: Runner, variables: Mapping[str, str]) -> bool:
    """Run GitLab's jobs, which share a clone; whether nothing failed."""
    said = workflow("gitlab-ci.yml")
    before = [line for line in said["default"]["before_script"] if line != INSTALL]
    runner.clone(int(said["variables"]["GIT_DEPTH"]))
    runner.restore(said["default"]["cache"]["paths"])
    for job in gitlab_jobs(variables).values():
        if not all(runner.shell(line) for line in [*before, *job["script"]]):
            return False
        if job.get("pages"):
            [folder] = job["artifacts"]["paths"]
            runner.upload(folder)
    return True


def ruled(rules: list[dict[str, str]], variables: Mapping[str, str]) -> bool:
    """Whether one of some rules holds, each of which says that two things are equal."""
    value = {f"${name}": value for name, value in variables.items()}
    ends = [rule["if"].split(" == ") for rule in rules]
    return any(value.get(one, one.strip('"')) == value.get(other, other.strip('"')) for one, other in ends)


PUSH = {"CI_PIPELINE_SOURCE": "push", "CI_COMMIT_BRANCH": "trunk", "CI_DEFAULT_BRANCH": "trunk"}
MERGE = {"CI_PIPELINE_SOURCE": "merge_request_event", "CI_COMMIT_BRANCH": "", "CI_DEFAULT_BRANCH": "trunk"}
OTHER = {"CI_PIPELINE_SOURCE": "push", "CI_COMMIT_BRANCH": "draft", "CI_DEFAULT_BRANCH": "trunk"}


@pytest.fixture
def remote(site, git, tmp_path: Path) -> Path:
    """A bare repository that holds the site, whose numbers have changed once."""
    bare = tmp_path / "bare remote.git"
    git("init", "--quiet", "--bare", "--initial-branch=trunk", str(bare), cwd=tmp_path)
    git("init", "--quiet", "--initial-branch=trunk")
    site.write("pelicanconf.py", site.read("pelicanconf.py") + SETTINGS)
    site.write("publishconf.py", site.read("publishconf.py").replace("https://me.example.net", ADDRESS))
    for name, text in FILES.items():
        site.write(name, text)
    site.path("content/images").mkdir()
    Image.new("RGB", (1600, 900), "green").save(site.path("content/images/field.png"))  # of which copies are kept
    for numbers in ('1 = "gone2019"\n', '1 = "gone2019"\n2 = "one2020"\n'):
        site.write("content/numbers.toml", numbers)
        commit(git, bare)
    return bare


def commit(git, remote: Path) -> None:
    git("add", ".")
    git("commit", "--quiet", "-m", "Change")
    git("push", "--quiet", str(remote), "trunk")


@pytest.fixture
def runners(site, remote: Path, tmp_path: Path, require_tool) -> Iterator[Runner]:
    """One machine after the other, each with nothing but what was kept."""
    require_tool("bash")
    return (Runner(site, remote, tmp_path / f"machine {number}", tmp_path / "kept") for number in range(9))


def is_whole(artifact: Mapping[str, bytes]) -> bool:
    """Whether a folder is the site, with addresses that are right where it is published."""
    research = artifact["research/index.html"].decode()
    assert f'<link rel="canonical" href="{ADDRESS}/research/">' in research
    assert f'href="{ADDRESS}/theme/css/' in research
    assert ">[2]</a>" in research, "the number of numbers.toml"
    assert {"index.html", "publications/one2020/index.html", ".well-known/security.txt"} < artifact.keys()
    return f"<loc>{ADDRESS}/research/</loc>" in artifact["sitemap.xml"].decode()


def test_a_push_puts_the_whole_site_online_on_either_host(runners) -> None:
    """The second run starts from what the first has kept."""
    first = GitHub(next(runners))
    assert first.run(), first.runner.said
    assert first.deployed
    assert is_whole(first.runner.artifact)
    assert first.runner.commits("content/numbers.toml") == 2, "the history that strict builds look into"
    assert {path.name for path in (first.runner.kept / "cache").iterdir()}
    second = next(runners)
    assert gitlab(second, PUSH), second.said
    assert second.artifact == first.runner.artifact
    assert second.commits("content/numbers.toml") == 2


def test_a_site_with_an_error_is_not_put_online(site, git, remote, runners) -> None:
    site.write("content/pages/research.md", RESEARCH.replace("one2020", "won2020"))
    commit(git, remote)
    github = GitHub(next(runners))
    assert not github.run()
    assert (github.runner.artifact, github.deployed) == ({}, False)
    said = "::error file=content/pages/research.md,line=4,title=unknown-key::@won2020 is not in the bibliography"
    assert [line for line in github.runner.said.splitlines() if line.startswith(said)], github.runner.said
    other = next(runners)
    assert not gitlab(other, PUSH)
    assert other.artifact == {}
    assert "content/pages/research.md:4: unknown-key: @won2020" in other.said


def test_a_proposed_change_is_checked_and_not_put_online() -> None:
    """GitHub builds it too, to see what goes wrong only where the site's address is known."""
    steps = planned(workflow("github-pages.yml")["jobs"], {DEFAULT_BRANCH: False})
    jobs = {name: [step.get("run", step.get("uses")) for step in steps] for name, steps in steps.items()}
    assert list(jobs) == ["build"]
    assert {"invoke check --format=github", "invoke preview"} < set(jobs["build"])
    assert not [step for step in jobs["build"] if "pages" in step]
    assert {name: job["script"] for name, job in gitlab_jobs(MERGE).items()} == {"check": ["invoke check"]}
    assert list(gitlab_jobs(PUSH)) == ["check", "pages"]
    assert gitlab_jobs(OTHER) == {}


@pytest.mark.parametrize(
    ("written", "served_at", "passes"),
    [
        (ADDRESS, ADDRESS, True),
        (ADDRESS, ADDRESS.replace("https", "http"), True),  # as long as GitHub has no certificate for a domain
        (ADDRESS, "https://me.github.io/lab", False),
        ("https://me.github.io", "https://me.github.io/lab", False),
        ("", ADDRESS, False),
    ],
)
def test_a_site_whose_address_is_another_is_not_put_online(site, tmp_path, written, served_at, passes) -> None:
    runner = Runner(site, tmp_path, tmp_path / "machine", tmp_path / "kept")
    github = GitHub(runner)
    runner.workspace.mkdir(parents=True)
    (runner.workspace / "pelicanconf.py").write_text("SITEURL = ''\n")
    (runner.workspace / "publishconf.py").write_text(f"from pelicanconf import *\n\nSITEURL = {written!r}\n")
    github.values["steps.pages.outputs.base_url"] = served_at
    github.jobs = {
        "build": {**github.jobs["build"], "steps": [step for step in github.jobs["build"]["steps"] if "id" in step]},
        "deploy": github.jobs["deploy"],
    }
    assert github.run() == github.deployed == passes
    told = f"::error file=publishconf.py::SITEURL is '{written}', and GitHub Pages serves this site at '{served_at}'"
    assert (told in runner.said) is not passes


def test_github_lets_a_run_do_no_more_than_it_must() -> None:
    said = workflow("github-pages.yml")
    assert set(said[True]) == {"push", "pull_request", "workflow_dispatch"}
    assert said["permissions"] == {"contents": "read"}
    jobs = said["jobs"]
    assert "permissions" not in jobs["build"]
    assert jobs["deploy"]["permissions"] == {"pages": "write", "id-token": "write"}
    assert jobs["deploy"]["needs"] == "build"
    assert said["concurrency"]["group"] == "site-${{ github.ref }}"
    assert said["concurrency"]["cancel-in-progress"] == "${{ github.event_name == 'pull_request' }}"


@pytest.mark.parametrize("name", ["github-pages.yml", "gitlab-ci.yml"])
def test_ibid_is_installed_as_the_readme_says(name: str) -> None:
    text = (FOLDER / name).read_text(encoding="utf-8")
    assert [line.partition("python -m pip ")[2] for line in text.splitlines() if "pip install" in line] == [
        re.search(r"\.venv/bin/pip (install .*?) &&", (ROOT / "README.md").read_text(encoding="utf-8"))[1]
    ]


def test_the_document_shows_where_each_goes() -> None:
    text = (ROOT / "docs/publishing.md").read_text(encoding="utf-8")
    commands = re.findall(r"cp (docs/workflows/\S+) (\S+)", text)
    assert commands == [
        ("docs/workflows/github-pages.yml", ".github/workflows/site.yml"),
        ("docs/workflows/gitlab-ci.yml", ".gitlab-ci.yml"),
    ]
    assert {Path(file).name for file, _ in commands} == {path.name for path in FOLDER.iterdir()}
