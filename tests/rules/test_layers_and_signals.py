"""Who makes a signal, who needs it, and which way dependencies point (TR204 to TR207, TR305)."""

from pathlib import Path

from support import check, failing, found, table

LAYERED = """
layers:
  - {id: L4, rank: 4}
  - {id: L6, rank: 6}
  - {id: L7, rank: 7}
  - {id: L8, rank: 8, must_persist: true}
components:
  - {id: job, layer: L7}
  - {id: other-job, layer: L7}
  - {id: job-step, part_of: job}
  - {id: runtime, layer: L6}
  - {id: monitor, layer: L8}
  - {id: outsider}
flows:
  - {id: F, components: [job-step, other-job, runtime, monitor, outsider]}
resources:
  - {id: table, layer: L6}
  - {id: row, part_of: table}
signals:
  - {id: kept, producers: [runtime], consumers: [runtime]}
"""


@table(
    "signal, codes",
    ("nobody makes it", "consumers: [job]", ["TR205"]),
    ("nobody needs it", "producers: [job]", ["TR204"]),
    ("registered, and neither made nor needed", "status: registered", ["TR204", "TR205"]),
    ("planned, it may lack both", "status: planned", []),
    ("retired, it may lack both", "status: retired", []),
    ("Q1: inside only", "producers: [job], consumers: [other-job], persistence: none", []),
    ("Q2", "producers: [job], consumers: [runtime], persistence: none", ["TR206"]),
    ("Q2 in memory", "producers: [job], consumers: [runtime], persistence: In-memory", ["TR206"]),
    ("Q2: kept nowhere", "producers: [job], consumers: [runtime], persistence: []", ["TR206"]),
    ("one store is enough", "producers: [job], consumers: [runtime], persistence: [none, R2]", []),
    ("undeclared, and nobody insists", "producers: [job], consumers: [runtime]", []),
    ("undeclared where it must persist", "producers: [monitor], consumers: [runtime]", ["TR206"]),
    ("planned, it may still be declared", "producers: [monitor], consumers: [runtime], status: planned", []),
    ("Q3", "producers: [job], consumers: [runtime, job], persistence: none", ["TR207"]),
    ("a resource's layer counts", "producers: [job], consumers: [row], persistence: none", ["TR206"]),
    ("a signal is where it is made", "producers: [job], consumers: [kept], persistence: none", ["TR206"]),
    ("a part is in the layer of its whole", "producers: [job-step], consumers: [job], persistence: none", []),
    ("who is in no layer", "producers: [job], consumers: [outsider], persistence: none", []),
    (
        "who is in one decides",
        "producers: [job], consumers: [outsider, runtime], persistence: none",
        ["TR206"],
    ),
    ("a producer in no layer", "producers: [job, outsider], consumers: [runtime], persistence: none", []),
    ("made on both sides", "producers: [job, runtime], consumers: [runtime], persistence: none", []),
)
def test_a_signal_is_made_needed_and_kept(tmp_path: Path, signal: str, codes: list[str]) -> None:
    assert failing(check(tmp_path, f"{LAYERED}  - {{id: SIG, {signal}}}\n")) == codes


def test_a_misspelt_producer_is_no_missing_one(tmp_path: Path) -> None:
    sidecar = f"{LAYERED}  - {{id: SIG, producers: [jop], consumers: [runtime], persistence: none}}\n"
    assert failing(check(tmp_path, sidecar)) == ["TR101"]


def test_a_signal_that_a_misspelt_consumer_means_is_not_unused(tmp_path: Path) -> None:
    sidecar = """
        signals: [{id: SIG-015, producers: [a]}]
        components: [{id: a, consumes: [SIG-15]}]
        flows: [{id: F, components: [a]}]
        """
    assert failing(check(tmp_path, sidecar)) == ["TR101"]


@table(
    "layers, finds",
    ("downwards", "{id: L2, rank: 2}, {id: L5, rank: 5}", False),
    ("upwards", "{id: L2, rank: 5}, {id: L5, rank: 2}", True),
    ("on one level", "{id: L2, rank: 2}, {id: L5, rank: 2}", False),
    ("without a rank", "{id: L2, rank: 2}, {id: L5}", False),
    ("with a rank that is none", "{id: L2, rank: 2}, {id: L5, rank: low}", False),
    ("past the list", "{id: L2, rank: 2, may_use: [L3]}, {id: L5, rank: 5}, {id: L3}", True),
    ("the list goes before ranks", "{id: L2, rank: 5, may_use: [L5]}, {id: L5, rank: 2}", False),
    ("an empty list allows nothing", "{id: L2, may_use: []}, {id: L5}", True),
    ("the list written from the other side", "{id: L2}, {id: L5, usable_by: [L2]}", False),
    ("a list that is not known", "{id: L2, may_use: [L55]}, {id: L5}", False),
)
def test_a_dependency_points_where_its_layer_may(tmp_path: Path, layers: str, finds: bool) -> None:
    sidecar = f"""
        layers: [{layers}]
        components:
          - {{id: api, layer: L2, depends_on: [worker]}}
          - {{id: pool, layer: L5}}
          - {{id: worker, part_of: pool}}
        flows: [{{id: F, components: [api, worker]}}]
        """
    assert ("TR305" in failing(check(tmp_path, sidecar))) is finds


def test_a_layer_comes_from_the_nearest_whole_that_has_one(tmp_path: Path) -> None:
    sidecar = """
        layers: [{id: L2, rank: 2}, {id: L5, rank: 5}]
        components:
          - {id: system, layer: L5}
          - {id: pool, part_of: system}
          - {id: worker, part_of: pool, depends_on: [api, route, aws]}
          - {id: api, part_of: system, layer: L2, depends_on: [route]}
          - {id: route, part_of: api}
          - {id: aws, external: true}
        flows: [{id: F, components: [worker]}]
        """
    assert found(tmp_path, sidecar, "TR305") == [
        "6:46 TR305 component worker (layer L5) depends on api (layer L2), upwards from rank 5 to rank 2",
        "6:51 TR305 component worker (layer L5) depends on route (layer L2), upwards from rank 5 to rank 2",
    ]


def test_a_layer_that_nothing_declares_is_one_mistake(tmp_path: Path) -> None:
    sidecar = """
        layers: [{id: L2, rank: 2}, {id: L5, rank: 5}]
        components:
          - {id: pool, layer: L5}
          - {id: worker, part_of: pool, layer: L6, depends_on: [api]}
          - {id: api, layer: L2}
        flows: [{id: F, components: [worker]}]
        """
    assert failing(check(tmp_path, sidecar)) == ["TR101"]
