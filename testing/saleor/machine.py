"""The programs that a Saleor needs, each started here, on the loopback interface, and ended by its process."""
import os
import pathlib
import pwd
import secrets
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request

# A busy machine takes minutes for what an idle one does in seconds.
PATIENCE_SECONDS = 900


def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def program(*names):
    """The path of the first program that is there; Debian keeps PostgreSQL's outside of PATH."""
    folders = [*os.environ["PATH"].split(os.pathsep), *map(str, pathlib.Path("/usr/lib/postgresql").glob("*/bin"))]
    found = (shutil.which(name, path=os.pathsep.join(folders)) for name in names)
    return next((path for path in found if path), None)


def missing(checkout, polder, functions):
    """What must be there before anything is started."""
    wanted = {
        "PostgreSQL 15 or newer (initdb, postgres, psql)": program("initdb") and program("postgres") and program("psql"),
        "Redis or Valkey (redis-server, valkey-server)": program("redis-server", "valkey-server"),
        f"a checkout of Saleor 3.23: {checkout}/manage.py": (checkout / "manage.py").is_file(),
        f"its dependencies, by `uv sync --locked` there: {checkout}/.venv/bin/celery": (checkout / ".venv/bin/celery").is_file(),
        f"`cargo build -p polder-cli`: {polder}": polder.is_file(),
    }
    for name in ("polder-setup-runner", "polder-shop-probe"):
        wanted[f"`cargo build -p {name}`: {functions / name}"] = (functions / name).is_file()
    return [what for what, there in wanted.items() if not there]


class Machine:
    """Starts programs, and ends each of them at the end."""

    def __init__(self, folder, checkout):
        self.folder, self.checkout, self.processes = folder, checkout, []
        self.bin = checkout / ".venv/bin"

    def start(self, name, command, **more):
        log = open(self.folder / f"{name}.log", "ab")
        process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, **more)
        self.processes.append((name, process))
        return process

    def end(self):
        for _, process in reversed(self.processes):
            process.terminate()
        for _, process in reversed(self.processes):
            try:
                process.wait(60)
            except subprocess.TimeoutExpired:
                process.kill()

    def wait(self, what, ready):
        begun = time.monotonic()
        while not ready():
            for name, process in self.processes:
                if process.poll() is not None:
                    raise SystemExit(f"{name} has ended: see {self.folder / name}.log")
            if time.monotonic() - begun > PATIENCE_SECONDS:
                raise SystemExit(f"{what}: nothing after {PATIENCE_SECONDS} seconds")
            time.sleep(0.5)

    def postgres(self):
        """A cluster whose owner is no superuser, as on RDS: it may create roles."""
        data, self.database_port = self.folder / "postgres", port()
        # PostgreSQL refuses to run as root.
        more = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
        fresh = not data.exists()
        data.mkdir(exist_ok=True)
        if more:
            owner = pwd.getpwnam("postgres")
            os.chown(data, owner.pw_uid, owner.pw_gid)
        create = [program("initdb"), "-D", str(data), "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-sync"]
        if fresh:
            subprocess.run(create, check=True, stdout=subprocess.DEVNULL, cwd="/", **more)
        settings = {"port": self.database_port, "listen_addresses": "127.0.0.1", "unix_socket_directories": "", "fsync": "off",
                    "synchronous_commit": "off", "full_page_writes": "off", "max_connections": 200}
        flags = [flag for name, value in settings.items() for flag in ("-c", f"{name}={value}")]
        self.start("postgres", [program("postgres"), "-D", str(data), *flags], cwd="/", **more)
        self.wait("PostgreSQL", lambda: self.sql("SELECT 1", check=False).returncode == 0)
        if fresh:
            self.sql("CREATE ROLE saleor LOGIN CREATEROLE PASSWORD 'saleor'")

    def sql(self, text, database="postgres", check=True):
        command = [program("psql"), "-X", "-q", "-A", "-t", "-h", "127.0.0.1", "-p", str(self.database_port), "-U", "postgres"]
        return subprocess.run([*command, database, "-c", text], check=check, capture_output=True, text=True)

    def redis(self):
        self.redis_port = port()
        flags = ["--port", str(self.redis_port), "--bind", "127.0.0.1", "--save", "", "--dir", str(self.folder)]
        self.start("redis", [program("redis-server", "valkey-server"), *flags])

    def environment(self, polder, platform, cell, process, database, number, mail_port):
        """What `polder env` prints. Hosts, ports and secrets of this machine take the place of those of AWS, and files stay here:
        the variables of buckets and their hosts are left out."""
        printed = subprocess.run(
            [polder, "env", "--quiet", platform, "--cell", cell, "--process", process],
            check=True, capture_output=True, text=True,
        ).stdout
        rendered = dict(line.split("=", 1) for line in printed.splitlines())
        owner = process == "migrate"
        user, password = ("saleor", "saleor") if owner else (self.roles[database], "application")
        url = f"postgres://{user}:{password}@127.0.0.1:{self.database_port}/{database}"
        here = {
            "DATABASE_URL": url,
            "DATABASE_URL_REPLICA": url,
            "DATABASE_APPLICATION_PASSWORD": "application",
            "DATABASE_READ_ONLY_PASSWORD": "read-only",
            "CACHE_URL": f"redis://127.0.0.1:{self.redis_port}/{2 * number}",
            "CELERY_BROKER_URL": f"redis://127.0.0.1:{self.redis_port}/{2 * number + 1}",
            "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}/",
            "USER_EMAIL_URL": f"smtp://127.0.0.1:{mail_port}/",
            "SECRET_KEY": self.secret_key,
            "RSA_PRIVATE_KEY": self.rsa_key,
        }
        kept = {name: here.get(name, value) for name, value in rendered.items() if not name.startswith("AWS_")}
        self.roles[database] = rendered.get("DATABASE_APPLICATION_ROLE", self.roles.get(database))
        unknown = [name for name, value in kept.items() if "${" in value]
        if unknown:
            raise SystemExit(f"no value here for {', '.join(unknown)}")
        return {**kept, "PATH": f"{self.bin}:/usr/bin:/bin", "HOME": str(self.folder), "LANG": "C.UTF-8"}

    def keys(self):
        self.roles, self.secret_key = {}, secrets.token_hex(32)
        make = "from cryptography.hazmat.primitives.asymmetric import rsa; from cryptography.hazmat.primitives import serialization as s; " \
               "print(rsa.generate_private_key(65537, 2048).private_bytes(s.Encoding.PEM, s.PrivateFormat.PKCS8, s.NoEncryption()).decode())"
        self.rsa_key = subprocess.run([self.bin / "python", "-c", make], check=True, capture_output=True, text=True).stdout.strip()

    def python(self, environment, *arguments):
        command = [self.bin / "python", *arguments]
        done = subprocess.run(command, cwd=self.checkout, env=environment, capture_output=True, text=True)
        with open(self.folder / "python.log", "a") as log:
            log.write(done.stdout + done.stderr)
        if done.returncode:
            raise SystemExit(f"{arguments[0]} fails: see {self.folder}/python.log")
        return done.stdout

    def saleor(self, name, api, worker):
        """The API and a worker. Returns the port of the API."""
        at = port()
        uvicorn = [self.bin / "uvicorn", "saleor.asgi:application", "--host=127.0.0.1", f"--port={at}", "--workers=1",
                   "--lifespan=auto", "--ws=none", "--no-access-log"]
        celery = [self.bin / "celery", "--app", "saleor.celeryconf:app", "worker", "--loglevel=info", "--concurrency=1"]
        self.start(f"api-{name}", uvicorn, cwd=self.checkout, env=api)
        self.start(f"worker-{name}", celery, cwd=self.checkout, env=worker)
        self.wait(f"the API of {name}", lambda: healthy(at))
        return at


def healthy(at):
    try:
        return urllib.request.urlopen(f"http://127.0.0.1:{at}/health/", timeout=5).status == 200
    except (urllib.error.URLError, OSError):
        return False
