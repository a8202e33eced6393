"""`GET /metrics` at the front door: the counters of `web`, then those of this process: frames, lag, recognizers."""

import hmac
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate

import aiohttp
from aiohttp import web
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.metrics_core import Metric

from transcription.session import Session
from transcription.track import AGE_STEP_S, AGES

ASK_WITHIN = aiohttp.ClientTimeout(total=5, sock_connect=2)
LOOPBACK = ("127.0.0.1", "::1", "localhost")


@dataclass
class Heard:
    """Sums over all streams since this process began. `ages`: frames by steps of 10 ms of age, the last is open."""

    frames: int = 0
    dropped: int = 0
    filled_ms: int = 0
    ages: list[int] = field(default_factory=lambda: [0] * AGES)

    def add(self, session: Session) -> None:
        track = session.track
        self.frames += session.frames_in
        self.dropped += track.dropped
        self.filled_ms += track.filled_ms
        self.ages = [mine + more for mine, more in zip(self.ages, track.ages, strict=True)]


@dataclass(frozen=True)
class Figures:
    heard: Heard
    streams: int
    lag_s: float
    segments: int
    held_bytes: int
    restarts: int
    lost_segments: int


class Metrics:
    """`web_url`: where `web` listens; empty where each process is asked for itself."""

    def __init__(self, web_url: str, token: str, host: str, figures: Callable[[], Figures]) -> None:
        self._web_url = web_url
        self._token = token
        self._host = host
        self._figures = figures

    async def handle(self, request: web.Request) -> web.Response:
        if not self._allowed(request):
            return web.Response(status=401)
        own = exposition(self._figures())
        if not self._web_url:
            return web.Response(body=own, content_type="text/plain")
        headers = {"Authorization": request.headers.get("Authorization", "")}
        try:
            async with (
                aiohttp.ClientSession(timeout=ASK_WITHIN) as session,
                session.get(self._web_url + "/metrics", headers=headers) as said,
            ):
                theirs = await said.read() if said.status == web.HTTPOk.status_code else b""
        except (aiohttp.ClientError, TimeoutError):
            theirs = b""
        return web.Response(body=theirs + own, content_type="text/plain")

    def _allowed(self, request: web.Request) -> bool:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if self._token:
            return hmac.compare_digest(given.encode("utf-8", "surrogateescape"), self._token.encode())
        return self._host in LOOPBACK


@dataclass(frozen=True, eq=False)
class _Families:
    """What prometheus_client asks to be collected."""

    found: Figures

    def collect(self) -> Iterator[Metric]:
        heard = self.found.heard
        for name, words, counted in (
            ("bridge_media_frames", "Messages of sound that were taken", heard.frames),
            ("bridge_media_frames_dropped", "Messages of sound that were doubled or hopelessly late", heard.dropped),
            ("bridge_media_filled_seconds", "Sound that never came, put in as silence", heard.filled_ms / 1000),
            ("bridge_recognizer_restarts", "Recognizer processes that ended and were replaced", self.found.restarts),
            ("bridge_speech_lost_segments", "Stretches of speech that were given up", self.found.lost_segments),
        ):
            yield CounterMetricFamily(name, words, value=counted)
        for name, words, value in (
            ("bridge_media_streams", "Media streams that are open", self.found.streams),
            ("bridge_speech_lag_seconds", "Age of the oldest sound that is not recognized yet", self.found.lag_s),
            ("bridge_speech_segments", "Stretches of speech that are being recognized", self.found.segments),
            ("bridge_speech_held_bytes", "Sound that is kept until it is recognized", self.found.held_bytes),
        ):
            yield GaugeMetricFamily(name, words, value=value)
        counts = list(accumulate(heard.ages))
        edges = [f"{(step + 1) * AGE_STEP_S:.2f}" for step in range(AGES - 1)] + ["+Inf"]
        total_s = sum((step + 0.5) * AGE_STEP_S * count for step, count in enumerate(heard.ages))
        words = "Seconds by which a message came later than the quickest of its stream"
        buckets = list(zip(edges, counts, strict=True))
        yield HistogramMetricFamily("bridge_media_frame_age_seconds", words, buckets=buckets, sum_value=total_s)


def exposition(found: Figures) -> bytes:
    """In Prometheus' text format."""
    registry = CollectorRegistry()
    registry.register(_Families(found))
    return generate_latest(registry)
