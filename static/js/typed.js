// Keeps what is typed into a form until it has arrived, so that neither a lost network nor a closed
// page loses it; sends nothing while there is no network, and says so.
//
// In sessionStorage, for what is typed may be a NIP or a need of health: it belongs to this tab
// and this account, goes with the tab, at sign-out (sign-out.js), after twelve hours, and as soon
// as the portal says that the form arrived. Files, passwords and hidden fields are never kept.
const PREFIX = "typed:";
const HOURS_KEPT = 12;
const NEVER = new Set(["hidden", "file", "password", "submit", "button", "reset"]);

const read = (key) => {
  try {
    return JSON.parse(sessionStorage.getItem(key));
  } catch {
    return null;
  }
};
const keys = () => Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX));
const isOld = (kept) => !kept || Date.now() - kept.at > HOURS_KEPT * 3_600_000;

const fieldsOf = (form) =>
  [...form.elements].filter((field) => field.name && field.type && !NEVER.has(field.type));
const isChoice = (field) => field.type === "radio" || field.type === "checkbox";
const valuesOf = (form) =>
  fieldsOf(form)
    .filter((field) => !isChoice(field) || field.checked)
    .map((field) => [field.name, field.value]);

function fill(form, values) {
  for (const field of fieldsOf(form)) {
    const own = values.filter(([name]) => name === field.name).map(([, value]) => value);
    if (isChoice(field)) field.checked = own.includes(field.value);
    else if (own.length) field.value = own.at(-1);
  }
}

function say(region, text, discard) {
  const notice = document.createElement("div");
  notice.className = "notice notice--amber";
  const icon = document.createElement("span");
  icon.className = "notice__icon";
  const words = document.createElement("p");
  words.textContent = text;
  notice.append(icon, words);
  if (discard) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button--quiet";
    button.textContent = "Mulai dari awal";
    button.addEventListener("click", discard);
    words.append(" ", button);
  }
  region.replaceChildren(notice);
}

for (const form of document.querySelectorAll('form[data-behaviour~="typed"]')) {
  const own = `${PREFIX}${form.dataset.reader}:`;
  const key = own + location.pathname + location.search;
  const region = form.querySelector("[data-typed-status]");
  for (const other of keys()) {
    if (!other.startsWith(own) || isOld(read(other))) sessionStorage.removeItem(other);
  }
  const keep = (isSent) =>
    sessionStorage.setItem(key, JSON.stringify({ at: Date.now(), isSent, values: valuesOf(form) }));
  const forget = () => sessionStorage.removeItem(key);

  const kept = read(key);
  // What the server shows again is newer than what the browser kept.
  if ("answered" in form.dataset) forget();
  else if (kept && JSON.stringify(kept.values) !== JSON.stringify(valuesOf(form))) {
    fill(form, kept.values);
    const doubt = kept.isSent
      ? "Pengiriman terakhir mungkin sudah sampai: periksa dahulu daftar delegasi sebelum mengirim lagi."
      : "Belum ada yang terkirim.";
    say(region, `Isian Anda tampil kembali. ${doubt} Berkas perlu dipilih kembali.`, () => {
      forget();
      location.reload();
    });
  }

  form.addEventListener("input", () => keep(false));
  form.addEventListener("submit", (event) => {
    keep(navigator.onLine);
    if (navigator.onLine) return;
    event.preventDefault();
    say(region, "Tidak ada jaringan: formulir belum dikirim. Isian tersimpan di halaman ini; kirim lagi setelah jaringan kembali.");
    region.scrollIntoView({ block: "center" });
  });
  for (const link of form.querySelectorAll("[data-typed-cancel]")) {
    link.addEventListener("click", forget);
  }
  window.addEventListener("offline", () =>
    say(region, "Jaringan terputus. Isian tersimpan di halaman ini; kirim setelah jaringan kembali."),
  );
  window.addEventListener("online", () => say(region, "Jaringan kembali. Formulir dapat dikirim."));
}

if (document.querySelector('[data-behaviour~="typed-sent"]')) {
  for (const key of keys()) if (read(key)?.isSent) sessionStorage.removeItem(key);
}
