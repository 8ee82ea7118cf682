"""Signer: a job copies the object, as the service does; nothing is signed. Requests for quotas are granted."""

import http.client
import os
import re
import uuid

from call import answer, kept, missing, stub

# The other emulator, which has the buckets.
ADDRESS = ("127.0.0.1", int(os.environ["MINISTACK_PORT"]))


def copy(call, source, target):
    headers = {"x-amz-copy-source": source}
    for name, value in call.headers.items():
        if name == "Authorization":
            headers[name] = re.sub(r"/signer/", "/s3/", value)
    connection = http.client.HTTPConnection(*ADDRESS, timeout=60)
    connection.request("PUT", target, b"", headers)
    status = connection.getresponse().status
    connection.close()
    return status


@stub("signer")
def jobs(call):
    known = kept("signing jobs", call)
    if call.method == "POST" and call.path == "/signing-jobs":
        number = str(uuid.uuid4())
        source, target = call.json["source"]["s3"], call.json["destination"]["s3"]
        key = f"{target['prefix']}{number}.zip"
        version = f"?versionId={source['version']}"
        status = copy(call, f"/{source['bucketName']}/{source['key']}{version}", f"/{target['bucketName']}/{key}")
        state = "Succeeded" if status == 200 else "Failed"
        signed = {"s3": {"bucketName": target["bucketName"], "key": key}}
        known[number] = {"jobId": number, "status": state, "signedObject": signed}
        return answer({"jobId": number})
    if part := call.match("/signing-jobs/([^/]+)"):
        return answer(known[part[0]]) if part[0] in known else missing()
    return None


@stub("servicequotas")
def quotas(call):
    if call.action == "RequestServiceQuotaIncrease":
        asked = call.json
        return answer({"RequestedQuota": {**asked, "Id": "1", "Status": "CASE_CLOSED", "Requester": "{}"}})
    return None
