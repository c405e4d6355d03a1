"""Where a request comes from."""

from ipaddress import ip_address

from django.conf import settings


def client_address(request):
    """The caller's IP address, or ``None``.

    Behind HTTPS stands our own proxy, which appends the true caller to ``X-Forwarded-For``; everything
    before its entry was written by the caller and proves nothing.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if settings.IS_HTTPS:
        address = request.META.get("HTTP_X_FORWARDED_FOR", address).rsplit(",", 1)[-1].strip()
    try:
        return str(ip_address(address))
    except ValueError:
        return None
