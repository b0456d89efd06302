"""Presets: small files of each tool, read with one line of settings; what is declared, and what is found."""

from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from e2e.links import follow_all
from support import build_here, run, said

from mkdocs_traceability.analysis.owners import owners_of
from mkdocs_traceability.model.kinds import DEFAULT_STATUSES
from mkdocs_traceability.reading.shapes.presets import preset, preset_names
from mkdocs_traceability.result import Result


def checked(folder: Path, preset_name: str, files: dict[str, str], more: str = "") -> Result:
    entry = f"{{preset: {preset_name}{more}}}"
    config = f"site_name: x\nplugins: [{{traceability: {{sources: [{entry}]}}}}]\n"
    return run(folder, {"mkdocs.yml": config, **{path: dedent(text) for path, text in files.items()}})


def items(result: Result) -> dict[str, dict[str, Any]]:
    """Return the items by label: their fields, and the ids that they write under relations."""
    return {
        item.label: {name: value.plain for name, value in item.values.items()}
        | {name: [each.text for each in entries] for name, entries in item.references.items()}
        for item in result.registry.all
    }


def links(result: Result, label: str) -> dict[str, list[str]]:
    """Return what an item is linked to, both ways."""
    item = next(each for each in result.registry.all if each.label == label)
    found = result.registry.relations_of(item)
    return {name: [each.item.id for each in ends] for name, ends in found.items()}


BACKSTAGE = """\
    apiVersion: backstage.io/v1alpha1
    kind: Component
    metadata:
      name: web
      description: The shop
      tags: [java]
      annotations: {x/y: z}
    spec:
      type: website
      lifecycle: production
      owner: team-a
      system: shop
      providesApis: [orders]
      dependsOn: ["resource:default/db"]
    ---
    apiVersion: backstage.io/v1alpha1
    kind: API
    metadata: {name: orders, title: Orders API}
    spec: {type: openapi, lifecycle: production, owner: "user:ana", definition: {$text: ./openapi.yaml}}
    ---
    kind: Resource
    metadata: {name: db}
    spec: {type: database, owner: "group:default/team-a"}
    ---
    kind: System
    metadata: {name: shop}
    spec: {owner: team-a, domain: sales}
    ---
    kind: Domain
    metadata: {name: sales}
    spec: {owner: team-a}
    ---
    kind: Group
    metadata: {name: team-a}
    spec: {type: team, profile: {displayName: Team A}, children: [], members: [ana]}
    ---
    kind: User
    metadata: {name: ana}
    spec: {memberOf: [team-a]}
    ---
    kind: Location
    metadata: {name: everything}
    spec: {targets: [./more.yaml]}
    ---
    kind: Template
    metadata: {name: new-service}
    spec: {type: service, steps: [{id: fetch, action: "fetch:template"}]}
    """


def test_backstage_entities_are_items_linked_to_each_other(tmp_path: Path) -> None:
    result = checked(tmp_path, "backstage", {"shop/catalog-info.yaml": BACKSTAGE})
    assert [each.label for each in result.registry.all] == [
        "component web",
        "api orders",
        "resource db",
        "system shop",
        "domain sales",
        "group team-a",
        "user ana",
    ]
    assert items(result)["component web"] == {
        "summary": "The shop",
        "tags": ("java",),
        "type": "website",
        "lifecycle": "production",
        "owned_by": ["group:team-a"],
        "belongs_to": ["shop"],
        "provides": ["orders"],
        "depends_on": ["resource:db"],
    }
    assert links(result, "group team-a") == {"members": ["ana"], "owns": ["web", "db", "shop", "sales"]}
    assert links(result, "api orders") == {"provided_by": ["web"], "owned_by": ["ana"]}
    assert links(result, "system shop")["components"] == ["web"]
    assert said(result.findings) == []


def test_what_a_backstage_entity_refers_to_has_to_exist(tmp_path: Path) -> None:
    text = """\
        kind: Component
        metadata: {name: web, namespace: shop}
        spec:
          owner: team-b
          system: default/portal
          providesApis: [orders]
          subcomponentOf: shop/portal
          dependsOn: ["resource:default/db", "Component:web2"]
        ---
        kind: Group
        metadata: {name: team-a}
        """
    result = checked(tmp_path, "backstage", {"catalog-info.yaml": text})
    assert list(items(result)) == ["component shop/web", "group team-a"]
    assert said(result.findings) == [
        "4:10 TR101 unknown group or user `group:shop/team-b`",
        "5:11 TR101 unknown system `portal`",
        "6:18 TR101 unknown API `shop/orders`",
        "7:19 TR101 unknown component `shop/portal`",
        "8:15 TR101 unknown component, resource or API `resource:db`",
        "8:38 TR101 unknown component, resource or API `component:shop/web2`",
    ]


def test_owners_are_names_where_a_catalogue_declares_no_groups(tmp_path: Path) -> None:
    text = """\
        kind: Component
        metadata: {name: web}
        spec: {owner: "group:default/team-a"}
        ---
        kind: Resource
        metadata: {name: db}
        spec: {owner: ana@example.com}
        """
    result = checked(tmp_path, "backstage", {"catalog-info.yaml": text})
    owners = [owners_of(result.registry, each)[0].name for each in result.registry.all]
    assert owners == ["group:team-a", "group:ana@example.com"]
    assert said(each for each in result.findings if each.code != "TR202") == []


ADRS = {
    "docs/adr/0001-use-postgres.md": """\
        ---
        status: superseded by [ADR-0002](0002-use-mysql.md)
        date: 2024-01-02
        decision-makers: [Ana, Bob]
        ---
        # Use Postgres
        """,
    "docs/adr/0002-use-mysql.md": """\
        # 2. Use MySQL

        Date: 2016-02-12

        ## Status

        Accepted

        Supersedes [1. Use Postgres](0001-use-postgres.md)

        Amends [3. Use a queue](0003-use-a-queue.md)
        """,
    "docs/adr/0003-use-a-queue.md": """\
        # 3. Use a queue

        ## Status

        Accepted (2024-05-01)

        Amended by [2. Use MySQL](0002-use-mysql.md)

        ## Context
        """,
    "docs/adr/20200101-log-as-json.md": """\
        # Log as JSON

        - Status: superseded by [20200102-log-as-text](20200102-log-as-text.md)
        - Date: 2020-01-01
        - Deciders: Ana, Bob
        """,
    "docs/adr/20200102-log-as-text.md": "# Log as text\n\n- Status: accepted\n",
    "docs/adr/template.md": "---\nstatus: {proposed | accepted}\n---\n# Title\n",
    "docs/adr/index.md": "# Decisions\n",
}


def test_decisions_of_three_tools_are_read_alike(tmp_path: Path) -> None:
    result = checked(tmp_path, "adr", ADRS)
    assert items(result) == {
        "decision 0001": {
            "title": "Use Postgres",
            "status": "superseded",
            "superseded_by": ["0002-use-mysql.md"],
            "date": "2024-01-02",
            "deciders": ("Ana", "Bob"),
        },
        "decision 0002": {
            "title": "Use MySQL",
            "date": "2016-02-12",
            "status": "accepted",
            "supersedes": ["0001-use-postgres.md"],
            "amends": ["0003-use-a-queue.md"],
        },
        "decision 0003": {"title": "Use a queue", "status": "accepted", "status_note": "(2024-05-01)"},
        "decision 20200101-log-as-json": {
            "title": "Log as JSON",
            "status": "superseded",
            "superseded_by": ["20200102-log-as-text.md"],
            "date": "2020-01-01",
            "deciders": ("Ana", "Bob"),
        },
        "decision 20200102-log-as-text": {"title": "Log as text", "status": "accepted"},
    }
    assert [item.page for item in result.registry.all][:2] == [
        "adr/0001-use-postgres.md",
        "adr/0002-use-mysql.md",
    ]
    assert links(result, "decision 0001") == {"superseded_by": ["0002"]}
    assert said(result.findings) == []


def test_a_decision_that_is_replaced_by_nothing_and_a_misspelt_status_are_found(tmp_path: Path) -> None:
    files = {
        "docs/decisions/0001-a.md": "---\nstatus: superseded by ADR-0007\n---\n# A\n",
        "docs/decisions/0002-b.md": "# B\n\n* Status: acceptd\n",
    }
    assert said(checked(tmp_path, "adr", files).findings) == [
        "2:23 TR101 unknown decision `0007`",
        "3:11 TR003 `acceptd` is not a status of a decision",
    ]


NEEDS = """\
    {"created": "2024-01-01", "current_version": "1.0", "project": "x", "versions": {
      "0.9": {"needs": {"OLD_1": {"id": "OLD_1", "title": "Old"}}},
      "1.0": {"created": "2024-01-01", "needs_amount": 3, "needs": {
        "REQ_1": {"id": "REQ_1", "title": "Fast", "type": "req", "type_name": "Requirement",
                  "status": "open", "links": [], "links_back": ["SP_1"], "tags": ["speed"],
                  "content": "It is fast.", "docname": "index", "lineno": 4, "is_external": false},
        "SP_1": {"id": "SP_1", "title": "Cache", "type": "spec", "status": "in progress",
                 "links": ["REQ_1", "REQ_9"], "description": "It has a cache."},
        "TC_1": {"id": "TC_1", "title": "Load", "type": "test", "status": "under review", "links": ["SP_1"]}
      }}}}
    """


def test_the_current_version_of_needs_is_read(tmp_path: Path) -> None:
    result = checked(tmp_path, "sphinx-needs", {"build/needs.json": NEEDS})
    assert items(result) == {
        "need REQ_1": {
            "title": "Fast",
            "type": "Requirement",
            "status": "open",
            "tags": ("speed",),
            "summary": "It is fast.",
            "document": "index",
        },
        "need SP_1": {
            "title": "Cache",
            "type": "spec",
            "status": "in progress",
            "linked_to": ["REQ_1", "REQ_9"],
            "summary": "It has a cache.",
        },
        "need TC_1": {"title": "Load", "type": "test", "state": "under review", "linked_to": ["SP_1"]},
    }
    assert said(result.findings) == ["8:33 TR101 unknown item `REQ_9`"]


DOORSTOP = {
    "reqs/.doorstop.yml": "settings: {digits: 3, prefix: REQ, sep: ''}\n",
    "reqs/REQ001.yml": """\
        active: true
        derived: false
        header: |
          Speed
        level: 1.10
        links: []
        normative: true
        ref: ''
        reviewed: abc=
        text: |
          It **shall** be fast.
        """,
    "reqs/REQ002.yml": "active: false\nlevel: 1.2\nlinks: []\ntext: |\n  Gone.\n",
    "tests/TST001.yml": """\
        active: true
        level: 1
        links:
        - REQ001: abc=
        - REQ009: null
        references:
        - {path: src/load.py, type: file}
        text: |
          Load it.
        """,
    "src/load.py": "",
}


def test_doorstop_items_lead_to_their_parents(tmp_path: Path) -> None:
    result = checked(tmp_path, "doorstop", DOORSTOP, ", path: ['reqs/*.yml', 'tests/*.yml']")
    assert items(result) == {
        "doorstop item REQ001": {
            "title": "Speed",
            "summary": "It **shall** be fast.",
            "document": "reqs",
            "level": "1.10",
            "status": "active",
            "derived": False,
            "normative": True,
        },
        "doorstop item REQ002": {
            "summary": "Gone.",
            "document": "reqs",
            "level": "1.2",
            "status": "inactive",
        },
        "doorstop item TST001": {
            "summary": "Load it.",
            "document": "tests",
            "level": "1",
            "status": "active",
            "traces_to": ["REQ001", "REQ009"],
        },
    }
    assert links(result, "doorstop item REQ001") == {"traced_from": ["TST001"]}
    assert [claimed.claim.text for claimed, _ in result.verdicts] == ["src/load.py"]
    assert said(result.findings) == ["5:3 TR101 unknown item `REQ009`"]


SPEC_KIT = {
    "specs/001-login/spec.md": """\
        # Feature Specification: Login

        **Status**: Draft

        ## User Scenarios & Testing *(mandatory)*

        ### User Story 1 - Sign in (Priority: P1)

        A user signs in.

        1. **Given** a user, **When** they sign in, **Then** they are in

        ## Requirements *(mandatory)*

        - **FR-001**: System MUST let users sign in
        - **FR-002**: System MUST refuse a wrong
          password
          <!-- former_ids: 001-login/FR-009 -->
        - **User**: Somebody with a password

        ### Measurable Outcomes

        - **SC-001**: 90% sign in within 2 s
        """,
    "specs/001-login/tasks.md": """\
        # Tasks

        ## Phase 1: Setup

        - [x] T001 Create the project
        - [ ] T002 [P] [US1] Check FR-001 in src/login.py
        - [ ] T003 Do FR-007
        """,
}


def test_requirements_of_spec_kit_are_items_where_they_stand(tmp_path: Path) -> None:
    result = checked(tmp_path, "spec-kit", SPEC_KIT)
    assert items(result) == {
        "user story 001-login/US1": {
            "title": "Sign in",
            "priority": "P1",
            "area": "001-login",
            "summary": "A user signs in.",
        },
        "requirement 001-login/FR-001": {"title": "System MUST let users sign in", "area": "001-login"},
        "requirement 001-login/FR-002": {
            "title": "System MUST refuse a wrong password",
            "former_ids": ("001-login/FR-009",),
            "area": "001-login",
        },
        "requirement 001-login/SC-001": {"title": "90% sign in within 2 s", "area": "001-login"},
        "task 001-login/T001": {
            "title": "Create the project",
            "status": "done",
            "area": "001-login",
            "phase": "Phase 1: Setup",
        },
        "task 001-login/T002": {
            "title": "Check FR-001 in src/login.py",
            "status": "open",
            "area": "001-login",
            "phase": "Phase 1: Setup",
            "implements": ["001-login/US1", "001-login/FR-001"],
        },
        "task 001-login/T003": {
            "title": "Do FR-007",
            "status": "open",
            "area": "001-login",
            "phase": "Phase 1: Setup",
            "implements": ["001-login/FR-007"],
        },
    }
    assert str(result.registry.all[1].position) == "specs/001-login/spec.md:15:5"
    assert said(result.findings) == [
        "7:15 TR101 unknown requirement or user story `001-login/FR-007`",
    ]


def test_requirements_of_spec_kit_as_paragraphs_and_headings(tmp_path: Path) -> None:
    text = """\
        ## User Stories

        - **US1** — As a visitor I sign in

        ## Requirements

        **FR-001:** The system MUST let users in.

        #### FR-002b: Refuse a wrong password

        **Note:** no requirement
        """
    result = checked(tmp_path, "spec-kit", {"specs/001-login/spec.md": text})
    assert {label: each["title"] for label, each in items(result).items()} == {
        "user story 001-login/US1": "As a visitor I sign in",
        "requirement 001-login/FR-001": "The system MUST let users in.",
        "requirement 001-login/FR-002b": "Refuse a wrong password",
    }


def test_openspec_requirements_have_the_words_of_their_heading_as_id(tmp_path: Path) -> None:
    text = """\
        # auth Specification

        ## Purpose
        Users sign in.

        ## Requirements
        ### Requirement: Sign in with a `password`
        <!-- former_ids: auth/login -->
        The system SHALL let users sign in.

        #### Scenario: Right password
        - **WHEN** it is right
        - **THEN** the user is in

        #### Scenario: Wrong password
        - **WHEN** it is wrong

        ### Requirement: Sign in with a password
        Again.
        """
    result = checked(tmp_path, "openspec", {"openspec/specs/auth/spec.md": text})
    assert items(result)["requirement auth/sign-in-with-a-password"] == {
        "title": "Sign in with a password",
        "summary": "Again.",
        "area": "auth",
    }
    first = result.registry.all[0]
    assert first.texts("scenarios") == ("Right password", "Wrong password")
    assert first.texts("former_ids") == ("auth/login",)
    assert said(result.findings) == [
        "18:18 TR103 requirement auth/sign-in-with-a-password is declared twice",
    ]


KIRO = {
    ".kiro/specs/login/requirements.md": """\
        # Requirements Document

        ## Requirements

        ### Requirement 1: Sign in

        **User Story:** As a user, I want to sign in, so that I see my data.

        #### Acceptance Criteria

        1. WHEN the password is right THEN the system SHALL let the user in
        2. WHEN it is wrong THEN the system SHALL refuse

        ### Requirement 2

        **User Story:** As a user, I want to sign out.
        """,
    ".kiro/specs/login/tasks.md": """\
        # Implementation Plan

        - [x] 1. Set up
          - Create the folder
          - _Requirements: 1.1, 1.2_
        - [ ] 2. Sign out
          - [ ] 2.1 Button
            - _Requirements: 2, 9.9_
        """,
}


def test_criteria_with_numbers_of_their_own_and_lists_within_them(tmp_path: Path) -> None:
    text = """\
        ### Requirement 1: ログイン

        #### Acceptance Criteria

        1.1. システムは入力を検証する
        1.2. WHEN それが誤り THEN 拒否する：

        - `a/b.ts`：一
          1.3. 続き

        ### Requirement 2
        #### Acceptance Criteria
        1. The API shall do this:
           1. first
           2. second
        - 2.7 The API shall do that
        """
    result = checked(tmp_path, "kiro", {".kiro/specs/login/requirements.md": text})
    assert [(each.id, each.title) for each in result.registry.all] == [
        ("login/1", "ログイン"),
        ("login/1.1", "システムは入力を検証する"),
        ("login/1.2", "WHEN それが誤り THEN 拒否する："),
        ("login/1.3", "続き"),
        ("login/2", "login/2"),
        ("login/2.1", "The API shall do this:"),
        ("login/2.7", "The API shall do that"),
    ]
    assert said(result.findings) == []


@pytest.mark.parametrize(
    ("heading", "written", "status"),
    [
        ("Status", "Aceita", "accepted"),
        ("Estado", "Propuesta", "proposed"),
        ("Statut", "Acceptée", "accepted"),
        ("Status", "Angenommen", "accepted"),
        ("Status", "Abgelehnt", "rejected"),
        ("状态", "已接受", "accepted"),
    ],
)
def test_the_status_of_a_decision_in_other_languages(
    heading: str, written: str, status: str, tmp_path: Path
) -> None:
    text = f"# 1. Title\n\n## {heading}\n\n{written}\n"
    result = checked(tmp_path, "adr", {"docs/adr/0001-title.md": text})
    assert items(result)["decision 0001"]["status"] == status
    assert said(result.findings) == []


def test_kiro_requirements_have_their_criteria_as_parts(tmp_path: Path) -> None:
    result = checked(tmp_path, "kiro", KIRO)
    found = items(result)
    assert list(found) == [
        "requirement login/1",
        "requirement login/1.1",
        "requirement login/1.2",
        "requirement login/2",
        "task login/T1",
        "task login/T2",
        "task login/T2.1",
    ]
    assert found["requirement login/1.2"] == {
        "title": "WHEN it is wrong THEN the system SHALL refuse",
        "part_of": ["login/1"],
        "area": "login",
    }
    assert links(result, "requirement login/1.1") == {"part_of": ["login/1"], "implemented_by": ["login/T1"]}
    assert said(result.findings) == ["8:25 TR101 unknown requirement `login/9.9`"]


@pytest.mark.parametrize("name", preset_names())
def test_no_file_in_the_usual_places_is_one_finding(name: str, tmp_path: Path) -> None:
    files = {"docs/a.trace.yml": "components: [{id: a}]\n"}
    found = [
        each for each in checked(tmp_path, name, files).findings if each.code in ("TR008", "TR009", "TR415")
    ]
    assert len(found) == 1, said(found)


@pytest.mark.parametrize("name", preset_names())
def test_every_kind_of_a_preset_has_a_title_and_a_description(name: str) -> None:
    for kind, declared in preset(name).kinds.items():
        if "plural" in declared:
            assert declared.get("title"), kind
            assert declared.get("description"), kind
        for status, said_of in declared.get("status", {}).items():
            assert status in DEFAULT_STATUSES or said_of["description"], (kind, status)


def test_presets_together_share_their_kinds(tmp_path: Path) -> None:
    names = ("backstage", "spec-kit", "kiro", "openspec")
    entries = ", ".join(f"{{preset: {name}}}" for name in names)
    config = f"site_name: x\nplugins: [{{traceability: {{sources: [{entries}]}}}}]\n"
    spec = "## Requirements\n### Requirement: Sign in\nText.\n#### Scenario: One\n"
    files = {
        "mkdocs.yml": config,
        "catalog-info.yaml": dedent(BACKSTAGE),
        "openspec/specs/auth/spec.md": spec,
        **{path: dedent(text) for path, text in (SPEC_KIT | KIRO).items()},
    }
    result = run(tmp_path, files)
    assert len(result.registry.all) == 7 + 7 + 7 + 1
    assert [each.code for each in result.findings] == ["TR101", "TR101"]


def test_a_site_shows_what_presets_read(tmp_path: Path) -> None:
    config = "site_name: x\nplugins: [{traceability: {sources: [{preset: backstage}, {preset: adr}]}}]\n"
    files = {"mkdocs.yml": config, "catalog-info.yaml": dedent(BACKSTAGE)}
    site = build_here(tmp_path, files | {path: dedent(text) for path, text in ADRS.items()})
    decisions = (site / "traceability/decisions/index.html").read_text(encoding="utf-8")
    assert "Use MySQL" in decisions
    assert "../../adr/0002-use-mysql/" in decisions
    groups = (site / "traceability/groups/index.html").read_text(encoding="utf-8")
    assert "Team A" in groups
    assert (site / "traceability/findings/index.html").is_file()


def test_links_lead_to_the_heading_or_list_item_of_a_requirement(tmp_path: Path) -> None:
    config = "site_name: x\nplugins: [{traceability: {sources: [{preset: spec-kit, path: docs/specs/*/spec.md}]}}]\n"
    spec = """\
        ---
        title: Login
        ---
        ### User Story 1 - Sign in (Priority: P1)

        Text.

        - **FR-001**: System MUST let users in
        - [x] **FR-002**: System MUST refuse
          a wrong password

        **FR-003:** System MUST log out

        ```
        - **FR-001**: System MUST let users in
        ```
        """
    files = {
        "mkdocs.yml": config,
        "docs/specs/001-login/spec.md": dedent(spec),
        "docs/index.md": "# Home\n\n[001-login/FR-002]\n",
    }
    site = build_here(tmp_path, files)
    page = (site / "specs/001-login/spec/index.html").read_text(encoding="utf-8")
    assert '<a id="user_story-001-login/US1"></a>User Story 1' in page
    assert '<a id="requirement-001-login/FR-001"></a><strong>FR-001</strong>' in page
    assert '<a id="requirement-001-login/FR-002"></a><strong>FR-002</strong>' in page
    assert '<a id="requirement-001-login/FR-003"></a><strong>FR-003:</strong>' in page
    assert page.count('id="requirement-001-login/FR-001"') == 1
    home = (site / "index.html").read_text(encoding="utf-8")
    assert 'href="specs/001-login/spec/#requirement-001-login/FR-002"' in home
    followed = follow_all(site, "https://example.org/")
    assert followed.broken == []


def test_a_word_of_the_site_is_added_to_those_of_the_preset(tmp_path: Path) -> None:
    files = {
        "docs/adr/0001-a.md": "---\nstatus: superseded by ADR-0002\n---\n# A\n",
        "docs/adr/0002-b.md": "---\nstatus: Beschlossen\n---\n# B\n",
        "docs/adr/0003-c.md": "---\nstatus: Angenommen\n---\n# C\n",
    }
    own = ", values: {status: {Beschlossen: accepted, Angenommen: implemented}}"
    result = checked(tmp_path, "adr", files, own)
    assert [each.code for each in result.findings if each.fails] == []
    assert [item.text("status") for item in result.registry.all] == ["superseded", "accepted", "implemented"]
    assert links(result, "decision 0001") == {"superseded_by": ["0002"]}


def test_an_entry_adds_kinds_and_a_namespace_to_those_of_the_preset(tmp_path: Path) -> None:
    files = {
        "catalog-info.yaml": """\
            kind: Component
            metadata: {name: web}
            spec: {owner: team-a, dependsOn: ["template:shop/new"]}
            ---
            kind: Template
            metadata: {name: new, namespace: shop}
            """
    }
    own = ", kind: {key: kind, of: {Template: api}}, references: {namespace: shop}"
    result = checked(tmp_path, "backstage", files, own)
    assert [each.code for each in result.findings if each.fails] == []
    assert links(result, "component web")["depends_on"] == ["new"]
