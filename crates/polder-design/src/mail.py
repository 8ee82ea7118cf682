# Takes the mail of this container on its loopback interface and sends it with the rights of the task, then runs its arguments.
#
# Saleor sends mail by SMTP only. The service's SMTP interface needs a password of a user, which never expires; its API takes the
# credentials of the task, which end within hours. The address and the text of a mail are in no message of this program.
import os
import socketserver
import sys
import threading
import time

PORT = 2525
# What the service accepts, with attachments and headers.
LIMIT = 10 * 1024 * 1024
# Temporary failures of the service. Saleor does not try again: only the client's own retries do.
TEMPORARY = ("InternalFailure", "LimitExceededException", "RequestLimitExceeded", "ServiceUnavailable")

lock = threading.Lock()
service = []


def client():
    # Not at the start: a process that sends no mail loads no client.
    with lock:
        if not service:
            import boto3
            from botocore.config import Config

            # Saleor waits for an answer for 5 s: two attempts, with a pause of at most one second, end before that.
            config = Config(
                connect_timeout=0.5,
                read_timeout=1.4,
                retries={"mode": "standard", "total_max_attempts": 2},
            )
            service.append(boto3.client("ses", region_name=os.environ["MAIL_REGION"], config=config))
        return service[0]


def send(sender, recipients, message):
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        client().send_raw_email(
            Source=sender,
            Destinations=recipients,
            RawMessage={"Data": message},
            ConfigurationSetName=os.environ["MAIL_CONFIGURATION_SET"],
        )
    except ClientError as error:
        code = error.response["Error"]["Code"]
        print("mail was refused:", code, file=sys.stderr, flush=True)
        return "451 " + code if code in TEMPORARY or code.startswith("Throttling") else "554 " + code
    except BotoCoreError as error:
        print("mail was not sent:", type(error).__name__, file=sys.stderr, flush=True)
        return "451 " + type(error).__name__
    return "250 sent"


class Session(socketserver.StreamRequestHandler):
    timeout = 60

    def handle(self):
        self.answer("220 localhost")
        sender, recipients = None, []
        while line := self.rfile.readline(4096):
            word, _, rest = line.decode("ascii", "replace").strip().partition(" ")
            word = word.upper()
            if word == "EHLO":
                self.answer("250-localhost\r\n250-8BITMIME\r\n250 SIZE %d" % LIMIT)
            elif word in ("HELO", "NOOP"):
                self.answer("250 localhost")
            elif word == "RSET":
                sender, recipients = None, []
                self.answer("250 reset")
            elif word == "MAIL":
                sender, recipients = address(rest), []
                self.answer("250 sender")
            elif word == "RCPT" and sender is not None:
                recipients.append(address(rest))
                self.answer("250 recipient")
            elif word == "DATA" and recipients:
                self.answer("354 go ahead")
                message = self.message()
                self.answer("552 too large" if message is None else send(sender, recipients, message))
                sender, recipients = None, []
            elif word == "QUIT":
                return self.answer("221 bye")
            else:
                self.answer("503 not now")

    def message(self):
        lines, size, starts = [], 0, True
        while part := self.rfile.readline(65536):
            if starts and part == b".\r\n":
                return b"".join(lines) if size <= LIMIT else None
            # A line that starts with a dot has another one before it.
            part = part[1:] if starts and part.startswith(b".") else part
            starts = part.endswith(b"\n")
            size += len(part)
            if size <= LIMIT:
                lines.append(part)
        raise ConnectionError("the message has no end")

    def answer(self, text):
        self.wfile.write(text.encode() + b"\r\n")


def address(text):
    return text.partition("<")[2].partition(">")[0]


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


def serve(server, process):
    # Starts the server again if it ends, and ends with the process.
    child = 0
    while os.getppid() == process:
        if child == 0:
            child = os.fork()
            if child == 0:
                server.serve_forever()
        time.sleep(1)
        child = 0 if os.waitpid(child, os.WNOHANG)[0] else child
    # `kill(0, …)` would signal every process of the process group.
    if child:
        os.kill(child, 9)


# The process starts when mail is accepted, and keeps its number: it is the one that is stopped.
server, process = Server(("127.0.0.1", PORT), Session), os.getpid()
if os.fork() == 0:
    serve(server, process)
    os._exit(0)
os.execvp(sys.argv[1], sys.argv[1:])
