"""One address for two emulators: each request goes to a stub, to moto or to ministack.

The service and the account are in the signature's scope. moto is in this process, ministack in another one."""

import http.client
import io
import json
import re
import sys
import threading
import time
from urllib.parse import urlsplit

from call import AMENDMENTS, NOBODY, STUBS, Answer, Call

# Queues, topics, buckets and functions name each other, so one emulator has all of them.
MINISTACK = {
    "backup", "budgets", "cloudfront", "cloudfront-keyvaluestore", "dynamodb", "elasticache", "kms", "lambda", "s3",
    "sns", "sqs",
}

# REST APIs with XML.
XML = {"cloudfront", "route53", "s3"}

HOP_BY_HOP = {"connection", "content-length", "date", "proxy-connection", "server", "transfer-encoding"}

HOST = "aws.emulator"

# The names of buckets are global: the account that made one, by bucket.
OWNERS = {}


class Router:
    def __init__(self, moto, ministack_port, stubs):
        self.moto, self.ministack_port, self.stubs, self.lock = moto, ministack_port, stubs, threading.Lock()

    def __call__(self, environ, start_response):
        start, call = time.monotonic(), request(environ)
        with self.lock:
            self.stubs.check()
        found, place = self.answer(environ, call)
        start_response(f"{found.status} X", [*found.headers, ("Content-Type", found.kind)])
        self.log(call, place, found, time.monotonic() - start)
        return [] if call.method == "HEAD" else [found.body]

    def answer(self, environ, call):
        for function in STUBS[call.service]:
            if (found := function(call)) is not None:
                return found, "stub"
        # The provider signs calls of S3 Control as `s3`.
        control = call.path.startswith("/v20180820/")
        if call.service in MINISTACK and not control:
            found, place = self.ask_ministack(call), "ministack"
        else:
            found, place = self.ask_moto(environ, call, control), "moto"
        for function in AMENDMENTS[call.service] if found.status < 300 else ():
            changed = function(call, found)
            found = found if changed is None else changed
        return found, place

    def ask_ministack(self, call):
        account = owner(call) if call.service == "s3" else call.account
        headers = {name: value for name, value in call.headers.items() if name.lower() not in HOP_BY_HOP}
        headers["Host"] = f"127.0.0.1:{self.ministack_port}"
        headers["Authorization"] = headers.get("Authorization", "").replace(
            f"Credential={call.account}/", f"Credential={account}/")
        headers.pop("Expect", None)
        connection = http.client.HTTPConnection("127.0.0.1", self.ministack_port, timeout=120)
        target = call.path + (f"?{call.query}" if call.query else "")
        try:
            connection.request(call.method, target, call.body, headers)
            response = connection.getresponse()
            body = response.read()
        except OSError as error:
            return unavailable(call, str(error))
        finally:
            connection.close()
        kept = [(name, value) for name, value in response.getheaders()
                if name.lower() not in HOP_BY_HOP | {"content-type"}]
        length = response.getheader("Content-Length")
        if call.method == "HEAD" and length:
            kept.append(("Content-Length", length))
        return Answer(body, response.status, response.getheader("Content-Type") or "application/xml", kept)

    def ask_moto(self, environ, call, control):
        host = f"{call.service}.{call.region}.amazonaws.com"
        if control:
            host = f"{call.account}.s3-control.{call.region}.amazonaws.com"
        environ = {
            **environ, "HTTP_HOST": host, "HTTP_X_MOTO_ACCOUNT_ID": call.account, "wsgi.input": io.BytesIO(call.body),
            "CONTENT_LENGTH": str(len(call.body)), "REQUEST_URI": call.path, "RAW_URI": call.path,
        }
        environ.pop("HTTP_TRANSFER_ENCODING", None)
        environ["HTTP_AUTHORIZATION"] = call.headers.get("Authorization", "").replace(
            f"Credential={call.account}/", "Credential=AKIAEMULATOR/")
        said = {}
        try:
            parts = self.moto(environ, lambda status, headers, _=None: said.update(status=status, headers=headers))
            body = b"".join(parts)
        # A fault inside of the emulator must not be repeated by the provider.
        except Exception as error:  # noqa: BLE001
            return unavailable(call, repr(error))
        status = int(said["status"].split()[0])
        if status >= 500 or (status == 404 and body[:20].lower().lstrip().startswith(b"<!doctype")):
            return unavailable(call, body[:400].decode(errors="replace"))
        headers = [(name, value) for name, value in said["headers"] if name.lower() not in HOP_BY_HOP]
        kinds = [value for name, value in headers if name.lower() == "content-type"]
        headers = [(name, value) for name, value in headers if name.lower() != "content-type"]
        return Answer(body, status, kinds[0] if kinds else "application/json", headers)

    def log(self, call, place, found, seconds):
        note = f" {found.body[:500]!r}" if found.status >= 400 else ""
        line = f"{call.account} {call.region} {place} {call.service} {call.name} {found.status} {seconds:.2f}{note}"
        with self.lock:
            print(line, file=sys.stderr, flush=True)


def request(environ):
    """The request, with a bucket in the path and not in the host."""
    target = urlsplit(environ["REQUEST_URI"])
    host, path = target.netloc or environ.get("HTTP_HOST", ""), target.path or "/"
    headers = {key[5:].replace("_", "-").title(): value for key, value in environ.items() if key.startswith("HTTP_")}
    if environ.get("CONTENT_TYPE"):
        headers["Content-Type"] = environ["CONTENT_TYPE"]
    chunked = environ.get("wsgi.input_terminated")
    length = int(environ.get("CONTENT_LENGTH") or 0)
    body = environ["wsgi.input"].read() if chunked else environ["wsgi.input"].read(length)
    call = Call(environ["REQUEST_METHOD"], path + (f"?{target.query}" if target.query else ""), headers, body)
    bucket = host.removesuffix(HOST).rstrip(".")
    if call.service == "s3" and host.endswith(f".{HOST}") and not call.path.startswith("/v20180820/"):
        call.path = f"/{bucket}{call.path}"
    return call


def owner(call):
    """The account of the bucket of a call."""
    bucket = call.path.split("/")[1]
    if call.method == "PUT" and re.fullmatch(r"/[^/]+/?", call.path) and not call.query:
        OWNERS.setdefault(bucket, call.account)
    return OWNERS.get(bucket, call.account if call.account != NOBODY else NOBODY)


def unavailable(call, message):
    """The error of an emulator, with a status that the provider does not retry."""
    code, text = "EmulatorFault", f"{call.service} {call.name}: {message}"
    if call.form or call.service in XML:
        inner = f"<Error><Code>{code}</Code><Message>{call.name}</Message></Error>"
        return Answer(f"<ErrorResponse>{inner}</ErrorResponse>", 400, "text/xml", [("X-Emulator", text[:80])])
    return Answer(json.dumps({"__type": code, "message": text}), 400, headers=[("X-Amzn-ErrorType", code)])
