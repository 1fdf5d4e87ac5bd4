// Uploads that survive a bad line, on /unggah/ and in the forms of /studio/. Without this the same forms send the file
// in one piece. The protocol is tus; the library beside this file speaks it.
(() => {
  const KB = 1024, MB = 1000000;
  // Small at first: enough to know that it is a video, and it uses up connections that have answered before, on which
  // Chromium would send a piece twice after a cut. Doubled while a piece takes less than FAST_MS.
  const PIECE = { least: 64 * KB, most: 8192 * KB, afterCut: 512 * KB };
  const FAST_MS = 3000, LONGEST_WAIT_S = 30, SILENCE_MS = 45000, HEAVY_BYTES = 200 * MB;
  const GONE = [404, 410]; // begin anew; every other refusal of a question says nothing about the bytes that are there
  const LATER = [408, 409, 423, 425, 460]; // the line's fault or a moment's: the same piece once more

  const cookie = (name) => (document.cookie.match(`(?:^|; )${name}=([^;]*)`) || [])[1] || "";
  const number = (value, places) => value.toLocaleString("id-ID", { minimumFractionDigits: places, maximumFractionDigits: places });
  const size = (bytes) => (bytes >= 1000 * MB ? `${number(bytes / MB / 1000, 1)} GB` : `${number(bytes / MB, 1)} MB`);
  const left = (seconds) => {
    if (!isFinite(seconds)) return "";
    if (seconds < 60) return ", kurang dari 1 menit lagi";
    const minutes = Math.round(seconds / 60), hours = Math.floor(minutes / 60);
    return hours ? `, sekitar ${hours} jam ${minutes % 60} menit lagi` : `, sekitar ${minutes} menit lagi`;
  };
  const encoded = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text || "")));
  const element = (name, text, className) => Object.assign(document.createElement(name), { textContent: text || "", className: className || "" });

  class Sending {
    constructor(input) {
      this.input = input;
      this.form = input.form;
      this.file = input.files[0];
      this.isPage = "upload" in this.form.dataset;
      this.answer = this.form.querySelector("[name$=upload]");
      if (this.answer) this.answer.value = "";
      this.state = "new";
      this.speed = this.cuts = 0;
      this.draw();
      this.upload = this.prepare();
      this.recall();
    }

    draw() {
      this.box = element("div", "", this.isPage ? "said sending" : "help-block sending");
      this.words = element("p");
      this.bar = Object.assign(element("progress"), { max: 100, value: 0, hidden: true });
      this.bar.setAttribute("aria-label", "Kemajuan unggahan");
      this.news = element("p");
      this.news.setAttribute("role", "status");
      this.pauseButton = this.button("Jeda", () => (this.state === "paused" ? this.start() : this.pause()));
      this.cancelButton = this.button("Batalkan", () => this.cancel());
      this.box.append(this.words, this.bar, this.news, this.pauseButton, this.cancelButton);
      this.input.closest(".field, .w-field__input, p, li, div").append(this.box);
      const price = Number(this.input.dataset.price || 0) * (this.file.size / MB);
      this.words.textContent = `${this.file.name}, ${size(this.file.size)}.` +
        (price ? ` Perkiraan biaya kuota: Rp${number(Math.ceil(price / 100) * 100, 0)}. Lewat Wi-Fi lebih hemat.` : "");
    }

    button(text, act) {
      const made = Object.assign(element("button", text, this.isPage ? "btn quiet" : "button button-secondary"), { type: "button", hidden: true });
      made.addEventListener("click", act);
      return made;
    }

    prepare() {
      const metadata = { filename: this.file.name };
      if (this.isPage) metadata.title = "";
      return new tus.Upload(this.file, {
        endpoint: this.form.dataset.upload || "/unggah/berkas/",
        metadata,
        chunkSize: PIECE.least,
        retryDelays: null, // our own: for as long as the page is open
        removeFingerprintOnSuccess: true,
        fingerprint: async (file) => ["ikm", this.isPage, file.name, file.size, file.lastModified].join("|"),
        onBeforeRequest: (request) => {
          request.setHeader("X-CSRFToken", cookie("c")); // read each time: signing in again changes it
          if (this.isPage && request.getMethod() === "PATCH") request.setHeader("Upload-Metadata", `title ${encoded(this.title)}`);
          this.began = this.alive = Date.now();
          this.status = 0;
        },
        onAfterResponse: (request, response) => {
          this.isPlain = (response.getHeader("Content-Type") || "").startsWith("text/plain"); // a sentence of ours
          const status = (this.status = response.getStatus()), here = Number(response.getHeader("Upload-Offset"));
          if (here > (this.here || 0)) this.here = here, (this.cuts = 0); // it goes on, however slowly
          // The library takes any refused question for "never heard of it" and would send everything again.
          if (request.getMethod() === "HEAD" && status >= 300 && !GONE.includes(status)) throw new Error("not now");
        },
        onUploadUrlAvailable: () => this.showRow(false),
        onProgress: (sent, all) => this.progress(sent, all),
        onChunkComplete: (piece) => this.fit(piece),
        onSuccess: (payload) => this.arrive(payload.lastResponse),
        onError: (error) => this.fail(error),
      });
    }

    // The page lists what has arrived from any browser; the forms of the studio know only what this one remembers.
    async recall() {
      const row = rows().find((one) => one.dataset.name === this.file.name && Number(one.dataset.size) === this.file.size);
      const [known = row && {}] = await this.upload.findPreviousUploads();
      if (this.state !== "new") return;
      if (known) {
        const uploadUrl = this.isPage && row ? row.dataset.address : known.uploadUrl;
        this.upload.resumeFromPreviousUpload({ ...known, uploadUrl });
        const answer = await fetch(uploadUrl, { method: "HEAD", headers: { "Tus-Resumable": "1.0.0" } }).catch(() => null);
        const sent = answer && answer.ok ? Number(answer.headers.get("Upload-Offset")) : 0;
        if (sent && this.state === "new") this.say(`Unggahan dilanjutkan dari ${Math.floor((sent * 100) / this.file.size)}%.`);
      }
      if (!this.isPage && this.state === "new" && this.mayCost()) this.start();
    }

    // The box says it better while it is there.
    showRow(isShown) {
      for (const one of rows()) if ((this.upload.url || "").endsWith(one.dataset.address)) one.hidden = !isShown;
      const list = document.querySelector("[data-waiting]");
      if (list) list.hidden = rows().every((one) => one.hidden);
    }

    mayCost() {
      const isCellular = (navigator.connection || {}).type === "cellular";
      return !isCellular || this.file.size < HEAVY_BYTES ||
        confirm(`Berkas ini ${size(this.file.size)} dan HP Anda memakai kuota seluler. Tetap unggah sekarang?`);
    }

    start() {
      this.timer = clearTimeout(this.timer);
      this.state = "sending";
      this.offer(false);
      this.bar.hidden = this.pauseButton.hidden = this.cancelButton.hidden = false;
      this.pauseButton.textContent = "Jeda";
      this.upload.start();
    }

    pause() {
      this.leave("paused");
      this.pauseButton.textContent = "Lanjutkan";
      this.say("Dijeda. Yang sudah sampai tidak hilang.");
    }

    cancel() {
      if (!confirm("Batalkan unggahan ini? Yang sudah sampai dihapus.")) return;
      this.leave("cancelled", true);
      this.box.remove();
      this.release();
    }

    // Nothing of it goes on, whatever was waiting.
    leave(state, isDeleted) {
      clearTimeout(this.timer);
      this.state = state;
      this.upload.abort(isDeleted).catch(() => {});
    }

    offer(isOffered) {
      if (this.isPage) this.form.querySelector("button:not([type])").hidden = !isOffered;
    }

    // The form takes another file.
    release() {
      this.offer(true);
      this.input.disabled = false;
      this.input.value = "";
      if (this.answer) this.answer.value = "";
      if (sendings.get(this.form) === this) sendings.delete(this.form);
    }

    // A phone that moved to another mast may wait a quarter of an hour for an answer that can't come any more.
    wake() {
      if (this.state !== "sending" || this.timer || Date.now() - this.alive < SILENCE_MS) return;
      this.leave("silent");
      this.timer = setTimeout(() => this.start(), 500);
    }

    progress(sent, all) {
      this.alive = Date.now();
      if (this.state !== "sending") return;
      const percent = Math.min(99, Math.floor((sent * 100) / all));
      this.bar.value = percent;
      this.say(`${percent}%: ${size(sent)} dari ${size(all)}${this.speed ? left((all - sent) / this.speed) : ""}`);
    }

    fit(piece) {
      const spent = Math.max(1, Date.now() - this.began), speed = (piece * 1000) / spent;
      this.speed = this.speed ? this.speed * 0.7 + speed * 0.3 : speed;
      if (spent < FAST_MS) this.upload.options.chunkSize = Math.min(PIECE.most, this.upload.options.chunkSize * 2);
    }

    arrive(response) {
      const video = response.getHeader("Video-State");
      this.state = "done";
      this.bar.value = 100;
      this.pauseButton.hidden = true;
      if (this.isPage && video) return this.show(video);
      this.say("Berkas sudah sampai. Tekan tombol di bawah untuk menyimpan.");
      this.cancelButton.textContent = "Pilih berkas lain";
      this.answer.value = this.upload.url.replace(/\/+$/, "").split("/").pop();
      this.input.disabled = true;
      if (!this.isPage && this.submitter === undefined) return;
      if (this.submitter) this.submitter.disabled = false;
      this.form.requestSubmit(this.submitter || undefined); // on the page: what a form of the studio began
    }

    show(address) {
      const card = element("section", "", "card");
      card.dataset.state = address;
      card.setAttribute("aria-live", "polite");
      document.querySelector("[data-videos]").prepend(card);
      document.querySelector("[data-none]")?.remove();
      this.form.reset();
      this.box.remove();
      this.release();
      watch(card, 0);
      card.tabIndex = -1;
      card.focus();
    }

    fail(error) {
      if (this.state !== "sending") return;
      const response = error.originalResponse, status = this.status;
      const sentence = response && this.isPlain && response.getBody();
      if (status === 401 || (status === 403 && !this.isPlain)) return this.askToSignIn();
      if (status >= 400 && status < 500 && !LATER.includes(status) && (response || this.isPlain)) return this.refuse(sentence);
      this.upload.options.chunkSize = Math.max(PIECE.least, Math.min(PIECE.afterCut, this.upload.options.chunkSize / 2));
      const wait = Math.min(LONGEST_WAIT_S, 2 ** Math.min(6, this.cuts++) / 2);
      this.say(status === 507 && sentence ? sentence : `Sambungan terputus. Dicoba lagi dalam ${Math.ceil(wait)} detik; yang sudah sampai tidak hilang.`);
      this.timer = setTimeout(() => this.start(), wait * 1000);
    }

    refuse(sentence) {
      this.state = "refused";
      this.pauseButton.hidden = this.cancelButton.hidden = this.bar.hidden = true;
      this.say(sentence || "Berkas ini tidak dapat diterima. Muat ulang halaman, lalu coba lagi.");
      this.box.classList.add("wrong");
      this.release();
    }

    askToSignIn() {
      this.say("Anda sudah keluar. ");
      const link = Object.assign(element("a", "Masuk lagi"), { href: `/masuk/?next=${location.pathname}`, target: "_blank" });
      this.news.append(link, ", lalu kembali ke halaman ini; unggahan dilanjutkan.");
      this.timer = setTimeout(() => this.start(), LONGEST_WAIT_S * 1000);
    }

    say(text) {
      if (this.news.textContent !== text) this.news.textContent = text;
    }
  }

  // The state of a video renews itself until it is final; seldomer the longer it takes.
  const watch = (card, wait) => setTimeout(async () => {
    let next = Math.min(30000, (wait || 2000) * 1.3);
    try {
      const answer = await fetch(card.dataset.state, { headers: { Accept: "application/json" } });
      if (answer.ok) {
        const found = await answer.json();
        if (found.html !== card.shown) card.innerHTML = card.shown = found.html;
        if (found.final) return;
      }
    } catch (error) {
      next = 30000;
    }
    if (card.isConnected) watch(card, next);
  }, wait);
  for (const card of document.querySelectorAll("[data-state]")) watch(card, 3000);

  const sendings = new Map(), rows = () => [...document.querySelectorAll("[data-address]")];
  const again = () => sendings.forEach((one) => one.state === "sending" && one.timer && one.start());
  setInterval(() => sendings.forEach((one) => one.wake()), 5000);
  addEventListener("online", again);
  addEventListener("focus", again);

  // Listens at the document: the admin brings its forms later.
  document.addEventListener("change", (event) => {
    const input = event.target;
    if (input.type !== "file" || !input.dataset.maxBytes || !input.files[0]) return;
    const old = sendings.get(input.form), file = input.files[0];
    if (old) old.leave("left"), old.offer(true), old.showRow(true), sendings.delete(input.form);
    for (const box of input.form.querySelectorAll(".sending")) box.remove();
    const tooBig = file.size > Number(input.dataset.maxBytes);
    input.setCustomValidity(tooBig ? "Berkas ini terlalu besar. Potong videonya atau rekam dengan mutu 1080p." : "");
    if (tooBig) return input.reportValidity();
    const title = input.form.querySelector("[name$=title]");
    if (title && [title.dataset.filled, ""].includes(title.value)) title.value = title.dataset.filled = file.name.replace(/\.[^.]+$/, "").replace(/[_-]+/g, " ");
    if (window.tus && tus.isSupported) sendings.set(input.form, new Sending(input));
  });

  // Before anybody else hears it: on the page it starts the upload, in the studio it waits for the end of one.
  document.addEventListener("submit", (event) => {
    const sending = sendings.get(event.target);
    if (!sending || sending.state === "done") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (sending.isPage) {
      sending.title = sending.upload.options.metadata.title = event.target.querySelector("[name$=title]").value;
      if (sending.state === "new" && sending.mayCost()) sending.start();
      return;
    }
    sending.submitter = event.submitter || null;
    if (sending.state === "new") sending.start();
    sending.news.append(" Formulir disimpan setelah berkas sampai.");
  }, true);
})();
