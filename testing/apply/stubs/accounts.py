"""Defaults of accounts, and what the organization turns on."""

import json

from call import amendment, answer, document, element, kept, stub

EC2 = "http://ec2.amazonaws.com/doc/2016-11-15/"
IAM = "https://iam.amazonaws.com/doc/2010-05-08/"
STS = "https://sts.amazonaws.com/doc/2011-06-15/"


@stub("sts")
def identity(call):
    if call.action == "GetCallerIdentity":
        inner = element("Arn", f"arn:aws:iam::{call.account}:user/admin") + element("UserId", "AIDAADMIN")
        result = f"<GetCallerIdentityResult>{inner}{element('Account', call.account)}</GetCallerIdentityResult>"
        return document(call, result + "<ResponseMetadata><RequestId>1</RequestId></ResponseMetadata>", STS)
    return None


@stub("ec2")
def defaults(call):
    known = kept("ec2 defaults", call)
    if call.action == "EnableSnapshotBlockPublicAccess":
        known["snapshots"] = call.form["State"]
    elif call.action == "EnableImageBlockPublicAccess":
        known["images"] = call.form["ImageBlockPublicAccessState"]
    elif call.action == "ModifyInstanceMetadataDefaults":
        known["metadata"] = {name: value for name, value in call.form.items() if name.startswith(("Http", "Instance"))}
        return document(call, element("return", "true"), EC2)
    if call.action in ("EnableSnapshotBlockPublicAccess", "GetSnapshotBlockPublicAccessState"):
        return document(call, element("state", known.get("snapshots", "unblocked")), EC2)
    if call.action in ("EnableImageBlockPublicAccess", "GetImageBlockPublicAccessState"):
        return document(call, element("imageBlockPublicAccessState", known.get("images", "unblocked")), EC2)
    if call.action == "GetInstanceMetadataDefaults":
        values = known.get("metadata", {}).items()
        inner = "".join(element(name[0].lower() + name[1:], value) for name, value in values if value != "-1")
        return document(call, f"<accountLevel>{inner}</accountLevel>", EC2)
    return None


PREFIX_LISTS = {
    "pl-0000000000000hc": ("com.amazonaws.{region}.route53-healthchecks", "15.177.0.0/18"),
    "pl-0000000000000cf": ("com.amazonaws.global.cloudfront.origin-facing", "13.124.199.0/24"),
}


@stub("ec2")
def prefix_lists(call):
    names = {number: name.format(region=call.region) for number, (name, _) in PREFIX_LISTS.items()}
    if call.action == "GetManagedPrefixListEntries" and call.form["PrefixListId"] in names:
        entry = element("cidr", PREFIX_LISTS[call.form["PrefixListId"]][1])
        return document(call, f"<entrySet><item>{entry}</item></entrySet>", EC2)
    if call.action != "DescribeManagedPrefixLists":
        return None
    wanted = set(call.form.values())
    items = "".join(
        "<item>" + element("prefixListId", number) + element("prefixListName", name)
        + element("prefixListArn", f"arn:aws:ec2:{call.region}:aws:prefix-list/{number}")
        + element("addressFamily", "IPv4") + element("state", "create-complete") + element("ownerId", "AWS") + "</item>"
        for number, name in names.items() if wanted & {number, name}
    )
    return document(call, f"<prefixListSet>{items}</prefixListSet>", EC2) if items else None


@stub("iam")
def organization_features(call):
    if "OrganizationsRoot" not in call.action and call.action != "ListOrganizationsFeatures":
        return None
    known = kept("iam features", call, everywhere=True)
    feature = "RootSessions" if "Sessions" in call.action else "RootCredentialsManagement"
    if call.action.startswith("Enable"):
        known[feature] = True
    elif call.action.startswith("Disable"):
        known.pop(feature, None)
    features = "".join(element("member", name) for name in known)
    inner = element("OrganizationId", "o-1") + f"<EnabledFeatures>{features}</EnabledFeatures>"
    result = f"<{call.action}Result>{inner}</{call.action}Result>"
    return document(call, result + "<ResponseMetadata><RequestId>1</RequestId></ResponseMetadata>", IAM)


@stub("compute-optimizer")
def compute_optimizer(call):
    known = kept("compute optimizer", call, everywhere=True)
    if call.action == "UpdateEnrollmentStatus":
        known.update(call.json)
    if call.action in ("UpdateEnrollmentStatus", "GetEnrollmentStatus"):
        members = known.get("includeMemberAccounts", False)
        return answer({"status": known.get("status", "Inactive"), "memberAccountsEnrolled": members})
    return None


@stub("sso")
def permission_sets(call):
    tags = kept("permission set tags", call, everywhere=True)
    if call.action == "ListTagsForResource":
        return answer({"Tags": tags.get(call.json["ResourceArn"], [])})
    if call.action == "TagResource":
        tags.setdefault(call.json["ResourceArn"], []).extend(call.json["Tags"])
        return answer({})
    if call.action in ("DescribePermissionSetProvisioningStatus", "ProvisionPermissionSet"):
        named = call.json.get("PermissionSetArn", "")
        status = {"Status": "SUCCEEDED", "RequestId": "1", "PermissionSetArn": named}
        return answer({"PermissionSetProvisioningStatus": status})
    return None


@amendment("sso")
def tags_of_permission_sets(call, found):
    if call.action == "CreatePermissionSet":
        made = json.loads(found.body)["PermissionSet"]["PermissionSetArn"]
        kept("permission set tags", call, everywhere=True)[made] = call.json.get("Tags") or []
