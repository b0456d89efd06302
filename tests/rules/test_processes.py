"""What is kept in one of several processes, and used by all of them (TR306)."""

from pathlib import Path

from support import found, messages, table

FACTS = """
resources: [{{id: limiter, storage: memory, {resource}}}]
components:
  - {{id: api, {component}}}
  - {{id: other}}
flows: [{{id: F, components: [api, other]}}]
"""


@table(
    "resource, component, finds",
    ("owned", "sharing: per-process, owned_by: api", "processes: several", True),
    ("owned, by the component's own account", "sharing: per-process", "processes: several, owns: [limiter]", True),
    ("read", "sharing: per-process, writers: [other]", "processes: several, reads: [limiter]", True),
    ("written", "sharing: per-process, writers: [api]", "processes: several, writes: [limiter]", True),
    ("only let write it", "sharing: per-process, writers: [api]", "processes: several", False),
    ("in one process", "sharing: per-process, owned_by: api", "processes: one", False),
    ("in nobody knows how many", "sharing: per-process, owned_by: api", "inputs: x", False),
    ("shared", "sharing: shared, owned_by: api", "processes: several", False),
    ("the same in all", "sharing: immutable, owned_by: api", "processes: several", False),
    ("without a word on sharing", "owned_by: api", "processes: several", False),
    ("owned by somebody else", "sharing: per-process, owned_by: other", "processes: several", False),
    ("owned by a text", "sharing: per-process, owned_by: the API team", "processes: several", False),
    ("planned", "sharing: per-process, owned_by: api, status: planned", "processes: several", False),
    ("retired", "sharing: per-process, owned_by: api, status: retired", "processes: several", False),
    ("of who is retired", "sharing: per-process, owned_by: api", "processes: several, status: retired", False),
    ("of who was superseded", "sharing: per-process, owned_by: api", "processes: several, superseded_by: other", False),
)  # fmt: skip
def test_what_each_process_has_for_itself_is_found_where_there_are_several(
    tmp_path: Path, resource: str, component: str, finds: bool
) -> None:
    facts = FACTS.format(resource=resource, component=component)
    assert bool(messages(tmp_path, facts, "TR306")) is finds


def test_a_part_runs_in_the_processes_of_its_whole_unless_it_says_otherwise(tmp_path: Path) -> None:
    facts = """
        resources:
          - {id: limiter, sharing: per-process, owned_by: limits}
          - {id: lock, sharing: per-process, owned_by: leader}
        components:
          - {id: api, processes: several}
          - {id: limits, part_of: api}
          - {id: leader, part_of: api, processes: one}
        flows: [{id: F, components: [limits, leader]}]
        """
    assert found(tmp_path, facts, "TR306") == [
        "3:51 TR306 resource limiter is `per-process`, but `limits`, which owns it, runs in several processes"
    ]


def test_all_who_use_it_are_named_once(tmp_path: Path) -> None:
    facts = """
        resources: [{id: cache, sharing: per-process, owned_by: api, writers: [api, jobs]}]
        components:
          - {id: api, processes: several, writes: [cache], reads: [cache]}
          - {id: jobs, processes: several, writes: [cache]}
          - {id: old, processes: several, reads: [cache], status: retired}
        flows: [{id: F, components: [api, jobs]}]
        """
    assert messages(tmp_path, facts, "TR306") == [
        "resource cache is `per-process`, but `api` and `jobs`, which use it, run in several processes"
    ]
