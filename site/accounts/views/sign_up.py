"""Signing up with a company, in front of allauth's own sign-up."""

from typing import Any

from allauth.account.views import SignupView
from django.http import HttpResponse

from accounts.forms.sign_up import WISH, CompanySignupForm


class CompanySignupView(SignupView):
    """As the sign-up of a person; the company is opened once the address is proven."""

    template_name = "account/signup_company.html"

    def get_form_class(self) -> type[CompanySignupForm]:
        return CompanySignupForm

    def form_valid(self, form: CompanySignupForm) -> HttpResponse:
        # Kept for a known address as well: the answer must not differ. It is never confirmed.
        values: dict[str, Any] = form.cleaned_data
        self.request.session[WISH] = {
            "email": values["email"].lower(),
            "name": values["company"],
            "slug": values["slug"],
        }
        answer: HttpResponse = super().form_valid(form)
        return answer


sign_up_company = CompanySignupView.as_view()
