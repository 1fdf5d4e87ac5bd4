// Comforts of a video's own screen in /studio/: its state renews itself, and each file plays without loading the page.
(() => {
  const box = document.getElementById("video-status"), section = document.getElementById("video-preview");
  if (!box) return;
  const stage = document.getElementById("video-stage"), said = document.getElementById("video-said");
  const files = document.getElementById("video-files"), video = section.querySelector("video");
  const options = () => [...files.querySelectorAll("input")];
  const words = (option) => option.parentElement.firstChild.nextSibling.data.trim();
  let html = "", preview = "", percent = 0, playing = "";

  const say = (text) => {
    if (said.textContent !== text) said.textContent = text;
  };
  const canPlay = (option) => video.canPlayType(option.dataset.type) !== "";
  const isUsed = () => !video.paused || video.currentTime > 0;

  // Another file of the same film goes on where the last one was.
  const play = (option) => {
    const at = video.currentTime, goes = !video.paused;
    playing = option.value;
    option.checked = true;
    if (video.getAttribute("src") === option.dataset.url) return;
    video.src = option.dataset.url;
    if (at) video.currentTime = at;
    if (goes) video.play().catch(() => {});
  };

  // New files arrive while one plays: it plays on, and can be left when the instructor likes.
  const settle = () => {
    const all = options();
    section.hidden = !all.length;
    if (!all.length) return;
    const set = files.firstElementChild;
    if (set.dataset.poster && !video.poster) video.poster = set.dataset.poster;
    const blocked = all.filter((option) => !canPlay(option));
    blocked.forEach((option) => (option.disabled = true));
    const same = all.find((option) => option.value === playing);
    // After AV1 comes the same choice in H.264.
    const usual = all.slice(all.findIndex((option) => option.checked)), first = [...usual, ...all].find((option) => !option.disabled);
    if (same) same.checked = true;
    else if (playing && isUsed()) {
      all.forEach((option) => (option.checked = false));
      return say("Versi yang lebih baik sudah ada. Pilih salah satu untuk beralih.");
    } else if (first) play(first);
    const isLight = (option) => /av01/.test(option.dataset.type);
    say(blocked.some(isLight) ? "Peramban ini tidak dapat memutar AV1. Berkas itu diputar HP yang dapat; di sini pilih H.264." : "");
  };

  files.addEventListener("change", (event) => {
    play(event.target);
    say(`Memutar ${words(event.target)}.`);
  });
  video.addEventListener("error", () => {
    if (video.getAttribute("src")) say("Berkas ini tidak dapat diputar di peramban ini. Pilih berkas lain.");
  });
  settle();

  const keepFocus = (change) => {
    const held = document.activeElement, name = held && (held.value || held.getAttribute("href"));
    const inside = held && (box.contains(held) || files.contains(held));
    change();
    if (!inside || document.contains(held)) return;
    const same = [...box.querySelectorAll("a"), ...options()].find((one) => (one.value || one.getAttribute("href")) === name);
    if (same) same.focus();
  };
  const renew = (found) => {
    percent = found.percent;
    if (stage.textContent !== found.said) stage.textContent = found.said; // unchanged words are not read out again
    if (found.html !== html) keepFocus(() => (box.innerHTML = html = found.html));
    if (found.preview === preview) return;
    keepFocus(() => (files.innerHTML = preview = found.preview));
    settle();
  };
  const ask = async () => {
    try {
      const answer = await fetch(`${box.dataset.url}?sudah=${percent}`, { headers: { Accept: "application/json" } });
      if (answer.ok) {
        const found = await answer.json();
        renew(found);
        if (found.final) return;
      }
    } catch (error) {
      // No line at the moment: ask again later.
    }
    setTimeout(ask, document.hidden ? 15000 : 3000);
  };
  if (!("final" in box.dataset)) setTimeout(ask, 2000);
})();
