// What this device recorded, newest first, and how far each of it came.
import { element, part } from "./screen.js";
import { FLAGS, TONES, resultOf, timeOf } from "./words.js";

const MOST_SHOWN = 100;
const STATES = { unsent: ["Belum terkirim", "amber"], kept: ["Terkirim", "green"], refused: ["Tidak diterima portal", "red"] };

const rowOf = ({ fact, name, kind, tone, state, flags, error }, zone) => {
  const row = element("li", "checkin-facts__row");
  const [words, colour] = STATES[state];
  const what = kind === "berulang" ? `Sudah tercatat ${fact.direction}` : resultOf({ kind }).headline;
  const time = element("time", "checkin-facts__time", timeOf(new Date(fact.at), zone));
  time.dateTime = fact.at;
  const body = element("div", "checkin-facts__body");
  body.append(element("p", "checkin-facts__name", name || "Tanpa nama"));
  body.append(element("p", "checkin-facts__line", tone === "ok" ? what : `${TONES[tone]}: ${what}`));
  if (flags.length) body.append(element("p", "checkin-facts__line", `Portal: ${flags.map((flag) => FLAGS[flag] ?? flag).join(", ")}`));
  if (error) body.append(element("p", "checkin-facts__line", error));
  row.append(time, body, element("span", `badge badge--${colour}`, words));
  return row;
};

export const showFacts = (rows, zone) => {
  const refused = rows.filter(({ state }) => state === "refused").length;
  const more = refused ? ` ${refused} tidak diterima portal; tunjukkan kepada sekretariat.` : "";
  const count = rows.length ? `${rows.length} catatan di perangkat ini.${more}` : "Belum ada catatan di perangkat ini.";
  part("facts-count").textContent = count;
  const newest = rows.slice(-MOST_SHOWN).reverse();
  part("facts").replaceChildren(...newest.map((row) => rowOf(row, zone)));
};
