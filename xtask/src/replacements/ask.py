"""Asks a provider which attributes force a replacement: it plans a change of each attribute, and says what it requires.

Usage: ask.py PROVIDER-BINARY TYPES-FILE. Needs grpcio, grpcio-tools and msgpack. Nothing is created: planning an update
needs no account, and the credentials are not real.
"""
import importlib, json, os, subprocess, sys, tempfile

import grpc, msgpack
from grpc_tools import protoc

HERE = os.path.dirname(os.path.abspath(__file__))
DEPTH = 3
# Rules of web ACLs are deep, and are changed in place.
DEPTH_OF_RULES = 1
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


def base(block, keep):
    """A block with what is required, and the blocks on the way to what is tried."""
    out = {}
    for attribute in block.attributes:
        out[attribute.name] = value(json.loads(attribute.type), 0) if attribute.required else None
    for nested in block.block_types:
        count = max(nested.min_items, 1 if keep and keep[0] == nested.type_name else 0)
        rest = keep[1:] if keep and keep[0] == nested.type_name else []
        filled = [base(nested.block, rest) for _ in range(count)]
        out[nested.type_name] = filled if nested.nesting in (2, 3) else (filled[0] if filled else None)
    return out


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
        config = base(self.schema.provider.block, [])
        config.update(region="eu-central-1", access_key="none", secret_key="none", skip_credentials_validation=True,
            skip_requesting_account_id=True, skip_metadata_api_check="true", skip_region_validation=True)
        request = self.messages.Configure.Request(terraform_version="1.11.0", config=self.packed(config))
        assert not [it for it in self.stub.Configure(request).diagnostics if it.severity == 1]

    def packed(self, body):
        return self.messages.DynamicValue(msgpack=msgpack.packb(body))

    def forces(self, kind, path, prior, new, config):
        """Whether a change forces a replacement; None if the provider does not say."""
        request = self.messages.PlanResourceChange.Request(type_name=kind, prior_state=self.packed(prior),
            proposed_new_state=self.packed(new), config=self.packed(config))
        try:
            answer = self.stub.PlanResourceChange(request, timeout=20)
        except grpc.RpcError:
            self.process.kill()
            self.process.wait()
            self.start()
            return None
        failed = any(it.severity == 1 for it in answer.diagnostics)
        named = [[step.attribute_name for step in it.steps if step.attribute_name] for it in answer.requires_replace]
        return None if failed else any(it and (it[: len(path)] == path or path[: len(it)] == it) for it in named)


def bodies(block, path, of):
    """A resource before and after a change of what is at a path."""
    prior, new = base(block, path[:-1]), base(block, path[:-1])
    for body in (prior, new):
        if body.get("id", 0) is None:
            body["id"] = "polder"
    if of is None:
        nested = next(it for it in find(block, path[:-1]).block_types if it.type_name == path[-1])
        filled, many = base(nested.block, []), nested.nesting in (2, 3)
        at(prior, path[:-1])[path[-1]] = [] if many else None
        at(new, path[:-1])[path[-1]] = [filled] if many else filled
    else:
        at(prior, path[:-1])[path[-1]] = value(of, 0)
        at(new, path[:-1])[path[-1]] = value(of, 1)
    return prior, new


def main():
    provider = Provider(sys.argv[1], protocol())
    try:
        for kind in [line.strip() for line in open(sys.argv[2]) if line.startswith("aws_")]:
            if kind not in provider.schema.resource_schemas:
                continue
            block = provider.schema.resource_schemas[kind].block
            for path, of in tries(block, [], DEPTH_OF_RULES if kind.startswith("aws_wafv2_") else DEPTH):
                prior, new = bodies(block, path, of)
                config = dict(new, id=None) if "id" in new else new
                forces = provider.forces(kind, path, prior, new, config)
                if forces is not False:
                    print("!" if forces else "?", kind, ".".join(path), flush=True)
    finally:
        provider.process.kill()


main()
