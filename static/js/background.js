// The worker's end of a download that the browser went on with by itself: each video is cut into its pieces, each piece checked
// by its hash. What is wrong or missing is left to the next page, which fetches piece by piece.
(() => {
  const eachPiece = async (answer, video, act) => {
    const reader = answer.body.getReader(), piece = new Uint8Array(video.piece_bytes);
    let filled = 0, number = 0;
    for (;;) {
      const { done, value } = await reader.read();
      for (let at = 0; value && at < value.length;) {
        const part = value.subarray(at, at + piece.length - filled);
        piece.set(part, filled);
        filled += part.length;
        at += part.length;
        if (filled < piece.length) continue;
        await act(piece.slice(), number++);
        filled = 0;
      }
      if (!done) continue;
      if (filled) await act(piece.slice(0, filled), number);
      return;
    }
  };
  const keepVideo = async (answer, video) => {
    const cache = await caches.open(phone.CONTENT);
    phone.count(video.size);
    await eachPiece(answer, video, async (bytes, number) => {
      if ((await phone.sha256(bytes)) !== video.pieces[number]) return;
      await cache.put(phone.pieceAt(video.url, number), new Response(bytes, { headers: { "X-Sha256": video.pieces[number] } }));
    });
  };
  const isHere = async ({ needs }) => {
    const cache = await caches.open(phone.CONTENT);
    for (const [key] of needs) if (!(await cache.match(key, { ignoreVary: true }))) return false;
    return true;
  };
  // A job names the fetch that brings it: another one may be under way, or have been given up.
  const jobsOf = async ({ id }) => (await phone.all("jobs")).filter((job) => job.state === "background" && job.fetch === id);
  const takeIn = async (fetched) => {
    const jobs = await jobsOf(fetched), videos = [].concat(...jobs.map((job) => job.ready.missed));
    for (const record of await fetched.matchAll()) {
      const answer = await record.responseReady.catch(() => null), path = new URL(record.request.url).pathname;
      const video = videos.find((one) => one.url === path);
      if (video && answer && answer.ok) await keepVideo(answer, video).catch(() => {}); // a full phone: the next page says so
    }
    for (const job of jobs) {
      if (await isHere(job.ready.row)) await phone.keepLesson(job.ready.row);
      else await phone.put("jobs", { ...job, state: "waiting" });
    }
    phone.broadcast();
  };
  const take = ({ registration }) => navigator.locks.request("terima", () => takeIn(registration));
  const letGo = async ({ registration }) => {
    for (const job of await jobsOf(registration)) await phone.put("jobs", { ...job, state: "paused" });
    phone.broadcast();
  };
  addEventListener("backgroundfetchsuccess", (event) => event.waitUntil(take(event)));
  addEventListener("backgroundfetchfail", (event) => event.waitUntil(take(event)));
  addEventListener("backgroundfetchabort", (event) => event.waitUntil(letGo(event)));
  addEventListener("backgroundfetchclick", (event) => event.waitUntil(clients.openWindow("/tersimpan/")));
})();
