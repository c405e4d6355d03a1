"""Who calls: each provider's own system brings its key as a bearer token."""

from ninja.security import HttpBearer

from accounts.actors import Actor, ActorKind
from utilities.api_keys import hash_key
from utilities.models import ApiKey
from utilities.services import note_key_use

ACTOR_LENGTH = 80


class ProviderKey(HttpBearer):
    """``request.auth`` is the provider. Found by the hash of the whole key: nothing to guess at, step by step."""

    def __call__(self, request):
        if not hasattr(request, "caller"):
            request.caller = super().__call__(request)
        return request.caller

    def authenticate(self, request, token):
        row = ApiKey.objects.usable().filter(key_hash=hash_key(token)).select_related("provider").first()
        if row is None:
            return None
        note_key_use(row)
        return row.provider


provider_key = ProviderKey()


def actor(provider, handler=""):
    """``by`` for what a provider's system does: the provider, with the handler it named for the order."""
    return Actor(ActorKind.PROVIDER, f"{provider} {handler}".strip()[:ACTOR_LENGTH])
