// `/luring/` and every page it stands in for: a quiz, the final test on its paper, the forms of a lesson, else what is kept.
(() => {
  const place = document.getElementById("luring"), query = new URLSearchParams(location.search);
  const el = (name, properties = {}, ...inside) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...inside.filter(Boolean));
    return made;
  };
  const show = (...inside) => {
    place.replaceChildren(...inside.filter(Boolean));
    scrollTo(0, 0);
    Object.assign(place.querySelector("h1"), { tabIndex: -1 }).focus({ preventScroll: true });
  };
  const note = (text, kind = "") => el("p", { className: `note ${kind}`, textContent: text });
  const link = (text, href, kind = "btn quiet") => el("a", { className: kind, href, textContent: text });
  const button = (text, act, kind = "btn") => el("button", { className: kind, type: "button", textContent: text, onclick: act });
  // The draft's id goes with it: a browser that is closed between keeping and forgetting the draft doubles nothing.
  const keep = async (kind, body, label, { account, id }) => {
    const row = await phone.ask({ act: "keep", kind, body, label, whose: account, id });
    if (row) phone.ask({ act: "send" });
    else if ((await phone.fact("account")) !== account) { askToSignIn(); throw new Error("account"); }
    return row;
  };
  const shuffled = (count) => {
    const order = [...Array(count).keys()];
    for (let at = count - 1; at > 0; at--) {
      const other = Math.floor(Math.random() * (at + 1));
      [order[at], order[other]] = [order[other], order[at]];
    }
    return order;
  };
  const askToSignIn = () => show(el("h1", { textContent: "Masuk dahulu" }),
    note("HP ini belum tahu akun Anda, atau sesi Anda sudah berakhir. Masuk saat ada sinyal, supaya jawaban tersimpan atas nama Anda.", "warning"), link("Masuk", "/masuk/", "btn"));

  // ---- A module's quiz: each answer is explained at once
  const quizOf = async (id) => {
    const lesson = await phone.get("lessons", id), account = await phone.fact("account");
    if (!lesson || !lesson.quiz) return sayMissing("Kuis ini belum ada di HP. Simpan pelajarannya saat ada sinyal, lalu kerjakan di mana saja.", `/tersimpan/?simpan=pelajaran/${id}`);
    if (!account) return askToSignIn();
    document.title = `Kuis: ${lesson.title}`;
    // Somebody else may sit there once the session is over: they begin anew and see nobody's answers.
    const name = `kuis ${id} ${lesson.revision}${(await phone.shown()) ? "" : " lagi"}`, questions = lesson.quiz.questions;
    const draft = (await phone.get("drafts", [account, name])) || { account, name, id: phone.uuid(), answers: [], orders: questions.map((one) => shuffled(one.options.length)) };
    askQuestion(lesson, draft, draft.answers.length);
  };
  const askQuestion = (lesson, draft, at) => {
    const questions = lesson.quiz.questions, question = questions[at];
    if (!question) return finishQuiz(lesson, draft);
    const error = el("p", { className: "error", hidden: true, textContent: "Pilih satu jawaban." });
    error.setAttribute("role", "alert");
    const options = draft.orders[at].map((option) => el("label", { className: "answer" },
      el("input", { type: "radio", name: "choice", value: option }), el("span", { textContent: question.options[option] })));
    const form = el("form", { onsubmit: async (event) => {
      event.preventDefault();
      const chosen = form.querySelector(":checked");
      if (!chosen) return void (error.hidden = false);
      draft.answers.push({ question: question.key, option: Number(chosen.value) });
      await phone.own("drafts", draft);
      explain(lesson, draft, at);
    } }, el("section", { className: "card" }, el("h1", { className: "ask", textContent: question.text }),
      el("p", { className: "muted small", textContent: "Pilih satu jawaban" }), error, ...options), el("button", { className: "btn stick", textContent: "Jawab" }));
    const card = form.firstChild;
    card.setAttribute("role", "radiogroup");
    card.setAttribute("aria-label", question.text);
    show(link(`‹ ${lesson.title}`, lesson.url, "back small"), el("p", {}, el("b", { textContent: `Kuis, soal ${at + 1} dari ${questions.length}` })), progress(at + 1, questions.length), form);
  };
  const progress = (value, max) => {
    const bar = el("progress", { value, max });
    bar.setAttribute("aria-label", "Soal");
    return el("p", {}, bar);
  };
  const said = (question, option) => [
    option !== question.correct && el("p", { className: "said wrong", textContent: question.options[option] }, el("br"), el("b", { className: "small", textContent: "✗ Jawaban Anda" })),
    el("p", { className: "said right", textContent: question.options[question.correct] }, el("br"),
      el("b", { className: "small", textContent: `✓ Jawaban benar${option === question.correct ? ", jawaban Anda" : ""}` })),
  ];
  const explain = (lesson, draft, at) => {
    const question = lesson.quiz.questions[at], { option } = draft.answers[at], isRight = option === question.correct;
    const words = el("p", { className: isRight ? "note" : "note warning" }, el("b", { textContent: isRight ? "Benar. " : "Belum tepat. " }), question.explanation);
    words.setAttribute("role", "status");
    const isLast = at + 1 === lesson.quiz.questions.length;
    show(el("p", {}, el("b", { textContent: `Kuis, soal ${at + 1} dari ${lesson.quiz.questions.length}` })), progress(at + 1, lesson.quiz.questions.length), words,
      el("section", { className: "card" }, el("h1", { className: "ask", textContent: question.text }), ...said(question, option)),
      button(isLast ? "Lihat nilai" : "Soal berikutnya", () => askQuestion(lesson, draft, at + 1)));
  };
  const finishQuiz = async (lesson, draft) => {
    const { quiz } = lesson, right = quiz.questions.filter((question, at) => draft.answers[at].option === question.correct).length;
    const mark = Math.floor((200 * right + quiz.questions.length) / (2 * quiz.questions.length)); // as the server rounds
    const row = await keep("quiz", { lesson: lesson.id, block: quiz.block, answers: draft.answers }, `Kuis: ${lesson.title}, nilai ${mark}`, draft);
    if (!row) return show(el("h1", { textContent: "HP penuh" }), note("Jawaban belum tersimpan karena tidak ada ruang di HP. Hapus sebagian materi, lalu tekan Simpan lagi.", "warning"),
      button("Simpan lagi", () => finishQuiz(lesson, draft)), link("Lihat materi tersimpan", "/tersimpan/"));
    await phone.drop("drafts", [draft.account, draft.name]);
    const isPassed = mark >= quiz.pass_mark, next = await phone.nextLesson(lesson);
    show(el("h1", { textContent: `Nilai kuis: ${mark}` }),
      note(`${right} dari ${quiz.questions.length} jawaban benar. ${isPassed ? "Kuis ini selesai." : "Baca pembahasannya, lalu ulangi. Kuis boleh diulang kapan saja."} Nilainya tersimpan di HP dan terkirim sendiri begitu ada sinyal.`, isPassed ? "" : "warning"),
      isPassed && (next ? link(`Lanjut: ${next.title}`, next.url, "btn") : link("Kembali ke kursus", `/kursus/${lesson.course.slug}/`, "btn")),
      button("Ulangi kuis", () => quizOf(lesson.id), isPassed ? "btn quiet" : "btn"), link("Kembali ke pelajaran", lesson.url),
      el("h2", { textContent: "Pembahasan" }),
      ...quiz.questions.map((question, at) => el("section", { className: "card" }, el("h3", { textContent: `${at + 1}. ${question.text}` }),
        ...said(question, draft.answers[at].option).filter(Boolean), el("p", { className: "small", textContent: question.explanation }))));
  };

  // ---- The final test: questions without answers, marked by the server alone
  const finalOf = async (slug) => {
    // An attempt is a person's own: it is not begun in a name that nobody has signed in with.
    const account = await phone.shown(), course = await phone.get("courses", slug);
    if (!account) return askToSignIn();
    let reason;
    const paper = await phone.fetchPaper(slug).catch((error) => { reason = error.words; return phone.get("papers", [account, slug]); });
    if (!(await phone.shown())) return askToSignIn();
    if (!paper && reason) return show(el("h1", { textContent: "Tes akhir" }), note(reason, "warning"), link("Kembali ke kursus", `/kursus/${slug}/`, "btn"));
    if (!paper) return sayMissing("Soal tes akhir belum ada di HP. Soalnya diambil saat Anda menyimpan satu kursus dan ada sinyal.", `/tersimpan/?simpan=kursus/${slug}`);
    const name = `tes ${paper.paper}`, draft = (await phone.get("drafts", [account, name])) || { account, name, id: phone.uuid(), answers: {} };
    drawFinal(paper, draft, course ? course.title : "Tes akhir");
  };
  const drawFinal = (paper, draft, title) => {
    document.title = `Tes akhir: ${title}`;
    const count = el("p", { className: "small muted mid" }), error = el("p", { className: "error" });
    error.setAttribute("role", "alert");
    const renew = () => (count.textContent = `${Object.keys(draft.answers).length} dari ${paper.questions.length} soal terjawab. Jawaban tersimpan satu per satu.`);
    const cards = paper.questions.map(({ question, text, options }, at) => {
      const card = el("section", { className: "card", onchange: async (event) => {
        draft.answers[question] = Number(event.target.value);
        await phone.own("drafts", draft);
        renew();
        error.textContent = "";
      } }, el("h2", { className: "ask", textContent: `${at + 1}. ${text}` }), ...options.map((option, number) => el("label", { className: "answer" },
        el("input", { type: "radio", name: `soal-${at}`, value: number, checked: draft.answers[question] === number }), el("span", { textContent: option }))));
      card.setAttribute("role", "radiogroup");
      card.setAttribute("aria-label", text);
      return card;
    });
    renew();
    show(link(`‹ ${title}`, `/kursus/${paper.course}/`, "back small"), el("h1", { textContent: "Tes akhir" }),
      note("Jawaban dinilai setelah terkirim. Anda boleh berhenti dan melanjutkan nanti di HP ini."), ...cards, count, error,
      button("Kirim jawaban", () => handIn(paper, draft, title)));
  };
  const handIn = async (paper, draft, title) => {
    // The server takes no test with gaps, and what it refused could not be filled in any more.
    const open = paper.questions.findIndex(({ question }) => draft.answers[question] === undefined);
    if (open >= 0) {
      place.querySelector("[role=alert]").textContent = `Soal ${open + 1} belum dijawab. Jawab semua soal, lalu kirim.`;
      return place.querySelector(`[name=soal-${open}]`).focus();
    }
    if (!confirm("Kirim jawaban tes akhir? Setelah ini tidak dapat diubah.")) return;
    const answers = paper.questions.map(({ question }) => ({ question, option: draft.answers[question] }));
    const row = await keep("final", { paper: paper.paper, answers }, `Tes akhir: ${title}`, draft);
    if (!row) return alert("Jawaban belum tersimpan karena HP penuh. Hapus sebagian materi di halaman Tersimpan di HP, lalu kirim lagi.");
    await phone.drop("papers", [draft.account, paper.course]);
    await phone.drop("drafts", [draft.account, draft.name]);
    show(el("h1", { textContent: "Tersimpan di HP" }), note("Jawaban tes akhir Anda terkirim sendiri begitu ada sinyal. Nilainya Anda baca di sini setelah itu."),
      link("Lihat yang menunggu", "/tersimpan/#menunggu", "btn"), link("Kembali ke kursus", `/kursus/${paper.course}/`));
  };

  // ---- A task or a question: the worker takes the form, as it does on the lesson's own page
  const formOf = async (id, word) => {
    const lesson = await phone.get("lessons", id), account = await phone.fact("account");
    if (!account) return askToSignIn();
    const isTask = word === "tugas", task = lesson && lesson.task;
    const text = el("textarea", { name: "text", id: "text", rows: 5, required: true, maxLength: isTask ? 3000 : 1000, minLength: isTask ? 0 : 10 });
    const photos = isTask && el("input", { type: "file", name: "photos", id: "photos", accept: "image/*", multiple: true, required: true });
    const field = (label, input) => el("div", { className: "field" }, el("label", { htmlFor: input.id, textContent: label }), input);
    show(lesson && link(`‹ ${lesson.title}`, lesson.url, "back small"), el("h1", { textContent: isTask ? (task ? task.title : "Tugas praktik") : "Tanya pengajar" }),
      isTask && task && el("section", { className: "card" }, el("p", { textContent: task.instruction })),
      note("Tidak ada sinyal. Yang Anda kirim disimpan di HP dan terkirim sendiri begitu ada sinyal."),
      el("form", { method: "post", action: `/belajar/pelajaran/${id}/${word}/`, enctype: "multipart/form-data" }, el("input", { type: "hidden", name: "whose", value: account }), field(isTask ? "Keterangan" : "Pertanyaan Anda", text),
        photos && field("Foto hasil, satu sampai tiga", photos), el("button", { className: "btn", textContent: isTask ? "Kirim tugas" : "Kirim pertanyaan" })));
  };

  // ---- Else: what can be opened now
  const sayMissing = (words, address) => show(el("h1", { textContent: "Belum ada di HP" }), note(words, "warning"), link("Simpan di HP", address, "btn"), link("Lihat yang tersimpan di HP", "/tersimpan/"));
  const listKept = async () => {
    const lessons = await phone.all("lessons");
    if (!lessons.length || place.querySelector(".note")) return;
    const courses = new Map();
    lessons.forEach((lesson) => courses.set(lesson.course.title, [...(courses.get(lesson.course.title) || []), lesson]));
    place.append(...[...courses].map(([title, rows]) => el("section", { className: "card" }, el("h2", { textContent: title }),
      el("ul", { className: "links" }, ...rows.map((lesson) => el("li", {}, el("a", { href: lesson.url, textContent: lesson.title })))))));
  };
  const route = () => {
    const learning = /^\/belajar\/(?:pelajaran\/(\d+)|([\w-]+))\/(kuis|tugas|tanya|tes-akhir)\/$/.exec(location.pathname) || [];
    const lesson = Number(query.get("pelajaran") || learning[1]), course = query.get("kursus") || learning[2];
    const what = location.pathname.startsWith("/luring/") ? location.pathname.split("/")[2] : learning[3];
    // After a form the worker has written the page itself.
    if (what === "kuis" && lesson) return quizOf(lesson);
    if (what === "tes-akhir" && course) return finalOf(course);
    if (["tugas", "tanya"].includes(what) && lesson && !place.querySelector(".note")) return formOf(lesson, what);
    return listKept();
  };
  route();
})();
