"""Services that look for faults: Config, GuardDuty, Security Hub, Macie, Access Analyzer."""

import json
import re
import uuid

from call import amendment, answer, kept, missing, stub

MADE = "2026-01-01T00:00:00Z"


@stub("securityhub")
def hub_settings(call):
    if call.method == "PATCH" and call.path.rstrip("/") == "/accounts":
        return answer({})
    return None


@stub("securityhub")
def standards(call):
    known = kept("standards", call)
    if call.path == "/standards/register":
        made = []
        for asked in call.json["StandardsSubscriptionRequests"]:
            standard = asked["StandardsArn"]
            name = re.sub(r"^(standards|ruleset)/", "", re.split(":::?", standard, maxsplit=1)[-1].split("::")[-1])
            subscription = call.arn(f"subscription/{name}")
            known[subscription] = {
                "StandardsSubscriptionArn": subscription, "StandardsArn": standard, "StandardsInput": {},
                "StandardsStatus": "READY", "StandardsControlsUpdatable": "READY_FOR_UPDATES",
            }
            made.append(known[subscription])
        return answer({"StandardsSubscriptions": made})
    wanted = call.json.get("StandardsSubscriptionArns")
    if call.path == "/standards/get":
        found = [value for arn, value in known.items() if not wanted or arn in wanted]
        return answer({"StandardsSubscriptions": found})
    if call.path == "/standards/deregister":
        gone = [known.pop(arn) for arn in wanted if arn in known]
        return answer({"StandardsSubscriptions": gone})
    return None


@stub("config")
def conformance_packs(call):
    if "ConformancePack" not in call.action or "Organization" in call.action:
        return None
    known, asked = kept("conformance packs", call), call.json
    if call.action == "PutConformancePack":
        name = asked["ConformancePackName"]
        arn = call.arn(f"conformance-pack/{name}/conformance-pack-1")
        fields = ("ConformancePackName", "ConformancePackInputParameters", "DeliveryS3Bucket", "DeliveryS3KeyPrefix")
        known[name] = {"ConformancePackArn": arn, "ConformancePackId": "conformance-pack-1"}
        known[name] |= {field: asked[field] for field in fields if field in asked}
        return answer({"ConformancePackArn": arn})
    if call.action == "DeleteConformancePack":
        known.pop(asked["ConformancePackName"], None)
        return answer({})
    wanted = [known[name] for name in asked.get("ConformancePackNames", known) if name in known]
    if call.action == "DescribeConformancePacks":
        if not wanted and asked.get("ConformancePackNames"):
            return missing("NoSuchConformancePackException", 400)
        return answer({"ConformancePackDetails": wanted})
    if call.action == "DescribeConformancePackStatus":
        state = {"ConformancePackState": "CREATE_COMPLETE", "StackArn": "arn:aws:cloudformation:stack"}
        states = [{**pack, **state, "LastUpdateRequestedTime": 1.0} for pack in wanted]
        return answer({"ConformancePackStatusDetails": states})
    return None


@stub("access-analyzer")
def analyzers(call):
    known = kept("analyzers", call)
    if call.method == "PUT" and call.path == "/analyzer":
        asked = call.json
        name = asked["analyzerName"]
        known[name] = {
            "arn": call.arn(f"analyzer/{name}"), "name": name, "type": asked["type"], "createdAt": MADE,
            "status": "ACTIVE", "tags": asked.get("tags") or {},
        }
        if asked.get("configuration"):
            known[name]["configuration"] = asked["configuration"]
        return answer({"arn": known[name]["arn"]})
    if part := call.match("/analyzer/([^/]+)"):
        if part[0] not in known:
            return missing()
        return answer({"analyzer": known.pop(part[0]) if call.method == "DELETE" else known[part[0]]})
    return None


@stub("macie2")
def classification_jobs(call):
    known = kept("macie jobs", call)
    if call.method == "POST" and call.path == "/jobs":
        number = uuid.uuid4().hex
        known[number] = {name: value for name, value in call.json.items() if name != "clientToken"} | {
            "jobId": number, "jobArn": call.arn(f"classification-job/{number}"), "jobStatus": "RUNNING",
            "createdAt": MADE,
        }
        return answer({"jobId": number, "jobArn": known[number]["jobArn"]})
    if part := call.match("/jobs/([0-9a-f]{32})"):
        if part[0] not in known:
            return missing()
        if call.method == "PATCH":
            known[part[0]]["jobStatus"] = call.json["jobStatus"]
            return answer({})
        return answer(known[part[0]])
    return None


@stub("macie2")
def result_export(call):
    if call.path != "/classification-export-configuration":
        return None
    known = kept("macie results", call)
    if call.method == "PUT":
        known.update(call.json)
    return answer({"configuration": known.get("configuration", {})})


@stub("guardduty")
def organization(call):
    part = call.match("/detector/([^/]+)/admin")
    if not part:
        return None
    known = kept("guardduty organization", call)
    if call.method == "POST":
        asked = call.json
        features = known.setdefault("features", {})
        features.update({feature["name"]: feature for feature in asked.get("features") or []})
        known.update({name: asked[name] for name in ("autoEnable", "autoEnableOrganizationMembers") if name in asked})
        return answer({})
    members = known.get("autoEnableOrganizationMembers", "NONE")
    return answer({
        "autoEnable": members != "NONE", "autoEnableOrganizationMembers": members, "memberAccountLimitReached": False,
        "features": list(known.get("features", {}).values()),
    })


@stub("guardduty")
def features(call):
    part = call.match("/detector/([^/]+)")
    if part and call.method == "POST" and call.json.get("features"):
        known = kept(f"guardduty features of {part[0]}", call)
        known.update({feature["name"]: {**feature, "updatedAt": 1.0} for feature in call.json["features"]})
        return answer({})
    return None


@amendment("guardduty")
def with_features(call, found):
    part = call.match("/detector/([^/]+)")
    if part and call.method == "GET":
        known, detector = kept(f"guardduty features of {part[0]}", call), json.loads(found.body)
        others = [feature for feature in detector.get("features") or [] if feature.get("name") not in known]
        return answer({**detector, "features": others + list(known.values())})
    return None


@stub("guardduty")
def malware_protection_plans(call):
    known = kept("malware protection plans", call)
    if call.method == "POST" and call.path == "/malware-protection-plan":
        number = uuid.uuid4().hex
        known[number] = {name: value for name, value in call.json.items() if name != "clientToken"} | {
            "arn": call.arn(f"malware-protection-plan/{number}"), "createdAt": 1.0, "status": "ACTIVE", "statusReasons": [],
        }
        return answer({"malwareProtectionPlanId": number})
    if tags := call.match("/tags/.*malware-protection-plan%2F([0-9a-f]{32})"):
        own = known.get(tags[0], {}).setdefault("tags", {})
        if call.method == "POST":
            own.update(call.json["tags"])
        return answer({"tags": own})
    part = call.match("/malware-protection-plan/([0-9a-f]{32})")
    if not part:
        return None
    if part[0] not in known:
        return missing()
    if call.method == "PATCH":
        known[part[0]].update(call.json)
    return answer(known.pop(part[0]) if call.method == "DELETE" else known[part[0]])


@stub("macie2")
def macie_organization(call):
    if call.path != "/admin/configuration":
        return None
    known = kept("macie organization", call)
    if call.method == "PATCH":
        known.update(call.json)
        return answer({})
    return answer({"autoEnable": known.get("autoEnable", False), "maxAccountLimitReached": False})


@stub("securityhub")
def hub_administrators(call):
    known = kept("hub administrators", call)
    if call.method == "POST" and call.path == "/organization/admin/enable":
        known[call.json["AdminAccountId"]] = {"AccountId": call.json["AdminAccountId"], "Status": "ENABLED"}
        return answer({"AdminAccountId": call.json["AdminAccountId"]})
    if call.method == "POST" and call.path == "/organization/admin/disable":
        known.pop(call.json["AdminAccountId"], None)
        return answer({})
    return answer({"AdminAccounts": list(known.values())}) if call.path == "/organization/admin" else None
