// Changes a video's quality without a page load and remembers the choice. Without script the links do the work.
document.querySelectorAll(".film:not([data-on])").forEach((film) => {
  const video = film.querySelector("video"), links = film.querySelectorAll("[data-src]");
  let wanted = "";
  film.dataset.on = "";
  try { wanted = localStorage.mutu; } catch (e) {}
  const pick = (link) => {
    const at = video.currentTime, plays = !video.paused;
    links.forEach((other) => other.removeAttribute("aria-current"));
    link.setAttribute("aria-current", "true");
    video.src = link.dataset.src;
    if (at) video.currentTime = at;
    if (plays) video.play();
  };
  links.forEach((link) => {
    if (!location.search && link.search === wanted && !link.hasAttribute("aria-current")) pick(link);
    link.onclick = (event) => {
      event.preventDefault();
      pick(link);
      try { localStorage.mutu = link.search; } catch (e) {}
    };
  });
});
