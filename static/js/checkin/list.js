// The list of a rakor as it came (daftar.json), made ready for looking people up.
import { makeIndex } from "./search.js";

const asPerson = ([id, name, office, role, mode, seat], offices) => ({
  id,
  name,
  office: offices[office]?.name ?? "Peserta perorangan",
  role,
  mode,
  seat,
});

export const readList = (json) => {
  const people = new Map();
  const tickets = new Map();
  for (const row of json.people) {
    const person = asPerson(row, json.offices);
    people.set(person.id, person);
    for (const ticket of row[6]) tickets.set(ticket, person);
  }
  const voided = new Map(json.void.map(([ticket, id, why, name]) => [ticket, { id, why, name }]));
  return { ...json, people, tickets, voided, index: makeIndex(json.people, json.offices) };
};
