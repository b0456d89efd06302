"""The page *Start from a Markdown matrix*, followed word by word: its files and commands, and what they say."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from .sites import Done, Site, run_module

PAGE = (Path(__file__).parents[2] / "docs/start/matrix.md").read_text(encoding="utf-8")
BLOCK = re.compile(r'^```(\w*)(?: title="([^"]*)")?\n(.*?)^```', re.MULTILINE | re.DOTALL)


class Step(NamedTuple):
    """A file that is written, commands that are run, or what the last one says; and the heading it stands under."""

    language: str
    path: str
    text: str
    heading: str


def steps() -> Iterator[Step]:
    for section in PAGE.split("\n## ")[1:]:
        heading = section.partition("\n")[0]
        for language, path, text in BLOCK.findall(section):
            yield Step(language, path, text, heading)


def command(site: Site, line: str) -> Done:
    """Run a command of the page; what it would ask is answered, and what serves is built."""
    program, *arguments = shlex.split(line)
    if program == "rm":
        (site.folder / arguments[0]).unlink()
        return Done(0, "", "")
    if program == "mkdocs":
        return site.build("--strict")
    assert program == "mkdocs-traceability"
    yes = ["--yes"] if arguments[0] == "init" else []
    return run_module("mkdocs_traceability", *arguments, *yes, folder=site.folder)


def edited(site: Site, heading: str) -> None:
    """Do what the page asks for in words."""
    page = site.folder / "docs/flows.md"
    text = page.read_text(encoding="utf-8")
    if heading == "Leave for later what cannot be fixed today":
        text = text.replace("alert-ruter", "alert-router")
    if heading == "Have the tables generated":
        text = re.sub(r"<!--.*-->\n\n", "", text)
    page.write_text(text, encoding="utf-8")


def test_the_page_can_be_followed(tmp_path: Path) -> None:
    site = Site(tmp_path / "shop")
    heading, done = "", Done(0, "", "")
    for step in steps():
        if step.heading != heading and (site.folder / "docs/flows.md").exists():
            edited(site, step.heading)
        heading = step.heading
        if step.path:
            site.write({step.path: step.text})
        elif step.language == "sh":
            done = command(site, step.text)
            assert done.status == (1 if heading == "Say what the tables declare" else 0), done.out + done.log
        else:
            assert done.out == step.text
    assert (site.folder / "docs/flows.md").read_text(encoding="utf-8").count("[trace: matrix ") == 2
    checked = site.check()
    assert (checked.status, "1 in the baseline" in checked.out) == (0, True), checked.out
    assert site.build("--strict").status == 0
