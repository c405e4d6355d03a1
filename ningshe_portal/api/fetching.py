"""Access is how an order is fetched: through the provider whose key it is; another's is as good as none."""

import re

from django.http import Http404
from django.shortcuts import get_object_or_404

NUMBER = re.compile(r"[A-Z0-9.-]{1,26}")


def own_orders(request):
    return request.auth.orders.shared().select_related("request__application__town", "provider__endpoint")


def get_order(request, number):
    if not NUMBER.fullmatch(number):
        raise Http404
    return get_object_or_404(own_orders(request), number=number)
