// The camera's panel: starting it on a press, saying why it does not, ending it when nobody looks.
import { Scanner } from "./scanner.js";
import { part, say } from "./screen.js";
import { CAMERA_TROUBLES } from "./words.js";

export class Camera {
  // read: told each text that was scanned.
  constructor(signals, read) {
    this.signals = signals;
    this.scanner = new Scanner(part("video"), { read, lost: () => this.#trouble("lost") });
    part("camera-start").addEventListener("click", () => this.start());
    part("camera-stop").addEventListener("click", () => {
      this.stop();
      part("camera-start").focus();
    });
    part("light").addEventListener("click", () => this.#toggleLight());
    // A hidden page gets no pictures, and a camera that stays on frightens people.
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden" && this.scanner.isOn) {
        this.stop();
        this.isPaused = true;
      } else if (document.visibilityState === "visible" && this.isPaused) this.start();
    });
  }

  async start() {
    if (this.scanner.isOn) return;
    this.isPaused = false;
    say(part("camera-trouble"), "");
    this.signals.wake();
    if (!navigator.mediaDevices) return this.#trouble("missing");
    part("camera").hidden = false;
    try {
      await this.scanner.start();
    } catch (error) {
      this.#trouble(error.name);
      return;
    }
    if (!this.scanner.isOn) return;
    this.#show();
    part("camera-stop").focus();
    await this.signals.stayAwake();
  }

  stop() {
    this.isPaused = false;
    this.scanner.stop();
    this.signals.maySleep();
    this.#show();
  }

  #show() {
    const { isOn } = this.scanner;
    part("camera").hidden = !isOn;
    part("camera-start").hidden = isOn;
    part("camera-stop").hidden = !isOn;
    part("light").hidden = !isOn || !this.scanner.canLight;
    part("light").setAttribute("aria-pressed", "false");
  }

  #trouble(name) {
    this.stop();
    say(part("camera-trouble"), CAMERA_TROUBLES[name] ?? CAMERA_TROUBLES.other);
  }

  #toggleLight() {
    const isOn = part("light").getAttribute("aria-pressed") !== "true";
    part("light").setAttribute("aria-pressed", String(isOn));
    return this.scanner.light(isOn);
  }
}
