// `/tersimpan/`: signing out of this phone, with or without a signal. The worker wipes at once and ends the session when it can.
(() => {
  const card = document.getElementById("akun");
  document.getElementById("belum").hidden = false; // this script may be here and those that fill the page not; without any it says nothing
  if (!navigator.serviceWorker || !self.caches) return;
  const make = (name, text, more) => Object.assign(document.createElement(name), { textContent: text, ...more });
  const draw = (...inside) => {
    card.replaceChildren(make("h2", "Akun di HP ini"), ...inside);
    card.hidden = false;
  };
  const leave = async (event) => {
    const loss = await phone.lossOf(await phone.fact("account"));
    if (loss && !confirm(loss)) return void phone.ask({ act: "send" });
    Object.assign(event.target, { disabled: true, textContent: "Menghapus …" });
    const isEnded = await phone.ask({ act: "leave" });
    const words = make("p", isEnded ? "Anda sudah keluar." : "Anda sudah keluar dari HP ini. Sesi di server ditutup begitu ada sinyal.", { className: "note" });
    words.setAttribute("role", "status");
    draw(words);
  };
  phone.fact("account").then((account) => account && draw(
    make("p", "Keluar menghapus jawaban, nilai, dan hitungan data Anda dari HP ini, juga tanpa sinyal. Pelajaran tersimpan tetap ada.", { className: "small muted" }),
    make("button", "Keluar dari HP ini", { className: "btn quiet", type: "button", onclick: leave })));
})();
