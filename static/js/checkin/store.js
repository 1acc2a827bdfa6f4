// What the device keeps: who it is, the list, its settings, and each fact until the server has it.
// Facts: {id, state: unsent | kept | refused, fact: as it is sent, name, kind, tone, flags, error}.
const FACTS = "facts";
const STATE = "state";
const LIST_KEYS = ["list", "settings"];

const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

const ended = (transaction) =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });

export class Store {
  // slug: of the rakor; each has a store of its own.
  static async open(slug) {
    const request = indexedDB.open(`presensi-${slug}`, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(STATE);
      request.result.createObjectStore(FACTS, { keyPath: "id" }).createIndex("state", "state");
    };
    return new Store(await done(request));
  }

  constructor(database) {
    this.database = database;
  }

  get(key) {
    return done(this.database.transaction(STATE).objectStore(STATE).get(key));
  }

  set(key, value) {
    return this.#write([STATE], (states) => states.put(value, key));
  }

  delete(...keys) {
    return this.#write([STATE], (states) => keys.forEach((key) => states.delete(key)));
  }

  facts() {
    return done(this.database.transaction(FACTS).objectStore(FACTS).getAll());
  }

  unsent(most) {
    return done(this.#factsBy("state").getAll("unsent", most));
  }

  countUnsent() {
    return done(this.#factsBy("state").count("unsent"));
  }

  // Of those that the portal did not take: they lie on this device alone.
  countRefused() {
    return done(this.#factsBy("state").count("refused"));
  }

  // The promise ends when the fact lies on the disk.
  add(row) {
    return this.#write([FACTS], (facts) => facts.put(row));
  }

  // What the server said of facts: kept: ids, flags and refused by id. Of others nothing changes.
  async settle({ kept, flags, refused }) {
    const rows = await this.facts();
    const isKept = new Set(kept);
    await this.#write([FACTS], (facts) => {
      for (const row of rows) {
        if (isKept.has(row.id)) facts.put({ ...row, state: "kept", flags: flags[row.id] ?? [] });
        else if (row.id in refused) facts.put({ ...row, state: "refused", error: refused[row.id] });
      }
    });
  }

  forget(ids) {
    return this.#write([FACTS], (facts) => ids.forEach((id) => facts.delete(id)));
  }

  // No name is left on the device, but of guests whom the server does not know yet.
  async wipe() {
    const rows = await this.facts();
    await this.#write([STATE, FACTS], (states, facts) => {
      for (const key of LIST_KEYS) states.delete(key);
      for (const row of rows) {
        if (row.state === "unsent") facts.put({ ...row, name: "" });
        else facts.delete(row.id);
      }
    });
  }

  close() {
    this.database.close();
  }

  clear() {
    return this.#write([STATE, FACTS], (states, facts) => {
      states.clear();
      facts.clear();
    });
  }

  #factsBy(index) {
    return this.database.transaction(FACTS).objectStore(FACTS).index(index);
  }

  #write(names, change) {
    const transaction = this.database.transaction(names, "readwrite", { durability: "strict" });
    change(...names.map((name) => transaction.objectStore(name)));
    return ended(transaction);
  }
}
