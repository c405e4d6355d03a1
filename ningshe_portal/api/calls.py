"""What every POST goes through before it is done: of a kind and size that is taken, and done exactly once."""

import hashlib
import json
import re
from functools import wraps

from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _

from utilities.models import IdempotentCall

from . import problems
from .keys import provider_key
from .parts import read_parts

KEY = re.compile(r"[\x21-\x7e]{1,255}")
REPLAYED = "Idempotent-Replayed"
JSON, MULTIPART = "application/json", "multipart/form-data"
MOST_BYTES = {JSON: 64 * 1024, MULTIPART: 64 * 1024 * 1024}
# Answers that say nothing about the call itself; the next try is a new one.
PASSING = {401, 429}


def takes(media_type):
    """For the calls of a router: only this media type, of bearable size, each Idempotency-Key once."""

    def decorate(run):
        @wraps(run)
        def call(request, **path):
            provider = provider_key(request)
            if provider is None:
                return run(request, **path)
            refusal = refuse_unfit(request, media_type)
            if refusal:
                return refusal
            if media_type == MULTIPART:
                read_parts(request)  # pictures are drawn anew here, outside any transaction
            key = key_of(request)
            if key is None:
                return run(request, **path)
            return answer_once(request, provider, key, lambda: run(request, **path), number=path["number"])

        return call

    return decorate


def refuse_unfit(request, media_type):
    """The problem with a body of the wrong kind or size, or a key that is none; None where all is well."""
    most, length = MOST_BYTES[media_type], length_of(request)
    if length > most:
        sentence = _("请求内容不能超过 %d KB。") % (most // 1024)
        return problems.problem(request, problems.TOO_LARGE, sentence)
    if length and request.content_type != media_type:
        return problems.problem(request, problems.BAD_MEDIA, _("请求内容应为 %s。") % media_type)
    key = key_of(request)
    if key is not None and not KEY.fullmatch(key):
        fault = {
            "in": "header",
            "field": "Idempotency-Key",
            "detail": _("应为 1 至 255 个可见的 ASCII 字符。"),
        }
        return problems.problem(request, problems.INVALID, fault["detail"], errors=[fault])
    return None


def key_of(request):
    """Only a POST takes one: what is read is read anew, whatever comes with the call."""
    return request.headers.get("Idempotency-Key") if request.method == "POST" else None


def length_of(request):
    text = request.META.get("CONTENT_LENGTH") or ""
    return int(text) if text.isascii() and text.isdecimal() else 0


def answer_once(request, provider, key, run, *, number):
    """Do the call unless it was done before, and keep its answer in the same transaction as its effect.

    Of two at once the second waits at the unique key for the first, and then gets the first one's answer. What
    failed without being the caller's fault leaves nothing behind: the same key may try again.
    """
    facts = {"method_and_path": f"{request.method} {request.path}"[:300], "body_sha256": digest(request)}
    known = IdempotentCall.objects.filter(provider=provider, key=key).first()
    if known:
        return replay(request, known, facts, number=number)
    with transaction.atomic():
        call = begin(provider, key, facts)
        if call is None:
            known = IdempotentCall.objects.get(provider=provider, key=key)
            return replay(request, known, facts, number=number)
        response = run()
        if response.status_code in PASSING or response.status_code >= 500:
            transaction.set_rollback(True)
        else:
            call.status, call.answer = response.status_code, response.content.decode()
            call.save(update_fields=["status", "answer"])
    return response


def begin(provider, key, facts):
    """The row of a new call; None where another has it already."""
    try:
        with transaction.atomic():
            return IdempotentCall.objects.create(provider=provider, key=key, **facts)
    except IntegrityError:
        return None


def replay(request, known, facts, *, number):
    """The answer given before, to the letter; a problem where the key belonged to another call.

    An order its provider may not read any more is not read in a kept answer either.
    """
    if (known.method_and_path, known.body_sha256) != (facts["method_and_path"], facts["body_sha256"]):
        return problems.problem(request, problems.KEY_REUSED)
    if known.status < 400 and not _may_still_read(known.provider, number):
        return problems.problem(request, problems.NOT_FOUND)
    media_type = problems.MEDIA_TYPE if known.status >= 400 else f"{JSON}; charset=utf-8"
    headers = {REPLAYED: "true"}
    return HttpResponse(known.answer, status=known.status, content_type=media_type, headers=headers)


def _may_still_read(provider, number):
    """The order or task the call was about."""
    is_order = provider.orders.shared().filter(number=number).exists()
    return is_order or provider.duties.filter(number=number).exists()


def digest(request):
    """What makes two bodies the same: the meaning of a JSON text, the parts of a form by name and content."""
    if hasattr(request, "parts"):
        said = json.dumps([[part.field, part.sha256] for part in request.parts])
        return hashlib.sha256(said.encode()).hexdigest()
    return hashlib.sha256(canonical(request.body)).hexdigest()


def canonical(body):
    """The same JSON is the same call, however it was spelt; what is no JSON is what it is."""
    try:
        return json.dumps(json.loads(body), sort_keys=True).encode()
    except (ValueError, RecursionError):
        return body
