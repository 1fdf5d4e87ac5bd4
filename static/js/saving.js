// Downloads what was chosen, piece by piece, each checked by its hash. One page does it at a time; what is there stays there,
// so a cut, a closed browser or a full phone costs at most the piece under way.
(() => {
  const SILENCE_MS = 20000, LONGEST_WAIT_MS = 30000, SPARE_BYTES = 5e6;
  class Full extends Error {}
  class Gone extends Error {} // asked for something that is not there any more, or not what it should be
  let hurry = () => {}; // ends the wait for a signal
  addEventListener("online", () => hurry());

  const content = () => caches.open(phone.CONTENT);
  const has = async (cache, key, sha256) => {
    const found = await cache.match(key, { ignoreVary: true });
    return !!found && (!sha256 || found.headers.get("X-Sha256") === sha256);
  };
  const pause = (ms) => new Promise((resolve) => { hurry = resolve; setTimeout(resolve, ms); });
  const store = async (cache, key, answer) => {
    try {
      await cache.put(key, answer);
    } catch (error) {
      throw error.name === "QuotaExceededError" ? new Full() : error;
    }
  };

  // Reads on from `chunks` until the end, and notices when nothing moves.
  const read = async (url, range, chunks, onBytes) => {
    const abort = new AbortController();
    let timer = setTimeout(() => abort.abort(), SILENCE_MS);
    const alive = () => { clearTimeout(timer); timer = setTimeout(() => abort.abort(), SILENCE_MS); };
    try {
      const headers = { "X-Unduh": "1", ...(range ? { Range: range } : {}) };
      const answer = await fetch(url, { headers, cache: "no-store", signal: abort.signal });
      if (answer.status >= 400 && answer.status < 500 && answer.status !== 408 && answer.status !== 429) throw new Gone(answer.status);
      if (!answer.ok || (range && answer.status !== 206)) throw new Error(answer.status);
      if (!range) chunks.length = 0;
      for (const reader = answer.body.getReader(); ;) {
        const { done, value } = await reader.read();
        if (done) return answer;
        alive();
        chunks.push(value);
        onBytes(value.length);
      }
    } finally {
      clearTimeout(timer);
    }
  };
  const total = (chunks) => chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  // Tries for as long as it takes: a wait that grows while nothing comes, and starts small again once something did.
  const patiently = async (job, attempt) => {
    for (let wait = 1000; ;) {
      if (await isHalted(job)) throw new Halted();
      const before = job.arrived;
      try {
        return await attempt();
      } catch (error) {
        if (error instanceof Full || error instanceof Gone) throw error;
        wait = job.arrived > before ? 1000 : Math.min(LONGEST_WAIT_MS, wait * 2);
        report(job, "menunggu sinyal");
        await pause(wait);
      }
    }
  };
  class Halted extends Error {}
  const isHalted = ({ lesson, word }) => phone.get("jobs", lesson).then((now) => !now || now.state !== "waiting" || now.word !== word);

  const checked = async (chunks, sha256) => {
    const bytes = await new Blob(chunks).arrayBuffer();
    if ((await phone.sha256(bytes)) !== sha256) throw new Gone("hash");
    return bytes;
  };
  // What a page may load is decided by its own policy, so that goes into the cache with it; its packing does not.
  const asKept = async (answer, chunks, sha256) => {
    const bytes = await checked(chunks, sha256), headers = new Headers(answer.headers);
    ["Content-Encoding", "Content-Length"].forEach((name) => headers.delete(name));
    headers.set("X-Sha256", sha256);
    return new Response(bytes, { headers });
  };
  const countBytes = (job) => (bytes) => { job.arrived += bytes; report(job); };
  const fetchFile = (job, cache, key, file) => patiently(job, async () => {
    if (await has(cache, key, file.sha256)) return;
    const chunks = [], answer = await read(file.url, "", chunks, countBytes(job));
    await store(cache, key, await asKept(answer, chunks, file.sha256));
  });
  const fetchPiece = (job, cache, video, number) => {
    const chunks = [], begins = number * video.piece_bytes, end = Math.min(begins + video.piece_bytes, video.size) - 1;
    return patiently(job, async () => {
      const key = phone.pieceAt(video.url, number);
      if (await has(cache, key)) return;
      if (begins + total(chunks) <= end) await read(video.url, `bytes=${begins + total(chunks)}-${end}`, chunks, countBytes(job));
      const bytes = await checked(chunks, video.pieces[number]).finally(() => (chunks.length = 0));
      await store(cache, key, new Response(bytes, { headers: { "X-Sha256": video.pieces[number] } }));
    });
  };

  // ---- One lesson
  const pageKey = (lesson) => `${lesson.page.url}?r=${encodeURIComponent(lesson.revision)}`;
  const manifest = async (url) => {
    const chunks = [];
    await read(url, "", chunks, () => {});
    return JSON.parse(await new Blob(chunks).text());
  };
  // AV1 costs half, but only where the phone plays it smoothly.
  const plays = async (choice) => {
    if (!document.createElement("video").canPlayType(choice.type)) return false;
    if (!/av01/.test(choice.type) || !navigator.mediaCapabilities) return true;
    const contentType = choice.type.split(",")[0].replace(/"?$/, '"');
    const can = await navigator.mediaCapabilities.decodingInfo({ type: "file", video: { contentType, width: 640, height: 360, bitrate: 5e5, framerate: 30 } })
      .catch(() => ({}));
    return can.supported && can.smooth;
  };
  const choose = async (video, word) => {
    const same = video.choices.filter((choice) => choice.word === word);
    for (const choice of same) if (await plays(choice)) return choice;
    return same[same.length - 1] || (word === "" ? null : lighter(video, word));
  };
  // The same of a lesson in a course's list, which has one weight for either way.
  const listed = async ({ choices }, word) => {
    const found = ORDER.slice(0, ORDER.indexOf(word) + 1).reverse().find((one) => choices[one]);
    const isFirst = found === word && (word === "audio" || (await plays({ type: AV1 })));
    return found ? choices[found][isFirst ? 0 : 1] : 0;
  };
  const AV1 = 'video/mp4; codecs="av01.0.04M.08"', ORDER = ["audio", "hemat", "biasa", "jelas"];
  const lighter = (video, word) => video.choices.filter((choice) => ORDER.indexOf(choice.word) < ORDER.indexOf(word)).pop() || null;
  const chosenOf = async (lesson, word) => {
    const found = await Promise.all(lesson.videos.map(async (video) => [video, word && (await choose(video, word))]));
    return found.filter(([, choice]) => choice).map(([video, choice]) => ({ ...choice, source: video.id }));
  };
  // All that a lesson needs, each with its key in the cache, its size and, where the key does not say it, its hash.
  const needsOf = (lesson, videos) => [
    [pageKey(lesson), lesson.page.size, lesson.page.sha256],
    ...lesson.files.map((file) => [file.url, file.size, file.sha256]),
    ...[].concat(...videos.map((video) => video.pieces.map((sha256, number) => [phone.pieceAt(video.url, number),
      Math.min(video.piece_bytes, video.size - number * video.piece_bytes), sha256]))),
  ];
  const missing = async (needs) => {
    const cache = await content(), keys = new Set((await cache.keys()).map((request) => request.url.slice(location.origin.length)));
    let bytes = 0;
    for (const [key, size, sha256] of needs) if (!keys.has(key) || !(await isSame(cache, key, sha256))) bytes += size;
    return bytes;
  };
  // A document may change under its name; pieces carry the hash of their video in theirs.
  const isSame = async (cache, key, sha256) => /\?keping=/.test(key) || (await has(cache, key, sha256));
  const weigh = async (lesson, word) => {
    const needs = needsOf(lesson, await chosenOf(lesson, word));
    return { bytes: await missing(needs), all: needs.reduce((sum, [, size]) => sum + size, 0) };
  };

  const prepare = async (job) => {
    job.arrived = 0;
    const lesson = await patiently(job, () => manifest(`/simpan/pelajaran/${job.lesson}.json`));
    const videos = await chosenOf(lesson, job.word), { bytes, all } = await weigh(lesson, job.word);
    Object.assign(job, { had: all - bytes, all, title: lesson.title });
    await checkRoom(bytes);
    return { lesson, videos };
  };
  const saveLesson = async (job) => {
    const cache = await content(), { lesson, videos } = await prepare(job);
    for (const file of lesson.files) await fetchFile(job, cache, file.url, file);
    for (const video of videos) for (let number = 0; number < video.pieces.length; number++) await fetchPiece(job, cache, video, number);
    await fetchFile(job, cache, pageKey(lesson), lesson.page);
    await keepLesson(lesson, job, videos);
  };
  const keepLesson = async (lesson, job, videos) => {
    await phone.keepLesson(rowOf(lesson, job, videos));
    try { localStorage.simpan = (await phone.all("lessons")).length; } catch (e) {}
  };
  const rowOf = (lesson, { word, all }, videos) => (
    { ...lesson, files: null, page: pageKey(lesson), needs: needsOf(lesson, videos), videos: videos.map(keptOf), word, bytes: all });
  const keptOf = ({ source, word, url, size, type, piece_bytes, pieces }) => ({ source, word, url, size, type, piece_bytes, count: pieces.length });
  const checkRoom = (bytes) => space().then((room) => { if (room !== null && room < bytes + SPARE_BYTES) throw new Full(); });
  const space = async () => {
    if (!navigator.storage || !navigator.storage.estimate) return null;
    const { quota, usage } = await navigator.storage.estimate();
    // Newer Chromes tell every site the same whole number of GiB: that is no measure of this phone.
    return (quota - usage) % 2 ** 30 ? Math.max(0, quota - usage) : null;
  };
  const persist = async () => !!(navigator.storage && navigator.storage.persist && (await navigator.storage.persist().catch(() => false)));

  // ---- A course's own page, beside its lessons
  const saveCourse = async (slug, found) => {
    const course = found || (await manifest(`/simpan/kursus/${slug}.json`)), cache = await content();
    const cached = `${course.page.url}?r=${encodeURIComponent(course.revision)}`;
    if (!(await has(cache, cached))) {
      const chunks = [], answer = await read(course.page.url, "", chunks, () => {});
      await store(cache, cached, await asKept(answer, chunks, course.page.sha256));
    }
    await phone.put("courses", { ...course, cached });
    return course;
  };

  // ---- All that waits
  let tell = () => {};
  const report = (job, words = "") => tell(job, words);
  const short = (job, words) => words || `Mengunduh ${Math.min(99, Math.floor((((job.had || 0) + job.arrived) * 100) / (job.all || 1)))}%`;
  const WHY = [[Full, "full"], [Gone, "gone"]];
  const next = async () => (await phone.all("jobs")).filter((job) => job.state === "waiting").sort((a, b) => a.order - b.order)[0];
  const runAll = async () => {
    for (let job; (job = await next());) {
      try {
        // Published anew while it came: the second list is the new one.
        await saveLesson(job).catch((error) => { if (error instanceof Gone) return saveLesson(job); throw error; });
        report(job, "done");
      } catch (error) {
        if (error instanceof Halted) continue;
        const [, why] = WHY.find(([kind]) => error instanceof kind) || [null, "broken"];
        const now = await phone.get("jobs", job.lesson);
        if (now) await phone.put("jobs", { ...now, state: "failed", why });
        report(job, why);
      }
    }
    await sweepNow();
  };
  // Lets go of what no lesson needs any more: an earlier revision, a deleted lesson, a choice not taken. Not while a course
  // comes in from a file or a download: nothing names their pieces yet, and they sweep themselves at their end.
  const sweep = () => navigator.locks.request("unduh", { ifAvailable: true }, (lock) => lock && sweepNow());
  const sweepNow = async () => {
    const jobs = await phone.all("jobs"), lessons = await phone.all("lessons"), courses = await phone.all("courses");
    if (jobs.length) return; // their pieces have no lesson yet
    const videos = [].concat(...lessons.map((lesson) => lesson.videos));
    const needed = new Set([].concat(...lessons.map((lesson) => lesson.needs.map(([key]) => key)), courses.map((course) => course.cached)));
    const cache = await content();
    for (const request of await cache.keys()) {
      if (!needed.has(request.url.slice(location.origin.length))) await cache.delete(request);
    }
    for (const video of await phone.all("videos")) if (!videos.some((one) => one.url === video.url)) await phone.drop("videos", video.url);
  };
  const run = (onNews = () => {}) => {
    tell = (job, words) => onNews(job ? short(job, words) : "", job, words);
    return navigator.locks.request("unduh", runAll).then(phone.fetchPapers).then(() => tell(null, ""));
  };
  // ---- Handed over to the browser, which goes on when the site is closed. It fetches a video whole: what is here of it already
  // comes again. Videos that are all here are left out; a lesson's page and files are fetched before.
  // The worker may never have come: its scripts are fetched once, and the signal may have gone just then.
  const fetcher = async () => {
    const found = await navigator.serviceWorker.getRegistration();
    return found && found.active && found.backgroundFetch;
  };
  const setAll = async (from, state) => {
    for (const job of await phone.all("jobs")) if (from.includes(job.state)) await phone.put("jobs", { ...job, state });
  };
  const handOver = async () => {
    await setAll(["waiting"], "paused"); // ends what runs here
    hurry();
    return navigator.locks.request("unduh", () => setAll(["paused"], "waiting").then(handAllOver));
  };
  const takeBack = async () => {
    await setAll(["background"], "waiting");
    const manager = await fetcher();
    for (const id of manager ? await manager.getIds() : []) await manager.get(id).then((found) => found && found.abort());
  };
  const handAllOver = async () => {
    const cache = await content(), jobs = (await phone.all("jobs")).filter((job) => job.state === "waiting"), wanted = [];
    for (const job of jobs) {
      const { lesson, videos } = await prepare(job);
      for (const file of lesson.files) await fetchFile(job, cache, file.url, file);
      await fetchFile(job, cache, pageKey(lesson), lesson.page);
      const row = rowOf(lesson, job, videos), missed = [];
      for (const video of videos) if (await lacks(cache, video)) missed.push(video);
      wanted.push(...missed);
      await phone.put("jobs", { ...job, ready: { row, missed } });
    }
    if (!wanted.length) return;
    const manager = await fetcher(), fetch = `unduh ${Date.now()}`, title = `Menyimpan ${jobs.length} pelajaran`;
    const downloadTotal = wanted.reduce((sum, video) => sum + video.size, 0);
    if (!manager) throw new Error("no worker yet");
    // Noted before: the worker may hear of the end before this page goes on.
    for (const job of await phone.all("jobs")) if (job.ready && job.state === "waiting") await phone.put("jobs", { ...job, state: "background", fetch });
    await manager.fetch(fetch, [...new Set(wanted.map((video) => video.url))], { title, downloadTotal })
      .catch(async (error) => { await takeBackOf(fetch); throw error; });
  };
  const takeBackOf = async (fetch) => {
    for (const job of await phone.all("jobs")) if (job.fetch === fetch) await phone.put("jobs", { ...job, state: "waiting" });
  };
  // What the browser was to bring and knows nothing of (closed too early, its list cleared) is fetched here. Not while a page
  // hands it over (`unduh`) or the worker takes it in (`terima`).
  const reclaim = () => navigator.locks.request("unduh", { ifAvailable: true }, (lock) => lock && navigator.locks.request("terima", async () => {
    const manager = await fetcher();
    const known = manager ? await manager.getIds() : [];
    for (const job of await phone.all("jobs")) if (job.state === "background" && !known.includes(job.fetch)) await phone.put("jobs", { ...job, state: "waiting" });
  }));
  const lacks = async (cache, video) => {
    for (let number = 0; number < video.pieces.length; number++) if (!(await has(cache, phone.pieceAt(video.url, number)))) return true;
    return false;
  };
  const removeLesson = async (id) => {
    await phone.drop("jobs", id);
    await phone.drop("lessons", id);
    const left = await phone.all("lessons");
    for (const course of await phone.all("courses")) if (!left.some((row) => row.course.slug === course.slug)) await phone.drop("courses", course.slug);
    try { localStorage.simpan = left.length; } catch (e) {}
    return sweep();
  };
  // ---- What changed since it was kept; `news` goes by lesson
  const lookForNews = async (news) => {
    const rows = await phone.all("lessons");
    for (const slug of new Set(rows.map((row) => row.course.slug))) {
      const course = await fetch(`/simpan/kursus/${slug}.json`).then((answer) => (answer.ok ? answer.json() : null));
      if (!course) continue;
      const now = new Map(phone.lessonsOf(course).map((lesson) => [lesson.id, lesson]));
      for (const row of rows.filter((one) => one.course.slug === slug)) {
        if (!now.has(row.id)) news.set(row.id, { isGone: true });
        else if (now.get(row.id).revision !== row.revision) news.set(row.id, { bytes: (await weigh(await manifest(`/simpan/pelajaran/${row.id}.json`), row.word)).bytes });
        else news.delete(row.id);
      }
    }
  };
  phone.saving = { handOver, takeBack, reclaim, setAll, lookForNews, run, space, persist, manifest, weigh, listed, saveCourse, missing, removeLesson, sweep, sweepNow, hurry: () => hurry(),
    pageKey, needsOf, keepLesson };
})();
