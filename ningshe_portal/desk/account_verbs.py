"""The account number (户号) of a new customer, where it comes after the connection or was mistyped."""

from django import forms
from django.utils.translation import gettext_lazy as _

from utilities.account_numbers import MOST_LETTERS, note_account
from utilities.forms import VerbForm
from utilities.models import OrderStatus


class AccountForm(VerbForm):
    account_number = forms.CharField(
        label=_("户号"),
        max_length=MOST_LETTERS,
        help_text=_("申请人会收到短信，办结通知书随之更新。"),
    )


def is_connected(order, milestone):
    return order.status == OrderStatus.CONNECTED


def has_account(order, milestone):
    return is_connected(order, milestone) and order.account_number != ""


def account_form(order, milestone, user, *data):
    return AccountForm(*data, initial={"account_number": order.account_number})


def note(order, milestone, **said):
    note_account(order, **said)
