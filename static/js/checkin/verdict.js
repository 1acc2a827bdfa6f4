// What to say of who stands at the door. Every answer is recorded; the server decides what counts.
import { isSigned, readTicket } from "./tickets.js";

export const CONFIRMED = "terdaftar";
// The portal checks the signature too; of a code that is no ticket, enough to tell it apart.
const CODE_SIGNS = 200;

// former: the last fact of this device for the person in this session, if any.
const admitted = (person, direction, former) => {
  if (former?.direction === direction) return { tone: "attention", kind: "berulang", former };
  return { tone: "ok", kind: direction };
};

export const ofPerson = (person, direction, former) => {
  const found = { person, registration: person.id, ticket: null, code: null };
  if (person.seat !== CONFIRMED) return { ...found, tone: "refused", kind: "tanpa-kursi" };
  return { ...found, ...admitted(person, direction, former) };
};

const ofTicket = (ticket, list, direction, formerOf) => {
  const person = list.tickets.get(ticket);
  const voided = list.voided.get(ticket);
  if (person) return ofPerson(person, direction, formerOf(person.id));
  if (!voided) return { person: null, registration: null, tone: "attention", kind: "belum-di-daftar" };
  const { id, why, name } = voided;
  // Of whose registration was cancelled the list holds the name alone.
  const holder = list.people.get(id) ?? { name, office: "", role: "", mode: "" };
  return { person: holder, registration: id, tone: "refused", kind: why };
};

// text: what the camera or a scanner read.
export const ofText = async (text, list, direction, formerOf) => {
  const read = readTicket(text);
  const code = text.trim().slice(0, CODE_SIGNS);
  const unread = { person: null, registration: null, ticket: null, code, tone: "refused" };
  if (!read) return { ...unread, kind: "tak-dikenal" };
  if (await isSigned(read, list.keys)) {
    return { ...ofTicket(read.ticket, list, direction, formerOf), ticket: read.ticket, code };
  }
  const isOther = list.meeting.id !== undefined && read.meeting !== list.meeting.id;
  return { ...unread, kind: isOther ? "rakor-lain" : "palsu" };
};
