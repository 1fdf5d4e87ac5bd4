// The service worker. What is saved comes from the phone at once; everything else from the network, and if that fails or
// stays silent, a page that says so. Forms that find no network are kept and sent later. `SHELL` stands in front of this
// text, put there by the view, and changes with everything it names.
(() => {
  const SHELL_CACHE = `kulit-${SHELL.version}`, OFFLINE = "/luring/", AFTER = "/luring/disimpan/", FIELD = "/lapangan/", KEPT = "<!--isi-->";
  const SILENT_MS = 6000, SAVED_MS = 1500, PATIENT_MS = 20000, FORM_MS = 8000, SLOW_BYTES_MS = 20, SEND_AT_ONCE_MS = 1500;
  const MOST_PHOTOS = 3, MOST_PHOTO_BYTES = 4e5; // the server refuses more for good
  const FILES = /^\/(static|berkas|takarir|dokumen)\//, LEARNING = /^\/belajar\/(?:pelajaran\/(\d+)|([\w-]+))\/([\w-]+)\/$/;
  const STAND_INS = ["tes-akhir", "tugas", "tanya"]; // there is something to do on these pages without a network
  const OTHER_ROOMS = /^\/(studio|unggah|sinkron|simpan|unduh|demo|sehat)\//;
  let line = { ok: null, at: 0 }; // what the network did last, and when
  const silent = new Map(); // addresses that did not answer in time: asked again, they get longer

  const within = (promise, ms, onEnd = () => {}) => new Promise((resolve, reject) => {
    const timer = setTimeout(() => { reject(new Error("silent")); onEnd(); }, ms);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
  const escape = (text) => String(text || "").replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`);
  const shell = async (path) => (await caches.match(path, { cacheName: SHELL_CACHE, ignoreSearch: true, ignoreVary: true })) || fetch(path);

  // ---- What pages are told
  phone.heard = (ok) => {
    const changed = line.ok !== ok;
    line = { ok, at: Date.now() };
    if (changed) phone.broadcast();
  };
  phone.broadcast = async () => {
    const state = await stateFor("");
    for (const client of await clients.matchAll()) client.postMessage(state);
  };
  const stateFor = async (path) => {
    const account = await phone.fact("account"), lesson = await phone.lessonAt(path), course = await phone.courseAt(path);
    const events = (await phone.of("events", account)).filter((row) => row.kind !== "video_position");
    const refused = events.filter((row) => row.parked).length + (await phone.of("told", account)).filter((row) => row.state !== "accepted" && !row.seen).length;
    const jobs = (await phone.all("jobs")).filter((job) => job.state === "waiting");
    return {
      line: Date.now() - line.at < 60000 ? line.ok : null, waiting: events.filter((row) => !row.parked).length, refused, signedIn: account,
      expired: !!account && (await phone.fact("expired")), lesson: !!lesson || /^\/(luring|tersimpan)\//.test(path),
      resume: jobs.length ? SHELL.saving : null, overlay: (lesson || course) && SHELL.overlay,
    };
  };
  const acts = {
    state: ({ path }) => { phone.endSession().catch(() => {}); return noting.then(() => stateFor(path)); },
    unsent: phone.unsent,
    send: () => phone.endSession().then(phone.send),
    keep: ({ kind, body, ...more }) => keep(kind, body, more),
    leave: () => leave().then(() => within(phone.endSession(), SEND_AT_ONCE_MS)).then(() => true, () => false),
    count: ({ bytes }) => phone.count(bytes),
    stock: () => stock(SHELL.later),
    field: () => introduce(true).catch(() => {}).then(() => phone.setFact("field", true)).then(() => stock(SHELL.field)),
  };
  addEventListener("message", (event) => {
    const act = acts[event.data.act];
    if (!act) return;
    event.waitUntil(Promise.resolve(act(event.data)).then(
      (answer) => event.ports[0] && event.ports[0].postMessage(answer), () => event.ports[0] && event.ports[0].postMessage(null)));
  });

  // ---- Who is signed in: each page from the network says it
  let noting = Promise.resolve(); // a page that asks whose it is waits for this
  const hear = (answer) => (noting = noteAccount(answer).catch(() => false)).then((isNews) => isNews && phone.send().catch(() => {}));
  const noteAccount = async (answer) => {
    if (!answer.ok || !/html/.test(answer.headers.get("Content-Type"))) return false;
    const tag = answer.headers.get("X-Account"), known = await phone.fact("account");
    if (!tag) return known && phone.setFact("expired", true).then(() => false);
    if (tag === known && !(await phone.fact("expired"))) return false;
    if (known && tag !== known) await phone.drop("facts", "usage");
    await phone.setFact("account", tag);
    await phone.setFact("expired", false);
    return true;
  };

  // ---- Signing out, with or without a signal: what is private goes at once, the session when it can (`phone.endSession`).
  const leave = async () => {
    await phone.wipe(await phone.fact("account"));
    phone.broadcast();
    if (registration.sync) await registration.sync.register("kirim").catch(() => {});
  };
  const askServer = (request, options) => phone.endSession().then(() => fetch(request, options));
  const signOut = async (event) => {
    await leave();
    try {
      const answer = await within(fetch(event.request), FORM_MS);
      if (answer.ok || answer.type === "opaqueredirect") {
        await phone.drop("facts", "leaving");
        return answer;
      }
    } catch (error) {
      phone.heard(false);
    }
    return say("Sudah keluar dari HP ini", "<p class=note>Jawaban, nilai, dan hitungan data Anda sudah dihapus dari HP ini. Sesi di server ditutup begitu ada sinyal.</p><a class=\"btn quiet\" href=\"/tersimpan/\">Lihat yang tersimpan di HP</a>");
  };

  // ---- Pages
  const inContent = (key) => caches.match(key, { cacheName: phone.CONTENT, ignoreVary: true });
  const savedPage = async (path) => {
    if (path.startsWith("/dokumen/")) return inContent(path);
    const lesson = await phone.lessonAt(path);
    return lesson && inContent(lesson.page);
  };
  const savedCourse = (path) => phone.courseAt(path).then((course) => course && inContent(course.cached));
  const openPage = async (event, url) => {
    if (url.pathname === AFTER) return afterwards(url.searchParams);
    if (/^\/(luring|tersimpan)\//.test(url.pathname)) return shell(url.pathname.startsWith("/t") ? "/tersimpan/" : OFFLINE);
    if (url.pathname === FIELD) return shell(FIELD).catch(() => shell(OFFLINE));
    const saved = await savedPage(url.pathname).catch(() => {});
    if (saved && !url.searchParams.has("daring")) return saved;
    const course = await savedCourse(url.pathname).catch(() => {});
    const [, , , word] = LEARNING.exec(url.pathname) || [];
    const patience = saved || course ? SAVED_MS : STAND_INS.includes(word) ? SILENT_MS / 2 : silent.get(url.pathname) || SILENT_MS;
    try {
      const answer = await within(askServer(event.request), patience);
      silent.delete(url.pathname);
      phone.heard(true);
      event.waitUntil(hear(answer));
      return answer;
    } catch (error) {
      silent.set(url.pathname, PATIENT_MS);
      phone.heard(false);
      return saved || course || (url.pathname === HAND_IN ? say("Kirim berkas hasil", NO_LINE) : shell(OFFLINE));
    }
  };
  // A file of results is handed in where there is a network; here it is said what to do until then.
  const HAND_IN = "/kirim-hasil/";
  const NO_LINE = "<p class=note>Tidak ada sinyal. Berkas hasil dikirim dari tempat yang ada sinyalnya. Simpan dahulu berkasnya di HP, atau titipkan kepada orang yang akan ke kantor dinas.</p><a class=\"btn quiet\" href=\"/tersimpan/\">Buat berkas hasil</a>";
  const handIn = ({ request }) => fetch(request).catch(() => {
    phone.heard(false);
    return say("Belum terkirim", "<p class=note>Tidak ada sinyal. Berkasnya masih ada di HP Anda. Tekan Kembali, lalu kirim lagi begitu ada sinyal.</p>");
  });

  // ---- Forms
  const keep = async (kind, body, more) => {
    const row = await phone.keepEvent(kind, body, more);
    phone.broadcast();
    if (row && registration.sync) await registration.sync.register("kirim").catch(() => {});
    return row;
  };
  const LABELS = { selesai: "Pelajaran selesai", tugas: "Tugas praktik", tanya: "Pertanyaan" };
  const KEEPERS = {
    selesai: (lesson) => ["lesson_done", { lesson }, []],
    tugas: (lesson, form) => ["task", { lesson, text: form.get("text") }, form.getAll("photos").filter((file) => file.size)],
    tanya: (lesson, form) => ["question", { lesson, text: form.get("text"), form_key: form.get("form_key") || "" }, []],
  };
  // The same question asked twice is one question.
  const keyFor = async (lesson, text) => (await phone.sha256(new TextEncoder().encode(`${await phone.fact("account")} ${lesson} ${text}`)))
    .replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*/, "$1-$2-4$3-a$4-$5");
  const sendForm = async (event, lesson, word) => {
    const form = await event.request.clone().formData(), whose = form.get("whose");
    // Begun by somebody else on this phone: neither sent nor kept in the name of whoever is there now.
    if (whose && whose !== (await phone.fact("account"))) return askToSignIn("Halaman ini dibuka saat akun lain masuk di HP ini, jadi jawaban belum disimpan. Masuk dengan akun itu, lalu ulangi.");
    // A saved page is nobody's own and has no token: what is done there always goes through the queue.
    const answer = form.has("csrfmiddlewaretoken") && (await tryOnline(event, form));
    return answer || keepForm(lesson, word, form, event.request.url);
  };
  const tryOnline = async (event, form) => {
    const bytes = form.getAll("photos").reduce((sum, file) => sum + file.size, 0), abort = new AbortController();
    try {
      const answer = await within(askServer(event.request, { signal: abort.signal }), FORM_MS + bytes / SLOW_BYTES_MS, () => abort.abort());
      phone.count(bytes);
      if (answer.status >= 500) return null; // kept: a proxy in front says so when nobody is behind it
      phone.heard(true);
      return answer;
    } catch (error) {
      phone.heard(false);
      return null;
    }
  };
  const keepForm = async (lesson, word, form, address) => {
    const [kind, body, photos] = KEEPERS[word](lesson, form);
    if (body.form_key === "") body.form_key = await keyFor(lesson, body.text);
    const isTooMuch = photos.length > MOST_PHOTOS || photos.some((photo) => photo.size > MOST_PHOTO_BYTES);
    if (isTooMuch) return say("Foto belum diterima", "<p class=\"note warning\">Kirim satu sampai tiga foto, masing-masing paling besar 400 KB. Tekan Kembali, lalu pilih foto lain.</p>");
    if ("text" in body && !String(body.text || "").trim()) return Response.redirect(address, 303);
    let row;
    try {
      const saved = await phone.get("lessons", lesson);
      row = await keep(kind, body, { photos, whose: form.get("whose"), label: `${LABELS[word]}${saved ? `: ${saved.title}` : ""}` });
    } catch (error) {
      return say("HP penuh", "<p class=note>Tidak ada ruang lagi di HP untuk menyimpan jawaban ini. Hapus sebagian materi tersimpan, lalu tekan Kembali dan kirim lagi.</p><a class=\"btn\" href=\"/tersimpan/\">Lihat materi tersimpan</a>");
    }
    if (!row) return askToSignIn("HP ini belum tahu akun Anda, jadi jawaban belum dapat disimpan. Masuk saat ada sinyal, lalu ulangi.");
    await within(phone.send(), SEND_AT_ONCE_MS).catch(() => {});
    // A page of its own, so that loading it again sends nothing again.
    return Response.redirect(`${AFTER}?id=${row.id}&pelajaran=${lesson}&apa=${word}`, 303);
  };
  const afterwards = async (query) => {
    const id = query.get("id"), saved = await phone.get("lessons", Number(query.get("pelajaran")));
    const waits = (await phone.all("events")).find((row) => row.id === id), told = await phone.get("told", id);
    const next = await phone.nextLesson(saved), onward = !waits && !told && next;
    if (onward && query.get("apa") === "selesai") return Response.redirect(next.url, 303);
    const words = waits ? escape(waits.parked) || "Terkirim sendiri begitu ada sinyal. Anda boleh menutup halaman ini." : escape((told && told.message) || "Sudah diterima.");
    const label = (waits || told || { label: "" }).label;
    const whose = waits && (await phone.fact("expired")) ? "<br>Tercatat untuk akun yang terakhir masuk di HP ini." : "";
    return say(waits ? (waits.parked ? "Belum dapat diterima" : "Tersimpan di HP") : "Terkirim", `<p class="note${(waits && waits.parked) || (told && told.state !== "accepted") ? " warning" : ""}">${label ? `<b>${escape(label)}</b><br>` : ""}${words}${whose}</p>`
      + (next ? `<a class="btn" href="${escape(next.url)}">Lanjut: ${escape(next.title)}</a>` : "")
      + (saved ? `<a class="btn quiet" href="${escape(saved.url)}">Kembali ke pelajaran</a>` : "")
      + (waits ? "<a class=\"btn quiet\" href=\"/tersimpan/#menunggu\">Lihat yang menunggu</a>" : ""));
  };
  const askToSignIn = (words) => say("Masuk dahulu", `<p class=note>${words}</p><a class="btn" href="/masuk/">Masuk</a>`);
  const say = async (title, html) => {
    const page = await shell(OFFLINE), [before, , after] = (await page.text()).split(KEPT);
    const headers = new Headers(page.headers);
    ["Content-Encoding", "Content-Length"].forEach((name) => headers.delete(name));
    return new Response(`${before}<h1>${title}</h1>${html}${after}`, { headers });
  };
  const startOffline = (lesson, course, word) => Response.redirect(lesson ? `/luring/kuis/?pelajaran=${lesson}` : `/luring/${word}/?kursus=${course}`, 303);
  const sendOther = async (event, [, lesson, course, word]) => {
    // A saved page has no token, so its quiz is the one on the phone.
    if (word === "kuis" && !(await event.request.clone().formData()).has("csrfmiddlewaretoken")) return startOffline(lesson, course, word);
    try {
      const answer = await within(askServer(event.request), PATIENT_MS);
      phone.heard(true);
      return answer;
    } catch (error) {
      phone.heard(false);
      if (word === "kuis" || word === "tes-akhir") return startOffline(lesson, course, word);
      return say("Belum terkirim", "<p class=note>Tidak ada sinyal. Tekan Kembali, lalu kirim lagi begitu ada sinyal; yang sudah Anda pilih masih ada.</p>");
    }
  };

  // ---- Files, and any part of a saved video
  const file = async ({ request }, path) => {
    const video = path.startsWith("/berkas/") && (await phone.get("videos", path));
    if (video) return part(video, request.headers.get("Range"));
    return (await caches.match(path, { ignoreVary: true })) || fetch(request);
  };
  const part = (video, range) => {
    const [, from, to] = /^bytes=(\d*)-(\d*)$/.exec(range || "") || [];
    const first = from ? +from : to ? Math.max(0, video.size - to) : 0;
    const last = from && to ? Math.min(+to, video.size - 1) : video.size - 1;
    const headers = { "Content-Type": video.type.split(";")[0], "Accept-Ranges": "bytes", "Content-Length": last - first + 1 };
    if (first >= video.size || last < first) return new Response(null, { status: 416, headers: { "Content-Range": `bytes */${video.size}` } });
    if (range) headers["Content-Range"] = `bytes ${first}-${last}/${video.size}`;
    return new Response(bytesOf(video, first, last), { status: range ? 206 : 200, headers });
  };
  const bytesOf = (video, first, last) => {
    let at = first;
    return new ReadableStream({
      async pull(controller) {
        const number = Math.floor(at / video.piece_bytes), begins = number * video.piece_bytes;
        const piece = await pieceOf(video, number, begins);
        controller.enqueue(piece.subarray(at - begins, last + 1 - begins));
        at = begins + piece.length;
        if (at > last) controller.close();
      },
    });
  };
  const pieceOf = async (video, number, begins) => {
    const kept = await inContent(phone.pieceAt(video.url, number));
    const end = Math.min(begins + video.piece_bytes, video.size) - 1;
    const answer = kept || (await fetch(video.url, { headers: { Range: `bytes=${begins}-${end}` } })); // dropped by the browser
    if (!kept && answer.status !== 206) throw new Error(answer.status);
    return new Uint8Array(await answer.arrayBuffer());
  };

  // ---- Life of the worker
  const stock = async (paths) => (await caches.open(SHELL_CACHE)).addAll(paths.map((path) => new Request(path, { cache: path.startsWith("/static/") ? "default" : "reload" })));
  const begin = async () => {
    await stock(SHELL.first);
    if ((await phone.all("lessons")).length || (await phone.fact("registered"))) await stock(SHELL.later);
    if (await phone.fact("field")) await stock(SHELL.field);
  };
  phone.stock = () => stock(SHELL.later);
  const tidy = async () => {
    const names = (await caches.keys()).filter((name) => name.startsWith("kulit-") && name !== SHELL_CACHE);
    await Promise.all(names.map((name) => caches.delete(name)));
    await clients.claim();
    await introduce().catch(() => {});
  };
  // Who signed in before this worker came has not been heard: what is done offline on the next page is theirs already.
  const introduce = async (again) => {
    const known = await phone.fact("account");
    if (!again && known !== undefined) return;
    const answer = await within(askServer("/sinkron/"), SILENT_MS), tag = answer.headers.get("X-Account");
    phone.heard(true);
    if (answer.status === 401 && known) await phone.setFact("expired", true);
    if (!answer.ok || !tag) return;
    if (known && tag !== known) await phone.drop("facts", "usage");
    await phone.setFact("account", tag);
    await phone.setFact("expired", false);
  };
  addEventListener("install", (event) => { skipWaiting(); phone.count(SHELL.weight); event.waitUntil(begin()); });
  addEventListener("activate", (event) => event.waitUntil(tidy()));
  addEventListener("sync", (event) => event.tag === "kirim" && event.waitUntil(phone.endSession().then(phone.send)));
  addEventListener("fetch", (event) => {
    const { request } = event, url = new URL(request.url);
    if (url.origin !== location.origin || OTHER_ROOMS.test(url.pathname) || request.headers.has("X-Unduh")) return;
    if (request.mode === "navigate" && request.method === "GET") return answer(event, openPage, url);
    if (request.mode === "navigate" && request.method === "POST") return post(event, url.pathname);
    if (request.method === "GET" && FILES.test(url.pathname)) answer(event, file, url.pathname);
  });
  // Where the phone can't read what it keeps (a full disk), the network answers as if there were no worker.
  const answer = (event, act, ...more) => {
    const spare = event.request.clone();
    event.respondWith(act(event, ...more).catch(() => fetch(spare)));
  };
  const post = (event, path) => {
    const found = LEARNING.exec(path);
    if (path === "/keluar/") return answer(event, signOut);
    if (path === HAND_IN) return answer(event, handIn);
    if (found && found[1] && found[3] in KEEPERS) return answer(event, sendForm, +found[1], found[3]);
    if (found || path.startsWith("/belajar/")) answer(event, sendOther, found || []);
  };
})();
