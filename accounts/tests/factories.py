import factory
from django.contrib.auth.models import Group

from accounts.models import PhoneCode, User
from common import clock

PASSWORD = "Ninghe-2026-demo"


class UserFactory(factory.django.DjangoModelFactory):
    """A member of staff who has signed in before; ``roles=["clerk"]`` gives roles."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"staff{n}")
    display_name = factory.Sequence(lambda n: f"工作人员{n}")
    password = factory.django.Password(PASSWORD)
    needs_new_password = False

    @factory.post_generation
    def roles(self, create, names, **kwargs):
        for name in names or []:
            self.groups.add(Group.objects.get_or_create(name=name)[0])


class PhoneCodeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PhoneCode

    phone = factory.Sequence(lambda n: f"138{n:08}")
    purpose = PhoneCode.Purpose.SIGN_IN
    code_hash = "0" * 64
    created_at = factory.LazyFunction(clock.now)
    minute = factory.LazyAttribute(lambda code: int(code.created_at.timestamp()) // 60)
    expires_at = factory.LazyAttribute(lambda code: code.created_at)
