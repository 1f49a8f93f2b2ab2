from django.urls import path

from accounts.views import profile

urlpatterns = [
    path("my/profile/", profile.my_profile, name="my-profile"),
    path("my/profile/picture/", profile.my_avatar, name="my-avatar"),
    path("my/profile/picture/remove/", profile.avatar_remove, name="my-avatar-remove"),
    path("my/preferences/", profile.my_preferences, name="my-preferences"),
]
