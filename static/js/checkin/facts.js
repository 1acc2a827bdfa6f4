// What this device recorded, newest first, and how far each of it came.
import { element, part } from "./screen.js";
import { FLAGS, TONES, resultOf, timeOf } from "./words.js";

const MOST_SHOWN = 100;
const STATES = { unsent: ["Belum terkirim", "amber"], kept: ["Terkirim", "green"], refused: ["Tidak diterima portal", "red"] };

const againOf = (row, sendAgain) => {
  const button = element("button", "button button--secondary", "Kirim lagi ke sesi yang dipilih");
  button.type = "button";
  button.addEventListener("click", () => sendAgain(row));
  return button;
};

const rowOf = (recorded, zone, sendAgain) => {
  const { fact, name, kind, tone, state, flags, error } = recorded;
  const row = element("li", "checkin-facts__row");
  const [words, colour] = STATES[state];
  const what = kind === "berulang" ? `Sudah tercatat ${fact.direction}` : resultOf({ kind }).headline;
  const time = element("time", "checkin-facts__time", timeOf(new Date(fact.at), zone));
  time.dateTime = fact.at;
  const body = element("div", "checkin-facts__body");
  body.append(element("p", "checkin-facts__name", name || "Tanpa nama"));
  body.append(element("p", "checkin-facts__line", tone === "ok" ? what : `${TONES[tone]}: ${what}`));
  if (flags.length) body.append(element("p", "checkin-facts__line", `Portal: ${flags.map((flag) => FLAGS[flag] ?? flag).join(", ")}`));
  if (state === "refused") body.append(element("p", "checkin-facts__line", error), againOf(recorded, sendAgain));
  row.append(time, body, element("span", `badge badge--${colour}`, words));
  return row;
};

// sendAgain: told the row that the portal refused.
export const showFacts = ({ rows, list }, sendAgain) => {
  const zone = list?.meeting.zone ?? "Asia/Jakarta";
  const refused = rows.filter(({ state }) => state === "refused").length;
  const more = refused ? ` ${refused} tidak diterima portal; tunjukkan kepada sekretariat.` : "";
  const count = rows.length ? `${rows.length} catatan di perangkat ini.${more}` : "Belum ada catatan di perangkat ini.";
  part("facts-count").textContent = count;
  const newest = rows.slice(-MOST_SHOWN).reverse();
  part("facts").replaceChildren(...newest.map((row) => rowOf(row, zone, sendAgain)));
};
