"""Accounts, signing in, second factor and how often what may be asked."""

from lms.settings import env

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["core.backends.QuickBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["username", "full_name", "phone"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/saya/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "phone"}
# Optional for allauth, because staff need no number; the sign-up form itself requires one.
ACCOUNT_SIGNUP_FIELDS = ["phone", "password1"]
SILENCED_SYSTEM_CHECKS = ["account.W001"]  # says that phone should be required there
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_USER_DISPLAY = "accounts.naming.display_name"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PHONE_VERIFICATION_TIMEOUT = 15 * 60
ACCOUNT_PHONE_VERIFICATION_MAX_ATTEMPTS = 3
ACCOUNT_PHONE_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_TIMEOUT = 30 * 60  # longer than a code lives, so that an expired code is told from a lost session
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ALLAUTH_TRUSTED_PROXY_COUNT = env.PROXY_COUNT
# Per address wide enough for a class of 40 behind one line; per number (key) narrow, since each code costs money.
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip",
    "login_failed": "30/m/ip,5/5m/key",
    "signup": "120/m/ip",
    "request_login_code": "120/m/ip,1000/d/ip,3/m/key,10/h/key",
    "verify_phone": "120/m/ip,1000/d/ip,3/m/key,10/h/key",
    "change_phone": "5/m/user,20/d/user",
    "sync": "60/m/user,2000/d/user",  # of up to 50 events; a phone empties a week's queue within a minute
    "sync_file": "60/m/user,1000/d/user",  # an officer comes back with 200 owners and up to three photos of each
    "sync_paper": "10/m/user,100/d/user",
    "sync_key": "10/m/user,100/d/user",
    "sync_result": "30/m/user,500/d/user",  # an officer hands in a class's
}
ACCOUNT_FORMS = {
    "login": "accounts.forms.SignInForm",
    "signup": "home.signing_up.SignUpForm",
    "request_login_code": "accounts.forms.CodeRequestForm",
    "confirm_login_code": "accounts.forms.CodeForm",
    "verify_phone": "accounts.forms.PhoneCodeForm",
    "change_phone": "accounts.forms.ChangePhoneForm",
    "set_password": "accounts.forms.SetPasswordForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "reauthenticate": "accounts.forms.ReauthenticateForm",
}
MFA_ADAPTER = "accounts.adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Bimtek Daring IKM"
MFA_TOTP_TOLERANCE = 1  # phones' clocks go wrong by half a minute
MFA_FORMS = {
    "authenticate": "accounts.forms.SecondFactorForm",
    "reauthenticate": "accounts.forms.SecondFactorAgainForm",
    "activate_totp": "accounts.forms.TotpForm",
    "add_webauthn": "accounts.forms.AddPasskeyForm",
    "edit_webauthn": "accounts.forms.EditPasskeyForm",
}
