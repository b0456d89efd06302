"""What a file contains never steers the terminal that a command shows it on."""

import json
import os
import pty
import re
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
from e2e.forked import STREAMS, Forked
from e2e.sites import environment, run_module
from support import write_site

STEERING = re.compile(
    "\x1b(?!\\[[0-9;]*[mK])|\x1b\\[7m|[\x00-\x08\x0b\x0c\x0e-\x1a\x7f-\x9f\u202a-\u202e\u2066-\u2069]"
)
"""Whatever moves the cursor, sets a title or turns text; of the colours one that no command uses."""

RAW = "\x1b]0;title\x07\x9b7m\x1b[7m\u202e"
YAML = r"\e]0;title\a\x9b7m\e[7m\u202e"
FOLDER = "in \x1b]0;x\x07\x1b[7m"

FILES = {
    "docs/index.md": f"# Home {RAW}\n\nSee F-1 {RAW} and [F-1].\n\n| id | title |\n| --- | --- |\n| A-1 | x{RAW} |\n",
    "docs/a.trace.yml": f"""\
components:
  - {{id: web, title: "{YAML}", summary: "{YAML}"}}
  - {{id: "db", title: DB}}
flows:
  - {{id: F-1, title: "{YAML}", components: [web, db, wbe], evidence: {{code: ["{YAML}"]}}}}
  - {{id: F-2, waive: {{TR201: {{reason: "{YAML}", owner: "{YAML}"}}}}, note: "{YAML}"}}
""",
    f"docs/{FOLDER}/b.trace.yml": 'components:\n  - id:   third\n    title:    "T"\n    part_of: [wbe]\n',
    "docs/c.trace.yml": 'components:\n  - {id: fourth,   title: "\u202e", part_of: wbe}\n',
}

COMMANDS = (
    "check -v",
    "check -q",
    "check --changed",
    "check --diff --unsafe-fixes",
    "check --format json",
    "check --format junit",
    "check --format markdown",
    "check --format github",
    "check --format sarif",
    "check --format gitlab-code-quality",
    "show F-1 web",
    "show F-1 --format json",
    "show fourhth",
    "list flows",
    "list components --format json",
    "fmt --diff",
    "fmt --check",
    "rename F-1 F-9 --diff",
    "rename fourth fifth --diff",
    "import docs/index.md",
    "export",
    "init",
)


SECONDS = 60


def in_terminal(folder: Path, *arguments: str) -> str:
    """Return what a command writes to a terminal."""
    ours, theirs = pty.openpty()
    streams = [Path(os.ttyname(theirs))] * len(STREAMS)
    variables = environment(COLUMNS="100", TERM="xterm")
    process = Forked(("mkdocs_traceability", *arguments), folder, variables, streams, "mkdocs", SECONDS)
    reader = ThreadPoolExecutor(1).submit(everything, ours)
    status = process.wait()
    os.close(theirs)
    assert status >= 0
    written = reader.result()
    os.close(ours)
    return written.decode().replace("\r\n", "\n")


def everything(terminal: int) -> bytes:
    """Read what is written to a terminal, until nobody has it open; say no to each question."""
    written = b""
    with suppress(OSError):
        while part := os.read(terminal, 65536):
            written += part
            if part.rstrip().endswith(b"[y/N]:"):
                os.write(terminal, b"n\n")
    return written


@pytest.mark.slow
def test_nothing_in_a_file_steers_the_terminal(tmp_path: Path) -> None:
    write_site(tmp_path, FILES)
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    said = {each: in_terminal(tmp_path, *each.split()) for each in COMMANDS}
    assert {each: ascii(found[0]) for each, text in said.items() if (found := STEERING.search(text))} == {}
    assert "+    title:    T" in said["fmt --diff"]
    assert "+++ docs/" in said["rename F-1 F-9 --diff"]
    assert all(said.values())


def test_a_diff_in_a_pipe_and_json_keep_what_is_there(tmp_path: Path) -> None:
    write_site(tmp_path, FILES)
    shutil.rmtree(tmp_path / "docs" / FOLDER)

    def piped(*arguments: str) -> str:
        return run_module("mkdocs_traceability", *arguments, folder=tmp_path).out

    assert '+  - {id: fifth, former_ids: [fourth],   title: "\u202e"' in piped(
        "rename", "fourth", "fifth", "--diff"
    )
    (item,) = json.loads(piped("show", "web", "--format", "json"))["items"]
    assert item["title"] == RAW
