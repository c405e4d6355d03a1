"""E-mail through Django's backend.

Without a mail server the messages stay waiting and can be read in the outbox; in the demo they count as sent.
"""

from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage

from .outcome import Receipt, SendFailed, as_text

NO_SERVER = "django.core.mail.backends.dummy.EmailBackend"


def is_open():
    return settings.EMAIL_BACKEND != NO_SERVER or settings.DEMO


def send(message):
    mail = EmailMessage(
        subject=" ".join(message.subject.split()),
        body=message.text,
        to=[message.recipient] if message.recipient else [],
        headers={"Message-ID": f"<{message.uid}@ningshe-portal>"},
    )
    if not mail.to:
        raise SendFailed("no recipient", worth_retrying=False)
    try:
        mail.send()
    except SMTPRecipientsRefused as error:
        codes = [code for code, _text in error.recipients.values()]
        raise SendFailed(as_text(str(error)), worth_retrying=min(codes) < 500) from error
    except SMTPDataError as error:
        raise SendFailed(as_text(str(error)), worth_retrying=error.smtp_code < 500) from error
    except (SMTPException, OSError) as error:
        # Signing in, the sender, the line: troubles of the server, not of this message.
        raise SendFailed(as_text(str(error)), worth_retrying=True) from error
    except ValueError as error:
        raise SendFailed(as_text(str(error)), worth_retrying=False) from error
    return Receipt()
