// The camera as a reader of QR codes: about eight looks a second at the middle of its picture.
import { decodeQR } from "../../vendor/qr-0.7.0/decode.js";

const LOOK_EVERY = 120;
const SIDE = 560;
// The same code held before the camera is one scan until it was away for so long.
const AWAY = 3_000;

export class Repeats {
  // text: what a look found, "" where it was nothing. Away is what looks do not find: a slow device,
  // which looks seldom, takes nobody for a second one.
  isNew(text, now) {
    if (!text) {
      this.missedSince ??= now;
      return false;
    }
    const isBack = now - (this.missedSince ?? now) >= AWAY;
    const isSame = text === this.text && !isBack;
    this.text = text;
    this.missedSince = null;
    return !isSame;
  }
}

export class Scanner {
  repeats = new Repeats();

  // read: told each text once; lost: told when the camera ends by itself.
  constructor(video, { read, lost }) {
    this.video = video;
    this.read = read;
    this.lost = lost;
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = SIDE;
    this.paper = canvas.getContext("2d", { willReadFrequently: true });
  }

  get isOn() {
    return Boolean(this.stream);
  }

  get canLight() {
    return Boolean(this.#track?.getCapabilities?.().torch);
  }

  // Rejects with the DOMException of getUserMedia. While a browser asks for the camera, people go
  // elsewhere or press again: what was stopped or started anew since then stays off, and says nothing.
  async start() {
    const asked = Symbol("asked");
    this.asked = asked;
    try {
      await this.#begin(asked);
    } catch (error) {
      if (this.asked === asked) throw error;
    }
  }

  async #begin(asked) {
    const stream = await navigator.mediaDevices.getUserMedia({
      audio: false,
      video: { facingMode: { ideal: "environment" }, width: { ideal: 1280 }, height: { ideal: 720 } },
    });
    if (this.asked !== asked) return endOf(stream);
    this.stream = stream;
    this.#track.addEventListener("ended", () => {
      this.stop();
      this.lost();
    });
    this.video.srcObject = this.stream;
    await this.video.play();
    this.timer = setInterval(() => this.#look(), LOOK_EVERY);
  }

  stop() {
    this.asked = null;
    clearInterval(this.timer);
    if (this.stream) endOf(this.stream);
    this.stream = null;
    this.video.srcObject = null;
  }

  light(isOn) {
    return this.#track.applyConstraints({ advanced: [{ torch: isOn }] });
  }

  get #track() {
    return this.stream?.getVideoTracks()[0];
  }

  #look() {
    const { videoWidth: width, videoHeight: height } = this.video;
    if (!width) return;
    const side = Math.min(width, height);
    this.paper.drawImage(this.video, (width - side) / 2, (height - side) / 2, side, side, 0, 0, SIDE, SIDE);
    const text = textOf(this.paper.getImageData(0, 0, SIDE, SIDE));
    if (this.repeats.isNew(text, Date.now())) this.read(text);
  }
}

function endOf(stream) {
  for (const track of stream.getTracks()) track.stop();
}

// The text of the QR code in a picture; "" where there is none, or too little of it can be read.
function textOf(picture) {
  try {
    return decodeQR(picture);
  } catch {
    return "";
  }
}
