"""`invoke number`: asks about a key that may be an old one renamed, and writes numbers.toml."""

import signal
import time

import pytest

OLD = "@article{doe2020sea, title={On Seas}, author={Doe, Jane}, journal={J}, year={2020}}\n"
NEW = OLD.replace("doe2020sea", "doe2020seas")
OTHER = "@article{roe2021, title={On Rivers}, author={Roe, Ann}, journal={J}, year={2021}}\n"
PLUGINS = 'PLUGINS = ["pelican_bibtex", "ibid"]\nPUBLICATIONS_SRC = "content/publications.bib"\n'
QUESTION = (
    "`doe2020seas` has no number yet, and `doe2020sea` [1] is no longer in the bibliography.\n"
    "Is it the same publication under a new key, which keeps [1]? [y/n, Enter to decide later] "
)


@pytest.fixture
def renamed(site):
    """A site with a renamed key, whose publication had a number, and a new publication."""
    site.write("content/publications.bib", NEW + OTHER)
    site.write("content/numbers.toml", '1 = "doe2020sea"\n')
    site.write("pelicanconf.py", site.read("pelicanconf.py") + PLUGINS)
    return site


@pytest.mark.parametrize(
    ("typed", "code", "asked", "numbers"),
    [
        ("what?\ny\n", 0, 2, '1 = "doe2020seas"\n2 = "roe2021"\n'),
        ("No\n", 0, 1, '1 = "doe2020sea"\n2 = "doe2020seas"\n3 = "roe2021"\n'),
        ("\n", 1, 1, '1 = "doe2020sea"\n2 = "roe2021"\n'),
        ("\x04", 1, 1, '1 = "doe2020sea"\n2 = "roe2021"\n'),
    ],
)
def test_in_a_terminal_it_asks_before_it_writes(renamed, typed, code, asked, numbers):
    done = renamed.in_terminal(typed, "number")
    assert (done.returncode, done.stdout.count(QUESTION)) == (code, asked), done
    assert renamed.read("content/numbers.toml") == numbers
    assert ("run `invoke number --yes`" in done.stderr) == bool(code)


def interrupt(task):
    """Press Ctrl+C, and again if the task was not waiting yet."""
    while task.poll() is None:
        time.sleep(0.5)
        task.send_signal(signal.SIGINT)


def test_a_question_that_is_broken_off_changes_nothing(renamed):
    done = renamed.in_terminal("", "number", question=QUESTION, meanwhile=interrupt)
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    assert renamed.read("content/numbers.toml") == '1 = "doe2020sea"\n'


@pytest.mark.parametrize(
    ("options", "code", "numbers"),
    [
        ([], 1, '1 = "doe2020sea"\n2 = "roe2021"\n'),
        (["--yes"], 0, '1 = "doe2020seas"\n2 = "roe2021"\n'),
        (["--new=doe2020seas", "--new", "roe2021", "--yes"], 0, '1 = "doe2020sea"\n2 = "doe2020seas"\n3 = "roe2021"\n'),
    ],
)
def test_without_a_terminal_the_command_line_answers(renamed, options, code, numbers):
    done = renamed.invoke("number", *options)
    assert (done.returncode, renamed.read("content/numbers.toml")) == (code, numbers), done.stderr
    assert "Traceback" not in done.stderr


def test_without_the_plugin_it_says_what_is_missing(site):
    site.write("pelicanconf.py", site.read("pelicanconf.py") + "PLUGINS = []\n")
    done = site.invoke("number")
    assert done.returncode == 1
    assert "missing-plugin: PLUGINS lacks `ibid`" in done.stderr


def test_a_site_that_cannot_be_read_is_said_once(renamed):
    renamed.write("content/publications.bib", "no bibliography")
    done = renamed.invoke("number")
    assert (done.returncode, done.stderr.count("not-bibtex")) == (1, 1)
    assert done.stderr.endswith("The site has errors, which are listed above.\n")
