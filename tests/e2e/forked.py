"""Run a module as `python -m` does, in a process of its own that is forked from one with MkDocs in its memory.

More than half of what it costs to build a small site are the imports.
"""

import os
import runpy
import sys
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

MODULES = ("mkdocs", "mkdocs_traceability")
"""What can be run so. ProperDocs can't: it takes the place of MkDocs among the modules of its process."""

DEADLINE = 250.0
"""Seconds after which a command is ended that hangs: long enough for the busiest machine, and before pytest's own limit."""

_STREAMS = ("stdin", "stdout", "stderr")
_TESTS = str(Path(__file__).parents[1])

_context = get_context("forkserver")
_context.set_forkserver_preload(
    [
        "runpy",
        "click",
        "pydantic",
        "pydantic.root_model",
        "markdown.extensions.toc",
        "markdown.extensions.tables",
        "markdown.extensions.fenced_code",
        "pymdownx.superfences",
        "material.plugins.search.plugin",
        "mkdocs.commands.build",
        "mkdocs.contrib.search",
        "mkdocs.livereload",
        "mkdocs_traceability.mkdocs.plugin",
        "mkdocs_traceability.cli.main",
    ]
)


def run_forked(
    module: str, *arguments: str, folder: Path, environment: dict[str, str], stdin: str | None = None
) -> tuple[int, str, str]:
    """Run a module of `MODULES` to its end; return its exit status, and what it wrote to its two streams.

    `environment` counts for what Python reads after its start: not for `PYTHONHASHSEED` and its like.
    """
    with TemporaryDirectory() as kept:
        streams = [Path(kept) / name for name in _STREAMS]
        streams[0].write_text(stdin or "", encoding="utf-8")
        command = (module, *arguments)
        process = _context.Process(target=_become, args=(command, str(folder), environment, streams))
        process.start()
        process.join(DEADLINE)
        if process.exitcode is None:
            process.kill()
            raise TimeoutError(f"{command} does not end")
        _, out, log = (stream.read_text(encoding="utf-8") for stream in streams)
        return process.exitcode, out, log


def _become(command: tuple[str, ...], folder: str, environment: dict[str, str], streams: list[Path]) -> None:
    for number, (stream, name) in enumerate(zip(streams, _STREAMS, strict=True)):
        os.dup2(os.open(stream, os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT), number)
        mode = "r" if number == 0 else "w"
        setattr(sys, name, os.fdopen(number, mode, 1, "utf-8", closefd=False))
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.path[:] = [folder, *(path for path in sys.path if not path.startswith(_TESTS))]
    sys.argv = list(command)
    runpy.run_module(command[0], run_name="__main__", alter_sys=True)
