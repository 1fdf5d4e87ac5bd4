// Comforts of the player. Without script links change the quality and jump, and the page says what an old phone pays.
document.querySelectorAll(".film:not([data-on])").forEach((film) => {
  const video = film.querySelector("video"), links = [...film.querySelectorAll(".pick a")], lines = film.querySelector(".lines");
  const files = (link) => link.querySelector("template").content;
  const kept = (key, value) => {
    try { return value ? (localStorage[key] = value) : localStorage[key]; } catch (e) {}
  };
  const current = () => links.find((link) => link.hasAttribute("aria-current"));
  const pick = (link) => {
    const at = video.currentTime, plays = !video.paused;
    current().removeAttribute("aria-current");
    link.setAttribute("aria-current", "true");
    video.querySelectorAll("source").forEach((old) => old.remove());
    video.prepend(files(link).cloneNode(true));
    video.load();
    if (at) video.currentTime = at;
    if (plays) video.play();
  };
  // AV1 costs half, but not every phone plays it smoothly: then H.264 comes first, and the button says what that costs.
  const order = (link, first, is_smooth) => {
    const all = files(link), front = all.firstElementChild;
    if (is_smooth === (front === first)) return;
    all.append(front);
    link.querySelector("small").textContent = all.firstElementChild.dataset.ukuran;
    if (link === current() && !video.readyState && video.paused) pick(link);
  };
  const judge = (link) => {
    const [first, second] = files(link).children, px = first.dataset.px;
    if (!second) return;
    if (!video.canPlayType(first.type)) return order(link, first, false);
    if (!px || !navigator.mediaCapabilities) return;
    const [width, height] = px.split("x"), key = "av1 " + px;
    if (kept(key) === "no") order(link, first, false);
    navigator.mediaCapabilities.decodingInfo({ type: "file", video: {
      contentType: first.type.split(",")[0].replace(/"?$/, '"'), width, height, bitrate: 5e5, framerate: 30,
    } }).then((can) => {
      const is_smooth = can.supported && can.smooth;
      kept(key, is_smooth ? "yes" : "no");
      order(link, first, is_smooth);
    }, () => {});
  };
  film.dataset.on = "";
  const line = navigator.connection || {};
  const wanted = kept("mutu") || ((line.saveData || /2g/.test(line.effectiveType)) && "?mutu=hemat");
  links.forEach((link) => {
    judge(link);
    if (!/mutu=/.test(location.search) && link.search === wanted && link !== current()) pick(link);
    link.onclick = (event) => {
      event.preventDefault();
      pick(link);
      kept("mutu", link.search);
    };
  });
  if (!lines) return;
  // The text follows the video within its own pane, and a line jumps to its moment.
  const rows = [...lines.querySelectorAll("a")], starts = rows.map((row) => +/mulai=(\d+)/.exec(row.search)[1]);
  let now;
  lines.onclick = (event) => {
    const at = rows.indexOf(event.target.closest("a"));
    if (at < 0) return;
    event.preventDefault();
    video.currentTime = starts[at];
    video.play();
  };
  video.ontimeupdate = () => {
    const row = rows[starts.filter((start) => start <= video.currentTime).length - 1];
    if (row === now) return;
    if (now) now.removeAttribute("aria-current");
    if ((now = row)) {
      row.setAttribute("aria-current", "true");
      lines.scrollTo({ top: row.offsetTop - lines.clientHeight / 3, behavior: matchMedia("(prefers-reduced-motion:reduce)").matches ? "auto" : "smooth" });
    }
  };
});
