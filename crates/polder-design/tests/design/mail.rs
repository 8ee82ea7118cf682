//! Mail that the provider's service sends: the program around a process, with a stand-in for the service's client.
#![expect(clippy::disallowed_methods, reason = "runs Python, and reads what it wrote")]

use std::process::Command;

use polder_design::{Access, Design, EnvironmentValue, External, Party, Process, Protocol, Service, SiteId};
use polder_facts::Facts;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::dump::{OWNER, designed, platform};
use crate::python;

/// The owner's platform with `[mail] service = "ses"`.
fn by_the_provider() -> Design {
    designed(&platform(&format!("{OWNER}\n[mail]\nservice = \"ses\"\n")))
}

fn service(design: &Design, process: &Process) -> Service {
    let services = &design.sites[SiteId::new(0)].services;
    services.iter().find(|it| it.process == *process).expect("a service").clone()
}

fn text(service: &Service, name: &str) -> String {
    let found = service.environment.iter().find(|(known, _)| known == name);
    let Some((_, EnvironmentValue::Text(text))) = found else { panic!("no text {name}") };
    text.clone()
}

#[test]
fn no_password_is_needed_and_only_the_worker_may_send() {
    let design = by_the_provider();
    for process in [Process::Api, Process::Worker] {
        let service = service(&design, &process);
        assert_eq!(text(&service, "EMAIL_URL"), "smtp://127.0.0.1:2525");
        assert_eq!(text(&service, "EMAIL_URL"), text(&service, "USER_EMAIL_URL"));
        assert_eq!(text(&service, "MAIL_REGION"), design.sites[SiteId::new(0)].region);
    }
    assert!(design.cells.iter().all(|cell| cell.secrets.iter().all(|secret| secret.id != "email-url")));
    for site in &design.sites {
        let mail = site.flows.iter().filter(|flow| flow.to == Party::Internet(External::Mail));
        let who: Vec<_> = mail.map(|flow| (flow.from.clone(), flow.protocol, flow.access)).collect();
        assert_eq!(who, [(Party::Process(Process::Worker), Protocol::HTTPS, Access::Send)], "{}", site.name);
    }
}

/// How long Saleor waits for each answer. Source: Saleor, `saleor/plugins/email_common.py`, `DEFAULT_EMAIL_TIMEOUT`.
const SALEOR_WAITS_SECONDS: f64 = 5.0;

/// A client that notes its settings and what it sends, and fails as the recipient says.
const CLIENT: &str = r#"
import json, os
from botocore.exceptions import BotoCoreError, ClientError
class Client:
    def send_raw_email(self, **mail):
        mail["RawMessage"] = mail["RawMessage"]["Data"].decode()
        with open(os.environ["SENT"], "a") as file:
            file.write(json.dumps(mail) + "\n")
        who = mail["Destinations"][0].partition("@")[0]
        if who == "nobody":
            raise BotoCoreError()
        if who == "end":
            os.kill(os.getpid(), 9)
        if who in ("Throttling", "MessageRejected"):
            raise ClientError({"Error": {"Code": who}}, "SendRawEmail")
def client(name, region_name, config):
    assert (name, region_name) == ("ses", "eu-central-1"), (name, region_name)
    with open(os.environ["SETTINGS"], "w") as file:
        json.dump(config.settings, file)
    return Client()
"#;

const EXCEPTIONS: &str = "class BotoCoreError(Exception): pass\n\
    class ClientError(Exception):\n    def __init__(self, response, operation): self.response = response\n";

/// Sends as Saleor does, with the URL of its environment, and prints the answers.
const SENDER: &str = r#"
import json, os, smtplib, sys
from urllib.parse import urlsplit
url = urlsplit(os.environ["EMAIL_URL"])
answers = []
with smtplib.SMTP(url.hostname, url.port, timeout=30) as server:
    def send(who, text):
        try:
            server.sendmail("noreply@example.com", [who + "@example.org"], text)
            answers.append("sent")
        except smtplib.SMTPResponseException as error:
            answers.append([error.smtp_code, error.smtp_error.decode()])
    send("a", "Subject: x\r\n\r\n.dot\r\nline\r\n")
    for who in ("Throttling", "MessageRejected", "nobody"):
        send(who, "Subject: x\r\n\r\n")
    send("b", "Subject: x\r\n\r\n" + "y" * 200_000)
    server.putcmd("DATA"); answers.append(server.getreply()[0])
    server.putcmd("MAKE"); answers.append(server.getreply()[0])
    server.ehlo("x")
    try:
        server.sendmail("noreply@example.com", ["c@example.org"], "z" * 11_000_000)
    except smtplib.SMTPException as error:
        answers.append(type(error).__name__)
print(json.dumps(answers))
sys.exit(7)
"#;

/// Sends a mail on which the server ends. Then it ends itself, and leaves another process of its group.
const LAST: &str = r#"
import os, smtplib, subprocess
from urllib.parse import urlsplit
url = urlsplit(os.environ["EMAIL_URL"])
with smtplib.SMTP(url.hostname, url.port, timeout=30) as server:
    try:
        server.sendmail("noreply@example.com", ["end@example.org"], "Subject: x\r\n\r\n")
    except smtplib.SMTPServerDisconnected:
        pass
subprocess.Popen(["sh", "-c", "sleep 3; echo alive"])
"#;

/// Keeps the settings of a client.
const CONFIG: &str = "class Config:\n    def __init__(self, **settings): self.settings = settings\n";

/// A command with the mail program around it, on a free port: the one of a task may be taken here. With the files that the client
/// writes: mails in `sent`, its settings in `settings`. `None` without Python.
fn around(worker: &Service, sender: &str) -> Option<(TempDir, Command)> {
    let modules = [
        ("boto3/__init__.py", CLIENT),
        ("botocore/__init__.py", ""),
        ("botocore/config.py", CONFIG),
        ("botocore/exceptions.py", EXCEPTIONS),
    ];
    let folder = python::modules("the program that sends mail", &modules)?;
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = listener.local_addr().expect("an address").port().to_string();
    drop(listener);
    let own = |text: &str| text.replace("2525", &port);
    let program = own(&worker.command[2]);
    assert_ne!(program, worker.command[2]);
    let mut process = Command::new(&worker.command[0]);
    process.args([&worker.command[1], &program]).args(["python3", "-c", &own(sender)]);
    process.env("PYTHONPATH", folder.path());
    process.env("SENT", folder.path().join("sent")).env("SETTINGS", folder.path().join("settings"));
    for name in ["EMAIL_URL", "MAIL_REGION", "MAIL_CONFIGURATION_SET"] {
        process.env(name, own(&text(worker, name)));
    }
    Some((folder, process))
}

#[test]
fn mail_of_a_process_is_sent_and_failures_are_answered_as_they_pass_or_not() {
    let worker = service(&by_the_provider(), &Process::Worker);
    let Some((folder, mut process)) = around(&worker, SENDER) else { return };
    let output = process.output().expect("python");
    let errors = String::from_utf8_lossy(&output.stderr);
    // The process keeps its exit code.
    assert_eq!(output.status.code(), Some(7), "{errors}");
    let answers: Value = serde_json::from_slice(&output.stdout).expect("answers");
    let expected = json!([
        "sent",
        [451, "Throttling"],
        [554, "MessageRejected"],
        [451, "BotoCoreError"],
        "sent",
        503,
        503,
        "SMTPDataError"
    ]);
    assert_eq!(answers, expected, "{errors}");
    let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).expect("a file");
    let sent = read("sent");
    let sent: Vec<Value> = sent.lines().map(|line| serde_json::from_str(line).expect("a mail")).collect();
    let first = json!({
        "Source": "noreply@example.com",
        "Destinations": ["a@example.org"],
        "RawMessage": "Subject: x\r\n\r\n.dot\r\nline\r\n",
        "ConfigurationSetName": text(&worker, "MAIL_CONFIGURATION_SET"),
    });
    assert_eq!(sent[0], first);
    assert_eq!(sent.len(), 5);
    assert_eq!(sent[4]["RawMessage"].as_str().map(str::len), Some(200_016));
    assert!(!errors.contains('@'), "addresses are not logged: {errors}");
    let settings: Value = serde_json::from_str(&read("settings")).expect("settings");
    let seconds = |name: &str| settings[name].as_f64().expect("seconds");
    let attempts = settings["retries"]["total_max_attempts"].as_u64().expect("a number");
    assert_eq!((settings["retries"]["mode"].as_str(), attempts), (Some("standard"), 2));
    // The client waits for a second at most before it tries again.
    let longest = 2.0 * (seconds("connect_timeout") + seconds("read_timeout")) + 1.0;
    assert!(longest < SALEOR_WAITS_SECONDS, "{longest}");
}

/// Between the end of the server and its next start there is no server to end: a signal to process 0 would end everything else.
#[test]
fn a_process_that_ends_after_its_server_ends_nothing_else() {
    use std::os::unix::process::CommandExt as _;
    let worker = service(&by_the_provider(), &Process::Worker);
    let Some((_folder, mut process)) = around(&worker, LAST) else { return };
    let output = process.process_group(0).output().expect("python");
    assert_eq!(output.stdout, b"alive\n", "{}", String::from_utf8_lossy(&output.stderr));
}

/// What is signed elsewhere could not be verified. SES is not offered in Spain.
#[test]
fn regions_have_a_domain_of_keys_where_the_service_is_offered() {
    let facts = Facts::embedded();
    let unknown =
        facts.regions().iter().filter(|region| facts.text(&format!("mail.keys.{}", region.id)).is_err());
    assert_eq!(unknown.map(|region| region.id.as_str()).collect::<Vec<_>>(), ["eu-south-2"]);
}
