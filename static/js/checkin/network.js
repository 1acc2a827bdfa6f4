// Requests that end: a network that swallows them is no network. Whether there is one is what the
// last request says; the browser's own opinion is a hint to try again.
const PATIENCE = 4_000;
const BODY_PATIENCE = 30_000;

export class NoNetwork extends Error {}

// {status, headers, json}; NoNetwork when no answer begins within `patience` ms, or it breaks off.
export const ask = async (address, { patience = PATIENCE, ...options } = {}) => {
  const abort = new AbortController();
  let timer = setTimeout(() => abort.abort(), patience);
  try {
    const answer = await fetch(address, { ...options, signal: abort.signal, cache: "no-store", credentials: "omit" });
    clearTimeout(timer);
    timer = setTimeout(() => abort.abort(), BODY_PATIENCE);
    const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, json: isJson ? JSON.parse(text) : null };
  } catch (error) {
    throw new NoNetwork(String(error));
  } finally {
    clearTimeout(timer);
  }
};

const FIRST_PAUSE = 2_000;
const LONGEST_PAUSE = 60_000;

// ms to wait after so many failures in a row; half of it by chance, so that devices do not come at once.
export const pauseAfter = (failures, chance = Math.random()) =>
  Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (failures - 1)) * (0.5 + chance / 2);
