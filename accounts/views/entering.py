"""Coming in: by name and password, by code, for the first time. allauth's views with our way of going wrong."""

import time
from typing import Any

from allauth.account import views as account
from allauth.account.authentication import get_authentication_records
from allauth.account.internal import flows
from allauth.account.internal.stagekit import clear_login, get_pending_stage
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from accounts.forms import CodeRequestForm, SetPasswordForm
from accounts.signing_up import SESSION_KEY, is_own_sign_up, may_send_code

EXPIRED = "Kode sudah lewat 15 menit dan tidak berlaku lagi. Minta kode baru."
PHONE_STATE = flows.phone_verification.PHONE_VERIFICATION_SESSION_KEY


class FreshStart:
    """Lets people begin anew while a code is on its way: asking shows the form, sending it drops the old code."""

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: Any) -> None:
        """allauth would lead back to the code form, with no way to mend a mistyped number."""
        if request.method == "POST":
            clear_login(request)


class SignInView(FreshStart, account.LoginView):
    """Two forms on one page: number, or name and password."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Tell the two forms apart by their fields."""
        if "phone" in request.POST:
            return self._request_code(CodeRequestForm(request.POST))
        return super().post(request, *args, **kwargs)

    def _request_code(self, form: CodeRequestForm) -> HttpResponse:
        """Send a code, or pretend to: the page is the same for a number nobody has."""
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=self._empty_form(), code_form=form))
        flows.login_by_code.LoginCodeVerificationProcess.initiate(
            request=self.request, user=form._user, phone=form.cleaned_data["phone"]
        )
        return HttpResponseRedirect(self.passthrough_next_url(reverse("account_confirm_login_code")))

    def _empty_form(self) -> Any:
        """Return the other form, unsent."""
        return self.get_form_class()(request=self.request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form for a number, and whether a code is on its way already."""
        kwargs.setdefault("code_form", CodeRequestForm())
        stage = get_pending_stage(self.request)
        kwargs["code_sent"] = bool(stage and stage.urlname == "account_confirm_login_code")
        return super().get_context_data(**kwargs)


class SignUpView(FreshStart, account.SignupView):
    """The sign-up form; what was sent before is shown again when somebody comes back to it."""

    def get_initial(self) -> dict[str, Any]:
        """Return the answers that still wait for their code."""
        waiting = self.request.session.get(SESSION_KEY)
        if not waiting:
            return super().get_initial()
        return {**super().get_initial(), **waiting["typed"]}


class CodeView(account.ConfirmLoginCodeView):
    """The form for a code sent to a number, known or not."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Say it when the code has expired, instead of only leading away."""
        response = super().dispatch(request, *args, **kwargs)
        is_lost = request.method == "POST" and not hasattr(self, "_process") and not request.user.is_authenticated
        if is_lost or getattr(self, "_process", True) is None:
            messages.error(request, EXPIRED)
        return response

    def _resend_form_valid(self, form: Any) -> HttpResponse:
        """Send another code within the limits; for a number nobody has, only say so."""
        here = HttpResponseRedirect(self.passthrough_next_url(reverse("account_confirm_login_code")))
        process = self._process
        if not may_send_code(process.state["phone"]):
            messages.error(self.request, "Kode baru saja dikirim. Tunggu satu menit, lalu coba lagi.")
            return here
        process.send(skip_enumeration_mails=True)
        process.record_resend()
        process.state |= {"at": time.time(), "failed_attempts": 0}
        process.persist()
        messages.success(self.request, "Kode baru sedang dikirim. Kode yang lama tidak berlaku lagi.")
        return here

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add how many tries are left and what the code is for."""
        context = super().get_context_data(**kwargs)
        state = self._process.state
        context["tries_left"] = settings.ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS - state["failed_attempts"]
        context["is_sign_up"] = is_own_sign_up(self.request, state["phone"])
        return context


class ChangePasswordView(account.PasswordChangeView):
    """A new password; whoever has just signed in by code need not know the old one."""

    def get_form_class(self) -> Any:
        """Return the form without the old password after a sign-in by code."""
        return SetPasswordForm if signed_in_by_code(self.request) else super().get_form_class()


def signed_in_by_code(request: HttpRequest) -> bool:
    """Say whether this session typed in a code within the last 15 minutes."""
    records = get_authentication_records(request, request.user)
    since = time.time() - settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT
    return any(record["method"] == "code" and record["at"] > since for record in records)


def verify_phone(request: HttpRequest) -> HttpResponseBase:
    """Take the code sent to a new number; say it when the code has expired."""
    state = request.session.get(PHONE_STATE)
    if state and time.time() - state["at"] > settings.ACCOUNT_PHONE_VERIFICATION_TIMEOUT:
        messages.error(request, EXPIRED)
    return account.verify_phone(request)


def forgotten_password(request: HttpRequest) -> HttpResponse:
    """Say what to do without a password: sign in by code and set a new one, or ask the office."""
    return render(request, "account/password_reset.html")


def to_sign_in(request: HttpRequest, **_: object) -> HttpResponse:
    """Lead every other door that asks for a password to the one with limits and second factor."""
    wanted = request.GET.get("next")
    return redirect_to_login(wanted) if wanted else HttpResponseRedirect(reverse("account_login"))
