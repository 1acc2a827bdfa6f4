// Looking for somebody by name: each row has a button of its own, so that a slip records nobody.
import { element, part } from "./screen.js";
import { find } from "./search.js";
import { CONFIRMED } from "./verdict.js";
import { timeOf } from "./words.js";

const MOST_SHOWN = 30;

const stateOf = (person, desk) => {
  if (person.seat !== CONFIRMED) return ["Daftar tunggu", "amber"];
  const former = desk.formerOf(person.id);
  if (!former) return null;
  const verb = former.direction === "masuk" ? "Masuk" : "Keluar";
  return [`${verb} ${timeOf(new Date(former.at), desk.list.meeting.zone)}`, "blue"];
};

const rowOf = (person, desk, record) => {
  const row = element("li", "checkin-people__row");
  const who = element("div", "checkin-people__who");
  who.append(
    element("span", "checkin-people__name", person.name),
    element("span", "checkin-people__line", `${person.office} · ${person.role}`),
  );
  const state = stateOf(person, desk);
  if (state) who.append(element("span", `badge badge--${state[1]}`, state[0]));
  const button = element("button", "button button--secondary", `Catat ${desk.settings.direction}`);
  button.type = "button";
  button.dataset.person = person.id;
  button.append(element("span", "visually-hidden", `: ${person.name}`));
  button.addEventListener("click", () => record(person));
  row.append(who, button);
  return row;
};

const countOf = (found, text) => {
  if (!text.trim()) return "Ketik sebagian nama atau balai.";
  if (found.length === 0) return "Tidak ada yang cocok. Periksa ejaannya, atau perbarui daftar.";
  if (found.length <= MOST_SHOWN) return `${found.length} orang.`;
  return `${found.length} orang, ${MOST_SHOWN} pertama ditampilkan. Ketik lebih lengkap.`;
};

// record: told the person. The returned function shows the rows anew.
export const bindSearch = (desk, record) => {
  const input = document.getElementById("cari-nama");
  const show = () => {
    if (!desk.list) return part("found").replaceChildren();
    const found = find(desk.list.index, input.value);
    part("found-count").textContent = countOf(found, input.value);
    const shown = found.slice(0, MOST_SHOWN).map(([id]) => desk.list.people.get(id));
    // Whoever pressed a button stays there, though its row is a new one.
    const { person: focused } = document.activeElement?.dataset ?? {};
    part("found").replaceChildren(...shown.map((person) => rowOf(person, desk, record)));
    if (focused) part("found").querySelector(`[data-person="${focused}"]`)?.focus({ preventScroll: true });
  };
  input.addEventListener("input", show);
  return show;
};
