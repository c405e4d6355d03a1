"""What the OpenAPI document promises of an answer: the status is one it names, the content has the shape it gives."""

import functools
import json
import re

import jsonschema_rs

from ningshe_portal.api.app import api

PART = re.compile(r"<(?:\w+:)?(\w+)>")


@functools.cache
def document():
    """The document as it is sent; made once, it takes a second."""
    return json.loads(json.dumps(api.get_openapi_schema(), default=str))


def calls():
    """Each call of the document, as ``(method, path)``."""
    return [(method, path) for path, row in document()["paths"].items() for method in row]


def check_kept(response):
    """Hold an answer against the document, and give it back; an address or a method of none of its calls passes.

    Raises ``AssertionError`` or ``jsonschema_rs.ValidationError``.
    """
    call = call_of(response)
    if call is None:
        return response
    method, path = call
    promised = document()["paths"][path][method]["responses"]
    assert str(response.status_code) in promised, f"{method} {path} may not answer {response.status_code}"
    kinds = promised[str(response.status_code)]["content"]
    kind = response.headers["Content-Type"].split(";")[0]
    assert kind in kinds, f"{method} {path} may not answer with {kind}"
    if kind.endswith("json"):
        shape(method, path, response.status_code, kind).validate(response.json())
    return response


def call_of(response):
    """The call of the document that was made, as ``(method, path)``; None where it was none."""
    match, method = response.wsgi_request.resolver_match, response.wsgi_request.method.lower()
    path = "/" + PART.sub(r"{\1}", match.route) if match else ""
    return (method, path) if method in document()["paths"].get(path, {}) else None


@functools.cache
def shape(method, path, status, kind):
    """What reads the content of this answer."""
    said = document()["paths"][path][method]["responses"][str(status)]["content"][kind]["schema"]
    return jsonschema_rs.Draft202012Validator(
        said | {"components": document()["components"]}, validate_formats=True
    )
