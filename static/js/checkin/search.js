// Finds people of the list by any part of their name, office or ticket number, whatever the accents
// and signs. people: rows of daftar.json, [registration, name, office's index or -1, role, mode,
// seat, [valid tickets]]; offices: its offices.
const NUMBER_SIGNS = 8;
// Of a ticket number: fewer stand by chance in somebody else's.
const LEAST_SIGNS = 4;

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
    return { person, key, all: `${key} ${folded[office] ?? ""}`, numbers };
  });
};

// Rows in which each word of `text` stands: first those in whose name each begins a word.
export const find = (index, text) => {
  const words = fold(text).split(" ").filter(Boolean);
  if (words.length === 0) return [];
  const starts = words.map((word) => ` ${word}`);
  const named = [];
  const others = [];
  const isOf = ({ all, numbers }, word) =>
    all.includes(word) || (word.length >= LEAST_SIGNS && numbers.includes(word));
  for (const one of index) {
    if (!words.every((word) => isOf(one, word))) continue;
    const { person, key } = one;
    (starts.every((start) => key.includes(start)) ? named : others).push(person);
  }
  return [...named, ...others];
};
