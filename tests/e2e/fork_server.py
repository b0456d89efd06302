"""Serve `python -m` and `python -c` from a process that has a generator, the plugin and its templates in its memory.

`python fork_server.py mkdocs` reads a request a line. It forks for a command and answers the number of its process,
and says of a number how that process ended: see `forked`.
"""

import gc
import json
import os
import runpy
import signal
import sys
from contextlib import suppress
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from pkgutil import walk_packages
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

STREAMS = ("stdin", "stdout", "stderr")

_TESTS = str(Path(__file__).parents[1])
_THEMES = ("mkdocs", "material", "readthedocs")

_OTHERS = (
    "markdown.extensions.attr_list",
    "markdown.extensions.codehilite",
    "markdown.extensions.fenced_code",
    "markdown.extensions.tables",
    "markdown.extensions.toc",
    "mkdocs.commands.build",
    "mkdocs.commands.serve",
    "mkdocs.contrib.search",
    "mkdocs.livereload",
    "mkdocs.theme",
    "pygments.formatters",
    "pygments.lexers",
    "pymdownx.superfences",
)


def main(generator: str) -> None:
    """Serve until nobody asks any more."""
    prepare(generator)
    request = next_request()
    if request:
        become(**request)


def prepare(generator: str) -> None:
    """Import what a build imports, and compile the templates that it compiles: most of what a small build costs."""
    if generator == "properdocs":  # from here on it takes the place of MkDocs
        import_module("properdocs.replacement")
    sys.path[:] = [path for path in sys.path if not path.startswith(_TESTS)]
    for module in (f"{generator}.__main__", *_OTHERS):
        import_module(module)
    package = import_module("mkdocs_traceability")
    for found in walk_packages(package.__path__, "mkdocs_traceability."):
        if not found.name.endswith("__main__"):
            import_module(found.name)
    compile_templates()
    gc.collect()
    gc.freeze()


def compile_templates() -> None:
    """Compile the package's templates and those of the themes, for the environments that a build has."""
    from mkdocs_traceability.pages.rendering.template_engine import _shipped

    for environment in map(_shipped, ("en", "de")):
        for template in environment.list_templates():
            environment.get_template(template)
    keep_compiled()
    themes = {each.name for each in entry_points(group="mkdocs.themes")}
    for name in themes.intersection(_THEMES):
        environment = import_module("mkdocs.theme").Theme(name=name).get_env()
        for template in environment.list_templates(("html", "xml")):
            with suppress(Exception):  # it needs an extension that no build of ours turns on
                environment.get_template(template)


def keep_compiled() -> None:
    """Have Jinja compile a text once for environments that agree in all that its code depends on."""
    from jinja2 import Environment

    compile_it: Callable[..., Any] = Environment.compile
    kept: dict[Hashable, Any] = {}

    def compiled(self: Any, source: Any, *rest: Any, **options: Any) -> Any:
        key = (source, rest, *sorted(options.items()), *map(repr, _of_code(self)), *self.filters.values())
        if key not in kept:
            kept[key] = compile_it(self, source, *rest, **options)
        return kept[key]

    Environment.compile = compiled  # type: ignore[method-assign]


def _of_code(environment: Any) -> tuple[object, ...]:
    return (
        type(environment),
        list(environment.extensions),
        list(environment.filters),
        environment.autoescape,
        environment.trim_blocks,
        environment.lstrip_blocks,
        environment.policies,
        environment.undefined,
        environment.finalize,
        environment.optimized,
        getattr(environment, "newstyle_gettext", None),
        environment.block_start_string,
        environment.variable_start_string,
        environment.comment_start_string,
        environment.line_statement_prefix,
        environment.line_comment_prefix,
    )


def next_request() -> dict[str, Any] | None:
    """Fork for every command and answer; return the command in the fork, and nothing at the end."""
    for line in iter(sys.stdin.buffer.readline, b""):
        request: dict[str, Any] | int = json.loads(line)
        if isinstance(request, int):
            _, status = os.waitpid(request, 0)
            print(os.waitstatus_to_exitcode(status), flush=True)
        elif pid := os.fork():
            print(pid, flush=True)
        else:
            return request
    return None


def become(
    command: list[str], folder: str, environment: dict[str, str], streams: list[str], seconds: int
) -> None:
    """Be the command, to the end of this process; after so many seconds, if any, it is ended."""
    signal.signal(
        signal.SIGINT, signal.default_int_handler
    )  # a shell that runs the tests may have it ignored
    signal.alarm(seconds)
    for number, (stream, name) in enumerate(zip(streams, STREAMS, strict=True)):
        os.dup2(os.open(stream, os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT), number)
        mode = "r" if number == 0 else "w"
        setattr(sys, name, os.fdopen(number, mode, 1, "utf-8", closefd=False))
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    module, *arguments = command
    sys.path[:] = [folder, *sys.path]
    if module == "-c":
        sys.argv = [module, *arguments[1:]]
        exec(compile(arguments[0], "<string>", "exec"), {"__name__": "__main__"})
    else:
        sys.argv = [module, *arguments]
        runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main(sys.argv[1])
