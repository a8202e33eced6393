"""One public port is enough: every request that is no long connection goes on to `web`, unchanged."""

import aiohttp
from aiohttp import web
from yarl import URL

HOP_BY_HOP = frozenset(
    {"connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "te", "trailers", "transfer-encoding",
     "upgrade", "content-length", "host"}
)  # fmt: skip
LARGEST_BODY_BYTES = 1024 * 1024
WEB_TIMEOUT = aiohttp.ClientTimeout(total=60, sock_connect=3)


class FrontDoor:
    """`web_url`: where `web` listens, loopback. What the world says of forwarding is dropped, ours is set."""

    def __init__(self, web_url: str) -> None:
        self._web_url = web_url
        self._session: aiohttp.ClientSession | None = None

    async def start(self) -> None:
        connector = aiohttp.TCPConnector(limit=256, keepalive_timeout=20)
        self._session = aiohttp.ClientSession(
            connector=connector, timeout=WEB_TIMEOUT, auto_decompress=False, skip_auto_headers=("User-Agent",)
        )

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def forward(self, request: web.Request) -> web.StreamResponse:
        """The answer of `web`, streamed; 503 with a word while it is away."""
        if self._session is None:
            raise RuntimeError("the front door was not started")
        headers = [
            (name, value)
            for name, value in request.headers.items()
            if name.lower() not in HOP_BY_HOP and not name.lower().startswith("x-forwarded-")
        ]
        headers += [("X-Forwarded-For", request.remote or ""), ("Host", request.headers.get("Host", ""))]
        body = await request.read()
        try:
            async with self._session.request(
                request.method, self._inner(request.raw_path), headers=headers, data=body, allow_redirects=False
            ) as answer:
                response = web.StreamResponse(status=answer.status, reason=answer.reason)
                for name, value in answer.headers.items():
                    if name.lower() not in HOP_BY_HOP:
                        response.headers.add(name, value)
                await response.prepare(request)
                async for chunk in answer.content.iter_chunked(64 * 1024):
                    await response.write(chunk)
                await response.write_eof()
                return response
        except (aiohttp.ClientConnectionError, TimeoutError):
            return web.Response(
                status=503,
                headers={"Retry-After": "2"},
                text="The bridge's pages are starting. The call goes on. Try again in a few seconds.\n",
            )

    def _inner(self, raw_path: str) -> URL:
        """The same path and query byte for byte: Twilio signs them as they were sent."""
        return URL(self._web_url + raw_path, encoded=True)
