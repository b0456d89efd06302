"""The form in which settings are declared: what may stand under `traceability` in `mkdocs.yml`."""

import re
from pathlib import PurePosixPath
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, create_model

from mkdocs_traceability.model.baseline import NAME
from mkdocs_traceability.model.declared import INPUT_SETTINGS, DeclaredKind, Names
from mkdocs_traceability.model.editors import EDITORS, is_editor
from mkdocs_traceability.model.finding import Severity
from mkdocs_traceability.model.policy import RuleSettings
from mkdocs_traceability.model.presentation import DeclaredView, Navigation, SectionTitle
from mkdocs_traceability.model.shapes import Sources


class _Setting(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


def _section(declared: Any) -> Any:
    """Let a section be its title, or nothing but its key."""
    if declared is None:
        return {}
    return {"title": declared} if isinstance(declared, str) else declared


def _severity(declared: Any) -> Any:
    """YAML reads an unquoted `off` as false."""
    return "off" if declared is False else declared


_Severity = Annotated[Severity, BeforeValidator(_severity)]


class DeclaredSeverity(_Setting):
    """The severity of one rule: for all, per kind or per path."""

    severity: _Severity | None = None
    kinds: dict[str, _Severity] = {}
    paths: dict[str, _Severity] = {}


class DeclaredDomain(SectionTitle):
    """A domain, an area or a system: the title of its section, and of a domain the prefixes of its ids."""

    prefixes: Names | None = None


def _list(declared: Any) -> Any:
    return [declared] if isinstance(declared, str) else declared


def _page_dir(path: str) -> str:
    parts = PurePosixPath(path.strip("/")).parts
    if not parts or ".." in parts or path.startswith("/") or not re.fullmatch(r"[\w./-]+", path):
        raise ValueError("a folder below the docs folder, such as `traceability`")
    return "/".join(parts)


def _below(path: str) -> str:
    """Refuse what may lead out of the folder of `mkdocs.yml`: the file is written to."""
    parts = PurePosixPath(path).parts
    if not parts or ".." in parts or path[:1] == "/" or path[-1:] == "/" or {"\\", "\0", ":"} & set(path):
        raise ValueError(f"a file below the folder of `mkdocs.yml`, such as `{NAME}`")
    return "/".join(parts)


def _editor(said: str) -> str:
    if said and not is_editor(said):
        known = ", ".join(f"`{name}`" for name in EDITORS)
        raise ValueError(f"one of {known}, or an address with `{{path}}`, `{{line}}` and `{{column}}`")
    return said


def _nav(declared: Any) -> Any:
    """`nav: false` keeps the pages out of the navigation, a text is the title of their section."""
    if isinstance(declared, bool):
        return {"shown": declared}
    return {"title": declared} if isinstance(declared, str) else declared


def _by_severity(declared: Any) -> Any:
    declared = _severity(declared)
    return {"severity": declared} if isinstance(declared, str) else declared


def _by_system(declared: Any) -> Any:
    """Let what is one system's be a list, and one entry a text; a mapping has the systems' names."""
    if isinstance(declared, dict):
        if "" in declared:
            raise ValueError("a system has a name")
        return {name: [] if each is None else each for name, each in declared.items()}
    return {"": declared} if isinstance(declared, str | list) else declared


BySystem = Annotated[dict[str, Names], BeforeValidator(_by_system)]


def _all_or_some(declared: Any) -> Any:
    """Let what is a list of names also be `true` for all, or `false` for none."""
    return {True: None, False: []}[declared] if isinstance(declared, bool) else declared


NamesOrAll = Annotated[list[str] | None, BeforeValidator(_list), BeforeValidator(_all_or_some)]
"""Names; None for all there are."""

Percent = Annotated[float, Field(ge=0, le=100, strict=True, allow_inf_nan=False)]


class DeclaredShares(_Setting):
    """The least share of a kind that is `found` (or verified), and that is `verified`; unset asks nothing."""

    found: Percent = 0
    verified: Percent = 0


class DeclaredTables(_Setting):
    """What else stands above columns of Markdown tables and in their cells.

    `headers` has the headers of each field, `values` the words for each value of a field.
    """

    headers: dict[str, Names] = {}
    values: dict[str, dict[str, Names]] = {}


def _by_state(declared: Any) -> Any:
    """Let a bare number be the share that is found."""
    return declared if isinstance(declared, dict) else {"found": declared}


class DeclaredSettings(RuleSettings, _Setting):
    """Every setting of the plugin, as `mkdocs.yml` has it, but for those that claim types bring."""

    sources: Sources = []
    allowed_roots: Names = []
    code_roots: BySystem = {"": ["."]}
    kinds: dict[str, DeclaredKind] = {}
    rules: dict[str, Annotated[DeclaredSeverity, BeforeValidator(_by_severity)]] = {}
    domains: dict[str, Annotated[DeclaredDomain, BeforeValidator(_section)]] = {}
    areas: dict[str, Annotated[DeclaredDomain, BeforeValidator(_section)]] = {}
    systems: dict[str, Annotated[DeclaredDomain, BeforeValidator(_section)]] = {}
    test_levels: dict[str, Names] = {}
    acyclic: Names = []
    item_pages: NamesOrAll = []
    cross_matrices: NamesOrAll = None
    prose_ids: Annotated[list[Literal["code", "bare"]], BeforeValidator(_list)] = []
    tables: DeclaredTables = DeclaredTables()
    fail_under: dict[str, Annotated[DeclaredShares, BeforeValidator(_by_state)]] = {}
    page_dir: Annotated[str, AfterValidator(_page_dir)] = "traceability"
    views: dict[str, DeclaredView] = {}
    shortcuts: bool = True
    editor: Annotated[str, AfterValidator(_editor)] = ""
    nav: Annotated[Navigation, BeforeValidator(_nav)] = Navigation()
    llms: bool = False
    publish_sources: bool = False
    ground: Names = []
    baseline: Annotated[str, AfterValidator(_below)] = NAME
    revision: str = ""
    history: str = ""


_OF_CLAIM_TYPES: dict[str, Any] = {name: (BySystem, {}) for name in INPUT_SETTINGS}

SETTINGS = create_model("DeclaredSettings", __base__=DeclaredSettings, **_OF_CLAIM_TYPES)
"""Every setting of the plugin: also the globs of what each claim type compares its claims with."""
