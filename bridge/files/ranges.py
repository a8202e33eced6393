"""A file of sound as an answer that the browser's player may ask for in ranges, sealed or not."""

from flask import Response, request
from werkzeug.exceptions import RequestedRangeNotSatisfiable
from werkzeug.wsgi import FileWrapper

from bridge.files.sound_files import SoundFiles

CHUNK_BYTES = 64 * 1024


def ranged(files: SoundFiles, name: str) -> Response | None:
    """None when there is no such file. Raises CannotOpen before anything is sent."""
    path, file = files.path(name), files.open(name)
    if path is None or file is None:
        return None
    size = file.seek(0, 2)
    file.seek(0)
    file.read(1)
    file.seek(0)
    # Not the server's own wrapper: that one sends from the file's descriptor, past any decryption.
    answer = Response(FileWrapper(file, CHUNK_BYTES), mimetype="audio/wav", direct_passthrough=True)
    answer.content_length = size
    answer.set_etag(f"{path.stat().st_mtime_ns:x}-{size:x}")
    # The player goes back and forth: what it has is asked for again, not sent again.
    answer.headers["Cache-Control"] = "private, no-cache, max-age=0"
    answer.call_on_close(file.close)
    try:
        answer.make_conditional(request.environ, accept_ranges=True, complete_length=size)
    except RequestedRangeNotSatisfiable:
        file.close()
        raise
    return answer
