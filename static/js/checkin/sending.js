// The rules of sending: a fact goes out until the portal names it, the list comes when it is another,
// and all goes when the device may not keep it. The page and its service worker both work by them.
import { NoNetwork, ask } from "./network.js";
import { OVER } from "./words.js";

// What the page asks of the browser, and the worker is woken for.
export const TAG = "kirim";

const BATCH = 500;
const SMALLEST_BATCH = 20;
// A batch may be long on its way, a single fact may not.
const PATIENCE = 4_000;
const PATIENCE_PER_FACT = 20;

export class Sending {
  isListAsked = false; // also where the list seems fresh

  // said: told ("facts" | "list" | "checked" | "ended") of what changed; so are the other windows.
  constructor(store, slug, said, batch = BATCH) {
    this.store = store;
    this.slug = slug;
    this.said = said;
    this.batch = batch;
    this.channel = new BroadcastChannel(`presensi-${slug}`);
    this.channel.onmessage = ({ data }) => said(data);
  }

  // Where the rakor is: it may have moved since the app was loaded.
  async address(path) {
    return `/rakor/${(await this.store.get("slug")) ?? this.slug}/presensi/${path}`;
  }

  // "online", "offline", or "trouble": the portal answers, but not as it should. Null where it is not
  // asked: without a token, and from a locked device once all is sent.
  run() {
    return this.#locked(() => this.#run());
  }

  // As run(), but nothing is asked of the portal where nothing waits. False when facts wait still,
  // though the device may send them.
  async drain() {
    await this.#locked(async () => ((await this.store.countUnsent()) ? this.#run() : this.#wipeWhenOver()));
    return !(await this.store.get("token")) || (await this.store.countUnsent()) === 0;
  }

  // After a run that is on its way: the answer to a former token must not end the device anew.
  enrol(token) {
    return this.#locked(async () => {
      await this.store.set("token", token);
      await this.store.delete("ended");
    });
  }

  // At once, and again after a run that is on its way and may yet write down a list.
  async release() {
    await this.store.clear();
    this.tell("ended");
    await this.#locked(() => this.store.clear());
  }

  tell(what) {
    this.said(what);
    this.channel.postMessage(what);
  }

  close() {
    this.channel.close();
    this.store.close();
  }

  // One window, or the worker, at a time.
  #locked(work) {
    return navigator.locks ? navigator.locks.request(`presensi-${this.slug}`, work) : work();
  }

  async #run() {
    await this.#wipeWhenOver();
    const token = await this.store.get("token");
    if (!token || (await this.#isDone())) return null;
    const connection = await this.#exchange(token);
    // A weak network lets a small batch through where it breaks a large one off.
    this.batch = connection === "online" ? BATCH : Math.max(SMALLEST_BATCH, Math.floor(this.batch / 2));
    return connection;
  }

  async #exchange(token) {
    this.saidVersion = null;
    try {
      const isSent = await this.#send(token);
      const isRead = (await this.#needsNoList()) || (await this.#renew(token));
      return isSent && isRead ? "online" : "trouble";
    } catch (error) {
      if (!(error instanceof NoNetwork)) throw error;
      return "offline";
    }
  }

  async #ask(path, token, { headers, ...options }) {
    const authorised = { ...headers, Authorization: `Bearer ${token}` };
    return ask(await this.address(path), { ...options, headers: authorised });
  }

  // False when the portal did not take what it was sent. At least an empty batch, each minute: so
  // the secretariat sees that the device is there, and the answer says which list is the newest.
  async #send(token) {
    for (let isFirst = true; ; isFirst = false) {
      const rows = await this.store.unsent(this.batch);
      if (rows.length === 0 && !isFirst) return true;
      const answer = await this.#post(rows, token);
      if (isUnknown(answer)) await this.#end("unknown");
      if (!isTaken(answer)) return isUnknown(answer);
      await this.store.set("skew", skewOf(answer.headers.get("Date")));
      const { kept, flags, refused, locked, version } = answer.json;
      await this.store.settle({ kept, flags, refused });
      // Names of guests that the device kept for the portal alone.
      if (await this.#mayKeepNothing()) await this.store.forget(kept);
      this.saidVersion = version;
      if (locked) await this.#end("locked");
      if (rows.length === 0) return true;
      this.tell("facts");
      const settled = new Set([...kept, ...Object.keys(refused)]);
      if (!rows.some(({ id }) => settled.has(id))) return false;
    }
  }

  async #post(rows, token) {
    return this.#ask("fakta/", token, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      // With its clock, by which the portal sets the times of these facts right.
      body: JSON.stringify({
        facts: rows.map(({ fact }) => fact),
        unsent: await this.#left(rows),
        clock: new Date().toISOString(),
      }),
      patience: PATIENCE + PATIENCE_PER_FACT * rows.length,
    });
  }

  // Facts that stay here, for the next batch or because they were refused: the portal tells the
  // secretariat how many.
  async #left(rows) {
    return (await this.store.countUnsent()) + (await this.store.countRefused()) - rows.length;
  }

  // The answer to facts says which list is the newest: who has it need not ask.
  async #needsNoList() {
    if (await this.store.get("ended")) return true;
    const list = await this.store.get("list");
    const isSame = Boolean(list) && !this.isListAsked && this.saidVersion === list.json.version;
    if (isSame) await this.#confirm(list);
    return isSame;
  }

  async #renew(token) {
    this.isListAsked = false;
    const list = await this.store.get("list");
    const headers = list?.etag ? { "If-None-Match": list.etag } : {};
    const answer = await this.#ask("daftar.json", token, { headers });
    if (isList(answer)) await this.#keep(answer);
    else if (answer.status === 304 && list) await this.#confirm(list);
    else if (isUnknown(answer)) await this.#end("unknown");
    else if (answer.status === 403 && answer.json?.locked === true) await this.#end("locked");
    else if (answer.status === 403 && answer.json?.locked === false) await this.#withhold(answer.json.error);
    else return false;
    return true;
  }

  async #confirm(list) {
    await this.store.set("list", { ...list, checkedAt: Date.now() });
    this.tell("checked");
  }

  // Not yet, or not any more: the rakor is far off, cancelled, or over.
  async #withhold(sentence) {
    if ((await this.store.get("withheld")) === sentence) return;
    await this.store.set("withheld", sentence);
    await this.store.wipe();
    this.tell("list");
  }

  async #keep({ json, headers }) {
    await this.store.delete("withheld");
    await this.store.set("list", { json, etag: headers.get("ETag"), checkedAt: Date.now() });
    await this.store.set("slug", json.meeting.slug);
    this.tell("list");
    await this.#wipeWhenOver();
  }

  // By the portal's clock, as far as it is known: a telephone whose year is wrong keeps its list.
  async #wipeWhenOver() {
    const list = await this.store.get("list");
    const now = new Date(Date.now() - ((await this.store.get("skew")) ?? 0));
    if (list && isOver(list.json, now)) await this.#withhold(OVER);
  }

  // why: locked or unknown. The list goes at once; facts go when the server has them.
  async #end(why) {
    if ((await this.store.get("ended")) && why !== "unknown") return;
    await this.store.set("ended", why);
    await this.store.wipe();
    if (why === "unknown") await this.store.delete("token");
    this.tell("ended");
  }

  async #mayKeepNothing() {
    return Boolean((await this.store.get("ended")) || (await this.store.get("withheld")));
  }

  // A locked device keeps its token, which opens no list any more: a fact that was recorded in the
  // moment when the lock was learned is sent all the same.
  async #isDone() {
    return Boolean(await this.store.get("ended")) && (await this.store.countUnsent()) === 0;
  }
}

// What the portal says, and not a proxy before it, whose pages come with any status: a device that took
// one for the portal's would lose its list at the door.
const isTaken = ({ status, json }) => status === 200 && Array.isArray(json?.kept);
const isList = ({ status, json }) => status === 200 && Array.isArray(json?.people);
const isUnknown = ({ status, json }) => status === 401 && json?.unknown === true;

const isOver = (json, now) => now >= new Date(json.meeting.wipe_at);

// ms by which this device is ahead of the portal.
const skewOf = (date) => (date ? Date.now() - new Date(date).getTime() : 0);
