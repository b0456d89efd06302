"""What is remembered between two evaluations, and when it must be forgotten."""

from shared.model import EvaluationState, WatchPoint


class ConfigPolicy:
    """Keeps states from being compared across versions of a configuration."""

    def usable(self, state: EvaluationState | None, watchpoint: WatchPoint) -> EvaluationState | None:
        """Return a state that the present configuration can be compared with, or None to start afresh.

        Across versions the customer's own edit would look like a change in the weather.
        """
        if state is None or state.config_version != watchpoint.config_version:
            return None
        return state


def first_state(watchpoint: WatchPoint, run: str, level: int) -> EvaluationState:
    """Begin: what the first evaluation finds is stored, as there is nothing it could differ from."""
    return EvaluationState(watchpoint.id, watchpoint.config_version, run, level)
