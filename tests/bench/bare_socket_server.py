"""The baseline of the media frames: aiohttp on uvloop that receives messages and reads their JSON, nothing else."""

import sys

import orjson
import uvloop
from aiohttp import WSMsgType, web


async def receive(request: web.Request) -> web.WebSocketResponse:
    socket = web.WebSocketResponse(compress=False)
    await socket.prepare(request)
    async for message in socket:
        if message.type is WSMsgType.TEXT:
            orjson.loads(message.data)
    return socket


def main(port: int) -> None:
    app = web.Application()
    app.router.add_get("/{rest:.*}", receive)
    web.run_app(app, host="127.0.0.1", port=port, print=None, access_log=None, loop=uvloop.new_event_loop())


if __name__ == "__main__":
    main(int(sys.argv[1]))
