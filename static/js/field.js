// `/lapangan/`: an officer writes down owners and their businesses without a signal. What is saved is an event of the queue
// like any other; what is put right later is a newer revision of the same record, so nothing comes twice.
(() => {
  const $ = (id) => document.getElementById(id), form = $("data"), KIT = "lapangan/bekal", MOST_PHOTOS = 3, MOST_PHOTO_BYTES = 4e5, PATIENT_MS = 20000;
  const FIELDS = ["owner", "phone", "name", "village", "address", "product", "sector", "workers", "workers_female", "nib", "kbli", "kbli_edition"];
  const el = (name, properties = {}, ...inside) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...inside.filter(Boolean));
    return made;
  };
  const note = (text, kind = "") => el("p", { className: `note ${kind}`, textContent: text });
  const link = (text, href, kind = "btn quiet") => el("a", { className: kind, href, textContent: text });
  const button = (text, act, kind = "btn quiet") => el("button", { className: kind, type: "button", textContent: text, onclick: act });
  const say = (words) => { $("kabar").textContent = words; };
  if (!navigator.serviceWorker || !self.indexedDB) return $("siap").append(note("Peramban ini tidak dapat menyimpan data. Buka situs ini di Chrome.", "warning"));
  let kit = null, now = null; // `now`: what is being written: { record, revision, photos, old }

  // ---- What the form offers, taken along while there is a signal
  const refresh = async () => {
    const answer = await fetch("/lapangan/bekal/", { cache: "no-store" }), told = await answer.json();
    await navigator.serviceWorker.register("/sw.js", { updateViaCache: "all" });
    await phone.ask({ act: "field" });
    if (!answer.ok) return answer.status;
    await phone.own("papers", { ...told, course: KIT });
    if (navigator.storage && navigator.storage.persist) await navigator.storage.persist().catch(() => {});
    return 200;
  };
  // What the phone has opens at once; the network may take its time, or never answer.
  const begin = async () => {
    await show();
    await show(await Promise.race([refresh().catch(() => 0), new Promise((resolve) => setTimeout(resolve, PATIENT_MS, 0))]));
  };
  const show = async (status) => {
    const account = await phone.shown(), found = account && status !== 403 && (await phone.get("papers", [account, KIT]));
    if (!found) {
      kit = null;
      return status === undefined || explain(status);
    }
    const isNew = !kit || kit.account !== account;
    kit = found;
    if (status !== undefined || isNew) {
      $("siap").replaceChildren(note(status === 200 ? `Siap dipakai tanpa sinyal, ${kit.name}. Halaman ini dapat dibuka lagi kapan saja di HP ini.`
        : `Data ${kit.name} tersimpan di HP dan terkirim sendiri begitu ada sinyal.`));
    }
    if (isNew) {
      fill();
      write((await phone.get("drafts", [account, phone.FIELD])) || {});
      form.hidden = false;
    }
    draw();
  };
  const explain = async (status) => {
    const count = (await phone.of("events", await phone.fact("account"))).filter((row) => row.kind === phone.FIELD).length;
    form.hidden = true;
    $("menunggu").replaceChildren();
    if (status === 403) return $("siap").replaceChildren(note("Halaman ini untuk petugas yang mendata usaha. Minta hak itu kepada administrator.", "warning"));
    if (status === 401 || (await phone.fact("expired"))) {
      return $("siap").replaceChildren(note(`Masuk dahulu sebagai petugas.${count ? ` ${count} data usaha menunggu untuk akun yang terakhir masuk di HP ini; tidak ada yang hilang.` : ""}`, "warning"), link("Masuk", "/masuk/?next=/lapangan/", "btn"));
    }
    $("siap").replaceChildren(note("Halaman ini belum siap di HP. Buka sekali saat ada sinyal dan sudah masuk sebagai petugas.", "warning"), button("Coba lagi", begin, "btn"));
  };
  const fill = () => {
    $("village").replaceChildren(el("option", { value: "", textContent: "Pilih desa" }), ...kit.places.map(([district, rows]) =>
      el("optgroup", { label: district }, ...rows.map(([value, textContent]) => el("option", { value, textContent })))));
    $("sector").replaceChildren(el("option", { value: "", textContent: "Belum diketahui" }), ...kit.sectors.map((name) => el("option", { value: name, textContent: name })));
    $("kbli_edition").replaceChildren(el("option", { value: "", textContent: "Pilih edisi" }), ...kit.editions.map(([value, textContent]) => el("option", { value, textContent })));
    $("needs").replaceChildren($("needs").querySelector("legend"), ...kit.needs.map(([value, words]) =>
      el("label", { className: "check" }, el("input", { type: "checkbox", name: "need", value }), el("span", { textContent: words }))));
    $("bacakan").textContent = kit.consent;
  };

  // ---- The form: what it says, and what it is made to say
  const needs = () => [...form.querySelectorAll("[name=need]")];
  const read = () => ({ ...Object.fromEntries(FIELDS.map((name) => [name, form.elements[name].value.trim()])), needs: needs().filter((one) => one.checked).map((one) => one.value) });
  const write = ({ record, revision = 0, body = {}, photos = [], agreed = false, photo_agreed = false, old = [] }) => {
    now = { record: record || phone.uuid(), revision, photos, old };
    FIELDS.forEach((name) => { form.elements[name].value = body[name] || ""; });
    needs().forEach((one) => { one.checked = (body.needs || []).includes(one.value); });
    Object.assign(form.elements.foto, { value: "" });
    $("agreed").checked = agreed;
    $("photo_agreed").checked = photo_agreed;
    $("fotonya").textContent = photos.length ? `${photos.length} foto tersimpan; memilih foto lagi menggantinya.` : "";
    $("judul").textContent = revision ? `Perbaiki: ${body.name}` : "Data baru";
    $("batal").hidden = !revision;
    $("salah").textContent = "";
  };
  // Half a form survives a browser that is closed; photos are chosen again. A correction begins anew from what is kept.
  const keepDraft = () => now.revision || phone.own("drafts", { account: kit.account, name: phone.FIELD, record: now.record, body: read(), agreed: $("agreed").checked, photo_agreed: $("photo_agreed").checked });
  form.addEventListener("change", keepDraft);

  const faultIn = (body, photos) => [
    [!body.owner, "owner", "Isi nama pemilik."],
    [body.phone && body.phone.replace(/\D/g, "").length < 9, "phone", "Nomor WhatsApp belum lengkap. Contoh: 0812 3456 7890."],
    [!body.name, "name", "Isi nama usaha."],
    [!body.village, "village", "Pilih desa tempat usaha."],
    [/\D/.test(body.workers), "workers", "Jumlah tenaga kerja diisi angka saja."],
    [/\D/.test(body.workers_female), "workers_female", "Jumlah perempuan diisi angka saja."],
    [+body.workers_female > +body.workers, "workers_female", "Tenaga kerja perempuan melebihi seluruh tenaga kerja."],
    [body.nib.replace(/\D/g, "").length === 16, "nib", "Itu tampak seperti NIK. NIB terdiri dari 13 angka; NIK tidak dicatat di HP."],
    [body.kbli && !/^\d{5}$/.test(body.kbli), "kbli", "Kode KBLI terdiri dari lima angka."],
    [body.kbli && !body.kbli_edition, "kbli_edition", "Pilih edisi kode KBLI."],
    [photos.length > MOST_PHOTOS, "foto", "Pilih paling banyak tiga foto."],
    [photos.some((one) => one.size > MOST_PHOTO_BYTES), "foto", "Foto ini tidak dapat dikecilkan di HP ini. Pilih foto lain."],
    [!$("agreed").checked, "agreed", "Bacakan persetujuan kepada pemilik. Tanpa persetujuannya data tidak boleh disimpan."],
    [photos.length && !$("photo_agreed").checked, "photo_agreed", "Tanyakan persetujuan pemilik untuk fotonya, atau kosongkan foto."],
  ].find(([isWrong]) => isWrong);
  const chosenPhotos = async () => {
    const files = [...form.elements.foto.files].slice(0, MOST_PHOTOS + 1);
    if (!files.length) return now.photos;
    return Promise.all(files.map((file, at) => (self.smallPhoto ? self.smallPhoto(file, at).catch(() => file) : file)));
  };
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const submit = form.querySelector("button:not([type])");
    submit.disabled = true;
    try {
      await save();
    } catch (error) {
      $("salah").textContent = "Belum tersimpan karena HP penuh. Hapus berkas lain di HP, lalu simpan lagi.";
    }
    submit.disabled = false;
  });
  const save = async () => {
    const photos = await chosenPhotos(), body = read(), [, name, words] = faultIn(body, photos) || [];
    $("salah").textContent = words || "";
    if (words) return form.elements[name].focus();
    const label = `Data usaha: ${body.name}`;
    const row = await phone.ask({ act: "keep", kind: phone.FIELD, whose: kit.account, label, photos,
      body: { ...body, record: now.record, revision: now.revision, consent: kit.consent } });
    if (!row) return failed();
    // The newer one is kept before the older goes: killed in between, the phone sends both and the server takes the newer.
    for (const old of now.old) await phone.dropEvent(old);
    await phone.drop("drafts", [kit.account, phone.FIELD]);
    write({});
    say(`${body.name} tersimpan di HP.`);
    scrollTo(0, 0);
    await draw();
    phone.ask({ act: "send" });
  };
  const failed = async () => {
    if ((await phone.shown()) !== kit.account) { kit = null; return explain(401); }
    $("salah").textContent = "Belum tersimpan karena HP penuh. Hapus berkas lain di HP, lalu simpan lagi.";
  };
  $("batal").onclick = () => write({});

  // ---- What waits, record by record; of each only the newest revision counts
  const mine = async () => {
    const records = new Map(), rows = (await phone.of("events", kit.account)).filter((row) => row.kind === phone.FIELD);
    rows.forEach((row) => records.set(row.body.record, [...(records.get(row.body.record) || []), row]));
    return [...records.values()].map((all) => all.sort((a, b) => b.body.revision - a.body.revision));
  };
  const correct = async (rows) => {
    const [{ body, files }] = rows, kept = await Promise.all(files.map((sha256) => phone.get("photos", [kit.account, sha256])));
    write({ record: body.record, revision: body.revision + 1, body, old: rows, agreed: true, photo_agreed: !!files.length,
      photos: kept.filter(Boolean).map((one) => new Blob([one.bytes], { type: "image/jpeg" })) });
    $("judul").scrollIntoView();
    form.elements.owner.focus();
  };
  const remove = async (rows) => {
    if (!confirm(`Hapus data "${rows[0].body.name}" dari HP? Data ini belum terkirim.`)) return;
    for (const row of rows) await phone.dropEvent(row);
    draw();
  };
  const line = (rows) => {
    const [{ body, parked, files }] = rows, fix = button("Perbaiki", () => correct(rows)), drop = button("Hapus", () => remove(rows));
    fix.setAttribute("aria-label", `Perbaiki ${body.name}`);
    drop.setAttribute("aria-label", `Hapus ${body.name}`);
    return el("li", {}, el("div", { className: "grow" }, el("b", { textContent: body.name }), el("br"),
      el("span", { className: "muted small", textContent: `${body.owner}${files.length ? `, ${files.length} foto` : ""}` }), " ",
      el("span", { className: "chip warn", textContent: parked ? "Perlu diperbaiki" : "Menunggu" }),
      parked && note(parked, "warning"), fix, " ", drop));
  };
  const draw = async () => {
    if (!kit) return;
    if ((await phone.shown()) !== kit.account) { kit = null; return explain(401); } // somebody else signed in, or nobody is
    const rows = (await mine()).sort((a, b) => !!b[0].parked - !!a[0].parked);
    const told = (await phone.of("told", kit.account)).filter((row) => row.kind === phone.FIELD).sort((a, b) => b.at - a.at);
    $("menunggu").replaceChildren(...[
      rows.length && el("section", { className: "card" }, el("h2", { textContent: `${rows.length} data di HP ini` }), el("ol", { className: "steps" }, ...rows.map(line)),
        button("Kirim sekarang", sendNow)),
      told.length && el("section", { className: "card" }, el("h2", { textContent: "Kabar dari dinas" }), ...told.map((row) => el("p", { className: "note warning" },
        el("b", { textContent: `${row.label}. ` }), row.message, row.next ? el("a", { href: row.next, textContent: " Putuskan" }) : "")),
      button("Sudah saya baca", async () => { for (const row of told) await phone.drop("told", row.id); draw(); })),
    ].filter(Boolean));
  };
  const sendNow = async (event) => {
    Object.assign(event.target, { disabled: true, textContent: "Mengirim …" });
    for (const row of await phone.of("events", kit.account)) if (row.kind === phone.FIELD && row.parked) await phone.own("events", { ...row, parked: "" }, row.n);
    await Promise.race([phone.ask({ act: "send" }), new Promise((resolve) => setTimeout(resolve, 40000))]);
    await draw();
    say((await mine()).length ? "Masih ada yang menunggu di HP." : "Semua data terkirim.");
  };
  navigator.serviceWorker.addEventListener("message", draw);
  begin();
})();
