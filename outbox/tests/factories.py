import factory
from factory.django import DjangoModelFactory

from outbox.models import Channel, Endpoint, EndpointKind, Message


class EndpointFactory(DjangoModelFactory):
    class Meta:
        model = Endpoint

    kind = EndpointKind.PROVIDER
    name = factory.Sequence("供水公司{}".format)
    url = "http://127.0.0.1:1/hook"
    networks = "127.0.0.0/8"


class MessageFactory(DjangoModelFactory):
    """A push; ``SmsFactory`` makes a text."""

    class Meta:
        model = Message

    channel = Channel.WEBHOOK
    endpoint = factory.SubFactory(EndpointFactory)
    recipient = factory.LazyAttribute(lambda message: message.endpoint.name)
    kind = "order.created"
    body = b'{"type":"order.created"}'
    key = factory.Sequence("order.created:{}".format)
    about = "NH20261123000123-W"


class SmsFactory(DjangoModelFactory):
    class Meta:
        model = Message

    channel = Channel.SMS
    recipient = "13820001234"
    kind = "phone.code"
    body = "验证码123456".encode()
    key = factory.Sequence("phone.code:{}".format)
