import pytest
from fakes import NOON, RecordedMetrics

from shared.model import ForecastRun, Portion
from workers.batcher import PAGE_SIZE, Batcher, pages_of


class Tables:
    def __init__(self, run: ForecastRun | None, tiles: dict[str, list[tuple[str, str]]]) -> None:
        self.run = run
        self.tiles = tiles

    def of_marker(self, marker: str) -> ForecastRun | None:
        return self.run

    def in_tile(self, tile: str) -> list[tuple[str, str]]:
        return self.tiles[tile]


class FullQueue:
    def send(self, portion: Portion) -> None:
        raise ConnectionError


class Queue:
    def __init__(self) -> None:
        self.sent: list[Portion] = []

    def send(self, portion: Portion) -> None:
        self.sent.append(portion)


def run(product: str = "medium_range", status: str = "complete") -> ForecastRun:
    return ForecastRun("r1", product, status, NOON, tiles=("a", "b"))


def test_each_tile_of_a_run_becomes_a_portion() -> None:
    tables, queue, metrics = (
        Tables(run(), {"a": [("w1", "free")], "b": [("w2", "pro")]}),
        Queue(),
        RecordedMetrics(),
    )
    assert Batcher(tables, tables, queue, metrics).handle("r1/_SUCCESS") == 2
    assert queue.sent == [Portion("r1", "a", ("w1",)), Portion("r1", "b", ("w2",))]


def test_a_hot_tile_is_split_into_pages() -> None:
    crowd = [f"w{n}" for n in range(2 * PAGE_SIZE + 1)]
    pages = list(pages_of(crowd))
    assert [len(page) for page in pages] == [PAGE_SIZE, PAGE_SIZE, 1]
    assert [id_ for page in pages for id_ in page] == crowd


def test_an_organization_gets_the_products_it_pays_for() -> None:
    tables, queue = Tables(run("nowcast"), {"a": [("w1", "free"), ("w2", "pro")], "b": []}), Queue()
    Batcher(tables, tables, queue, RecordedMetrics()).handle("r1/_SUCCESS")
    assert queue.sent == [Portion("r1", "a", ("w2",))]


def test_the_heartbeat_names_the_product() -> None:
    tables, metrics = Tables(run("nowcast"), {"a": [], "b": []}), RecordedMetrics()
    Batcher(tables, tables, Queue(), metrics).handle("r1/_SUCCESS")
    assert metrics.emitted == [("ForecastReady", 1, {"ForecastType": "nowcast"})]


def test_a_run_that_cannot_be_handed_on_leaves_the_heartbeat_silent() -> None:
    tables, metrics = Tables(run(), {"a": [("w1", "free")], "b": []}), RecordedMetrics()
    with pytest.raises(ConnectionError):
        Batcher(tables, tables, FullQueue(), metrics).handle("r1/_SUCCESS")
    assert metrics.names() == []


def test_a_superseded_run_is_not_evaluated() -> None:
    tables, queue = Tables(run(status="superseded"), {"a": [("w1", "free")], "b": []}), Queue()
    assert Batcher(tables, tables, queue, RecordedMetrics()).handle("r1/_SUCCESS") == 0
    assert queue.sent == []
