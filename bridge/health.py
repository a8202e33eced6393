"""`/healthz`: can calls be taken? `/metrics`: counters for Prometheus, behind a token unless bound to loopback."""

import hmac

from flask import Blueprint, Response, abort, jsonify, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from sqlalchemy import text

from bridge.node import Node
from bridge.storage.failures import DatabaseUnavailable

ELSEWHERE = {"state": "elsewhere"}
"""Speech is heard by `live`, which says more when it is the one that is asked."""
LOOPBACK = ("127.0.0.1", "::1", "localhost")


def blueprint(node: Node) -> Blueprint:
    found = Blueprint("health", __name__)

    @found.get("/healthz")
    def healthz() -> tuple[Response, int]:
        try:
            node.database.read(lambda connection: connection.execute(text("SELECT 1")).scalar())
        except DatabaseUnavailable as error:
            return jsonify(status="unavailable", database=error.reason, speech=ELSEWHERE), 503
        return jsonify(status="ok", database="ok", speech=ELSEWHERE), 200

    @found.get("/metrics")
    def metrics() -> Response:
        _authorize(node)
        return Response(generate_latest(_collect(node)), content_type=CONTENT_TYPE_LATEST)

    return found


def _authorize(node: Node) -> None:
    token = node.settings.metrics_token
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if token and hmac.compare_digest(given, token):
        return
    if token or node.settings.host not in LOOPBACK:
        abort(401)


def _collect(node: Node) -> CollectorRegistry:
    registry = CollectorRegistry()
    incidents = Gauge("bridge_open_incidents", "Incidents that are open", registry=registry)
    people = Gauge("bridge_legs_on_the_line", "Legs that sit in a conference", registry=registry)
    alarms = Gauge("bridge_recording_alarms", "Recording alarms that are up", registry=registry)
    rows = node.incidents.open()
    open_now = [node.service.incident(row.id) for row in rows]
    incidents.set(len(open_now))
    people.set(sum(len(incident.on_the_line()) for incident in open_now))
    alarms.set(sum(len(incident.recording.alarms) for incident in open_now))
    return registry
