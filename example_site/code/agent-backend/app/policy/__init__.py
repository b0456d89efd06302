"""What may be done."""

from app.contracts import RunRequest

LONGEST_PLAN = 50


def allows(request: RunRequest) -> bool:
    """Whether a plan may be executed."""
    return len(request.plan) <= LONGEST_PLAN
