// Several recordings as one line of time: play from a moment, wherever it lies.

const pieces = [...document.querySelectorAll("audio.piece")].map((audio) => ({
  audio,
  start: Number(audio.dataset.start),
  end: Number(audio.dataset.end),
  sid: audio.dataset.sid,
  room: audio.dataset.room,
  line: audio.dataset.line,
}));
let current = pieces[0] ?? null;
let speed = 1;

export const hasSound = pieces.length > 0;
export const nowMs = () => (current ? current.start + current.audio.currentTime * 1000 : 0);
/** Whose own line is heard; empty in the recording of a room. */
export const lineOf = () => current?.line ?? "";
export const isPlaying = () => Boolean(current && !current.audio.paused);

/** The piece with this moment in the room that is heard, or the next one after it. */
function pieceAt(ms) {
  const here = pieces.filter((piece) => piece.room === current?.room);
  return here.find((piece) => ms < piece.end) ?? here.at(-1) ?? null;
}

/** Goes on playing in another piece if this one played. `sid`: the piece in which this moment is heard, if known. */
export function seek(ms, sid) {
  const piece = pieces.find((found) => found.sid === sid) ?? pieceAt(ms);
  if (!piece) return;
  const goesOn = piece !== current && isPlaying();
  if (goesOn) current.audio.pause();
  current = piece;
  piece.audio.currentTime = Math.max(0, (ms - piece.start) / 1000);
  if (goesOn) play();
}

/** Resolves when it plays; a play that a pause overtook is no mistake. */
export async function play() {
  if (!current) return;
  current.audio.playbackRate = speed;
  try {
    await current.audio.play();
  } catch (error) {
    if (error.name !== "AbortError") throw error;
  }
}

export function pause() {
  current?.audio.pause();
}

export function setSpeed(wanted) {
  speed = wanted;
  for (const { audio } of pieces) audio.playbackRate = wanted;
}

/** `listener()` whenever the time or the state changes. */
export function onChange(listener) {
  for (const piece of pieces) {
    for (const name of ["timeupdate", "play", "pause", "seeked"]) piece.audio.addEventListener(name, listener);
    piece.audio.addEventListener("ended", () => {
      const next = pieces.slice(pieces.indexOf(piece) + 1).find((found) => found.room === piece.room && found.end > piece.end);
      if (!next || piece !== current) return;
      seek(Math.max(next.start, piece.end), next.sid);
      play();
    });
  }
}

/** `listener()` once for each recording that cannot be fetched or played. */
export function onFailure(listener) {
  for (const { audio } of pieces) audio.addEventListener("error", listener, { once: true });
}
