"""moto with what the stacks look up in AWS and moto lacks: managed cache and origin request policies of CloudFront,
the prefix list of Route 53's health checks, and secrets that other stacks would have made. Arguments: port, regions."""

import os
import re
import sys

from moto.ec2.models import ec2_backends
from moto.secretsmanager.models import SecretsManagerBackend
from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import run_simple

CACHE = {
    "Managed-CachingDisabled": "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
    "Managed-CachingOptimized": "658327ea-f89d-4fab-a63d-7e88639e58f6",
}
ORIGIN_REQUEST = {"Managed-AllViewerExceptHostHeader": "b689b0a8-53d0-40ab-baf2-68738e2966ac"}


def policy(kind, name, number):
    config = f"<Name>{name}</Name>"
    if kind == "CachePolicy":
        config += "<MinTTL>0</MinTTL>"
    when = "<LastModifiedTime>2020-01-01T00:00:00Z</LastModifiedTime>"
    return f"<{kind}><Id>{number}</Id>{when}<{kind}Config>{config}</{kind}Config></{kind}>"


def answer(path):
    for place, kind, known in (
        ("cache-policy", "CachePolicy", CACHE),
        ("origin-request-policy", "OriginRequestPolicy", ORIGIN_REQUEST),
    ):
        found = re.fullmatch(rf"/2020-05-31/{place}(?:/([0-9a-f-]+))?", path)
        if not found:
            continue
        if found.group(1):
            return next((policy(kind, *it) for it in known.items() if it[1] == found.group(1)), None)
        summary = f"{kind}Summary"
        items = "".join(f"<{summary}><Type>managed</Type>{policy(kind, *it)}</{summary}>" for it in known.items())
        count = f"<MaxItems>100</MaxItems><Quantity>{len(known)}</Quantity>"
        return f"<{kind}List>{count}<Items>{items}</Items></{kind}List>"
    return None


def made_when_asked_for(method):
    def ask(self, secret_id, *arguments, **named):
        if secret_id.startswith("arn:") and not self._is_valid_identifier(secret_id):
            name = "stub/" + re.split("[:/]", secret_id)[-1]
            self.create_secret(name, "stub", None, None, [], None, None, [], False)
            self.secrets[name].arn = secret_id
        return method(self, secret_id, *arguments, **named)

    return ask


for name in ("describe_secret", "get_secret_value", "get_resource_policy"):
    setattr(SecretsManagerBackend, name, made_when_asked_for(getattr(SecretsManagerBackend, name)))


def main():
    port, regions = int(sys.argv[1]), sys.argv[2:]
    for region in regions:
        ec2_backends[os.environ["MOTO_ACCOUNT_ID"]][region].create_managed_prefix_list(
            address_family="IPv4", max_entries="1", prefix_list_name=f"com.amazonaws.{region}.route53-healthchecks"
        )
    moto = DomainDispatcherApplication(create_backend_app)

    def application(environ, start_response):
        text = answer(environ["PATH_INFO"]) if environ["REQUEST_METHOD"] == "GET" else None
        if text is None:
            return moto(environ, start_response)
        start_response("200 OK", [("Content-Type", "text/xml"), ("ETag", "E1")])
        return [text.encode()]

    run_simple("127.0.0.1", port, application, threaded=True)


main()
