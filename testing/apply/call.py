"""A request to AWS, and answers to it, as the stubs see them."""

import json
import re
from collections import defaultdict
from urllib.parse import parse_qsl, unquote
from xml.sax.saxutils import escape

SCOPE = re.compile(r"Credential=([^/]+)/\d+/([^/]*)/([^/]+)/aws4_request")

# The account of requests without a signature, which the provider does not send.
NOBODY = "000000000000"


class Call:
    """One request. The access key is the ID of the account: the harness sets it so."""

    def __init__(self, method, path, headers, body):
        found = SCOPE.search(headers.get("Authorization", ""))
        key, region, service = found.groups() if found else (NOBODY, "", "s3")
        self.account, self.region, self.service = key, region or "us-east-1", service
        self.method, self.headers, self.body = method, headers, body
        self.path, _, self.query = path.partition("?")
        self.action = headers.get("X-Amz-Target", "").rsplit(".", 1)[-1] or self.form.get("Action", "")

    @property
    def name(self):
        """The action, or where no header and no form names one, what identifies it."""
        return self.action or f"{self.method} {self.path}"

    @property
    def form(self):
        """The parameters of a query API."""
        if not self.body.startswith(b"{") and b"Action=" in self.body[:4000]:
            return dict(parse_qsl(self.body.decode(), keep_blank_values=True))
        return {}

    @property
    def json(self):
        return json.loads(self.body) if self.body[:1] == b"{" else {}

    def list(self, name):
        """A list of a query API: `Name.member.1`."""
        entries = ((re.fullmatch(rf"{name}\.member\.(\d+)", key), value) for key, value in self.form.items())
        return [value for _, value in sorted((int(found[1]), value) for found, value in entries if found)]

    def element(self, name):
        """The text of an XML element of the body."""
        return re.search(f"<{name}>(.*?)</{name}>", self.body.decode())[1]

    def match(self, pattern):
        """The parts of the path, decoded; `None` if it is another path."""
        found = re.fullmatch(pattern, self.path)
        return found and [part and unquote(part) for part in found.groups()]

    def arn(self, resource, service=None, region=None):
        region = self.region if region is None else region
        return f"arn:aws:{service or self.service}:{region}:{self.account}:{resource}"


class Answer:
    def __init__(self, body, status=200, kind="application/json", headers=()):
        self.body = body.encode() if isinstance(body, str) else body
        self.status, self.kind, self.headers = status, kind, list(headers)


def answer(value, status=200):
    return Answer(json.dumps(value), status)


def missing(kind="ResourceNotFoundException", status=404):
    """The error for what does not exist; in the header, too, where REST APIs have it."""
    error = {"__type": kind, "message": "it does not exist", "resourceId": "", "resourceType": ""}
    return Answer(json.dumps(error), status, headers=[("X-Amzn-ErrorType", kind)])


def document(call, inner, namespace, status=200, name=None, headers=()):
    """An XML answer whose root is named after the action."""
    root = f"{name or call.action}Response"
    return Answer(f'<{root} xmlns="{namespace}">{inner}</{root}>', status, "text/xml", headers)


def element(name, value):
    return "" if value is None else f"<{name}>{escape(str(value))}</{name}>"


# What stubs keep, by name, account and region.
KEPT = defaultdict(dict)


def kept(name, call, everywhere=False):
    """What is kept for an account in a region; of a global service, for the account."""
    return KEPT[name, call.account, "" if everywhere else call.region]


STUBS = defaultdict(list)
AMENDMENTS = defaultdict(list)


def stub(service):
    """Registers a function that answers calls of a service, or returns `None`."""
    return lambda function: STUBS[service].append(function) or function


def amendment(service):
    """Registers a function that corrects an emulator's answer: it gets the call and the body, and returns a body."""
    return lambda function: AMENDMENTS[service].append(function) or function
