"""The administrators' screen for accounts: one name field, a number, no e-mail needed."""

from typing import Any

from django import forms
from django.utils.functional import cached_property
from wagtail.admin.ui.tables import Column
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import IndexView
from wagtail.users.views.users import UserViewSet as WagtailUserViewSet

from accounts.changing_phone import announce_change
from accounts.creating import free_phone
from accounts.errors import PhoneTaken
from accounts.fields import PhoneField, clean_full_name
from accounts.models import User
from core.phones import display_phone

OWN_FIELDS = ["full_name", "phone", "email", "village", "regency", "lives_elsewhere", "is_minor", "username"]


class PersonFields(forms.ModelForm):
    """Our fields in place of first name, last name and a required e-mail."""

    first_name = None
    last_name = None
    phone = PhoneField(required=False, help_text="Untuk masuk dengan kode. Boleh kosong bila ada kata sandi.")
    email = forms.EmailField(label="Alamat email", required=False)

    def clean_full_name(self) -> str:
        """Refuse a name without a letter."""
        return clean_full_name(self.cleaned_data["full_name"])

    def clean_username(self) -> str:
        """Refuse a sign-in name that could be taken for a number."""
        name: str = self.cleaned_data["username"]
        if not any(letter.isalpha() for letter in name):
            raise forms.ValidationError("Nama pengguna harus memuat huruf.")
        return name

    def clean_phone(self) -> str | None:
        """Refuse somebody else's number; an unfinished sign-up with it makes way."""
        number = self.cleaned_data["phone"] or None
        try:
            free_phone(number, keep=self.instance if self.instance.pk else None)
        except PhoneTaken as fault:
            raise forms.ValidationError(fault.message, code=fault.code) from fault
        return number

    def save(self, commit: bool = True) -> User:
        """A changed number has to be verified anew, and ends the sessions opened with the old one."""
        if not self.instance.password:
            self.instance.set_unusable_password()  # signs in by code, and may set a password without an old one
        old = ""
        if "phone" in self.changed_data:
            old = str(self.initial.get("phone") or "") if self.instance.phone_verified else ""
            self.instance.phone_verified = False
            self.instance.session_epoch += 1
        person = super().save(commit)
        announce_change(person, old)
        return person


class PersonCreationForm(PersonFields, UserCreationForm):
    """A new account."""

    class Meta(UserCreationForm.Meta):
        fields = [*OWN_FIELDS, "is_superuser", "groups"]


class PersonEditForm(PersonFields, UserEditForm):
    """An account that is there."""

    class Meta(UserEditForm.Meta):
        fields = [*OWN_FIELDS, "is_active", "is_superuser", "groups"]


class PeopleIndexView(IndexView):
    """The list, searched by name, number or sign-in name; unfinished sign-ups don't show."""

    search_fields = ["full_name", "phone", "username"]
    default_ordering = "full_name"

    @cached_property
    def columns(self) -> list[Any]:
        """Put the number behind the name."""
        checkbox, name, *rest = super().columns
        phone = Column("phone", label="Nomor HP", accessor=lambda user: display_phone(user.phone or ""), width="15%")
        return [checkbox, name, phone, *rest]

    def get_base_queryset(self) -> Any:
        """Leave out unfinished sign-ups."""
        return super().get_base_queryset().filter(is_pending=False)


class UserViewSet(WagtailUserViewSet):
    """Accounts under `/studio/users/`."""

    index_view_class = PeopleIndexView
    template_prefix = "accounts/users/"
    ordering = "full_name"

    def get_form_class(self, for_update: bool = False) -> Any:
        """Return the form for a new or an existing account."""
        return PersonEditForm if for_update else PersonCreationForm
