"""People who can sign in."""

import uuid
import zoneinfo
from collections.abc import Iterator
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from foundation import tenancy
from foundation.tenancy import ScopedQuerySet
from foundation.validation import known_language


class UserQuerySet(ScopedQuerySet):
    def visible_to(self, user: Any) -> "UserQuerySet":
        """A person sees their own account; super users see all.

        Names of other people come from memberships and residencies, which know the company.
        """
        if tenancy.is_platform_staff(user):
            return self.all()
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(pk=user.pk)


# The marks here: django-stubs cannot follow `from_queryset`, nor a user model without names.
class UserManager(BaseUserManager["User"].from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Creates accounts by e-mail address; there are no user names."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=normalise_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user  # type: ignore[no-any-return]

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Made at the command line, by whoever runs the server: the address counts as verified."""
        from allauth.account.models import EmailAddress

        user = self.create_user(email, password, is_platform_staff=True, **fields)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)  # type: ignore[no-any-return]


def normalise_email(email: str) -> str:
    """Addresses are compared and stored in lower case."""
    return email.strip().lower()


def known_time_zone(value: str) -> None:
    """
    Raises:
        ValidationError: no time zone of the IANA database.
    """
    if value not in zoneinfo.available_timezones():
        raise ValidationError(gettext("“%(value)s” is no time zone.") % {"value": value})


def avatar_path(user: "User", file_name: str) -> str:
    """Outside what is served by address: only its person fetches it (accounts.views.profile)."""
    return f"avatars/{file_name}"


class User(AbstractUser):
    """A person with an account. What they may do follows from memberships and residencies."""

    username = None  # type: ignore[assignment]
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    #: Changes whenever something changes that decides what the person may see or do.
    access_version = models.CharField(max_length=16, default=tenancy.fresh_mark, editable=False)
    #: Part of what every session holds: another mark ends them all, wherever they are kept.
    session_mark = models.CharField(max_length=16, blank=True, editable=False)
    #: A super user of the platform. They run it, and see nothing of a company without its consent
    #: (accounts.models.support). Django's own flag, which passes every check, is never set.
    is_platform_staff = models.BooleanField(_("runs the platform"), default=False)
    email = models.EmailField(_("e-mail address"))
    language = models.CharField(
        _("language"),
        max_length=12,
        blank=True,
        validators=[known_language],
        help_text=_("Empty: the language of the building."),
    )
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    time_zone = models.CharField(
        _("time zone"),
        max_length=64,
        blank=True,
        validators=[known_time_zone],
        help_text=_("Empty: the time zone of the building."),
    )
    avatar = models.FileField(_("picture"), upload_to=avatar_path, max_length=100, blank=True)
    #: What the person chose; accounts.queries.preferences fills in the usual.
    #: Unread notifications, kept here so that no page has to count them (app notifications).
    unread_count = models.PositiveIntegerField(default=0, editable=False)
    preferences = models.JSONField(_("preferences"), default=dict, blank=True, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()  # type: ignore[misc]

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_unique_any_case"),
            models.CheckConstraint(
                condition=models.Q(is_superuser=False), name="nobody_passes_every_check"
            ),
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="user_email_lower_case"
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    def clean(self) -> None:
        self.email = normalise_email(self.email)

    def get_session_auth_hash(self) -> str:
        """What a session must hold to be believed: it changes with the password and the mark."""
        return f"{super().get_session_auth_hash()}{self.session_mark}"

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        for digest in super().get_session_auth_fallback_hash():
            yield f"{digest}{self.session_mark}"

    @property
    def display_name(self) -> str:
        """The name shown to others; never the address."""
        return self.get_full_name() or gettext("Unnamed person")
