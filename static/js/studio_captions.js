// The editor of captions. Acts concern the current line: the one that was touched last, marked in the list.
(() => {
  const box = document.getElementById("captions");
  if (!box) return;
  const video = box.querySelector("video"), form = box.querySelector("form"), list = form.querySelector("ol");
  const shown = document.getElementById("captions-now"), said = document.getElementById("captions-said");
  const restore = box.querySelector("[data-act=restore]"), lost = document.getElementById("captions-lost");
  let unsaved = "unsaved" in form.dataset, removed = null;

  // Times: read as the server reads them (media/captions.py, parse_time), written as it writes them.
  const seconds = (text) => {
    const mark = text.includes(",") ? "," : text.includes(":") ? "." : null;
    const [whole, fraction = ""] = mark ? text.trim().split(mark, 2) : [text.trim()];
    const parts = whole.split(/[.:]/);
    if (parts.length > 3 || parts.some((part) => !/^\d{1,5}$/.test(part)) || !/^\d{0,3}$/.test(fraction)) return NaN;
    return parts.reduce((sum, part) => sum * 60 + Number(part), 0) + Number("0." + (fraction || "0"));
  };
  const clock = (at) => {
    const ms = Math.max(0, Math.round(at * 1000)), two = (number) => String(Math.floor(number)).padStart(2, "0");
    const hours = Math.floor(ms / 3600000);
    return (hours ? two(hours) + ":" : "") + two((ms / 60000) % 60) + ":" + two((ms / 1000) % 60) + "," + String(ms % 1000).padStart(3, "0");
  };
  const start = (line) => line.querySelector(".start"), end = (line) => line.querySelector(".end");
  const text = (line) => line.querySelector("textarea");
  const lines = () => [...list.children];
  const current = () => list.querySelector(".current");
  const now = () => (video ? video.currentTime : NaN);
  const say = (words) => { said.textContent = words; };
  const changed = () => { unsaved = true; };

  const choose = (line, focus) => {
    if (current()) current().classList.remove("current");
    if (!line) return;
    line.classList.add("current");
    if (focus) focus.focus();
  };
  const fill = (from, to, words) => {
    const line = form.querySelector("template").content.firstElementChild.cloneNode(true);
    start(line).value = from;
    end(line).value = to;
    text(line).value = words;
    return line;
  };
  const make = (from, to, words) => fill(clock(from), clock(to), words);
  const put = (line, after) => {
    if (after) after.after(line); else list.append(line);
    changed();
    choose(line, text(line));
  };
  const take = (field) => {
    if (!video) return;
    field.value = clock(now());
    changed();
    show();
  };
  const show = () => {
    const at = now();
    const line = lines().find((one) => seconds(start(one).value) <= at && at < seconds(end(one).value));
    shown.textContent = line ? text(line).value : "\u00a0";
    const before = list.querySelector(".now");
    if (line === before) return;
    if (before) before.classList.remove("now");
    if (!line) return;
    line.classList.add("now");
    if (!video.paused && !list.contains(document.activeElement)) list.scrollTop = line.offsetTop - list.clientHeight / 3;
  };
  // Where a line is cut in time: at the video if it stands within, else in proportion to its letters.
  const cut = (line, letters) => {
    const from = seconds(start(line).value) || 0, to = seconds(end(line).value) || from + 2;
    return now() > from && now() < to ? now() : from + (to - from) * Math.min(0.9, Math.max(0.1, letters / (text(line).value.length || 1)));
  };

  const acts = {
    play: (line) => {
      if (!video || isNaN(seconds(start(line).value))) return;
      video.currentTime = seconds(start(line).value);
      video.play();
    },
    pause: () => { if (video) video[video.paused ? "play" : "pause"](); },
    start: (line) => take(start(line)),
    end: (line) => take(end(line)),
    add: (line) => {
      const from = line ? seconds(end(line).value) || now() || 0 : now() || 0;
      const next = line && line.nextElementSibling ? seconds(start(line.nextElementSibling).value) : NaN;
      put(make(from, next > from ? Math.min(next, from + 3) : from + 3, ""), line);
    },
    split: (line) => {
      const field = text(line), at = field.selectionStart || 0, rest = field.value.slice(at).trim();
      if (!rest) return acts.add(line);
      const moment = cut(line, at), to = seconds(end(line).value) || moment + 2;
      field.value = field.value.slice(0, at).trim();
      end(line).value = clock(moment);
      put(make(moment, to, rest), line);
      text(current()).setSelectionRange(0, 0);
    },
    remove: (line) => {
      const place = line.nextElementSibling || line.previousElementSibling;
      removed = { line, before: line.nextElementSibling };
      line.remove();
      restore.hidden = false;
      changed();
      choose(place, place && text(place));
      say("Baris dihapus. Tekan Kembalikan baris untuk membatalkan.");
    },
    restore: () => {
      if (!removed) return;
      list.insertBefore(removed.line, removed.before && removed.before.isConnected ? removed.before : null);
      choose(removed.line, text(removed.line));
      removed = null;
      restore.hidden = true;
      say("Baris dikembalikan.");
    },
    before: (line) => line.previousElementSibling && choose(line.previousElementSibling, text(line.previousElementSibling)),
    after: (line) => line.nextElementSibling && choose(line.nextElementSibling, text(line.nextElementSibling)),
    save: () => form.requestSubmit(),
  };
  const alone = new Set(["add", "restore", "save", "pause"]);
  const act = (name) => {
    if (current() || alone.has(name)) return acts[name](current());
    say("Pilih satu baris dulu.");
  };

  const KEYS = {
    "ctrl Space": "pause", "ctrl shift Space": "play", "ctrl BracketLeft": "start", "ctrl BracketRight": "end",
    "ctrl Enter": "split", "ctrl shift Backspace": "remove", "alt ArrowUp": "before", "alt ArrowDown": "after", "ctrl KeyS": "save",
  };
  box.addEventListener("keydown", (event) => {
    const held = [(event.ctrlKey || event.metaKey) && "ctrl", event.altKey && "alt", event.shiftKey && "shift", event.code];
    const name = KEYS[held.filter(Boolean).join(" ")];
    if (!name || event.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    act(name);
  });
  box.addEventListener("click", (event) => {
    const button = event.target.closest("[data-act]");
    if (!button) return;
    if (button.closest("li")) choose(button.closest("li"));
    act(button.dataset.act);
  });
  list.addEventListener("focusin", (event) => choose(event.target.closest("li")));
  list.addEventListener("input", () => { changed(); show(); });

  // What is sent also stays in this tab until the server has answered it: it may ask to sign in first, and then it has
  // forgotten the lines. With them stays what the person had seen, so that nobody else's work is written over.
  const drawer = `takarir ${form.getAttribute("action")}`;
  const send = (sent) => {
    sent.elements.lines.value = JSON.stringify(lines().map((line) => ({
      start: start(line).value, end: end(line).value, text: text(line).value,
    })));
    try {
      sessionStorage.setItem(drawer, JSON.stringify({ seen: sent.elements.seen.value, lines: sent.elements.lines.value }));
    } catch { /* no room, or none allowed: it is sent all the same */ }
    unsaved = false;
  };
  const kept = () => {
    try {
      return JSON.parse(sessionStorage.getItem(drawer));
    } catch {
      return null;
    }
  };
  const forget = () => {
    lost.hidden = true;
    if (kept()) sessionStorage.removeItem(drawer);
  };
  const bringBack = () => {
    const { seen, lines: typed } = kept();
    list.replaceChildren(...JSON.parse(typed).map((line) => fill(line.start, line.end, line.text)));
    form.elements.seen.value = document.querySelector("#captions-file").elements.seen.value = seen;
    forget();
    changed();
    choose(list.firstElementChild, list.firstElementChild && text(list.firstElementChild));
    say("Ketikan dikembalikan. Periksa, lalu tekan Simpan.");
  };

  form.addEventListener("submit", () => send(form));
  document.getElementById("captions-file").addEventListener("submit", (event) => {
    if (unsaved && !confirm("Ketikan yang belum disimpan akan diganti isi berkas. Lanjutkan?")) return event.preventDefault();
    send(event.target);
  });
  lost.querySelector("button").addEventListener("click", bringBack);
  lost.querySelector(".no").addEventListener("click", forget);
  addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });
  if (video) video.addEventListener("timeupdate", show);

  if (unsaved || document.querySelector(".captions-saved")) forget(); // the server has it, or has shown it again
  else lost.hidden = !kept();
  for (const within of [list, form.querySelector("template").content]) {
    for (const field of within.querySelectorAll("[readonly]")) field.readOnly = false;
  }
  document.getElementById("captions-locked").remove();
  choose(list.querySelector(".wrong") || list.firstElementChild);
})();
