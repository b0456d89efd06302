from collections.abc import Sequence
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from fakes import NOON, RecordedMetrics

from inference.generate import MARKER, Inference, generate_medium_range, generate_nowcast
from providers.circuit import OPENS_AFTER, STAYS_OPEN, Circuit, CircuitOpenError, PassingError
from providers.runpod import RunPodClient
from shared.arrays import unpack_chunk
from shared.metrics import EmbeddedMetrics
from shared.model import ForecastRun


class Bucket:
    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}

    def put(self, name: str, data: bytes) -> None:
        self.objects[name] = data


def flat(place: str, hours: int) -> Sequence[float]:
    if place == "nowhere":
        raise ArithmeticError(place)
    return [10.0] * hours


class TestGenerate:
    def test_the_marker_comes_last(self) -> None:
        bucket, reports = Bucket(), list[str]()
        generate_medium_range(Inference(["a", "b"], flat, {}, bucket, reports.append))
        assert list(bucket.objects) == ["a", "b", MARKER]
        assert len(unpack_chunk(bucket.objects["a"])) == 240
        assert reports == ["complete"]

    def test_a_nowcast_looks_six_hours_ahead_and_is_corrected(self) -> None:
        bucket = Bucket()
        generate_nowcast(Inference(["a", "b"], flat, {"a": -1.5}, bucket, lambda status: None))
        assert unpack_chunk(bucket.objects["a"]) == (8.5,) * 6
        assert unpack_chunk(bucket.objects["b"]) == (10.0,) * 6

    def test_a_run_that_breaks_leaves_no_marker(self) -> None:
        bucket, reports = Bucket(), list[str]()
        with pytest.raises(ArithmeticError):
            generate_nowcast(Inference(["a", "nowhere"], flat, {}, bucket, reports.append))
        assert MARKER not in bucket.objects
        assert reports == ["failed"]


class Clock:
    def __init__(self) -> None:
        self.now = NOON


def fail(request: dict[str, Any]) -> None:
    raise PassingError


class TestCircuit:
    def test_each_failed_call_is_counted_for_its_provider(self) -> None:
        metrics = RecordedMetrics()
        client = RunPodClient(fail, lambda run: "t", Circuit("runpod", metrics, lambda: NOON))
        with pytest.raises(PassingError):
            client.start(ForecastRun("d1", "nowcast", "requested", NOON))
        assert metrics.emitted == [("ExternalAPIFailure", 1, {"Provider": "runpod"})]

    def test_a_provider_that_fails_too_often_is_left_alone_for_a_while(self) -> None:
        clock, calls = Clock(), list[str]()
        circuit = Circuit("stripe", RecordedMetrics(), lambda: clock.now)
        for _ in range(OPENS_AFTER):
            with pytest.raises(PassingError):
                circuit.call(lambda: fail({}))
        with pytest.raises(CircuitOpenError):
            circuit.call(lambda: calls.append("while open"))
        clock.now += STAYS_OPEN + timedelta(seconds=1)
        circuit.call(lambda: calls.append("after a while"))
        circuit.call(lambda: calls.append("and on"))
        assert calls == ["after a while", "and on"]


def test_metrics_are_written_as_lines_of_json() -> None:
    log = StringIO()
    EmbeddedMetrics(log).emit("EvaluationLag", 2.5, Queue="evaluation")
    assert log.getvalue() == '{"Queue": "evaluation", "metric": "EvaluationLag", "value": 2.5}\n'
