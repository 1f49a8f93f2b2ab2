"""Where somebody is signed in."""

from allauth.usersessions.models import UserSession


def session_number(session_key: str | None) -> int | None:
    """The number under which a session is listed, which tells nothing of its key."""
    if not session_key:
        return None
    listed = UserSession.objects.filter(session_key=session_key)
    found: int | None = listed.values_list("pk", flat=True).first()
    return found
