"""The baseline of the webhooks: an empty Flask handler under the product's own gunicorn settings."""

import sys

from flask import Flask

from bridge.web import WebServer


def make_app() -> Flask:
    app = Flask("empty")

    @app.post("/twilio/conference")
    def nothing() -> tuple[str, int]:
        return "", 204

    return app


if __name__ == "__main__":
    WebServer(make_app, sys.argv[1]).run()
