"""ministack with corrections. Ends when its input is closed: with the process that started it."""

import os
import sys
import threading

from ministack import app
from ministack.services import elasticache


def any_subnets(parameters):
    """The subnets of a cache are in the other emulator."""
    names = elasticache._extract_configs(parameters, "SubnetIds", ("SubnetIdentifier", "member"))
    zone = elasticache.get_region() + "a"
    return [{"SubnetIdentifier": name, "SubnetAvailabilityZone": {"Name": zone}} for name in names], "vpc-0"


def two_shards(method):
    """ministack refuses two shards, forgets the key, and takes the mode from the number of shards."""
    def create(parameters):
        value = {name: (it[0] if isinstance(it, list) else it) for name, it in parameters.items()}
        name, shards = value["ReplicationGroupId"], value.get("NumNodeGroups")
        if shards == "2":
            parameters = {**parameters, "NumNodeGroups": "3"}
        said = method(parameters)
        group = elasticache._replication_groups.get(name)
        if group:
            if shards == "2":
                gone = group["NodeGroups"].pop()
                lost = {member["CacheClusterId"] for member in gone["NodeGroupMembers"]}
                group["MemberClusters"] = [it for it in group["MemberClusters"] if it not in lost]
                group["_num_node_groups"] = 2
            group["KmsKeyId"] = value.get("KmsKeyId")
            known = elasticache._param_group_params.get(group["CacheParameterGroupName"]) or {}
            if known.get("cluster-enabled", {}).get("Value") == "yes":
                group["ClusterEnabled"], group["ClusterMode"] = True, "enabled"
                group["ConfigurationEndpoint"] = group["NodeGroups"][0]["PrimaryEndpoint"]
        return said
    return create


def with_key(method):
    def write(group):
        key = group.get("KmsKeyId")
        return method(group) + (f"<KmsKeyId>{key}</KmsKeyId>" if key else "")
    return write


def end_with_parent():
    sys.stdin.read()
    os._exit(0)


elasticache._resolve_subnets = any_subnets
elasticache._create_replication_group = two_shards(elasticache._create_replication_group)
elasticache._rg_xml = with_key(elasticache._rg_xml)
threading.Thread(target=end_with_parent, daemon=True).start()
sys.argv = sys.argv[:1]
app.main()
