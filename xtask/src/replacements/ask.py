"""Asks a provider which attributes force a replacement: it plans a change of each attribute, and says what it requires.

Usage: ask.py PROVIDER-BINARY TYPES-FILE. Needs grpcio, grpcio-tools and msgpack. Nothing is created: planning an update
needs no account, and the credentials are not real.
"""
import importlib, json, os, re, subprocess, sys, tempfile

import grpc, msgpack
from grpc_tools import protoc

HERE = os.path.dirname(os.path.abspath(__file__))
DEPTH = 3
# Rules of web ACLs are deep, and are changed in place.
DEPTH_OF_RULES = 1
# Pairs of values that a resource needs so that the provider answers at all, by the path of the attribute. Where the provider says
# which values it accepts, they are learned from its answers.
ARN = "arn:aws:iam::111111111111:role/"
NEEDED = {
    "aws_api_gateway_authorizer": {("authorizer_uri",): ("one", "two")},
    "aws_cloudwatch_metric_alarm": {("statistic",): ("Average", "Sum")},
    "aws_dynamodb_table": {
        ("billing_mode",): ("PAY_PER_REQUEST", "PAY_PER_REQUEST"),
        ("hash_key",): ("polder-one", "polder-one"),
        ("attribute", "name"): ("polder-one", "polder-one"),
        ("attribute", "type"): ("S", "N"),
    },
    "aws_kinesis_firehose_delivery_stream": {("destination",): ("extended_s3", "extended_s3")},
    "aws_lambda_function": {("handler",): ("one.main", "two.main"), ("runtime",): ("python3.12", "python3.13")},
    "aws_lb_target_group": {
        ("port",): (80, 81),
        ("protocol",): ("HTTP", "HTTPS"),
        ("protocol_version",): ("HTTP1", "HTTP2"),
        ("target_type",): ("ip", "instance"),
        ("vpc_id",): ("vpc-1", "vpc-2"),
        ("health_check", "protocol"): ("HTTP", "HTTPS"),
        ("stickiness", "type"): ("lb_cookie", "app_cookie"),
        ("stickiness", "cookie_name"): ("one", "two"),
    },
}
# Blocks that a resource needs for the same reason.
NEEDED_BLOCKS = {
    "aws_dynamodb_table": ["attribute"],
    "aws_kinesis_firehose_delivery_stream": ["extended_s3_configuration"],
}
# What the provider accepts is learned from so many answers at most.
ANSWERS = 12
OPTIONS = [("grpc.max_receive_message_length", -1), ("grpc.default_authority", "localhost")]


def protocol():
    folder = tempfile.mkdtemp()
    args = ["protoc", "-I" + HERE, "--python_out=" + folder, "--grpc_python_out=" + folder, HERE + "/ask.proto"]
    if protoc.main(args) != 0:
        sys.exit("cannot compile ask.proto")
    sys.path.insert(0, folder)
    return importlib.import_module("ask_pb2"), importlib.import_module("ask_pb2_grpc")


def start(binary):
    environment = dict(os.environ, PLUGIN_PROTOCOL_VERSIONS="5", AWS_EC2_METADATA_DISABLED="true",
        TF_PLUGIN_MAGIC_COOKIE="d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2")
    process = subprocess.Popen([binary], env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    network, address = process.stdout.readline().strip().split("|")[2:4]
    return process, ("unix:" if network == "unix" else "") + address


def value(kind, which):
    """A value of a type; those of 0 and 1 differ."""
    if kind == "string":
        return ["polder-one", "polder-two"][which]
    if kind == "number":
        return [1, 2][which]
    if kind == "bool":
        return [False, True][which]
    if kind == "dynamic":
        return None
    name, inner = kind[0], kind[1]
    if name in ("list", "set"):
        return [value(inner, which)]
    if name == "map":
        return {"key": value(inner, which)}
    return {key: value(of, which) for key, of in inner.items()}


def accepted(pair, kind, which):
    """A value of a type, of a pair that the provider accepts."""
    if isinstance(kind, list) and kind[0] in ("list", "set"):
        return [accepted(pair, kind[1], which)]
    if isinstance(kind, list) and kind[0] == "map":
        return {"key": accepted(pair, kind[1], which)}
    return pair[which]


def value_at(path, kind, which, pairs):
    """A value of the attribute at a path: one that the provider accepts, where that is known."""
    return accepted(pairs[path], kind, which) if path in pairs else value(kind, which)


def base(block, keep, pairs, always=(), above=()):
    """A block with what is required and needed, and the blocks on the way to what is tried."""
    out = {}
    for attribute in block.attributes:
        path = (*above, attribute.name)
        wanted = attribute.required or path in pairs and attribute.optional and path in pairs.needed
        out[attribute.name] = value_at(path, json.loads(attribute.type), 0, pairs) if wanted else None
    for nested in block.block_types:
        kept = keep and keep[0] == nested.type_name
        count = max(nested.min_items, 1 if kept or nested.type_name in always else 0)
        path = (*above, nested.type_name)
        filled = [base(nested.block, keep[1:] if kept else [], pairs, (), path) for _ in range(count)]
        out[nested.type_name] = filled if nested.nesting in (2, 3) else (filled[0] if filled else None)
    return out


class Pairs(dict):
    """Pairs of values of a type of resource that the provider accepts, by the path of the attribute."""

    def __init__(self, kind):
        super().__init__(NEEDED.get(kind, {}))
        self.needed = set(self)

    def learn(self, diagnostics):
        """Takes values from what the provider says about those that it refuses. Whether there are new ones."""
        before = len(self)
        for it in diagnostics:
            steps = tuple(step.attribute_name for step in it.attribute.steps if step.attribute_name)
            named = re.search(r"Path: ([\w.\[\]]+)", it.detail)
            path = tuple(re.sub(r"\[.*?\]", "", named.group(1)).split(".")) if named else steps
            pair = offered(it)
            if path and pair:
                self.setdefault(path, pair)
        return len(self) > before


def offered(diagnostic):
    """Two values that the provider accepts, from its refusal of another one; the same twice if there is only one."""
    if "ARN Value" in diagnostic.summary:
        return ARN + "one", ARN + "two"
    if "JSON" in diagnostic.detail:
        return tuple(json.dumps({"Version": "2012-10-17", "Id": it, "Statement": []}) for it in ("one", "two"))
    valid = re.search(r"Valid Values:\s*\[(.*?)\s*\]", diagnostic.detail, re.S)
    words = valid.group(1).split() if valid else []
    return (words[0], words[-1]) if words else None


def at(body, path):
    for part in path:
        body = body[part]
        body = body[0] if isinstance(body, list) else body
    return body


def tries(block, path, depth):
    """Every attribute and block that a configuration can set, with its path."""
    for attribute in block.attributes:
        if (attribute.required or attribute.optional) and not attribute.write_only:
            yield path + [attribute.name], json.loads(attribute.type)
    for nested in block.block_types:
        if nested.type_name in ("timeouts",):
            continue
        yield path + [nested.type_name], None
        if len(path) < depth - 1:
            yield from tries(nested.block, path + [nested.type_name], depth)


def find(block, path):
    for part in path:
        block = next(nested.block for nested in block.block_types if nested.type_name == part)
    return block


class Provider:
    """A provider that is started again when it ends: a change that it does not expect may be its last."""

    def __init__(self, binary, modules):
        self.binary, (self.messages, self.services) = binary, modules
        self.start()

    def start(self):
        self.process, address = start(self.binary)
        self.stub = self.services.ProviderStub(grpc.insecure_channel(address, options=OPTIONS))
        self.schema = self.stub.GetSchema(self.messages.GetProviderSchema.Request())
        config = base(self.schema.provider.block, [], Pairs(None))
        config.update(region="eu-central-1", access_key="none", secret_key="none", skip_credentials_validation=True,
            skip_requesting_account_id=True, skip_metadata_api_check="true", skip_region_validation=True)
        request = self.messages.Configure.Request(terraform_version="1.11.0", config=self.packed(config))
        assert not [it for it in self.stub.Configure(request).diagnostics if it.severity == 1]

    def packed(self, body):
        return self.messages.DynamicValue(msgpack=msgpack.packb(body))

    def forces(self, kind, path, of, pairs):
        """Whether a change forces a replacement; None if the provider does not say."""
        block = self.schema.resource_schemas[kind].block
        for _ in range(ANSWERS):
            prior, new = bodies(kind, block, path, of, pairs)
            if prior == new:
                return None
            config = dict(new, id=None) if "id" in new else new
            answer = self.planned(kind, prior, new, config)
            if answer is None:
                return None
            if not any(it.severity == 1 for it in answer.diagnostics):
                named = [[step.attribute_name for step in it.steps if step.attribute_name] for it in answer.requires_replace]
                return any(it and (it[: len(path)] == path or path[: len(it)] == it) for it in named)
            if not pairs.learn(answer.diagnostics):
                return None
        return None

    def planned(self, kind, prior, new, config):
        """The answer of the provider; None if it ended instead."""
        request = self.messages.PlanResourceChange.Request(type_name=kind, prior_state=self.packed(prior),
            proposed_new_state=self.packed(new), config=self.packed(config))
        try:
            return self.stub.PlanResourceChange(request, timeout=20)
        except grpc.RpcError:
            self.process.kill()
            self.process.wait()
            self.start()
            return None


def bodies(kind, block, path, of, pairs):
    """A resource before and after a change of what is at a path."""
    always = NEEDED_BLOCKS.get(kind, ())
    prior, new = (base(block, path[:-1], pairs, always) for _ in range(2))
    for body in (prior, new):
        if body.get("id", 0) is None:
            body["id"] = "polder"
    if of is None:
        nested = next(it for it in find(block, path[:-1]).block_types if it.type_name == path[-1])
        filled, many = base(nested.block, [], pairs, (), tuple(path)), nested.nesting in (2, 3)
        at(prior, path[:-1])[path[-1]] = [] if many else None
        at(new, path[:-1])[path[-1]] = [filled] if many else filled
    else:
        at(prior, path[:-1])[path[-1]] = value_at(tuple(path), of, 0, pairs)
        at(new, path[:-1])[path[-1]] = value_at(tuple(path), of, 1, pairs)
    return prior, new


def main():
    provider = Provider(sys.argv[1], protocol())
    try:
        for kind in [line.strip() for line in open(sys.argv[2]) if line.startswith("aws_")]:
            if kind not in provider.schema.resource_schemas:
                continue
            block, pairs = provider.schema.resource_schemas[kind].block, Pairs(kind)
            for path, of in tries(block, [], DEPTH_OF_RULES if kind.startswith("aws_wafv2_") else DEPTH):
                forces = provider.forces(kind, path, of, pairs)
                if forces is not False:
                    print("!" if forces else "?", kind, ".".join(path), flush=True)
    finally:
        provider.process.kill()


main()
