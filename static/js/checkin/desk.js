// Records who passes: the list, what is chosen (session, direction), and what this device recorded.
import { ofPerson, ofText } from "./verdict.js";
import { sessionAt } from "./sessions.js";

const DEFAULTS = { session: null, chosenAt: 0, direction: "masuk", isMuted: false, door: null };
// A session that somebody chose by hand holds for so long; then the clock chooses again.
const CHOICE_HOLDS = 6 * 60 * 60_000;

export class Desk {
  list = null;
  settings = DEFAULTS;
  rows = [];

  constructor(store, sync) {
    this.store = store;
    this.sync = sync;
  }

  async load() {
    this.settings = { ...DEFAULTS, ...(await this.store.get("settings")) };
    await this.loadFacts();
  }

  // Oldest first.
  async loadFacts() {
    this.rows = (await this.store.facts()).sort((one, other) => (one.fact.at < other.fact.at ? -1 : 1));
  }

  get device() {
    return this.list.device;
  }

  // The secretariat's door, unless the device was carried to another since.
  get door() {
    const { door } = this.settings;
    return door?.insteadOf === this.device.door ? door.name : this.device.door;
  }

  moveTo(name) {
    return this.choose({ door: { name: name.trim(), insteadOf: this.device.door } });
  }

  get session() {
    const { sessions } = this.list;
    const isHeld = Date.now() - this.settings.chosenAt < CHOICE_HOLDS;
    const chosen = isHeld && sessions.find(({ id }) => id === this.settings.session);
    return chosen || sessionAt(sessions, new Date(), this.list.meeting.zone);
  }

  choose(changed) {
    const chosenAt = "session" in changed ? Date.now() : this.settings.chosenAt;
    this.settings = { ...this.settings, ...changed, chosenAt };
    return this.store.set("settings", this.settings);
  }

  // The last fact of a person in this session that let them pass.
  formerOf(registration) {
    const id = this.session?.id;
    const row = this.rows.findLast(
      ({ fact, tone }) => tone !== "refused" && fact.registration === registration && fact.session === id,
    );
    return row?.fact;
  }

  // Each of the three resolves, once the fact is kept, to the verdict.
  async scan(text) {
    const verdict = await ofText(text, this.list, this.settings.direction, (id) => this.formerOf(id));
    return this.#record(verdict, { method: "tiket" });
  }

  find(person) {
    const verdict = ofPerson(person, this.settings.direction, this.formerOf(person.id));
    return this.#record(verdict, { method: "cari" });
  }

  // guest: {name, position, office: id or null}
  welcome(guest) {
    const office = this.list.offices.find(({ id }) => id === guest.office)?.name ?? "";
    const person = { name: guest.name, office, role: guest.position, mode: "" };
    const verdict = { person, registration: null, ticket: null, code: null, tone: "ok", kind: "tamu" };
    return this.#record(verdict, { method: "tamu", walk_in: guest });
  }

  async #record(verdict, { method, walk_in = null }) {
    const { registration, ticket, code, person, kind, tone } = verdict;
    const fact = {
      id: crypto.randomUUID(),
      session: this.session.id,
      ticket,
      registration,
      method,
      direction: this.settings.direction,
      at: new Date().toISOString(),
      offline: !this.sync.isOnline,
      code,
      walk_in,
      door: this.door,
    };
    const row = { id: fact.id, state: "unsent", fact, name: person?.name ?? "", kind, tone, flags: [] };
    await this.store.add(row);
    this.rows.push(row);
    this.sync.recorded();
    return verdict;
  }
}
