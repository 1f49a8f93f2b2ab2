"""Who I am, and how I want to be met."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.forms.profile import AvatarForm, PreferencesForm, ProfileForm
from accounts.operations.profile import (
    MAX_AVATAR_BYTES,
    PROFILE_FIELDS,
    change_profile,
    remove_avatar,
    set_avatar,
    set_preferences,
)
from foundation.errors import InvalidInput
from foundation.forms import add_errors
from foundation.requests import SignedInRequest


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def my_profile(request: SignedInRequest) -> HttpResponse:
    """Name, number, language, time zone and picture."""
    initial = {name: getattr(request.user, name) for name in PROFILE_FIELDS}
    form = ProfileForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            change_profile(actor=request.user, **form.cleaned_data)
        except InvalidInput as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Your profile is saved."))
            return redirect("my-profile")
    context = {"form": form, "avatar_form": AvatarForm(), "person": request.user}
    status = 422 if form.errors else 200
    return render(request, "accounts/my_profile.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def my_avatar(request: SignedInRequest) -> HttpResponse | FileResponse:
    """One's own picture: fetch it, or send another one. Nobody else's is served here."""
    if request.method != "POST":
        if not request.user.avatar:
            raise Http404
        response = FileResponse(request.user.avatar.open())
        patch_cache_control(response, private=True, max_age=300)
        return response
    form = AvatarForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            content = file.read(MAX_AVATAR_BYTES + 1)
            set_avatar(actor=request.user, content=content, file_name=file.name)
        except InvalidInput as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Your picture is saved."))
            return redirect("my-profile")
    initial = {name: getattr(request.user, name) for name in PROFILE_FIELDS}
    context = {"form": ProfileForm(initial=initial), "avatar_form": form, "person": request.user}
    return render(request, "accounts/my_profile.html", context, status=422)


@login_required
@require_POST
def avatar_remove(request: SignedInRequest) -> HttpResponse:
    """Show the initials again."""
    remove_avatar(actor=request.user)
    messages.success(request, _("Your picture is deleted."))
    return redirect("my-profile")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def my_preferences(request: SignedInRequest) -> HttpResponse:
    """Colours, digest, quiet hours, and how each kind of message comes."""
    form = PreferencesForm(request.POST or None, user=request.user)
    if form.is_valid():
        try:
            set_preferences(
                actor=request.user,
                theme=form.cleaned_data["theme"],
                digest=form.cleaned_data["digest"],
                notifications=form.notifications(),
                quiet_from=form.cleaned_data["quiet_from"],
                quiet_until=form.cleaned_data["quiet_until"],
            )
        except InvalidInput as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Your preferences are saved."))
            return redirect("my-preferences")
    status = 422 if form.errors else 200
    return render(request, "accounts/my_preferences.html", {"form": form}, status=status)
