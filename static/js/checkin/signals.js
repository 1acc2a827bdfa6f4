// What is heard and felt of a result, and a screen that stays on while people pass.
const SOUNDS = {
  ok: [[880, 0, 0.09], [1320, 0.1, 0.12]],
  attention: [[660, 0, 0.14], [660, 0.2, 0.14]],
  refused: [[220, 0, 0.45]],
};
const PULSES = { ok: [60], attention: [60, 80, 60], refused: [350] };
const LOUDNESS = 0.25;
const FADE = 0.02;

export class Signals {
  isMuted = false;

  // Browsers allow sound only after something was pressed. Nobody waits for it: without a loudspeaker
  // Firefox never answers, and Safari refuses during a call.
  wake() {
    this.sound ??= new AudioContext();
    this.sound.resume().catch(() => {});
  }

  give(tone) {
    navigator.vibrate?.(PULSES[tone]);
    if (this.isMuted || this.sound?.state !== "running") return;
    for (const [pitch, from, length] of SOUNDS[tone]) this.#beep(pitch, from, length);
  }

  #beep(pitch, from, length) {
    const start = this.sound.currentTime + from;
    const [oscillator, gain] = [this.sound.createOscillator(), this.sound.createGain()];
    oscillator.frequency.value = pitch;
    gain.gain.setValueAtTime(LOUDNESS, start);
    gain.gain.setValueAtTime(LOUDNESS, start + length - FADE);
    // Cut off at once, a tone would click.
    gain.gain.linearRampToValueAtTime(0, start + length);
    oscillator.connect(gain).connect(this.sound.destination);
    oscillator.start(start);
    oscillator.stop(start + length);
  }

  async stayAwake() {
    this.lock = await navigator.wakeLock?.request("screen").catch(() => null);
  }

  async maySleep() {
    await this.lock?.release();
    this.lock = null;
  }
}
