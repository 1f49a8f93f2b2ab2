"""How access and refresh tokens are made and exchanged: allauth's JWT strategy, made safe.

Its own version lets several of parallel exchanges win and does not notice a stolen token
(docs/decisions/0021). What it keeps: the tokens' shape, their signature, and the session behind
each token, which every use asks.
"""

from typing import TYPE_CHECKING, Any

from allauth.core.internal.httpkit import authenticated_user
from allauth.headless.internal.sessionkit import lookup_session
from allauth.headless.tokens.strategies.jwt import JWTTokenStrategy, internal
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest

from accounts.operations import families

if TYPE_CHECKING:
    from accounts.models import User


class FamilyJWTStrategy(JWTTokenStrategy):
    """Refresh tokens belong to the family of one session, of which each is exchanged once."""

    def create_access_token_payload(self, request: HttpRequest) -> dict[str, Any]:
        """The first pair of a session: after signing in, or after a new password."""
        user = authenticated_user(request)
        access_token = self.create_access_token(request)
        with transaction.atomic():
            family = families.lock_family(session_key=request.session.session_key or "")
            if family is None:
                # allauth writes answer first and session last, and strikes off the list of sessions
                # whatever is not written yet.
                request.session.save()
                UserSession.objects.create_from_request(request)
                family = families.lock_family(session_key=request.session.session_key or "")
            return {
                "access_token": access_token,
                "refresh_token": self._new_refresh_token(user, request.session, family),
            }

    def refresh_token(self, refresh_token: str) -> tuple[str, str] | None:
        """Exchange a refresh token for a new pair; None when it is worth nothing.

        The family's row is locked, so of parallel exchanges exactly one wins. A session that has
        ended is no theft: its token is late, and that is all.
        """
        payload = internal.decode_token(refresh_token, "refresh")
        session_key = payload and internal.session_key_from_sid(payload["sid"])
        if not payload or not session_key:
            return None
        with transaction.atomic():
            family = families.lock_family(session_key=session_key)
            session = family and lookup_session(session_key)
            user = session and internal.validate_token_user(payload, session)
            if not user:
                return None
            if not families.spend_refresh_token(family=family, token_id=payload["jti"]):
                return None
            access_token = internal.create_access_token(user, session, self.get_claims(user))
            families.prolong_session(family=family, session=session)
            return access_token, self._new_refresh_token(user, session, family)

    def _new_refresh_token(self, user: "User", session: Any, family: UserSession) -> str:
        token, payload = internal.create_token(
            "refresh",
            sub=str(user.pk),
            sid=internal.session_key_to_sid(session.session_key),
            expires_in=settings.HEADLESS_JWT_REFRESH_TOKEN_EXPIRES_IN,
        )
        families.add_refresh_token(
            family=family, token_id=payload["jti"], expires_at=payload["exp"]
        )
        return str(token)
