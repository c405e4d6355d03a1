"""The API as a provider's system calls it. Knows nothing of the portal but its address and a key."""

import json
import uuid
from contextlib import closing
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlencode, urlsplit

PATIENCE = 20  # seconds
CONNECTIONS = {"http": HTTPConnection, "https": HTTPSConnection}


class Refused(Exception):
    """The portal answered with a problem."""

    def __init__(self, status, problem):
        super().__init__(problem.get("detail", status))
        self.status = status


class Unreachable(Exception):
    """The portal did not answer, or is busy: the same call may be made again."""


class Api:
    """One provider's way in. No proxy of the environment is asked: the portal may be on loopback."""

    def __init__(self, base_url, key):
        self.address, self.key = urlsplit(base_url), key

    def get(self, path, **query):
        asked = urlencode({name: value for name, value in query.items() if value})
        return self._call("GET", f"{path}?{asked}")

    def post(self, path, body):
        """Each call has a key of its own: after a break nobody knows whether it was done."""
        headers = {"Content-Type": "application/json", "Idempotency-Key": uuid.uuid4().hex}
        try:
            return self._call("POST", path, json.dumps(body), headers)
        except Unreachable:
            return self._call("POST", path, json.dumps(body), headers)

    def upload(self, path, name, content):
        """One file, as a form of a page would send it."""
        border = uuid.uuid4().hex
        head = (
            f'--{border}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n"
        )
        body = head.encode() + content + f"\r\n--{border}--\r\n".encode()
        headers = {
            "Content-Type": f"multipart/form-data; boundary={border}",
            "Idempotency-Key": uuid.uuid4().hex,
        }
        return self._call("POST", path, body, headers)

    def _call(self, method, path, body=None, headers=None):
        headers = {"Authorization": f"Bearer {self.key}"} | (headers or {})
        connection = CONNECTIONS[self.address.scheme](self.address.netloc, timeout=PATIENCE)
        try:
            with closing(connection):
                connection.request(method, f"/api/v1/{path}", body, headers)
                answer = connection.getresponse()
                said = json.loads(answer.read())
        except (OSError, HTTPException, ValueError) as error:
            raise Unreachable(str(error)) from error
        if answer.status >= 500:
            raise Unreachable(str(answer.status))
        if answer.status >= 300:
            raise Refused(answer.status, said)
        return said
