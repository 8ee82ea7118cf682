"""Route 53: signing of zones, and logs of queries."""

import re
import uuid

from call import Answer, amendment, document, element, kept, missing, stub

ROUTE53 = "https://route53.amazonaws.com/doc/2013-04-01/"
CHANGE = ("<ChangeInfo><Id>/change/C1</Id><Status>INSYNC</Status>"
          "<SubmittedAt>2026-01-01T00:00:00Z</SubmittedAt></ChangeInfo>")
LOCATION = [("Location", "https://route53.amazonaws.com/1")]


def signing_key(key):
    digest = "12345 13 2 ABCDEF0123"
    fields = {
        "Name": key["name"], "KmsArn": key["kms"], "Flag": 257, "SigningAlgorithmMnemonic": "ECDSAP256SHA256",
        "SigningAlgorithmType": 13, "DigestAlgorithmMnemonic": "SHA-256", "DigestAlgorithmType": 2, "KeyTag": 12345,
        "DigestValue": "ABCDEF0123", "PublicKey": "PUBLIC==", "DSRecord": digest, "DNSKEYRecord": "257 3 13 PUBLIC==",
        "Status": key["status"], "CreatedDate": "2026-01-01T00:00:00Z", "LastModifiedDate": "2026-01-01T00:00:00Z",
    }
    return "".join(element(name, value) for name, value in fields.items())


@stub("route53")
def signing(call):
    if call.path == "/2013-04-01/change/C1":
        return document(call, CHANGE, ROUTE53, name="GetChange")
    if call.method == "POST" and call.path.rstrip("/") == "/2013-04-01/keysigningkey":
        name, zone = call.element("Name"), call.element("HostedZoneId").split("/")[-1]
        key = {"name": name, "kms": call.element("KeyManagementServiceArn"), "status": call.element("Status")}
        kept(f"signing keys of {zone}", call, everywhere=True)[name] = key
        inner = f"{CHANGE}<KeySigningKey>{signing_key(key)}</KeySigningKey>"
        return document(call, inner, ROUTE53, 201, "CreateKeySigningKey", LOCATION)
    if part := call.match("/2013-04-01/keysigningkey/([^/]+)/([^/]+)/?(activate|deactivate)?"):
        keys = kept(f"signing keys of {part[0]}", call, everywhere=True)
        if call.method == "DELETE":
            keys.pop(part[1], None)
            return document(call, CHANGE, ROUTE53, name="DeleteKeySigningKey")
        keys[part[1]]["status"] = "ACTIVE" if part[2] == "activate" else "INACTIVE"
        return document(call, CHANGE, ROUTE53, name=f"{part[2].title()}KeySigningKey")
    if part := call.match("/2013-04-01/hostedzone/([^/]+)/(enable|disable)-dnssec"):
        state = "SIGNING" if part[1] == "enable" else "NOT_SIGNING"
        kept("signed zones", call, everywhere=True)[part[0]] = state
        return document(call, CHANGE, ROUTE53, name=f"{part[1].title()}HostedZoneDNSSEC")
    if part := call.match("/2013-04-01/hostedzone/([^/]+)/dnssec"):
        state = kept("signed zones", call, everywhere=True).get(part[0], "NOT_SIGNING")
        keys = kept(f"signing keys of {part[0]}", call, everywhere=True).values()
        members = "".join(f"<member>{signing_key(key)}</member>" for key in keys)
        inner = f"<Status><ServeSignature>{state}</ServeSignature></Status><KeySigningKeys>{members}</KeySigningKeys>"
        return document(call, inner, ROUTE53, name="GetDNSSEC")
    return None


@stub("route53")
def query_logs(call):
    part = call.match("/2013-04-01/queryloggingconfig(?:/([^/]+))?/?")
    if not part:
        return None
    known = kept("query logs", call, everywhere=True)
    number = part[0]
    if call.method == "POST":
        number = str(uuid.uuid4())
        known[number] = (call.element("HostedZoneId"), call.element("CloudWatchLogsLogGroupArn"))
    if number not in known:
        return missing("NoSuchQueryLoggingConfig")
    zone, group = known[number]
    if call.method == "DELETE":
        del known[number]
        return document(call, "", ROUTE53, name="DeleteQueryLoggingConfig")
    inner = element("Id", number) + element("HostedZoneId", zone) + element("CloudWatchLogsLogGroupArn", group)
    inner = f"<QueryLoggingConfig>{inner}</QueryLoggingConfig>"
    if call.method == "POST":
        return document(call, inner, ROUTE53, 201, "CreateQueryLoggingConfig", LOCATION)
    return document(call, inner, ROUTE53, name="GetQueryLoggingConfig")


@amendment("route53")
def health_checks(call, found):
    """moto gives alarms and calculated checks a port and an interval, and forgets what counts without data."""
    part = call.match("/2013-04-01/healthcheck(?:/([^/]+))?")
    if not part or call.method not in ("GET", "POST"):
        return None
    text, without_data = found.body.decode(), kept("health without data", call, everywhere=True)
    if call.method == "POST" and b"<InsufficientDataHealthStatus>" in call.body:
        number = part[0] or re.search("<Id>(.*?)</Id>", text)[1]
        without_data[number] = call.element("InsufficientDataHealthStatus")
    if not part[0] or not re.search("<Type>(CLOUDWATCH_METRIC|CALCULATED)</Type>", text):
        return None
    text = re.sub("<(Port|RequestInterval)>.*?</(Port|RequestInterval)>", "", text)
    status = element("InsufficientDataHealthStatus", without_data.get(part[0]))
    text = text.replace("</HealthCheckConfig>", f"{status}</HealthCheckConfig>")
    return Answer(text, found.status, found.kind, found.headers)


@amendment("route53")
def remember_changes(call, found):
    if call.method == "POST" and call.path.rstrip("/").endswith("/rrset"):
        kept("changes of records", call, everywhere=True)[call.path, call.body] = found


@stub("route53")
def repeated_changes(call):
    """The provider sends a request again when the answer was lost with its connection; the record exists then."""
    if call.method == "POST" and b"<Action>CREATE</Action>" in call.body:
        return kept("changes of records", call, everywhere=True).get((call.path, call.body))
    return None
