// Reads a lesson aloud with a voice that lies on the phone. Sentence by sentence: Android cuts long utterances short, and its
// own pause never goes on again, so a pause here ends the sentence and going on begins it anew.
const BLOCKS = "h1,h2,h3,h4,p,li,figcaption,blockquote,aside,dt,dd,td,th";
const NOT_READ = ".film,form,details:not([open]),noscript,script,style,template,.btn,[hidden],[aria-hidden=true],[data-pengeras]";
const MOST_LETTERS = 200;

// A full stop within a number (1.250.000) ends no sentence.
const sentences = (text) => [].concat(...text.split(/(?<=[.!?…])\s+/).map((one) => (one.length > MOST_LETTERS ? parts(one) : [one])));
const parts = (sentence) => sentence.split(/(?<=[,;:])\s+|\s+(?=\S)/).reduce((lines, word) => {
  const line = lines[lines.length - 1];
  if (line && line.length + word.length < MOST_LETTERS) lines[lines.length - 1] = `${line} ${word}`;
  else lines.push(word);
  return lines;
}, []);

// What stands in the article, in its order: each block of text with its sentences.
const readable = (article) => {
  const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT), blocks = [];
  for (let node; (node = walker.nextNode());) {
    const words = node.data.replace(/\s+/g, " ").trim(), block = node.parentElement.closest(BLOCKS);
    if (!words || !block || node.parentElement.closest(NOT_READ)) continue;
    const last = blocks[blocks.length - 1];
    if (last && last.block === block) last.text += ` ${words}`;
    else blocks.push({ block, text: words });
  }
  return [].concat(...blocks.map(({ block, text }) => sentences(text.replace(/ ([.,;:!?])/g, "$1")).map((words) => ({ block, words }))));
};

const button = (text, act) => Object.assign(document.createElement("button"), { className: "btn quiet", type: "button", textContent: text, onclick: act });
const place = (element, style) => Object.assign(element.style, style);

export const readAloud = (article, door, voice) => {
  const speech = speechSynthesis, lines = readable(article);
  let at = 0, turn = 0, marked = null, saying = null; // a held utterance is not thrown away before its end
  const mark = (block) => {
    if (marked === block) return;
    if (marked) { marked.removeAttribute("aria-current"); place(marked, { background: "", boxShadow: "" }); }
    marked = block;
    if (!block) return;
    block.setAttribute("aria-current", "true");
    place(block, { background: "var(--turmeric-soft)", boxShadow: "0 0 0 6px var(--turmeric-soft)" });
    const { top, bottom } = block.getBoundingClientRect(), isCalm = matchMedia("(prefers-reduced-motion:reduce)").matches;
    if (top < 70 || bottom > innerHeight - 160) block.scrollIntoView({ block: "center", behavior: isCalm ? "auto" : "smooth" });
  };
  const speak = () => {
    if (at >= lines.length) return stop();
    const mine = ++turn, { block, words } = lines[at];
    mark(block);
    saying = Object.assign(new SpeechSynthesisUtterance(words), { voice, lang: voice.lang,
      onend: () => { if (mine === turn) { at++; speak(); } },
      onerror: () => { if (mine === turn) pause("Suara HP berhenti. Tekan Lanjutkan."); } });
    speech.speak(saying);
  };
  const silence = () => { turn++; speech.cancel(); };
  const pause = (words) => { silence(); toggle.textContent = "Lanjutkan"; toggle.onclick = resume; told.textContent = words || ""; };
  const resume = () => { toggle.textContent = "Jeda"; toggle.onclick = () => pause(); told.textContent = ""; silence(); speak(); };
  const stop = () => {
    silence();
    mark(null);
    const hadFocus = bar.contains(document.activeElement);
    bar.remove();
    removeEventListener("pagehide", silence);
    door.hidden = false;
    place(door, { display: "" });
    if (hadFocus) door.focus();
  };
  const toggle = button("Jeda"), told = document.createElement("span"), bar = document.createElement("div");
  told.className = "small";
  told.setAttribute("role", "status");
  bar.dataset.pengeras = "";
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", "Bacakan");
  bar.className = "card row";
  place(bar, { position: "fixed", left: "16px", right: "16px", bottom: "76px", zIndex: 4, margin: "0 auto", maxWidth: "688px", flexWrap: "wrap" });
  const end = button("Berhenti", stop);
  [toggle, end].forEach((one) => place(one, { flex: "1", width: "auto" }));
  bar.append(toggle, end, told);
  bar.onkeydown = (event) => { if (event.key === "Escape") stop(); };
  door.after(bar);
  place(door, { display: "none" });
  addEventListener("pagehide", silence);
  resume();
  toggle.focus({ preventScroll: true });
};
