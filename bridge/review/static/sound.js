// Several recordings as one line of time: play from a moment, wherever it lies.

const pieces = [...document.querySelectorAll("audio.piece")].map((audio) => ({
  audio,
  start: Number(audio.dataset.start),
  end: Number(audio.dataset.end),
}));
let current = pieces[0] ?? null;

export const hasSound = pieces.length > 0;
export const nowMs = () => (current ? current.start + current.audio.currentTime * 1000 : 0);
export const isPlaying = () => Boolean(current && !current.audio.paused);

/** The piece with this moment, or the next one after it. */
function pieceAt(ms) {
  return pieces.find((piece) => ms < piece.end) ?? pieces.at(-1) ?? null;
}

export function seek(ms) {
  const piece = pieceAt(ms);
  if (!piece) return;
  if (piece !== current) current?.audio.pause();
  piece.audio.playbackRate = current?.audio.playbackRate ?? 1;
  current = piece;
  piece.audio.currentTime = Math.max(0, (ms - piece.start) / 1000);
}

export function play() {
  return current?.audio.play();
}

export function pause() {
  current?.audio.pause();
}

export function setSpeed(speed) {
  for (const { audio } of pieces) audio.playbackRate = speed;
}

/** `listener()` whenever the time or the state changes. */
export function onChange(listener) {
  for (const piece of pieces) {
    for (const name of ["timeupdate", "play", "pause", "seeked"]) piece.audio.addEventListener(name, listener);
    piece.audio.addEventListener("ended", () => {
      const next = pieces[pieces.indexOf(piece) + 1];
      if (!next) return;
      seek(next.start);
      play();
    });
  }
}
