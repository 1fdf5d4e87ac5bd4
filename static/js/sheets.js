// `/tersimpan/`: certificates to show without a signal. They are their holder's own: signing out takes them off the phone.
(() => {
  const place = document.getElementById("kept"), area = document.createElement("div");
  if (!place) return; // this browser keeps nothing
  place.before(area);
  area.id = "sertifikat";
  const KIND = "sertifikat/";
  const make = (name, properties, ...inside) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...inside);
    return made;
  };
  const say = (words) => { document.getElementById("kabar").textContent = words; };
  const wanted = () => (/^sertifikat\/([\w-]+)$/.exec(new URLSearchParams(location.search).get("simpan")) || [])[1];
  const get = async (url) => {
    const answer = await fetch(url, { headers: { "X-Unduh": "1" }, cache: "no-store" });
    if (!answer.ok || answer.redirected) throw Object.assign(new Error(answer.status), { isRefused: answer.status < 500 });
    return answer;
  };

  const keep = async (code) => {
    const answer = await get(`/saya/sertifikat/${code}/hp.json`), sheet = await answer.json();
    const bytes = await (await get(sheet.url)).arrayBuffer();
    if ((await phone.sha256(bytes)) !== sheet.sha256) throw new Error("hash");
    await phone.ask({ act: "state", path: location.pathname }); // by then the worker knows whose phone this is
    const account = answer.headers.get("X-Account");
    await phone.own("papers", { ...sheet, account, course: KIND + sheet.code, bytes });
    if (!(await phone.get("papers", [account, KIND + sheet.code]))) throw Object.assign(new Error("account"), { isRefused: true });
    await phone.saving.persist();
    history.replaceState(null, "", "/tersimpan/");
    say("Sertifikat sudah tersimpan di HP.");
  };
  const WHY = {
    true: "Sertifikat ini tidak dapat disimpan: masuk dahulu dengan akun pemiliknya, dan periksa apakah masih berlaku.",
    false: "Sertifikat belum tersimpan karena tidak ada sinyal. Buka halaman ini lagi begitu ada sinyal.",
  };
  const told = (error) => make("p", { className: "note warning", textContent: WHY[!!error.isRefused] });

  const line = (sheet) => {
    const file = URL.createObjectURL(new Blob([sheet.bytes], { type: "application/pdf" }));
    const remove = make("button", { className: "btn quiet", type: "button", textContent: "Hapus", onclick: () => removeOne(sheet) });
    remove.setAttribute("aria-label", `Hapus sertifikat ${sheet.title}`);
    return make("li", { className: "find" }, make("div", { className: "grow" },
      make("a", { href: file, download: sheet.file, textContent: sheet.title }), make("br", {}),
      make("span", { className: "muted small", textContent: `Nomor ${sheet.number}, kode ${sheet.code}, PDF ${phone.size(sheet.size)}` })), remove);
  };
  const removeOne = async (sheet) => {
    if (!confirm(`Hapus sertifikat "${sheet.title}" dari HP? Sertifikatnya tetap dapat diunduh lagi.`)) return;
    await phone.drop("papers", [sheet.account, sheet.course]);
    say("Sertifikat sudah dihapus dari HP.");
    draw();
  };
  const draw = async (...more) => {
    const sheets = (await phone.of("papers", await phone.shown())).filter((row) => row.course.startsWith(KIND));
    area.replaceChildren(...more, ...(sheets.length ? [make("section", { className: "card" }, make("h2", { textContent: "Sertifikat saya" }),
      make("ol", { className: "steps" }, ...sheets.map(line)))] : []));
  };
  draw();
  if (wanted()) keep(wanted()).then(() => draw(), (error) => draw(told(error)));
})();
