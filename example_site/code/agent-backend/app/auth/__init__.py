"""Who is asking."""

from app.models import User


def verify_api_key(key: str, users: dict[str, User]) -> User | None:
    """Return whose key it is, if anybody's."""
    return users.get(key)
