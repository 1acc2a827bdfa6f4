// Finds people of the list by any part of their name, office or ticket number, whatever the accents
// and signs. people: rows of daftar.json, [registration, name, office's index or -1, role, mode,
// seat, [valid tickets]]; offices: its offices.
const NUMBER_SIGNS = 8;

export const fold = (text) =>
  text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

export const makeIndex = (people, offices = []) => {
  const folded = offices.map(({ name }) => fold(name));
  return people.map((person) => {
    const [, name, office, , , , tickets = []] = person;
    const key = ` ${fold(name)}`;
    const numbers = tickets.map((ticket) => ticket.slice(0, NUMBER_SIGNS)).join(" ");
    return { person, key, all: `${key} ${folded[office] ?? ""} ${numbers}` };
  });
};

// Rows in which each word of `text` stands: first those in whose name each begins a word.
export const find = (index, text) => {
  const words = fold(text).split(" ").filter(Boolean);
  if (words.length === 0) return [];
  const starts = words.map((word) => ` ${word}`);
  const named = [];
  const others = [];
  for (const { person, key, all } of index) {
    if (!words.every((word) => all.includes(word))) continue;
    (starts.every((start) => key.includes(start)) ? named : others).push(person);
  }
  return [...named, ...others];
};
