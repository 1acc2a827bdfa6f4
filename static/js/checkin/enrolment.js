// The code that makes this a device of the rakor: typed, or in the address of a QR code (#kode=).
import { NoNetwork } from "./network.js";
import { part, say } from "./screen.js";

// The code leaves the address at once: nobody finds it in the history or over a shoulder.
export const takeCode = () => {
  const code = new URLSearchParams(location.hash.slice(1)).get("kode");
  if (location.hash) history.replaceState(null, "", location.pathname);
  return code;
};

const sentenceOf = (error) => {
  if (!(error instanceof NoNetwork)) throw error;
  return "Portal tidak dapat dihubungi. Pemasangan memerlukan jaringan; periksa sambungan, lalu coba lagi.";
};

const complain = (text) => {
  const input = part("enrol-form").elements.code;
  part("enrol-error-text").textContent = text ?? "";
  part("enrol-error").hidden = !text;
  part("enrol-field").classList.toggle("field--invalid", Boolean(text));
  if (!text) input.removeAttribute("aria-invalid");
  else {
    input.setAttribute("aria-invalid", "true");
    input.focus();
  }
};

// enrol: sends a code and resolves to a sentence when it was not accepted.
export const bindEnrolment = (enrol) => {
  const form = part("enrol-form");
  const button = form.querySelector("button");
  const send = async (code) => {
    if (!code.trim()) return complain("Tuliskan kode pemasangan.");
    button.disabled = true;
    const sentence = await enrol(code.trim()).catch(sentenceOf);
    button.disabled = false;
    complain(sentence);
    // Used up: whoever must enrol again needs another one.
    if (!sentence) form.elements.code.value = "";
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form.elements.code.value);
  });
  return (code) => {
    form.elements.code.value = code;
    return send(code);
  };
};

export const showEnding = (sentence, unsent) => {
  part("ending").hidden = !sentence && unsent === 0;
  say(part("ending-text"), sentence ?? "");
  const waits = unsent ? `${unsent} catatan belum terkirim tetap disimpan dan dikirim begitu memungkinkan.` : "";
  say(part("ending-unsent"), waits);
};
