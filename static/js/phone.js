// The one script of every page: the bar at the top, the worker, photos made small. All of it is comfort; pages work without.
(() => {
  const $ = (selector, inside = document) => inside.querySelector(selector), worker = navigator.serviceWorker;
  const memory = (key, value) => {
    try { return value === undefined ? localStorage[key] : (localStorage[key] = value); } catch (e) {}
  };
  const make = (name, text, more) => Object.assign(document.createElement(name), { textContent: text, ...more });

  // A lesson is read aloud where a voice lies on the phone itself: one from the network would cost data.
  const text = $("[data-bacakan]"), speech = self.speechSynthesis;
  const offerVoice = () => {
    const voice = !$("#bacakan") && speech.getVoices().find((one) => one.localService && /^i[dn]([-_]|$)/i.test(one.lang));
    if (!voice) return;
    const door = make("button", "Bacakan", { id: "bacakan", className: "btn quiet", type: "button", onclick: () =>
      import(text.dataset.bacakan).then((found) => found.readAloud(text, door, voice), () => (door.textContent = "Bacakan: coba lagi saat ada sinyal")) });
    $("h1", text).after(door);
  };
  if (text && speech) {
    speech.addEventListener("voiceschanged", offerVoice);
    offerVoice();
  }

  // Browsers inside WhatsApp and Facebook lose what they keep: there the same button leads to Chrome.
  if (/WhatsApp|FBA[NV]|FB_IAB|Instagram/.test(navigator.userAgent)) {
    return document.querySelectorAll("[data-simpan]").forEach((link) => {
      link.href = `intent://${location.host}${location.pathname}#Intent;scheme=${location.protocol.slice(0, -1)};package=com.android.chrome;end`;
      link.textContent = "Buka di Chrome untuk menyimpan";
    });
  }
  if (!worker || !self.indexedDB) return;

  // Nothing more is fetched on a first visit; the worker comes with the first touch or the second page.
  const register = () => worker.register("/sw.js", { updateViaCache: "all" }).catch(() => {});
  if (!worker.controller) {
    if (memory("dikenal")) addEventListener("load", register);
    else ["pointerdown", "keydown"].forEach((name) => addEventListener(name, register, { once: true, passive: true }));
    memory("dikenal", 1);
  }
  const ask = (message) => new Promise((resolve) => {
    if (!worker.controller) return resolve(null);
    const line = new MessageChannel();
    line.port1.onmessage = (event) => resolve(event.data);
    worker.controller.postMessage(message, [line.port2]);
    setTimeout(resolve, 5000, null);
  });

  // ---- The bar
  const bar = make("a", "", { className: "net", href: "/tersimpan/" });
  bar.style.whiteSpace = "nowrap";
  bar.append(make("i", ""), make("span", "", { role: "status" }));
  let state = null;
  const words = ({ waiting, refused, expired, line, lesson }) => {
    if (waiting) return `${waiting} jawaban menunggu`;
    if (refused) return `${refused} jawaban perlu dilihat`;
    if (expired) return "Masuk lagi";
    if (!navigator.onLine || line === false) return "Luring";
    return line ? "Daring" : lesson ? "Dari HP" : "Tersimpan";
  };
  const draw = (news) => {
    if (!news) return;
    const was = state || news;
    state = { ...news, lesson: was.lesson || news.lesson, signedIn: was.signedIn || news.signedIn };
    const text = state.download || words(state), asksToSignIn = state.expired && text !== "Luring";
    bar.classList.toggle("off", !navigator.onLine || state.line === false || !!(state.waiting || state.refused || state.expired));
    bar.lastChild.textContent = asksToSignIn && state.waiting ? `Masuk, ${state.waiting} menunggu` : text;
    bar.href = asksToSignIn ? `/masuk/?next=${encodeURIComponent(location.pathname)}` : "/tersimpan/";
    if (!bar.isConnected) $(".top .wrap").firstElementChild.after(bar);
  };
  const refresh = async () => {
    const news = await ask({ act: "state", path: location.pathname });
    draw(news);
    return news;
  };
  const send = async () => {
    if (state && state.waiting && !document.hidden) { await ask({ act: "send" }); refresh(); }
  };
  worker.addEventListener("message", (event) => draw(event.data));
  worker.addEventListener("controllerchange", refresh);
  addEventListener("online", () => { refresh(); send(); });
  addEventListener("offline", () => draw(state));
  setInterval(send, 60000); // bars may stand there long before anything moves
  refresh().then(async (news) => {
    if (!news) return;
    send();
    if (news.overlay) import(news.overlay);
    if (news.resume && !location.pathname.startsWith("/tersimpan/")) {
      for (const script of news.resume) await import(script);
      phone.saving.run((text) => draw({ ...state, download: text }));
    }
  });

  // ---- Data used, as far as it came past the worker: before there was one, and downloads. Counted on the phone alone.
  let used = 0, tallies;
  const tally = () => {
    const bytes = (+memory("terpakai") || 0) + used;
    used = tallies = 0;
    memory("terpakai", worker.controller ? 0 : bytes);
    if (bytes && worker.controller) worker.controller.postMessage({ act: "count", bytes });
  };
  const count = (list) => {
    list.getEntries().forEach((entry) => { if (!entry.workerStart || entry.initiatorType === "fetch") used += entry.transferSize && entry.transferSize + 700; }); // headers
    tallies = tallies || setTimeout(tally, 2000);
  };
  if (self.PerformanceObserver) ["navigation", "resource"].forEach((type) => new PerformanceObserver(count).observe({ type, buffered: true }));
  addEventListener("pagehide", tally);

  // ---- Photos leave the phone small, and without the place where they were taken
  const MOST_PX = 1280, MOST_BYTES = 200000;
  const drawn = (picture, px, quality) => new Promise((resolve) => {
    const scale = Math.min(1, px / Math.max(picture.width, picture.height)), canvas = make("canvas", "");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    canvas.toBlob(resolve, "image/jpeg", quality);
  });
  const small = async (file, number) => {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" }).catch(() => createImageBitmap(file)).catch(() => null);
    if (!picture) return file; // no picture, or one that this phone can't read: the server says so in words
    let blob;
    for (let px = MOST_PX, quality = 0.8; px > 300; quality -= 0.15) {
      blob = await drawn(picture, px, quality); // null where memory is short: the original goes
      if (blob.size <= MOST_BYTES) break;
      if (quality < 0.45) { px *= 0.75; quality = 0.8; }
    }
    return new File([blob], `foto-${number + 1}.jpg`, { type: "image/jpeg" });
  };
  self.smallPhoto = small; // field.js
  const shrink = async (input) => {
    const files = new DataTransfer();
    for (const [number, file] of [...input.files].entries()) files.items.add(await small(file, number).catch(() => file));
    input.files = files.files;
  };

  // ---- Forms
  const leave = async (form) => {
    const told = await ask({ act: "unsent" }), loss = told === null ? state.unsent : told; // a worker from before tells it with its state
    if (loss && !confirm(loss)) return send();
    form.submit(); // the worker wipes, and has the server end the session
  };
  document.addEventListener("submit", (event) => {
    const form = event.target, path = new URL(form.action).pathname, photos = $("[type=file][name=photos]", form);
    if (path === "/keluar/" && state) { event.preventDefault(); leave(form); }
    // Who signs in on another page meanwhile must not get this answer.
    if (/\/(selesai|tugas|tanya)\/$/.test(path) && state && state.signedIn && !form.whose) form.append(make("input", "", { type: "hidden", name: "whose", value: state.signedIn }));
    if (path.endsWith("/selesai/") && !memory("pasang")) memory("pasang", "tawarkan");
    if (photos && photos.files.length && self.createImageBitmap) {
      event.preventDefault();
      const button = $("button:not([type=button])", form), textContent = button.textContent;
      Object.assign(button, { disabled: true, textContent: "Menyiapkan foto …" });
      addEventListener("pageshow", () => Object.assign(button, { disabled: false, textContent }));
      shrink(photos).catch(() => {}).then(() => form.submit());
    }
  });

  // ---- Where a video stands, so that it goes on there on the next phone, too
  const lesson = $("[data-pelajaran]");
  document.querySelectorAll(".film").forEach((film) => {
    const keep = () => state && state.signedIn && lesson && ask({ act: "keep", kind: "video_position", whose: state.signedIn,
      body: { lesson: +lesson.dataset.pelajaran, source: +film.id.split("-")[1], at_s: Math.floor($("video", film).currentTime) } });
    $("video", film).addEventListener("pause", keep);
  });

  // ---- Offered once, after the first lesson done
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    if (memory("pasang") !== "tawarkan") return;
    memory("pasang", "ditawarkan");
    const card = make("section", "", { className: "card" }), yes = make("button", "Pasang di HP", { className: "btn" });
    yes.onclick = () => { event.prompt(); card.remove(); };
    card.append(make("h2", "Buka langsung dari layar HP"), make("p", "Bimtek Daring dapat dipasang seperti aplikasi, tanpa toko aplikasi dan tanpa tambahan kuota."), yes,
      make("button", "Nanti saja", { className: "btn quiet", onclick: () => card.remove() }));
    $("main").prepend(card);
  });
})();
