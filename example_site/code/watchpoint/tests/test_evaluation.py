from datetime import datetime, timedelta

import pytest
from fakes import NOON, RecordedMetrics

from shared.arrays import pack_chunk
from shared.model import (
    EvaluationState,
    EventConfig,
    Forecast,
    MalformedError,
    MonitorConfig,
    Notification,
    Portion,
    WatchPoint,
)
from workers.evaluation.evaluator import Evaluator
from workers.evaluation.worker import EvalWorker, TryAgainError

HOUR = timedelta(hours=1)
MONITOR = MonitorConfig(6, (10.0, 20.0))


class World:
    def __init__(self, watchpoint: WatchPoint, chunk: bytes, state: EvaluationState | None = None) -> None:
        self.watched = watchpoint
        self.bytes = chunk
        self.kept = state
        self.sent: list[Notification] = []

    def chunk(self, run: str, watchpoint: str) -> tuple[datetime, bytes]:
        return NOON, self.bytes

    def watchpoint(self, id_: str) -> WatchPoint | None:
        return self.watched

    def state(self, watchpoint: str) -> EvaluationState | None:
        return self.kept

    def store(self, state: EvaluationState) -> None:
        self.kept = state

    def send(self, notification: Notification) -> None:
        self.sent.append(notification)


def evaluate(world: World, run: str = "r2") -> RecordedMetrics:
    metrics = RecordedMetrics()
    EvalWorker(world, world, metrics).handle(Portion(run, "a", ("w1",)), NOON, NOON + HOUR)
    return metrics


def world(value: float, level: int | None, version: int = 1) -> World:
    """A WatchPoint whose forecast says `value`, and which was at `level` last time."""
    state = None if level is None else EvaluationState("w1", version, "r1", level)
    return World(WatchPoint("w1", "o1", MONITOR), pack_chunk([value] * 12), state)


class TestEvaluator:
    @pytest.mark.parametrize(("value", "level"), [(9.9, 0), (10.0, 1), (19.0, 1), (20.0, 2)])
    def test_the_level_is_the_number_of_thresholds_reached(self, value: float, level: int) -> None:
        forecast = Forecast("r1", NOON, (value,) * 12)
        assert Evaluator().evaluate_monitor(MONITOR, forecast, NOON) == level

    def test_the_window_moves_with_the_clock(self) -> None:
        forecast = Forecast("r1", NOON, (0.0,) * 10 + (15.0,) * 10)
        assert Evaluator().evaluate_monitor(MONITOR, forecast, NOON) == 0
        assert Evaluator().evaluate_monitor(MONITOR, forecast, NOON + 5 * HOUR) == 1

    def test_an_event_is_judged_by_its_own_hours(self) -> None:
        forecast = Forecast("r1", NOON, (30.0, 30.0, 0.0, 0.0, 30.0))
        event = EventConfig(NOON + 2 * HOUR, NOON + 3 * HOUR, (10.0,))
        assert Evaluator().evaluate_event(event, forecast) == 0


class TestNews:
    def test_a_threshold_newly_crossed_is_news(self) -> None:
        here = world(15.0, level=0)
        evaluate(here)
        assert [news.kind for news in here.sent] == ["crossed"]

    def test_a_danger_that_grew_escalates(self) -> None:
        here = world(25.0, level=1)
        evaluate(here)
        assert [(news.kind, news.level) for news in here.sent] == [("escalated", 2)]

    def test_a_danger_that_has_passed_is_cleared(self) -> None:
        here = world(1.0, level=2)
        evaluate(here)
        assert [news.kind for news in here.sent] == ["cleared"]

    def test_what_is_as_it_was_is_no_news(self) -> None:
        here = world(15.0, level=1)
        evaluate(here)
        assert here.sent == []

    def test_the_same_message_twice_tells_nothing_twice(self) -> None:
        here = world(15.0, level=0)
        evaluate(here)
        evaluate(here)
        assert len(here.sent) == 1


class TestState:
    def test_the_first_evaluation_stores_what_it_finds(self) -> None:
        here = world(25.0, level=None)
        evaluate(here)
        assert here.kept == EvaluationState("w1", 1, "r2", 2)
        assert here.sent == []

    def test_an_edit_by_the_customer_is_no_change_in_the_weather(self) -> None:
        here = world(1.0, level=2, version=0)
        evaluate(here)
        assert here.sent == []
        assert here.kept == EvaluationState("w1", 1, "r2", 0)


def test_a_damaged_array_gives_the_message_back() -> None:
    here = world(15.0, level=0)
    here.bytes = here.bytes[:-1] + b"\xff"
    with pytest.raises(TryAgainError):
        evaluate(here)
    assert (here.sent, here.kept) == ([], EvaluationState("w1", 1, "r1", 0))


def test_the_lag_of_the_queue_is_reported() -> None:
    assert evaluate(world(1.0, level=0)).emitted == [("EvaluationLag", 3600.0, {"Queue": "evaluation"})]


@pytest.mark.parametrize("hours", [5, 169])
def test_a_window_out_of_bounds_is_refused(hours: int) -> None:
    with pytest.raises(MalformedError):
        MonitorConfig(hours, ())
