"""What the shop runs on: scaling, gateways, functions, backups."""

import json
import uuid

from call import amendment, answer, kept, missing, stub


@amendment("application-autoscaling")
def remember_tags(call, found):
    if call.action == "RegisterScalableTarget":
        arn = json.loads(found.body).get("ScalableTargetARN", "")
        tags = kept("scaling tags", call)
        tags[arn] = call.json.get("Tags") or tags.get(arn, {})


@stub("application-autoscaling")
def scaling_tags(call):
    if call.action == "ListTagsForResource":
        return answer({"Tags": kept("scaling tags", call).get(call.json["ResourceARN"], {})})
    return None


@stub("apigateway")
def client_certificates(call):
    part = call.match("/clientcertificates(?:/([^/]+))?")
    if not part:
        return None
    known, number = kept("client certificates", call), part[0]
    if call.method == "POST":
        number = uuid.uuid4().hex[:6]
        known[number] = {
            "clientCertificateId": number, "description": call.json.get("description"), "tags": call.json.get("tags"),
            "pemEncodedCertificate": "PEM", "createdDate": 1.0, "expirationDate": 2.0,
        }
        return answer(known[number], 201)
    if number not in known:
        return missing("NotFoundException")
    return answer(known.pop(number), 202) if call.method == "DELETE" else answer(known[number])


@amendment("lambda")
def sign_new_functions(call, found):
    if call.method == "POST" and call.path.rstrip("/").endswith("/functions") and call.json.get("CodeSigningConfigArn"):
        kept("code signing", call)[call.json["FunctionName"]] = call.json["CodeSigningConfigArn"]


@stub("lambda")
def code_signing(call):
    known = kept("code signing", call)
    if part := call.match(r"/[^/]+/functions/([^/]+)/code-signing-config"):
        name = part[0].split(":")[-1]
        if call.method == "PUT":
            known[name] = call.json["CodeSigningConfigArn"]
        if call.method == "DELETE":
            known.pop(name, None)
        found = {"CodeSigningConfigArn": known[name]} if name in known else {}
        return answer({**found, "FunctionName": name})
    if part := call.match(r"/[^/]+/code-signing-configs(?:/([^/]+))?/?"):
        arn, asked = part[0], call.json
        if call.method == "POST":
            number = "csc-" + uuid.uuid4().hex[:17]
            arn = call.arn(f"code-signing-config:{number}")
            known[arn] = {
                "CodeSigningConfigId": number, "CodeSigningConfigArn": arn, "Description": asked.get("Description"),
                "AllowedPublishers": asked["AllowedPublishers"],
                "CodeSigningPolicies": asked.get("CodeSigningPolicies"),
                "LastModified": "2026-01-01T00:00:00.000+0000", "Tags": asked.get("Tags") or {},
            }
        if arn not in known:
            return missing()
        return answer({"CodeSigningConfig": known[arn]}, 201 if call.method == "POST" else 200)
    if (part := call.match(r"/[^/]+/tags/(.+)")) and ":code-signing-config:" in part[0]:
        return answer({"Tags": known.get(part[0], {}).get("Tags", {})})
    return None


@stub("backup")
def vault_locks(call):
    if part := call.match("/backup-vaults/([^/]+)/vault-lock"):
        known = kept("vault locks", call)
        known.pop(part[0], None)
        if call.method == "PUT":
            known[part[0]] = call.json
        return answer({})
    return None


@amendment("backup")
def locked(call, found):
    part = call.match("/backup-vaults/([^/]+)/?")
    lock = part and kept("vault locks", call).get(part[0])
    if lock and call.method == "GET":
        fields = {name: value for name, value in lock.items() if name != "ChangeableForDays"}
        return answer({**json.loads(found.body), "Locked": True, **fields})
    return None


@amendment("s3")
def bucket_keys(call, found):
    """ministack does not return that the bucket's key is used."""
    headers = {name.lower(): value for name, value in found.headers}
    if headers.get("x-amz-server-side-encryption") == "aws:kms" and call.method in ("HEAD", "PUT"):
        found.headers.append(("x-amz-server-side-encryption-bucket-key-enabled", "true"))
    return found


@stub("states")
def valid_state_machines(call):
    if call.action == "ListStateMachineVersions":
        return answer({"stateMachineVersions": []})
    if call.action != "ValidateStateMachineDefinition":
        return None
    json.loads(call.json["definition"])
    return answer({"result": "OK", "diagnostics": [], "truncated": False})
