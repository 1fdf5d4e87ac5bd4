// What this phone keeps, for the worker and for pages alike. A row with an `account` belongs to that account alone.
// `papers` holds final tests by the course's slug, and by what no slug is: certificates by `sertifikat/CODE`, what an
// officer takes along into the field by `lapangan/bekal`.
(() => {
  const FIELD = "field_business"; // a business that an officer wrote down; so is called the draft of one, too
  const CONTENT = "isi"; // Cache Storage: pages, pictures and pieces of videos, all public
  const PRIVATE = ["events", "photos", "told", "progress", "papers", "drafts"];
  const KEYS = {
    facts: null, lessons: "id", courses: "slug", videos: "url", jobs: "lesson", photos: ["account", "sha256"],
    told: "id", progress: "account", papers: ["account", "course"], drafts: ["account", "name"],
  };
  // The version stays 1: while a new worker is on its way, the old one still keeps answers here, and could not open a newer one.
  const open = idb.openDB("ikm", 1, {
    upgrade(db) {
      Object.keys(KEYS).forEach((name) => db.createObjectStore(name, KEYS[name] ? { keyPath: KEYS[name] } : {}));
      db.createObjectStore("events", { keyPath: "n", autoIncrement: true });
    },
    blocking() { open.then((db) => db.close()); },
  });
  const get = async (store, key) => (await open).get(store, key);
  const put = async (store, row, key) => (await open).put(store, row, key);
  const drop = async (store, key) => (await open).delete(store, key);
  const all = async (store) => (await open).getAll(store);
  const fact = (name) => get("facts", name);
  const setFact = (name, value) => put("facts", value, name);
  const of = async (store, account) => (account ? (await all(store)).filter((row) => row.account === account) : []);
  const waiting = async (account) => (await of("events", account)).filter((row) => !row.parked);

  // crypto.randomUUID came with Chrome 92.
  const uuid = () => "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (digit) =>
    (digit ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (digit / 4)))).toString(16));
  const sha256 = async (bytes) => Array.from(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)),
    (byte) => byte.toString(16).padStart(2, "0")).join("");
  const device = async () => {
    const known = await fact("device");
    if (!known) await setFact("device", uuid());
    return known || fact("device");
  };
  const size = (bytes) => {
    if (bytes < 1e6) return `${Math.max(1, Math.ceil(bytes / 1000))} KB`;
    const [value, unit] = bytes < 1e9 ? [bytes / 1e6, "MB"] : [bytes / 1e9, "GB"];
    return `${value.toFixed(1).replace(".", ",")} ${unit}`;
  };

  // Writes what is one person's own: not if they have signed out meanwhile, nor, with `key`, if the row was taken away.
  const own = async (store, row, key) => {
    const change = (await open).transaction([store, "facts"], "readwrite"), rows = change.objectStore(store);
    const isTheirs = (await change.objectStore("facts").get("account")) === row.account && (!key || (await rows.get(key)));
    if (isTheirs) rows.put(row);
    return change.done;
  };

  const mark = ({ kind, body, files }) => JSON.stringify([kind, body, files]);
  // One transaction, so that neither an answer without its photos nor photos without an answer can stay behind.
  const keepEvent = async (kind, body, { photos = [], label = "", whose, id } = {}) => {
    const account = await fact("account");
    if (!account || (whose && whose !== account)) return null; // begun on a page of somebody else
    const blobs = await Promise.all(photos.map(async (blob) => {
      const bytes = await blob.arrayBuffer();
      return { account, sha256: await sha256(bytes), bytes };
    }));
    const row = { id: id || uuid(), account, kind, label, body, made_at: new Date().toISOString(), files: blobs.map((one) => one.sha256) };
    const twin = (await of("events", account)).find((one) => one.id === row.id || mark(one) === mark(row)); // pressed twice
    if (twin) return twin;
    const change = (await open).transaction(["events", "photos", "facts"], "readwrite");
    if ((await change.objectStore("facts").get("account")) !== account) return null; // signed out while it was made ready
    blobs.forEach((blob) => change.objectStore("photos").put(blob));
    if (kind === "video_position") await dropEarlier(change.objectStore("events"), row);
    row.n = await change.objectStore("events").add(row);
    await change.done;
    return row;
  };
  // Where a video stands is a state, not an act: only the newest is worth sending.
  const dropEarlier = async (events, row) => {
    for (const old of await events.getAll()) {
      if (old.kind === row.kind && old.account === row.account && old.body.source === row.body.source) events.delete(old.n);
    }
  };

  // An answer that its owner takes back goes with its photos, unless another answer shows them, too.
  const dropEvent = async (row) => {
    const change = (await open).transaction(["events", "photos"], "readwrite"), events = change.objectStore("events");
    await events.delete(row.n);
    const left = [].concat(...(await events.getAll()).filter((one) => one.account === row.account).map((one) => one.files));
    row.files.forEach((one) => left.includes(one) || change.objectStore("photos").delete([row.account, one]));
    return change.done;
  };
  // What signing out would lose, as a question; "" for nothing.
  const lossOf = async (account) => {
    const rows = (await of("events", account)).filter((row) => row.kind !== "video_position"), field = rows.filter((row) => row.kind === FIELD).length;
    const events = rows.length - field, drafts = (await of("drafts", account)).filter((row) => row.name !== FIELD).length;
    const lost = [events && `${events} jawaban di HP ini belum terkirim`, field && `${field} data usaha di HP ini belum terkirim`,
      drafts && `${drafts} kuis atau tes di HP ini belum selesai`].filter(Boolean);
    return lost.length ? `${lost.join(" dan ")}. Kalau Anda keluar sekarang, itu hilang.\n\nTekan Batal untuk mengirim atau menyelesaikannya dahulu.` : "";
  };

  // Whose things may be shown. A session that is over may have another person in front of it: what was done stays kept for the
  // account, but is shown to nobody before somebody signed in.
  const shown = async () => ((await fact("expired")) ? undefined : fact("account"));

  // `leaving` says whose session is still to be ended on the server.
  const wipe = async (account) => {
    const change = (await open).transaction([...PRIVATE, "facts"], "readwrite");
    for (const name of PRIVATE) {
      for (let row = await change.objectStore(name).openCursor(); row; row = await row.continue()) {
        if (row.value.account === account) row.delete();
      }
    }
    ["account", "expired", "usage", "registered"].forEach((name) => change.objectStore("facts").delete(name));
    change.objectStore("facts").put(account || "?", "leaving");
    await change.done;
  };

  // What this site cost on this phone in the month that is now; `store`: of a transaction that will write it.
  const usageIn = async (store) => {
    const now = new Date(), month = `${now.getFullYear()}-${now.getMonth() + 1}`, known = await store.get("usage");
    return known && known.month === month ? known : { month, bytes: 0, since: now.getTime() };
  };
  const usage = async () => usageIn((await open).transaction("facts").store);

  // A lesson is kept once all that it needs is there: its row, its videos and the end of its job in one step.
  const keepLesson = async (row) => {
    const change = (await open).transaction(["lessons", "videos", "jobs"], "readwrite");
    row.videos.forEach((video) => change.objectStore("videos").put(video));
    change.objectStore("lessons").put({ ...row, saved_at: Date.now() });
    change.objectStore("jobs").delete(row.id);
    await change.done;
  };

  const lessonAt = async (path) => (await all("lessons")).find((row) => row.url === path);
  const courseAt = async (path) => (await all("courses")).find((row) => row.url === path);
  const pieceAt = (url, number) => `${url}?keping=${number}`;
  const lessonsOf = (course) => [].concat(...course.modules.map((module) => module.lessons));
  const nextLesson = async (lesson) => {
    const course = lesson && (await get("courses", lesson.course.slug));
    const lessons = course ? lessonsOf(course) : [];
    return lessons[lessons.findIndex((one) => one.id === lesson.id) + 1];
  };
  // What a page asks of the worker; null where it could not be done.
  const ask = async (message) => {
    const { active } = await navigator.serviceWorker.ready, line = new MessageChannel();
    const answered = new Promise((resolve) => (line.port1.onmessage = (event) => resolve(event.data)));
    active.postMessage(message, [line.port2]);
    return answered;
  };
  self.phone = { CONTENT, FIELD, open, get, put, drop, all, of, waiting, fact, setFact, uuid, sha256, device, size, own, lossOf, keepEvent, dropEvent, keepLesson, wipe, shown, usage, usageIn,
    lessonAt, courseAt, pieceAt, lessonsOf, nextLesson, ask };
})();
