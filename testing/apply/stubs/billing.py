"""Cost Explorer: anomalies, and which tags costs are allocated by."""

import uuid

from call import answer, kept, missing, stub

KINDS = {"AnomalyMonitor": "MonitorArn", "AnomalySubscription": "SubscriptionArn"}


@stub("ce")
def anomalies(call):
    for kind, key in KINDS.items():
        known, asked = kept(kind, call, everywhere=True), call.json
        if call.action == f"Create{kind}":
            arn = f"arn:aws:ce::{call.account}:{kind.lower()}/{uuid.uuid4()}"
            known[arn] = {**asked[kind], key: arn}
            if kind == "AnomalySubscription":
                known[arn]["AccountId"] = call.account
            kept("ce tags", call, everywhere=True)[arn] = asked.get("ResourceTags") or []
            return answer({key: arn})
        if call.action == f"Get{kind}s":
            wanted = asked.get(f"{key}List", known)
            return answer({f"{kind}s": [known[arn] for arn in wanted if arn in known]})
        if call.action == f"Update{kind}":
            known[asked[key]].update(asked)
            return answer({key: asked[key]})
        if call.action == f"Delete{kind}":
            known.pop(asked[key], None)
            return answer({})
    return None


@stub("ce")
def tags(call):
    states, tags = kept("cost allocation tags", call, everywhere=True), kept("ce tags", call, everywhere=True)
    if call.action == "UpdateCostAllocationTagsStatus":
        states.update({it["TagKey"]: it["Status"] for it in call.json["CostAllocationTagsStatus"]})
        return answer({"Errors": []})
    if call.action == "ListCostAllocationTags":
        wanted = call.json.get("TagKeys") or states
        found = [{"TagKey": key, "Status": states[key], "Type": "UserDefined"} for key in wanted if key in states]
        return answer({"CostAllocationTags": found})
    if call.action == "ListTagsForResource":
        arn = call.json["ResourceArn"]
        return answer({"ResourceTags": tags[arn]}) if arn in tags else missing()
    if call.action == "TagResource":
        tags.setdefault(call.json["ResourceArn"], []).extend(call.json["ResourceTags"])
        return answer({})
    return None
