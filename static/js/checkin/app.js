// The check-in app: joins the store, the network, the desk and the screen.
import { registerWorker } from "./background.js";
import { Camera } from "./camera.js";
import { Desk } from "./desk.js";
import { bindEnrolment, showEnding, takeCode } from "./enrolment.js";
import { showFacts } from "./facts.js";
import { readList } from "./list.js";
import { bindSearch } from "./people.js";
import { part, say, showClosed, showConnection, showNotice, showResult, showScreen, showUnsent } from "./screen.js";
import { clockOf } from "./sessions.js";
import { bindSettings, showAge, showDevice, showMuted, showSkew } from "./settings.js";
import { Signals } from "./signals.js";
import { Store } from "./store.js";
import { Sync } from "./sync.js";
import { bindTabs } from "./tabs.js";
import { ENDINGS, ENROLLED, INSECURE, LOADING, UNSTORED, dayOf } from "./words.js";

const { slug } = document.body.dataset;
const MINUTE = 60_000;
// What changes which screen is shown, or the list on it.
const LISTED = ["connection", "list", "ended"];

class App {
  constructor(store) {
    this.store = store;
    this.sync = new Sync(store, slug, (what) => this.hear(what));
    this.desk = new Desk(store, this.sync);
    this.signals = new Signals();
    this.camera = new Camera(this.signals, (text) => this.record(() => this.desk.scan(text)));
    this.showFound = bindSearch(this.desk, (person) => this.record(() => this.desk.find(person)));
    this.enrol = bindEnrolment((code) => this.sync.enrol(code));
    this.#bind();
  }

  async start() {
    const code = takeCode();
    window.addEventListener("hashchange", () => this.enrolBy(takeCode()));
    await this.desk.load();
    this.signals.isMuted = this.desk.settings.isMuted;
    showMuted(this.signals.isMuted);
    document.querySelector(`[name="direction"][value="${this.desk.settings.direction}"]`).checked = true;
    // The number first: it is right as soon as it can be seen.
    await this.showUnsent();
    await this.showList();
    await this.showFacts();
    const firstRun = this.sync.start();
    await this.enrolBy(code);
    setInterval(() => this.showSession(), MINUTE);
    await firstRun;
  }

  // code: of a QR code's address, if any. A device that works is not enrolled anew by a stray one.
  async enrolBy(code) {
    const [token, ended] = [await this.store.get("token"), await this.store.get("ended")];
    if (!code) return;
    if (!token || ended) await this.enrol(code);
    else showNotice("attention", "Kode pemasangan tidak dipakai", ENROLLED);
  }

  // What changed, here or in another window of this device.
  async hear(what) {
    if (what === "connection") showConnection(this.sync.connection);
    if (what === "closed") showClosed(this.sync.sendsClosed);
    if (what === "facts" || what === "ended") {
      await this.desk.loadFacts();
      await this.showFacts();
    }
    if (what === "checked") await this.showChecked();
    // Without a list the screen says how many facts still wait.
    else if (LISTED.includes(what) || (what === "facts" && !this.desk.list)) await this.showList();
  }

  async showList() {
    const [list, ended, token] = await Promise.all(["list", "ended", "token"].map((key) => this.store.get(key)));
    if (ended || !token) return this.showEnrolment(ended, token);
    if (!list) return this.showLoading();
    this.desk.list = readList(list.json);
    showScreen("desk");
    showDevice(this.desk.device.name, this.desk.door);
    document.getElementById("tab-tamu").hidden = !this.desk.device.may_add_walk_ins;
    this.showOffices();
    this.showSession();
    this.showFound();
    await this.showChecked();
  }

  async showEnrolment(ended, token) {
    this.desk.list = null;
    this.camera.stop();
    this.showFound();
    const unsent = await this.store.countUnsent();
    showEnding(ENDINGS[ended], unsent);
    showScreen("enrol");
    // Nothing is asked of the portal then.
    part("state").hidden = !token || unsent === 0;
  }

  // Enrolled, but without a list.
  async showLoading() {
    this.desk.list = null;
    this.camera.stop();
    showScreen("loading");
    const isStuck = this.sync.connection === "offline" || this.sync.connection === "trouble";
    const withheld = await this.store.get("withheld");
    part("loading-title").textContent = withheld ? "Tanpa daftar peserta" : "Menyiapkan perangkat";
    part("loading").textContent = withheld ?? LOADING[isStuck ? "stuck" : "usual"];
  }

  async showChecked() {
    const list = await this.store.get("list");
    if (!list || !this.desk.list) return;
    showAge(this.desk.list, list.checkedAt, this.desk.list.meeting.zone);
    showSkew((await this.store.get("skew")) ?? 0);
  }

  async showFacts() {
    await this.showUnsent();
    showFacts(this.desk);
    this.showFound();
  }

  async showUnsent() {
    const [unsent, refused] = await Promise.all([this.store.countUnsent(), this.store.countRefused()]);
    showUnsent(unsent, refused);
  }

  // All that the portal refused, in the session that is chosen now.
  async sendAgain() {
    if (!this.desk.session) return showNotice("refused", "Tidak terkirim", "Belum ada sesi presensi.");
    const refused = this.desk.rows.filter(({ state }) => state === "refused");
    for (const { error, ...row } of refused) {
      await this.store.add({ ...row, state: "unsent", fact: { ...row.fact, session: this.desk.session.id } });
    }
    this.sync.recorded();
  }

  showOffices() {
    const choices = this.desk.list.offices.map(({ id, name }) => new Option(name, id));
    const { value } = part("guest-office");
    part("guest-office").replaceChildren(new Option("Bukan dari balai", ""), ...choices);
    part("guest-office").value = value;
  }

  showSession() {
    if (!this.desk.list) return;
    const { sessions, meeting } = this.desk.list;
    const { session } = this.desk;
    const label = ({ on, title }) => `${title} · ${dayOf(new Date(`${on}T00:00:00Z`), "UTC")}`;
    const options = sessions.map((one) => new Option(label(one), one.id, false, one === session));
    const look = (all) => all.map(({ text, value, selected }) => [text, value, selected]).join();
    // An open list of choices would close if it were filled anew each minute.
    if (look(options) !== look([...part("session").options])) part("session").replaceChildren(...options);
    const isToday = session?.on === clockOf(new Date(), meeting.zone).day;
    const note = session ? "Sesi ini bukan pada hari ini." : "Belum ada sesi. Sekretariat menambahkannya di panel; sesudah itu perbarui daftar.";
    say(part("session-note"), isToday ? "" : note);
  }

  // recording: resolves to the verdict once the fact is kept.
  async record(recording) {
    if (!this.desk.list) return;
    if (!this.desk.session) return showNotice("refused", "Tidak tercatat", "Belum ada sesi presensi.");
    try {
      const verdict = await recording();
      // The number first: whoever reads the result finds it counted among what waits.
      await this.showUnsent();
      showResult(verdict, this.desk.list.meeting.zone);
      this.signals.give(verdict.tone);
    } catch (error) {
      showNotice("refused", "Tidak tersimpan", UNSTORED);
      this.signals.give("refused");
      throw error;
    }
  }

  #bind() {
    bindTabs(document.querySelector('[role="tablist"]'), (panel) => {
      if (panel !== "pindai") this.camera.stop();
    });
    // At each press: a telephone call ends the sound of an iPhone.
    for (const pressed of ["pointerdown", "keydown"]) document.addEventListener(pressed, () => this.signals.wake());
    part("session").addEventListener("change", async ({ target }) => {
      await this.desk.choose({ session: Number(target.value) });
      this.showSession();
      this.showFound();
    });
    for (const direction of document.getElementsByName("direction")) {
      direction.addEventListener("change", async () => {
        await this.desk.choose({ direction: direction.value });
        this.showFound();
      });
    }
    this.#bindForms();
    bindSettings({
      refresh: () => this.sync.renew(),
      mute: (isMuted) => {
        this.signals.isMuted = isMuted;
        return this.desk.choose({ isMuted });
      },
      move: async (door) => {
        await this.desk.moveTo(door);
        showDevice(this.desk.device.name, this.desk.door);
      },
      unsent: async () => (await this.store.countUnsent()) + (await this.store.countRefused()),
      release: () => this.sync.release(),
    });
  }

  #bindForms() {
    part("again").addEventListener("click", () => this.sendAgain());
    part("code-form").addEventListener("submit", (event) => {
      event.preventDefault();
      const input = document.getElementById("kode-tiket");
      const text = input.value.trim();
      input.value = "";
      input.focus();
      if (text) this.record(() => this.desk.scan(text));
    });
    part("guest-form").addEventListener("submit", async (event) => {
      event.preventDefault();
      const { name, position, office } = event.target.elements;
      const isMissing = !name.value.trim();
      part("guest-error").hidden = !isMissing;
      if (isMissing) return name.focus();
      const guest = { name: name.value.trim(), position: position.value.trim(), office: Number(office.value) || null };
      await this.record(() => this.desk.welcome(guest));
      event.target.reset();
      name.focus();
    });
  }
}

// unstarted.js looks for it.
document.body.dataset.isStarted = "ya";
registerWorker();

if (!window.isSecureContext) say(part("broken"), INSECURE);
// Without https a browser gives neither ids nor digests nor a camera: nothing could be recorded.
const store = window.isSecureContext && (await Store.open(slug).catch(() => null));
if (store) await new App(store).start();
else showScreen("broken");
