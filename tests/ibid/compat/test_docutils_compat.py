"""What Ibid relies on in docutils without a promise, on the translator of Pelican's reader."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

import pytest
from docutils.core import publish_parts
from docutils.utils import SystemMessage
from pelican.readers import PelicanHTMLTranslator, PelicanHTMLWriter

from ibid.compat.docutils_compat import amend, characters_except, refuse_special_files
from promises import promise

promised: Callable[[str], AbstractContextManager[None]] = partial(promise, "docutils")


class Translator(PelicanHTMLTranslator):
    """Pelican's translator, whose start tags are amended."""

    def visit_table(self, node: object) -> None:
        super().visit_table(node)
        amend(self, "<table", "<table amended")

    def visit_admonition(self, node: object) -> None:
        super().visit_admonition(node)
        amend(self, ">", " amended>")

    def visit_image(self, node: object) -> None:
        super().visit_image(node)
        amend(self, "<img", "<img amended")


def html(source: str) -> str:
    writer = PelicanHTMLWriter()
    writer.translator_class = type("Bare", (Translator,), {"special_characters": characters_except(Translator, "@")})
    return str(publish_parts(source, writer=writer)["body"])


def test_characters_except():
    with promised("a translator no longer writes single characters as its special_characters say"):
        assert "a@b &lt;c" in html("a\\@b <c")
        assert ord("@") in PelicanHTMLTranslator.special_characters


def test_amend():
    with promised("the start tag of a table, an admonition or an image is no longer the last of a translator's body"):
        assert "<table amended" in html("=  =\na  b\n=  =\n")
        assert 'note" amended>' in html(".. note:: Look").replace("note admonition", "admonition note")
        assert "<img amended" in html(".. image:: x.png")


def test_refuse_special_files(tmp_path: Path):
    os.mkfifo(tmp_path / "pipe")
    refuse_special_files()
    with (
        promised("directives no longer open files by docutils.io.FileInput"),
        pytest.raises(SystemMessage, match="this is a named pipe"),
    ):
        publish_parts(f".. include:: {tmp_path / 'pipe'}\n", settings_overrides={"halt_level": 3, "report_level": 5})
