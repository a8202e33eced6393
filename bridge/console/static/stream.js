// The event stream of one incident: goes on at the next event after a lost connection, and says since when it is lost.

const SILENT_AFTER_MS = 15000;

/** `on(name, data)` is called for each message; `onState(lostSince)` with a Date, or null when connected. */
export function follow(incident, seq, on, onState) {
  let last = seq;
  let source = null;
  let heardAt = Date.now();
  let lostSince = null;

  function lost() {
    if (lostSince) return;
    lostSince = new Date();
    onState(lostSince);
  }

  function connect() {
    source?.close();
    source = new EventSource(`/incidents/${encodeURIComponent(incident)}/stream?after=${last}`);
    heardAt = Date.now();
    for (const name of ["update", "partial", "partial_gone", "lag", "beat", "reload", "sign_in"]) {
      source.addEventListener(name, (message) => {
        heardAt = Date.now();
        if (lostSince) {
          lostSince = null;
          onState(null);
        }
        if (message.lastEventId) last = Number(message.lastEventId);
        on(name, JSON.parse(message.data));
      });
    }
    source.addEventListener("error", () => {
      lost();
      if (source.readyState === EventSource.CLOSED) refused();
    });
  }

  /** The server said no: either nobody is signed in any more, or it is starting. */
  async function refused() {
    const page = await fetch(location.pathname, { redirect: "manual" }).catch(() => null);
    if (page?.type === "opaqueredirect") on("sign_in", {});
    else setTimeout(connect, 2000);
  }

  connect();
  setInterval(() => {
    if (Date.now() - heardAt > SILENT_AFTER_MS) {
      lost();
      connect();
    }
  }, 3000);
}
