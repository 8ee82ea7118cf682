"""Corrections of moto, which is in this process: what it answers wrongly, or refuses because another emulator has it."""

import copy
import random
import string

from moto.cloudtrail.models import Trail
from moto.organizations.models import FakePolicy, FakeRoot, FakeServiceAccess
from moto.rds.models import DBInstance, RDSBackend
from moto.route53.models import Route53Backend
from moto.s3.models import S3Backend
from moto.secretsmanager.models import ReplicaSecret, SecretsManagerBackend
from moto.ssoadmin.models import ManagedPolicy, SSOAdminBackend


def resource_id():
    return "db-" + "".join(random.choices(string.ascii_uppercase + string.digits, k=26))


def with_resource_id(method):
    """moto gives all databases the same resource ID, by which the provider reads them."""
    def create(self, *arguments, **named):
        method(self, *arguments, **named)
        self.dbi_resource_id = resource_id()
    return create


def with_own_attributes(method):
    """moto copies the database of a replica, lists and all."""
    def create(self, db_kwargs):
        replica = method(self, db_kwargs)
        replica.dbi_resource_id = resource_id()
        replica.replicas = []
        replica.vpc_security_group_ids = db_kwargs.get("vpc_security_group_ids") or replica.vpc_security_group_ids
        replica.tags = copy.deepcopy(db_kwargs.get("tags") or [])
        for name in ("db_parameter_group_name", "monitoring_interval", "monitoring_role_arn", "multi_az", "kms_key_id",
                     "deletion_protection", "enabled_cloudwatch_logs_exports", "max_allocated_storage"):
            if name in db_kwargs:
                setattr(replica, name, db_kwargs[name])
        return replica
    return create


def policy_of_any_secret(method):
    """moto refuses to read the policy of a replica, which has the one of its secret."""
    def read(self, secret_id):
        secret = self.secrets.get(secret_id)
        if isinstance(secret, ReplicaSecret):
            return '{"ARN": "%s", "Name": "%s"}' % (secret.arn, secret.name)
        return method(self, secret_id)
    return read


def with_declarative_policies(method):
    """moto knows no declarative policies for EC2; they behave like tag policies."""
    def create(self, organization, **named):
        kind = named.get("Type")
        if kind != DECLARATIVE:
            method(self, organization, **named)
            return
        method(self, organization, **{**named, "Type": "TAG_POLICY"})
        self.type = kind
        self._arn_format = self._arn_format.replace("tag_policy", kind.lower())
    return create


def without_deleted_records(method):
    """moto takes a record that was created once for one that exists, as long as any later one does."""
    def change(self, zoneid, change_list):
        zone = self.get_hosted_zone(zoneid)
        existing = {(record.name.strip("."), record.type) for record in zone.rrsets}
        for value in change_list:
            wanted = value["ResourceRecordSet"]
            if (wanted["Name"].strip("."), wanted["Type"]) not in existing:
                while value in zone.rr_changes:
                    zone.rr_changes.remove(value)
        return method(self, zoneid, change_list)
    return change


Route53Backend.change_resource_record_sets = without_deleted_records(Route53Backend.change_resource_record_sets)

DECLARATIVE = "DECLARATIVE_POLICY_EC2"
FakePolicy.__init__ = with_declarative_policies(FakePolicy.__init__)
for kind in (FakePolicy, FakeRoot):
    kind.SUPPORTED_POLICY_TYPES = [*kind.SUPPORTED_POLICY_TYPES, DECLARATIVE]

DBInstance.__init__ = with_resource_id(DBInstance.__init__)
RDSBackend.create_db_instance_read_replica = with_own_attributes(RDSBackend.create_db_instance_read_replica)
SecretsManagerBackend.get_resource_policy = policy_of_any_secret(SecretsManagerBackend.get_resource_policy)

# The other emulator has the buckets and topics.
Trail.check_bucket_exists = Trail.check_topic_exists = lambda self: None
S3Backend.get_bucket = lambda self, name: None

# Its list of services is old.
FakeServiceAccess.trusted_service = staticmethod(lambda principal: principal.endswith(".amazonaws.com"))

# Its list of policies is old, too.
SSOAdminBackend._find_managed_policy = lambda self, arn: ManagedPolicy(arn, arn.split("/")[-1])
