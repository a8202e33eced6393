"""The `web` process: Flask for Twilio's webhooks and short requests, under gunicorn threads."""

from collections.abc import Callable

from flask import Flask
from gunicorn.app.base import BaseApplication

from bridge import health
from bridge.answering import webhooks_of
from bridge.carrier import routes
from bridge.console import audit, desk, guides, line_sound, plan_page, signing_in, vocabulary_page
from bridge.console.security import protect
from bridge.logs import configure
from bridge.node import Node, build_node
from bridge.review import pages as review
from bridge.settings import Settings
from bridge.speech_models.chosen import chosen_model
from bridge.telephony import Telephony

THREADS = 16
STREAMS_AT_ONCE = 2
LARGEST_FORM_BYTES = 256 * 1024


def create_app(node: Node, telephony: Telephony) -> Flask:
    """The whole of what `web` answers."""
    app = Flask("bridge", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_FORM_BYTES
    app.url_map.strict_slashes = False
    csrf = protect(app, node.settings)
    twilio = routes.blueprint(webhooks_of(node, telephony.urls))
    csrf.exempt(twilio)
    app.register_blueprint(twilio)
    app.register_blueprint(health.blueprint(node))
    app.register_blueprint(signing_in.blueprint(node))
    app.register_blueprint(desk.blueprint(node, chosen_model(node.settings)))
    app.register_blueprint(line_sound.blueprint(node))
    app.register_blueprint(guides.blueprint(node))
    app.register_blueprint(vocabulary_page.blueprint(node))
    app.register_blueprint(plan_page.blueprint(node))
    app.register_blueprint(review.blueprint(node))
    app.register_blueprint(audit.blueprint(node))
    return app


def started_app(settings: Settings) -> Flask:
    """A node and its telephony of this process, ready to take requests. Made after the fork."""
    node = build_node(settings)
    telephony = Telephony(node, streams_at_once=STREAMS_AT_ONCE)
    telephony.start()
    return create_app(node, telephony)


class WebServer(BaseApplication):  # type: ignore[misc]
    """gunicorn with one worker process of threads, configured here and not by files or arguments."""

    def __init__(self, make_app: Callable[[], Flask], bind: str) -> None:
        self._make_app = make_app
        self._bind = bind
        super().__init__()

    def load_config(self) -> None:
        options: dict[str, object] = {
            "bind": [self._bind],
            "workers": 1,
            "threads": THREADS,
            "worker_class": "gthread",
            "timeout": 60,
            "graceful_timeout": 10,
            "keepalive": 30,
            "loglevel": "warning",
            "accesslog": None,
            "proc_name": "incident-bridge-web",
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return self._make_app()


def run_web(settings: Settings, bind: str) -> int:
    """Serve until SIGTERM. `bind` is host:port or unix:PATH."""
    WebServer(lambda: started_app(settings), bind).run()
    return 0


def serve_web(settings: Settings, bind: str = "") -> int:
    """`bind`: a private address behind the front door; else the public host and port."""
    configure(secrets=settings.secrets)
    return run_web(settings, bind or f"{settings.host}:{settings.port}")
