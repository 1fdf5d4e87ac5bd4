// `/tersimpan/`: the data that this site used on this phone this month, and how good videos begin. Both stay on the phone.
(() => {
  const card = document.getElementById("kuota");
  if (!navigator.serviceWorker || !self.caches) return;
  const el = (name, properties = {}, ...inside) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...inside);
    return made;
  };
  const CHOICES = [["", "Otomatis", "Biasa; Hemat bila penghemat data menyala"], ["suara", "Suara saja", "tanpa gambar"],
    ["hemat", "Hemat", "data paling sedikit"], ["biasa", "Biasa", "jelas di layar HP"], ["jelas", "Jelas", "data paling banyak"]];
  const chosen = () => {
    try { return new URLSearchParams(localStorage.mutu || "").get("mutu") || ""; } catch (e) { return ""; }
  };
  const choose = (word) => {
    try {
      if (word) localStorage.mutu = `?mutu=${word}`;
      else localStorage.removeItem("mutu");
    } catch (e) {}
  };
  const day = (time) => new Date(time).toLocaleDateString("id-ID", { day: "numeric", month: "long", year: "numeric" });
  const sentence = ({ bytes, since }) => bytes
    ? [`${phone.size(bytes)}, sekitar Rp${Math.ceil((bytes * card.dataset.rupiah) / 1e6).toLocaleString("id-ID")}`, `Dihitung di HP ini sejak ${day(since)}, dengan perkiraan harga Rp${card.dataset.rupiah} per MB. Hitungan ini tidak dikirim ke mana pun.`]
    : ["0 KB, Rp0", "Bulan ini situs ini belum memakai data di HP ini."];
  const used = el("p", {}, el("b")), explained = el("p", { className: "small muted" });
  const draw = async () => {
    const [sum, words] = sentence(await phone.usage());
    used.firstChild.textContent = sum;
    explained.textContent = words;
  };
  const pick = el("div", { className: "pick", onchange: (event) => choose(event.target.value) }, ...CHOICES.map(([value, label, hint]) => el("label", {},
    el("input", { type: "radio", name: "awal", value, checked: value === chosen() }), el("span", { textContent: label }, el("small", { textContent: hint })))));
  pick.setAttribute("role", "radiogroup");
  pick.setAttribute("aria-labelledby", "mutu-awal");
  card.append(el("h2", { textContent: "Data bulan ini" }), used, explained,
    el("h2", { id: "mutu-awal", textContent: "Video dimulai dengan" }), pick);
  card.hidden = false;
  draw();
  setInterval(draw, 5000);
})();
