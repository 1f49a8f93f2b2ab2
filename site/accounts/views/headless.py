"""What allauth's JSON API does not answer itself."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt


@csrf_exempt
def not_offered(request: HttpRequest) -> JsonResponse:
    """A path of the API that this product has no use for, in the API's own shape."""
    return JsonResponse({"status": 404, "errors": []}, status=404)
