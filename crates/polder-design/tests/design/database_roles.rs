//! The migration job's first step, run by a real PostgreSQL: who may do what in the database, and that it stays so.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "runs a real server, and says if there is none"
)]

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use polder_design::{Process, SiteId};

use crate::dump::{OWNER, designed, platform};

const OWNER_PASSWORD: &str = "ownerOWNER0123456789";
const FIRST: [&str; 2] = ["applicationFIRST0123", "readonlyFIRST012345"];
const SECOND: [&str; 2] = ["applicationSECOND012", "readonlySECOND01234"];

/// What a migration does: it creates tables as their owner.
const MIGRATION: &str = "import os, sys, psycopg\n\
    assert not [name for name in os.environ if name.endswith('_PASSWORD')], 'passwords of roles are not needed any more'\n\
    psycopg.connect(os.environ['DATABASE_URL'], autocommit=True).execute(sys.argv[1])\n";

/// A server on a free port of the loopback interface, ended with the test.
struct Server {
    folder: tempfile::TempDir,
    port: u16,
    python: String,
    process: Child,
}

impl Drop for Server {
    fn drop(&mut self) {
        // SIGQUIT: without waiting for clients, and with an exit of all children.
        let ended = Command::new("kill").args(["-QUIT", &self.process.id().to_string()]).status();
        drop((ended, self.process.wait()));
    }
}

impl Server {
    /// `None` without PostgreSQL or psycopg.
    fn start() -> Option<Server> {
        let (Some(programs), Some(python)) = (programs(), python()) else {
            assert!(std::env::var_os("CI").is_none(), "CI must have PostgreSQL and psycopg");
            eprintln!(
                "SKIPPED: PostgreSQL or psycopg is missing, so the roles of the database were not created"
            );
            return None;
        };
        let port =
            TcpListener::bind("127.0.0.1:0").expect("a free port").local_addr().expect("an address").port();
        let temporary = tempfile::tempdir().expect("a folder");
        let folder = temporary.path();
        std::fs::write(folder.join("password"), OWNER_PASSWORD).expect("a file");
        if is_root() {
            succeeds(Command::new("chown").args(["-R", "postgres"]).arg(folder));
        }
        let data = folder.join("data");
        let password = format!("--pwfile={}", folder.join("password").display());
        let mut initdb = unprivileged(&programs.join("initdb"));
        let options =
            ["--auth=scram-sha-256", "--username=rdsadmin", "--encoding=UTF8", "--no-sync", &password];
        succeeds(initdb.args(options).arg("-D").arg(&data));
        let log = std::fs::File::create(folder.join("log")).expect("a log");
        let process = unprivileged(&programs.join("postgres"))
            .arg("-D")
            .arg(&data)
            .args(["-p", &port.to_string(), "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"])
            .args(["-c", "log_statement=all", "-k"])
            .arg(folder)
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .expect("postgres starts");
        let server = Server { folder: temporary, port, python, process };
        server.prepare();
        Some(server)
    }

    /// As on RDS: the administrator is no superuser, owns the database and may create roles.
    fn prepare(&self) {
        let mut tries = 0;
        while !self.run("rdsadmin", OWNER_PASSWORD, "postgres", "SELECT 1").status.success() {
            tries += 1;
            assert!(tries < 300, "no connection: {}", self.log());
            std::thread::sleep(Duration::from_millis(100));
        }
        for statement in [
            format!("CREATE ROLE saleor LOGIN CREATEROLE CREATEDB PASSWORD '{OWNER_PASSWORD}'"),
            "CREATE DATABASE saleor OWNER saleor".to_owned(),
        ] {
            let done = self.run("rdsadmin", OWNER_PASSWORD, "postgres", &statement);
            assert!(done.status.success(), "{done:?}");
        }
    }

    fn url(&self, user: &str, password: &str, database: &str) -> String {
        format!("postgres://{user}:{password}@127.0.0.1:{}/{database}?sslmode=prefer", self.port)
    }

    fn run(&self, user: &str, password: &str, database: &str, statement: &str) -> Output {
        let program = "import os, sys, psycopg\n\
            cursor = psycopg.connect(os.environ['URL'], autocommit=True).execute(sys.argv[1])\n\
            print(cursor.fetchall() if cursor.description else '')\n";
        let mut command = Command::new(&self.python);
        command.args(["-c", program, statement]).env("URL", self.url(user, password, database));
        command.output().expect("python runs")
    }

    /// The text of the error of a statement in the shop's database, empty if there was none.
    fn error(&self, (user, password): (&str, &str), statement: &str) -> String {
        let output = self.run(user, password, "saleor", statement);
        let text = String::from_utf8_lossy(&output.stderr);
        let error = text.lines().find(|line| line.starts_with("psycopg.")).unwrap_or_default().to_owned();
        assert_eq!(output.status.success(), error.is_empty(), "{text}");
        error
    }

    /// The job: its own command and variables, with another command in place of Saleor's.
    fn job(&self, passwords: [&str; 2], then: &[&str]) -> Output {
        let design = designed(&platform(OWNER));
        let jobs = &design.sites[SiteId::new(0)].jobs;
        let job = jobs.iter().find(|job| job.process == Process::Migrate).expect("a migration");
        let words: Vec<&str> = job.command.iter().map(String::as_str).collect();
        let ["python3", rest @ .., "python3", "manage.py", "migrate", "--no-input"] = words.as_slice() else {
            panic!("another command: {words:?}");
        };
        let mut command = Command::new(&self.python);
        command.args(rest).arg(&self.python).args(["-c", MIGRATION]).args(then);
        for (name, value) in &job.environment {
            match (name.as_str(), value) {
                ("DATABASE_URL", _) => command.env(name, self.url("saleor", OWNER_PASSWORD, "saleor")),
                ("DATABASE_APPLICATION_PASSWORD", _) => command.env(name, passwords[0]),
                ("DATABASE_READ_ONLY_PASSWORD", _) => command.env(name, passwords[1]),
                (_, polder_design::EnvironmentValue::Text(text)) => command.env(name, text),
                (_, polder_design::EnvironmentValue::Secret(_)) => &mut command,
            };
        }
        command.output().expect("python runs")
    }

    fn migrates(&self, passwords: [&str; 2], statement: &str) {
        let output = self.job(passwords, &[statement]);
        assert!(output.status.success(), "{}\n{}", String::from_utf8_lossy(&output.stderr), self.log());
    }

    fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("log")).expect("a log")
    }
}

fn programs() -> Option<PathBuf> {
    let installed = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut folders: Vec<PathBuf> = installed.map(|version| version.path().join("bin")).collect();
    folders.sort();
    let on_path = std::env::var_os("PATH").unwrap_or_default();
    folders.extend(std::env::split_paths(&on_path));
    folders.into_iter().find(|folder| folder.join("initdb").exists() && folder.join("postgres").exists())
}

/// A Python with psycopg: `PSYCOPG_PYTHON`, or the one on the PATH.
fn python() -> Option<String> {
    let python = std::env::var("PSYCOPG_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let found = Command::new(&python).args(["-c", "import psycopg"]).output().ok()?;
    found.status.success().then_some(python)
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

/// PostgreSQL refuses to run as root.
fn unprivileged(program: &Path) -> Command {
    if !is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups"]).arg(program);
    command
}

fn succeeds(command: &mut Command) {
    let output = command.output().expect("a program runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// One test, so that one server is started.
#[test]
fn the_application_uses_tables_that_only_the_migration_can_change() {
    let Some(server) = Server::start() else { return };
    server.migrates(FIRST, "CREATE TABLE orders (id serial PRIMARY KEY, mail text)");
    let [application, read_only] = [("saleor_application", FIRST[0]), ("saleor_read_only", FIRST[1])];
    for statement in [
        "INSERT INTO orders (mail) VALUES ('a')",
        "UPDATE orders SET mail = 'b'",
        "SELECT * FROM orders FOR UPDATE",
        "DELETE FROM orders WHERE mail = 'c'",
    ] {
        assert_eq!(server.error(application, statement), "", "{statement}");
        let refused = server.error(read_only, statement);
        assert!(refused.contains("read-only transaction"), "{statement}: {refused}");
        let writing = format!("SET transaction_read_only = off; {statement}");
        let refused = server.error(read_only, &writing);
        assert!(refused.contains("permission denied for table orders"), "{writing}: {refused}");
    }
    assert_eq!(server.error(read_only, "SELECT mail FROM orders"), "");
    for (statement, refusal) in [
        ("CREATE TABLE mine (id int)", "permission denied for schema public"),
        ("TRUNCATE orders", "permission denied for table orders"),
        ("ALTER TABLE orders ADD COLUMN x int", "must be owner of table orders"),
        ("DROP TABLE orders", "must be owner of table orders"),
        ("SELECT setval('orders_id_seq', 1)", "permission denied for sequence orders_id_seq"),
        ("CREATE ROLE other", "permission denied to create role"),
        ("SET ROLE saleor", "permission denied to set role \"saleor\""),
    ] {
        let refused = server.error(application, statement);
        assert!(refused.contains(refusal), "{statement}: {refused}");
    }
    rotation(&server);
    let log = server.log();
    assert!(log.contains("PASSWORD 'SCRAM-SHA-256$"), "statements are logged: {log}");
    for password in FIRST.into_iter().chain(SECOND) {
        assert!(!log.contains(password), "{password} is in the log");
    }
}

/// The job is repeated with other passwords, on a database that has tables, some of them of somebody else.
fn rotation(server: &Server) {
    let owner = ("rdsadmin", OWNER_PASSWORD);
    assert_eq!(server.error(owner, "CREATE TABLE public.of_a_service (id int)"), "");
    server.migrates(
        SECOND,
        "CREATE TABLE later (id serial PRIMARY KEY); CREATE TABLE django_migrations (name text)",
    );
    history(server);
    server.migrates(SECOND, "SELECT 1");
    history(server);
    let read = "SELECT count(*) FROM orders, later";
    for (index, user) in ["saleor_application", "saleor_read_only"].into_iter().enumerate() {
        assert_eq!(server.error((user, SECOND[index]), read), "", "{user}");
        let refused = server.error((user, FIRST[index]), read);
        assert!(refused.contains("password authentication failed"), "{user}: {refused}");
    }
    assert_eq!(server.error(("saleor_application", SECOND[0]), "INSERT INTO later DEFAULT VALUES"), "");
    let failed = server.job(SECOND, &["this is no statement"]);
    assert_eq!(failed.status.code(), Some(1), "the exit code of the migration is that of the job");
}

/// Services read the list of migrations and do not write it: neither after the job that created it nor after the next one.
fn history(server: &Server) {
    let application = ("saleor_application", SECOND[0]);
    assert_eq!(server.error(application, "SELECT name FROM django_migrations"), "");
    for statement in ["INSERT INTO django_migrations VALUES ('a')", "DELETE FROM django_migrations"] {
        let refused = server.error(application, statement);
        assert!(refused.contains("permission denied for table django_migrations"), "{statement}: {refused}");
    }
}
