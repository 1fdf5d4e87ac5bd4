// `/tersimpan/`: choosing what to keep, how far it has come, what is kept, what waits to be sent.
(() => {
  const place = document.getElementById("tersimpan"), { saving, size } = phone;
  document.getElementById("belum").remove();
  if (!navigator.serviceWorker || !self.caches) {
    return void place.append(Object.assign(document.createElement("p"), { className: "note", textContent: "Peramban ini tidak dapat menyimpan pelajaran. Buka situs ini di Chrome." }));
  }
  const WORDS = { "": "Tanpa video", audio: "Suara saja", hemat: "Hemat", biasa: "Biasa", jelas: "Jelas" };
  const el = (name, properties = {}, ...inside) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...inside.filter((one) => one !== null && one !== undefined && one !== false));
    return made;
  };
  const button = (text, act, quiet = true) => el("button", { className: quiet ? "btn quiet" : "btn", type: "button", textContent: text, onclick: act });
  const note = (text, kind = "") => el("p", { className: `note ${kind}`, textContent: text });
  const card = (...inside) => el("section", { className: "card" }, ...inside);
  const areas = ["ask", "jobs", "waiting", "kept", "files", "room"].reduce((all, name) => ({ ...all, [name]: el("div", { id: name === "waiting" ? "menunggu" : name, tabIndex: -1 }) }), {});
  place.append(...Object.values(areas));
  // What is drawn anew keeps the focus where it was, on the button that says the same, else on its part of the page.
  const labelOf = (one) => one.getAttribute("aria-label") || one.textContent;
  const show = (name, ...inside) => {
    const area = areas[name], had = area.contains(document.activeElement) && labelOf(document.activeElement);
    area.replaceChildren(...inside.filter(Boolean));
    if (had) ([...area.querySelectorAll("a,button")].find((one) => labelOf(one) === had) || area).focus({ preventScroll: true });
  };
  const say = (words) => { document.getElementById("kabar").textContent = words; };

  // ---- Choosing
  const asked = () => {
    const what = new URLSearchParams(location.search).get("simpan");
    return /^sertifikat\//.test(what) ? null : what; // sheets.js
  };
  const wanted = async (what) => {
    const [kind, key, module] = what.split("/");
    if (kind === "pelajaran") {
      const lesson = await saving.manifest(`/simpan/pelajaran/${Number(key)}.json`);
      return { title: lesson.title, lesson, slug: lesson.course.slug, back: lesson.url };
    }
    const course = await saving.manifest(`/simpan/kursus/${encodeURIComponent(key)}.json`);
    const part = course.modules.find((one) => String(one.id) === module);
    return { title: part ? `Modul ${part.number}. ${part.title}` : course.title, course, slug: course.slug, back: course.url,
      lessons: part ? part.lessons : phone.lessonsOf(course) };
  };
  const wordsOf = (what) => {
    const videos = what.lesson ? what.lesson.videos : [], listed = what.lesson
      ? [].concat(...videos.map((video) => video.choices.map((choice) => choice.word)))
      : [].concat(...what.lessons.map((lesson) => Object.keys(lesson.choices)));
    return ["", ...Object.keys(WORDS).filter((word) => word && listed.includes(word))];
  };
  const bytesFor = async (what, word) => {
    if (what.lesson) return (await saving.weigh(what.lesson, word)).bytes;
    const kept = new Map((await phone.all("lessons")).map((row) => [row.id, row]));
    const page = await phone.get("courses", what.slug), lessons = what.lessons.filter((lesson) => !isKept(kept.get(lesson.id), lesson, word));
    const videos = await Promise.all(lessons.map((lesson) => saving.listed(lesson, word)));
    return lessons.reduce((sum, lesson, at) => sum + lesson.bytes + videos[at], page && page.revision === what.course.revision ? 0 : what.course.page.size);
  };
  const isKept = (row, lesson, word) => row && row.revision === lesson.revision && row.word === word;
  const preferred = (words) => {
    const line = navigator.connection || {};
    let own;
    try { own = new URLSearchParams(localStorage.mutu || "").get("mutu"); } catch (e) {}
    const word = { suara: "audio" }[own] || own || (line.saveData ? "hemat" : "biasa");
    return words.includes(word) ? word : words[words.length - 1];
  };
  const drawAsk = async () => {
    if (!asked()) return;
    show("ask", el("p", { className: "muted", textContent: "Menghitung ukuran …" }));
    let what;
    try {
      what = await wanted(asked());
    } catch (error) {
      if (error.message === "404") return show("ask", note("Materi ini tidak ada lagi; mungkin sudah ditarik pengajar.", "warning"), el("a", { className: "btn", href: "/kursus/", textContent: "Lihat kursus lain" }));
      return show("ask", note("Ukurannya belum dapat dihitung karena tidak ada sinyal. Coba lagi begitu ada sinyal.", "warning"), button("Coba lagi", drawAsk));
    }
    const words = wordsOf(what), first = preferred(words), room = await saving.space();
    const sizes = await Promise.all(words.map((word) => bytesFor(what, word)));
    const labels = words.map((word, at) => el("label", {},
      el("input", { type: "radio", name: "mutu", value: word, checked: word === first }),
      el("span", { textContent: WORDS[word] }, el("small", { textContent: sizes[at] ? size(sizes[at]) : "sudah di HP" }))));
    const go = button("", null, false), hint = el("p", { className: "small muted" });
    const chosen = () => words.findIndex((word) => word === areas.ask.querySelector(":checked").value);
    const renew = () => {
      const bytes = sizes[chosen()], fits = room === null || room > bytes + 5e6;
      go.textContent = bytes ? `Simpan, ${size(bytes)}` : "Sudah tersimpan";
      go.disabled = !bytes || !fits;
      hint.textContent = fits ? (room === null ? "Peramban ini tidak memberi tahu sisa ruang HP; bila penuh, unduhan berhenti tanpa merusak apa pun." : `Ruang yang tersisa di HP: ${size(room)}.`)
        : `Ruang di HP tinggal ${size(room)}, padahal perlu ${size(bytes)}. Pilih yang lebih kecil atau hapus sebagian di bawah.`;
    };
    go.onclick = () => start(what, words[chosen()]);
    const pick = el("div", { className: "pick", onchange: renew }, ...labels);
    pick.setAttribute("role", "radiogroup");
    pick.setAttribute("aria-label", "Pilihan video");
    show("ask", card(el("h2", { textContent: `Simpan: ${what.title}` }), pick, hint, go,
      el("p", { className: "mid small" }, el("a", { href: what.back, textContent: "Kembali tanpa menyimpan", className: "back" }))));
    if (/^kursus\/[^/]+$/.test(asked())) areas.ask.append(exportCard(what.slug, () => words[chosen()], pick));
    renew();
  };
  const start = async (what, word) => {
    const isSafe = await saving.persist();
    await phone.setFact("safe", isSafe);
    const lessons = what.lesson ? [what.lesson] : what.lessons;
    for (const [at, lesson] of lessons.entries()) {
      if (!what.lesson && isKept(await phone.get("lessons", lesson.id), lesson, word)) continue;
      await phone.put("jobs", { lesson: lesson.id, word, title: lesson.title, url: lesson.url, state: "waiting", order: Date.now() + at });
    }
    history.replaceState(null, "", "/tersimpan/");
    show("ask", el("p", {}, el("a", { className: "btn", href: what.back, textContent: "Lanjut belajar sambil mengunduh" })));
    phone.ask({ act: "stock" });
    download();
    saving.saveCourse(what.slug, what.course).then(() => Promise.all([drawKept(), phone.fetchPapers()])).catch(() => {});
  };

  const news = new Map(); // what changed since, by lesson

  // ---- Downloads under way
  const WHY = {
    full: "HP penuh. Hapus sebagian materi di bawah atau berkas lain di HP, lalu tekan Lanjutkan. Yang sudah terunduh tidak hilang.",
    gone: "Materi ini sudah berubah atau ditarik pengajar. Tekan Lanjutkan untuk mengambil yang terbaru.",
    broken: "Unduhan terhenti. Tekan Lanjutkan; yang sudah terunduh tidak hilang.",
  };
  const { setAll } = saving, canHandOver = "BackgroundFetchManager" in self;
  const download = () => {
    drawJobs();
    return saving.run((text, job, words) => {
      const line = job && document.getElementById(`job-${job.lesson}`);
      if (words === "done") news.delete(job.lesson);
      if (job) say(words === "done" ? `${job.title} sudah tersimpan.` : words in WHY ? "Unduhan berhenti." : words && "Sinyal hilang; unduhan menunggu.");
      if (!line || words in WHY || words === "done") return void Promise.all([drawJobs(), words === "done" && drawKept(), drawRoom()]);
      line.querySelector("span").textContent = `${text.toLowerCase()}${job.all ? ` dari ${size(job.all)}` : ""}`;
      line.querySelector("progress").value = job.all ? ((job.had || 0) + job.arrived) / job.all : 0;
    }).then(() => Promise.all([drawJobs(), drawKept(), drawRoom()]));
  };
  const jobLine = (job) => {
    const bar = el("progress", { max: 1, value: 0 });
    bar.setAttribute("aria-label", `Unduhan ${job.title}`);
    const words = { waiting: "menunggu giliran", paused: "dijeda", background: "diunduh di latar belakang" }[job.state] || "terhenti";
    return el("li", { id: `job-${job.lesson}` }, el("div", { className: "grow" }, el("b", { textContent: job.title }), " ",
      el("span", { className: "muted small", textContent: words }), bar));
  };
  // Goes on when the site is closed. Where the browser refuses, the page goes on itself.
  const handOver = async (event) => {
    Object.assign(event.target, { disabled: true, textContent: "Menyerahkan ke peramban …" });
    await saving.handOver().catch(() => {});
    download();
  };
  const drawJobs = async () => {
    const jobs = (await phone.all("jobs")).sort((a, b) => a.order - b.order);
    if (!jobs.length) return show("jobs");
    const runs = jobs.some((job) => job.state === "waiting"), isAway = jobs.some((job) => job.state === "background"), why = jobs.map((job) => job.state === "failed" && WHY[job.why]).find(Boolean);
    areas.jobs.dataset.away = isAway ? "1" : "";
    show("jobs", card(el("h2", { textContent: "Sedang disimpan" }), why && note(why, "warning"),
      el("ol", { className: "steps" }, ...jobs.map(jobLine)),
      runs ? button("Jeda", async () => { await setAll(["waiting"], "paused"); saving.hurry(); drawJobs(); })
        : isAway ? button("Unduh di halaman ini saja", async () => { await saving.takeBack(); download(); })
        : button("Lanjutkan", async () => { await setAll(["paused", "failed"], "waiting"); download(); }, false),
      runs && canHandOver && button("Teruskan di latar belakang", handOver),
      button("Batalkan", async () => {
        if (isAway) await saving.takeBack();
        for (const job of jobs) await phone.drop("jobs", job.lesson);
        saving.hurry();
        await saving.sweep();
        drawJobs();
      })));
  };

  // ---- What waits to be sent, and what came of it
  const STATES = { late: "Terlambat", accepted: "Diterima" };
  const drawWaiting = async () => {
    const account = await phone.shown(), hidden = account ? [] : await phone.waiting(await phone.fact("account"));
    const own = (await phone.of("events", account)).filter((row) => row.kind !== "video_position");
    const events = own.filter((row) => !row.parked), parked = own.filter((row) => row.parked);
    const told = (await phone.of("told", account)).sort((a, b) => b.at - a.at);
    const lines = events.map((row) => el("li", {}, el("div", { className: "grow", textContent: row.label || "Jawaban" }), el("span", { className: "chip warn", textContent: "Menunggu" })));
    const unseen = hidden.filter((row) => row.kind !== "video_position").length;
    show("waiting",
      unseen && card(el("h2", { textContent: `${unseen} jawaban menunggu` }), el("p", { textContent: "Masuk lagi untuk melihat dan mengirimnya. Tidak ada yang hilang." }),
        el("a", { className: "btn", href: "/masuk/?next=/tersimpan/", textContent: "Masuk" })),
      events.length && card(el("h2", { textContent: `${events.length} jawaban menunggu sinyal` }), el("ol", { className: "steps" }, ...lines),
        el("p", { className: "small muted", textContent: "Terkirim sendiri begitu ada sinyal, masing-masing satu kali." }),
        button("Kirim sekarang", sendNow)),
      parked.length && card(el("h2", { textContent: "Belum dapat diterima" }), ...[].concat(...parked.map(parkedLine))),
      told.length && card(el("h2", { textContent: "Kabar jawaban Anda" }), ...told.map((row) => el("p", { className: row.state === "accepted" ? "note" : "note warning" },
        el("b", { textContent: `${row.label || "Jawaban"}: ${STATES[row.state].toLowerCase()}. ` }), row.message || "",
        row.next ? el("a", { href: row.next, textContent: " Lihat" }) : "")),
      button("Sudah saya baca", async () => { for (const row of told) await phone.drop("told", row.id); drawWaiting(); })));
    for (const row of told) if (!row.seen) await phone.own("told", { ...row, seen: true }, row.id);
  };
  const parkedLine = (row) => [
    el("p", { className: "note warning" }, el("b", { textContent: `${row.label || "Jawaban"}. ` }), row.parked, row.next ? el("a", { href: row.next, textContent: " Lihat" }) : ""),
    row.body.text && el("p", { className: "small", textContent: row.body.text }),
    button("Kirim lagi", async (event) => { await phone.own("events", { ...row, parked: "" }, row.n); sendNow(event); }),
    button("Hapus jawaban ini", async () => { if (confirm("Hapus jawaban ini dari HP?")) { await phone.dropEvent(row); drawWaiting(); } }),
  ];
  const sendNow = async (event) => {
    Object.assign(event.target, { disabled: true, textContent: "Mengirim …" });
    await Promise.race([phone.ask({ act: "send" }), new Promise((resolve) => setTimeout(resolve, 40000))]);
    await drawWaiting();
    say(document.getElementById("menunggu").textContent ? "Masih ada yang menunggu." : "Semua jawaban terkirim.");
  };

  // ---- What is kept
  const lessonLine = (row, news) => {
    const state = [];
    if (row.lost) state.push(note("Peramban membuang sebagian materi ini karena HP hampir penuh.", "warning"), button(`Simpan lagi, ${size(row.lost)}`, () => again([row])));
    else if (news && news.isGone) state.push(note("Pelajaran ini sudah ditarik pengajar. Simpanan di HP masih dapat dibuka.", "warning"));
    else if (news) state.push(note(`Materi diperbarui, ${size(news.bytes)}.`), button(`Perbarui, ${size(news.bytes)}`, () => again([row])));
    const remove = el("button", { className: "btn quiet", type: "button", textContent: "Hapus", onclick: () => removeOne(row) });
    remove.setAttribute("aria-label", `Hapus ${row.title}`);
    return el("li", { className: "find" }, el("div", { className: "grow" }, el("a", { href: row.url, textContent: row.title }), el("br"),
      el("span", { className: "muted small", textContent: `${size(row.bytes)}, ${WORDS[row.word].toLowerCase()}` }), ...state), remove);
  };
  const again = async (rows) => {
    for (const [at, row] of rows.entries()) await phone.put("jobs", { lesson: row.id, word: row.word, title: row.title, url: row.url, state: "waiting", order: Date.now() + at });
    const slugs = new Set(rows.map((row) => row.course.slug));
    slugs.forEach((slug) => saving.saveCourse(slug).catch(() => {}));
    download();
  };
  const removeOne = async (row) => {
    if (!confirm(`Hapus "${row.title}" dari HP? Kemajuan Anda tidak ikut terhapus.`)) return;
    await saving.removeLesson(row.id);
    say(`${row.title} sudah dihapus dari HP.`);
    drawKept(); drawRoom();
  };
  const removeAll = async () => {
    const rows = await phone.all("lessons");
    if (!confirm(`Hapus ${rows.length} pelajaran dari HP? Kemajuan dan jawaban Anda tidak ikut terhapus.`)) return;
    for (const job of await phone.all("jobs")) await phone.drop("jobs", job.lesson);
    for (const row of rows) await saving.removeLesson(row.id);
    drawJobs(); drawKept(); drawRoom();
  };
  const drawKept = async () => {
    const rows = await phone.all("lessons"), courses = new Map();
    for (const row of rows) row.lost = await saving.missing(row.needs);
    rows.forEach((row) => courses.set(row.course.slug, [...(courses.get(row.course.slug) || []), row]));
    if (!rows.length) return show("kept", asked() || (await phone.all("jobs")).length ? null : emptyWords());
    const changed = rows.filter((row) => news.has(row.id) && !news.get(row.id).isGone && !row.lost);
    show("kept", changed.length > 1 && el("p", {}, button(`Perbarui semua, ${size(changed.reduce((sum, row) => sum + news.get(row.id).bytes, 0))}`, () => again(changed), false)),
      ...[...courses.values()].map((lessons) => card(el("h2", {}, el("a", { href: `/kursus/${lessons[0].course.slug}/`, textContent: lessons[0].course.title })),
        el("p", { className: "muted small", textContent: `${lessons.length} pelajaran, ${size(lessons.reduce((sum, row) => sum + row.bytes, 0))}` }),
        el("ol", { className: "steps" }, ...lessons.sort((a, b) => a.module.number - b.module.number).map((row) => lessonLine(row, news.get(row.id)))))));
  };
  const emptyWords = () => {
    let had = 0;
    try { had = +localStorage.simpan || 0; } catch (e) {}
    const words = had ? `Peramban sudah membuang ${had} pelajaran yang tersimpan, mungkin karena HP hampir penuh. Jawaban yang sudah terkirim tetap aman.` : "Belum ada pelajaran di HP ini. Yang disimpan dapat dibuka tanpa sinyal dan tanpa kuota.";
    return card(had ? note(words, "warning") : el("p", { textContent: words }), el("a", { className: "btn", href: "/kursus/", textContent: "Pilih kursus" }));
  };
  const drawRoom = async () => {
    const count = (await phone.all("lessons")).length, room = await saving.space();
    if (!count) return show("room");
    show("room", card(room !== null && el("p", { className: "small", textContent: `Ruang yang tersisa: ${size(room)}.` }),
      (await phone.fact("safe")) ? null : el("p", { className: "small muted", textContent: "Bila HP hampir penuh, peramban dapat membuang simpanan ini. Sisakan ruang kosong di HP." }),
      button("Hapus semua dari HP", removeAll)));
  };
  // ---- By hand: a course as a file, and files of what was done
  const withPack = (area, act) => import(place.dataset.berkas).then(act, () =>
    area.replaceChildren(note("Bagian ini belum ada di HP. Buka halaman ini sekali saat ada sinyal, lalu coba lagi.", "warning")));
  const exportCard = (slug, word, pick) => {
    const area = el("div"), ask = button("Lihat ukuran berkas", () => withPack(area, (pack) => pack.showExport(slug, word(), area)));
    pick.addEventListener("change", () => area.replaceChildren());
    return card(el("h2", { textContent: "Untuk HP lain" }), el("p", { textContent: "Seluruh kursus dapat disimpan sebagai satu berkas, dengan pilihan video di atas." }), ask, area);
  };
  const drawFiles = () => {
    const area = el("div"), results = el("div"), input = el("input", { type: "file", id: "berkas-ikm" });
    input.onchange = async () => {
      const [file] = input.files;
      if (file) await withPack(area, (pack) => pack.showOpening(file, area, () => { drawKept(); drawRoom(); }));
      input.value = "";
    };
    show("files", card(el("h2", { textContent: "Lewat berkas, tanpa kuota" }),
      el("div", { className: "field" }, el("label", { htmlFor: "berkas-ikm", textContent: "Buka berkas kursus (.ikm)" }), input), area,
      button("Buat berkas hasil", () => withPack(results, (pack) => pack.showResults(results))), results,
      el("p", { className: "small" }, el("a", { className: "back", href: "/kirim-hasil/", textContent: "Kirim berkas hasil" }))));
  };
  drawFiles();
  phone.ask({ act: "stock" });
  Promise.all([phone.fact("account"), phone.fact("registered")]).then(([account, known]) => {
    if (account && account !== known) phone.ask({ act: "send" }); // registers this phone, too
  });

  drawAsk(); drawWaiting(); drawKept(); drawRoom();
  const goOn = async () => {
    const has = async (state) => (await phone.all("jobs")).some((job) => job.state === state);
    if (await has("background")) await saving.reclaim();
    return (await has("waiting")) ? download() : drawJobs();
  };
  goOn();
  saving.lookForNews(news).then(drawKept).catch(() => {});
  navigator.serviceWorker.addEventListener("message", () => {
    drawWaiting();
    if (areas.jobs.dataset.away) download(); // the worker may have taken in what the browser fetched
  });
})();
