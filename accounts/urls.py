"""Addresses of the room `accounts`, mounted at the root by `lms/urls.py`.

The names are allauth's: it reverses them. Its pages for e-mail are not offered and lead to the person's own data.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

from accounts.views import agreeing, entering, own_data, studio

to_own_data = RedirectView.as_view(pattern_name="own_data")

security = [
    path("", mfa.index, name="mfa_index"),
    path("ulang/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("aplikasi/", totp.activate_totp, name="mfa_activate_totp"),
    path("aplikasi/lepas/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("kode-cadangan/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("kode-cadangan/baru/", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("kode-cadangan/unduh/", recovery_codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("kunci/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("kunci/tambah/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path("kunci/ulang/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("kunci/<int:pk>/hapus/", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
    path("kunci/<int:pk>/ubah/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("masuk/", entering.SignInView.as_view(), name="account_login"),
    path("masuk/nomor/", entering.SignInView.as_view(), name="account_request_login_code"),
    path("masuk/kode/", entering.CodeView.as_view(), name="account_confirm_login_code"),
    path("masuk/pengaman/", mfa.authenticate, name="mfa_authenticate"),
    path("masuk/lupa/", entering.forgotten_password, name="account_reset_password"),
    path("masuk/ditutup/", account.account_inactive, name="account_inactive"),
    path("keluar/", account.logout, name="account_logout"),
    path("daftar/", entering.SignUpView.as_view(), name="account_signup"),
    path("akun/", to_own_data),
    path("akun/nomor/", account.change_phone, name="account_change_phone"),
    path("akun/nomor/kode/", entering.verify_phone, name="account_verify_phone"),
    path("akun/kata-sandi/", entering.ChangePasswordView.as_view(), name="account_change_password"),
    path("akun/kata-sandi/baru/", account.password_set, name="account_set_password"),
    path("akun/ulang/", account.reauthenticate, name="account_reauthenticate"),
    path("akun/email/", to_own_data, name="account_email"),
    path("akun/email/periksa/", to_own_data, name="account_email_verification_sent"),
    path("akun/pengaman/", include(security)),
    path("persetujuan/", agreeing.ask_consent, name="consent_ask"),
    path("privasi/", own_data.privacy, name="privacy"),
    path("saya/data/", own_data.overview, name="own_data"),
    path("saya/data/ubah/", own_data.correct, name="own_data_correct"),
    path("saya/data/unduh/", own_data.download, name="own_data_download"),
    path("saya/data/setuju/<slug:kind>/", own_data.give_consent, name="consent_give"),
    path("saya/data/tarik/<slug:kind>/", own_data.stop_consent, name="consent_withdraw"),
    path("saya/data/hapus/", own_data.ask_deletion, name="own_data_delete"),
    path("saya/data/permintaan/<int:pk>/batal/", own_data.cancel_request, name="data_request_cancel"),
    # Wagtail's own ways in by password have neither limits nor second factor; these stand before them.
    path("studio/login/", entering.to_sign_in),
    path("studio/password_reset/", entering.to_sign_in),
    path("studio/password_reset/<path:rest>", entering.to_sign_in),
    path("_util/login/", entering.to_sign_in),
    path("studio/account/", studio.studio_account),
]
