// What the QR code of a ticket says, and whether a key of this rakor signed it; the form is that of
// meetings/tickets/signature.py. WebCrypto knows Ed25519 only on newer telephones.
import { verifyAsync } from "../../vendor/noble-ed25519-3.2.0/index.js";

const FORM = /^BTIKP1\.([1-9][0-9]{0,17})\.([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{86})$/;

const toBytes = (text) => {
  const base64 = text.replaceAll("-", "+").replaceAll("_", "/");
  return Uint8Array.from(atob(base64 + "=".repeat(-text.length & 3)), (sign) => sign.charCodeAt(0));
};

const toText = (bytes) =>
  btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");

const toHex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

// {meeting: number, ticket: 32 hex digits, signature: bytes}; null for what is no ticket at all.
export const readTicket = (text) => {
  const match = FORM.exec(text.trim());
  if (!match) return null;
  const [, meeting, claimed, signed] = match;
  const [ticket, signature] = [toBytes(claimed), toBytes(signed)];
  // One text for one ticket: the last sign has bits to spare, which must be zero.
  if (toText(ticket) !== claimed || toText(signature) !== signed) return null;
  return { meeting: Number(meeting), ticket: toHex(ticket), signature };
};

// keys: public keys of the rakor in base64url, the present one first.
export const isSigned = async ({ meeting, ticket, signature }, keys) => {
  const message = new TextEncoder().encode(`btikp-ticket-1:${meeting}:${ticket}`);
  for (const key of keys) {
    if (await verifyAsync(signature, message, toBytes(key)).catch(() => false)) return true;
  }
  return false;
};
