// The parts of the page and what they show; knows nothing of facts or networks.
import { CLOSED, CONNECTIONS, TONES, modeOf, resultOf, timeOf, unsentOf } from "./words.js";

export const part = (name) => document.querySelector(`[data-part="${name}"]`);

export const element = (name, className, text) => {
  const made = document.createElement(name);
  if (className) made.className = className;
  // Text always, so that no name can become HTML.
  if (text) made.textContent = text;
  return made;
};

export const say = (place, text) => {
  place.textContent = text;
  place.hidden = !text;
};

export const showScreen = (name) => {
  for (const screen of document.querySelectorAll("[data-screen]")) screen.hidden = screen.dataset.screen !== name;
  part("state").hidden = name === "broken";
};

// Told aloud only when it changes: the number beside it changes with each person.
export const showConnection = (connection) => {
  const state = part("state");
  if (state.dataset.connection === connection) return;
  state.dataset.connection = connection;
  part("connection").textContent = CONNECTIONS[connection];
  if (connection === "unknown") return;
  const goesOn = connection === "online" ? "" : " Presensi tetap berjalan dan disimpan di perangkat ini.";
  part("announcement").textContent = `${CONNECTIONS[connection]}.${goesOn}`;
};

// refused: how many the portal did not take.
export const showUnsent = (count, refused) => {
  part("unsent").textContent = unsentOf(count, refused);
  part("state").classList.toggle("checkin-state--unsent", count > 0);
  part("state").classList.toggle("checkin-state--refused", refused > 0);
};

// sendsClosed: whether what waits is sent when the app is closed.
export const showClosed = (sendsClosed) => {
  part("closed").textContent = CLOSED[sendsClosed];
};

const lineOf = (words) => words.filter(Boolean).join(" · ");

export const showResult = (verdict, zone) => {
  const { headline, note } = resultOf(verdict, zone);
  const { person } = verdict;
  part("result").dataset.tone = verdict.tone;
  part("headline").textContent = verdict.tone === "ok" ? headline : `${TONES[verdict.tone]}: ${headline}`;
  part("name").textContent = person?.name ?? "";
  part("office").textContent = person?.office ?? "";
  part("role").textContent = person ? lineOf([person.role, modeOf(person.mode)]) : "";
  part("note").textContent = note;
  // With its second: whoever gets the same answer twice sees, and hears, that it is a new one.
  part("when").textContent = `Dicatat pukul ${timeOf(new Date(), zone, { second: "2-digit" })}`;
  part("result").scrollIntoView({ block: "nearest" });
};

// What is not about a person: nothing was recorded.
export const showNotice = (tone, headline, text) => {
  part("result").dataset.tone = tone;
  part("headline").textContent = headline;
  for (const name of ["name", "office", "role", "when"]) part(name).textContent = "";
  part("note").textContent = text;
};
