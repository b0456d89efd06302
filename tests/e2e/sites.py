"""Small real sites in a folder, and what a user does with them: build, check, serve."""

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from .forked import DEADLINE, MODULES, run_forked

GENERATORS = ("mkdocs", "properdocs")
CONFIG_NAMES = {"mkdocs": "mkdocs.yml", "properdocs": "properdocs.yml"}

BUILD_DAY = 1_767_225_600
"""2026-01-01: the day on which all sites of these tests are built."""

GOOD_FACTS = """\
components:
  - id: batcher
    title: Batcher
  - id: eval-worker
    title: Evaluation worker
    depends_on: [batcher]

flows:
  - id: EVAL-001
    title: Evaluation pipeline
    components:
      - batcher
      - {id: eval-worker, role: Evaluator}
"""

BROKEN_FACTS = GOOD_FACTS.replace("{id: eval-worker,", "{id: evel-worker,")
"""The example of the README: one reference to a component that nothing declares."""

BROKEN_MESSAGE = """\
docs/evaluation.trace.yml:13:14: TR101 [error] unknown component `evel-worker`
   |
13 |       - {id: evel-worker, role: Evaluator}
   |              ^^^^^^^^^^^ in `components` of flow EVAL-001
   |
   = did you mean `eval-worker`? (docs/evaluation.trace.yml:4)
"""

CLEAN = {"docs/index.md": "# Home\n", "docs/evaluation.trace.yml": GOOD_FACTS}
BROKEN = CLEAN | {"docs/evaluation.trace.yml": BROKEN_FACTS}

PLAIN_CONFIG = "site_name: Site\ntheme: mkdocs\nplugins: [traceability]\n"


_HEADLINE = re.compile(r"\S+:\d+:\d+: (TR\d{3}) ")


@dataclass(frozen=True)
class Done:
    """How a command ended, and what it said."""

    status: int
    out: str
    log: str

    @property
    def codes(self) -> list[str]:
        """The codes of the findings in the log, in its order."""
        return _HEADLINE.findall(self.log)


class Site:
    """A site in a folder of its own; its configuration may be in a folder below that."""

    def __init__(self, folder: Path, files: dict[str, str] | None = None) -> None:
        self.folder = folder
        self.write(files or {})

    def write(self, files: dict[str, str]) -> None:
        """Write files, given by their paths below the folder; each is there at once, as a whole."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for path, text in files.items():
            file = self.folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            written = self.folder.parent / f"{self.folder.name}.written"
            written.write_text(text, encoding="utf-8")
            written.replace(file)

    def build(self, *arguments: str, generator: str = "mkdocs", **settings: Any) -> Done:
        """Build it into `site/`."""
        return run_module(generator, "build", *arguments, folder=self.folder, **settings)

    def built(self, *arguments: str, **settings: Any) -> "Built":
        """Build it, which has to succeed, and return what was built."""
        done = self.build(*arguments, **settings)
        assert done.status == 0, done.log
        return Built(self.folder / "site", done)

    def check(self, *arguments: str, **settings: Any) -> Done:
        """Run the command's `check`."""
        settings.setdefault("folder", self.folder)
        return run_module("mkdocs_traceability", "check", *arguments, **settings)

    def findings(self, *arguments: str, **settings: Any) -> list[dict[str, Any]]:
        """Return what the command finds."""
        done = self.check(*arguments, "--format", "json", **settings)
        assert done.status in (0, 1), done.log
        report: dict[str, list[dict[str, Any]]] = json.loads(done.out)
        return report["findings"]

    def digests(self, below: str) -> dict[str, str]:
        """Return all files below a folder with their digests, and the folders."""
        files = sorted((self.folder / below).rglob("*"))
        return {
            path.relative_to(self.folder / below).as_posix(): sha256(path.read_bytes()).hexdigest()
            if path.is_file()
            else "a folder"
            for path in files
        }


@dataclass(frozen=True)
class Built:
    """A built site, and how it was built."""

    folder: Path
    done: Done

    def has(self, path: str) -> bool:
        """Whether the site has a file."""
        return (self.folder / path).is_file()

    def text(self, path: str) -> str:
        """Return a file of the site."""
        return (self.folder / path).read_text(encoding="utf-8")


def environment(**variables: str) -> dict[str, str]:
    """Return the environment of a command: the same day for all, no notices of others."""
    fixed = {"SOURCE_DATE_EPOCH": str(BUILD_DAY), "NO_MKDOCS_2_WARNING": "1", "PYTHONUNBUFFERED": "1"}
    return {**os.environ, **fixed, **variables}


def run_module(module: str, *arguments: str, folder: Path, **settings: Any) -> Done:
    """Run `python -m` to its end; a fresh Python is started where a variable of `fresh_python` is set."""
    if module in MODULES and not fresh_python(settings.get("variables")):
        return run_forked_python(module, *arguments, folder=folder, **settings)
    return run(sys.executable, "-m", module, *arguments, folder=folder, **settings)


def fresh_python(variables: dict[str, str] | None) -> bool:
    """Whether a command needs a Python of its own: for variables that Python reads at its start, and for `{}`."""
    return variables is not None and (not variables or any(name.startswith("PYTHON") for name in variables))


def run_forked_python(
    *command: str, folder: Path, variables: dict[str, str] | None = None, **settings: Any
) -> Done:
    """Run a module, or a script with `-c`, in a fork of a process that has the generator in its memory."""
    return Done(
        *run_forked(*command, folder=folder, environment=environment(**(variables or {})), **settings)
    )


def run(
    *command: str, folder: Path, variables: dict[str, str] | None = None, stdin: str | None = None
) -> Done:
    """Run a command to its end."""
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment(**(variables or {})),
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        timeout=DEADLINE,
        check=False,
    )
    return Done(done.returncode, done.stdout, done.stderr)
