"""What has to be written so that a repository has a site that is checked: only what is not there yet."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from mkdocs_traceability.edits.changes import Change
from mkdocs_traceability.edits.plugin_entry import DEFAULT, KEY, NotSafe, with_plugin
from mkdocs_traceability.evidence.documents.makers import ADD_NO_PAGES
from mkdocs_traceability.files.ordinary import read_ordinary, why
from mkdocs_traceability.files.real import is_file, is_folder
from mkdocs_traceability.reading.discovery import PAGE_ENDINGS, exclusion, find_in_docs, is_sidecar
from mkdocs_traceability.reading.own_key import is_own_key, may_hold_own_key
from mkdocs_traceability.reading.tables.comments import may_hold_comments
from mkdocs_traceability.reading.text import MAX_BYTES
from mkdocs_traceability.reading.yaml.unreadable import Unreadable
from mkdocs_traceability.settings.config_file import ConfigError, ConfigFile, read_config
from mkdocs_traceability.settings.config_names import CONFIG_NAMES, config_in
from mkdocs_traceability.settings.load import PLUGIN, patterns_excluded, plugins_in_use, relative
from mkdocs_traceability.setup.editor import for_vscode, schema_line, workspace_folder
from mkdocs_traceability.setup.first_sidecar import as_title, first_sidecar
from mkdocs_traceability.setup.survey import survey
from mkdocs_traceability.setup.zensical import with_traceability

SIDECAR: Final = "architecture.trace.yml"
_CACHE: Final = ".cache/traceability/"
_DECIDE_ON_PAGES: Final = frozenset({"i18n", "literate-nav"})
"""Plugins with which a page at the top may be no home page."""


class ByHand(ConfigError):  # noqa: N818 - as NotSafe
    """The configuration cannot be edited safely: the message says what to write, and where."""


@dataclass
class Plan:
    """What is to be written, in this order, for the site of a configuration, and what only by hand can be.

    With `schemas` an editor was set up to read those of the site, which are to be written too.
    """

    config_file: Path
    changes: list[Change] = field(default_factory=list)
    by_hand: list[str] = field(default_factory=list)
    schemas: bool = False


def make_plan(folder: Path, config_file: Path | None, editor: str | None = None) -> Plan:
    """Look at a repository and plan what it lacks.

    `editor` is `vscode` or `none`; by default VS Code is set up where the repository has a folder `.vscode`.

    Raises:
        ConfigError: where the configuration cannot be read, or only by hand be changed.

    """
    file = config_file or config_in(folder)
    if file is None:
        return _for_editor(_new_site(folder), folder, "docs", {}, editor)
    if file.is_symlink():
        raise ByHand(f"{file.name} is a symbolic link: name the file that it leads to with -f")
    config = read_config(file)
    plan = Plan(file)
    docs_dir = file.parent / _docs_dir(config)
    site_name = str(config.data.get("site_name") or _name_of(file.parent))
    if file.suffix == ".toml":
        plan.changes += _zensical(file, config, plan.by_hand)
    else:
        plan.changes += _plugin(file, config, site_name)
    data = config.data | {"exclude_docs": patterns_excluded(config)}
    plan.changes += _pages_and_facts(file.parent, docs_dir, data, site_name)
    plan.changes += _ignored(file.parent)
    return _for_editor(plan, file.parent, relative(docs_dir, file.parent), config.data, editor)


def _for_editor(plan: Plan, root: Path, docs_path: str, data: dict[str, Any], editor: str | None) -> Plan:
    """Let a plan set up VS Code as well, where that is wanted."""
    if editor == "none" or (editor is None and workspace_folder(root) is None):
        return plan
    sources = _options(data.get(KEY)).get("sources") or []
    globs = [each for each in (sources if isinstance(sources, list) else [sources]) if isinstance(each, str)]
    plan.changes = [_with_schema_line(change, root) for change in plan.changes]
    plan.changes += for_vscode(root, docs_path, globs, plan.by_hand)
    plan.schemas = bool(plan.changes)
    return plan


def _with_schema_line(change: Change, root: Path) -> Change:
    """Put the schema line at the head of the first sidecar."""
    if change.file.name != SIDECAR or change.new is None:
        return change
    return change._replace(new=schema_line(change.file, root).encode() + change.new)


def _docs_dir(config: ConfigFile) -> str:
    named = config.data.get("docs_dir") or "docs"
    if not isinstance(named, str):
        at = config.position(("docs_dir",))
        raise ConfigError(f"{at.path}:{at.line}: `docs_dir` must be the path of a folder")
    return named


def _new_site(folder: Path) -> Plan:
    """Plan a site where there is none."""
    name = _name_of(folder)
    text = with_plugin("", PLUGIN, name)
    plan = Plan(folder / CONFIG_NAMES[0])
    plan.changes.append(Change(plan.config_file, None, text.encode(), "a site with the plugin"))
    plan.changes += _pages_and_facts(folder, folder / "docs", {}, name)
    plan.changes += _ignored(folder, is_new=True)
    return plan


def _name_of(folder: Path) -> str:
    return as_title(folder.resolve().name) or "Documentation"


def _plugin(file: Path, config: ConfigFile, site_name: str) -> Iterator[Change]:
    plugins = config.data.get(KEY)
    in_use = plugins_in_use(plugins)
    if PLUGIN in in_use:
        return
    at = config.position((KEY,), name=True)
    if meant := next(filter(is_own_key, in_use), None):
        raise ByHand(f"{at.path}:{at.line}: `{KEY}` has `{meant}`: write `{PLUGIN}`")
    is_inherited = KEY in config.data and at.path != config.path.name
    if is_inherited and not isinstance(plugins, dict):
        raise ByHand(
            f"{at.path}:{at.line}: `{KEY}` is inherited from here; a list in {file.name} would replace it. "
            f"Add this entry here, and run init again:\n\n  - {PLUGIN}"
        )
    data = _read(file)
    edited = _edited(data, file.name, site_name, inherited=is_inherited)
    yield Change(file, data, edited, "turn the plugin on")


def _zensical(file: Path, config: ConfigFile, by_hand: list[str]) -> Iterator[Change]:
    """Plan what stands in for the plugin, which Zensical does not run."""
    data = _read(file)
    try:
        edit = with_traceability(data.decode("utf-8-sig"), config)
    except NotSafe as unsafe:
        raise ByHand(f"{file.name}: {unsafe.why}; edit it by hand, and run init again") from None
    by_hand += edit.by_hand
    if (new := edit.text.encode()) != data:
        yield Change(file, data, new, "settings, the Markdown extension, and sidecars that are not published")


def _edited(data: bytes, name: str, site_name: str, *, inherited: bool) -> bytes:
    """Return the bytes of a configuration with the plugin added."""
    mark = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
    try:
        text = data[len(mark) :].decode()
        return mark + with_plugin(text, PLUGIN, site_name, inherited=inherited).encode()
    except Unreadable as error:
        raise ConfigError(f"{name}:{error.line}:{error.column}: {error.message}") from None
    except NotSafe as unsafe:
        raise ByHand(_by_hand(name, unsafe)) from None


def _by_hand(name: str, unsafe: NotSafe) -> str:
    at = f"{name}:{unsafe.line}" if unsafe.line else name
    entry = f"{PLUGIN}: {{}}" if unsafe.is_mapping else f"- {PLUGIN}"
    if not unsafe.line:
        entry = f"{KEY}:\n    - {DEFAULT}\n    - {PLUGIN}"
    where = f"`{KEY}`" if unsafe.line else "the settings"
    return (
        f"{at}: {where} cannot be edited safely: {unsafe.why}. "
        f"Add this to {where}, and run init again:\n\n  {entry}"
    )


def _pages_and_facts(root: Path, docs_dir: Path, data: dict[str, Any], site_name: str) -> Iterator[Change]:
    """Plan a first sidecar where nothing is declared, and a home page where there is none."""
    try:
        excluded = exclusion(str(data.get("exclude_docs") or ""), str(data.get("draft_docs") or ""))
    except ValueError as error:
        raise ConfigError(f"`exclude_docs` or `draft_docs`: {error}") from None
    if not _declares(root, docs_dir, data):
        if excluded(SIDECAR):
            raise ByHand(
                f"`exclude_docs` or `draft_docs` leaves out {SIDECAR}, so it would not be read. "
                "Add this line to `exclude_docs`, and run init again:\n\n  !*.trace.yml"
            )
        found = survey(root, root / str(data.get("site_dir") or "site"), relative(docs_dir, root))
        yield Change(docs_dir / SIDECAR, None, first_sidecar(site_name, found).encode(), "first facts")
    if not _has_home(docs_dir) and _needs_home(data):
        yield Change(docs_dir / "index.md", None, f"# {site_name}\n".encode(), "a home page")


def _declares(root: Path, docs_dir: Path, data: dict[str, Any]) -> bool:
    """Whether a page or a sidecar may declare something, or settings name files that do."""
    options = _options(data.get(KEY))
    if options.get("sources") or os.path.lexists(docs_dir / SIDECAR):
        return True
    if not is_folder(docs_dir):
        return False
    excluded, drafts = (str(data.get(name) or "") for name in ("exclude_docs", "draft_docs"))
    sources = find_in_docs(docs_dir, relative(docs_dir, root), excluded, drafts)
    return any(
        is_sidecar(source.path) or may_hold_own_key(source.data) or may_hold_comments(source.data)
        for source in sources
    )


def _options(plugins: Any) -> dict[str, Any]:
    options = plugins_in_use(plugins).get(PLUGIN)
    return options if isinstance(options, dict) else {}


def _has_home(docs_dir: Path) -> bool:
    names = [f"{stem}{ending}" for stem in ("index", "README") for ending in PAGE_ENDINGS]
    return any(os.path.lexists(docs_dir / name) for name in ("index.html", *names))


def _needs_home(data: dict[str, Any]) -> bool:
    """Whether the page at the top is missing: `nav` has it, and no plugin or hook may bring it."""
    plugins = {name.rpartition("/")[2] for name in plugins_in_use(data.get(KEY))}
    if data.get("hooks") or plugins - ADD_NO_PAGES or plugins & _DECIDE_ON_PAGES:
        return False
    nav = data.get("nav")
    return nav is None or "index.md" in _leaves(nav)


def _leaves(nav: Any) -> Iterator[Any]:
    if isinstance(nav, list | dict):
        for each in nav.values() if isinstance(nav, dict) else nav:
            yield from _leaves(each)
    else:
        yield nav


def _ignored(root: Path, *, is_new: bool = False) -> Iterator[Change]:
    """Plan the entries of `.gitignore` that are missing, in a repository of git or what may become one."""
    file, folder = root / ".gitignore", root.resolve()
    repository = next((each for each in (folder, *folder.parents) if (each / ".git").exists()), None)
    old = _read(file) if is_file(file) else None
    if (repository is None and old is None and not is_new) or (old is None and os.path.lexists(file)):
        return
    wanted = (_CACHE, "site/") if is_new else (_CACHE,)
    missing = [each for each in wanted if not _is_ignored(folder / each / "a", repository or folder)]
    if missing:
        end = "\r\n" if b"\r\n" in (old or b"") else "\n"
        before = old or b""
        if before[-1:] not in (b"", b"\n", b"\r"):
            before += end.encode()
        yield Change(
            file, old, before + "".join(f"{each}{end}" for each in missing).encode(), "ignore the cache"
        )


def _is_ignored(path: Path, top: Path) -> bool:
    """Whether a `.gitignore` on the way from the repository's folder to a path leaves it out."""
    import pathspec  # costs start-up

    for folder in path.parents:
        file = folder / ".gitignore"
        if is_file(file):
            lines = _read(file).decode("utf-8", "replace").splitlines()
            if pathspec.gitignore.GitIgnoreSpec.from_lines(lines).match_file(str(path.relative_to(folder))):
                return True
        if folder == top:
            break
    return False


def _read(file: Path) -> bytes:
    try:
        return read_ordinary(file, MAX_BYTES)
    except (OSError, ValueError) as error:
        raise ConfigError(f"{file.name}: {why(error)}") from None
