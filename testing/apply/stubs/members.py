"""Accounts of the organization as members of the services that look for faults."""

from call import answer, kept, missing, stub

WHEN = "2026-01-01T00:00:00Z"


def joined(known, accounts):
    """Accounts of an organization are members without an invitation."""
    known.update({account["accountId"]: account for account in accounts})


@stub("guardduty")
def guardduty(call):
    part = call.match("/detector/([^/]+)/member(?:/([a-z]+))?")
    if not part or call.method != "POST":
        return None
    known = kept("guardduty members", call)
    if part[1] is None:
        joined(known, call.json["accountDetails"])
    if part[1] == "get":
        found = [known[number] for number in call.json["accountIds"] if number in known]
        state = {"relationshipStatus": "Enabled", "updatedAt": WHEN, "invitedAt": WHEN, "detectorId": part[0],
                 "masterId": call.account, "administratorId": call.account}
        return answer({"members": [{**member, **state} for member in found], "unprocessedAccounts": []})
    if part[1] == "delete":
        for number in call.json["accountIds"]:
            known.pop(number, None)
    return answer({"unprocessedAccounts": []})


@stub("macie2")
def macie(call):
    known = kept("macie members", call)
    if call.path == "/members" and call.method == "POST":
        joined(known, [{**call.json["account"], "tags": call.json.get("tags", {})}])
        return answer({"arn": call.arn(f"member/{call.json['account']['accountId']}")})
    if call.method == "POST" and (part := call.match("/tags/.*member%2F([0-9]+)")):
        known[part[0]].setdefault("tags", {}).update(call.json["tags"])
        return answer({})
    part = call.match("/members/([0-9]+)")
    if not part:
        return None
    if part[0] not in known:
        return missing()
    if call.method == "DELETE":
        known.pop(part[0])
        return answer({})
    return answer({
        **known[part[0]], "arn": call.arn(f"member/{part[0]}"), "relationshipStatus": "Enabled", "invitedAt": WHEN,
        "updatedAt": WHEN, "masterAccountId": call.account, "administratorAccountId": call.account,
    })


@stub("securityhub")
def security_hub(call):
    if call.method != "POST" or not call.path.startswith("/members"):
        return None
    known = kept("hub members", call)
    if call.path == "/members":
        known.update({account["AccountId"]: account for account in call.json["AccountDetails"]})
    if call.path == "/members/get":
        found = [known[number] for number in call.json["AccountIds"] if number in known]
        state = {"MemberStatus": "Enabled", "InvitedAt": WHEN, "UpdatedAt": WHEN, "MasterId": call.account,
                 "AdministratorId": call.account}
        return answer({"Members": [{**member, **state} for member in found], "UnprocessedAccounts": []})
    if call.path == "/members/delete":
        for number in call.json["AccountIds"]:
            known.pop(number, None)
    return answer({"UnprocessedAccounts": []})


@stub("securityhub")
def aggregators(call):
    known = kept("finding aggregators", call)
    if call.path == "/findingAggregator/create":
        arn = call.arn("finding-aggregator/1")
        known[arn] = {**call.json, "FindingAggregatorArn": arn, "FindingAggregationRegion": call.region}
        return answer(known[arn])
    if call.path == "/findingAggregator/list":
        return answer({"FindingAggregators": [{"FindingAggregatorArn": arn} for arn in known]})
    if part := call.match("/findingAggregator/(get|delete)/(.+)"):
        if part[1] not in known:
            return missing()
        return answer(known[part[1]] if part[0] == "get" else known.pop(part[1]) and {})
    return None
