"""Compares `polder diff` with real plans of Terraform, for the edits of platform files in edits.toml.

For each edit, both platforms are compiled. A stack that differs gets a state as if the old platform was applied, and Terraform
plans the new one on it. Each resource's action in the plan is compared with the one in the report of `polder diff`.

A state has the values that the provider plans for the old stack. What the provider knows only after an apply is taken from an
apply against Terraform's mocked provider, in which references between resources are consistent. Values of other stacks are the
stubs of `polder compile --standalone`; where the plan of a stack changes an output, stacks that read it get another value.
"""

import argparse
import collections
import concurrent.futures
import dataclasses
import datetime
import fnmatch
import hashlib
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
import tomllib

ACCOUNT = "111111111111"
PROVIDER = 'provider["registry.terraform.io/hashicorp/aws"]'
# What Terraform leaves in a folder, and what no plan reads.
LEFT = (".terraform*", "plan", "*.tfstate*", "tests", "README.md")
# Files that are no part of what a stack does.
ASIDE = ("standalone_override.tf", "emulator_override.tf", "standalone.auto.tfvars", "backend.tf")
EMULATOR = 'provider "aws" {\n  max_retries       = 3\n  s3_use_path_style = true\n}\n'


# Edits share builds and states of old platforms: each is made once.
MAKING = collections.defaultdict(threading.Lock)


class Failed(Exception):
    """Something that an edit needs did not work."""


def run(command, folder=None, env=None, good=(0,)):
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True)
    if done.returncode not in good:
        said = (done.stdout + done.stderr)[-3000:]
        raise Failed(f"{' '.join(map(str, command))} failed\n{said}")
    return done.stdout


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def digest(*parts):
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def text_of(folder, aside=()):
    """The files below a folder that a plan reads, with their names, without those that are aside."""
    names = sorted(it.relative_to(folder) for it in folder.rglob("*") if it.is_file() and it.name not in aside)
    names = [it for it in names if not any(fnmatch.fnmatchcase(part, left) for part in it.parts for left in LEFT)]
    return "\0".join(f"{it.as_posix()}\0{(folder / it).read_text(errors='backslashreplace')}" for it in names)


class Build:
    """A compiled platform whose stacks can be planned alone."""

    def __init__(self, folder):
        self.folder = folder
        mains = (folder / "stacks").rglob("main.tf")
        self.stacks = {str(it.parent.relative_to(folder / "stacks")) for it in mains if ".terraform" not in it.parts}
        self.modules = {}

    def stack(self, name):
        return self.folder / "stacks" / name

    def module(self, name):
        text = (self.stack(name) / "main.tf").read_text()
        return re.search(r'source\s*=\s*"(?:\.\./)+modules/([^"]+)"', text).group(1)

    def module_text(self, name):
        module = self.module(name)
        if module not in self.modules:
            self.modules[module] = text_of(self.folder / "modules" / module)
        return self.modules[module]

    def text(self, name):
        return text_of(self.stack(name), ASIDE)

    def mocks(self, name):
        """What the tests of a stack's module say about values of a mocked provider."""
        test = next((self.folder / "modules" / self.module(name) / "tests").glob("*.tftest.hcl")).read_text()
        found = re.search(r'^mock_provider "aws" \{\n(.*?)^\}\n', test, re.S | re.M)
        return found.group(1) if found else ""

    def reads(self, name):
        """The stacks whose outputs a stack reads, by the label of the data source."""
        file = self.stack(name) / "remote_state.tf"
        text = file.read_text() if file.exists() else ""
        found = re.findall(r'data "terraform_remote_state" "([^"]+)" \{.*?key\s*=\s*"([^"]+)/terraform.tfstate"', text, re.S)
        return dict(found)

    def in_order(self, names):
        """Names of stacks, each after those that it reads."""
        done, order = set(), []

        def visit(name):
            if name in done or name not in self.stacks:
                return
            done.add(name)
            for other in sorted(self.reads(name).values()):
                visit(other)
            order.append(name)

        for name in sorted(names):
            visit(name)
        return [it for it in order if it in names]


def in_stack(address):
    """The address of the resource of an instance, without modules."""
    while address.startswith("module."):
        address = address[len("module."):].split(".", 1)[1]
    return re.sub(r'\[(\d+|".*")\]$', "", address)


def of_all(actions, count):
    """The action on a resource, from those on its instances; `count` are all instances before. `polder diff` reports resources and not
    instances: where some of them stay or are treated in another way, the resource is updated, unless one is replaced."""
    if len(actions) == max(count, len(actions)) and len(set(actions)) == 1:
        return actions[0]
    return "replace" if "replace" in actions else "update"


def instances(folder):
    """How many instances of each resource the state of a stack has."""
    file = folder / "terraform.tfstate"
    rows = json.loads(file.read_text())["resources"] if file.exists() else []
    return {f"{row['type']}.{row['name']}": len(row["instances"]) for row in rows}


# --- values of other stacks ---


def stubs(build, name):
    """The stubs of a stack: {stack: {output: text of the value}}, and the text of the file."""
    file = build.stack(name) / "standalone_override.tf"
    text = file.read_text()
    reads, found = build.reads(name), {}
    for label, body in re.findall(r'data "terraform_remote_state" "([^"]+)" \{\n(.*?)^\}\n', text, re.S | re.M):
        values = re.findall(r"^    (\w+)\s*= (.+)$", body, re.M)
        found[reads.get(label, label)] = dict(values)
    return found, text


def other_value(text):
    """Another value of the same form."""
    at = max((at for at, it in enumerate(text) if it.isalnum()), default=None)
    if at is None:
        return text
    return text[:at] + ("1" if text[at] == "0" else "0") + text[at + 1:]


def with_changes(old, new, name, changed):
    """The new stubs of a stack: those of the old one, except where another stack changes an output."""
    before, _ = stubs(old, name)
    after, text = stubs(new, name)
    reads = {stack: label for label, stack in new.reads(name).items()}
    for stack, values in after.items():
        for output, value in values.items():
            last = before.get(stack, {}).get(output)
            if last is None:
                continue
            wanted = last
            if output in changed.get(stack, ()):
                wanted = value if value != last else other_value(last)
            block = re.search(rf'data "terraform_remote_state" "{reads.get(stack, stack)}" \{{\n.*?^\}}\n', text, re.S | re.M)
            inside = re.sub(
                rf"^(    {output}\s*= ).+$", lambda it, wanted=wanted: it.group(1) + wanted, block.group(0), flags=re.M
            )
            text = text[: block.start()] + inside + text[block.end():]
    return text


# --- Terraform ---


class Terraform:
    def __init__(self, arguments):
        self.work = arguments.work
        self.plugins = arguments.plugins
        self.env = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("TF_", "AWS_"))},
            "TF_CLI_CONFIG_FILE": str(self.work / "terraform.rc"),
            "TF_CLI_ARGS": "-no-color",
            "CHECKPOINT_DISABLE": "1",
            "GOGC": "400",
            **dict(arguments.env),
        }
        write(self.work / "terraform.rc", "")

    def run(self, folder, *arguments, good=(0,)):
        return run(["terraform", *arguments], folder, self.env, good)

    def messages(self, folder, *arguments):
        """The messages of a run, one by one. It is ended when no more are wanted, which leaves out the end of a test."""
        command = ["terraform", *arguments]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True}
        with subprocess.Popen(command, cwd=folder, env=self.env, start_new_session=True, **pipes) as process:
            try:
                for line in process.stdout:
                    yield json.loads(line)
            finally:
                if process.poll() is None:
                    # With the providers that it started.
                    os.killpg(process.pid, signal.SIGKILL)

    def init(self, folder):
        if not (folder / ".terraform.lock.hcl").exists():
            self.run(folder, "init", "-input=false", *([f"-plugin-dir={self.plugins}"] if self.plugins else []))

    def prepare(self, folder):
        """Makes a stack ask the emulator. A state may be of an earlier run, and then nothing has prepared the folder yet."""
        write(folder / "emulator_override.tf", EMULATOR)
        self.init(folder)

    def plan(self, folder):
        self.run(folder, "plan", "-input=false", "-lock=false", "-refresh=false", "-out=plan")
        return json.loads(self.run(folder, "show", "-json", "plan"))

    def changes(self, folder):
        """The actions of a plan by address, and the outputs that it changes."""
        said = self.run(folder, "plan", "-input=false", "-lock=false", "-refresh=false", "-json", "-out=plan")
        actions, outputs = collections.defaultdict(list), set()
        for line in said.splitlines():
            message = json.loads(line)
            if message["type"] == "planned_change":
                change = message["change"]
                address = change["resource"]["addr"]
                if change["action"] not in ("noop", "read", "move"):
                    actions[in_stack(address)].append({"delete": "destroy"}.get(change["action"], change["action"]))
            elif message["type"] == "outputs":
                outputs = {name for name, it in message["outputs"].items() if it.get("action", "noop") != "noop"}
        counts = instances(folder)
        return {address: of_all(found, counts.get(address, 0)) for address, found in actions.items()}, outputs

    def forced(self, folder):
        """What forces each replacement of the last plan."""
        plan = json.loads(self.run(folder, "show", "-json", "plan"))
        changes = [it for it in plan.get("resource_changes", []) if len(it["change"]["actions"]) == 2]
        return {in_stack(it["address"]): it["change"].get("replace_paths") for it in changes}


# --- states ---


def mocked(terraform, build, name, folder):
    """The values of a stack after an apply against the mocked provider, by address, and its outputs."""
    module = build.module(name)
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(build.folder / "modules" / module, folder / "modules" / module)
    stack = folder / "stacks" / name
    shutil.copytree(build.stack(name), stack, ignore=shutil.ignore_patterns(".terraform*", "plan", "*.tfstate.backup"))
    (stack / "terraform.tfstate").unlink(missing_ok=True)
    for file in (folder / "modules" / module).glob("*.tf"):
        text = file.read_text()
        # Mocked providers have no ephemeral resources, and the end of a test destroys what it applied.
        text = re.sub(r'^ephemeral "[^"]+" "[^"]+" \{\n.*?^\}\n', "", text, flags=re.S | re.M)
        file.write_text(re.sub(r"ephemeral\.\w+\.\w+\[\*\]\.\w+", '["none"]', text))
    mocks = build.mocks(name)
    aliases = re.findall(r'alias\s*=\s*"(\w+)"', (stack / "providers.tf").read_text())
    blocks = [f'mock_provider "aws" {{\n{mocks}}}\n']
    blocks += [f'mock_provider "aws" {{\n  alias = "{alias}"\n{mocks}}}\n' for alias in aliases]
    blocks.append('run "state" {\n  command = apply\n}\n')
    write(stack / "tests/state.tftest.hcl", "\n".join(blocks))
    terraform.init(stack)
    told = []
    for message in terraform.messages(stack, "test", "-verbose", "-json"):
        found = message.get("test_state", {})
        if "root_module" in found:
            shutil.rmtree(folder, ignore_errors=True)
            return {it["address"]: it for it in resources(found["root_module"])}, found.get("outputs", {})
        if message["type"] == "diagnostic":
            told.append(json.dumps(message["diagnostic"]))
    raise Failed(f"{name}: the mocked apply has no state\n{chr(10).join(told)[:3000]}")


def resources(module):
    yield from (it for it in module.get("resources", []) if it["mode"] == "managed")
    for child in module.get("child_modules", []):
        yield from resources(child)


# Values that the provider computes and reads again in a form that made-up text does not have.
FORMS = {
    ("aws_cloudfront_key_value_store", "last_modified_time"): "2026-01-01T00:00:00Z",
    ("aws_cloudwatch_log_delivery_destination", "delivery_destination_type"): "CWL",
    ("aws_guardduty_malware_protection_plan", "created_at"): "2026-01-01T00:00:00Z",
    ("aws_lb_target_group", "protocol_version"): "HTTP1",
    ("aws_sns_topic", "fifo_throughput_scope"): "",
}


# What the provider takes off the end of a value.
ENDINGS = {("aws_route53_record", "name"): "."}


def formed(kind, values):
    """The computed values of a resource, in the form that the provider reads."""
    def one(name, value):
        ending = ENDINGS.get((kind, name))
        return value.removesuffix(ending) if ending else FORMS.get((kind, name), value)

    return {name: one(name, value) for name, value in values.items()}


def merged(known, unknown, made):
    """A planned value, with the mocked one where it is unknown."""
    if unknown is True:
        return made
    if isinstance(known, dict) and isinstance(unknown, dict):
        made = made if isinstance(made, dict) else {}
        keys = set(known) | {key for key, it in unknown.items() if it is True}
        return {key: merged(known.get(key), unknown.get(key), made.get(key)) for key in keys}
    if isinstance(known, list) and isinstance(unknown, list):
        made = made if isinstance(made, list) and len(made) == len(known) else [None] * len(known)
        marks = unknown + [None] * (len(known) - len(unknown))
        return [merged(*it) for it in zip(known, marks, made)]
    return known


def state(terraform, build, name):
    """The state of a stack as if it was applied."""
    texts = build.module_text(name), build.text(name), stubs(build, name)[1], build.mocks(name)
    key = digest(build.module(name), name, *texts, str(FORMS), str(ENDINGS))
    kept = terraform.work / "states" / f"{key}.json"
    with MAKING[key]:
        if not kept.exists():
            write(kept, made_state(terraform, build, name, key))
        return kept.read_text()


def made_state(terraform, build, name, key):
    folder = build.stack(name)
    (folder / "terraform.tfstate").unlink(missing_ok=True)
    terraform.prepare(folder)
    plan = terraform.plan(folder)
    made, outputs = mocked(terraform, build, name, terraform.work / "mocked" / key)
    rows = {}
    for change in plan["resource_changes"]:
        if change["mode"] != "managed":
            continue
        mock = made.get(change["address"])
        if mock is None:
            raise Failed(f"{name}: the mocked apply has no {change['address']}")
        values = merged(change["change"]["after"], change["change"]["after_unknown"], formed(change["type"], mock["values"]))
        module = change.get("module_address")
        row = rows.setdefault(
            (module, change["type"], change["name"]),
            {
                **({"module": module} if module else {}),
                "mode": "managed",
                "type": change["type"],
                "name": change["name"],
                "provider": PROVIDER,
                "instances": [],
            },
        )
        index = {"index_key": change["index"]} if "index" in change else {}
        row["instances"].append({**index, "schema_version": mock["schema_version"], "attributes": values})
    known = plan["planned_values"].get("outputs", {})
    values = {}
    for output, mock in outputs.items():
        it = known.get(output, {})
        one = it if "value" in it else mock
        values[output] = {"value": one["value"], "type": one["type"], "sensitive": one.get("sensitive", False)}
    return json.dumps(
        {
            "version": 4,
            "terraform_version": "1.11.4",
            "serial": 1,
            "lineage": "edits",
            "outputs": {name: {key: it for key, it in one.items() if it is not False or key != "sensitive"} for name, one in values.items()},
            "resources": list(rows.values()),
        }
    )


def noise(terraform, build, name):
    """What a plan of the old stack on its own state changes: nothing, if the state is as after an apply."""
    folder, text = build.stack(name), state(terraform, build, name)
    kept = terraform.work / "noise" / f"{digest(text)}.json"
    with MAKING[str(kept)]:
        if not kept.exists():
            write(folder / "terraform.tfstate", text)
            terraform.prepare(folder)
            write(kept, json.dumps(terraform.changes(folder)[0]))
        return json.loads(kept.read_text())


# --- edits ---


def compiled(arguments, platform, lock):
    """A build of a platform file with its lock; compiled once."""
    key = digest(platform.read_text(), lock.read_text() if lock.exists() else "")
    folder = arguments.work / "builds" / key
    with MAKING[key]:
        if not (folder / "done").exists():
            shutil.rmtree(folder, ignore_errors=True)
            run([arguments.polder, "compile", platform, "--out", folder, "--standalone"])
            for file in (folder / "modules").rglob("*.tf"):
                # It would end a plan instead of showing what is replaced.
                file.write_text(re.sub(r"^\s*prevent_destroy\s*=.*\n", "", file.read_text(), flags=re.M))
            for file in (folder / "stacks").rglob("main.tf"):
                with_quotas(file, folder / "modules")
            write(folder / "done", "")
    return Build(folder)


def with_quotas(file, modules):
    """Lets the call of a module request all quotas. Which ones are requested is the user's choice, and none is the default: then no
    change of a quota would be planned, whatever is said about it."""
    text = file.read_text()
    if "= var.raised_quotas\n" not in text:
        return
    module = modules / re.search(r'source\s*=\s*"(?:\.\./)+modules/([^"]+)"', text).group(1)
    listed = text + "".join(it.read_text() for it in sorted(module.glob("*.tf")))
    codes = sorted(set(re.findall(r'"([a-z0-9-]+/L-[0-9A-F]{8})"', listed)))
    file.write_text(text.replace("= var.raised_quotas\n", f'= "{",".join(codes)}"\n'))


def edited(text, edit):
    for old, new in edit.get("change", []):
        if text.count(old) != 1:
            raise Failed(f"`{old}` is {text.count(old)} times in the platform file, not once")
        text = text.replace(old, new)
    return text + edit.get("append", "")


def platforms(arguments, edit):
    """Both builds of an edit, and the changes that `polder diff` reports: {stack: {address: action}}."""
    folder = arguments.work / "edits" / edit["name"]
    shutil.rmtree(folder, ignore_errors=True)
    base = edited((arguments.root / edit["base"]).read_text(), {"change": edit.get("before", [])})
    old, new = folder / "old.toml", folder / "new.toml"
    write(old, base)
    write(new, edited(base, edit))
    run([arguments.polder, "lock", old])
    shutil.copy(folder / "old.lock", folder / "new.lock")
    upgrades = [word for entry in edit.get("upgrade", []) for word in ("--upgrade", entry)]
    if upgrades:
        run([arguments.polder, "lock", *upgrades, new])
    builds = [compiled(arguments, it, it.with_suffix(".lock")) for it in (old, new)]
    report = json.loads(run([arguments.polder, "diff", old, new, "--format", "json"], good=(0, 2)))
    write(folder / "diff.json", json.dumps(report, indent=1))
    announced = {}
    for change in report["changes"]:
        announced.setdefault(change["stack"], {})[change["address"]] = change["action"]
    return *builds, announced


def differing(old, new, announced):
    """The stacks of both builds that differ or are said to."""
    def differs(name):
        return name in announced or old.text(name) != new.text(name) or old.module_text(name) != new.module_text(name)

    return {name for name in old.stacks & new.stacks if differs(name)}


def planned(terraform, builds, name, changed):
    """What Terraform plans for a stack: actions, changed outputs, and what forces replacements. Planned once."""
    old, new = builds
    given, before = with_changes(old, new, name, changed), state(terraform, old, name)
    module = new.module(name)
    key = digest(before, new.text(name), new.module_text(name), given)
    kept, folder = terraform.work / "plans" / f"{key}.json", terraform.work / "planned" / key
    with MAKING[key]:
        if not kept.exists():
            shutil.rmtree(folder, ignore_errors=True)
            target, ignored = folder / "stacks" / name, shutil.ignore_patterns(".terraform*", "plan", "terraform.tfstate*")
            shutil.copytree(new.stack(name), target, ignore=ignored)
            shutil.copytree(new.folder / "modules" / module, folder / "modules" / module)
            write(target / "standalone_override.tf", given)
            write(target / "terraform.tfstate", before)
            terraform.prepare(target)
            actions, outputs = terraform.changes(target)
            forced = terraform.forced(target) if "replace" in actions.values() else {}
            write(kept, json.dumps([actions, sorted(outputs), forced]))
            shutil.rmtree(folder, ignore_errors=True)
        actions, outputs, forced = json.loads(kept.read_text())
        return actions, set(outputs), forced


def compare(terraform, arguments, edit):
    """The counts of an edit's report, and its disagreements."""
    old, new, announced = platforms(arguments, edit)
    counts = {"whole": 0, "differ": 0, "planned": 0, "replace": 0, "destroy": 0, "create": 0, "update": 0}
    wrong, changed, todo = [], {}, differing(old, new, announced)
    counts["differ"] = len(todo)
    nothing = not todo and old.stacks == new.stacks
    if nothing != edit.get("nothing", False):
        raise Failed("the edit changes nothing" if nothing else "the edit was to change nothing")
    for name in sorted(old.stacks ^ new.stacks):
        action = "create" if name in new.stacks else "destroy"
        counts["whole"] += 1
        changed[name] = set()
        if name not in announced:
            wrong.append((name, "every resource", action, None, "the whole stack"))
        for address, said in announced.get(name, {}).items():
            counts[action] += 1
            if said != action:
                wrong.append((name, address, action, said, "the whole stack"))
    for name in new.in_order(old.stacks & new.stacks):
        follows = any(changed.get(it) for it in new.reads(name).values())
        if name not in todo and not follows:
            continue
        real, outputs, forced = planned(terraform, (old, new), name, changed)
        changed[name] = outputs
        counts["planned"] += 1
        said = announced.get(name, {})
        differ = sorted(address for address in {*real, *said} if real.get(address) != said.get(address))
        if differ:
            quiet = noise(terraform, old, name)
            for address in differ:
                # Only the same action: what is updated anyway may be replaced because of the edit.
                if said.get(address) is None and quiet.get(address) == real.get(address):
                    continue
                why = forced.get(address)
                wrong.append((name, address, real.get(address), said.get(address), why))
        for action in real.values():
            counts[action] += 1
    return counts, wrong


# --- reports ---


def row_of(counts):
    return ", ".join(f"{value} {word}" for word, value in counts.items() if value)


def with_rows(text, names, rows):
    """A document whose table has these rows, {edit: row}, instead of its rows of the same edits. Rows of edits that are no more are
    taken out."""
    head = "| edit | stacks planned | changes in Terraform's plans | result | date | seconds |\n| --- | --- | --- | --- | --- | --- |\n"
    before, _, rest = text.partition(head)
    table = re.match(r"(\|.*\n)*", rest).group(0)
    kept = {it.split("`")[1]: it for it in table.splitlines(keepends=True)} | rows
    return before + head + "".join(kept[name] for name in names if name in kept) + rest[len(table):]


def table_row(edit, done):
    """A row of the table for a compared edit."""
    counts, wrong = done.counts or {}, done.wrong
    actions = ", ".join(f"{counts[word]} {word}" for word in ("replace", "destroy", "create", "update") if counts.get(word))
    result = "failed" if done.error else f"{len(wrong)} differ" if wrong else "agrees"
    cells = (f"`{edit['name']}`", counts.get("planned", 0), actions or "none", result, done.day, round(done.seconds))
    return "| " + " | ".join(map(str, cells)) + " |\n"


@dataclasses.dataclass
class Done:
    """What became of an edit."""

    counts: dict | None
    wrong: list
    error: str | None
    seconds: float
    day: str


def main():
    parser = argparse.ArgumentParser()
    for name in ("root", "work"):
        parser.add_argument(f"--{name}", type=pathlib.Path, required=True)
    parser.add_argument("--polder", required=True)
    parser.add_argument("--env", action="append", required=True, type=lambda it: it.split("=", 1), metavar="NAME=VALUE")
    parser.add_argument("--plugins")
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="edits that are compared at a time")
    parser.add_argument("--table", type=pathlib.Path, help="a document whose table gets the results")
    arguments = parser.parse_args()
    arguments.root, arguments.work = arguments.root.resolve(), arguments.work.resolve()
    listed = tomllib.loads((arguments.root / "testing/edits/edits.toml").read_text())
    missing = set(arguments.only) - {it["name"] for it in listed["edit"]}
    if missing:
        sys.exit(f"there is no edit {', '.join(sorted(missing))}")
    edits = [it for it in listed["edit"] if not arguments.only or it["name"] in arguments.only]
    terraform, failed, rows = Terraform(arguments), 0, {}

    def one(edit):
        start, day = time.monotonic(), datetime.datetime.now(datetime.timezone.utc).date().isoformat()
        try:
            counts, wrong, error = *compare(terraform, arguments, edit), None
        except Failed as failure:
            counts, wrong, error = None, [], str(failure)
        return edit, Done(counts, wrong, error, time.monotonic() - start, day)

    def when_done(edits):
        with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
            for done in concurrent.futures.as_completed([pool.submit(one, edit) for edit in edits]):
                yield done.result()

    for edit, done in when_done(edits):
        failed += bool(done.error or done.wrong)
        rows[edit["name"]] = table_row(edit, done)
        if arguments.table:
            names = [it["name"] for it in listed["edit"]]
            arguments.table.write_text(with_rows(arguments.table.read_text(), names, rows))
        verdict = f"FAILED: {done.error}" if done.error else f"{row_of(done.counts)}: {'DIFFERS' if done.wrong else 'ok'}"
        print(f"{edit['name']}: {verdict}  {done.seconds:.0f} s", flush=True)
        for name, address, real, said, why in done.wrong:
            print(f"    {name}  {address}: Terraform {real or 'none'}, announced {said or 'none'}  {why or ''}", flush=True)
    print(f"{len(edits)} edits, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
