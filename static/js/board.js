// Keeps the board of the hall as it is on the server, and says so when it no longer can.
const EVERY = 5000;

const clock = new Intl.DateTimeFormat("id-ID", { hour: "2-digit", minute: "2-digit" });
// A document of its own: nothing in it runs or loads before it is shown.
const parsed = (text) => new DOMParser().parseFromString(text, "text/html").body.childNodes;

for (const part of document.querySelectorAll('[data-behaviour~="board"]')) {
  const status = document.querySelector("[data-board-status]");
  let shown = null;
  let last = new Date();

  const update = async () => {
    // Revalidates by the ETag: while nothing changed the answer is a 304 without a body.
    const answer = await fetch(part.dataset.source, { cache: "no-cache", redirect: "error" });
    if (!answer.ok) throw new Error(answer.status);
    const text = await answer.text();
    if (text !== shown) part.replaceChildren(...parsed(text));
    shown = text;
    last = new Date();
    if (status.textContent) status.textContent = "";
  };

  const tick = async () => {
    try {
      if (!document.hidden) await update();
    } catch {
      const said = `Sambungan terputus. Angka ini keadaan pukul ${clock.format(last)} menurut jam perangkat ini.`;
      if (status.textContent !== said) status.textContent = said;
    }
    setTimeout(tick, EVERY);
  };

  setTimeout(tick, EVERY);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) update().catch(() => {});
  });
}
