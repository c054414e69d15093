"""Notices leave the house only where an administrator says so, to hosts that stand in a list."""

from __future__ import annotations

import ast
import base64
import hashlib
import hmac
import json
import smtplib
import socket
import ssl
import threading
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection

from conftest import NOON
from jilian.base.errors import NotAllowed, Refusal
from jilian.notices import channels, operations
from jilian.notices.channels import addresses, messages, sending
from jilian.notices.models import Channel, Delivery
from jilian.notices.queries import Message, message_of
from jilian.notices.rules import KINDS, WAITS, Kind, leaves_at, next_try

SECRET = "SEC密钥"
LISTED = "oapi.dingtalk.com\nrobot.office.example:8443\n10.3.0.0/16\nxn--fiq228c.example"


@pytest.mark.parametrize(
    "url",
    [
        "http://oapi.dingtalk.com/robot/send", "ftp://oapi.dingtalk.com/", "//oapi.dingtalk.com/",
        "https://oapi.dingtalk.com:8443/", "https://oapi.dingtalk.com:0/",
        "https://robot.office.example/", "https://oapi.dingtalk.com.evil.example/",
        "https://evil.example/?oapi.dingtalk.com", "https://oapi.dingtalk.com@evil.example/",
        "https://user:word@oapi.dingtalk.com/", "https://@oapi.dingtalk.com/",
        "https://oapi.dingtalk.com\\@evil.example/", "https://evil.example\\.oapi.dingtalk.com/",
        "https://oapi.dingtalk.com\t/", "https://oapi.dingtalk.com/\r\nHost: evil.example",
        "https://oapi.dingtalk.com./", "https://oapi。dingtalk。com/", "https://οapi.dingtalk.com/",
        "https://xn--api-5cd.dingtalk.com/", "https://127.0.0.1/", "https://2130706433/",
        "https://0x7f.1/", "https://0177.0.0.1/", "https://[::1]/", "https://[::ffff:127.0.0.1]/",
        "https://localhost/", "https://10.3.0.9/", "https://oapi.dingtalk.com/#a",
        "https://oapi.dingtalk.com:x/", "https://", "", "https://oapi.dingtalk.com/" + "x" * 1000,
    ],
)  # fmt: skip
def test_what_is_not_in_the_list_is_not_called(url):
    with pytest.raises(Refusal):
        addresses.check_web(url, addresses.read_hosts(LISTED))


def test_what_is_in_the_list_is_called_as_it_stands():
    allowed = addresses.read_hosts(LISTED)
    found = addresses.check_web("https://OAPI.dingtalk.com/robot/send?access_token=x", allowed)
    assert (found.host, found.port, found.path) == (
        "oapi.dingtalk.com", 443, "/robot/send?access_token=x",
    )  # fmt: skip
    assert addresses.check_web("https://robot.office.example:8443", allowed).path == "/"
    assert addresses.check_web("https://xn--fiq228c.example/a", allowed).host[:4] == "xn--"
    assert addresses.check_mail("oapi.dingtalk.com:587", allowed).port == 587
    with pytest.raises(Refusal):
        addresses.check_mail("oapi.dingtalk.com:25", allowed)
    literal = addresses.read_hosts("10.3.0.9")
    assert addresses.check_web("https://10.3.0.9/x", literal).host == "10.3.0.9"


@pytest.mark.parametrize(
    "text", ["", "  ", "http://a.example", "a.example/x", "*.example", "例子.cn", "a b_c", "1.2.3",
             "a.example:0", "a.example:99999", "u@a.example", "0x7f.1", "\n".join(["a.cn"] * 21)],
)  # fmt: skip
def test_an_odd_list_is_refused(text):
    with pytest.raises(Refusal):
        addresses.read_hosts(text)


@pytest.mark.parametrize(
    "found", ["127.0.0.1", "10.4.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "::1",
              "fe80::1%eth0", "fc00::1", "::ffff:10.4.0.1", "64:ff9b::a04:1", "2002:a04:1::",
              "100.64.0.1", "224.0.0.1"],
)  # fmt: skip
def test_a_host_that_leads_inside_is_refused_unless_the_list_says_so(found):
    allowed = addresses.read_hosts(LISTED)
    with pytest.raises(Refusal):
        addresses.check_resolved([found], allowed)
    with pytest.raises(Refusal):  # one bad address is enough
        addresses.check_resolved(["203.119.214.1", found], allowed)
    assert addresses.check_resolved(["10.3.0.9", "203.119.214.1"], allowed) == "10.3.0.9"


def test_signatures_are_those_of_the_services_documents():
    at = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
    path, body = messages.dingtalk("/robot/send?access_token=x", "有一件事", SECRET, at)
    asked = parse_qs(urlsplit(path).query)
    moment = str(int(at.timestamp() * 1000))
    signed = hmac.new(SECRET.encode(), f"{moment}\n{SECRET}".encode(), hashlib.sha256).digest()
    assert asked["timestamp"] == [moment]
    assert asked["sign"] == [base64.b64encode(signed).decode()]
    assert body == {"msgtype": "text", "text": {"content": "有一件事"}}
    path, body = messages.feishu("/hook/x", "有一件事", SECRET, at)
    moment = str(int(at.timestamp()))
    signed = hmac.new(f"{moment}\n{SECRET}".encode(), b"", hashlib.sha256).digest()
    assert (body["timestamp"], body["sign"]) == (moment, base64.b64encode(signed).decode())
    assert (path, body["msg_type"], body["content"]) == ("/hook/x", "text", {"text": "有一件事"})
    assert messages.wecom("/send?key=x", "有一件事", "", at)[0] == "/send?key=x"


def test_at_night_only_what_wakes_goes_out_and_tries_end():
    evening, early, noon = (NOON.replace(hour=hour) for hour in (23, 5, 12))
    assert leaves_at(noon, wakes=False) == noon
    assert leaves_at(evening, wakes=True) == evening
    assert leaves_at(early, wakes=False) == early.replace(hour=7)
    assert leaves_at(evening, wakes=False) == evening.replace(hour=7) + timedelta(days=1)
    assert [next_try(NOON, done) for done in range(1, len(WAITS) + 2)] == [
        *(NOON + wait for wait in WAITS), None,
    ]  # fmt: skip


def test_only_the_channels_can_call_out():
    """Nothing else in the product imports what opens a connection."""
    source = Path(channels.__file__).parents[3]
    openers = {
        "smtplib", "socket", "http.client", "urllib.request", "requests", "httpx", "aiohttp",
        "urllib3", "ftplib", "poplib", "imaplib", "telnetlib", "xmlrpc",
    }  # fmt: skip
    found = set()
    for path in [*source.glob("jilian/**/*.py"), *source.glob("jilian_engine/**/*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or "", *(f"{node.module}.{one.name}" for one in node.names)]
            if openers & set(names):
                found.add(str(path.relative_to(source)))
    assert found == {
        "jilian/notices/channels/sending.py",
        "jilian/jobs/cli.py",  # the name of this machine, for the worker's
    }


@pytest.fixture
def keeper(person):
    return person("sys", "system_administrator")


@pytest.fixture
def said(monkeypatch):
    """A kind of notice that may leave the house."""
    kind = Kind("“%(firm)s” lacks %(product)s.", "Answer", outside="A call for help waits.")
    monkeypatch.setitem(KINDS, "said", kind)
    return kind


def placed(keeper, kind="dingtalk", **more):
    given = {"title": "群", "hosts": "localhost:1", "target": "https://localhost:1/x",
             "secret": SECRET}  # fmt: skip
    return operations.place_channel(by=keeper, at=NOON, kind=kind, **given | more)


def aimed(keeper, channel, **more):
    given = {"role": "data_steward", "world_code": "", "scope_key": "", "link": "https://jl.example",
             "language": "en"}  # fmt: skip
    return operations.aim_channel(by=keeper, at=NOON, channel=channel, **given | more)


def told(to, key="call:1"):
    return operations.tell(
        by=to, at=NOON, to=to, kind="said", key=key, url="/x/",
        details={"firm": "林氏晶圆", "product": "去毛刺溶液"},
    )  # fmt: skip


def test_the_installation_as_it_comes_opens_no_socket(
    mei, said, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(socket, "socket", lambda *_a, **_k: pytest.fail("a socket was opened"))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: pytest.fail("a host was asked"))
    with django_capture_on_commit_callbacks(execute=True) as begun:
        told(mei)
    assert begun == []
    assert not Delivery.objects.exists()
    assert operations.send_due(by=mei, at=NOON) == 0


def test_a_message_names_nobody_and_nothing(mei, keeper, said):
    channel = aimed(keeper, placed(keeper))
    operations.switch_channel(by=keeper, at=NOON, channel=channel, on=True)
    told(mei)
    message = message_of(Delivery.objects.select_related("channel", "notice__to").get())
    assert message.words == "Jilian: A call for help waits.\nhttps://jl.example/notices/"
    for kind in KINDS.values():
        assert "%" not in str(kind.outside)


def test_secrets_are_sealed_and_not_traced(keeper):
    from jilian.audit.models import Trace

    placed(keeper, target="https://localhost:1/robot?access_token=geheim")
    with connection.cursor() as cursor:
        cursor.execute("select target, secret from notices_channel")
        assert all(value.startswith("aes256gcm:") for value in cursor.fetchone())
    kept = Trace.objects.filter(action="channel.set").get()
    assert "geheim" not in kept.after_text
    assert SECRET not in kept.after_text


def test_only_an_administrator_switches_on_and_a_group_needs_a_scope(keeper, mei, said):
    with pytest.raises(NotAllowed):
        placed(mei)
    channel = placed(keeper)
    with pytest.raises(Refusal):  # for nobody yet
        operations.switch_channel(by=keeper, at=NOON, channel=channel, on=True)
    with pytest.raises(Refusal):  # a group of all firms
        aimed(keeper, channel, role="member_firm")
    with pytest.raises(NotAllowed):
        operations.switch_channel(by=mei, at=NOON, channel=channel, on=True)
    on = operations.switch_channel(by=keeper, at=NOON, channel=aimed(keeper, channel), on=True)
    assert on.is_on
    told(mei)
    assert not placed(keeper, channel=on, target="", secret="").is_on  # placed anew: off
    assert Delivery.objects.get().state == "dropped"
    assert Channel.objects.get().secret == SECRET


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for localhost, and a context that trusts it."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    path = tmp_path_factory.mktemp("tls") / "localhost.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                          serialization.NoEncryption())
        + made.public_bytes(serialization.Encoding.PEM)
    )  # fmt: skip
    return path


@contextmanager
def robot(certificate, answers):
    """A local server that answers as a service would; what it was asked is kept."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            asked.append((self.path, self.headers["Host"], json.loads(body)))
            status, headers, content = answers.pop(0)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    beside = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    beside.start()
    try:
        yield server.server_port, asked
    finally:
        server.shutdown()
        server.server_close()
        beside.join()


@pytest.fixture
def trusting(certificate, monkeypatch):
    monkeypatch.setattr(
        sending, "tls_context", lambda: ssl.create_default_context(cafile=str(certificate))
    )


OK = (200, {}, b'{"errcode": 0, "errmsg": "ok"}')


def test_a_message_is_sent_tried_again_and_given_up(
    keeper, mei, said, certificate, trusting, django_capture_on_commit_callbacks
):
    answers = [(500, {}, b""), (302, {"Location": "https://evil.example/"}, b""),
               (200, {}, b'{"errcode": 310000}'), OK]  # fmt: skip
    with robot(certificate, answers) as (port, asked):
        channel = placed(
            keeper, hosts=f"localhost:{port} 127.0.0.1 ::1",
            target=f"https://localhost:{port}/robot/send?access_token=x",
        )  # fmt: skip
        channel = aimed(keeper, channel)
        operations.switch_channel(by=keeper, at=NOON, channel=channel, on=True)
        with django_capture_on_commit_callbacks() as begun:
            told(mei)
        assert len(begun) == 1
        at, problems = NOON, []
        for wait in (*WAITS[:3], WAITS[3]):
            assert operations.send_due(by=mei, at=at) == 1
            assert operations.send_due(by=mei, at=at) == 0  # not before the next try is due
            kept = Delivery.objects.get()
            problems.append((kept.state, kept.problem, kept.number))
            at += wait
        assert problems == [
            ("waiting", "status", 500), ("waiting", "status", 302), ("waiting", "refused", 310000),
            ("sent", "", None),
        ]  # fmt: skip
    path, host, body = asked[0]
    assert path.startswith("/robot/send?access_token=x&timestamp=")
    assert host == f"localhost:{port}"
    assert body["text"]["content"] == "Jilian: A call for help waits.\nhttps://jl.example/notices/"
    assert len(asked) == 4  # the redirect was not followed
    told(mei, key="call:2")
    for tried in range(len(WAITS) + 1):  # nobody listens any more
        assert operations.send_due(by=mei, at=NOON + timedelta(days=1 + tried)) == 1
    assert Delivery.objects.first().state == "failed"
    operations.repeat_delivery(by=keeper, at=NOON, delivery=Delivery.objects.first())
    assert Delivery.objects.first().state == "waiting"


def test_a_certificate_of_another_is_not_trusted(keeper, certificate):
    with robot(certificate, [OK]) as (port, asked):
        channel = SimpleNamespace(
            kind="feishu", hosts=f"localhost:{port} 127.0.0.1 ::1", secret="",
            target=f"https://localhost:{port}/hook",
        )  # fmt: skip
        with pytest.raises(messages.Unsent, match="certificate"):
            sending.send(channel, Message("", "x"), NOON)
        channel.hosts = f"localhost:{port}"  # leads to this machine, which the list does not name
        with pytest.raises(Refusal, match="private address"):
            sending.send(channel, Message("", "x"), NOON)
        assert asked == []


def test_mail_goes_to_the_reader_by_tls(keeper, mei, said, monkeypatch):
    sent = []

    class Server:
        def __init__(self, **_how):
            self.said = []

        def __getattr__(self, name):
            return lambda *given, **_how: self.said.append((name, given))

        def send_message(self, letter):
            sent.append((self.said, letter))

    monkeypatch.setattr(sending, "_SecureServer", Server)
    monkeypatch.setattr(sending, "_Server", Server)
    mail = {
        "kind": "mail",
        "hosts": "localhost 127.0.0.1 ::1",
        "sign_in": "jl",
        "sender": "jl@office.cn",
    }
    for started, port in ((False, 465), (True, 587)):
        channel = placed(keeper, **mail, target=f"localhost:{port}", by_starttls=started)
        aimed(keeper, channel, role="", language="zh-hans")
        operations.switch_channel(by=keeper, at=NOON, channel=channel, on=True)
    mei.email = "mei@office.cn"
    mei.save()
    told(mei)
    assert operations.send_due(by=mei, at=NOON) == 2
    (first, letter), (second, _letter) = sent
    assert (letter["To"], letter["From"]) == ("mei@office.cn", "jl@office.cn")
    assert "林氏" not in letter.as_string()
    assert ("login", ("jl", SECRET)) in first
    assert [name for name, _given in second][:3] == ["connect", "starttls", "login"]
    assert issubclass(smtplib.SMTP_SSL, smtplib.SMTP)
    told(keeper, key="call:9")  # without a mail address
    assert operations.send_due(by=mei, at=NOON) == 0


@pytest.mark.parametrize("kind", ["mail", "wecom"])
def test_the_pages_set_a_channel_up_step_by_step(keeper, mei, as_person, kind, said):
    client = as_person(keeper)
    assert "nothing calls out" in client.get("/channels/").text
    given = {"title": "值班群", "hosts": "qyapi.weixin.qq.com", "target": "https://evil.example/"}
    given |= {"sender": "jl@office.cn"}
    assert (
        "is not in the list" in client.post(f"/channels/new/{kind}/", given).text or kind == "mail"
    )
    given["target"] = (
        "qyapi.weixin.qq.com:465" if kind == "mail" else "https://qyapi.weixin.qq.com/x?key=KEY7"
    )
    answer = client.post(f"/channels/new/{kind}/", given)
    assert answer.status_code == 302
    pk = Channel.objects.get().pk
    answer = client.post(answer.url, {"role": "data_steward", "language": "en"})
    assert answer.url == f"/channels/{pk}/"
    assert "leaves the house" in client.get(f"/channels/{pk}/switch/").text
    client.post(f"/channels/{pk}/switch/")
    client.post(f"/channels/{pk}/test/")
    for path in (f"/channels/{pk}/", "/channels/", "/channels/sent/?state=waiting",
                 f"/channels/{pk}/place/", f"/channels/{pk}/whom/"):  # fmt: skip
        answer = client.get(path)
        assert answer.status_code == 200
        assert "KEY7" not in answer.text
        assert as_person(mei).get(path).status_code == 404
    assert Delivery.objects.count() == (kind == "wecom")  # she has no mail address


def test_the_list_of_messages_takes_the_same_queries_however_long(keeper, as_person):
    client = as_person(keeper)
    channel = aimed(keeper, placed(keeper))
    operations.switch_channel(by=keeper, at=NOON, channel=channel, on=True)
    counts = []
    for more in (1, 6):
        for step in range(more):
            operations.try_channel(
                by=keeper, at=NOON + timedelta(seconds=100 * more + step), channel=channel
            )
        with _counted() as seen:
            client.get("/channels/sent/")
            client.get("/channels/")
        counts.append(len(seen))
    assert counts[0] == counts[1]


@contextmanager
def _counted():
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as seen:
        yield seen
