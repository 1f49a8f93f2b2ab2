"""What waits for approval, who approves it, and who hears of it."""

from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db.models import Q
from wagtail.models import Comment, CommentReply, Page, PageSubscription, TaskState

from foundation import tenancy
from portal.queries.access import building_home_of
from portal.queries.roles import editors_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from accounts.models import User


def task_state_by_id(task_state_id: int) -> TaskState | None:
    """For background work; None when the page was deleted since."""
    return (
        TaskState.objects.select_related("workflow_state__requested_by", "finished_by")
        .filter(pk=task_state_id)
        .first()
    )


def page_under_review(task_state: TaskState) -> Page | None:
    """The page that a task state is about, as a plain `Page`."""
    page: Page | None = task_state.workflow_state.content_object
    return page


def approvers_of(page: Page) -> "list[User]":
    """Whom to tell that `page` waits: those named for its building, or else the company's."""
    above = page.get_ancestors(inclusive=True).values("pk")
    everybody = editors_of(above, tenancy.PUBLISHER_ROLES, include_superusers=False)
    home = building_home_of(page)
    if home is not None:
        near = everybody.filter(
            memberships__ended_at__isnull=True,
            memberships__role__in=tenancy.PUBLISHER_ROLES,
            memberships__assignments__building_id=home.building_id,
        )
        if near.exists():
            return list(near)
    return list(everybody)


def may_edit(user: "User", page: Page) -> bool:
    """Whether `user` still works on `page`: the condition for hearing anything about it."""
    above = page.get_ancestors(inclusive=True).values("pk")
    return bool(editors_of(above, tenancy.EDITOR_ROLES).filter(pk=user.pk).exists())


def hearers_of_comments(page: Page, comments: "Collection[Comment]") -> "list[User]":
    """Who hears of these comments: their writers, whose page it is, who follows it, and who asked
    for the approval that is going on. Only people who still work on the page.
    """
    ids = [comment.pk for comment in comments]
    concerned = (
        Q(pk__in=Comment.objects.filter(pk__in=ids).values("user_id"))
        | Q(pk__in=CommentReply.objects.filter(comment_id__in=ids).values("user_id"))
        | Q(
            pk__in=PageSubscription.objects.filter(page=page, comment_notifications=True).values(
                "user_id"
            )
        )
        | Q(pk=page.owner_id or 0)
    )
    state = page.current_workflow_state
    if state is not None and state.requested_by_id:
        concerned |= Q(pk=state.requested_by_id)
    above = page.get_ancestors(inclusive=True).values("pk")
    return list(editors_of(above, tenancy.EDITOR_ROLES).filter(concerned))


def person_by_id(user_id: int) -> "User | None":
    """For background work; None when the account was deleted since."""
    found: Any = get_user_model()._default_manager.filter(pk=user_id).first()
    return found  # type: ignore[no-any-return]


def comments_with_ids(comment_ids: list[int], reply_ids: list[int]) -> list[tuple[str, str, str]]:
    """(who, what, kind) of comments and replies, oldest first; kind is new, reply or resolved."""
    told: list[tuple[Any, str, str, str]] = [
        (
            comment.created_at,
            comment.user.display_name,
            comment.text,
            "resolved" if comment.resolved_at else "new",
        )
        for comment in Comment.objects.filter(pk__in=comment_ids).select_related("user")
    ]
    told += [
        (reply.created_at, reply.user.display_name, reply.text, "reply")
        for reply in CommentReply.objects.filter(pk__in=reply_ids).select_related("user")
    ]
    return [(who, text, kind) for _, who, text, kind in sorted(told)]


def page_by_id(page_id: int) -> Page | None:
    """For background work, which acts on ids it was given by an operation."""
    return Page.objects.filter(pk=page_id).first()
