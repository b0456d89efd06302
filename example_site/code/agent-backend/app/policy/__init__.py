"""What may be done."""

from app.contracts import RunRequest

LONGEST_PLAN = 50


def allows(request: RunRequest) -> bool:
    return len(request.plan) <= LONGEST_PLAN
