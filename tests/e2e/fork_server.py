"""Serve `python -m` and `python -c` from a process that has a generator, the plugin and its templates in its memory.

`python fork_server.py mkdocs` reads a request a line. It forks for a command and answers the number of its process,
and says of a number how that process ended: see `forked`.
"""

import atexit
import gc
import json
import logging
import os
import runpy
import signal
import stat
import sys
import tempfile
import threading
from contextlib import suppress
from gettext import NullTranslations
from importlib import import_module, metadata
from importlib.metadata import entry_points
from pathlib import Path
from pkgutil import walk_packages
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NoReturn

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
    keep_entry_points()
    build_something(generator)
    gc.collect()
    gc.freeze()


def build_something(generator: str) -> None:
    """Build a small site: what is made once in a process is there, then, for all that are forked."""
    load_config = import_module(f"{generator}.config").load_config
    build = import_module(f"{generator}.commands.build").build
    with TemporaryDirectory() as folder:
        Path(folder, "docs").mkdir()
        Path(folder, "mkdocs.yml").write_text(
            "site_name: x\nplugins: [search, traceability]\n", encoding="utf-8"
        )
        Path(folder, "docs/index.md").write_text("# Home\n", encoding="utf-8")
        Path(folder, "docs/a.trace.yml").write_text("flows: [{id: F-1, title: One}]\n", encoding="utf-8")
        config = load_config(str(Path(folder, "mkdocs.yml")), site_dir=str(Path(folder, "site")))
        logging.disable()
        config.plugins.on_startup(command="build", dirty=False)
        build(config)
        config.plugins.on_shutdown()
        logging.disable(logging.NOTSET)


def keep_entry_points() -> None:
    """Have the installed packages asked once for what they offer: MkDocs asks for its plugins and themes often.

    A folder with a package of its own, in which a command runs, is asked itself.
    """
    asked = metadata.entry_points
    kept = asked()

    def entry_points(**which: Any) -> Any:
        is_package = any(Path(sys.path[0]).glob("*-info")) if sys.path else False
        return asked(**which) if is_package else kept.select(**which)

    metadata.entry_points = entry_points  # type: ignore[assignment]
    for module in list(sys.modules.values()):
        if getattr(module, "entry_points", None) is asked:
            module.entry_points = entry_points  # type: ignore[attr-defined]


def compile_templates() -> None:
    """Compile the package's templates and those of the themes, for the environments that a build has."""
    from mkdocs_traceability.pages.rendering.template_engine import _shipped

    keep_compiled()
    for environment in map(_shipped, ("en", "de")):
        for template in environment.list_templates():
            environment.get_template(template)
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
        key = (
            source,
            rest,
            *sorted(options.items()),
            *map(repr, _of_code(self)),
            *map(_meaning, self.filters.values()),
        )
        if key not in kept:
            kept[key] = compile_it(self, source, *rest, **options)
        return kept[key]

    Environment.compile = compiled  # type: ignore[method-assign]


def _meaning(of_filter: Any) -> "Hashable":
    """Return what a filter makes of a constant depends on: its code, and the catalogue it asks, if it does."""
    function = getattr(of_filter, "__wrapped__", of_filter)
    closed = [cell.cell_contents for cell in getattr(function, "__closure__", None) or ()]
    catalogues = [each._fallback for each in closed if isinstance(each, NullTranslations)]  # type: ignore[attr-defined]
    return (getattr(function, "__code__", function), *catalogues)


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
    tempfile.tempdir = None  # looked up by the server, in an environment of its own
    sys.path[:] = [folder, *sys.path]
    try:
        execute(*command)
    except SystemExit as ended:
        leave(ended)
    leave(SystemExit(0))


def execute(module: str, *arguments: str) -> None:
    """Run a module, or a script with `-c`."""
    if module == "-c":
        sys.argv = [module, *arguments[1:]]
        exec(compile(arguments[0], "<string>", "exec"), {"__name__": "__main__"})
    else:
        sys.argv = [module, *arguments]
        runpy.run_module(module, run_name="__main__", alter_sys=True)


def leave(ended: SystemExit) -> NoReturn:
    """End the process as Python does, but for the taking apart of all modules: it costs more than a check.

    Where the streams are no files, or threads still run, or something is to be said, Python does it itself.
    """
    status = 0 if ended.code is None else ended.code
    are_files = all(stat.S_ISREG(os.fstat(number).st_mode) for number in range(3))
    if not are_files or not isinstance(status, int) or threading.active_count() > 1:
        raise ended
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status & 0xFF)


if __name__ == "__main__":
    main(sys.argv[1])
