"""The judgement itself: a configuration, a forecast, what was found last time. Nothing is read or written."""

from datetime import datetime, timedelta

from shared.model import EvaluationState, EventConfig, Forecast, MonitorConfig, WatchPoint


class Evaluator:
    """Finds the level of danger that a forecast means for a WatchPoint."""

    def level_of(self, watchpoint: WatchPoint, forecast: Forecast, now: datetime) -> int:
        """Return 0 for no danger, n where the n-th threshold is reached."""
        if isinstance(watchpoint.config, MonitorConfig):
            return self.evaluate_monitor(watchpoint.config, forecast, now)
        return self.evaluate_event(watchpoint.config, forecast)

    def evaluate_event(self, config: EventConfig, forecast: Forecast) -> int:
        """Compare the time of an occasion with its thresholds."""
        return _reached(config.thresholds, forecast.between(config.starts, config.ends))

    def evaluate_monitor(self, config: MonitorConfig, forecast: Forecast, now: datetime) -> int:
        """Lay the window over the forecast, beginning now, and compare what lies in it."""
        return _reached(config.thresholds, forecast.between(now, now + timedelta(hours=config.window_hours)))


def _reached(thresholds: tuple[float, ...], values: tuple[float, ...]) -> int:
    worst = max(values, default=float("-inf"))
    return sum(worst >= threshold for threshold in thresholds)


def news_of(before: EvaluationState, level: int) -> str:
    """Name what became different since last time; empty where nothing did that anybody asked to be told."""
    if is_escalation(before, level):
        return "escalated"
    if is_clearance(before, level):
        return "cleared"
    return "crossed" if before.level == 0 and level > 0 else ""


def is_escalation(before: EvaluationState, level: int) -> bool:
    """Whether a danger that was known has grown."""
    return 0 < before.level < level


def is_clearance(before: EvaluationState, level: int) -> bool:
    """Whether a danger that was known has passed."""
    return level == 0 < before.level
