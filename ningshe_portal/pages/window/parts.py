"""How a service request stands in an address: ``water``, ``network-mobile``. Pure."""


def part_of(request):
    return f"{request.service}-{request.carrier}" if request.carrier else request.service


def split_part(part):
    """The service and the carrier, '' where there is none."""
    service, _dash, carrier = part.partition("-")
    return service, carrier
