"""A run of a zygote is as good as a process of its own."""

import os
import subprocess
from pathlib import Path

import pytest

from workshop import zygote

PROGRAMS = {
    "says where it is": "import os, sys\nprint(os.getcwd(), sys.path[0], sys.argv[1:], os.environ, sys.warnoptions)\n",
    "complains": "import sys\nprint('naïve', file=sys.stderr)\nsys.exit(3)\n",
    "explains": "raise SystemExit('It is so.')\n",
    "is killed": "import os, signal\nos.kill(os.getpid(), signal.SIGTERM)\n",
    "reads": "import sys\nprint(repr(sys.stdin.read()))\n",
    "exits by itself": "import atexit\natexit.register(print, 'at exit')\n",
    "leaves a file open": "def leave():\n    open(__file__).read(1)\nleave()\n",
    "leaves a ring of files open": "ring = {'file': open(__file__)}\nring['self'] = ring\ndel ring\n",
    "finds its modules": "import sys, neighbour\nprint(neighbour.__file__, 'ibid.plugin' in vars())\n",
}


@pytest.mark.parametrize("program", PROGRAMS)
def test_it_does_as_python_does(tmp_path: Path, program: str) -> None:
    (tmp_path / "program.py").write_text(PROGRAMS[program], encoding="utf-8")
    (tmp_path / "neighbour.py").write_text("", encoding="utf-8")
    environment = {**os.environ, "A": "é"}
    forked, fresh = (zygote.run(["program", "a b", "c"], tmp_path, environment, fresh=fresh) for fresh in (False, True))
    assert (forked.returncode, forked.stdout, forked.stderr) == (fresh.returncode, fresh.stdout, fresh.stderr)
    assert forked.returncode or forked.stdout or "ResourceWarning" in forked.stderr


def test_a_traceback_is_seen(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text("1 / 0\n", encoding="utf-8")
    done = zygote.run(["program"], tmp_path, os.environ)
    assert done.returncode == 1
    assert done.stderr.startswith("Traceback")
    assert done.stderr.endswith("ZeroDivisionError: division by zero\n")


def test_two_runs_do_not_see_each_other(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(
        "import os, sys, pelican, neighbour\n"
        "print(hasattr(pelican, 'touched'), neighbour.seen, os.environ.get('TOUCHED'))\n"
        "pelican.touched = neighbour.seen = os.environ['TOUCHED'] = 'yes'\n",
        encoding="utf-8",
    )
    (tmp_path / "neighbour.py").write_text("seen = None", encoding="utf-8")
    for _ in range(2):
        assert zygote.run(["program"], tmp_path, os.environ).stdout == "False None None\n"


def test_a_run_compiles_no_expression_that_one_before_it_has(tmp_path: Path) -> None:
    """But for one that Python has something to say about: it says so each time."""
    program = """\
import re
for one in ("(seen)+[0-9]{3}", b"(seen)+[0-9]{3}", "[[a]+[0-9]{3}"):
    print(one in [key[1] for key in re._cache])
    re.compile(one)
"""
    (tmp_path / "program.py").write_text(program, encoding="utf-8")
    first, second = (zygote.run(["program"], tmp_path, os.environ) for _ in range(2))
    assert (first.stdout.split(), second.stdout.split()) == (["False"] * 3, ["True", "True", "False"])
    assert first.stderr == second.stderr
    assert "FutureWarning: Possible nested set" in second.stderr


def test_what_python_reads_at_its_start_holds(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text("import time\nprint(hash('a'), time.tzname)\n", encoding="utf-8")

    def said(**variables: str) -> str:
        return zygote.run(["program"], tmp_path, {**os.environ, **variables}).stdout

    first, second = said(PYTHONHASHSEED="1", TZ="UTC"), said(PYTHONHASHSEED="2", TZ="UTC")
    assert first != second
    assert first.endswith("('UTC', 'UTC')\n")
    assert said(PYTHONHASHSEED="1", TZ="UTC") == first
    assert "CET" in said(TZ="Europe/Vienna")


def test_what_takes_too_long_is_ended_and_the_next_is_served(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text("import time\nprint('on it', flush=True)\ntime.sleep(60)\n", encoding="utf-8")
    with pytest.raises(subprocess.TimeoutExpired) as caught:
        zygote.run(["program"], tmp_path, os.environ, timeout=1)
    assert caught.value.output == "on it\n"
    (tmp_path / "program.py").write_text("print('next')\n", encoding="utf-8")
    assert zygote.run(["program"], tmp_path, os.environ).stdout == "next\n"


TASKS = """\
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from invoke import task

import neighbour


@task
def run(_):
    print("first", neighbour.__name__, end=" ")
    with TemporaryDirectory() as folder:
        where, env = Path(folder), {**os.environ, "PYTHONPATH": "here", "TOLD": "yes", "PYTHONUTF8": "1"}
        reading, writing = os.pipe()
        command = [sys.executable, "-P", str(Path("script.py").absolute()), "a b", str(writing)]
        script = subprocess.Popen(command, cwd=where, env=env, pass_fds=[writing], stdout=subprocess.PIPE, text=True)
        os.close(writing)
        said, answer = script.communicate()[0], open(reading).read()
        print(said, answer, script.returncode, where.is_dir(), script.pid not in (os.getpid(), 0))
"""
SCRIPT = """\
import os, signal, sys, threading
print(sys.argv[1:2], os.environ["TOLD"], os.environ.get("A"), sys.path[0] == os.path.abspath("here"), "tasks" in sys.modules, sys.stdin.read())
try:
    import neighbour
except ModuleNotFoundError as error:
    print(error)
print(os.getcwd() == os.environ["PWD"], sys.stdout.encoding, sys.stdout.errors)
print([signal.getsignal(each) for each in (signal.SIGINT, signal.SIGPIPE, signal.SIGTERM)])
threading.Timer(0.05, lambda: print("at last")).start()
os.write(int(sys.argv[2]), "ä".encode())
sys.exit("it ends\\n" if len(sys.argv) > 3 else 3)
"""


def test_a_script_of_a_task_is_as_one_of_a_new_process(tmp_path: Path, root: Path) -> None:
    for name, text in {"tasks.py": TASKS, "script.py": SCRIPT, "neighbour.py": ""}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(root / "plugins"), "PWD": "elsewhere", "A": "é"}
    forked, fresh = (zygote.run(["invoke", "run"], tmp_path, environment, fresh=fresh) for fresh in (False, True))
    assert (forked.returncode, forked.stdout, forked.stderr) == (fresh.returncode, fresh.stdout, fresh.stderr)
    assert "at last" in forked.stdout
    assert forked.stdout.endswith(" ä 3 True True\n")
