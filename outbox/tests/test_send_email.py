from smtplib import SMTPAuthenticationError, SMTPDataError, SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core.mail.backends.locmem import EmailBackend

from outbox.channels import SendFailed, email, open_channels
from outbox.models import Message

SUBJECT = "有消息未能送达"


def mail(**fields):
    text = {"recipient": "office@example.com", "subject": SUBJECT, "body": "请查看".encode(), "uid": "msg_1"}
    return Message(channel="email", **(text | fields))


class FailingBackend(EmailBackend):
    error = None

    def send_messages(self, messages):
        raise self.error


def test_a_mail_has_subject_text_and_a_steady_id(mailoutbox):
    email.send(mail())

    (sent,) = mailoutbox
    assert (sent.to, sent.subject, sent.body) == (["office@example.com"], SUBJECT, "请查看")
    assert sent.extra_headers["Message-ID"] == "<msg_1@ningshe-portal>"


def test_a_line_break_in_the_subject_does_no_harm(mailoutbox):
    email.send(mail(subject="一\r\nBcc: x@example.com"))

    assert mailoutbox[0].subject == "一 Bcc: x@example.com"


@pytest.mark.parametrize(
    ("error", "again"),
    [
        (ConnectionRefusedError("refused"), True),
        (TimeoutError("slow"), True),
        (SMTPServerDisconnected("gone"), True),
        (SMTPAuthenticationError(535, b"password"), True),
        (SMTPRecipientsRefused({"a@example.com": (450, b"busy")}), True),
        (SMTPRecipientsRefused({"a@example.com": (550, b"unknown")}), False),
        (SMTPDataError(451, b"later"), True),
        (SMTPDataError(554, b"spam"), False),
        (ValueError("Invalid address"), False),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else str(value),
)
def test_trouble_of_the_server_is_tried_again(settings, monkeypatch, error, again):
    settings.EMAIL_BACKEND = f"{__name__}.FailingBackend"
    monkeypatch.setattr(FailingBackend, "error", error)

    with pytest.raises(SendFailed) as failed:
        email.send(mail())

    assert failed.value.worth_retrying is again


def test_a_mail_to_nobody_needs_a_person(mailoutbox):
    with pytest.raises(SendFailed) as failed:
        email.send(mail(recipient=""))

    assert failed.value.worth_retrying is False
    assert mailoutbox == []


@pytest.mark.parametrize(
    ("backend", "demo", "is_open"),
    [("dummy", False, False), ("smtp", False, True), ("dummy", True, True)],
    ids=["no server", "server", "demo"],
)
def test_mail_leaves_only_where_there_is_a_server_or_in_the_demo(settings, backend, demo, is_open):
    settings.EMAIL_BACKEND = f"django.core.mail.backends.{backend}.EmailBackend"
    settings.DEMO = demo

    assert ("email" in open_channels()) is is_open
