"""What is around Saleor: the edge, Lambda with Secrets Manager, and a mail relay. All of it on the loopback interface."""
import http.server
import json
import socketserver
import threading
import urllib.error
import urllib.request


class Server:
    """An HTTP server in a thread."""

    def __init__(self, answer):
        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_any(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                status, headers, text = answer(self, body)
                if status is None:
                    self.close_connection = True
                    return
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            do_GET = do_POST = handle_any

            def log_message(self, *_):
                """Nothing: tokens are in the requests."""

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


class Edge(Server):
    """Sends requests on with the host of a market and the protocol of visitors, as the edge does. It can kill a client
    after its mutation with a number was executed and before the answer arrives."""

    def __init__(self, host, port):
        self.host, self.port, self.mutations, self.breaks_after, self.victim = host, port, [], None, None
        self.broke = threading.Event()
        super().__init__(self.answer)

    def answer(self, request, body):
        mutation = None
        if request.path == "/graphql/" and body:
            asked = json.loads(body)
            if asked["query"].lstrip().startswith("mutation"):
                mutation = asked.get("operationName")
        headers = {"Host": self.host, "X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.7"}
        for name in ("Content-Type", "Authorization", "User-Agent"):
            if request.headers.get(name):
                headers[name] = request.headers[name]
        onward = urllib.request.Request(f"http://127.0.0.1:{self.port}{request.path}", data=body or None, headers=headers)
        try:
            with urllib.request.urlopen(onward, timeout=300) as answer:
                status, text = answer.status, answer.read()
        except urllib.error.HTTPError as error:
            status, text = error.code, error.read()
        if mutation:
            self.mutations.append(mutation)
            if self.breaks_after == len(self.mutations):
                # Before the client learns anything: as if its machine had failed.
                self.broke.set()
                self.victim.kill()
                return None, {}, b""
        return status, {"Content-Type": "application/json"}, text


class Lambda(Server):
    """The Runtime API for one function, and Secrets Manager with one secret."""

    def __init__(self, token):
        self.token, self.orders, self.answers = token, [], []
        self.condition = threading.Condition()
        super().__init__(self.answer)

    def invoke(self, order):
        with self.condition:
            self.orders.append(order)
            self.condition.notify_all()
            wanted = len(self.answers) + 1
            if not self.condition.wait_for(lambda: len(self.answers) >= wanted, timeout=900):
                raise SystemExit("the function does not answer")
            return self.answers[-1]

    def answer(self, request, body):
        path = request.path
        if path == "/":
            return 200, {}, json.dumps({"SecretString": self.token}).encode()
        if path.endswith("/invocation/next"):
            with self.condition:
                self.condition.wait_for(lambda: self.orders)
                order = self.orders.pop(0)
            headers = {"Lambda-Runtime-Aws-Request-Id": "1", "Lambda-Runtime-Deadline-Ms": "9999999999999",
                       "Lambda-Runtime-Invoked-Function-Arn": "arn:aws:lambda:eu-west-1:123456789012:function:local"}
            return 200, headers, json.dumps(order).encode()
        with self.condition:
            self.answers.append((path.endswith("/response"), json.loads(body)))
            self.condition.notify_all()
        return 202, {}, b""


class Mail:
    """A relay that keeps what it is given: SMTP as far as Django speaks it."""

    def __init__(self):
        kept = self.messages = []

        class Session(socketserver.StreamRequestHandler):
            def handle(self):
                def say(text):
                    self.wfile.write(text.encode() + b"\r\n")

                say("220 relay")
                while line := self.rfile.readline():
                    word = line[:4].upper()
                    if word == b"DATA":
                        say("354 go on")
                        text = b""
                        while (part := self.rfile.readline()) not in (b".\r\n", b""):
                            text += part
                        kept.append(text)
                        say("250 kept")
                    elif word == b"QUIT":
                        say("221 bye")
                        return
                    else:
                        say("250 relay" if word in (b"EHLO", b"HELO") else "250 fine")

        class Relay(socketserver.ThreadingTCPServer):
            daemon_threads = allow_reuse_address = True

        self.server = Relay(("127.0.0.1", 0), Session)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
