"""What *link* returned stays as it was, whatever is judged, rendered and shown afterwards."""

from dataclasses import FrozenInstanceError
from pathlib import Path
from typing import Any

import pytest
from support import TODAY, as_data, build_here, write_site

from mkdocs_traceability.api.registry_data import exported_registry
from mkdocs_traceability.registry.registry import Registry
from mkdocs_traceability.settings.load import load_settings
from mkdocs_traceability.workspace import Linked, Workspace

CONFIG = """\
site_name: x
theme: mkdocs
markdown_extensions:
  - attr_list
  - smarty
  - pymdownx.snippets: {auto_append: [links.md]}
plugins: [search, macros, {traceability: {prose_ids: [bare, code]}}]
"""
SITE = {
    "mkdocs.yml": CONFIG,
    "links.md": "[NOT-001]: https://example.org\n",
    "docs/index.md": "# Home\n\n[trace: count components]\n\nSee [batcher], [NOT-001], [NOT-002] and `F-1`.\n\n"
    "{{ trace_count('flows') }}\n",
    "docs/batcher.md": "---\ntraceability:\n  component: {id: batcher}\n---\n# The *Batcher* -- [F-1]\n",
    "docs/a.trace.yml": "flows:\n  - {id: F-1, components: [batcher, worker, gone, gone], see: [old]}\n"
    "components:\n  - {id: worker, aliases: [w], former_ids: [old], depends_on: [w, batcher]}\n"
    "  - {id: worker}\n  - {title: No id}\n",
}


def all_of(registry: Registry) -> str:
    """Return all that a registry holds as text: items are equal only to themselves."""
    return repr({name: value for name, value in vars(registry).items() if name != "schema"})


class Kept:
    """The registries that were linked, each with all that it held then."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.linked: list[tuple[Registry, str]] = []
        link = Workspace.link

        def keep(workspace: Workspace, *args: Any, **options: Any) -> Linked:
            linked = link(workspace, *args, **options)
            self.linked.append((linked.registry, all_of(linked.registry)))
            return linked

        patch.setattr(Workspace, "link", keep)

    def check(self) -> None:
        ((registry, before),) = self.linked
        assert registry.mentions
        assert registry.markers
        assert registry.broken
        assert all_of(registry) == before


def test_a_build_leaves_the_registry_as_it_was_linked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Kept(monkeypatch)
    site = build_here(tmp_path, SITE)
    shown = (site / "traceability/components/index.html").read_text(encoding="utf-8")
    assert "The Batcher – F-1" in shown, "the title is that of the page as it was rendered"
    kept.check()


def test_a_check_and_an_export_leave_it_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = Kept(monkeypatch)
    settings = load_settings(write_site(tmp_path, SITE))
    result = Workspace(settings).run(today=TODAY)
    assert "The Batcher – F-1" in [item.title for item in result.registry.items("component")]
    kept.check()
    kept.linked.clear()
    exported_registry(settings)
    kept.check()


def test_what_is_judged_twice_comes_out_alike(tmp_path: Path) -> None:
    workspace = Workspace(load_settings(write_site(tmp_path, SITE)))
    linked = workspace.link()
    first, second = (workspace.judge(linked, today=TODAY) for _ in range(2))
    assert first.findings == second.findings
    assert as_data(first.registry.all) == as_data(second.registry.all)


def test_a_registry_refuses_to_be_written_to(tmp_path: Path) -> None:
    registry = Workspace(load_settings(write_site(tmp_path, SITE))).link().registry
    with pytest.raises(FrozenInstanceError):
        registry.doubt = "none"  # type: ignore[misc]
    assert {type(value) for name, value in vars(registry).items() if name[0] != "_"}.isdisjoint({list, set})


def test_a_result_has_lists_of_nobody(tmp_path: Path) -> None:
    workspace = Workspace(load_settings(write_site(tmp_path, SITE)))
    linked = workspace.link()
    for result in (workspace.unjudged(linked), workspace.judge(linked, today=TODAY)):
        assert not [name for name, value in vars(result).items() if isinstance(value, list)]
    assert len(result.findings) < len(result.raw_findings)
