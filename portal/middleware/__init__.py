"""What happens around every request: the guard of the CMS, and the reader's language."""

from portal.middleware.cms import ALLOWED, CmsGuardMiddleware
from portal.middleware.language import LanguageMiddleware

__all__ = ["ALLOWED", "CmsGuardMiddleware", "LanguageMiddleware"]
