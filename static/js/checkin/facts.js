// What this device recorded, newest first, and how far each of it came.
import { element, part } from "./screen.js";
import { FLAGS, TONES, resultOf, timeOf } from "./words.js";

const MOST_SHOWN = 100;
const STATES = { unsent: ["Belum terkirim", "amber"], kept: ["Terkirim", "green"], refused: ["Tidak diterima portal", "red"] };

const rowOf = (recorded, zone) => {
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
  if (state === "refused") body.append(element("p", "checkin-facts__line", error));
  row.append(time, body, element("span", `badge badge--${colour}`, words));
  return row;
};

// Those that the portal refused come first: somebody must do something about them.
export const showFacts = ({ rows, list }) => {
  const zone = list?.meeting.zone ?? "Asia/Jakarta";
  const isRefused = ({ state }) => state === "refused";
  const refused = rows.filter(isRefused);
  const more = refused.length ? ` ${refused.length} tidak diterima portal; tunjukkan kepada sekretariat.` : "";
  const count = rows.length ? `${rows.length} catatan di perangkat ini.${more}` : "Belum ada catatan di perangkat ini.";
  part("facts-count").textContent = count;
  part("again").hidden = refused.length === 0;
  const others = rows.filter((row) => !isRefused(row));
  const shown = [refused, others].flatMap((some) => some.slice(-MOST_SHOWN).reverse());
  part("facts").replaceChildren(...shown.map((row) => rowOf(row, zone)));
};
