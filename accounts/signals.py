"""Facts about people that other rooms may hear."""

from django.dispatch import Signal

# A one-time code was made and has to reach its number.
# Arguments: phone (E.164), code (6 digits), user (User or None), purpose (a value of CodePurpose).
code_created = Signal()

# A person finished signing up: the number is verified and the account holds the answers. The one fact that is told
# before the commit: account, consent and what listeners write down from the answers are saved together or not at all.
# Arguments: person (User), answers (dict of what the sign-up form handed over as `extra`), is_new (bool).
person_signed_up = Signal()

# A number that a person signed in with was replaced. Sent after commit.
# Arguments: person (User, with the new number), old_phone (E.164).
phone_changed = Signal()

# A person withdrew a consent. Arguments: person (User), kind (ConsentKind).
consent_withdrawn = Signal()


class CodePurpose:
    """What a code is for; messaging may word its message by it."""

    SIGN_IN = "sign_in"
    SIGN_UP = "sign_up"
    CHANGE_PHONE = "change_phone"
