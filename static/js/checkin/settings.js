// The device's own settings: sound, the list's age, installing the app, releasing the device.
import { part, say } from "./screen.js";
import { dayOf, timeOf } from "./words.js";

const TOLERATED_SKEW = 2 * 60_000;

export const showDevice = (name, door) => {
  part("device").textContent = [name, door].filter(Boolean).join(" · ");
  const input = document.getElementById("pintu");
  if (input !== document.activeElement) input.value = door;
};

export const showAge = (list, checkedAt, zone) => {
  const checked = new Date(checkedAt);
  const when = `${dayOf(checked, zone)} pukul ${timeOf(checked, zone)}`;
  part("list-age").textContent = `${list.people.size} orang; daftar sama dengan portal pada ${when}.`;
};

export const showSkew = (skew) => {
  const minutes = Math.round(Math.abs(skew) / 60_000);
  const way = skew > 0 ? "lebih cepat" : "lebih lambat";
  const text = `Jam perangkat ini ${minutes} menit ${way} daripada portal. Setel jamnya; waktu catatan disesuaikan ketika dikirim.`;
  say(part("skew"), Math.abs(skew) > TOLERATED_SKEW ? text : "");
};

export const showMuted = (isMuted) => part("mute").setAttribute("aria-pressed", String(isMuted));

// refresh, mute, move, release: what the controls do; unsent: how many facts lie here alone.
export const bindSettings = ({ refresh, mute, move, release, unsent }) => {
  part("door-form").addEventListener("submit", (event) => {
    event.preventDefault();
    move(document.getElementById("pintu").value);
  });
  document.getElementById("pintu").addEventListener("change", ({ target }) => move(target.value));
  part("refresh").addEventListener("click", async (event) => {
    const button = event.currentTarget;
    button.disabled = true;
    await refresh();
    button.disabled = false;
    button.focus();
  });
  part("mute").addEventListener("click", (event) => {
    const isMuted = event.currentTarget.getAttribute("aria-pressed") !== "true";
    showMuted(isMuted);
    mute(isMuted);
  });
  bindRelease(release, unsent);
  bindInstalling();
};

const bindRelease = (release, unsent) => {
  const dialog = part("release-dialog");
  part("release").addEventListener("click", async () => {
    const count = await unsent();
    const lost = `${count} catatan belum ada di portal dan akan hilang. Sambungkan jaringan dan kirim lebih dahulu bila catatan itu masih diperlukan.`;
    part("release-unsent").textContent = count ? lost : "Semua catatan sudah terkirim.";
    dialog.returnValue = "";
    dialog.showModal();
  });
  dialog.addEventListener("close", () => {
    if (dialog.returnValue === "release") release();
  });
};

const bindInstalling = () => {
  const button = part("install");
  window.addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    button.hidden = false;
    button.onclick = () => event.prompt();
  });
  window.addEventListener("appinstalled", () => {
    button.hidden = true;
  });
};
