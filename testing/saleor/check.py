"""Runs the environment, the setup and the verification that Polder renders against a real Saleor. See README.md."""
import argparse
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import time

# No compiled files beside the sources.
sys.dont_write_bytecode = True
import edge as around
import machine as programs
import shopper

HERE = pathlib.Path(__file__).resolve().parents[2]
SHOPS = [(HERE / "examples/saleor-eu/polder.toml", "staging"), (HERE / "testing/saleor/other-shops.toml", "mixed")]
QUEUE = "https://sqs.eu-west-1.amazonaws.com/123456789012/saleor-eu-benelux-eu-west-1-events"
# What the merchant enters, in percent, for countries of which Polder knows no tax rate.
ENTERED = {"JP": 10, "US": 0}
# The plugins that a setup changes, and the one that is there before there are channels.
PLUGINS = ("mirumee.payments.dummy", "mirumee.notifications.user_email", "mirumee.notifications.admin_email")


def permissions():
    """Those that the manual lists for the token."""
    text = (HERE / "docs/shop.md").read_text().split("## The token", 1)[1].split("\n## ", 1)[0]
    return re.findall(r"`((?:MANAGE|HANDLE)_\w+)`", text)


class Report:
    """What was asked, and what was seen."""

    def __init__(self):
        self.failed = 0

    def say(self, holds, what, seen=""):
        self.failed += not holds
        print(f"{'ok   ' if holds else 'FAILS'} {what}{': ' if seen else ''}{seen}", flush=True)

    def equal(self, what, seen, wanted):
        self.say(seen == wanted, what, f"{seen}" if seen == wanted else f"{seen}, and not {wanted}")


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("checkout", type=pathlib.Path, help="a checkout of Saleor 3.23, with its dependencies in .venv")
    arguments.add_argument("--bin", type=pathlib.Path, default=HERE / "target/debug", help="the folder of Polder's binaries")
    arguments.add_argument("--folder", type=pathlib.Path, help="keep the migrated database here, and use it again")
    arguments.add_argument("--record", action="store_true", help="write the states of the stand-in anew")
    arguments = arguments.parse_args()
    checkout, polder = arguments.checkout.resolve(), arguments.bin / "polder"
    lacking = programs.missing(checkout, polder, arguments.bin)
    if lacking:
        sys.exit("missing:\n  " + "\n  ".join(lacking))
    with tempfile.TemporaryDirectory() as temporary:
        folder = (arguments.folder or pathlib.Path(temporary)).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        # PostgreSQL's user must reach its folder.
        folder.chmod(0o755)
        machine, report = programs.Machine(folder, checkout), Report()
        try:
            run(machine, report, arguments.bin, arguments.record)
        finally:
            machine.end()
    print(f"{report.failed} failed")
    sys.exit(1 if report.failed else 0)


def run(machine, report, binaries, record):
    polder, mail = binaries / "polder", around.Mail()
    machine.keys()
    machine.postgres()
    machine.redis()
    migrate(machine, report, polder, mail)
    for number, (platform, cell) in enumerate(SHOPS):
        shop(machine, report, binaries, mail, platform, cell, number, record)


def migrate(machine, report, polder, mail):
    """The job `migrate`, with the roles that it creates. It takes minutes, so its database is the template of the others."""
    platform, cell = SHOPS[0]
    environment = machine.environment(polder, platform, cell, "migrate", "migrated", 0, mail.port)
    roles = str(HERE / "crates/polder-design/src/database_roles.py")
    runs = ["another run"]
    if machine.sql("SELECT 1 FROM pg_database WHERE datname = 'migrated'").stdout.strip() != "1":
        machine.sql("CREATE DATABASE migrated OWNER saleor")
        runs = ["first run", "second run"]
    for name in runs:
        begun = time.monotonic()
        machine.python(environment, roles, "python", "manage.py", "migrate", "--no-input")
        report.say(True, f"migrate, {name}", f"{time.monotonic() - begun:.0f} s")


def shop(machine, report, binaries, mail, platform, cell, number, record):
    print(f"\n{platform.name}, cell {cell}", flush=True)
    database = f"shop{number}"
    machine.sql(f"DROP DATABASE IF EXISTS {database}")
    machine.sql(f"CREATE DATABASE {database} TEMPLATE migrated OWNER saleor")
    brief, markets = of_the_stack(machine, binaries, platform, cell)
    environments = {process: machine.environment(binaries / "polder", platform, cell, process, database, number, mail.port)
                    for process in ("migrate", "api", "worker")}
    more = ["MANAGE_PRODUCT_TYPES_AND_ATTRIBUTES", "MANAGE_TRANSLATIONS"]
    token, merchant, payments = apps(machine, environments["migrate"], {
        "polder": permissions(), "merchant": [*permissions(), *more], "payments": ["HANDLE_PAYMENTS"]})
    port = machine.saleor(cell, environments["api"], environments["worker"])
    hosts = {channel: around.Edge(origin.removeprefix("https://"), port) for channel, origin in markets.items()}
    first = next(iter(hosts.values()))
    polder = Polder(machine, binaries, platform, cell, first, token, record)
    recorded = cell == "staging"
    if recorded:
        compare(report, polder, "rendered")
    setups(report, polder)
    if recorded:
        compare(report, polder, "set-up")
    merchant, payments = shopper.Api(first.url, merchant), shopper.Api(first.url, payments)
    channels = [channel | {"vat_permille": permille(channel)} for channel in brief["channels"]]
    prices = {channel["slug"]: price(channel) for channel in channels}
    variant = shopper.fill(merchant, payments, channels, prices)
    unknown_rates(report, polder, merchant, brief["channels"])
    status, found = polder.shop("verify")
    report.equal("verify, after goods, shipping and a payment app", (status, opened(found)), (0, []))
    function(report, polder, binaries, brief, hosts)
    for channel in channels:
        customer(report, channel, hosts[channel["slug"]], markets[channel["slug"]], variant, prices, mail)


class Polder:
    """The commands, against one shop."""

    def __init__(self, machine, binaries, platform, cell, edge, token, record):
        self.machine, self.binary, self.platform, self.cell, self.edge = machine, binaries / "polder", platform, cell, edge
        self.token, self.record = token, record

    def command(self, action):
        return [self.binary, "shop", action, self.edge.url, "--file", self.platform, "--cell", self.cell, "--events-queue", QUEUE,
                "--format", "json"]

    def start(self, action):
        environment = {"POLDER_SHOP_TOKEN": self.token, "PATH": os.environ["PATH"]}
        return subprocess.Popen(self.command(action), env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def shop(self, action):
        process = self.start(action)
        output, messages = process.communicate()
        if process.returncode == 1:
            print(messages.strip())
        return process.returncode, json.loads(output) if output else {"checks": []}


def opened(found):
    return [f"{check['code']} {check['subject']}" for check in found["checks"] if check["state"] in ("differs", "undecided")]


def compare(report, polder, name):
    """The state of the shop, and what the stand-in of the tests has. `--record` writes the latter."""
    crate = HERE / "crates/polder-shop-setup"
    state = shopper.Api(polder.edge.url, polder.token).ask((crate / "operations/state.graphql").read_text())
    # The other apps are those of this check. Saleor answers events of a webhook in any order. Of plugins, what no step depends on is long.
    state["apps"]["edges"] = []
    for webhook in state["app"]["webhooks"]:
        webhook["asyncEvents"].sort(key=lambda event: event["eventType"])
    state["plugins"]["edges"] = [edge for edge in state["plugins"]["edges"] if edge["node"]["id"].startswith(PLUGINS)]
    for edge in state["plugins"]["edges"]:
        for configured in edge["node"]["channelConfigurations"]:
            configured["configuration"] = [item for item in configured["configuration"] if item["name"].startswith("sender_")]
    text, file = json.dumps(without_ids(state), indent=2, ensure_ascii=False) + "\n", crate / f"tests/setup/{name}.json"
    if polder.record:
        file.write_text(text)
    there = file.read_text() if file.exists() else ""
    if text != there:
        (polder.machine.folder / f"{name}.json").write_text(text)
    report.say(text == there, f"the state is that of {file.name}", "" if text == there else f"see {polder.machine.folder}")


def without_ids(value):
    """IDs are those of a database."""
    if isinstance(value, dict):
        return {key: "ID" if key == "id" and item != "" and "/" not in item and "." not in item else without_ids(item)
                for key, item in value.items()}
    return [without_ids(item) for item in value] if isinstance(value, list) else value


def setups(report, polder):
    """The setup: killed after each of its changes, then whole, then once more."""
    status, found = polder.shop("verify")
    report.say(status == 2, "verify, after the migrations", f"{len(opened(found))} open")
    killed = 0
    while True:
        polder.edge.breaks_after = len(polder.edge.mutations) + 1
        polder.edge.broke.clear()
        process = polder.start("setup")
        polder.edge.victim = process
        output, messages = process.communicate()
        if not polder.edge.broke.is_set():
            break
        killed += 1
        if killed > 200:
            report.say(False, "a setup that is killed goes on", polder.edge.mutations[-3:])
            break
    polder.edge.breaks_after = None
    fine = process.returncode in (0, 2)
    report.say(fine, f"setup, killed after each of {killed} changes", "" if fine else messages.strip())
    made = len(polder.edge.mutations)
    status, found = polder.shop("setup")
    report.equal("changes of another setup", polder.edge.mutations[made:], [])
    print("      open: " + "; ".join(opened(found)))


def permille(channel):
    """The tax of a channel: known to Polder, or entered by the merchant."""
    known = channel["vat_permille"]
    return 10 * ENTERED[channel["country"]] if known is None else known


def unknown_rates(report, polder, merchant, channels):
    """Channels of countries without a known tax rate are closed until somebody enters one."""
    countries = {channel["slug"]: channel["country"] for channel in channels if channel["vat_permille"] is None}
    if not countries:
        return
    seen = {channel["slug"] for channel in merchant.ask("{ channels { slug isActive } }")["channels"] if not channel["isActive"]}
    report.equal("closed channels: those without a tax rate", sorted(seen), sorted(countries))
    for country in countries.values():
        merchant.change("taxCountryConfigurationUpdate", {"countryCode": "CountryCode!", "updateTaxClassRates": "[TaxClassRateInput!]!"},
                        "", countryCode=country, updateTaxClassRates=[{"rate": ENTERED[country]}])
    made = len(polder.edge.mutations)
    polder.shop("setup")
    report.equal("changes of a setup, once there are rates", polder.edge.mutations[made:], ["ChannelActivate"] * len(countries))


def function(report, polder, binaries, brief, hosts):
    """The setup runner and the probe, as Lambda runs them."""
    made = len(polder.edge.mutations)
    for action in ("verify", "setup"):
        aws = around.Lambda(polder.token)
        variables = {
            "POLDER_PUBLIC_URL": polder.edge.url, "POLDER_SHOP": json.dumps(brief), "POLDER_EVENTS_QUEUE_URL": QUEUE,
            "POLDER_SHOP_TOKEN_ARN": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop-token",
        }
        started(polder.machine, binaries / "polder-setup-runner", aws, variables)
        done, answer = aws.invoke({"format_version": 1, "action": action})
        report.say(done and answer["ready"] and not answer["steps"], f"the function, {action}", "" if done else answer["errorMessage"])
    report.equal("changes of the function", polder.edge.mutations[made:], [])
    aws = around.Lambda(polder.token)
    markets = ",".join(f"{channel}={edge.url}" for channel, edge in hosts.items())
    started(polder.machine, binaries / "polder-shop-probe", aws, {"POLDER_MARKETS": markets})
    done, answer = aws.invoke({"format_version": 1, "cell": polder.cell})
    report.say(done and set(answer["markets"].values()) == {"open"}, "the probe", json.dumps(answer))


def started(machine, binary, aws, variables):
    address = aws.url.removeprefix("http://")
    always = {
        "AWS_LAMBDA_RUNTIME_API": address, "AWS_ENDPOINT_URL": aws.url, "AWS_REGION": "eu-west-1", "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local", "AWS_LAMBDA_FUNCTION_NAME": "local", "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "128", "AWS_LAMBDA_LOG_STREAM_NAME": "local", "AWS_LAMBDA_LOG_GROUP_NAME": "local",
    }
    machine.start(binary.name, [binary], env=always | variables)


def customer(report, channel, edge, origin, variant, prices, mail):
    slug, country, currency = channel["slug"], channel["country"], channel["currency"]
    shop, gross = shopper.Api(edge.url), int(prices[slug])
    languages = {"BE": ["NL", "FR", "DE"], "DE": ["DE"], "NL": ["NL"]}.get(country, ["EN"])
    for language in languages:
        report.equal(f"{slug}: registration in {language}", shopper.register(shop, origin, slug, language, mail), "confirmed")
        name, start = shopper.browse(shop, slug, language)
        seen = (name, start["currency"], start["gross"]["amount"], start["tax"]["amount"])
        report.equal(f"{slug}: price in {language}", seen, (shopper.GOODS[language], currency, gross, tax(channel, gross)))
    made = shopper.checkout(shop, slug, country, variant, languages[0])
    total, delivery = made["totalPrice"], made["shippingPrice"]
    sent = int(shopper.shipping(gross))
    seen = (total["currency"], total["gross"]["amount"], total["tax"]["amount"], delivery["tax"]["amount"])
    report.equal(f"{slug}: checkout of two, with shipping", seen,
                 (currency, 2 * gross + sent, tax(channel, 2 * gross) + tax(channel, sent), tax(channel, sent)))
    report.equal(f"{slug}: free orders", shopper.free_order(shop, made["id"]),
                 ["checkoutPaymentCreate: NOT_SUPPORTED_GATEWAY", "checkoutComplete: CHECKOUT_NOT_FULLY_PAID"])


def price(channel):
    """A gross price of which the net price, and a tenth of both, are whole: 1210 with 21 %."""
    return str(1000 + channel["vat_permille"])


def tax(channel, gross):
    rate = channel["vat_permille"]
    return round(gross * rate / (1000 + rate), 2)


def apps(machine, environment, granted):
    """The tokens of new apps, from one process: each would take seconds to import Saleor."""
    create = "import django, json, sys; django.setup(); from django.core.management import call_command; " \
             "[call_command('create_app', name, permissions=codes, activate=True) for name, codes in json.loads(sys.argv[1]).items()]"
    printed = machine.python(environment | {"DJANGO_SETTINGS_MODULE": "saleor.settings"}, "-c", create, json.dumps(granted))
    return re.findall(r'"auth_token": "(\w+)"', printed)


def of_the_stack(machine, binaries, platform, cell):
    """What the stack of the functions tells them: what the shop must be, and the hosts of its markets."""
    out = machine.folder / f"build-{cell}"
    subprocess.run([binaries / "polder", "compile", "--quiet", platform, "--out", out, "--force"], check=True, capture_output=True)
    text = next(out.glob(f"stacks/*/*/{cell}/functions/main.tf")).read_text()
    block = re.search(r"^  shop = (\{.*?^  \})", text, re.M | re.S).group(1)
    block = re.sub(r"^(\s*)(\w+)\s*= ", r'\1"\2": ', block, flags=re.M)
    block = re.sub(r"([\w\"\]}])\n(?=\s*\")", r"\1,\n", block)
    markets = re.search(r'"((?:[\w-]+=https://[^",]+,?)+)"', text).group(1)
    return json.loads(re.sub(r",(\s*[\]}])", r"\1", block)), dict(pair.split("=", 1) for pair in markets.split(","))


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    main()
