"""What `invoke audit` makes of Lighthouse's report, and what it says when it cannot start."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from ibid.tasks.building import environment
from workshop import audit


def report(**scores):
    """The part of Lighthouse's JSON that counts: three categories with one audit each."""
    return {
        "categories": {
            "performance": {"score": 0.97, "auditRefs": []},
            **{
                name: {"score": scores.get(name, 1), "auditRefs": [{"id": f"{name}-rule", "weight": 1}]}
                for name in audit.DEMANDED
            },
        },
        "audits": {
            "total-byte-weight": {"numericValue": 10240},
            **{f"{name}-rule": {"title": f"{name} is met", "score": scores.get(name, 1)} for name in audit.DEMANDED},
        },
    }


def test_performance_is_reported_and_the_others_are_demanded():
    judged = audit.read("home", report())
    assert judged.passed
    assert audit.table([judged]).splitlines()[1].split() == ["home", "97", "100", "100", "100", "10.0"]


@pytest.mark.parametrize("score", [0.99, 0, None])
def test_what_costs_a_demanded_score_is_named(score):
    judged = audit.read("home", report(seo=score))
    assert not judged.passed
    assert judged.faults == (() if score is None else ("seo-rule: seo is met",))


def test_an_unknown_kind_is_refused_with_those_that_there_are(root):
    done = subprocess.run(
        [sys.executable, "-m", "workshop.audit", "hoem"],
        cwd=root,
        env={**environment(), "PYTHONPATH": os.pathsep.join([str(root / "tests"), str(root / "plugins")])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "No such kind of page: hoem. There are home, research," in done.stderr
