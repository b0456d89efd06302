"""The plugin's settings as the pipeline is told them.

The command line reads them from `mkdocs.yml`, the plugin is told them by MkDocs: both come through here and
get the same. A setting that is wrong is a finding (TR008) and not in force; the others are.
"""

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from mkdocs_traceability.evidence.documents.nav_titles import nav_titles
from mkdocs_traceability.files.globs import fixed_part
from mkdocs_traceability.files.real import Bounds, is_file, is_folder, real
from mkdocs_traceability.files.unsaved import NOTHING_UNSAVED, Unsaved
from mkdocs_traceability.model.baseline import NAME
from mkdocs_traceability.model.declared import INPUT_SETTINGS, DeclaredKind
from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.model.inputs import UNNAMED, Glob, Inputs
from mkdocs_traceability.model.kinds import Schema, resolve
from mkdocs_traceability.model.origin import Origin
from mkdocs_traceability.model.policy import Policy, RuleSettings, SeverityPolicy
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.model.presentation import Presentation
from mkdocs_traceability.model.rendered import manifest_content, read_manifest
from mkdocs_traceability.reading.built_in import built_in
from mkdocs_traceability.reading.discovery import DEFAULT_EXCLUDES, SIDECAR_ENDINGS, exclusion
from mkdocs_traceability.reading.shapes.files import MappedFiles
from mkdocs_traceability.reading.shapes.presets import preset_kinds
from mkdocs_traceability.reading.tables.words import BUILT_IN_WORDS, TableWords
from mkdocs_traceability.registry.registry import Domain
from mkdocs_traceability.settings.around import Around, around
from mkdocs_traceability.settings.check import SettingsCheck, laid_over
from mkdocs_traceability.settings.check_sources import code_owners_files, mapped_files
from mkdocs_traceability.settings.config_file import ConfigError, ConfigFile, Keys, comparable, read_config
from mkdocs_traceability.settings.declared import DeclaredSettings
from mkdocs_traceability.settings.translations import translated_pages

PLUGIN: Final = "traceability"
EXTENSION: Final = "mkdocs_traceability"
"""The Markdown extension, for hosts that do not run the plugin."""

READ_SIDECARS: Final = "".join(f"\n!*{each}" for each in SIDECAR_ENDINGS)
"""Patterns behind those of `exclude_docs`, where a site's sidecars are data."""
_FOR_SIDECARS: Final = re.compile(r"\.(?:y\S*ml|\*)\s*$")
"""A pattern that is for sidecars, perhaps among other files."""


@dataclass(frozen=True)
class Settings:
    """What the pipeline is told.

    `root` is the folder of `mkdocs.yml`; findings show paths relative to it. `declared` is a text that is
    the same as long as the settings are.

    `inputs` say what evidence is compared with, `policy` how it is judged, `presentation` how it is shown.

    `site_url`, `use_directory_urls` and `around` are MkDocs' own, for who makes pages without it.

    `allowed_roots` are folders besides those of the site from which sources are read, and `config_files` the
    configuration and, before it, all that it inherits, with what each of them held, its `config_contents`.

    `named_paths` are those of configurations and the docs folder before any link is followed, and `variables`
    those of the environment that were asked for.

    `manifest` is what the list of rendered files held, None where there was none: what it names is no source.

    `findings` are what is wrong with the settings themselves. `baseline_position` is where a baseline is
    named, if one is.
    """

    config_name: str
    root: Path
    docs_dir: Path
    schema: Schema
    sources: tuple[str, ...] = ()
    source_positions: tuple[Position, ...] = ()
    mapped: tuple[MappedFiles, ...] = ()
    has_lost_sources: bool = False
    domains: Mapping[str, Domain] = field(default_factory=dict)
    prose_ids: frozenset[str] = frozenset()
    table_words: TableWords = BUILT_IN_WORDS
    publish_sources: bool = False
    site_url: str = ""
    around: Around = field(default_factory=Around)
    origin: Origin = field(default_factory=Origin)
    use_directory_urls: bool = True
    inputs: Inputs = field(default_factory=Inputs)
    policy: Policy = field(default_factory=Policy)
    presentation: Presentation = field(default_factory=Presentation)
    declared: str = ""
    findings: tuple[Finding, ...] = ()
    baseline: str = NAME
    baseline_position: Position | None = None
    allowed_roots: tuple[str, ...] = ()
    config_files: tuple[Path, ...] = ()
    config_contents: tuple[bytes, ...] = field(default=(), repr=False)
    named_paths: tuple[str, ...] = ()
    variables: tuple[str, ...] = ()
    manifest: bytes | None = field(default=None, repr=False)

    @cached_property
    def bounds(self) -> Bounds:
        """Where sources are read: whatever leads out of it is TR411, and no byte of it is shown."""
        documents = (glob.pattern for glob in self.inputs.ground)
        named = (*self.allowed_roots, *map(fixed_part, (*self.source_globs, *documents)))
        outside = (folder for each in named for folder in _outside(self.root, each))
        return Bounds((self.root, self.docs_dir, *outside), self.config_files)

    @property
    def source_globs(self) -> tuple[str, ...]:
        """The globs of all sources that are named, sidecars and files in other shapes."""
        return (*self.sources, *(glob.pattern for entry in self.mapped for glob in entry.path))

    def maps_page(self, uri: str) -> bool:
        """Whether a page of the site may be an item, or hold some, in another shape."""
        return any(entry.takes_page(uri, f"{self.docs_path}/{uri}") for entry in self.mapped)

    @cached_property
    def evidence_bounds(self) -> Bounds:
        """Where files are read that nobody is shown: also in code roots, and where globs of evidence lead."""
        roots = [root.pattern for roots in self.inputs.code_roots.values() for root in roots]
        folders = [*roots, *map(fixed_part, self.inputs.globs())]
        bounds = self.bounds
        return Bounds((*bounds.folders, *(real(self.root / each) for each in folders)), bounds.files)

    @property
    def unseen(self) -> list[Path]:
        """The folders in which no evidence is looked for: the built site."""
        return [self.root / folder for folder in self.inputs.unseen]

    @property
    def findings_url(self) -> str:
        """The address of the page of findings, where the site has one."""
        end = "findings/" if self.use_directory_urls else "findings.html"
        return f"{self.site_url.rstrip('/')}/{self.presentation.page_dir}/{end}" if self.site_url else ""

    @cached_property
    def docs_path(self) -> str:
        """The docs folder as findings show it."""
        return relative(self.docs_dir, self.root)


def built_in_schema(presets: Iterable[str] = ()) -> Schema:
    """Return the kinds as they are without any setting but presets."""
    kinds = laid_over(built_in().kinds, preset_kinds(presets))
    declared = {name: DeclaredKind.model_validate(kind) for name, kind in kinds.items()}
    return resolve(declared, of_every_item(), built_in=built_in().kinds)[0]


def of_every_item() -> DeclaredKind:
    """Return the fields and relations that every kind has."""
    return DeclaredKind.model_validate(built_in().every_item)


def relative(path: Path, root: Path) -> str:
    """Return a path as findings show it: relative to the folder of `mkdocs.yml`, with `/`."""
    return os.path.relpath(path, root).replace(os.sep, "/")


def _outside(root: Path, named: str) -> Iterator[Path]:
    """Return a folder that the settings name, where it lies outside the folder of `mkdocs.yml`.

    Links are followed only of an absolute one: who may change a folder beside that of `mkdocs.yml` must not
    open another by putting a link in its place.
    """
    folder = Path(os.path.normpath(root / named))
    if not folder.is_relative_to(root):
        yield folder
        if Path(named).is_absolute():
            yield real(folder)


def load_settings(
    config_file: Path,
    told: Mapping[str, Any] | None = None,
    docs_dir: Path | None = None,
    unsaved: Unsaved = NOTHING_UNSAVED,
) -> Settings:
    """Read the settings from a configuration, or take those that MkDocs tells, with their positions in it.

    Raises:
        ConfigError: where the configuration cannot be read, or names a docs folder that is not there.

    """
    home, config_file = config_file.parent, real(config_file)
    is_nowhere = told is not None and not is_file(config_file)  # MkDocs also takes it from its caller
    config = ConfigFile(config_file) if is_nowhere else read_config(config_file, home, unsaved)
    keys, options = _options(config)
    if isinstance(options, dict):
        options = {name: value for name, value in options.items() if name != "enabled"}  # MkDocs' own
    if told is not None and comparable(dict(told)) != comparable(options):
        options = dict(told)
    root = config_file.parent
    if docs_dir is None:
        docs_dir = root / str(config.data.get("docs_dir") or "docs")
        if not is_folder(docs_dir):
            at = config.position(("docs_dir",))
            raise ConfigError(
                f"{at.path}:{at.line}: the docs folder {relative(docs_dir, root)}/ does not exist"
            )
        _refuse_bad_patterns(config)
    check = SettingsCheck(config, keys)
    check.repeated_keys()
    declared: DeclaredSettings = check.declared(options)
    check.systems(declared)
    check.history(declared, root)
    mapped = mapped_files(check, declared.sources)
    globs = [(n, each) for n, each in enumerate(declared.sources) if isinstance(each, str)]
    manifest = manifest_content(docs_dir / declared.page_dir)
    inputs = replace(
        _inputs(config, check, declared, relative(docs_dir, root)),
        rendered=_rendered(manifest, declared.page_dir),
    )
    policy, presentation = _policy(check, declared), _presentation(check, declared)
    asked = frozenset(declared.prose_ids) | ({"macros"} & set(inputs.plugins))
    return Settings(
        config_name=config_file.name,
        root=root,
        docs_dir=real(docs_dir),
        schema=check.schema,
        sources=tuple(each for _, each in globs),
        source_positions=tuple(check.position(("sources", n)) for n, _ in globs),
        mapped=mapped,
        has_lost_sources=check.has_wrong(("sources",)),
        domains={
            key: Domain(key, section.title or key, tuple(section.prefixes or (key,)), section.description)
            for key, section in declared.domains.items()
        },
        prose_ids=asked,
        table_words=TableWords(declared.tables.headers, declared.tables.values),
        publish_sources=declared.publish_sources,
        site_url=str(config.data.get("site_url") or ""),
        around=around(config.data, root),
        origin=Origin(root, str(config.data.get("site_name") or ""), declared.revision, declared.history),
        use_directory_urls=(
            config.data.get("use_directory_urls") is not False
            and not {"offline", "material/offline"} & set(inputs.plugins)  # which switches them off
        ),
        inputs=inputs,
        policy=policy,
        presentation=presentation,
        declared=repr((options, "macros" in asked)),
        findings=tuple(check.findings),
        baseline=declared.baseline,
        baseline_position=check.position(("baseline",)) if "baseline" in declared.model_fields_set else None,
        allowed_roots=tuple(declared.allowed_roots),
        config_files=tuple(map(real, config.files)),
        config_contents=tuple(config.contents),
        named_paths=tuple(relative(each, root) for each in (*config.files, docs_dir)),
        variables=tuple(dict.fromkeys(config.variables)),
        manifest=manifest,
    )


def _policy(check: SettingsCheck, declared: DeclaredSettings) -> Policy:
    """Return how the site is judged."""
    return Policy(
        **declared.model_dump(include=set(RuleSettings.model_fields)),
        severities={
            code: SeverityPolicy(rule.severity, rule.kinds, rule.paths)
            for code, rule in declared.rules.items()
        },
        acyclic=check.relations("acyclic", declared.acyclic),
        fail_under=check.thresholds(declared.fail_under),
    )


def _presentation(check: SettingsCheck, declared: DeclaredSettings) -> Presentation:
    """Return how the site's pages are shown."""
    matrices = declared.cross_matrices
    return Presentation(
        page_dir=declared.page_dir,
        nav=declared.nav,
        areas=declared.areas,
        systems=declared.systems,
        test_levels={name: tuple(globs) for name, globs in declared.test_levels.items()},
        item_pages=check.kinds("item_pages", declared.item_pages),
        cross_matrices=None if matrices is None else check.relations("cross_matrices", matrices),
        views=check.views(declared.views),
        shortcuts=declared.shortcuts,
        editor=declared.editor,
        llms=declared.llms,
    )


def _inputs(config: ConfigFile, check: SettingsCheck, declared: DeclaredSettings, docs_path: str) -> Inputs:
    """Return where evidence is looked for, each entry with its place in the configuration."""

    def by_system(setting: str, systems: dict[str, list[str]]) -> dict[str, tuple[Glob, ...]]:
        return {
            system: tuple(
                Glob(
                    os.path.normpath(entry).replace(os.sep, "/"),
                    check.position((setting, *filter(None, (system,)), number)),
                )
                for number, entry in enumerate(entries)
            )
            for system, entries in systems.items()
        }

    plugins = plugins_in_use(config.data.get("plugins"))
    return Inputs(
        code_roots=by_system("code_roots", declared.code_roots),
        compared={name: by_system(name, getattr(declared, name)) for name in INPUT_SETTINGS},
        docs_path=docs_path,
        markdown_extensions=named_with_options(config.data.get("markdown_extensions")),
        plugins=tuple(plugins),
        nav_titles=nav_titles(config.data.get("nav")),
        hooks=tuple(map(str, _listed(config.data.get("hooks")))),
        code_owners=code_owners_files(check, declared.sources),
        ground=by_system("ground", {UNNAMED: declared.ground})[UNNAMED],
        unseen=(str(config.data.get("site_dir") or "site"),),
        exclude_docs=patterns_excluded(config),
        sidecars_are_data=_sidecars_are_data(config),
        draft_docs=str(config.data.get("draft_docs") or ""),
        translated=translated_pages(plugins),
    )


def patterns_excluded(config: ConfigFile) -> str:
    """Return the patterns of what is not read; where sidecars are data, none of them is for a sidecar."""
    patterns = str(config.data.get("exclude_docs") or "")
    if not patterns or not _sidecars_are_data(config):
        return patterns
    lines = [line for line in patterns.splitlines() if not _FOR_SIDECARS.search(line)]
    again = (each for line in (*DEFAULT_EXCLUDES.splitlines(), *lines) for each in (line, _all_in(line)))
    return "\n".join((f"{patterns}{READ_SIDECARS}", *again))  # of two patterns the last one counts


def _all_in(pattern: str) -> str:
    """Return a pattern of all files in a folder: one of the folder itself counts less than one of files."""
    stem = pattern.strip().removeprefix("!").rstrip("/")
    if not stem or stem.startswith("#"):
        return ""
    folder = stem if "/" in stem else f"**/{stem}"
    return f"{'!' * pattern.startswith('!')}{folder}/**"


def _sidecars_are_data(config: ConfigFile) -> bool:
    """Whether a host may build the site that publishes sidecars unless `exclude_docs` names them."""
    return config.path.suffix == ".toml" or EXTENSION in named_with_options(
        config.data.get("markdown_extensions")
    )


def _rendered(manifest: bytes | None, page_dir: str) -> frozenset[str]:
    """Return the paths below the docs folder of what `render` has written there."""
    return frozenset(f"{page_dir}/{name}" for name in read_manifest(manifest).names())


def named_with_options(configured: Any) -> dict[str, Any]:
    """Return extensions or plugins by name with their options, however MkDocs lets them be listed."""
    if isinstance(configured, dict):
        return {str(name): options for name, options in configured.items()}
    named: dict[str, Any] = {}
    for entry in _listed(configured):
        named.update(entry if isinstance(entry, dict) else {str(entry): None})
    return {str(name): options for name, options in named.items()}


def plugins_in_use(configured: Any) -> dict[str, Any]:
    """Return the plugins that are not switched off, those that Material's `group` brings among them."""
    named = named_with_options(configured)
    if configured is None:
        return {"search": None}  # as MkDocs has it
    for name, options in list(named.items()):
        if isinstance(options, dict):
            if options.get("enabled") is False and name != PLUGIN:
                del named[name]
            elif name.rpartition("/")[2] == "group":
                named |= plugins_in_use(options.get("plugins") or [])
    return named


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _refuse_bad_patterns(config: ConfigFile) -> None:
    """Say what MkDocs would say of patterns that are none."""
    for name in ("exclude_docs", "draft_docs"):
        if patterns := config.data.get(name):
            try:
                exclusion(str(patterns), "")
            except ValueError as error:
                at = config.position((name,))
                raise ConfigError(f"{at.path}:{at.line}: `{name}`: {error}") from None


def _options(config: ConfigFile) -> tuple[Keys, Any]:
    """Return what stands under the plugin's name, and the keys that lead there."""
    plugins = config.data.get("plugins")
    found: tuple[Keys, Any] = (("plugins",), None)
    if isinstance(plugins, dict):
        found = (("plugins", PLUGIN), plugins.get(PLUGIN))
    elif isinstance(plugins, list):
        for index, entry in enumerate(plugins):
            if isinstance(entry, dict) and PLUGIN in entry:
                found = (("plugins", index, PLUGIN), entry[PLUGIN])
            elif entry == PLUGIN:
                found = (("plugins", index), None)
    keys, options = found
    return keys, {} if options is None else options
