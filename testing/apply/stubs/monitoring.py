"""CloudWatch: composite alarms, saved queries, and what accounts share with another."""

import re
import uuid
from xml.sax.saxutils import escape

from call import KEPT, answer, document, element, kept, missing, stub

CLOUDWATCH = "http://monitoring.amazonaws.com/doc/2010-08-01/"
METADATA = "<ResponseMetadata><RequestId>1</RequestId></ResponseMetadata>"
LISTS = ("AlarmActions", "OKActions", "InsufficientDataActions")
TEXTS = ("AlarmName", "AlarmRule", "AlarmDescription", "ActionsEnabled", "ActionsSuppressor",
         "ActionsSuppressorExtensionPeriod", "ActionsSuppressorWaitPeriod")


def tags(form):
    keys = [name for name in form if re.fullmatch(r"(Tags\.member\.\d+)\.Key", name)]
    return {form[name]: form[name.replace(".Key", ".Value")] for name in keys}


def alarm(value):
    texts = "".join(element(name, value[name]) for name in TEXTS if value.get(name))
    lists = "".join(f"<{name}>{''.join(element('member', it) for it in value[name])}</{name}>" for name in LISTS)
    return f"<member>{texts}{lists}{element('AlarmArn', value['arn'])}<StateValue>OK</StateValue></member>"


@stub("monitoring")
def composite_alarms(call):
    known, form = kept("composite alarms", call), call.form
    if call.action == "PutCompositeAlarm":
        name = form["AlarmName"]
        old = known.get(name, {"tags": {}})
        known[name] = {text: form[text] for text in TEXTS if text in form} | {it: call.list(it) for it in LISTS} | {
            "arn": f"arn:aws:cloudwatch:{call.region}:{call.account}:alarm:{name}", "tags": tags(form) or old["tags"],
        }
        return document(call, METADATA, CLOUDWATCH)
    if call.action == "DescribeAlarms" and "CompositeAlarm" in call.list("AlarmTypes"):
        found = "".join(alarm(known[name]) for name in call.list("AlarmNames") if name in known)
        inner = f"<CompositeAlarms>{found}</CompositeAlarms><MetricAlarms/>"
        return document(call, f"<DescribeAlarmsResult>{inner}</DescribeAlarmsResult>{METADATA}", CLOUDWATCH)
    if call.action == "ListTagsForResource":
        for value in known.values():
            if value["arn"] == form["ResourceARN"]:
                members = "".join(
                    f"<member>{element('Key', key)}<Value>{escape(it)}</Value></member>"
                    for key, it in value["tags"].items()
                )
                inner = f"<ListTagsForResourceResult><Tags>{members}</Tags></ListTagsForResourceResult>"
                return document(call, inner + METADATA, CLOUDWATCH)
    if call.action == "DeleteAlarms" and known.pop((call.list("AlarmNames") or [""])[0], None):
        return document(call, METADATA, CLOUDWATCH)
    return None


@stub("logs")
def query_definitions(call):
    known = kept("query definitions", call)
    if call.action == "PutQueryDefinition":
        number = call.json.get("queryDefinitionId") or str(uuid.uuid4())
        asked = {name: value for name, value in call.json.items() if name != "clientToken"}
        known[number] = {**asked, "queryDefinitionId": number, "lastModified": 1}
        return answer({"queryDefinitionId": number})
    if call.action == "DescribeQueryDefinitions":
        prefix = call.json.get("queryDefinitionNamePrefix", "")
        return answer({"queryDefinitions": [it for it in known.values() if it["name"].startswith(prefix)]})
    if call.action == "DeleteQueryDefinition":
        return answer({"success": known.pop(call.json["queryDefinitionId"], None) is not None})
    return None


# Of all accounts, by ARN: a link names the sink of another account.
SHARED, POLICIES = KEPT["sinks and links"], KEPT["policies of sinks"]


@stub("oam")
def sinks(call):
    asked = call.json
    if call.path in ("/CreateSink", "/CreateLink"):
        number, kind = str(uuid.uuid4()), call.path.removeprefix("/Create").lower()
        arn = call.arn(f"{kind}/{number}")
        value = {"Arn": arn, "Id": number, "Tags": asked.get("Tags") or {}}
        if kind == "sink":
            value["Name"] = asked["Name"]
        else:
            sink = asked["SinkIdentifier"]
            if sink not in SHARED or sink.split(":")[3] != call.region:
                return missing()
            value |= {"Label": asked["LabelTemplate"], "LabelTemplate": asked["LabelTemplate"], "SinkArn": sink,
                      "ResourceTypes": asked["ResourceTypes"]}
            if asked.get("LinkConfiguration"):
                value["LinkConfiguration"] = asked["LinkConfiguration"]
        SHARED[arn] = value
        return answer(value)
    if call.path in ("/GetSink", "/GetLink"):
        found = SHARED.get(asked["Identifier"])
        return answer(found) if found else missing()
    if call.path in ("/PutSinkPolicy", "/GetSinkPolicy"):
        sink = asked["SinkIdentifier"]
        if call.path == "/PutSinkPolicy":
            POLICIES[sink] = asked["Policy"]
        if sink not in POLICIES:
            return missing()
        return answer({"SinkArn": sink, "SinkId": sink.split("/")[-1], "Policy": POLICIES[sink]})
    if call.path in ("/DeleteSink", "/DeleteLink"):
        SHARED.pop(asked["Identifier"], None)
        return answer({})
    if part := call.match("/tags/(.+)"):
        return answer({"Tags": SHARED.get(part[0], {}).get("Tags", {})})
    return None
