// Courses as files for the hand (.ikm), and result files. Loaded on a tap; reads a file by slices, never whole.
const { saving, size } = phone, place = document.getElementById("tersimpan"), own = place.dataset.situs;
const LIST = "manifest.json", SIGNATURE = "manifest.sig", FORMAT = 1, MOST_LIST = 16e6, SPARE_BYTES = 5e6;
const EC = { name: "ECDSA", namedCurve: "P-256" }, HASH = { name: "ECDSA", hash: "SHA-256" };
export class Refused extends Error {} // with the sentence that says what to do
const refuse = (words) => { throw new Refused(words); };
const NO_PACK = "Ini bukan berkas kursus. Pilih berkas yang namanya berakhiran .ikm.";
const CUT = "Berkas ini tidak utuh, mungkin terputus saat diunduh atau disalin. Minta atau salin lagi berkasnya.";
const CHANGED = "Isi berkas ini berubah setelah dibuat, jadi tidak dibuka. Minta berkas baru dari petugas, atau unduh lagi.";
const OTHER_FORMAT = "Berkas ini dibuat dengan versi situs yang lain. Minta berkas yang baru, atau buka situs ini sekali saat ada sinyal lalu coba lagi.";
const OTHER_KEY = "HP ini belum mengenal tanda tangan berkas ini. Buka halaman ini sekali saat ada sinyal, lalu buka lagi berkasnya.";
const UNREADABLE = "Berkas ini tidak dapat dibaca lagi. Bila ada di kartu memori atau HP lain, salin dahulu ke HP ini, lalu pilih lagi.";
const FULL = "HP penuh. Hapus sebagian materi di bawah atau berkas lain di HP, lalu buka lagi berkasnya.";
const BUSY = "Masih ada unduhan. Tekan Jeda dahulu, lalu buka lagi berkasnya.";
const UNKNOWN_PHONE = "HP ini belum terdaftar. Buka halaman ini sekali saat ada sinyal sesudah masuk; sejak itu berkas hasil dapat dibuat di mana saja.";
const LARGE_PHOTOS = "Jawaban dengan foto besar tidak muat di berkas; itu terkirim sendiri begitu ada sinyal.";

const bytesOf = (file, from, count) => file.slice(from, from + count).arrayBuffer().catch(() => refuse(UNREADABLE));
const text = (bytes) => new TextDecoder().decode(bytes);
const unbase64 = (written) => Uint8Array.from(atob(written), (letter) => letter.charCodeAt(0));
const base64 = (buffer) => {
  const bytes = new Uint8Array(buffer);
  let letters = "";
  for (let at = 0; at < bytes.length; at += 0x8000) letters += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(letters);
};

// ---- The zip, as far as our own files need it: everything stored, the directory right before its end
const entriesOf = async (file) => {
  const view = async (from, count) => new DataView(await bytesOf(file, from, count));
  if (file.size < 22 || (await view(0, 4)).getUint32(0, true) !== 0x04034b50) refuse(NO_PACK);
  const end = await view(file.size - 22, 22), count = end.getUint32(12, true), begins = end.getUint32(16, true);
  if (end.getUint32(0, true) !== 0x06054b50 || begins + count + 22 !== file.size || count > MOST_LIST) refuse(CUT);
  const list = await view(begins, count), entries = new Map();
  for (let at = 0; at + 46 <= count;) {
    const [letters, extra, comment] = [28, 30, 32].map((offset) => list.getUint16(at + offset, true));
    const name = text(list.buffer.slice(at + 46, at + 46 + letters));
    entries.set(name, { size: list.getUint32(at + 24, true), begins: list.getUint32(at + 42, true) + 30 + letters });
    at += 46 + letters + extra + comment;
  }
  return entries;
};
const readAll = async (pack, name) => {
  const entry = pack.entries.get(name);
  if (!entry || entry.size > MOST_LIST || entry.begins + entry.size > pack.file.size) refuse(CHANGED);
  return bytesOf(pack.file, entry.begins, entry.size);
};

// ---- Whose file it is
const keyCalled = async (name, site) => {
  const found = place.dataset.kunci.split(" ").map((one) => one.split(":")).find(([id]) => id === name);
  if (!found) refuse(site === own ? OTHER_KEY : `Berkas ini dari situs lain (${String(site).slice(0, 80)}). Buka berkasnya di situs itu.`);
  return crypto.subtle.importKey("raw", unbase64(found[1]), EC, false, ["verify"]);
};
export const openPack = async (file) => {
  const pack = { file, entries: await entriesOf(file) }, content = await readAll(pack, LIST), signature = await readAll(pack, SIGNATURE);
  let told = {};
  try { told = JSON.parse(text(content)); } catch (error) { refuse(CHANGED); }
  if (told.kind !== "course" || told.format !== FORMAT) refuse(OTHER_FORMAT);
  const key = await keyCalled(told.key, told.site);
  if (!(await crypto.subtle.verify(HASH, key, signature, content)) || told.site !== own) refuse(CHANGED);
  return { ...pack, ...told };
};

// ---- Laid into the stores of a saved course: first all bytes, each checked, and only then what names them
const HEADERS = ["Content-Security-Policy", "Content-Type", "Permissions-Policy", "Referrer-Policy", "X-Content-Type-Options", "X-Frame-Options"];
// What a page may load is decided by this phone's own copy of the site, never by a file.
const pageHeaders = async () => {
  const shell = (await caches.match("/tersimpan/", { ignoreSearch: true, ignoreVary: true })) || (await fetch("/tersimpan/"));
  return Object.fromEntries(HEADERS.map((name) => [name, shell.headers.get(name)]).filter(([, value]) => value));
};
const checked = async (bytes, sha256) => ((await phone.sha256(bytes)) === sha256 ? bytes : refuse(CHANGED));
const keepBytes = async (cache, key, bytes, sha256, headers) => {
  await checked(bytes, sha256);
  await cache.put(key, new Response(bytes, { headers: { ...headers, "X-Sha256": sha256 } }));
};
const keepVideo = async (pack, cache, choice, onBytes) => {
  const entry = pack.entries.get(choice.url.slice(1));
  if (!entry || entry.size !== choice.size) refuse(CHANGED);
  for (const [number, sha256] of choice.pieces.entries()) {
    const from = number * choice.piece_bytes, count = Math.min(choice.piece_bytes, choice.size - from);
    await keepBytes(cache, phone.pieceAt(choice.url, number), await bytesOf(pack.file, entry.begins + from, count), sha256, {});
    onBytes(count);
  }
};
const courseKey = (course) => `${course.page.url}?r=${encodeURIComponent(course.revision)}`;
const keepAll = async (pack, onBytes) => {
  const cache = await caches.open(phone.CONTENT), headers = await pageHeaders(), seen = new Set();
  const keep = async (key, { sha256, size: count }, about) => {
    if (!seen.has(key)) await keepBytes(cache, key, await readAll(pack, `isi/${sha256}`), sha256, about);
    seen.add(key);
    onBytes(count);
  };
  for (const lesson of pack.lessons) {
    for (const file of lesson.files) await keep(file.url, file, { "Content-Type": file.type });
    for (const video of lesson.videos) await keepVideo(pack, cache, video.choices[0], onBytes);
    await keep(saving.pageKey(lesson), lesson.page, headers);
  }
  await keep(courseKey(pack.course), pack.course.page, headers);
};
const nameAll = async (pack) => {
  for (const lesson of pack.lessons) {
    const videos = lesson.videos.map((video) => ({ ...video.choices[0], source: video.id }));
    const all = saving.needsOf(lesson, videos).reduce((sum, [, count]) => sum + count, 0);
    await saving.keepLesson(lesson, { word: pack.word, all }, videos);
  }
  await phone.put("courses", { ...pack.course, cached: courseKey(pack.course) });
};
const layInLocked = async (pack, onPart) => {
  const room = await saving.space();
  if (room !== null && room < pack.file.size + SPARE_BYTES) refuse(FULL);
  let done = 0;
  try {
    await keepAll(pack, (count) => onPart((done += count) / pack.file.size));
  } catch (error) {
    await saving.sweepNow();
    throw error.name === "QuotaExceededError" ? new Refused(FULL) : error;
  }
  await nameAll(pack);
  await saving.sweepNow(); // an earlier revision, another choice
};
// A download that ends meanwhile would sweep away what no lesson names yet.
export const layIn = (pack, onPart) => navigator.locks.request("unduh", { ifAvailable: true },
  (lock) => (lock ? layInLocked(pack, onPart) : refuse(BUSY)));

// ---- What waits to be sent, as files of a few megabytes that this phone has signed
const HEAD = "IKM-HASIL/1\n", MOST_PHOTO = 200000, MOST_BYTES = 8e6, MOST_EVENTS = 1000;
const photosOf = async (row) => {
  const found = await Promise.all(row.files.map((sha256) => phone.get("photos", [row.account, sha256])));
  return found.every((photo) => photo && photo.bytes.byteLength <= MOST_PHOTO) ? found.map((photo) => [photo.sha256, base64(photo.bytes)]) : null;
};
const partsOf = async (rows) => {
  const parts = [];
  let bytes = 0, leftOut = 0;
  for (const { id, kind, made_at, body, files, label, account } of rows) {
    const photos = await photosOf({ files, account }), event = { id, kind, made_at, body, files, label };
    if (!photos) { leftOut++; continue; }
    const weight = JSON.stringify([event, photos]).length;
    if (!parts.length || bytes + weight > MOST_BYTES || parts[parts.length - 1].events.length >= MOST_EVENTS) {
      parts.push({ events: [], photos: {} });
      bytes = 0;
    }
    const part = parts[parts.length - 1];
    part.events.push(event);
    photos.forEach(([sha256, content]) => { part.photos[sha256] = content; });
    bytes += weight;
  }
  return { parts, leftOut };
};
// Phones share text files and few others, hence the name's end.
const nameOf = (number) => {
  const now = new Date(Date.now() - new Date().getTimezoneOffset() * 60000).toISOString().replace(/\D/g, "");
  return `hasil-bimtek-${now.slice(0, 8)}-${now.slice(8, 12)}${number ? `-${number + 1}` : ""}.ikm.txt`;
};
const fileOf = async (signer, account, part, number) => {
  const told = JSON.stringify({ site: own, account, device: await phone.device(), ...part });
  const signature = await crypto.subtle.sign(HASH, signer.privateKey, new TextEncoder().encode(HEAD + told));
  return new File([HEAD, base64(signature), "\n", told], nameOf(number), { type: "text/plain" });
};
export const resultFiles = async () => {
  const account = await phone.shown(), signer = await phone.fact("signer");
  if (!account || !signer || (await phone.fact("registered")) !== account) refuse(UNKNOWN_PHONE);
  const { parts, leftOut } = await partsOf(await phone.waiting(account));
  const files = await Promise.all(parts.map((part, number) => fileOf(signer, account, part, number)));
  return { files, note: leftOut ? LARGE_PHOTOS : files.length ? "" : "Tidak ada jawaban yang menunggu; semuanya sudah terkirim." };
};

// ---- The screen's parts
const el = (name, properties = {}, ...inside) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...inside);
  return made;
};
const say = (area, words, kind = "") => area.replaceChildren(el("p", { className: `note ${kind}`, textContent: words }));
const guarded = async (area, act) => {
  try {
    await act();
  } catch (error) {
    say(area, error instanceof Refused ? error.message : CHANGED, "warning");
  }
};
export const showOpening = (file, area, onDone) => guarded(area, async () => {
  say(area, "Memeriksa berkas …");
  const pack = await openPack(file), bar = el("progress", { max: 1, value: 0 });
  bar.setAttribute("aria-label", `Membuka ${pack.course.title}`);
  area.replaceChildren(el("p", {}, `Membuka ${pack.course.title}, ${size(file.size)}. Tanpa kuota.`), bar);
  await saving.persist();
  await layIn(pack, (part) => { bar.value = part; });
  area.replaceChildren(el("p", { className: "note", textContent: `${pack.course.title} sudah di HP ini: ${pack.lessons.length} pelajaran, dapat dibuka tanpa sinyal.` }),
    el("a", { className: "btn", href: pack.course.url, textContent: "Buka kursus" }));
  onDone();
});
const fileLine = (file) => {
  const link = el("a", { className: "btn", href: URL.createObjectURL(file), download: file.name, textContent: `Simpan ${file.name}, ${size(file.size)}` });
  if (!navigator.canShare || !navigator.canShare({ files: [file] })) return [link];
  return [link, el("button", { className: "btn quiet", type: "button", textContent: "Bagikan", onclick: () => navigator.share({ files: [file] }).catch(() => {}) })];
};
export const showResults = (area) => guarded(area, async () => {
  const { files, note } = await resultFiles();
  const how = "Kirim berkas ini kepada petugas, atau unggah sendiri di Kirim berkas hasil. Jawaban tetap ada di HP sampai ada sinyal, dan hanya dihitung satu kali.";
  area.replaceChildren(...(note ? [el("p", { className: "note", textContent: note })] : []), ...[].concat(...files.map(fileLine)),
    ...(files.length ? [el("p", { className: "small muted", textContent: how })] : []));
});
export const showExport = (slug, word, area) => guarded(area, async () => {
  const address = `/simpan/kursus/${encodeURIComponent(slug)}.ikm?mutu=${word}`;
  const answer = await fetch(address, { method: "HEAD" }).catch(() => refuse("Ukuran berkas belum diketahui karena tidak ada sinyal. Coba lagi begitu ada sinyal."));
  if (answer.status === 413) refuse("Kursus ini lebih dari 2 GB, terlalu besar untuk satu berkas. Pilih mutu video yang lebih rendah.");
  if (!answer.ok) refuse("Berkas belum dapat dibuat. Coba lagi nanti.");
  area.replaceChildren(el("a", { className: "btn", href: address, download: "", textContent: `Unduh berkas, ${size(+answer.headers.get("Content-Length"))}` }),
    el("p", { className: "small muted", textContent: "Berkas ini dapat dipindah ke HP lain lewat kabel, kartu memori, atau WhatsApp, lalu dibuka di halaman Tersimpan di HP." }));
});
