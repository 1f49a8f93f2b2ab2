"""Background work about requests to join: ids in, safe to run twice."""

from buildings.joining.emails import send_answer, send_to_desk
from buildings.joining.queries.requests import request_to_mail


def tell_desk(request_id: int) -> None:
    """Nothing is sent about a request that was answered or withdrawn meanwhile."""
    request = request_to_mail(request_id)
    if request is not None and request.is_waiting:
        send_to_desk(request)


def tell_answer(request_id: int) -> None:
    request = request_to_mail(request_id)
    if request is not None and not request.is_waiting:
        send_answer(request)
