// Laid over what came from the phone: what this learner has done with it, the file of the video that is here, the way back to
// the live page. `phone.js` loads it where a lesson or a course is kept.
(async () => {
  const place = await new Promise((resolve, reject) => {
    const asked = indexedDB.open("ikm");
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = reject;
  });
  const read = (name, key) => new Promise((resolve, reject) => {
    const store = place.transaction(name).objectStore(name), asked = key === undefined ? store.getAll() : store.get(key);
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = reject;
  });
  const el = (name, properties, ...inside) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...inside);
    return made;
  };
  // A session that is over may have another person in front of it.
  const account = !(await read("facts", "expired")) && (await read("facts", "account")), lessons = await read("lessons");
  const own = account && (await read("progress", account)), mine = account ? (await read("events")).filter((row) => row.account === account) : [];
  place.close();
  const waiting = mine.filter((row) => !row.parked), isRefused = (id) => mine.some((row) => row.parked && row.body.lesson === id);
  const progressIn = (id) => (own && own.courses.find((one) => one.id === id)) || { done: [], quizzes: {}, tasks: {}, positions: {} };
  const isDone = (id, course) => course.done.includes(id) || waiting.some((row) => row.kind === "lesson_done" && row.body.lesson === id);

  // ---- A lesson
  const WORDS = { lesson_done: "selesai", quiz: "kuis", task: "tugas praktik", question: "pertanyaan" };
  const TASKS = { menunggu: "Tugas menunggu diperiksa", diterima: "✓ Tugas diterima", perbaiki: "Tugas perlu diperbaiki" };
  const chipsFor = (id, course) => {
    const kept = [...new Set(waiting.filter((row) => row.body.lesson === id).map((row) => WORDS[row.kind]).filter(Boolean))];
    const best = course.quizzes[id], task = course.tasks[id];
    return [
      isDone(id, course) && ["chip", "✓ Selesai"],
      best !== undefined && best !== null && ["chip", `Nilai kuis terbaik ${best}`],
      task && ["chip data", TASKS[task] || "Tugas terkirim"],
      kept.length && ["chip warn", `Menunggu sinyal: ${kept.join(", ")}`],
      isRefused(id) && ["chip warn", "Perlu dilihat"],
    ].filter(Boolean).map(([className, textContent]) => el("span", { className, textContent }));
  };
  // Only one file of a video is here; without a signal the others can't be had.
  const HERE = "di HP, 0 KB";
  const showOwnFile = (video, course) => {
    const film = document.getElementById(`video-${video.source}`), player = film && film.querySelector("video");
    if (!player) return;
    const word = { audio: "suara" }[video.word] || video.word, plays = !player.paused;
    const source = el("source", { src: video.url, type: video.type });
    source.dataset.ukuran = HERE;
    film.querySelectorAll(".pick a").forEach((link) => {
      link.removeAttribute("aria-current");
      if (!link.search.includes(`mutu=${word}`)) return;
      link.setAttribute("aria-current", "true");
      link.querySelector("small").textContent = HERE;
      link.querySelector("template").content.replaceChildren(source.cloneNode()); // what the player goes back to
    });
    player.querySelectorAll("source").forEach((old) => old.remove());
    player.prepend(source);
    player.load();
    if (plays) player.play().catch(() => {});
    const at = course.positions[video.source];
    player.addEventListener("loadedmetadata", () => { if (at && at < player.duration - 5 && !player.currentTime) player.currentTime = at; }, { once: true });
  };
  // A video that was not kept: without a signal there is nothing to press on.
  const hideWhileOffline = (film) => {
    const parts = film.querySelectorAll("video, .pick"), note = el("p", { className: "note", textContent: "Video tidak ikut disimpan di HP ini. Bacaannya tetap dapat dipelajari; video dapat diputar lagi saat ada sinyal." });
    const show = () => {
      note.hidden = navigator.onLine;
      parts.forEach((part) => { part.hidden = !navigator.onLine; });
    };
    film.prepend(note);
    addEventListener("online", show);
    addEventListener("offline", show);
    show();
  };
  const article = document.querySelector("article[data-pelajaran]");
  const lesson = article && lessons.find((row) => row.id === Number(article.dataset.pelajaran));
  if (lesson) {
    const course = progressIn(lesson.course.id), chips = chipsFor(lesson.id, course);
    lesson.videos.forEach((video) => showOwnFile(video, course));
    document.querySelectorAll(".film").forEach((film) => lesson.videos.some((video) => film.id === `video-${video.source}`) || hideWhileOffline(film));
    if (chips.length) article.querySelector("h1").after(el("p", { className: "row wraps", role: "status" }, ...chips));
    article.after(el("p", { className: "small muted mid" }, "Pelajaran ini dibuka dari HP, tanpa kuota. ", el("a", { href: `${location.pathname}?daring=1`, textContent: "Buka versi daring" })));
  }

  // ---- A course: what is done and what is here, on each line
  for (const row of document.querySelectorAll(".steps li")) {
    const link = row.querySelector("a.whole"), kept = link && lessons.find((one) => one.url === link.pathname);
    if (!kept) continue;
    const small = row.querySelector(".small"), dot = row.querySelector(".dot:not(.done)");
    small.append(", di HP");
    if (!dot || !isDone(kept.id, progressIn(kept.course.id))) continue;
    dot.className = "dot done";
    dot.textContent = "✓";
    small.append(", selesai");
  }
})();
