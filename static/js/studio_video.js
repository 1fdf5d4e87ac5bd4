// Two small comforts on the video screens of /studio/; both screens work without.
(() => {
  // The state of a video renews itself until it is final; a new choice to play loads the page again, unless one plays.
  const box = document.getElementById("video-status");
  const isPlaying = () => [...document.querySelectorAll("video")].some((video) => !video.paused);
  let shown = "";
  const ask = async () => {
    try {
      const answer = await fetch(box.dataset.url, { headers: { Accept: "application/json" } });
      if (!answer.ok) return;
      const found = await answer.json();
      if (found.html !== shown) box.innerHTML = shown = found.html; // unchanged words are not read out again
      const changed = found.final || found.ready !== Number(box.dataset.ready);
      if (changed && !isPlaying()) return location.reload();
    } catch (error) {
      // No line at the moment: ask again later.
    }
    setTimeout(ask, 3000);
  };
  if (box && !("final" in box.dataset)) setTimeout(ask, 2000);

  // A file that is too big is told before an hour of uploading; an empty title takes the file's name.
  document.addEventListener("change", (event) => {
    const input = event.target;
    if (input.type !== "file" || !input.dataset.maxBytes || !input.files[0]) return;
    const file = input.files[0];
    const tooBig = file.size > Number(input.dataset.maxBytes);
    input.setCustomValidity(tooBig ? "Berkas ini terlalu besar. Potong videonya atau rekam dengan mutu 1080p." : "");
    if (tooBig) return input.reportValidity();
    const title = input.form.querySelector("[name$=title]");
    if (title && !title.value) title.value = file.name.replace(/\.[^.]+$/, "").replace(/[_-]+/g, " ");
  });
})();
