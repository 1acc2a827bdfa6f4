// What is said, in words: of results, flags, times, and the state of the connection.
const ZONES = { "Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT" };

// "08.05 WITA"; more: { second: "2-digit" } for "08.05.12 WITA"
export const timeOf = (moment, zone, more = {}) => {
  const parts = { timeZone: zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23", ...more };
  const clock = new Intl.DateTimeFormat("id-ID", parts);
  return `${clock.format(moment).replaceAll(":", ".")} ${ZONES[zone] ?? zone}`;
};

// "15 Desember"
export const dayOf = (moment, zone) =>
  new Intl.DateTimeFormat("id-ID", { timeZone: zone, day: "numeric", month: "long" }).format(moment);

export const modeOf = (mode) => ({ luring: "Luring", daring: "Daring" })[mode] ?? mode;

export const TONES = { ok: "Diterima", attention: "Perhatian", refused: "Ditolak" };

const RECORDED = "Tetap dicatat untuk rekonsiliasi.";

// kind: [headline, what to do or know].
const RESULTS = {
  masuk: ["Tercatat masuk", ""],
  keluar: ["Tercatat keluar", ""],
  tamu: ["Tamu tercatat", ""],
  "belum-di-daftar": [
    "Tiket sah, belum ada di daftar",
    "Mungkin terdaftar sesudah daftar ini dimuat. Sudah dicatat; portal yang memeriksanya.",
  ],
  dicabut: ["Tiket sudah dicabut", `Minta tiket yang terbaru, atau cari namanya. ${RECORDED}`],
  dibatalkan: ["Pendaftaran sudah dibatalkan", `Arahkan ke meja panitia. ${RECORDED}`],
  "tanpa-kursi": ["Belum mendapat kursi", `Masih di daftar tunggu; arahkan ke meja panitia. ${RECORDED}`],
  palsu: ["Tanda tangan tiket tidak sah", `Tiket ini tidak diterbitkan portal untuk rakor ini. ${RECORDED}`],
  "rakor-lain": ["Tiket rakor lain", `Tiket ini bukan untuk rakor ini. ${RECORDED}`],
  "tak-dikenal": ["Bukan kode tiket", `Kode ini bukan tiket portal. ${RECORDED}`],
};

// {headline, note} of a verdict.
export const resultOf = ({ kind, former }, zone) => {
  if (kind !== "berulang") {
    const [headline, note] = RESULTS[kind] ?? [kind, RECORDED];
    return { headline, note };
  }
  const place = former.door ? ` di ${former.door}` : " di perangkat ini";
  return {
    headline: `Sudah tercatat ${former.direction}`,
    note: `Pukul ${timeOf(new Date(former.at), zone)}${place}.`,
  };
};

export const FLAGS = {
  "tak-dikenal": "tiket tidak dikenal",
  palsu: "tanda tangan tidak sah",
  "rakor-lain": "tiket rakor lain",
  dicabut: "tiket sudah dicabut",
  dibatalkan: "pendaftaran dibatalkan",
  "tanpa-kursi": "masih di daftar tunggu",
  terkunci: "perangkat dikunci",
  "dua-pintu": "juga dipindai di pintu lain",
  berulang: "sudah tercatat sebelumnya",
  jam: "jam perangkat tidak wajar",
  "tamu-ditolak": "perangkat tidak boleh mencatat tamu",
};

export const CONNECTIONS = {
  unknown: "Menghubungi portal",
  online: "Tersambung",
  offline: "Tanpa jaringan",
  trouble: "Portal terganggu",
};

export const unsentOf = (count, refused) => {
  const more = refused ? `, ${refused} tidak diterima portal` : "";
  return `${count} catatan belum terkirim${more}`;
};

// What becomes of facts that wait when the app is closed: does the browser send by itself?
export const CLOSED = {
  true: "Terkirim sendiri begitu ada jaringan, juga bila aplikasi ditutup.",
  false: "Terkirim hanya selama aplikasi ini terbuka. Bila ditutup, buka lagi ketika ada jaringan.",
};

export const ENDINGS = {
  locked: "Perangkat ini dikunci oleh sekretariat. Daftar peserta sudah dihapus dari perangkat ini.",
  unknown: "Perangkat ini tidak dikenal lagi, misalnya karena dipasang ulang. Daftar peserta sudah dihapus dari perangkat ini.",
};

export const OVER = "Rakor sudah selesai. Daftar peserta sudah dihapus dari perangkat ini.";

export const LOADING = {
  usual: "Memuat daftar peserta dari portal. Sekali termuat, presensi berjalan juga tanpa jaringan.",
  stuck: "Daftar peserta belum termuat dan portal tidak dapat dihubungi. Perangkat ini mencoba lagi sendiri.",
};

export const INSECURE =
  "Presensi hanya berjalan pada alamat yang dimulai dengan https://. Buka alamat itu, lalu pasang perangkat ini di sana.";

export const UNSTORED = "Penyimpanan perangkat penuh atau ditolak. Catat orang ini dengan perangkat lain.";

export const ENROLLED =
  "Perangkat ini sudah terpasang. Untuk memasangnya kembali dengan kode lain, pilih Lepas perangkat ini lebih dahulu.";

export const CAMERA_TROUBLES = {
  missing: "Peramban ini tidak memberikan kamera kepada halaman. Pakai peramban lain, atau cari nama peserta.",
  NotAllowedError: "Izin kamera ditolak. Buka pengaturan situs pada peramban, izinkan kamera, lalu mulai lagi. Sementara itu, cari nama peserta.",
  NotFoundError: "Perangkat ini tidak memiliki kamera. Cari nama peserta, atau pakai pemindai genggam.",
  NotReadableError: "Kamera sedang dipakai aplikasi lain. Tutup aplikasi itu, lalu mulai lagi.",
  lost: "Kamera terputus. Mulai lagi, atau cari nama peserta.",
  other: "Kamera tidak dapat dijalankan. Cari nama peserta, atau pakai pemindai genggam.",
};
