// Sends what was done on this phone: in order, one account at a time, until the server has said what became of each.
(() => {
  const MOST_EVENTS = 50, MOST_BYTES = 150000, MOST_PHOTOS = 30, SEND_MS = 30000, PHOTO_MS = 60000, TOLD_KEPT = 20;
  class Stop extends Error {} // nothing more can be sent now; everything stays where it is

  const request = async (path, options, ms) => {
    const abort = new AbortController(), timer = setTimeout(() => abort.abort(), ms);
    try {
      const answer = await fetch(path, { ...options, credentials: "same-origin", signal: abort.signal });
      const found = await answer.json().catch(() => ({})); // still within the time: a body may stop half-way
      phone.heard(true);
      phone.count(options.body.length || options.body.byteLength);
      if (answer.status === 401) await phone.setFact("expired", true);
      if ([401, 403, 409, 429].includes(answer.status)) throw new Stop(found.code || answer.status);
      return { status: answer.status, found };
    } catch (error) {
      if (!(error instanceof Stop)) phone.heard(false);
      throw error;
    } finally {
      clearTimeout(timer);
    }
  };

  const nextBatch = (rows) => {
    let bytes = 0, photos = 0;
    const fits = (row) => (bytes += JSON.stringify(row).length) < MOST_BYTES && (photos += row.files.length) <= MOST_PHOTOS;
    return rows.slice(0, MOST_EVENTS).filter((row, index) => fits(row) || !index);
  };

  const sendPhotos = async (row) => {
    for (const sha256 of row.files) {
      const photo = await phone.get("photos", [row.account, sha256]);
      if (!photo || photo.sent) continue;
      const { status } = await request(`/sinkron/berkas/${sha256}/`,
        { method: "PUT", body: photo.bytes, headers: { "Content-Type": "application/octet-stream", "X-Account": row.account } }, PHOTO_MS);
      if (status >= 500) throw new Stop(status);
      if (status < 300) await phone.own("photos", { ...photo, sent: true }, [row.account, sha256]);
    }
  };

  const sendBatch = async (account, rows) => {
    for (const row of rows) await sendPhotos(row);
    const events = rows.map(({ id, kind, made_at, body, files }) => ({ id, kind, made_at, body, files }));
    const body = JSON.stringify({ account, device: await phone.device(), events });
    const { status, found } = await request("/sinkron/",
      { method: "POST", body, headers: { "Content-Type": "application/json" } }, SEND_MS);
    const count = await settle(account, rows, found);
    if (status >= 300 || !count) throw new Stop(status);
  };

  // What the server has answered leaves the queue; what the learner should read about it is kept.
  const settle = async (account, rows, { results = [], progress }) => {
    const answers = new Map(results.map((result) => [result.id, result]));
    const done = rows.filter((row) => answers.has(row.id));
    const change = (await phone.open).transaction(["events", "photos", "told", "progress", "facts"], "readwrite");
    // Signed out, or somebody else's by now: nothing of the answer may be kept.
    if ((await change.objectStore("facts").get("account")) !== account) return 0;
    const events = change.objectStore("events"), photos = change.objectStore("photos");
    const stays = ({ id }) => !answers.has(id) || answers.get(id).state === "refused";
    const left = (await events.getAll()).filter((row) => row.account === account && stays(row));
    const needed = new Set([].concat(...left.map((row) => row.files)));
    for (const row of done) {
      const { state, message, next } = answers.get(row.id);
      for (const one of row.files) {
        const photo = needed.has(one) && (await photos.get([account, one]));
        if (photo) photos.put({ ...photo, sent: false }); // the server may have let go of it
        else photos.delete([account, one]);
      }
      if (state === "refused") { // the owner may mend what stands in its way and send it again
        events.put({ ...row, parked: message || "Belum dapat diterima.", next });
        continue;
      }
      events.delete(row.n);
      if (message || state !== "accepted") {
        change.objectStore("told").put({ id: row.id, account, kind: row.kind, label: row.label, lesson: row.body.lesson,
          state, message, next, at: Date.now(), made_at: row.made_at });
      }
    }
    if (progress) change.objectStore("progress").put({ account, ...progress });
    await change.done;
    await forgetOldNews(account);
    return done.length;
  };
  const forgetOldNews = async (account) => {
    const rows = (await phone.of("told", account)).sort((a, b) => b.at - a.at);
    await Promise.all(rows.slice(TOLD_KEPT).map((row) => phone.drop("told", row.id)));
  };

  const sendAll = async () => {
    const account = await phone.fact("account");
    for (;;) {
      const rows = nextBatch(await phone.waiting(account));
      if (!rows.length) return true;
      await sendBatch(account, rows);
    }
  };
  // The key that signs result files: made here and not to be read out, not even by us. The server knows its public half.
  const register = async () => {
    const account = await phone.fact("account");
    if (!account || (await phone.fact("registered")) === account) return;
    const key = await crypto.subtle.exportKey("jwk", (await signer()).publicKey);
    const body = JSON.stringify({ account, device: await phone.device(), key });
    const { status } = await request("/sinkron/kunci/", { method: "POST", body, headers: { "Content-Type": "application/json" } }, SEND_MS);
    if (status >= 300 || (await phone.fact("account")) !== account) return;
    await phone.setFact("registered", account);
    await phone.stock(); // from now on this phone opens files and makes them without a signal
  };
  const signer = async () => {
    const known = await phone.fact("signer");
    if (!known) await phone.setFact("signer", await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"]));
    return known || phone.fact("signer");
  };

  // The lock keeps an old worker and its successor from sending at once. `true`: nothing waits any more.
  phone.send = () => navigator.locks.request("kirim", () => sendAll().catch((error) => {
    if (error instanceof Stop) return false;
    throw error;
  }).finally(() => register().catch(() => {}))).finally(phone.broadcast);
  // What signing out now would lose, in words.
  phone.unsent = () => phone.fact("account").then(phone.lossOf);

  // ---- The session that was left is ended first. The cookie can't be reached from here, so until the server has done it
  // nothing else is asked of it: nobody comes back in on the old one.
  let ending = null;
  phone.endSession = () => (ending = ending || endIt().finally(() => (ending = null)));
  const endIt = async () => {
    const leaving = await phone.fact("leaving").catch(() => null); // no store, no note: the network still answers
    if (!leaving) return;
    const asked = await fetch("/keluar/", { cache: "no-store" }), tag = asked.headers.get("X-Account");
    if (!asked.ok) throw new Error(asked.status);
    if (tag && (leaving === tag || leaving === "?")) await postLeave(await asked.text());
    await phone.drop("facts", "leaving");
  };
  const postLeave = async (page) => {
    const [, token] = /name="csrfmiddlewaretoken" value="([^"]+)"/.exec(page) || [];
    const answer = await fetch("/keluar/", { method: "POST", body: new URLSearchParams({ csrfmiddlewaretoken: token }), redirect: "manual" });
    if (!answer.ok && answer.type !== "opaqueredirect") throw new Error(answer.status);
  };
})();
