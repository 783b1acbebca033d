"""An OpenID Connect provider of this machine, which lets everybody in at once."""

from __future__ import annotations

import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit


class Provider:
    """The provider: whoever comes is let in as ``person``, without a question."""

    def __init__(self) -> None:
        from joserfc.jwk import RSAKey

        self.key = RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"})
        self.person = {"sub": "1", "name": "Ada", "email": "ada@example.org"}
        self.issued: dict[str, tuple[dict[str, str], str | None]] = {}  # code -> who, nonce
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    def secrets(self, root: str, file: Path) -> None:
        """Write what a server below this root must know to log people in here."""
        file.write_text(
            f'[auth]\nredirect_uri = "{root}/oauth2callback"\ncookie_secret = "{secrets.token_hex(32)}"\n'
            'client_id = "timetested"\nclient_secret = "a secret of two"\n'
            f'server_metadata_url = "{self.url}/.well-known/openid-configuration"\n',
            "utf-8",
        )

    def close(self) -> None:
        """Let nobody in any more."""
        self.server.shutdown()
        self.server.server_close()

    def discovery(self) -> dict[str, object]:
        """What /.well-known/openid-configuration says."""
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
        }

    def authorized(self, asked: dict[str, str]) -> str:
        """Where the visitor goes on to, with a code."""
        assert asked["code_challenge_method"] == "S256"
        code = secrets.token_hex(8)
        self.issued[code] = (dict(self.person), asked.get("nonce"))
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def tokens(self, asked: dict[str, str]) -> dict[str, object]:
        """The signed answer to a code, which is good for once."""
        from joserfc import jwt

        who, nonce = self.issued.pop(asked["code"])
        now = int(time.time())
        said = {"iss": self.url, "aud": "timetested", "iat": now, "exp": now + 600, "nonce": nonce, **who}
        token = jwt.encode({"alg": "RS256", "kid": "one"}, said, self.key)
        return {"access_token": "a", "token_type": "Bearer", "expires_in": 600, "id_token": token}

    def _handler(provider) -> type[BaseHTTPRequestHandler]:  # noqa: N805 - self is the request
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                address = urlsplit(self.path)
                if address.path == "/authorize":
                    self.send_response(302)
                    self.send_header("location", provider.authorized(dict(parse_qsl(address.query))))
                    self.end_headers()
                elif address.path == "/keys":
                    self.answer({"keys": [provider.key.as_dict(private=False)]})
                else:
                    self.answer(provider.discovery())

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"])).decode()
                self.answer(provider.tokens(dict(parse_qsl(body))))

            def answer(self, content: dict[str, object]) -> None:
                body = json.dumps(content).encode()
                self.send_response(200)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        return Handler
