// When facts are sent and the list is renewed while the app is open; says whether there is a network.
import { askBrowser } from "./background.js";
import { ask, pauseAfter } from "./network.js";
import { Sending } from "./sending.js";

const REST = 60_000;

export class Sync {
  connection = "unknown"; // online, offline, or trouble: the portal answers, but not as it should
  failures = 0;
  // Whether what waits is sent when the app is closed; unknown until something waits.
  sendsClosed = null;

  // said: told ("connection" | "closed" | "facts" | "list" | "checked" | "ended") of what changed,
  // also in another window or by the service worker.
  constructor(store, slug, said) {
    this.store = store;
    this.said = said;
    this.sending = new Sending(store, slug, said);
  }

  get isOnline() {
    return this.connection === "online";
  }

  start() {
    for (const hint of ["online", "offline"]) window.addEventListener(hint, () => this.#hinted());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") this.#hinted();
    });
    return this.now();
  }

  // The first request over a network that is back may fail: the next one comes soon.
  #hinted() {
    this.failures = 0;
    return this.now();
  }

  async enrol(code) {
    const answer = await ask(await this.sending.address("pasang/"), {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ code }),
    });
    if (answer.status !== 200) return answer.json?.error ?? `Portal menjawab dengan kesalahan ${answer.status}.`;
    await this.sending.enrol(answer.json.token);
    // Firefox asks whoever holds the device; nobody waits for the answer.
    navigator.storage?.persist?.().catch(() => {});
    await this.now();
    return null;
  }

  // A fact was added to the store. The browser is asked at once: the app may be closed the next moment.
  recorded() {
    this.sending.tell("facts");
    this.#askBrowser();
    this.now();
  }

  // Also where the list seems fresh.
  renew() {
    this.sending.isListAsked = true;
    return this.now();
  }

  // This is no device any more.
  release() {
    return this.sending.release();
  }

  // One run at a time; a call while it runs makes it run once more.
  async now() {
    clearTimeout(this.timer);
    if (this.running) {
      this.isAskedAgain = true;
      return this.running;
    }
    this.running = this.#run();
    try {
      await this.running;
    } finally {
      this.running = null;
      this.#goOn();
    }
  }

  #goOn() {
    const pause = this.failures ? pauseAfter(this.failures) : REST;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.now(), this.isAskedAgain ? 0 : pause);
    this.isAskedAgain = false;
  }

  async #run() {
    // Until it is known better: what nobody foresaw is tried again, too.
    this.failures += 1;
    const connection = await this.sending.run();
    if (connection === "online" || !connection) this.failures = 0;
    if (!connection) return;
    this.#connected(connection);
    // A browser gives up after some tries: it is asked anew for as long as something waits.
    if (await this.store.countUnsent()) await this.#askBrowser();
  }

  #connected(connection) {
    if (this.connection === connection) return;
    this.connection = connection;
    this.said("connection");
  }

  async #askBrowser() {
    const sendsClosed = await askBrowser();
    if (this.sendsClosed === sendsClosed) return;
    this.sendsClosed = sendsClosed;
    this.said("closed");
  }
}
