// Laid over a saved lesson: what this learner has done with it, the file of the video that is on the phone, the way back to
// the live page. Loaded by `phone.js` only where a lesson came from the phone.
(async () => {
  const article = document.querySelector("article[data-pelajaran]");
  if (!article) return;
  const id = Number(article.dataset.pelajaran);
  const rows = (name) => new Promise((resolve) => {
    const asked = indexedDB.open("ikm");
    asked.onsuccess = () => {
      const all = asked.result.transaction(name).objectStore(name).getAll();
      all.onsuccess = () => { asked.result.close(); resolve(all.result); };
    };
    asked.onerror = () => resolve([]);
  });
  const fact = (key) => new Promise((resolve) => {
    const asked = indexedDB.open("ikm");
    asked.onsuccess = () => {
      const one = asked.result.transaction("facts").objectStore("facts").get(key);
      one.onsuccess = () => { asked.result.close(); resolve(one.result); };
    };
  });
  const el = (name, properties, ...inside) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...inside);
    return made;
  };

  // ---- The video that is here comes first; without a signal the others can't be had
  const lesson = (await rows("lessons")).find((row) => row.id === id), account = await fact("account");
  const own = account ? (await rows("progress")).find((row) => row.account === account) : null;
  const course = own && own.courses.find((one) => lesson && one.id === lesson.course.id);
  for (const video of lesson ? lesson.videos : []) {
    const film = document.getElementById(`video-${video.source}`), player = film && film.querySelector("video");
    if (!player) continue;
    const word = { audio: "suara" }[video.word] || video.word;
    film.querySelectorAll(".pick a").forEach((link) => {
      const isHere = link.search.includes(`mutu=${word}`);
      link.toggleAttribute("aria-current", false);
      if (isHere) { link.setAttribute("aria-current", "true"); link.querySelector("small").textContent = "di HP, 0 KB"; }
    });
    player.querySelectorAll("source").forEach((old) => old.remove());
    player.prepend(el("source", { src: video.url, type: video.type }));
    player.load();
    const at = course && course.positions && course.positions[video.source];
    if (at) player.addEventListener("loadedmetadata", () => { if (at < player.duration - 5) player.currentTime = at; }, { once: true });
  }

  // ---- What is done, here or anywhere
  if (account) {
    const waiting = (await rows("events")).filter((row) => row.account === account && row.body.lesson === id);
    const words = { lesson_done: "selesai", quiz: "kuis", task: "tugas praktik", question: "pertanyaan" };
    const kept = [...new Set(waiting.map((row) => words[row.kind]).filter(Boolean))];
    const isDone = (course && course.done.includes(id)) || waiting.some((row) => row.kind === "lesson_done");
    const best = course && course.quizzes[id], task = course && course.tasks[id];
    const chips = [];
    if (isDone) chips.push(el("span", { className: "chip", textContent: "✓ Selesai" }));
    if (best !== undefined && best !== null) chips.push(el("span", { className: "chip", textContent: `Nilai kuis terbaik ${best}` }));
    if (task) chips.push(el("span", { className: "chip data", textContent: { menunggu: "Tugas menunggu diperiksa", diterima: "✓ Tugas diterima", perbaiki: "Tugas perlu diperbaiki" }[task] || "Tugas terkirim" }));
    if (kept.length) chips.push(el("span", { className: "chip warn", textContent: `Menunggu sinyal: ${kept.join(", ")}` }));
    if (chips.length) article.querySelector("h1").after(el("p", { className: "row wraps", role: "status" }, ...chips));
  }
  const address = `${location.pathname}?daring=1`;
  article.after(el("p", { className: "small muted mid" }, "Pelajaran ini dibuka dari HP, tanpa kuota. ", el("a", { href: address, textContent: "Buka versi daring" })));
})();
