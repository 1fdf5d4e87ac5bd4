// A small comfort on a video's screen in /studio/, which works without.
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
})();
